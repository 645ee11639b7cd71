"""PubMed as the workflow asks it: search, fetch, links, one request each.

Every request goes through one lane and is answered whole or not at all; see
pubmed.transport for retries and pubmed.replies for what counts as an answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pubmed import replies
from pubmed.journal import Journal
from pubmed.lane import Lane, SharedLane, lane_file
from pubmed.transport import Patience, Transient, Transport, is_loopback
from pubmed.utilities import NCBI, request_for
from review.clock import iso, now
from review.errors import ReviewError

Answer = TypeVar("Answer")

TOOL = "living-review"
# ESearch lists at most this many PMIDs of a PubMed search, whatever is asked.
CAP = 9999
LINK_NAMES = {
    "similar": "pubmed_pubmed",
    "cited_by": "pubmed_pubmed_citedin",
    "references": "pubmed_pubmed_refs",
}

# Three requests a second, ten with a key, and 2 % of air for jitter on the way.
INTERVAL, INTERVAL_WITH_KEY = 0.34, 0.102


class Client:
    """An E-utilities service. ``requests`` counts what was sent, retries included.

    With a ``journal``, replies to searches and links that it holds are not asked for again.
    """

    def __init__(
        self,
        base_url: str,
        *,
        email: str | None = None,
        api_key: str | None = None,
        lane: Lane | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.base_url = base_url
        self.journal: Journal | None = None
        self._transport = Transport(base_url, lane or Lane(0.0), patience)
        # Biopython warns when no address is given; a service of our own needs none.
        self._identity: dict[str, Any] = {"tool": TOOL, "email": email or ""}
        if api_key:
            self._identity["api_key"] = api_key

    @property
    def requests(self) -> int:
        """Return how many requests were sent so far."""
        return self._transport.sent

    def search(self, term: str, retmax: int = CAP) -> replies.SearchReply:
        """Ask ESearch for a term: its count and up to ``retmax`` PMIDs."""
        asked_at, reply = self._answer(
            "esearch",
            {"db": "pubmed", "term": term, "retmax": retmax, "retmode": "xml"},
            f"ESearch for {_short(term)}",
            replies.read_search,
        )
        return replace(reply, asked_at=asked_at)

    def fetch(self, pmids: Sequence[str]) -> tuple[bytes, list[str]]:
        """Return PubMed XML as received, and the PMIDs of its records; some may be missing.

        A reply with records that nobody asked for is asked for again.
        """
        asked = set(pmids)

        def read(body: bytes) -> tuple[bytes, list[str]]:
            given = replies.read_articles(body)
            foreign = [pmid for pmid in given if pmid not in asked]
            if foreign:
                raise Transient(f"records that were not asked for (PMID {foreign[0]})")
            return body, given

        named = f"EFetch of {len(pmids)} records, PMID {pmids[0]} and on"
        parameters = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml"}
        return self._ask("efetch", parameters, named, read)

    def linked(self, pmid: str, link: str) -> list[str]:
        """Return the PMIDs linked to one: ``similar``, ``cited_by`` or ``references``."""
        name = LINK_NAMES[link]
        _, pmids = self._answer(
            "elink",
            {"dbfrom": "pubmed", "db": "pubmed", "id": pmid, "linkname": name, "retmode": "xml"},
            f"ELink {link} of PMID {pmid}",
            lambda body: replies.read_links(body, name),
        )
        return pmids

    def spelling(self, phrase: str) -> str:
        """Ask ESpell how a phrase is spelt; '' where the service knows nothing better.

        It only helps a message that is due anyway, so a service without ESpell is no error.
        """
        try:
            return self._ask(
                "espell", {"db": "pubmed", "term": phrase}, "ESpell", replies.read_spelling
            )
        except ReviewError:
            return ""

    def _answer(
        self,
        utility: str,
        parameters: dict[str, Any],
        named: str,
        read: Callable[[bytes], Answer],
    ) -> tuple[str, Answer]:
        """Return when it was asked, and the answer: from the journal, else from the service."""
        held = self.journal.take(utility, parameters) if self.journal else None
        if held:
            return held[0], read(held[1])
        asked_at = iso(now())

        def read_and_keep(body: bytes) -> Answer:
            answer = read(body)
            if self.journal:
                self.journal.keep(utility, parameters, asked_at, body)
            return answer

        return asked_at, self._ask(utility, parameters, named, read_and_keep)

    def _ask(
        self,
        utility: str,
        parameters: dict[str, Any],
        named: str,
        read: Callable[[bytes], Answer],
    ) -> Answer:
        request = request_for(utility, self.base_url, parameters | self._identity)
        return self._transport.send(request, named, read)


def client_for(endpoint: str, *, email: str | None, local_url: str | None = None) -> Client:
    """Return the client of a configured endpoint: ``ncbi``, a URL, or ``local`` at local_url.

    The API key is read from NCBI_API_KEY, and sent to NCBI only. Raises ReviewError when NCBI
    is asked without an e-mail address, or by its URL.
    """
    if endpoint == "ncbi":
        if not email:
            raise ReviewError(
                "NCBI requires an e-mail address",
                where="source.email",
                fix="Set source.email to yours: NCBI writes to it before it blocks an address.",
            )
        key = os.environ.get("NCBI_API_KEY", "").strip() or None
        lane = SharedLane(INTERVAL_WITH_KEY if key else INTERVAL, lane_file("ncbi"))
        return Client(NCBI, email=email, api_key=key, lane=lane)
    if endpoint == "local":
        if local_url is None:
            raise ValueError("the local endpoint needs the address at which it is served")
        # Nothing is transient on one's own machine for long.
        return Client(local_url, patience=Patience(first_wait=0.05, longest_wait=1.0))
    host = urlsplit(endpoint).hostname or ""
    if is_loopback(host):
        return Client(endpoint, email=email, patience=Patience(first_wait=0.05, longest_wait=2.0))
    if host.endswith("ncbi.nlm.nih.gov"):
        raise ReviewError(
            "this is NCBI itself, which has an endpoint of its own",
            where="source.endpoint",
            value=endpoint,
            fix="Set source.endpoint to ncbi, and source.email to your address.",
        )
    return Client(endpoint, email=email, lane=SharedLane(INTERVAL, lane_file(host)))


def _short(term: str) -> str:
    return repr(term if len(term) <= 120 else term[:117] + "...")

"""Records related to seed records: similar articles, those that cite them, those they cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pubmed.replies import SearchReply
from review.errors import ReviewError

LINKS = ("similar", "cited_by", "references")

# So many PMIDs of a term stay far below what a POST may carry.
_CHUNK = 400
_DOI = re.compile(
    r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/[^\s\"]+)$", re.IGNORECASE
)
_PMID = re.compile(
    r"^(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/|PMID:?\s*)?"
    r"0*([1-9][0-9]{0,8})/?$",
    re.IGNORECASE,
)


class Service(Protocol):
    """What related records are asked of."""

    def search(self, term: str, retmax: int = ...) -> SearchReply:
        """Ask ESearch."""

    def linked(self, pmid: str, link: str) -> list[str]:
        """Ask ELink."""

    def spelling(self, phrase: str) -> str:
        """Ask ESpell."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed as configured (PMID or DOI) and the PMID it stands for."""

    given: str
    pmid: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One link of one seed: how many records it has up to the day, and those taken."""

    seed: Seed
    link: str
    available: int
    pmids: tuple[str, ...]


def resolve(service: Service, given: str) -> Seed:
    """Return the seed for a PMID or DOI.

    Raises ReviewError naming the seed when it is neither, or no single record has it.
    """
    term = identifier_term(given)
    if not term:
        raise _unresolved(given, "it is neither a PMID nor a DOI")
    pmids = service.search(term, 2).pmids
    if len(pmids) != 1:
        found = "several records" if pmids else "no record"
        raise _unresolved(given, f"the source has {found} for {term}")
    return Seed(given, pmids[0])


def identifier_term(given: str) -> str:
    """Return the query for a PMID or DOI, bare or as a link, '' for anything else."""
    text = given.strip().rstrip(".,;")  # as it is copied out of a reference list
    doi, pmid = _DOI.match(text), _PMID.match(text)
    if doi:
        return f'"{doi[1]}"[doi]'
    return f"{pmid[1]}[uid]" if pmid else ""


def relation(service: Service, seed: Seed, link: str, limit: int, until_range: str) -> Relation:
    """Return what a link of a seed leads to, the first ``limit`` created up to the day.

    Similar articles keep PubMed's order of likeness; citing and cited papers come newest
    first. ``until_range`` is the [crdt] range of the search, so that the related records
    are, as the search is, a function of the day.
    """
    linked = dict.fromkeys(service.linked(seed.pmid, link))
    candidates = [pmid for pmid in linked if pmid != seed.pmid and pmid.isdecimal()]
    created = _created(service, candidates, until_range)
    kept = [pmid for pmid in candidates if pmid in created]
    if link != "similar":
        kept.sort(key=int, reverse=True)
    return Relation(seed, link, len(kept), tuple(kept[:limit]))


def _created(service: Service, pmids: Sequence[str], until_range: str) -> set[str]:
    kept: set[str] = set()
    for start in range(0, len(pmids), _CHUNK):
        chunk = pmids[start : start + _CHUNK]
        listed = " OR ".join(f"{pmid}[uid]" for pmid in chunk)
        kept.update(service.search(f"({listed}) AND {until_range}", _CHUNK).pmids)
    return kept


def _unresolved(given: str, why: str) -> ReviewError:
    return ReviewError(
        f"the seed cannot be found: {why}",
        where="search.related.seeds",
        value=given,
        fix="Give the PMID, or the DOI as PubMed has it, of a record the source holds.",
    )

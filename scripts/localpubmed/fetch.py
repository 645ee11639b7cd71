"""EFetch and EPost: records by PMID or from the history, and PMIDs put into the history."""

from __future__ import annotations

from collections.abc import Sequence

from localpubmed import replies
from localpubmed.history import History, Stored
from localpubmed.match import codes
from localpubmed.parameters import Parameters
from localpubmed.replies import Reply, element, elements
from localpubmed.search import TOO_FAR
from localpubmed.store import WINDOW, Index

_MOST = 10_000
_NO_IDS = "ID list is empty! Possibly it has no correct IDs."


class CallError(Exception):
    """A call that NCBI refuses; the text says why."""


def chosen(
    index: Index, history: History, parameters: Parameters, page: int = _MOST
) -> Sequence[int]:
    """Return the PMIDs that a call names: by ``id``, or a page of a stored result.

    Raises CallError when it names none, or a result that is gone or too far down.
    """
    start = parameters.number("retstart", 0)
    size = min(parameters.number("retmax", page), page)
    webenv = parameters.text("WebEnv")
    if not webenv:
        pmids, _ = parameters.ids()
        if not pmids:
            raise CallError(_NO_IDS)
        return pmids[start : start + size]
    key = parameters.number("query_key", 1)
    stored = history.result(webenv, key)
    if stored is None:
        raise CallError(f"Unable to obtain query #{key}")
    if stored.pmids is not None:
        return stored.pmids[start : start + size]
    if start >= WINDOW:
        raise CallError(TOO_FAR)
    _, found = index.search(stored.match, stored.order)
    return found[start : start + size]


def efetch(index: Index, history: History, parameters: Parameters) -> Reply:
    """Answer EFetch: XML, or with ``rettype=uilist`` the PMIDs alone."""
    as_xml = parameters.text("retmode", "text").lower() == "xml"
    kind = parameters.text("rettype").lower()
    try:
        if parameters.text("db", "pubmed") != "pubmed":
            raise CallError(f"Invalid db name specified: {parameters.text('db')}")
        if not as_xml and kind != "uilist":
            raise CallError("localpubmed has records as XML only: add retmode=xml")
        pmids = chosen(index, history, parameters)
    except CallError as error:
        if as_xml:
            return replies.error("eFetchResult", str(error), status=400)
        return replies.plain(str(error).replace(" ", "+"), status=400)  # as NCBI sends it
    if kind == "uilist":
        return replies.plain("".join(f"{pmid}\n" for pmid in index.held(pmids)))
    return replies.records(index.xml(pmids))


def epost(index: Index, history: History, parameters: Parameters) -> Reply:
    """Answer EPost: PMIDs go into the history, whether or not the index holds them."""
    if parameters.text("db", "pubmed") != "pubmed":
        return replies.error("ePostResult", "Wrong DB name")
    pmids, invalid = parameters.ids()
    if len(pmids) > _MOST:
        return replies.error(
            "ePostResult", f"Too many UIDs in request. Maximum number of UIDs is {_MOST}.", 400
        )
    refused = f"<InvalidIdList>{elements('Id', invalid)}</InvalidIdList>" if invalid else ""
    if not pmids:
        return replies.xml(
            "ePostResult", refused + element("ERROR", "IDs are empty or invalid"), 400
        )
    match = codes(f"u0_{pmid}" for pmid in pmids)
    stored = Stored(match, f"#{len(pmids)} UIDs", "most recent", tuple(pmids))
    try:
        webenv, key = history.store(stored, parameters.text("WebEnv"))
    except KeyError:
        return replies.error("ePostResult", "Unable to obtain query #1")
    return replies.xml(
        "ePostResult", refused + element("QueryKey", key) + element("WebEnv", webenv)
    )

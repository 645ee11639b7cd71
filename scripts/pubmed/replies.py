"""What the E-utilities' replies say.

Bio.Entrez's own reader needs the DTD that a reply names, and would fetch it; these are small
documents, read here with a parser that fetches nothing and expands nothing.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass

from lxml import etree

from pubmed.articles import iter_elements
from pubmed.transport import Transient
from review.errors import ReviewError


@dataclass(frozen=True, slots=True)
class Complaint:
    """A part of the query that PubMed did not use as it stood: its kind and the phrase."""

    kind: str
    phrase: str


@dataclass(frozen=True, slots=True)
class SearchReply:
    """One ESearch reply: the count, the PMIDs it lists, what PubMed made of the query, when."""

    count: int
    pmids: tuple[str, ...]
    translation: str
    complaints: tuple[Complaint, ...]
    asked_at: str = ""


# Kinds of complaint in a reply's ErrorList; any other stands in its WarningList.
ERRORS = ("PhraseNotFound", "FieldNotFound")

# An empty part of a search that was split by dates is no complaint about the query.
_NO_ITEMS = "No items found."
# Errors that asking again will not change.
_LASTING = re.compile(
    r"cannot be larger|syntax|unbalanced|not supported|invalid (?:db|query|uid)|empty term"
    r"|too many wildcards|unknown database",
    re.IGNORECASE,
)


def read_search(body: bytes) -> SearchReply:
    """Read an ESearch reply. Raises Transient or ReviewError for anything else."""
    root = _document(body, "eSearchResult")
    count = (root.findtext("Count") or "").strip()
    if not count.isdecimal():
        raise Transient("an ESearch reply without a count")
    complaints = [
        Complaint(str(entry.tag), " ".join((entry.text or "").split()))
        for group in ("ErrorList", "WarningList")
        for entry in root.iterfind(f"{group}/*")
    ]
    return SearchReply(
        count=int(count),
        pmids=tuple((entry.text or "").strip() for entry in root.iterfind("IdList/Id")),
        translation=" ".join((root.findtext("QueryTranslation") or "").split()),
        complaints=tuple(each for each in complaints if each.phrase and each.phrase != _NO_ITEMS),
    )


def read_links(body: bytes, link_name: str) -> list[str]:
    """Read an ELink reply: the linked PMIDs of one link name, in PubMed's order."""
    root = _document(body, "eLinkResult")
    if root.find("LinkSet") is None:
        raise Transient("an ELink reply without a link set")
    return [
        (entry.text or "").strip()
        for links in root.iterfind("LinkSet/LinkSetDb")
        if (links.findtext("LinkName") or "").strip() == link_name
        for entry in links.iterfind("Link/Id")
    ]


def read_spelling(body: bytes) -> str:
    """Read an ESpell reply: the corrected query, '' where there is nothing to correct."""
    root = _document(body, "eSpellResult")
    return " ".join((root.findtext("CorrectedQuery") or "").split())


def read_articles(body: bytes) -> list[str]:
    """Read an EFetch reply: the PMIDs of its records, in order; [] for an empty set.

    Raises Transient when the body is empty, no XML, cut short, or another document.
    """
    _refuse_other_than_xml(body)
    if re.search(rb"<eE?[fF]etchResult", body[:2000]):
        _document(body, "PubmedArticleSet")
    try:
        return [pmid for pmid, _ in iter_elements(io.BytesIO(body), name="the reply")]
    except ReviewError as error:
        raise Transient(error.what) from None


def _document(body: bytes, root_name: str) -> etree._Element:
    _refuse_other_than_xml(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Transient(f"a reply that is not well-formed XML ({error.msg})") from None
    said = root.find(".//ERROR")
    text = " ".join((said.text or "").split()) if said is not None else ""
    # ESpell's replies end with an empty one.
    if said is not None and (text or root_name != "eSpellResult"):
        if _LASTING.search(text):
            raise ReviewError("the service reports an error", value=text, fix="Check the query.")
        raise Transient(f"an error report: {text}")
    if root.tag != root_name:
        raise Transient(f"a reply that is <{root.tag}> instead of <{root_name}>")
    return root


def _refuse_other_than_xml(body: bytes) -> None:
    start = body[:512].lstrip().lower()
    if not start:
        raise Transient("an empty reply")
    if start.startswith((b"<!doctype html", b"<html")):
        raise Transient("an HTML page instead of XML")
    if start.startswith(b"{"):
        said = _said_in_json(body)
        raise Transient(f"an error report: {said}" if said else "JSON instead of XML")


def _said_in_json(body: bytes) -> str:
    """Return the error that a JSON reply reports: of the service, or of ESearch."""
    try:
        # Such replies can hold a raw line break, which strict JSON does not allow.
        reply = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return ""
    inner = reply.get("esearchresult")
    said = reply.get("error") or (inner.get("ERROR") if isinstance(inner, dict) else "")
    return " ".join(str(said or "").split())

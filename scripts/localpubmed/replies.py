"""What the service sends: XML that names the DTDs which Bio.Entrez ships, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

_DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" ?>\n'
_DOCTYPES = {
    "eSearchResult": ("esearch 20060628", f"{_DTD}/20060628/esearch.dtd"),
    "ePostResult": ("epost 20090526", f"{_DTD}/20090526/epost.dtd"),
    "eLinkResult": ("elink 20101123", f"{_DTD}/20101123/elink.dtd"),
    "eInfoResult": ("einfo 20190110", f"{_DTD}/20190110/einfo.dtd"),
    "eSummaryResult": ("esummary v1 20041029", f"{_DTD}/20041029/esummary-v1.dtd"),
    "eSpellResult": ("eSpellResult, 23 November 2004", f"{_DTD}/20041123/eSpell.dtd"),
    "eFetchResult": ("efetch 20131226", f"{_DTD}/20131226/efetch.dtd"),
}
_RECORDS = (
    "<!DOCTYPE PubmedArticleSet PUBLIC "
    '"-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as HTTP carries it."""

    status: int
    content_type: str
    body: bytes


def xml(root: str, inside: str, status: int = 200) -> Reply:
    """Return an XML reply; ``inside`` is what stands between the tags of ``root``."""
    title, address = _DOCTYPES[root]
    doctype = f'<!DOCTYPE {root} PUBLIC "-//NLM//DTD {title}//EN" "{address}">\n'
    text = f"{_DECLARATION}{doctype}<{root}>{inside}</{root}>\n"
    return Reply(status, "text/xml; charset=UTF-8", text.encode("utf-8"))


def records(elements: Iterable[bytes]) -> Reply:
    """Return the XML of records as a PubmedArticleSet."""
    head = f"{_DECLARATION}{_RECORDS}<PubmedArticleSet>".encode()
    body = b"\n".join([head, *elements, b"</PubmedArticleSet>\n"])
    return Reply(200, "text/xml; charset=UTF-8", body)


def json_reply(kind: str, name: str, content: Any, status: int = 200) -> Reply:
    """Return a JSON reply with the header that NCBI puts before it."""
    document = {"header": {"type": kind, "version": "0.3"}, name: content}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Reply(status, "application/json; charset=UTF-8", text.encode("utf-8"))


def plain(text: str, status: int = 200) -> Reply:
    """Return plain text."""
    return Reply(status, "text/plain; charset=UTF-8", text.encode("utf-8"))


def search_error(message: str, as_json: bool) -> Reply:
    """Return ESearch's ``ERROR``: HTTP 200, and in JSON with a line break left raw.

    PubMed does not escape a line break in the message, so that strict parsers fail on it.
    """
    if not as_json:
        return xml("eSearchResult", element("ERROR", message))
    quoted = json.dumps(message, ensure_ascii=False).replace("\\n", "\n")
    text = (
        f'{{"header":{{"type":"esearch","version":"0.3"}},"esearchresult":{{"ERROR":{quoted}}}}}\n'
    )
    return Reply(200, "application/json; charset=UTF-8", text.encode("utf-8"))


def error(root: str, message: str, status: int = 200) -> Reply:
    """Return a document that holds nothing but an ``ERROR``."""
    return xml(root, f"\n\t{element('ERROR', message)}\n", status)


def element(name: str, text: object) -> str:
    """Return ``<name>text</name>`` with the text escaped."""
    return f"<{name}>{escape(str(text))}</{name}>"


def elements(name: str, texts: Iterable[object]) -> str:
    """Return one element of that name for each text."""
    return "".join(element(name, text) for text in texts)

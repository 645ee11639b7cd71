"""The articles of a PubMed XML file, one at a time and in flat memory.

Records are untrusted: entities are not expanded, no DTD is loaded, nothing is fetched, and
libxml2's own limits on depth and size stay in force.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from review.errors import ReviewError

Article = tuple[str, bytes, etree._Element]

# PubMed's numbers have eight digits; ten leave room, and fit wherever a number is kept.
_PMID = re.compile(r"[1-9][0-9]{0,9}")
_SETS = ("PubmedArticleSet", "PubmedBookArticleSet", "BookDocumentSet")
_RECORDS = ("PubmedArticle", "PubmedBookArticle")
_DELETIONS = ("DeleteCitation", "DeleteDocument")


def iter_articles(
    source: str | Path | IO[bytes], *, name: str = "", deleted: list[str] | None = None
) -> Iterator[Article]:
    """Yield (PMID, its element serialised as UTF-8, the element) for each record of a file.

    As iter_elements, for those who keep the records' XML.
    """
    for pmid, element in iter_elements(source, name=name, deleted=deleted):
        yield pmid, etree.tostring(element, encoding="utf-8", with_tail=False), element


def iter_elements(
    source: str | Path | IO[bytes], *, name: str = "", deleted: list[str] | None = None
) -> Iterator[tuple[str, etree._Element]]:
    """Yield (PMID, element) for each record of a file.

    ``source`` is a path or a binary stream of PubMed XML, gzipped or not, as EFetch or NLM's
    files hold it. An element is valid until the next one is asked for. PMIDs that the file
    declares deleted are appended to ``deleted``. ``name`` stands for a stream in messages.

    Raises ReviewError naming the file, the position and a fix when the XML or the gzip is
    malformed or ends too early, when it is another kind of XML, or declares entities.
    """
    if isinstance(source, str | Path):
        with open(source, "rb") as stream:
            yield from _elements(stream, name or str(source), deleted)
    else:
        yield from _elements(source, name or "XML stream", deleted)


def _elements(
    stream: IO[bytes], name: str, deleted: list[str] | None
) -> Iterator[tuple[str, etree._Element]]:
    last = ""
    seen_root = False
    try:
        reading = etree.iterparse(
            _plain(stream),
            tag=_RECORDS + _DELETIONS,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            collect_ids=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in reading:
            if not seen_root:
                _refuse_foreign(element.getroottree(), name)
                seen_root = True
            if element.tag in _DELETIONS:
                if deleted is not None:
                    deleted.extend((child.text or "").strip() for child in element)
            else:
                last = pmid_of(element, name, last)
                yield last, element
            _forget(element)
        if not seen_root:  # a search can find nothing: an empty set passes
            _refuse_foreign(reading.root.getroottree(), name)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ReviewError(
            f"not well-formed XML at line {line}, column {column}{_after(last)}: {error.msg}",
            where=name,
            fix="The file is damaged or was cut short: get it again.",
        ) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReviewError(
            f"damaged or cut short gzip data near byte {stream.tell()}{_after(last)}: {error}",
            where=name,
            fix="Get the file again.",
        ) from error


def pmid_of(element: etree._Element, name: str = "XML", last: str = "") -> str:
    """Return the PMID of a PubmedArticle or PubmedBookArticle element.

    Raises ReviewError naming the file and the record before it when there is none.
    """
    for citation in element:
        if citation.tag in ("MedlineCitation", "BookDocument"):
            for child in citation:
                if child.tag == "PMID":
                    pmid = (child.text or "").strip()
                    if _PMID.fullmatch(pmid):
                        return pmid
    raise ReviewError(
        f"a {element.tag} at line {element.sourceline} has no PMID{_after(last)}",
        where=name,
        fix="PMIDs are whole numbers in MedlineCitation/PMID or BookDocument/PMID.",
    )


def version_of(element: etree._Element) -> int:
    """Return the version of a record (PMID/@Version), 1 when it states none."""
    for citation in element:
        for child in citation:
            if child.tag == "PMID":
                version = child.get("Version", "1")
                return int(version) if version.isdecimal() else 1
    return 1


def _plain(stream: IO[bytes]) -> IO[bytes]:
    """Unpack a gzip stream, known by its first two bytes, whatever the file is called."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=buffered)  # type: ignore[return-value]
    return buffered


def _refuse_foreign(tree: etree._ElementTree, name: str) -> None:
    root = tree.getroot().tag
    if root not in _SETS + _RECORDS:
        raise ReviewError(
            "not PubMed XML",
            where=name,
            value=f"<{root}>",
            fix="A file of PubMed records begins with <PubmedArticleSet>.",
        )
    subset = tree.docinfo.internalDTD
    if subset is not None and list(subset.entities()):  # type: ignore[attr-defined]
        raise ReviewError(
            "declares XML entities, which are never expanded here",
            where=name,
            fix="PubMed's own files declare none: get the file from PubMed again.",
        )


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while (before := element.getprevious()) is not None:
            parent.remove(before)


def _after(last: str) -> str:
    return f", after PMID {last}" if last else ", before the first record"

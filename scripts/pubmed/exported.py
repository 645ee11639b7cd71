"""PMIDs in a file that a person exported: PubMed's .nbib (MEDLINE), PubMed XML, or a plain list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pubmed.articles import iter_elements
from review.errors import ReviewError
from review.files import sha256_of

_RECORD = re.compile(r"\n\s*\n")
_MEDLINE_LINE = re.compile(rb"^(?:PMID|OWN|STAT|TI  ) *- ", re.MULTILINE)
_PMID_LINE = re.compile(r"^PMID *- *(\d+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Export:
    """A file's path as given, its SHA-256, and its PMIDs in numeric order."""

    file: str
    sha256: str
    pmids: tuple[str, ...]


def read_export(file: str | Path) -> Export:
    """Read an export. Raises ReviewError naming the record or line that has no PMID."""
    path = Path(file)
    if not path.is_file():
        raise ReviewError("file not found", where=str(file), fix="Check search.files.")
    with path.open("rb") as stream:
        head = stream.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith((b"<", b"\x1f\x8b")):
        pmids = [pmid for pmid, _ in iter_elements(path)]
    elif _MEDLINE_LINE.search(head):
        pmids = _from_nbib(path)
    else:
        pmids = _from_lines(path)
    if not pmids:
        raise ReviewError("no record in the file", where=str(file), fix="Export it again.")
    return Export(str(file), sha256_of(path), tuple(sorted(set(pmids), key=int)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewError(
            f"not UTF-8 text at byte {error.start}", where=str(path), fix="Export it again."
        ) from error


def _from_nbib(path: Path) -> list[str]:
    pmids = []
    text = _text(path).replace("\r\n", "\n")
    records = [record for record in _RECORD.split(text) if record.strip()]
    for number, record in enumerate(records, start=1):
        found = _PMID_LINE.search(record)
        if not found:
            raise ReviewError(
                f"record {number} has no PMID",
                where=str(path),
                value=record.strip()[:60],
                fix="Only records that PubMed holds can be fetched: remove it, or add its PMID.",
            )
        pmids.append(found[1])
    return pmids


def _from_lines(path: Path) -> list[str]:
    pmids = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        text = line.strip()
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and int(text)):
            raise ReviewError(
                "neither PubMed XML, nor .nbib, nor a list of PMIDs",
                where=f"{path} line {number}",
                value=text,
                fix="In PubMed, use Send to: Citation manager, or Save: PMID.",
            )
        pmids.append(str(int(text)))
    return pmids

"""Records as CSL JSON, the form in which Pandoc, Quarto and reference managers read citations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from reporting.escaping import visible
from review.records import Record

_INITIALS = re.compile(r"^(?P<family>.+?)\s+(?P<initials>[^\W\d_a-zß-öø-ÿ]{1,4})$")
_SUFFIX = re.compile(r"\s+(?:Jr|Sr|II|III|IV|2nd|3rd)$")


def citation_key(pmid: str) -> str:
    """Return the key under which a record is cited."""
    return f"pmid{pmid}"


def csl_items(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return one CSL JSON item per record, in the order given."""
    return [csl_item(record) for record in records]


def shown_items(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return items for a reference list to be read: abstracts left out, hidden signs shown."""
    return [
        {
            key: visible(value) if isinstance(value, str) else value
            for key, value in item.items()
            if key not in {"abstract", "PMCID", "URL"}
        }
        for item in csl_items(records)
    ]


def csl_item(record: Record) -> dict[str, Any]:
    """Return a record as a CSL JSON item; empty fields are left out."""
    item: dict[str, Any] = {
        "id": citation_key(record.pmid),
        "type": "book" if record.record_type == "book" else "article-journal",
        "title": record.title or record.vernacular_title or "[No title]",
        "author": authors(record),
        "container-title": record.journal,
        "container-title-short": record.journal_abbrev,
        "issued": issued(record),
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages.replace("-", "\u2013"),
        "DOI": record.doi,
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "abstract": record.abstract,
        "language": record.languages[0] if record.languages else "",
        "URL": f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/",
    }
    return {key: value for key, value in item.items() if value}


def authors(record: Record) -> list[dict[str, str]]:
    """Return CSL names; ``et al.`` of an incomplete list stands as a name of its own."""
    names = []
    for name in record.authors:
        match = _INITIALS.match(_SUFFIX.sub("", name))
        if match:
            initials = " ".join(match["initials"])
            names.append({"family": match["family"], "given": initials})
        else:
            names.append({"literal": name})
    return names


def issued(record: Record) -> dict[str, Any]:
    """Return the CSL date of publication, as exact as the record has it."""
    parts = re.match(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", record.pub_date)
    if parts:
        return {"date-parts": [[int(part) for part in parts.groups() if part]]}
    return {"date-parts": [[record.year]]} if record.year else {}


def short_name(record: Record) -> str:
    """Return first author and year, as in ``Dimopoulos 2007``."""
    if not record.authors:
        return f"PMID {record.pmid}"
    first = authors(record)[0]
    name = first.get("family") or first["literal"]
    if len(name) > 40:
        name = name[:39] + "…"
    return f"{name} {record.year}" if record.year else name

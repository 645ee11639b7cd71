"""Records for reference managers: RIS and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reporting.bibliography import authors, citation_key
from reporting.escaping import visible
from review.records import Record

LABELS = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def ris(records: Iterable[Record], decisions: Mapping[str, Mapping[str, str]]) -> str:
    """Return records as RIS, the tags being those that EndNote, Zotero and Rayyan read.

    T2 is the journal and J2 its abbreviation, AN the PMID, N1 the decision: first in the words
    of ASReview, then with its reason. A text is one line, as the format asks.
    """
    import rispy

    class WithoutNumbers(rispy.RisWriter):  # type: ignore[misc]
        """Writes no counting line before a record: it is no part of the format."""

        def set_header(self, count: int) -> str:
            return ""

    entries = [_ris_entry(record, decisions.get(record.pmid, {})) for record in records]
    return str(rispy.dumps(entries, implementation=WithoutNumbers))


def bibtex(records: Iterable[Record]) -> str:
    """Return records as BibTeX in UTF-8, with LaTeX's own signs escaped."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    for record in records:
        fields = [Field(key, value) for key, value in _bibtex_fields(record).items() if value]
        kind = "book" if record.record_type == "book" else "article"
        library.add(Entry(kind, citation_key(record.pmid), fields))
    return str(write_string(library))


def one_line(text: str) -> str:
    """Return text without line breaks and without signs that hide or turn it."""
    return " ".join(visible(text).split())


def _ris_entry(record: Record, decision: Mapping[str, str]) -> dict[str, object]:
    first, last = _page_range(record.pages)
    label = LABELS.get(decision.get("decision", ""), "ASReview_not_seen")
    verdict = decision.get("decision", "")
    reason = f": {decision['reason']}" if decision.get("reason") else ""
    by = f" ({decision['decided_by']})" if decision.get("decided_by") else ""
    entry = {
        "type_of_reference": "BOOK" if record.record_type == "book" else "JOUR",
        "authors": [_inverted(name) for name in authors(record)],
        "title": one_line(record.title or record.vernacular_title),
        "secondary_title": record.journal,
        "alternate_title2": record.journal_abbrev,
        "year": str(record.year or ""),
        "date": record.pub_date.replace("-", "/"),
        "volume": record.volume,
        "number": record.issue,
        "start_page": first,
        "end_page": last,
        "abstract": one_line(record.abstract),
        "doi": record.doi,
        "accession_number": record.pmid,
        "custom2": record.pmcid,
        "keywords": [
            *(heading.heading for heading in record.mesh),
            *(one_line(word) for word in record.keywords),
        ],
        "language": ", ".join(record.languages),
        "name_of_database": "PubMed",
        "urls": [f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"],
        "notes": [label, f"Living Review: {verdict}{reason}{by}"] if verdict else [],
    }
    return {key: _tidy(value) for key, value in entry.items() if value}


def _tidy(value: object) -> object:
    if isinstance(value, list):
        return [one_line(str(item)) for item in value]
    return one_line(str(value))


def _bibtex_fields(record: Record) -> dict[str, str]:
    names = " and ".join(
        f"{{{_latex(name['literal'])}}}" if "literal" in name else _latex(_inverted(name))
        for name in authors(record)
    )
    return {
        "author": names,
        # Braces inside keep the capitals of drug names and trials.
        "title": f"{{{_latex(one_line(record.title or record.vernacular_title))}}}",
        "journal": _latex(record.journal),
        "year": str(record.year or ""),
        "volume": _latex(record.volume),
        "number": _latex(record.issue),
        "pages": _latex(record.pages.replace("-", "--")),
        "doi": record.doi.translate({ord("{"): None, ord("}"): None}),
        "pmid": record.pmid,
        "url": f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/",
        "abstract": _latex(one_line(record.abstract)),
    }


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in visible(text))


def _inverted(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    initials = " ".join(f"{letter}." for letter in name["given"].split())
    return f"{name['family']}, {initials}"


def _page_range(pages: str) -> tuple[str, str]:
    """Return first and last page; ``101-9`` ends on 109, as PubMed shortens ranges."""
    match = re.match(r"^([A-Za-z]*\d+)\s*[-–]\s*([A-Za-z]*\d+)$", pages)
    if not match:
        return pages, ""
    first, last = match.groups()
    digits = re.sub(r"\D", "", first)
    if last.isdigit() and len(last) < len(digits):
        last = digits[: len(digits) - len(last)] + last
    return first, last

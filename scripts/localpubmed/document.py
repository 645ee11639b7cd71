"""One record as the index holds it: columns of text, and codes for everything searched whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from localpubmed.bylines import journal_codes
from localpubmed.dates import date_codes
from localpubmed.fields import COLUMNS
from localpubmed.hierarchy import LANGUAGES
from localpubmed.numbers import pmid_codes
from localpubmed.reading import Reading
from localpubmed.walk import reading_of
from localpubmed.words import code_of, indexable

EVERY_RECORD = "every_record"
"""The code that every record carries."""

BREAK = " _ "
"""Stands between two values of one column, so that no phrase reaches from one into the next."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

_SUBSETS = {
    "MEDLINE": "medline",
    "PubMed-not-MEDLINE": "pubmednotmedline",
    "In-Process": "inprocess",
    "In-Data-Review": "inprocess",
    "Publisher": "publisher",
    "OLDMEDLINE": "oldmedline",
    "book": "pubmed_books",
}
"""Status of a record to the subset that PubMed's filters know it by."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index keeps of a record, besides its XML.

    ``columns`` are the texts of localpubmed.fields.COLUMNS in that order; ``cited`` the PMIDs
    of the reference list; ``order`` what results are sorted by: the day of publication as a
    number, the first author, the journal and the title.
    """

    columns: tuple[str, ...]
    cited: tuple[str, ...]
    order: tuple[int, str, str, str]


def document_of(pmid: int, element: etree._Element) -> Document:
    """Return the Document of a PubmedArticle or PubmedBookArticle element."""
    found = reading_of(element)
    text: dict[str, Iterable[str]] = {
        "ti": (found.title, found.book_title if found.book_title != found.title else ""),
        "ab": (found.abstract,),
        "oa": found.other_abstracts,
        "ot": found.keywords,
        "sj": (*found.subjects, *found.types),
        "tt": (found.vernacular_title,),
        "au": (*found.authors, *found.full_names),
        "ad": found.affiliations,
        "jo": found.journals,
        "id": (str(pmid), *found.identifiers),
    }
    columns = [_joined(text[name]) for name in COLUMNS[:-1]]
    journal = found.abbreviation or next(iter(found.journals), "")
    return Document(
        columns=(*columns, " ".join([*found.codes, *_codes(pmid, found)])),
        cited=tuple(found.cited),
        order=(
            int(found.published.replace("-", "").ljust(8, "0")),
            indexable(found.authors[0]) if found.authors else "",
            indexable(journal),
            indexable(found.title),
        ),
    )


def element_of(raw: bytes) -> etree._Element:
    """Parse the XML of one record, as the index holds it."""
    return etree.fromstring(raw, _PARSER)


def _joined(values: Iterable[str]) -> str:
    # XML cannot hold the separator that keeps the values apart while they are folded at once.
    return indexable("\x1f".join(filter(None, values))).replace("\x1f", BREAK)


def _codes(pmid: int, found: Reading) -> Iterator[str]:
    yield EVERY_RECORD
    yield pmid_codes(pmid)
    for kind in found.types:
        yield f"pt_{code_of(kind)}"
    for language in found.languages:
        yield f"la_{code_of(language)}"
        if language in LANGUAGES:
            yield f"la_{code_of(LANGUAGES[language])}"
    yield from map(journal_codes, found.journals)
    if found.status in _SUBSETS:
        yield f"sb_{_SUBSETS[found.status]}"
    if found.abstract:
        yield "sb_hasabstract"
    yield from _date_codes(found)


def _date_codes(found: Reading) -> Iterator[str]:
    """Yield the codes of a record's dates.

    A record whose history has no creation date counts as created on the earliest day that it
    states anywhere, and as entered then; MeSH dates from entry until there is MeSH.
    """
    created = found.created or _earliest(found)
    entered = found.entered or created
    yield date_codes("crdt", created)
    yield date_codes("edat", entered)
    yield date_codes("mhda", found.indexed or entered)
    yield date_codes("dcom", found.completed)
    yield date_codes("lr", found.revised)
    yield date_codes("dpe", found.electronic)
    yield date_codes("dp", found.published)
    if found.electronic != found.published:
        yield date_codes("dp", found.electronic)


def _earliest(found: Reading) -> str:
    stated = (
        *(found.entered, found.indexed, found.revised, found.published),
        *(found.completed, found.electronic),
    )
    return min((f"{date}-01-01"[:10] for date in stated if date), default="")

"""What a search can ask of one record, as it is gathered from the record's XML."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from localpubmed.words import code_of
from pubmed.markup import text_of


@dataclass(slots=True)
class Reading:
    """The texts of a record by where they stand, its codes, and its dates as ISO texts."""

    title: str = ""
    book_title: str = ""
    abstract: str = ""
    other_abstracts: list[str] = field(default_factory=list)
    keywords: dict[str, None] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)
    vernacular_title: str = ""
    authors: list[str] = field(default_factory=list)
    full_names: list[str] = field(default_factory=list)
    affiliations: dict[str, None] = field(default_factory=dict)
    journals: dict[str, None] = field(default_factory=dict)
    abbreviation: str = ""
    identifiers: dict[str, None] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    cited: dict[str, None] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    status: str = ""
    created: str = ""
    entered: str = ""
    indexed: str = ""
    completed: str = ""
    revised: str = ""
    published: str = ""
    electronic: str = ""

    def add(self, prefix: str, term: str) -> None:
        """Add the code of a term of one field."""
        code = code_of(term)
        if code:
            self.codes.append(f"{prefix}_{code}")


def line_of(element: etree._Element) -> str:
    """Return mixed content as text; without markup and foreign characters, it is as it stands."""
    text = element.text or ""
    return text if not len(element) and text.isascii() else text_of(element)

"""What has been read of one record, and the readers that articles and books share."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from lxml import etree

from pubmed import registries
from pubmed.markup import text_of, tidy
from pubmed.standing import status_of
from review.records import Correction, OtherAbstract, Record, Section

_DOI_PREFIX = re.compile(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d+")


class Fields:
    """What has been read of one record so far."""

    def __init__(self, pmid: str, source_file: str) -> None:
        self.values: dict[str, Any] = {"pmid": pmid, "source_file": source_file}
        self.ids: dict[str, str] = {}
        self.location_doi = ""
        self.article_date = ""
        self.corrections: list[Correction] = []
        self.references: dict[str, None] = {}
        self.keywords: dict[str, None] = {}
        self.publication_types: list[str] = []
        self.languages: list[str] = []
        self.other_abstracts: list[OtherAbstract] = []
        self.banks: list[str] = []

    def record(self) -> Record:
        """Return the record that the fields add up to."""
        values = self.values
        title = values.setdefault("title", "") or values.get("vernacular_title", "")
        abstract = values.get("abstract", "")
        numbers, sources = self._registry(title, abstract)
        pub_date = values.get("pub_date") or self.article_date
        pmcid = _PMCID.search(self.ids.get("pmc", ""))
        values.update(
            title=title,
            pub_date=pub_date,
            year=int(pub_date[:4]) if pub_date else None,
            doi=_DOI_PREFIX.sub("", self.ids.get("doi") or self.location_doi).strip(),
            pmcid=pmcid[0] if pmcid else "",
            publication_types=tuple(self.publication_types),
            languages=tuple(self.languages),
            keywords=tuple(self.keywords),
            other_abstracts=tuple(self.other_abstracts),
            corrections=tuple(self.corrections),
            references=tuple(self.references),
            status=status_of((c.ref_type for c in self.corrections), self.publication_types),
            registry_ids=numbers,
            registry_sources=sources,
            abstract_sha256=_sha256(abstract),
            text_sha256=_sha256(f"{title}\n{abstract}"),
        )
        return Record(**values)

    def _registry(self, title: str, abstract: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found: dict[str, str] = dict.fromkeys(self.banks, "databank")
        for source, text in (("title", title), ("abstract", abstract)):
            for number in registries.numbers_in(text):
                found.setdefault(number, source)
        return tuple(found), tuple(found.values())


def read_abstract(abstract: etree._Element) -> tuple[str, tuple[Section, ...]]:
    """Return the text, sections joined by a line break, and where each section lies in it."""
    texts: list[str] = []
    sections: list[Section] = []
    position = 0
    for part in abstract:
        if part.tag != "AbstractText":  # CopyrightInformation is nobody's result
            continue
        text = text_of(part)
        if not text:
            continue
        label = tidy(part.get("Label", ""))
        end = position + len(text)
        sections.append(Section(label, part.get("NlmCategory", ""), position, end))
        texts.append(text)
        position = end + 1
    return "\n".join(texts), tuple(sections)


def read_article_ids(ids: etree._Element, found: Fields) -> None:
    """Note the identifiers of the record itself, the first of each kind."""
    for child in ids:
        found.ids.setdefault(child.get("IdType", "pubmed"), plain_text(child))


def read_references(references: etree._Element, found: Fields) -> None:
    """Note the PMIDs of a reference list, nested lists included."""
    for identifier in references.iter("ArticleId"):
        if identifier.get("IdType") == "pubmed":
            pmid = plain_text(identifier)
            if pmid.isascii() and pmid.isdecimal():
                found.references[pmid] = None


def read_keywords(keywords: etree._Element, found: Fields) -> None:
    """Note keywords, each once, whoever gave them."""
    for keyword in keywords:
        text = text_of(keyword)
        if text:
            found.keywords[text] = None


def read_pages(pagination: etree._Element) -> str:
    """Return the pages as PubMed shows them."""
    parts = {part.tag: plain_text(part) for part in pagination}
    span = "-".join(parts[key] for key in ("StartPage", "EndPage") if parts.get(key))
    return parts.get("MedlinePgn") or span


def plain_text(element: etree._Element) -> str:
    """Return the text of an element without markup."""
    return (element.text or "").strip()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()

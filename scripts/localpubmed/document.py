"""One record as the index holds it: columns of text, and codes for everything searched whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from localpubmed.dates import date_codes
from localpubmed.fields import COLUMNS
from localpubmed.hierarchy import LANGUAGES
from localpubmed.numbers import pmid_codes
from localpubmed.words import code_of, indexable
from pubmed.dates import date_of
from pubmed.markup import text_of
from pubmed.parse import record_of
from review.records import Record

EVERY_RECORD = "every_record"
"""The code that every record carries."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

BREAK = " _ "
"""Stands between two values of one column, so that no phrase reaches from one into the next."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index keeps of a record, besides its XML.

    ``columns`` are the texts of localpubmed.fields.COLUMNS in that order; ``cited`` the PMIDs
    of the reference list. The rest orders search results.
    """

    pmid: int
    columns: tuple[str, ...]
    cited: tuple[int, ...]
    published: int
    author: str
    journal: str
    title: str

    @property
    def order(self) -> tuple[int, str, str, str]:
        """What search results are sorted by."""
        return self.published, self.author, self.journal, self.title


@dataclass(slots=True)
class _Extras:
    """What a search needs of a record and a review does not."""

    codes: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    journals: list[str] = field(default_factory=list)
    affiliations: dict[str, None] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    electronic: str = ""
    completed: str = ""
    book_title: str = ""


def document_of(element: etree._Element) -> Document:
    """Return the Document of a PubmedArticle or PubmedBookArticle element."""
    record = record_of(element)
    extras = _Extras()
    for child in element:
        tag = child.tag
        if tag == "MedlineCitation":
            _citation(child, extras)
        elif tag == "BookDocument":
            _book_document(child, extras)
        elif tag in ("PubmedData", "PubmedBookData"):
            _pubmed_data(child, extras)
    _codes_of(record, extras)
    text = {
        "ti": [record.title, extras.book_title if extras.book_title != record.title else ""],
        "ab": [record.abstract],
        "oa": [other.text for other in record.other_abstracts],
        "ot": record.keywords,
        "sj": [*extras.subjects, *record.publication_types],
        "tt": [record.vernacular_title],
        "au": [*record.authors, *extras.people],
        "ad": extras.affiliations,
        "jo": dict.fromkeys([record.journal, record.journal_abbrev, *extras.journals]),
        "id": [record.pmid, *extras.identifiers],
        "codes": extras.codes,
    }
    return Document(
        pmid=int(record.pmid),
        columns=tuple(_joined(name, text[name]) for name in COLUMNS),
        cited=tuple(int(pmid) for pmid in record.references),
        published=int(record.pub_date.replace("-", "").ljust(8, "0") or 0),
        author=indexable(record.authors[0]) if record.authors else "",
        journal=indexable(record.journal_abbrev or record.journal),
        title=indexable(record.title),
    )


def element_of(raw: bytes) -> etree._Element:
    """Parse the XML of one record, as the index holds it."""
    return etree.fromstring(raw, _PARSER)


def _joined(column: str, values: Iterable[str]) -> str:
    if column == "codes":
        return " ".join(values)
    return BREAK.join(indexable(value) for value in values if value)


def _citation(citation: etree._Element, extras: _Extras) -> None:
    for child in citation:
        tag = child.tag
        if tag == "Article":
            _article(child, extras)
        elif tag == "MeshHeadingList":
            for heading in child:
                _mesh(heading, extras)
        elif tag == "ChemicalList":
            for chemical in child:
                _substance(chemical, extras)
        elif tag == "SupplMeshList":
            for name in child:
                _add(extras, "nm", _text(name))
                extras.subjects.append(_text(name))
        elif tag == "MedlineJournalInfo":
            _journal_info(child, extras)
        elif tag == "DateCompleted":
            extras.completed = date_of(child)[0]
        elif tag == "PersonalNameSubjectList":
            extras.subjects.extend(" ".join(map(_text, person)) for person in child)
        elif tag == "CitationSubset":
            _add(extras, "sb", _text(child))
        elif tag == "OtherID":
            extras.identifiers.append(_text(child))


def _article(article: etree._Element, extras: _Extras) -> None:
    for child in article:
        tag = child.tag
        if tag == "AuthorList":
            _authors(child, extras)
        elif tag == "Journal":
            _journal(child, extras)
        elif tag == "Pagination":
            _pages(child, extras)
        elif tag == "ELocationID":
            _identifier(_text(child), extras)
        elif tag == "ArticleDate":
            extras.electronic = extras.electronic or date_of(child)[0]
        elif tag == "DataBankList":
            for bank in child:
                _data_bank(bank, extras)
        elif tag == "GrantList":
            for grant in child:
                _grant(grant, extras)


def _book_document(document: etree._Element, extras: _Extras) -> None:
    for child in document:
        tag = child.tag
        if tag == "Book":
            for part in child:
                if part.tag == "BookTitle":
                    extras.book_title = text_of(part)
                elif part.tag == "AuthorList":
                    _authors(part, extras)
                elif part.tag in ("Isbn", "ELocationID"):
                    _identifier(_text(part), extras)
        elif tag == "AuthorList":
            _authors(child, extras)
        elif tag == "ArticleIdList":
            _identifiers(child, extras)
        elif tag == "GrantList":
            for grant in child:
                _grant(grant, extras)


def _pubmed_data(data: etree._Element, extras: _Extras) -> None:
    for child in data:
        if child.tag == "ArticleIdList":
            _identifiers(child, extras)


def _identifiers(ids: etree._Element, extras: _Extras) -> None:
    for identifier in ids:
        if identifier.get("IdType") != "pubmed":
            _identifier(_text(identifier), extras)


def _identifier(identifier: str, extras: _Extras) -> None:
    if identifier and identifier not in extras.identifiers:
        extras.identifiers.append(identifier)
        _add(extras, "ai", identifier)


def _authors(authors: etree._Element, extras: _Extras) -> None:
    for author in authors:
        if author.get("ValidYN", "Y") != "Y":
            continue
        parts: dict[str, str] = {}
        for child in author:
            if child.tag == "AffiliationInfo":
                for part in child:
                    if part.tag == "Affiliation" and part.text:
                        extras.affiliations[part.text] = None
            elif child.text:
                parts[child.tag] = child.text
        group = parts.get("CollectiveName", "")
        if group:
            _add(extras, "cn", group)
            extras.names.append((group, ""))
            continue
        last, fore = parts.get("LastName", ""), parts.get("ForeName", "")
        initials = parts.get("Initials", "") or "".join(word[0] for word in fore.split())
        extras.names.append((last, initials))
        if fore and fore.replace(" ", "") != initials:
            extras.people += [f"{last} {fore}", f"{fore} {last}"]


def _journal(journal: etree._Element, extras: _Extras) -> None:
    for child in journal:
        tag = child.tag
        if tag == "JournalIssue":
            for part in child:
                if part.tag == "PubDate":
                    extras.codes.append(date_codes("dpp", date_of(part)[0]))
                elif part.tag in ("Volume", "Issue"):
                    _add(extras, "vi" if part.tag == "Volume" else "ip", _text(part))
        elif tag in ("Title", "ISSN", "ISOAbbreviation"):
            _journal_name(_text(child), extras)


def _journal_info(info: etree._Element, extras: _Extras) -> None:
    for child in info:
        tag = child.tag
        if tag in ("MedlineTA", "ISSNLinking"):
            _journal_name(_text(child), extras)
        elif tag == "NlmUniqueID":
            _add(extras, "ji", _text(child))
        elif tag == "Country":
            _add(extras, "pl", _text(child))


def _journal_name(name: str, extras: _Extras) -> None:
    if name and name not in extras.journals:
        extras.journals.append(name)


def journal_codes(name: str) -> Iterator[str]:
    """Yield the codes by which a journal's name is found: whole, and without its subtitle."""
    for part in dict.fromkeys((name, name.split(" : ")[0])):
        code = code_of(part.replace(", ", " ")).removeprefix("the_")
        if code:
            yield f"ta_{code}"


def _pages(pagination: etree._Element, extras: _Extras) -> None:
    for part in pagination:
        if part.tag in ("MedlinePgn", "StartPage") and part.text:
            _add(extras, "pg", part.text)
            _add(extras, "pg", part.text.split("-")[0])


def _mesh(heading: etree._Element, extras: _Extras) -> None:
    codes, subjects = extras.codes, extras.subjects
    name, major = "", False
    for part in heading:
        text = _text(part)
        if part.tag == "DescriptorName":
            name = code_of(text)
            subjects.append(text)
            codes.append(f"mh_{name}")
            major = part.get("MajorTopicYN") == "Y"
        elif part.tag == "QualifierName":
            qualifier = code_of(text)
            subjects.append(text)
            codes.append(f"sh_{qualifier}")
            codes.append(f"mh_{name}___{qualifier}")
            if part.get("MajorTopicYN") == "Y":
                major = True
                codes.append(f"mj_{name}___{qualifier}")
    if major:
        codes.append(f"mj_{name}")


def _substance(chemical: etree._Element, extras: _Extras) -> None:
    for part in chemical:
        text = _text(part)
        if part.tag == "NameOfSubstance":
            _add(extras, "nm", text)
            extras.subjects.append(text)
        elif part.tag == "RegistryNumber" and text != "0":
            _add(extras, "rn", text)
            extras.subjects.append(text)


def _data_bank(bank: etree._Element, extras: _Extras) -> None:
    name = ""
    for part in bank:
        if part.tag == "DataBankName":
            name = _text(part)
            _add(extras, "si", name)
            extras.subjects.append(name)
        elif part.tag == "AccessionNumberList":
            for number in part:
                accession = _text(number)
                _add(extras, "si", accession)
                _add(extras, "si", f"{name}/{accession}")
                extras.subjects.append(accession)


def _grant(grant: etree._Element, extras: _Extras) -> None:
    for part in grant:
        if part.text and part.tag in ("GrantID", "Agency"):
            _add(extras, "gr", part.text)
            extras.identifiers.append(part.text)


def _codes_of(record: Record, extras: _Extras) -> None:
    codes = extras.codes
    codes += [EVERY_RECORD, pmid_codes(int(record.pmid))]
    for kind in record.publication_types:
        _add(extras, "pt", kind)
    for language in record.languages:
        _add(extras, "la", language)
        _add(extras, "la", LANGUAGES.get(language, ""))
    for name in dict.fromkeys([record.journal, record.journal_abbrev, *extras.journals]):
        codes.extend(journal_codes(name))
    last = len(extras.names) - 1
    for place, (family, initials) in enumerate(extras.names):
        code = author_code(family, initials)
        codes.append(f"au_{code}")
        if place == 0:
            codes.append(f"a1_{code}")
        if place == last:
            codes.append(f"al_{code}")
    _add(extras, "sb", _subset(record))
    if record.abstract:
        _add(extras, "sb", "hasabstract")
    codes.extend(_date_codes(record, extras))


def author_code(last: str, initials: str) -> str:
    """Return the code of a name; the initials stand after ``__``, which ends the last name."""
    return f"{code_of(last.replace(', ', ' '))}__{code_of(initials)}"


def _subset(record: Record) -> str:
    if record.record_type == "book":
        return "pubmed books"
    return {
        "MEDLINE": "medline",
        "PubMed-not-MEDLINE": "pubmednotmedline",
        "In-Process": "inprocess",
        "In-Data-Review": "inprocess",
        "Publisher": "publisher",
        "OLDMEDLINE": "oldmedline",
    }.get(record.medline_status, "")


def _date_codes(record: Record, extras: _Extras) -> Iterator[str]:
    """Yield the codes of a record's dates.

    A record whose history has no creation date counts as created on the earliest day that it
    states anywhere, and as entered then; MeSH dates from entry until there is MeSH.
    """
    created = record.created or _earliest(record, extras)
    entered = record.added or created
    yield date_codes("crdt", created)
    yield date_codes("edat", entered)
    yield date_codes("mhda", record.mesh_date or entered)
    yield date_codes("dcom", extras.completed)
    yield date_codes("lr", record.revised)
    yield date_codes("dpe", extras.electronic)
    yield date_codes("dp", record.pub_date)
    yield date_codes("dp", extras.electronic)


def _earliest(record: Record, extras: _Extras) -> str:
    stated = (
        *(record.added, record.mesh_date, record.revised, record.pub_date),
        *(extras.completed, extras.electronic),
    )
    return min((f"{date}-01-01"[:10] for date in stated if date), default="")


def _add(extras: _Extras, prefix: str, term: str) -> None:
    code = code_of(term)
    if code:
        extras.codes.append(f"{prefix}_{code}")


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()

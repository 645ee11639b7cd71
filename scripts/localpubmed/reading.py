"""What a search can ask of one record, read from its XML in one walk.

A review's Record (pubmed.parse) leaves out most of it (substances, affiliations, grants, pages,
full names) and holds much that no search asks for, so indexing reads for itself; what a text
or a date says is decided in the same place, pubmed.markup and pubmed.dates.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from lxml import etree

from localpubmed.dates import date_codes
from localpubmed.numbers import pmid_of
from localpubmed.words import code_of
from pubmed.dates import date_of, iso
from pubmed.markup import text_of

_HISTORY = {"entrez": "created", "pubmed": "entered", "medline": "indexed"}


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


def reading_of(element: etree._Element) -> Reading:
    """Read a PubmedArticle or PubmedBookArticle element."""
    found = Reading()
    for child in element:
        tag = child.tag
        if tag == "MedlineCitation":
            _citation(child, found)
        elif tag == "BookDocument":
            _book_document(child, found)
        elif tag in ("PubmedData", "PubmedBookData"):
            _pubmed_data(child, found)
    found.title = found.title or found.book_title or found.vernacular_title
    found.published = found.published or found.electronic
    return found


def _citation(citation: etree._Element, found: Reading) -> None:
    found.status = citation.get("Status", "")
    for child in citation:
        tag = child.tag
        if tag == "Article":
            _article(child, found)
        elif tag == "MeshHeadingList":
            for heading in child:
                _mesh(heading, found)
        elif tag == "ChemicalList":
            for chemical in child:
                _substance(chemical, found)
        elif tag == "MedlineJournalInfo":
            _journal_info(child, found)
        elif tag == "DateCompleted":
            found.completed = date_of(child)[0]
        elif tag == "DateRevised":
            found.revised = date_of(child)[0]
        elif tag == "KeywordList":
            _keywords(child, found)
        elif tag == "CommentsCorrectionsList":
            _citations(child, found)
        elif tag == "CitationSubset":
            found.add("sb", _text(child))
        elif tag == "OtherAbstract":
            found.other_abstracts.append(_abstract(child))
        elif tag == "SupplMeshList":
            for name in child:
                found.add("nm", _text(name))
                found.subjects.append(_text(name))
        elif tag == "PersonalNameSubjectList":
            found.subjects.extend(" ".join(map(_text, person)) for person in child)
        elif tag == "OtherID":
            found.identifiers[_text(child)] = None


def _article(article: etree._Element, found: Reading) -> None:
    for child in article:
        tag = child.tag
        if tag == "Journal":
            _journal(child, found)
        elif tag == "ArticleTitle":
            found.title = _line(child)
        elif tag == "Abstract":
            found.abstract = _abstract(child)
        elif tag == "AuthorList":
            _authors(child, found)
        elif tag == "PublicationTypeList":
            found.types.extend(map(_text, child))
        elif tag == "Language":
            found.languages.append(_text(child))
        elif tag == "Pagination":
            _pages(child, found)
        elif tag == "ELocationID":
            _identifier(child, found)
        elif tag == "ArticleDate":
            found.electronic = found.electronic or date_of(child)[0]
        elif tag == "VernacularTitle":
            found.vernacular_title = _line(child)
        elif tag == "GrantList":
            _grants(child, found)
        elif tag == "DataBankList":
            for bank in child:
                _data_bank(bank, found)


def _book_document(document: etree._Element, found: Reading) -> None:
    found.status = "book"
    for child in document:
        tag = child.tag
        if tag == "Book":
            _book(child, found)
        elif tag == "ArticleTitle":
            found.title = _line(child)
        elif tag == "VernacularTitle":
            found.vernacular_title = _line(child)
        elif tag == "Abstract":
            found.abstract = _abstract(child)
        elif tag == "AuthorList":
            _authors(child, found)
        elif tag == "ArticleIdList":
            _article_ids(child, found)
        elif tag == "Language":
            found.languages.append(_text(child))
        elif tag == "PublicationType":
            found.types.append(_text(child))
        elif tag == "KeywordList":
            _keywords(child, found)
        elif tag == "Pagination":
            _pages(child, found)
        elif tag == "DateRevised":
            found.revised = date_of(child)[0]
        elif tag == "ReferenceList":
            _references(child, found)
        elif tag == "GrantList":
            _grants(child, found)


def _book(book: etree._Element, found: Reading) -> None:
    for child in book:
        tag = child.tag
        if tag == "BookTitle":
            found.book_title = _line(child)
            found.journals[found.book_title] = None
        elif tag == "PubDate":
            found.published = date_of(child)[0]
        elif tag == "AuthorList":
            _authors(child, found)
        elif tag in ("Isbn", "ELocationID"):
            _identifier(child, found)


def _pubmed_data(data: etree._Element, found: Reading) -> None:
    for child in data:
        tag = child.tag
        if tag == "History":
            for date in child:
                name = _HISTORY.get(date.get("PubStatus", ""))
                if name:
                    parts = {part.tag: part.text or "" for part in date}
                    year, month, day = (parts.get(key, "") for key in ("Year", "Month", "Day"))
                    setattr(found, name, iso(year, month, day))
        elif tag == "ArticleIdList":
            _article_ids(child, found)
        elif tag == "ReferenceList":
            _references(child, found)


def _abstract(abstract: etree._Element) -> str:
    return "\n".join([_line(part) for part in abstract if part.tag == "AbstractText"])


def _keywords(keywords: etree._Element, found: Reading) -> None:
    for keyword in keywords:
        found.keywords[_line(keyword)] = None


def _article_ids(ids: etree._Element, found: Reading) -> None:
    for identifier in ids:
        if identifier.get("IdType") != "pubmed":
            _identifier(identifier, found)


def _identifier(element: etree._Element, found: Reading) -> None:
    identifier = _text(element)
    if identifier and identifier not in found.identifiers:
        found.identifiers[identifier] = None
        found.add("ai", identifier)


def _citations(entries: etree._Element, found: Reading) -> None:
    for entry in entries:
        if entry.get("RefType") == "Cites":
            for part in entry:
                if part.tag == "PMID":
                    _cited(part, found)


def _references(references: etree._Element, found: Reading) -> None:
    for reference in references:
        if reference.tag == "ReferenceList":
            _references(reference, found)
            continue
        for part in reference:
            if part.tag == "ArticleIdList":
                for identifier in part:
                    if identifier.get("IdType") == "pubmed":
                        _cited(identifier, found)


def _cited(element: etree._Element, found: Reading) -> None:
    pmid = pmid_of(_text(element))
    if pmid:
        found.cited[str(pmid)] = None


def _authors(authors: etree._Element, found: Reading) -> None:
    codes: list[str] = []
    for author in authors:
        if author.get("ValidYN", "Y") != "Y":
            continue
        parts: dict[str, str] = {}
        for child in author:
            if child.tag == "AffiliationInfo":
                for part in child:
                    if part.tag == "Affiliation" and part.text:
                        found.affiliations[part.text] = None
            else:
                parts[child.tag] = child.text or ""
        codes.append(_author(parts, found))
    found.codes.extend([f"au_{code}" for code in codes])
    if codes:
        found.codes += [f"a1_{codes[0]}", f"al_{codes[-1]}"]


def _author(parts: dict[str, str], found: Reading) -> str:
    """Take in one name; return its code, in which the initials stand after ``__``."""
    group = parts.get("CollectiveName", "")
    if group:
        found.authors.append(group)
        found.add("cn", group)
        return f"{_solid(group)}__"
    last, fore = parts.get("LastName", ""), parts.get("ForeName", "")
    initials = parts.get("Initials") or "".join(
        [word[0] for word in fore.replace("-", " ").split()]
    )
    found.authors.append(f"{last} {initials} {parts.get('Suffix', '')}".rstrip())
    if fore and fore.replace(" ", "") != initials:
        found.full_names += [f"{last} {fore}", f"{fore} {last}"]
    return f"{_solid(last)}__{code_of(initials)}"


def _solid(name: str) -> str:
    """Return the code of a name whose commas are no joints."""
    return code_of(name.replace(", ", " ") if "," in name else name)


def _journal(journal: etree._Element, found: Reading) -> None:
    for child in journal:
        tag = child.tag
        if tag == "JournalIssue":
            for part in child:
                if part.tag == "PubDate":
                    found.published = date_of(part)[0]
                    found.codes.append(date_codes("dpp", found.published))
                elif part.tag == "Volume":
                    found.add("vi", _text(part))
                elif part.tag == "Issue":
                    found.add("ip", _text(part))
        elif tag in ("Title", "ISSN"):
            found.journals[_text(child)] = None
        elif tag == "ISOAbbreviation":
            found.journals[_text(child)] = None
            found.abbreviation = _text(child)


def _journal_info(info: etree._Element, found: Reading) -> None:
    for child in info:
        tag = child.tag
        if tag == "MedlineTA":
            found.abbreviation = _text(child)
            found.journals[found.abbreviation] = None
        elif tag == "ISSNLinking":
            found.journals[_text(child)] = None
        elif tag == "NlmUniqueID":
            found.add("ji", _text(child))
        elif tag == "Country":
            found.add("pl", _text(child))


@functools.lru_cache(maxsize=1 << 14)
def journal_codes(name: str) -> str:
    """Return the codes by which a journal's name is found: whole, and without its subtitle."""
    parts = dict.fromkeys((name, name.split(" : ")[0]))
    codes = (_solid(part).removeprefix("the_") for part in parts)
    return " ".join(f"ta_{code}" for code in codes if code)


def _pages(pagination: etree._Element, found: Reading) -> None:
    for part in pagination:
        if part.tag in ("MedlinePgn", "StartPage") and part.text:
            for pages in dict.fromkeys((part.text, part.text.split("-")[0])):
                found.add("pg", pages)


def _mesh(heading: etree._Element, found: Reading) -> None:
    codes, subjects = found.codes, found.subjects
    name, major = "", False
    for part in heading:
        text = _text(part)
        subjects.append(text)
        if part.tag == "DescriptorName":
            name = code_of(text)
            codes.append(f"mh_{name}")
            major = part.get("MajorTopicYN") == "Y"
        elif part.tag == "QualifierName":
            qualifier = code_of(text)
            codes.append(f"sh_{qualifier}")
            codes.append(f"mh_{name}___{qualifier}")
            if part.get("MajorTopicYN") == "Y":
                major = True
                codes.append(f"mj_{name}___{qualifier}")
    if major:
        codes.append(f"mj_{name}")


def _substance(chemical: etree._Element, found: Reading) -> None:
    for part in chemical:
        text = _text(part)
        if part.tag == "NameOfSubstance":
            found.add("nm", text)
            found.subjects.append(text)
        elif part.tag == "RegistryNumber" and text != "0":
            found.add("rn", text)
            found.subjects.append(text)


def _data_bank(bank: etree._Element, found: Reading) -> None:
    name = ""
    for part in bank:
        if part.tag == "DataBankName":
            name = _text(part)
            found.add("si", name)
            found.subjects.append(name)
        elif part.tag == "AccessionNumberList":
            for number in part:
                accession = _text(number)
                found.add("si", accession)
                found.add("si", f"{name}/{accession}")
                found.subjects.append(accession)


def _grants(grants: etree._Element, found: Reading) -> None:
    for grant in grants:
        for part in grant:
            if part.text and part.tag in ("GrantID", "Agency"):
                found.add("gr", part.text)
                found.identifiers[part.text] = None


def _line(element: etree._Element) -> str:
    """Return mixed content as text; without markup and foreign characters, it is as it stands."""
    text = element.text or ""
    return text if not len(element) and text.isascii() else text_of(element)


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()

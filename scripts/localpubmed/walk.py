"""One walk through a record's XML, gathering what a search can ask of it.

A review's Record (pubmed.parse) leaves out most of it (substances, affiliations, grants, pages,
full names) and holds much that no search asks for, so indexing reads for itself; what a text
or a date says is decided in the same place, pubmed.markup and pubmed.dates.
"""

from __future__ import annotations

from lxml import etree

from localpubmed.bylines import read_authors, read_journal, read_journal_info, read_pages
from localpubmed.numbers import pmid_of
from localpubmed.reading import Reading, line_of
from localpubmed.subjects import read_data_bank, read_grants, read_mesh, read_substance
from pubmed.dates import date_of, iso
from pubmed.fields import plain_text

_HISTORY = {"entrez": "created", "pubmed": "entered", "medline": "indexed"}


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
                read_mesh(heading, found)
        elif tag == "ChemicalList":
            for chemical in child:
                read_substance(chemical, found)
        elif tag == "MedlineJournalInfo":
            read_journal_info(child, found)
        elif tag == "DateCompleted":
            found.completed = date_of(child)[0]
        elif tag == "DateRevised":
            found.revised = date_of(child)[0]
        elif tag == "KeywordList":
            _keywords(child, found)
        elif tag == "CommentsCorrectionsList":
            _citations(child, found)
        elif tag == "CitationSubset":
            found.add("sb", plain_text(child))
        elif tag == "OtherAbstract":
            found.other_abstracts.append(_abstract(child))
        elif tag == "SupplMeshList":
            for name in child:
                found.add("nm", plain_text(name))
                found.subjects.append(plain_text(name))
        elif tag == "PersonalNameSubjectList":
            found.subjects.extend(" ".join(map(plain_text, person)) for person in child)
        elif tag == "OtherID":
            found.identifiers[plain_text(child)] = None


def _article(article: etree._Element, found: Reading) -> None:
    for child in article:
        tag = child.tag
        if tag == "Journal":
            read_journal(child, found)
        elif tag == "ArticleTitle":
            found.title = line_of(child)
        elif tag == "Abstract":
            found.abstract = _abstract(child)
        elif tag == "AuthorList":
            read_authors(child, found)
        elif tag == "PublicationTypeList":
            found.types.extend(map(plain_text, child))
        elif tag == "Language":
            found.languages.append(plain_text(child))
        elif tag == "Pagination":
            read_pages(child, found)
        elif tag == "ELocationID":
            _identifier(child, found)
        elif tag == "ArticleDate":
            found.electronic = found.electronic or date_of(child)[0]
        elif tag == "VernacularTitle":
            found.vernacular_title = line_of(child)
        elif tag == "GrantList":
            read_grants(child, found)
        elif tag == "DataBankList":
            for bank in child:
                read_data_bank(bank, found)


def _book_document(document: etree._Element, found: Reading) -> None:
    found.status = "book"
    for child in document:
        tag = child.tag
        if tag == "Book":
            _book(child, found)
        elif tag == "ArticleTitle":
            found.title = line_of(child)
        elif tag == "VernacularTitle":
            found.vernacular_title = line_of(child)
        elif tag == "Abstract":
            found.abstract = _abstract(child)
        elif tag == "AuthorList":
            read_authors(child, found)
        elif tag == "ArticleIdList":
            _article_ids(child, found)
        elif tag == "Language":
            found.languages.append(plain_text(child))
        elif tag == "PublicationType":
            found.types.append(plain_text(child))
        elif tag == "KeywordList":
            _keywords(child, found)
        elif tag == "Pagination":
            read_pages(child, found)
        elif tag == "DateRevised":
            found.revised = date_of(child)[0]
        elif tag == "ReferenceList":
            _references(child, found)
        elif tag == "GrantList":
            read_grants(child, found)


def _book(book: etree._Element, found: Reading) -> None:
    for child in book:
        tag = child.tag
        if tag == "BookTitle":
            found.book_title = line_of(child)
            found.journals[found.book_title] = None
        elif tag == "PubDate":
            found.published = date_of(child)[0]
        elif tag == "AuthorList":
            read_authors(child, found)
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
    return "\n".join([line_of(part) for part in abstract if part.tag == "AbstractText"])


def _keywords(keywords: etree._Element, found: Reading) -> None:
    for keyword in keywords:
        found.keywords[line_of(keyword)] = None


def _article_ids(ids: etree._Element, found: Reading) -> None:
    for identifier in ids:
        if identifier.get("IdType") != "pubmed":
            _identifier(identifier, found)


def _identifier(element: etree._Element, found: Reading) -> None:
    identifier = plain_text(element)
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
    pmid = plain_text(element)
    if not (pmid.isdecimal() and pmid.isascii() and len(pmid) < 9 and pmid[0] != "0"):
        pmid = str(pmid_of(pmid) or "")  # rare, and worth no time of the others
    if pmid:
        found.cited[pmid] = None

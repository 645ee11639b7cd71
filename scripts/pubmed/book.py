"""Books and chapters of books, which stand among PubMed's articles."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pubmed.dates import date_of
from pubmed.fields import (
    Fields,
    plain_text,
    read_abstract,
    read_article_ids,
    read_keywords,
    read_pages,
    read_references,
)
from pubmed.markup import text_of
from pubmed.people import author_names


def read_book(document: etree._Element, found: Fields) -> None:
    """Read a BookDocument element into ``found``."""
    values = found.values
    values["record_type"] = "book"
    for child in document:
        tag = child.tag
        if tag == "Book":
            _book(child, values)
        elif tag == "ArticleTitle":
            values["title"] = text_of(child)
        elif tag == "VernacularTitle":
            values["vernacular_title"] = text_of(child)
        elif tag == "Abstract":
            values["abstract"], values["sections"] = read_abstract(child)
        elif tag == "AuthorList":
            if child.get("Type", "authors") == "authors" or not values.get("authors"):
                values["authors"], values["authors_complete"] = author_names(child)
        elif tag == "ArticleIdList":
            read_article_ids(child, found)
        elif tag == "Pagination":
            values["pages"] = read_pages(child)
        elif tag == "Language":
            found.languages.append(plain_text(child))
        elif tag == "PublicationType":
            found.publication_types.append(plain_text(child))
        elif tag == "KeywordList":
            read_keywords(child, found)
        elif tag == "DateRevised":
            values["revised"] = date_of(child)[0]
        elif tag == "ReferenceList":
            read_references(child, found)


def _book(book: etree._Element, values: dict[str, Any]) -> None:
    """Read the book; a record of the whole book has no title of its own but the book's."""
    for child in book:
        tag = child.tag
        if tag == "BookTitle":
            values["journal"] = text_of(child)
            values.setdefault("title", values["journal"])
        elif tag == "PubDate":
            values["pub_date"], values["pub_date_raw"] = date_of(child)
        elif tag == "Volume":
            values["volume"] = plain_text(child)
        elif tag == "AuthorList" and "authors" not in values:
            values["authors"], values["authors_complete"] = author_names(child)

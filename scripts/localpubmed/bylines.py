"""Who wrote a record and where it was printed: authors, affiliations, journals, pages."""

from __future__ import annotations

import functools

from lxml import etree

from localpubmed.dates import date_codes
from localpubmed.reading import Reading
from localpubmed.words import code_of
from pubmed.dates import date_of
from pubmed.fields import plain_text


def read_authors(authors: etree._Element, found: Reading) -> None:
    """Take in the authors, and where each one works."""
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
        return f"{solid_code(group)}__"
    last, fore = parts.get("LastName", ""), parts.get("ForeName", "")
    initials = parts.get("Initials") or "".join(
        [word[0] for word in fore.replace("-", " ").split()]
    )
    found.authors.append(f"{last} {initials} {parts.get('Suffix', '')}".rstrip())
    if fore and fore.replace(" ", "") != initials:
        found.full_names += [f"{last} {fore}", f"{fore} {last}"]
    return f"{solid_code(last)}__{code_of(initials)}"


def solid_code(name: str) -> str:
    """Return the code of a name whose commas are no joints."""
    return code_of(name.replace(", ", " ") if "," in name else name)


def read_journal(journal: etree._Element, found: Reading) -> None:
    """Take in the journal and the day of its issue."""
    for child in journal:
        tag = child.tag
        if tag == "JournalIssue":
            for part in child:
                if part.tag == "PubDate":
                    found.published = date_of(part)[0]
                    found.codes.append(date_codes("dpp", found.published))
                elif part.tag == "Volume":
                    found.add("vi", plain_text(part))
                elif part.tag == "Issue":
                    found.add("ip", plain_text(part))
        elif tag in ("Title", "ISSN"):
            found.journals[plain_text(child)] = None
        elif tag == "ISOAbbreviation":
            found.journals[plain_text(child)] = None
            found.abbreviation = plain_text(child)


def read_journal_info(info: etree._Element, found: Reading) -> None:
    """Take in what MEDLINE says of the journal."""
    for child in info:
        tag = child.tag
        if tag == "MedlineTA":
            found.abbreviation = plain_text(child)
            found.journals[found.abbreviation] = None
        elif tag == "ISSNLinking":
            found.journals[plain_text(child)] = None
        elif tag == "NlmUniqueID":
            found.add("ji", plain_text(child))
        elif tag == "Country":
            found.add("pl", plain_text(child))


@functools.lru_cache(maxsize=1 << 14)
def journal_codes(name: str) -> str:
    """Return the codes by which a journal's name is found: whole, and without its subtitle."""
    parts = dict.fromkeys((name, name.split(" : ")[0]))
    codes = (solid_code(part).removeprefix("the_") for part in parts)
    return " ".join(f"ta_{code}" for code in codes if code)


def read_pages(pagination: etree._Element, found: Reading) -> None:
    """Take in the pages, whole and by their first."""
    for part in pagination:
        if part.tag in ("MedlinePgn", "StartPage") and part.text:
            for pages in dict.fromkeys((part.text, part.text.split("-")[0])):
                found.add("pg", pages)

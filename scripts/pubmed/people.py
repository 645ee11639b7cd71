"""Authors as PubMed shows them: ``Sánchez JM``, or the name of a group."""

from __future__ import annotations

from lxml import etree

from pubmed.markup import text_of

_PARTS = ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName")


def author_names(authors: etree._Element) -> tuple[tuple[str, ...], bool]:
    """Return (names in order, whether the list is complete) of an AuthorList.

    Names marked invalid (ValidYN="N", a misprint that was corrected beside it) are left out.
    """
    names: list[str] = []
    parts: dict[str, str] = {}
    # One flat walk, which skips the affiliations: they are most of an author list.
    for element in authors.iter("Author", *_PARTS):
        if element.tag == "Author":
            _add(names, parts)
            parts = {"ValidYN": element.get("ValidYN", "Y")}
        else:
            parts[element.tag] = text_of(element)
    _add(names, parts)
    return tuple(names), authors.get("CompleteYN", "Y") == "Y"


def _add(names: list[str], parts: dict[str, str]) -> None:
    if parts.get("ValidYN") != "Y":
        return
    name = parts.get("CollectiveName") or " ".join(
        part
        for part in (
            parts.get("LastName"),
            parts.get("Initials") or _initials(parts.get("ForeName", "")),
            parts.get("Suffix"),
        )
        if part
    )
    if name:
        names.append(name)


def _initials(forename: str) -> str:
    return "".join(word[0] for word in forename.replace("-", " ").split())

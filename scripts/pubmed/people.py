"""Authors as PubMed shows them: ``Sánchez JM``, or the name of a group."""

from __future__ import annotations

from lxml import etree

from pubmed.markup import text_of


def author_names(authors: etree._Element) -> tuple[tuple[str, ...], bool]:
    """Return (names in order, whether the list is complete) of an AuthorList.

    Names marked invalid (ValidYN="N", a misprint that was corrected beside it) are left out.
    """
    names = (_name(author) for author in authors if author.get("ValidYN", "Y") == "Y")
    return tuple(name for name in names if name), authors.get("CompleteYN", "Y") == "Y"


def _name(author: etree._Element) -> str:
    parts: dict[str, str] = {}
    for child in author:
        if child.tag in ("LastName", "ForeName", "Initials", "Suffix", "CollectiveName"):
            parts[child.tag] = text_of(child)
    if parts.get("CollectiveName"):
        return parts["CollectiveName"]
    initials = parts.get("Initials") or "".join(
        word[0] for word in parts.get("ForeName", "").replace("-", " ").split()
    )
    named = (parts.get("LastName", ""), initials, parts.get("Suffix", ""))
    return " ".join(part for part in named if part)

"""Title and abstract of a JATS article as one text, without the sections' labels."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

#: Kinds of abstracts that are no abstract of the study.
_OTHER = frozenset(["graphical", "teaser", "precis", "short", "toc", "executive-summary", "editor"])


def text_of(path: Path) -> str:
    """`Title. Abstract.` with runs of white space as one space; empty where either is missing."""
    tree = etree.parse(str(path), etree.XMLParser(recover=True, huge_tree=True, no_network=True))
    meta = tree.find(".//article-meta")
    if meta is None:
        return ""
    title = meta.find(".//article-title")
    abstract = next(
        (a for a in meta.findall("abstract") if a.get("abstract-type") not in _OTHER), None
    )
    if title is None or abstract is None:
        return ""
    sections = abstract.findall("sec") or [abstract]
    told = (" ".join(_words(p) for p in section.iter("p")) for section in sections)
    return f"{_words(title).rstrip(' .')}. {' '.join(one for one in told if one)}"


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())

"""Pandoc's document tree: what a node is, how one is read, and how one is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Node = dict[str, Any]
Blocks = list[Node]


def plain_text(inlines: Blocks) -> str:
    """Return the words of a list of inlines."""
    pieces = []
    for node in inlines:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            pieces.append(content)
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            pieces.append(" ")
        elif kind in {"Code", "Math"}:
            pieces.append(content[1])
        elif kind in {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript"}:
            pieces.append(plain_text(content))
        elif kind in {"Span", "Link", "Quoted", "Cite"}:
            pieces.append(plain_text(content[1]))
    return "".join(pieces)


def attributes_of(node: Node) -> tuple[str, list[str], dict[str, str]]:
    """Return identifier, classes and attributes of a Div, Span or Header."""
    attr = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return attr[0], attr[1], dict(attr[2])


def is_div(node: Node, css_class: str) -> bool:
    """Say whether a node is a Div of this class."""
    return node["t"] == "Div" and css_class in attributes_of(node)[1]


def float_kind(node: Node) -> str:
    """Return fig or tbl when a Div is a figure or table with a number, else ''."""
    if node["t"] != "Div":
        return ""
    kind = attributes_of(node)[0].partition("-")[0]
    return kind if kind in {"fig", "tbl"} else ""


def map_inlines(node: Any, change: Callable[[Node], Node]) -> Any:
    """Apply ``change`` to every element inside ``node``, innermost first."""
    if isinstance(node, list):
        return [map_inlines(item, change) for item in node]
    if not isinstance(node, dict) or "t" not in node:
        return node
    if "c" in node and node["t"] != "Cite":
        node = {**node, "c": map_inlines(node["c"], change)}
    return change(node)


def text(words: str) -> Node:
    """Return words as an inline, not to be broken."""
    return {"t": "Str", "c": words}


def space() -> Node:
    """Return the space between two inlines."""
    return {"t": "Space"}


def span(words: str, css_class: str) -> Node:
    """Return words under a class."""
    return {"t": "Span", "c": [["", [css_class], []], [text(words)]]}


def plain(inlines: Blocks) -> Node:
    """Return inlines as a block that is no paragraph."""
    return {"t": "Plain", "c": inlines}


def raw_typst(fragment: str) -> Node:
    """Return a fragment that only Typst reads."""
    return {"t": "RawBlock", "c": ["typst", fragment]}


def raw_html(fragment: str) -> Node:
    """Return a fragment that only HTML reads."""
    return {"t": "RawBlock", "c": ["html", fragment]}

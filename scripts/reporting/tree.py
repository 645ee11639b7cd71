"""Quarto's own constructs, resolved in Pandoc's document tree.

Takes the tree that Pandoc reads from the report and returns one in plain Pandoc terms:
numbered sections, figures and tables, cross-references as links, callouts, tabsets and
content meant for one format only. The rules are those of Quarto's manual ("Cross References",
"Callout Blocks", "Tabsets", "Conditional Content").
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from reporting.escaping import html
from review.errors import ReviewError

Node = dict[str, Any]
Blocks = list[Node]

KINDS = {"fig": "Figure", "tbl": "Table", "sec": "Section"}
CALLOUTS = {
    "callout-note": "Note",
    "callout-tip": "Tip",
    "callout-warning": "Warning",
    "callout-caution": "Caution",
    "callout-important": "Important",
}
NUMBERED_DEPTH = 3


def resolve(tree: dict[str, Any], target: str) -> dict[str, Any]:
    """Return a copy of ``tree`` for ``target`` (html, docx, typst) in plain Pandoc terms.

    Raises ReviewError for a reference to nothing and for two things under one label.
    """
    tree = copy.deepcopy(tree)
    blocks = _for_target(tree["blocks"], target)
    numbers = _Numbers()
    numbers.read(blocks)
    blocks = _Writer(numbers, target).blocks(blocks)
    return {**tree, "blocks": blocks}


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


def _attributes(node: Node) -> tuple[str, list[str], dict[str, str]]:
    attr = node["c"][1] if node["t"] == "Header" else node["c"][0]
    return attr[0], attr[1], dict(attr[2])


def _is_div(node: Node, css_class: str) -> bool:
    return node["t"] == "Div" and css_class in _attributes(node)[1]


def _float_kind(node: Node) -> str:
    """Return fig or tbl when a Div is a figure or table with a number, else ''."""
    if node["t"] != "Div":
        return ""
    kind = _attributes(node)[0].partition("-")[0]
    return kind if kind in {"fig", "tbl"} else ""


def _for_target(blocks: Blocks, target: str) -> Blocks:
    """Drop what is conditional on another format; unwrap what is meant for this one."""
    kept: Blocks = []
    for node in blocks:
        if node["t"] == "Div":
            _, classes, attributes = _attributes(node)
            inside = _for_target(node["c"][1], target)
            if {"content-visible", "content-hidden"} & set(classes):
                matches = attributes.get("when-format", target) == target
                if "unless-format" in attributes:
                    matches = attributes["unless-format"] != target
                if matches == ("content-visible" in classes):
                    kept += inside
                continue
            node["c"][1] = inside
        kept.append(node)
    return kept


class _Numbers:
    """The number of every section, figure and table that has a label."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self._counts = {"fig": 0, "tbl": 0}
        self._sections: list[int] = []

    def read(self, blocks: Blocks, in_tabs: bool = False) -> None:
        """Number what stands in these blocks, in order."""
        for node in blocks:
            if node["t"] == "Header" and not in_tabs:
                self._section(node)
            kind = _float_kind(node)
            if kind:
                self._counts[kind] += 1
                self._note(_attributes(node)[0], str(self._counts[kind]))
            if node["t"] == "Div":
                self.read(node["c"][1], in_tabs or _is_div(node, "panel-tabset"))

    def _section(self, node: Node) -> None:
        level = node["c"][0]
        identifier, classes, _ = _attributes(node)
        if "unnumbered" in classes or level > NUMBERED_DEPTH:
            return
        self._sections = (self._sections + [0] * level)[:level]
        self._sections[-1] += 1
        self._note(identifier, ".".join(map(str, self._sections)))

    def _note(self, identifier: str, number: str) -> None:
        if identifier in self.of:
            raise ReviewError(
                f"two parts of the report have the label '{identifier}'",
                fix="Give one of them another label.",
            )
        self.of[identifier] = number


class _Writer:
    """Rewrites blocks for one format, with the numbers known."""

    def __init__(self, numbers: _Numbers, target: str) -> None:
        self.numbers = numbers
        self.target = target
        self.tabsets = 0

    def blocks(self, blocks: Blocks) -> Blocks:
        written: Blocks = []
        for node in blocks:
            written += self._block(node)
        return written

    def _block(self, node: Node) -> Blocks:
        if node["t"] == "Header":
            return [self._header(node)]
        if node["t"] != "Div":
            return [_map_inlines(node, self._reference)]
        if _float_kind(node):
            return self._float(node)
        for css_class, title in CALLOUTS.items():
            if _is_div(node, css_class):
                return self._callout(node, css_class, title)
        if _is_div(node, "panel-tabset"):
            return self._tabset(node)
        node["c"][1] = self.blocks(node["c"][1])
        return [node]

    def _header(self, node: Node) -> Node:
        level, attr, inlines = node["c"]
        number = "" if "unnumbered" in attr[1] else self.numbers.of.get(attr[0], "")
        inlines = [_map_inlines(inline, self._reference) for inline in inlines]
        if number:
            inlines = [_span(number, "header-section-number"), _space(), *inlines]
        # The title is the page's only first-level heading.
        shift = 1 if self.target == "html" else 0
        return {"t": "Header", "c": [level + shift, attr, inlines]}

    def _float(self, node: Node) -> Blocks:
        identifier = _attributes(node)[0]
        kind = _float_kind(node)
        content = list(node["c"][1])
        words: Blocks = []
        if content and content[-1]["t"] in {"Para", "Plain"}:
            words = content.pop()["c"]
        caption = {"t": "Plain", "c": words}
        label = f"{KINDS[kind]} {self.numbers.of[identifier]}"
        body = self.blocks(content)
        caption["c"] = [
            {"t": "Strong", "c": [_text(f"{label}.")]},
            _space(),
            *_map_inlines(caption, self._reference)["c"],
        ]
        if self.target != "html":
            lines = [{"t": "Para", "c": caption["c"]}]
            inner = [*lines, *body] if kind == "tbl" else [*body, *lines]
            if self.target == "typst":
                inner = _kept_together(kind, body, lines)
            return [{"t": "Div", "c": [[identifier, [], []], inner]}]
        opening = f'<figure id="{html(identifier)}" class="float float-{kind}">'
        heading = [_raw("<figcaption>"), caption, _raw("</figcaption>")]
        inner = [*heading, *body] if kind == "tbl" else [*body, *heading]
        return [_raw(opening), *inner, _raw("</figure>")]

    def _callout(self, node: Node, css_class: str, title: str) -> Blocks:
        identifier, _, attributes = _attributes(node)
        content = list(node["c"][1])
        words: Blocks = [_text(attributes.get("title", title))]
        if content and content[0]["t"] == "Header":
            words = content.pop(0)["c"][2]
        words = [_map_inlines(word, self._reference) for word in words]
        body = self.blocks(content)
        if self.target != "html":
            heading = {"t": "Para", "c": [{"t": "Strong", "c": words}]}
            return [{"t": "BlockQuote", "c": [heading, *body]}]
        name = f' id="{html(identifier)}"' if identifier else ""
        classes = f"callout {css_class}"
        if "collapse" in attributes:
            is_open = "" if attributes["collapse"] == "true" else " open"
            head = [_raw(f'<details class="{classes}"{name}{is_open}><summary>')]
            return [*head, _plain(words), _raw("</summary>"), *body, _raw("</details>")]
        label = html(plain_text(words))
        head = [_raw(f'<div class="{classes}"{name} role="note" aria-label="{label}">')]
        named = [_raw('<p class="callout-title">'), _plain(words), _raw("</p>")]
        return [*head, *named, *body, _raw("</div>")]

    def _tabset(self, node: Node) -> Blocks:
        content = node["c"][1]
        level = next((part["c"][0] for part in content if part["t"] == "Header"), None)
        if level is None:
            return self.blocks(content)
        self.tabsets += 1
        before: Blocks = []
        tabs: list[tuple[Blocks, Blocks]] = []
        for part in content:
            if part["t"] == "Header" and part["c"][0] == level:
                tabs.append((part["c"][2], []))
            else:
                (tabs[-1][1] if tabs else before).append(part)
        written = self.blocks(before)
        if self.target != "html":
            for words, inside in tabs:
                heading = {"t": "Header", "c": [level + 1, ["", ["unnumbered"], []], words]}
                written += [heading, *self.blocks(inside)]
            return written
        written.append(_raw('<div class="panel-tabset">'))
        for at, (words, inside) in enumerate(tabs, start=1):
            name = f"tab-{self.tabsets}-{at}"
            written += [
                _raw(f'<section class="tab-panel" id="{name}" aria-labelledby="{name}-title">'),
                _raw(f'<p class="tab-title" id="{name}-title">'),
                _plain(words),
                _raw("</p>"),
                *self.blocks(inside),
                _raw("</section>"),
            ]
        written.append(_raw("</div>"))
        return written

    def _reference(self, node: Node) -> Node:
        """Turn ``@fig-x`` into a link that reads ``Figure 3``; leave true citations alone."""
        if node["t"] != "Cite":
            return node
        citations = node["c"][0]
        kinds = [citation["citationId"].partition("-")[0] for citation in citations]
        if not all(kind in KINDS for kind in kinds):
            return node
        inlines: Blocks = []
        for kind, citation in zip(kinds, citations, strict=True):
            identifier = citation["citationId"]
            if identifier not in self.numbers.of:
                raise ReviewError(
                    f"the report refers to '@{identifier}', which is nowhere in it",
                    fix="Check the label of the figure, table or section.",
                )
            number = self.numbers.of[identifier]
            only_number = citation["citationMode"]["t"] == "SuppressAuthor"
            words = number if only_number else f"{KINDS[kind]}\u00a0{number}"
            if inlines:
                inlines += [_text(","), _space()]
            link = [["", ["cross-reference"], []], [_text(words)], [f"#{identifier}", ""]]
            inlines.append({"t": "Link", "c": link})
        return {"t": "Span", "c": [["", [], []], inlines]}


def _kept_together(kind: str, body: Blocks, caption: Blocks) -> Blocks:
    """Keep a figure on one page with its caption, and a caption with the table it heads."""
    if kind == "tbl":
        return [_typst("#block(sticky: true)["), *caption, _typst("]"), *body]
    return [_typst("#block(breakable: false)["), *body, *caption, _typst("]")]


def _map_inlines(node: Any, change: Callable[[Node], Node]) -> Any:
    """Apply ``change`` to every element inside ``node``, innermost first."""
    if isinstance(node, list):
        return [_map_inlines(item, change) for item in node]
    if not isinstance(node, dict) or "t" not in node:
        return node
    if "c" in node and node["t"] != "Cite":
        node = {**node, "c": _map_inlines(node["c"], change)}
    return change(node)


def _text(words: str) -> Node:
    return {"t": "Str", "c": words}


def _space() -> Node:
    return {"t": "Space"}


def _span(words: str, css_class: str) -> Node:
    return {"t": "Span", "c": [["", [css_class], []], [_text(words)]]}


def _plain(inlines: Blocks) -> Node:
    return {"t": "Plain", "c": inlines}


def _typst(fragment: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", fragment]}


def _raw(fragment: str) -> Node:
    return {"t": "RawBlock", "c": ["html", fragment]}

"""Quarto's own constructs, resolved in Pandoc's document tree.

Takes the tree that Pandoc reads from the report and returns one in plain Pandoc terms:
numbered sections, figures and tables, cross-references as links, callouts, tabsets and
content meant for one format only. The rules are those of Quarto's manual ("Cross References",
"Callout Blocks", "Tabsets", "Conditional Content").
"""

from __future__ import annotations

import copy
from typing import Any

from reporting.escaping import html
from reporting.nodes import (
    Blocks,
    Node,
    attributes_of,
    float_kind,
    is_div,
    map_inlines,
    plain,
    plain_text,
    raw_html,
    raw_typst,
    space,
    span,
    text,
)
from review.errors import ReviewError

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


def _for_target(blocks: Blocks, target: str) -> Blocks:
    """Drop what is conditional on another format; unwrap what is meant for this one."""
    kept: Blocks = []
    for node in blocks:
        if node["t"] == "Div":
            _, classes, attributes = attributes_of(node)
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
            kind = float_kind(node)
            if kind:
                self._counts[kind] += 1
                self._note(attributes_of(node)[0], str(self._counts[kind]))
            if node["t"] == "Div":
                self.read(node["c"][1], in_tabs or is_div(node, "panel-tabset"))

    def _section(self, node: Node) -> None:
        level = node["c"][0]
        identifier, classes, _ = attributes_of(node)
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
            return [map_inlines(node, self._reference)]
        if float_kind(node):
            return self._float(node)
        for css_class, title in CALLOUTS.items():
            if is_div(node, css_class):
                return self._callout(node, css_class, title)
        if is_div(node, "panel-tabset"):
            return self._tabset(node)
        node["c"][1] = self.blocks(node["c"][1])
        return [node]

    def _header(self, node: Node) -> Node:
        level, attr, inlines = node["c"]
        number = "" if "unnumbered" in attr[1] else self.numbers.of.get(attr[0], "")
        inlines = [map_inlines(inline, self._reference) for inline in inlines]
        if number:
            inlines = [span(number, "header-section-number"), space(), *inlines]
        # The title is the page's only first-level heading.
        shift = 1 if self.target == "html" else 0
        return {"t": "Header", "c": [level + shift, attr, inlines]}

    def _float(self, node: Node) -> Blocks:
        identifier = attributes_of(node)[0]
        kind = float_kind(node)
        content = list(node["c"][1])
        words: Blocks = []
        if content and content[-1]["t"] in {"Para", "Plain"}:
            words = content.pop()["c"]
        caption = {"t": "Plain", "c": words}
        label = f"{KINDS[kind]} {self.numbers.of[identifier]}"
        body = self.blocks(content)
        caption["c"] = [
            {"t": "Strong", "c": [text(f"{label}.")]},
            space(),
            *map_inlines(caption, self._reference)["c"],
        ]
        if self.target != "html":
            lines = [{"t": "Para", "c": caption["c"]}]
            inner = [*lines, *body] if kind == "tbl" else [*body, *lines]
            if self.target == "typst":
                inner = _kept_together(kind, body, lines)
            return [{"t": "Div", "c": [[identifier, [], []], inner]}]
        opening = f'<figure id="{html(identifier)}" class="float float-{kind}">'
        heading = [raw_html("<figcaption>"), caption, raw_html("</figcaption>")]
        inner = [*heading, *body] if kind == "tbl" else [*body, *heading]
        return [raw_html(opening), *inner, raw_html("</figure>")]

    def _callout(self, node: Node, css_class: str, title: str) -> Blocks:
        identifier, _, attributes = attributes_of(node)
        content = list(node["c"][1])
        words: Blocks = [text(attributes.get("title", title))]
        if content and content[0]["t"] == "Header":
            words = content.pop(0)["c"][2]
        words = [map_inlines(word, self._reference) for word in words]
        body = self.blocks(content)
        if self.target != "html":
            heading = {"t": "Para", "c": [{"t": "Strong", "c": words}]}
            return [{"t": "BlockQuote", "c": [heading, *body]}]
        name = f' id="{html(identifier)}"' if identifier else ""
        classes = f"callout {css_class}"
        if "collapse" in attributes:
            is_open = "" if attributes["collapse"] == "true" else " open"
            head = [raw_html(f'<details class="{classes}"{name}{is_open}><summary>')]
            return [*head, plain(words), raw_html("</summary>"), *body, raw_html("</details>")]
        label = html(plain_text(words))
        head = [raw_html(f'<div class="{classes}"{name} role="note" aria-label="{label}">')]
        named = [raw_html('<p class="callout-title">'), plain(words), raw_html("</p>")]
        return [*head, *named, *body, raw_html("</div>")]

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
        written.append(raw_html('<div class="panel-tabset">'))
        for at, (words, inside) in enumerate(tabs, start=1):
            name = f"tab-{self.tabsets}-{at}"
            written += [
                raw_html(f'<section class="tab-panel" id="{name}" aria-labelledby="{name}-title">'),
                raw_html(f'<p class="tab-title" id="{name}-title">'),
                plain(words),
                raw_html("</p>"),
                *self.blocks(inside),
                raw_html("</section>"),
            ]
        written.append(raw_html("</div>"))
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
                inlines += [text(","), space()]
            link = [["", ["cross-reference"], []], [text(words)], [f"#{identifier}", ""]]
            inlines.append({"t": "Link", "c": link})
        return {"t": "Span", "c": [["", [], []], inlines]}


def _kept_together(kind: str, body: Blocks, caption: Blocks) -> Blocks:
    """Keep a figure on one page with its caption, and a caption with the table it heads."""
    if kind == "tbl":
        return [raw_typst("#block(sticky: true)["), *caption, raw_typst("]"), *body]
    return [raw_typst("#block(breakable: false)["), *body, *caption, raw_typst("]")]

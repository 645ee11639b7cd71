"""The PRISMA 2020 flow diagram as inline SVG, drawn from prisma.json.

Template for new systematic reviews with databases and, where links from seed records were
followed, citation searching (Page et al., BMJ 2021;372:n71). The text can be selected, and each
box leads to its records.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reporting.escaping import fill

LINE = 17
PAD = 11
BOX_WIDTH = 316
LEFT = 44
RIGHT = 420
GAP = 30
WIDTH = RIGHT + BOX_WIDTH + 2
CHARACTERS = 46
# The height that the longest name of a phase takes on its side.
PHASE_NAME = 104


@dataclass(frozen=True)
class Line:
    """A line of text in a box; ``target`` and ``choose`` make it a link of its own."""

    words: str
    y: float = 0.0
    strong: bool = False
    indent: bool = False
    target: str = ""
    choose: str = ""


@dataclass(frozen=True)
class Box:
    """A box of the diagram, placed: its lines carry their own baselines."""

    id: str
    x: float
    y: float
    height: float
    lines: Sequence[Line]
    target: str

    @property
    def middle(self) -> float:
        """The height of the box's centre line."""
        return self.y + self.height / 2


def flow_diagram(prisma: Mapping[str, Any]) -> Markup:
    """Draw the diagram; ``prisma`` is the content of prisma.json."""
    boxes, reasons = prisma["boxes"], prisma["reasons"]
    identified = _stack(0, _identified(boxes), PHASE_NAME)
    screened = _stack(_below(identified) + GAP, _screened(boxes, reasons))
    included = _stack(_below(screened) + GAP, _included(boxes), PHASE_NAME)
    phases = [
        (name, row[0].y, _below(row) - row[0].y)
        for name, row in zip(
            ("Identification", "Screening", "Included"),
            (identified, screened, included),
            strict=True,
        )
    ]
    main = [row for row in (*identified, *screened, *included) if row.x == LEFT]
    down = [
        (LEFT + BOX_WIDTH / 2, above.y + above.height, below.y)
        for above, below in itertools.pairwise(main)
    ]
    across = [
        (left.x + BOX_WIDTH, left.middle, right.x)
        for left, right in _pairs((*identified, *screened, *included))
    ]
    return fill(
        "flow.svg.j2",
        boxes=[*identified, *screened, *included],
        phases=phases,
        down=down,
        across=across,
        width=WIDTH,
        height=_below(included) + 2,
        box_width=BOX_WIDTH,
        pad=PAD,
        description=_description(boxes),
    )


Content = tuple[str, float, str, list[Line]]


def _identified(boxes: Mapping[str, Any]) -> list[list[Content]]:
    search = [
        _head("Records identified from", None),
        _item("PubMed search", boxes["identified_search"]),
    ]
    linked = [key for key in boxes if key.startswith("identified_") and key != "identified_search"]
    names = {
        "identified_similar": "similar articles of the seeds",
        "identified_cited_by": "articles citing the seeds",
        "identified_references": "reference lists of the seeds",
        "identified_file": "files that people gave",
    }
    for key in linked:
        if boxes[key]["count"]:
            search.append(_item(names.get(key, boxes[key]["label"]), boxes[key]))
    removed = [
        _head("Records removed before screening", None),
        _item("duplicate records", boxes["duplicates"]),
        _item("without a record to retrieve", boxes["not_retrieved"]),
    ]
    return [[("identified", LEFT, "sec-search", search), ("removed", RIGHT, "sec-search", removed)]]


def _screened(boxes: Mapping[str, Any], reasons: Mapping[str, Any]) -> list[list[Content]]:
    excluded = [_head("Records excluded", boxes["excluded"])]
    if boxes.get("excluded_by_humans", {}).get("count"):
        excluded.append(_item("by a human reviewer", boxes["excluded_by_humans"]))
        excluded.append(_item("by automation", boxes["excluded_by_rules"]))
    for reason in reasons.values():
        item = _item(reason["label"], reason)
        excluded.append(
            Line(item.words, indent=True, target="sec-excluded", choose=reason["label"])
        )
    rows = [
        [
            ("screened", LEFT, "sec-screening", [_head("Records screened", boxes["screened"])]),
            ("excluded", RIGHT, "sec-excluded", excluded),
        ]
    ]
    unclear = _head("Records awaiting a human decision", boxes["unclear"])
    assessed = {"count": boxes["screened"]["count"] - boxes["excluded"]["count"]}
    rows.append(
        [
            ("kept", LEFT, "sec-screening", [_head("Records not excluded", assessed)]),
            ("unclear", RIGHT, "sec-unclear", [unclear]),
        ]
    )
    return rows


def _included(boxes: Mapping[str, Any]) -> list[list[Content]]:
    lines = [
        _head("Studies included in the review", boxes["included_studies"]),
        _head("Reports of these studies", boxes["included_reports"]),
        _item("with at least one extracted result", boxes["reports_with_outcomes"]),
    ]
    return [[("included", LEFT, "sec-studies", lines)]]


def _head(words: str, box: Mapping[str, Any] | None) -> Line:
    return Line(words if box is None else f"{words} {_count(box)}", strong=True)


def _item(words: str, box: Mapping[str, Any]) -> Line:
    return Line(f"{words} {_count(box)}", indent=True)


def _count(box: Mapping[str, Any]) -> str:
    return f"(n\u00a0=\u00a0{box['count']:,})"


def _stack(top: float, rows: list[list[Content]], least: float = 0) -> list[Box]:
    placed: list[Box] = []
    for row in rows:
        heights = []
        for name, x, target, lines in row:
            wrapped = _wrap(lines)
            height = max(PAD * 2 + LINE * len(wrapped) - 4, least)
            heights.append(height)
            set_lines = [
                Line(
                    line.words,
                    top + PAD + LINE * (at + 1) - 6,
                    line.strong,
                    line.indent,
                    line.target,
                    line.choose,
                )
                for at, line in enumerate(wrapped)
            ]
            placed.append(Box(name, x, top, height, set_lines, target))
        top += max(heights) + GAP
    return placed


def _wrap(lines: Sequence[Line]) -> list[Line]:
    wrapped = []
    for line in lines:
        room = CHARACTERS - (3 if line.indent else 0) - (5 if line.strong else 0)
        for words in textwrap.wrap(line.words, room, break_on_hyphens=False):
            wrapped.append(
                Line(words.strip(), 0, line.strong, line.indent, line.target, line.choose)
            )
    return wrapped


def _below(boxes: Sequence[Box]) -> float:
    return max(box.y + box.height for box in boxes)


def _pairs(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    rows: dict[float, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.y, []).append(box)
    return [(row[0], row[1]) for row in rows.values() if len(row) == 2]


def _description(boxes: Mapping[str, Any]) -> str:
    return (
        f"{boxes['unique']['count']:,} distinct records were identified; "
        f"{boxes['screened']['count']:,} were screened, {boxes['excluded']['count']:,} excluded, "
        f"{boxes['unclear']['count']:,} await a human decision, and "
        f"{boxes['included_reports']['count']:,} reports of "
        f"{boxes['included_studies']['count']:,} studies were included."
    )

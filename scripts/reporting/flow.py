"""The PRISMA 2020 flow diagram as inline SVG, drawn from prisma.json.

Template for new systematic reviews of Page et al., BMJ 2021;372:n71: one arm for the search, and
beside it, where links from seed records or files brought records that the search had missed, the
arm for other methods. The text can be selected, and each box leads to its records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from reporting.boxes import INDENT, PAD, Content, Line, below, downward, row_of
from reporting.escaping import fill

# Where the first column begins, beside the names of the phases.
FIRST = 40
GAP = 30
# The height that the longest name of a phase takes on its side.
PHASE_NAME = 104
PHASES = ("Identification", "Screening", "Included")


@dataclass(frozen=True)
class Arm:
    """One arm of the diagram: pairs of boxes, a box of the way down and what leaves it there."""

    title: str
    name: str
    identified: tuple[list[Line], list[Line]]
    screened: tuple[list[Line], list[Line]]
    kept: tuple[list[Line], list[Line]]


def flow_diagram(prisma: Mapping[str, Any]) -> Markup:
    """Draw the diagram; ``prisma`` is the content of prisma.json."""
    boxes = prisma["boxes"]
    other = prisma.get("other_methods") or {}
    has_other = bool(other.get("identified", {}).get("count"))
    arms = list(_two_arms(prisma)) if has_other else [_one_arm(prisma)]
    width, space = (226, 20) if has_other else (316, 60)
    columns = [FIRST + at * (width + space) for at in range(2 * len(arms))]
    top = 30.0 if has_other else 0.0
    titles = [
        (columns[2 * at], 2 * width + space, arm.title) for at, arm in enumerate(arms) if has_other
    ]
    identified = row_of(top, width, columns, [_pair(arm, "identified") for arm in arms], PHASE_NAME)
    screened = row_of(
        below(identified) + GAP, width, columns, [_pair(arm, "screened") for arm in arms]
    )
    kept = row_of(below(screened) + GAP, width, columns, [_pair(arm, "kept") for arm in arms])
    end = row_of(
        below(kept) + GAP,
        width,
        columns,
        [[("included", "sec-studies", _included(boxes))]],
        PHASE_NAME,
    )
    rows = (identified, screened, kept, end)
    return fill(
        "flow.svg.j2",
        boxes=[box for row in rows for box in row],
        titles=titles,
        phases=[
            (PHASES[0], top, below(identified) - top),
            (PHASES[1], screened[0].y, below(kept) - screened[0].y),
            (PHASES[2], end[0].y, end[0].height),
        ],
        down=list(downward(rows)),
        across=[
            (left.x + left.width, left.middle, right.x)
            for row in rows[:3]
            for left, right in zip(row[::2], row[1::2], strict=True)
        ],
        joined=(kept[2].centre, kept[2].bottom, end[0].x + end[0].width, end[0].middle)
        if has_other
        else None,
        width=columns[-1] + width + 2,
        height=below(end) + 2,
        pad=PAD,
        indent=INDENT,
        description=_description(boxes),
    )


_TARGETS = {
    "identified": ("sec-search", "sec-search"),
    "screened": ("sec-screening", "sec-excluded"),
    "kept": ("sec-screening", "sec-unclear"),
}


def _pair(arm: Arm, row: str) -> list[Content]:
    left, right = getattr(arm, row)
    first, second = _TARGETS[row]
    leaving = {"identified": "removed", "screened": "excluded", "kept": "unclear"}[row]
    return [(f"{arm.name}{row}", first, left), (f"{arm.name}{leaving}", second, right)]


def _one_arm(prisma: Mapping[str, Any]) -> Arm:
    boxes = prisma["boxes"]
    ways = [_item(_way(key), boxes[key]["count"]) for key in _ways(boxes)]
    return Arm(
        "",
        "",
        (
            [_head("Records identified from"), *ways],
            [
                _head("Records removed before screening"),
                _item("duplicate records", boxes["duplicates"]["count"]),
                _item("not retrieved", boxes["not_retrieved"]["count"]),
            ],
        ),
        _screening("Records screened", boxes, prisma["reasons"], boxes),
        _keeping(boxes),
    )


def _two_arms(prisma: Mapping[str, Any]) -> Iterator[Arm]:
    """Return the arm of the search and that of other methods; together they are the whole."""
    boxes, other = prisma["boxes"], prisma["other_methods"]
    search = {
        key: {"count": boxes[key]["count"] - other[key]["count"]}
        for key in ("not_retrieved", "screened", "excluded", "unclear")
    }
    reasons = {
        key: {**box, "count": box["count"] - other["reasons"].get(key, {"count": 0})["count"]}
        for key, box in prisma["reasons"].items()
    }
    brought = [_item(_way(key), boxes[key]["count"]) for key in _ways(boxes)[1:]]
    yield Arm(
        "Identification of studies by the search",
        "",
        (
            [
                _head("Records identified from"),
                _item("PubMed search", boxes["identified_search"]["count"]),
            ],
            [
                _head("Records removed before screening"),
                _item("duplicate records", 0),
                _item("not retrieved", search["not_retrieved"]["count"]),
            ],
        ),
        _screening(
            "Records screened", search, {k: r for k, r in reasons.items() if r["count"]}, boxes
        ),
        _keeping(search),
    )
    yield Arm(
        "Identification of studies by other methods",
        "other-",
        (
            [_head("Records identified from"), *brought],
            [
                _head("Records removed before screening"),
                _item("found before", boxes["duplicates"]["count"]),
                _item("not retrieved", other["not_retrieved"]["count"]),
            ],
        ),
        _screening("Records assessed", other, other["reasons"], {}),
        _keeping(other),
    )


def _screening(
    words: str,
    boxes: Mapping[str, Any],
    reasons: Mapping[str, Any],
    deciders: Mapping[str, Any],
) -> tuple[list[Line], list[Line]]:
    excluded = [_head("Records excluded", boxes["excluded"]["count"])]
    if deciders.get("excluded_by_humans", {}).get("count"):
        excluded.append(_item("by human reviewers", deciders["excluded_by_humans"]["count"]))
        excluded.append(_item("by automation", deciders["excluded_by_rules"]["count"]))
    for reason in reasons.values():
        line = _item(reason["label"], reason["count"])
        excluded.append(replace(line, target="sec-excluded", choose=reason["label"]))
    return [_head(words, boxes["screened"]["count"])], excluded


def _keeping(boxes: Mapping[str, Any]) -> tuple[list[Line], list[Line]]:
    kept = boxes["screened"]["count"] - boxes["excluded"]["count"]
    return (
        [_head("Records not excluded", kept)],
        [_head("Records awaiting a human decision", boxes["unclear"]["count"])],
    )


def _included(boxes: Mapping[str, Any]) -> list[Line]:
    return [
        _head("Studies included", boxes["included_studies"]["count"]),
        _head("Reports of these studies", boxes["included_reports"]["count"]),
        _item("with an extracted result", boxes["reports_with_outcomes"]["count"]),
    ]


def _ways(boxes: Mapping[str, Any]) -> list[str]:
    """Return the ways in which records were found, the search first, empty ones left out."""
    ways = [key for key in boxes if key.startswith("identified_")]
    return [key for key in ways if key == "identified_search" or boxes[key]["count"]]


def _way(key: str) -> str:
    names = {
        "identified_search": "PubMed search",
        "identified_similar": "similar articles",
        "identified_cited_by": "citing articles",
        "identified_references": "reference lists",
        "identified_file": "files people gave",
    }
    return names.get(key, key.removeprefix("identified_").replace("_", " "))


def _head(words: str, count: int | None = None) -> Line:
    return Line(words if count is None else f"{words} {_count(count)}", strong=True)


def _item(words: str, count: int) -> Line:
    return Line(f"{words} {_count(count)}", indent=True)


def _count(count: int) -> str:
    return f"(n\u00a0=\u00a0{count:,})"


def _description(boxes: Mapping[str, Any]) -> str:
    return (
        f"{boxes['unique']['count']:,} distinct records were identified; "
        f"{boxes['screened']['count']:,} were screened, {boxes['excluded']['count']:,} excluded, "
        f"{boxes['unclear']['count']:,} await a human decision, and "
        f"{boxes['included_reports']['count']:,} reports of "
        f"{boxes['included_studies']['count']:,} studies were included."
    )

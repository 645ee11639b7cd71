"""Figures of the whole body of evidence: themes by year, follow-up, medians by arm."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporting.figures.svg import BLUE, INK, SERIES, draw, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = Mapping[str, Any]
_WIDTH = 8.4  # inches
_LANE = 0.68  # inches of height for each theme of the evidence map
_UNKNOWN_SIZE = 18.0  # area of the hollow marker for reports that state no number of patients


def evidence_map(points: Sequence[Row]) -> bytes:
    """Return themes against years, one mark per report, its area by number of patients.

    Rows hold theme, year, patients (None: not stated) and label; themes keep the order in
    which they first appear. Reports of one theme and year stand side by side.
    """
    rows = _some([row for row in points if row["year"] is not None])
    themes = list(dict.fromkeys(row["theme"] for row in rows))
    years = sorted({row["year"] for row in rows})
    stated = [row["patients"] for row in rows if row["patients"] is not None]
    description = (
        f"{len(rows)} reports of {len(themes)} themes, {years[0]} to {years[-1]}."
        + "".join(f" {t}: {sum(row['theme'] == t for row in rows)} reports." for t in themes)
        + " The area of a mark is the number of patients; hollow marks state none."
    )

    def paint(figure: Figure) -> None:
        height = figure.get_size_inches()[1]
        axes = figure.add_axes((0.32, 0.55 / height, 0.66, 1 - 1.05 / height))
        largest = max(stated, default=1)
        marks = _stacked(rows, themes, largest)
        # The largest first, so that no report lies wholly under another.
        for year, y, row in sorted(marks, key=lambda mark: -(mark[2]["patients"] or 0)):
            known = row["patients"] is not None
            axes.scatter(
                [year],
                [y],
                s=_map_area(row["patients"], largest) if known else _UNKNOWN_SIZE,
                facecolor=BLUE if known else "none",
                edgecolor="white" if known else BLUE,
                alpha=0.8 if known else 1,
                linewidth=0.8,
            )
        axes.set_yticks(range(len(themes)), [_wrap(theme) for theme in reversed(themes)])
        axes.set_ylim(-0.6, len(themes) - 0.4)
        _years(axes, years)
        if stated:
            _size_key(axes, largest)

    size = (_WIDTH, 1.2 + _LANE * len(themes))
    return draw("evidence-map", "Evidence map", description, size, paint)


def _stacked(
    rows: Sequence[Row], themes: Sequence[str], largest: float
) -> list[tuple[int, float, Row]]:
    """Return year, height and row of each mark: those of one theme and year stand on another.

    Where they would leave their theme's lane they are drawn together.
    """
    cells: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        cells.setdefault((row["theme"], row["year"]), []).append(row)
    marks = []
    for (theme, year), members in cells.items():
        members = sorted(members, key=lambda r: -(r["patients"] or 0))
        areas = [_UNKNOWN_SIZE if r["patients"] is None else _map_area(r["patients"], largest)
                 for r in members]  # fmt: skip
        heights = [(math.sqrt(area) + 1) / 72 / _LANE for area in areas]
        squeeze = min(1.0, 0.94 / sum(heights))
        y = len(themes) - 1 - themes.index(theme) - sum(heights) * squeeze / 2
        for row, part in zip(members, heights, strict=True):
            marks.append((year, y + part * squeeze / 2, row))
            y += part * squeeze
    return marks


def follow_up_timeline(points: Sequence[Row]) -> bytes:
    """Return each study's reports in time, each with the median follow-up it states.

    Rows hold label (the study), year and follow_up_months; studies stand in the order of
    their first report.
    """
    rows = _some([r for r in points if r["follow_up_months"] is not None and r["year"]])
    rows = sorted(rows, key=lambda row: (row["label"], row["year"], row["follow_up_months"]))
    first = {row["label"]: row["year"] for row in reversed(rows)}
    labels = sorted(first, key=lambda label: (first[label], label))
    longest = max(rows, key=lambda row: (row["follow_up_months"], row["label"]))
    description = (
        f"{len(rows)} reports of {len(labels)} studies with a stated median follow-up;"
        f" the longest is {longest['follow_up_months']:g} months ({longest['label']},"
        f" {longest['year']})."
    )

    def paint(figure: Figure) -> None:
        height = figure.get_size_inches()[1]
        axes = figure.add_axes((0.29, 0.55 / height, 0.67, 1 - 0.65 / height))
        for label in labels:
            y = len(labels) - 1 - labels.index(label)
            mine = [row for row in rows if row["label"] == label]
            axes.plot(
                [row["follow_up_months"] for row in mine],
                [y] * len(mine),
                color=BLUE,
                marker="o",
                linewidth=1.4,
                markersize=5,
            )
            axes.plot([0, mine[0]["follow_up_months"]], [y, y], color=INK, linewidth=0.4)
            last = max(mine, key=lambda row: float(row["follow_up_months"]))
            words = ", ".join(str(year) for year in sorted({row["year"] for row in mine}))
            axes.annotate(
                words,
                (last["follow_up_months"], y),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        axes.set_yticks(range(len(labels)), [shorten(label, 30) for label in reversed(labels)])
        axes.set_ylim(-0.7, len(labels) - 0.3)
        axes.set_xlim(0, longest["follow_up_months"] * 1.22)
        axes.set_xlabel("Median follow-up, months (years of the reports beside the points)")

    size = (_WIDTH, 0.9 + 0.26 * len(labels))
    return draw("follow-up", "Median follow-up of each study", description, size, paint)


def median_plot(points: Sequence[Row], endpoint: str) -> bytes:
    """Return the median of a time-to-event endpoint by arm, a bubble each, area by patients.

    Rows hold label (study), arm, group (setting, told apart by colour and shape),
    median_months and n (None: not stated).
    """
    rows = _some([row for row in points if row["median_months"] is not None])
    rows = sorted(rows, key=lambda r: (r["group"], -r["median_months"], r["label"], r["arm"]))
    groups = list(dict.fromkeys(row["group"] for row in rows))
    best = max(rows, key=lambda row: (row["median_months"], row["label"]))
    description = (
        f"Median {endpoint} of {len(rows)} arms in {len(groups)} settings, from"
        f" {min(row['median_months'] for row in rows):g} to {best['median_months']:g} months"
        f" ({best['label']}, {best['arm']}). Medians of different trials are not comparable."
    )

    def paint(figure: Figure) -> None:
        from matplotlib.lines import Line2D

        height = figure.get_size_inches()[1]
        axes = figure.add_axes((0.40, 0.55 / height, 0.57, 1 - 1.0 / height))
        for index, row in enumerate(rows):
            colour, marker = SERIES[groups.index(row["group"]) % len(SERIES)]
            known = row["n"] is not None
            axes.scatter(
                [row["median_months"]],
                [len(rows) - 1 - index],
                s=_area(row["n"]) if known else _UNKNOWN_SIZE,
                marker=marker,
                facecolor=colour if known else "none",
                edgecolor=colour,
                alpha=0.75 if known else 1,
            )
        names = [shorten(f"{row['label']}: {row['arm']}", 46) for row in reversed(rows)]
        axes.set_yticks(range(len(rows)), names, fontsize=8.5)
        axes.set_ylim(-0.8, len(rows) - 0.2)
        axes.set_xlim(0, best["median_months"] * 1.1)
        axes.set_xlabel(f"Median {endpoint}, months")
        axes.grid(axis="x", color=INK, alpha=0.15, linewidth=0.5)
        handles = []
        for index, group in enumerate(groups):
            colour, marker = SERIES[index % len(SERIES)]
            handles.append(Line2D([], [], color=colour, marker=marker, ls="", label=group))
        axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False
        )

    title = f"Median {endpoint} by arm"
    name = f"medians-{endpoint}"
    return draw(name, title, description, (_WIDTH, 1.2 + 0.24 * len(rows)), paint)


def _some(rows: list[Row]) -> list[Row]:
    if not rows:
        raise ValueError("nothing to draw")
    return rows


def _area(patients: float) -> float:
    return 6 + patients * 0.22


def _map_area(patients: float, largest: float) -> float:
    """Return an area that keeps the largest report within half a lane."""
    return 8 + patients * min(0.22, 620 / largest)


def _years(axes: Axes, years: Sequence[int]) -> None:
    axes.set_xlim(years[0] - 0.9, years[-1] + 0.9)
    step = max(1, math.ceil((years[-1] - years[0]) / 12))
    axes.set_xticks(range(years[0], years[-1] + 1, step))
    axes.set_xlabel("Year of publication")
    axes.grid(axis="x", color=INK, alpha=0.12, linewidth=0.5)


def _size_key(axes: Axes, largest: int) -> None:
    from matplotlib.lines import Line2D

    sizes = [size for size in (50, 200, 500, 1000, 5000) if size <= largest * 1.3][-3:]
    handles = [
        Line2D(
            [], [], ls="", marker="o", color=BLUE, alpha=0.65,
            markersize=math.sqrt(_map_area(size, largest)), label=f"{size:,} patients",
        )
        for size in sizes
    ]  # fmt: skip
    axes.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncols=3,
        frameon=False,
        handletextpad=1.1,
        fontsize=8.5,
    )


def _wrap(words: str) -> str:
    from textwrap import wrap

    return "\n".join(wrap(words, 30))

"""Ratios worked out from the shares or rates that a report prints of its two arms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthesis.arms import Arm, first_fit
from synthesis.comparisons import Side
from synthesis.effects import NoEffect, from_table, ratio_of
from synthesis.finder import COUNTED, Finder
from synthesis.printed import events_of, printed_rate

Row = Mapping[str, Any]

# Two figures are of one analysis only if they agree in these.
_SAME = ("endpoint", "statistic", "subgroup", "timepoint_months", "unit")


def read_two_arms(finder: Finder, control: Side) -> None:
    """Add a ratio for each pair of figures of the two sides, or note why there is none."""
    sides: dict[str, list[tuple[Row, Arm, int]]] = {"experimental": [], "control": []}
    for row in finder.rows():
        if row["comparator"] or not _makes_ratio(finder, row):
            continue
        arm = finder.arm(row["arm"], row["arm_regimen"])
        if arm is None:
            finder.leave_unattributed(row)
            continue
        for name, side in (
            ("experimental", finder.comparison.experimental),
            ("control", control),
        ):
            place = first_fit(side.patterns, arm)
            if place is not None:
                sides[name].append((row, arm, place))
    paired: set[int] = set()
    for row1, arm1, place1 in sides["experimental"]:
        for row0, arm0, place0 in sides["control"]:
            same = all((row1[key] or "") == (row0[key] or "") for key in _SAME)
            if same and arm1.label != arm0.label:
                paired |= {id(row1), id(row0)}
                if finder.allowed([row1, row0]):
                    _pair(finder, (row1, row0), (arm1, arm0), (place1, place0))
    for row, _, _ in (*sides["experimental"], *sides["control"]) if finder.compares() else ():
        if id(row) not in paired and finder.allowed([row]):
            finder.leave(row, "no_counterpart", "no figure of the other side stands against it")


def _makes_ratio(finder: Finder, row: Row) -> bool:
    """Return whether the row is of the kind a ratio of this statistic is made from."""
    if finder.endpoint.statistic == "rate_ratio":
        return bool(row["statistic"] == "incidence_rate")
    if finder.endpoint.statistic in ("odds_ratio", "risk_ratio"):
        return row["statistic"] in COUNTED
    return False


def _pair(
    finder: Finder, rows: tuple[Row, Row], arms: tuple[Arm, Arm], places: tuple[int, int]
) -> None:
    statistic = finder.endpoint.statistic
    try:
        if statistic == "rate_ratio":
            effect = ratio_of(*(printed_rate(row) for row in rows))
            finder.add(rows, effect, "rate_intervals", False, arms, places)
            return
        (e1, n1, how1, notes1), (e0, n0, how0, notes0) = (
            events_of(row, arm, finder.report, finder.evidence, finder.rules, finder.printed)
            for row, arm in zip(rows, arms, strict=True)
        )
        effect = from_table(e1, n1, e0, n0, statistic)
    except NoEffect as error:
        for row in rows:
            finder.leave(row, "no_standard_error", str(error))
        return
    source = "events" if how1 == how0 == "events" else "percentages"
    if finder.allows_source(rows, source):
        finder.add(
            rows, effect, source, False, arms, places,
            events=(e1, e0), sizes=(int(n1), int(n0)), notes=(*notes1, *notes0),
        )  # fmt: skip

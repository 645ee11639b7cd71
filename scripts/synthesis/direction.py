"""Does a ratio point the way the figures of its arms do?

A ratio read the wrong way round is the worst mistake a review can make with it, and an
abstract often prints what shows it: the arm with the lower hazard has the longer median, the
arm with the higher odds the larger share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synthesis.arms import Arm
from synthesis.evidence import Report

Row = Mapping[str, Any]

AGREES, CONTRADICTS, SILENT = "agrees", "contradicts", "silent"
# Differences smaller than this may be rounding, or curves that cross.
_MARGIN = 0.05


def check_direction(
    log_ratio: float, rows: Sequence[Row], ratio: Row, arms: tuple[Arm, Arm], report: Report
) -> str:
    """Return agrees, contradicts or silent for a log ratio of the first arm over the second.

    ``rows`` are those its report prints. A hazard ratio is held against the medians, else
    the rates of those without the event at one time; other ratios against the shares with it.
    """
    same = [
        row
        for row in rows
        if row["endpoint"] == ratio["endpoint"]
        and (row["subgroup"] or "") == (ratio["subgroup"] or "")
        and row["arm"]
        and not row["comparator"]
    ]
    hazard = ratio["statistic"] == "hazard_ratio"
    for statistic in ("median", "rate_at") if hazard else ("proportion",):
        pairs = _pairs([row for row in same if row["statistic"] == statistic], arms, report)
        for first, second in pairs:
            if abs(log_ratio) < _MARGIN or abs(first - second) <= _MARGIN * max(first, second):
                continue
            higher = first < second if hazard else first > second
            return AGREES if (log_ratio > 0) == higher else CONTRADICTS
    return SILENT


def check_habit(ratio: Row, ratios: Sequence[Row], doubtful: frozenset[str]) -> str:
    """Return agrees, contradicts or silent by the other ratios of the abstract.

    An abstract gives its ratios one way round: those whose direction is certain, free of the
    ``doubtful`` flags, tell that of the others between the same two arms.
    """
    sides = ratio["arm"], ratio["comparator"]
    certain = {
        (row["arm"], row["comparator"])
        for row in ratios
        if not doubtful & set(row["flags"] or ()) and row["arm"] and row["comparator"]
    }
    same, turned = sides in certain, sides[::-1] in certain
    if same == turned:
        return SILENT
    return AGREES if same else CONTRADICTS


def _pairs(rows: Sequence[Row], arms: tuple[Arm, Arm], report: Report) -> list[tuple[float, float]]:
    """Return the values of both arms at each time, a median not reached as a very long one."""
    values: dict[tuple[str, float | None], float] = {}
    for row in rows:
        label = report.arms.find(row["arm"], row["arm_regimen"] or "").label
        value = row["value_months"] if row["statistic"] == "median" else row["value"]
        if value is None and "not_reached" in (row["flags"] or ()):
            value = 1e9
        if value is not None:
            values.setdefault((label, row["timepoint_months"]), value)
    times = {time for _, time in values}
    return [
        (values[arms[0].label, time], values[arms[1].label, time])
        for time in sorted(times, key=lambda t: -1.0 if t is None else t, reverse=True)
        if (arms[0].label, time) in values and (arms[1].label, time) in values
    ]

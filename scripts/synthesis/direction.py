"""Does a ratio point the way the figures of its arms do?

A ratio read the wrong way round is the worst mistake a review can make with it, and an
abstract often prints what shows it: the arm with the lower hazard has the longer median, the
arm with the higher odds the larger share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from synthesis.evidence import Report

Row = Mapping[str, Any]

AGREES, CONTRADICTS, SILENT = "agrees", "contradicts", "silent"
# Differences smaller than this may be rounding, or curves that cross.
_MARGIN = 0.05


def check_direction(
    ratio: Row, rows: Sequence[Row], report: Report, doubtful: frozenset[str]
) -> str:
    """Return agrees, contradicts or silent for the direction in which a row gives a ratio.

    ``rows`` are all those of its report. The figures of the two arms decide: medians, else
    rates of those without the event, for a hazard ratio; shares with the event for others.
    Failing these, other ratios between the same arms do, since an abstract gives them one
    way round: first those that figures settle, then, for a ratio with one of the
    ``doubtful`` flags, those without.
    """
    own = _by_figures(ratio, rows, report)
    if own != SILENT:
        return own
    sides = _sides(ratio, report)
    others = [
        row
        for row in rows
        if row is not ratio
        and row["statistic"].endswith("_ratio")
        and sorted(_sides(row, report)) == sorted(sides)
    ]
    settled = {
        _sides(row, report) if verdict == AGREES else _sides(row, report)[::-1]
        for row in others
        if (verdict := _by_figures(row, rows, report)) != SILENT
    }
    if not settled and doubtful & set(ratio["flags"] or ()):
        settled = {_sides(r, report) for r in others if not doubtful & set(r["flags"] or ())}
    if len(settled) != 1:
        return SILENT
    return AGREES if sides in settled else CONTRADICTS


def _sides(ratio: Row, report: Report) -> tuple[str, str]:
    first = report.arms.find(ratio["arm"] or "", ratio["arm_regimen"] or "")
    second = report.arms.find(ratio["comparator"] or "", ratio["comparator_regimen"] or "")
    return first.label, second.label


def _by_figures(ratio: Row, rows: Sequence[Row], report: Report) -> str:
    if not ratio["value"] or ratio["value"] < 0:
        return SILENT
    log_ratio = math.log(ratio["value"])
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
        figures = [row for row in same if row["statistic"] == statistic]
        for first, second in _pairs(figures, _sides(ratio, report), report):
            if abs(log_ratio) < _MARGIN or abs(first - second) <= _MARGIN * max(first, second):
                continue
            higher = first < second if hazard else first > second
            return AGREES if (log_ratio > 0) == higher else CONTRADICTS
    return SILENT


def _pairs(
    rows: Sequence[Row], sides: tuple[str, str], report: Report
) -> list[tuple[float, float]]:
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
        (values[sides[0], time], values[sides[1], time])
        for time in sorted(times, key=lambda t: -1.0 if t is None else t, reverse=True)
        if (sides[0], time) in values and (sides[1], time) in values
    ]

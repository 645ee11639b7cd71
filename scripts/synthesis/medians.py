"""Medians of two arms with the p-value printed between them: evidence of direction that has
no standard error and is never pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from synthesis.arms import first_fit
from synthesis.comparisons import Comparison
from synthesis.evidence import Evidence, Report

Row = Mapping[str, Any]
_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class MedianPair:
    """Two arms' medians in months (None: not reached) and what the report's p says of them.

    ``side`` is above, below or undecided: where the experimental median lies, if the
    p-value is below 0.05.
    """

    report: Report
    experimental: float | None
    control: float | None
    side: str
    p: str

    def words(self) -> str:
        """Return the pair in words."""
        first, second = (
            "not reached" if months is None else f"{months:g}"
            for months in (self.experimental, self.control)
        )
        return f"{self.report.label}: {first} against {second} months (p {self.p})"


def median_pairs(
    comparison: Comparison, names: Sequence[str], outcomes: Sequence[Row], evidence: Evidence
) -> list[MedianPair]:
    """Return one pair per study: that of the report with the longest follow-up or the latest.

    A pair without a p-value says nothing of direction and is passed over. Secondary research
    counts only where no single trial gives a pair.
    """
    assert comparison.control is not None
    sides = comparison.experimental.patterns, comparison.control.patterns
    best: dict[str, MedianPair] = {}
    for pmid, report in evidence.reports.items():
        if report.status == "retracted" or not _allowed(comparison, report, evidence):
            continue
        for name in names:
            rows = [
                row
                for row in outcomes
                if row["pmid"] == pmid
                and row["statistic"] == "median"
                and not row["subgroup"]
                and fnmatchcase(row["endpoint"], name)
            ]
            found = [_side(rows, report, patterns) for patterns in sides]
            if None in found:
                continue
            first, second = found
            assert first is not None and second is not None
            pair = _pair(report, first, second)
            if pair is not None:
                earlier = best.get(report.study)
                if earlier is None or _maturity(pair.report) > _maturity(earlier.report):
                    best[report.study] = pair
                break
    pairs = sorted(best.values(), key=lambda p: (p.report.year or 0, int(p.report.pmid)))
    primary = [pair for pair in pairs if pair.report.kind == "primary"]
    return primary or pairs


def _allowed(comparison: Comparison, report: Report, evidence: Evidence) -> bool:
    return all(
        set(evidence.facts(report, name)) & set(values)
        for name, values in comparison.studies.items()
    )


def _side(rows: Sequence[Row], report: Report, patterns: Sequence[Any]) -> Row | None:
    for row in rows:
        if row["arm"] and not row["comparator"]:
            arm = report.arms.find(row["arm"], row["arm_regimen"] or "")
            if first_fit(patterns, arm) is not None:
                return row
    return None


def _pair(report: Report, first: Row, second: Row) -> MedianPair | None:
    months = [_months(row) for row in (first, second)]
    reached = [not _not_reached(row) for row in (first, second)]
    if first is second or not any(reached):
        return None
    source = first if first["p_value"] is not None else second
    if source["p_value"] is None:
        return None
    if any(m is None and r for m, r in zip(months, reached, strict=True)):
        return None
    operator, value = source["p_operator"] or "=", source["p_value"]
    decided = value < _SIGNIFICANT or (operator == "<" and value == _SIGNIFICANT)
    decided = decided and operator not in (">", "≥", ">=")
    longer = (months[0] or float("inf")) > (months[1] or float("inf"))
    side = ("above" if longer else "below") if decided else "undecided"
    return MedianPair(report, months[0], months[1], side, f"{operator} {value:g}")


def _months(row: Row) -> float | None:
    return None if _not_reached(row) else row["value_months"]


def _not_reached(row: Row) -> bool:
    return "not_reached" in (row["flags"] or ())


def _maturity(report: Report) -> tuple[float, str]:
    return report.follow_up or 0.0, report.pub_date

"""What a row of outcomes.csv gives for pooling: a ratio, a rate, or events and patients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from synthesis.arms import Arm
from synthesis.comparisons import Rules
from synthesis.effects import Effect, NoEffect, from_interval, from_p, from_person_time
from synthesis.evidence import Evidence, Report

Row = Mapping[str, Any]

_BOUND = ("<", "≤")
ONE_SIDED = "one_sided_p"
_RATE_UNIT = re.compile(
    r"\bper\s+(?P<number>\d+(?:\.\d+)?)?\s*(?:patient|person)s?[- ](?P<time>year|month)",
    re.IGNORECASE,
)


def printed_ratio(row: Row, statistic: str, rules: Rules) -> tuple[Effect, str]:
    """Return the effect of a printed ratio, as printed, and what its error rests on.

    Raises NoEffect when neither an interval nor a p-value that the rules allow is printed.
    """
    if row["value"] is None:
        raise NoEffect("no value is printed")
    if "interval" in rules.sources and None not in (row["ci_lower"], row["ci_upper"]):
        lower, upper, level = printed_interval(row)
        return from_interval(row["value"], lower, upper, level, statistic), "interval"
    if rules.p_values == "never" or row["p_value"] is None:
        raise NoEffect("no interval is printed, and no p-value that the rules allow")
    operator = row["p_operator"] or "="
    if operator != "=" and not (operator in _BOUND and rules.p_values == "exact_or_bound"):
        raise NoEffect("no interval is printed, and its p-value is only a bound")
    one_sided = ONE_SIDED in (row["flags"] or ())
    return from_p(row["value"], row["p_value"], statistic, one_sided=one_sided), "p_value"


def printed_interval(row: Row, *, flipped: bool = False) -> tuple[float, float, float]:
    """Return a printed interval and its level (95 where none is stated), turned if asked."""
    lower, upper = row["ci_lower"], row["ci_upper"]
    if flipped:
        lower, upper = 1 / upper, 1 / lower
    return lower, upper, 95.0 if row["ci_level"] is None else row["ci_level"]


def printed_rate(row: Row) -> Effect:
    """Return the effect of an incidence rate, per 100 person-years.

    It is worked out from the interval, else from the events: with the rate they give the
    person-time behind them. Raises NoEffect without either, or for a unit that is no rate.
    """
    value, events = row["value"], row["events"]
    if not value:
        raise NoEffect("no rate above zero is printed")
    scale = _per_100_years(row["unit"] or "")
    if None not in (row["ci_lower"], row["ci_upper"]):
        lower, upper, level = printed_interval(row)
        figures = (value * scale, lower * scale, upper * scale)
        return from_interval(*figures, level, "incidence_rate")
    if not events:
        raise NoEffect("the rate is printed without an interval or its number of events")
    return from_person_time(events, events / (value * scale))


def _per_100_years(unit: str) -> float:
    """Return what turns a rate in ``unit`` into one per 100 person-years."""
    found = _RATE_UNIT.search(unit.replace(",", ""))
    if found is None:
        raise NoEffect(f"'{unit}' is not understood as a unit of a rate")
    people = float(found["number"] or 1)
    return 100 / people * (12 if found["time"].lower() == "month" else 1)


def printed_share(row: Row, rules: Rules) -> Effect | None:
    """Return the effect of a percentage printed with its interval, None where there is none."""
    if "interval" not in rules.sources or row["unit"] != "%":
        return None
    if None in (row["value"], row["ci_lower"], row["ci_upper"]):
        return None
    lower, upper, level = printed_interval(row)
    return from_interval(row["value"] / 100, lower / 100, upper / 100, level, "proportion")


def events_of(
    row: Row,
    arm: Arm,
    report: Report,
    evidence: Evidence,
    rules: Rules,
    printed: Sequence[Row] = (),
) -> tuple[float, float, str, tuple[str, ...]]:
    """Return events, patients, source (events or percentages) and notes of an arm's share.

    Events behind a percentage are its share of the arm's patients, to the nearest whole
    number. ``printed`` are all rows of the report, which tell its arms from their components.
    Raises NoEffect when the number of patients is not known.
    """
    notes: list[str] = []
    events, total = row["events"], row["total"]
    if events is None and row["statistic"] == "count":
        events = row["value"]
    if total is None:
        total, borrowed = evidence.arm_size(report, arm)
        if borrowed:
            notes.append("arm_size_from_another_report")
    if total is None and len(report.arms.arms) == 1:
        total = report.total
    if total is None:
        total = _rest(report, arm)
    if total is None and rules.arm_size == "equal_split":
        total = _half(report, printed)
        notes.append("arms_assumed_equal")
    if total is None:
        raise NoEffect("the number of patients in the arm is not stated")
    if events is not None:
        return float(events), float(total), "events", tuple(notes)
    if row["value"] is None or row["unit"] != "%" or not 0 <= row["value"] <= 100:
        raise NoEffect("no percentage and no number of events is printed")
    return round(row["value"] * total / 100), float(total), "percentages", tuple(notes)


def _rest(report: Report, arm: Arm) -> int | None:
    """Return the patients of a two-armed randomised report who are not in the other arm."""
    others = [other for other in report.arms.arms if other.label != arm.label]
    if len(report.arms.arms) != 2 or len(others) != 1 or report.allocation() != "randomised":
        return None
    if report.total is None or others[0].n is None or others[0].n >= report.total:
        return None
    return report.total - others[0].n


def _half(report: Report, printed: Sequence[Row]) -> float | None:
    """Return half the patients of a randomised report with two arms."""
    two = len(_arms(report, printed)) == 2 and report.allocation() == "randomised"
    return report.total / 2 if two and report.total is not None else None


def _arms(report: Report, printed: Sequence[Row]) -> list[Arm]:
    """Return the report's arms without those that are a part of the treatment of all others.

    "Melphalan, prednisone and thalidomide" may leave melphalan among the arms: it has no result
    of its own, and every arm with one is given it.
    """
    find = report.arms.find
    told = {find(row["arm"], row["arm_regimen"] or "").label for row in printed if row["arm"]}
    with_results = [arm for arm in report.arms.arms if arm.label in told]
    if len(with_results) < 2:
        return list(report.arms.arms)
    shared = frozenset.intersection(*(arm.drugs or frozenset() for arm in with_results))
    return [
        arm
        for arm in report.arms.arms
        if arm in with_results or not arm.drugs or not arm.drugs <= shared
    ]

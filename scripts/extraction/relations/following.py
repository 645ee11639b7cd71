"""P-values that a sentence of their own gives to the results before it.

`The difference was not significant (P = .3)` speaks of what was just compared. It counts only
where these words alone say it, and where what was compared is sure: one comparison, or as many as
there are p-values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.relations.difference_words import of_one_thing, only_compares, say_it_differs
from extraction.tokens import TIME_UNITS, Endpoint, Interval, PValue, Statistic, Time, Value

_SEVERAL = re.compile(r"\b(?:differences|rates|values|both|all|these|those)\b", re.IGNORECASE)
# What parts the p-values of several comparisons: `six months: P = .8, 12 months: P = .9`.
_PARTED = re.compile(r"[\s,;]*(?:and\s)?(?:(?:at|for)\s)?(?:[\w-]+\s)?\u00a7?[\s:,(]*(?:and\s)?")
_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "difference")
Key = tuple[str, str, float | None, str]


def told_after(line: Line, before: Sequence[Sequence[Finding]]) -> dict[int, Finding]:
    """The findings of the sentences before with the p-values that this sentence gives them.

    `before` holds the findings of the sentences before, the nearest last; the rows that change
    come by their identity.
    """
    tests = line.of(PValue)
    if not tests or not before or not before[-1]:
        return {}
    if any(m.unit not in {"", "count", *TIME_UNITS} for m in line.of(Value)):
        return {}
    rows = _compared([_amounts(rows) for rows in before])
    values = _values(line, tests)
    if not rows or not values or any(row.p for row in rows):
        return {}
    if not (_points_back(line, tests[0]) or _names_again(line, tests, rows)):
        return {}
    keys = list(dict.fromkeys(row.measure for row in rows))
    if len(values) == 1 and len({row.endpoint for row in rows}) == 1:
        told = _SEVERAL.search(line.view, line.sentence.start, tests[0].start)
        values = values * len(keys) if told else values
    if len(keys) != len(values):
        return {}
    given = dict(zip(keys, values, strict=True))
    return {
        id(row): replace(row, p=given[row.measure], one_sided=tests[0].one_sided) for row in rows
    }


def _points_back(line: Line, p: PValue) -> bool:
    """Whether a sentence speaks of a difference and names none of its own."""
    if any(isinstance(m, Endpoint | Interval) for m in line.mentions):
        return False
    if any(m.id != "difference" for m in line.of(Statistic)):
        return False
    return say_it_differs(line.view, line.sentence.start, p.start, line.words)


def _names_again(line: Line, tests: Sequence[PValue], rows: Sequence[Finding]) -> bool:
    """Whether a sentence says of the one endpoint compared before it that it differs."""
    named = [m.id for m in line.of(Endpoint)]
    if len(tests) != 1 or not named or any(isinstance(m, Value | Interval) for m in line.mentions):
        return False
    if not of_one_thing([*named, *(row.endpoint for row in rows)]):
        return False
    if len({row.measure for row in rows}) != 1 or rows[0].subgroup:
        return False
    return only_compares(line, line.sentence.start, tests[0])


def told_before(line: Line, rows: list[Finding], previous: Line) -> list[Finding]:
    """The one comparison of a sentence with the p-value of the sentence right before it.

    `Survival was longer with A than with B (P = .01). Median survival was 12 and 9 months.`
    """
    tests = previous.of(PValue)
    amounts = _amounts(rows)
    if len(tests) != 1 or len(tests[0].values) != 1 or line.of(PValue) or len(amounts) < 2:
        return rows
    if any(row.statistic in _RATIOS for row in amounts) or previous.of(Value):
        return rows
    if not _names_again(previous, tests, amounts):
        return rows
    value, one_sided = tests[0].values[0], tests[0].one_sided
    return [
        replace(row, p=value, one_sided=one_sided) if any(row is one for one in amounts) else row
        for row in rows
    ]


def with_other_side(
    first: Sequence[Finding], second: Sequence[Finding]
) -> tuple[list[Finding], Sequence[Finding]]:
    """The rows of two sentences, p of the second also with the side told in the first.

    `The rate was 21% with A. The rate was 8% with B (P = .008).`
    """
    given = list(first)
    for at, row in enumerate(given):
        if row.p is not None or not row.arm or row.statistic in {*_RATIOS, "count"}:
            continue
        others = [other for other in second if other.measure == row.measure]
        alone = sum(other.measure == row.measure for other in given) == 1
        if alone and len(others) == 1 and others[0].p and others[0].arm not in {"", row.arm}:
            given[at] = replace(row, p=others[0].p, one_sided=others[0].one_sided)
    return given, second


def _values(line: Line, tests: Sequence[PValue]) -> list[tuple[str, float]]:
    """The p-values of a sentence, where they are one list."""
    for left, right in pairwise(tests):
        between = line.view[left.end : right.start]
        for mention in line.mentions:
            if isinstance(mention, Time | Value) and left.end <= mention.start < right.start:
                between = between.replace(line.view[mention.start : mention.end], "\u00a7")
        if not _PARTED.fullmatch(between):
            return []
    return [value for test in tests for value in test.values]


def _amounts(rows: Sequence[Finding]) -> Sequence[Finding]:
    """The shares, rates and medians among some rows, which counts stand beside."""
    return [row for row in rows if row.statistic != "count"] or rows


def _compared(before: Sequence[Sequence[Finding]]) -> list[Finding]:
    """The rows of the last comparison: ratios, or both sides, which may be a sentence each."""
    last = list(before[-1])
    ratios = [row for row in last if row.statistic in _RATIOS]
    if ratios:
        return ratios
    if len(last) == len({row.measure for row in last}) and len(before) > 1:
        first = list(before[-2])
        sides = {row.arm for row in first}, {row.arm for row in last}
        apart = not (sides[0] & sides[1] - {""})
        same = sorted(str(row.measure) for row in first) == sorted(str(row.measure) for row in last)
        return first + last if apart and same else []
    return last if all(_sides(last, key) > 1 for key in [row.measure for row in last]) else []


def _sides(rows: Sequence[Finding], key: Key) -> int:
    return sum(row.measure == key for row in rows)

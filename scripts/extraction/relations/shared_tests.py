"""P-values that several results of a sentence share: both sides of a comparison, or all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.relations.significance import NEW_CLAUSE
from extraction.series.ratio_labels import COMPARED, RATIOS
from extraction.tokens import Endpoint, PValue, Statistic, Value

_EVERY = re.compile(r"\b(?:all|both|each)\s(?:with\s)?[(\[]?$")
_FOR_EVERY = re.compile(r",?\s(?:for|in)\s(?:all|both|each)\b")
_JOINED = re.compile(r",?\s(?:and\s)?|,\s(?:and\s)?|\sand\s")
_BETWEEN_GROUPS = re.compile(
    r"\b(?:comparison|differences?)\sbetween\s(?:the\s)?(?:two\s|2\s|both\s)?groups?\b[^.;:%]{0,50}$"
)
_THAN = re.compile(r"\b(?:than|versus|vs)\b")
_SIDES_OF_ONE = re.compile(
    r"^(?!.{160})(?:[^;:]|;\s(?=[^;]{0,40}$))*?(?:\b(?:and|versus|vs|v|than|but|while|whilst|whereas|"
    r"compared (?:with|to)|or)\b|,\s|/|;)"
)


def share_p(line: Line, found: list[Finding]) -> list[Finding]:
    """The p-value of a comparison also to its first side, where the sides are read one by one."""
    shared = list(found)
    for at in range(len(shared) - 1, 0, -1):
        left, right = shared[at - 1], shared[at]
        same = left.measure == right.measure or _patients_compared(left, right)
        text = line.view[left.value.end : right.value.start]
        sides = {row.arm for row in shared[at:] if row.arm and row.measure == left.measure}
        than = _THAN.search(text) and not NEW_CLAUSE.search(text)
        if not left.arm and len(sides) > 1 and not than:
            continue  # the share of all, before those of the arms
        if left.statistic in RATIOS:
            continue  # a p-value never leaves the bracket of its ratio
        if same and left.p is None and right.p is not None and _SIDES_OF_ONE.search(text):
            shared[at - 1] = replace(left, p=right.p, one_sided=right.one_sided)
    return _share_over_blocks(line, shared)


def _share_over_blocks(line: Line, found: list[Finding]) -> list[Finding]:
    """P of the values of one arm at several times also to the same of the arm told before them.

    `33% and 10% with A, whereas they were 50% and 38% with B (P = .04)`.
    """
    half = len(found) // 2
    first, second = found[:half], found[half:]
    if half < 2 or len(first) != len(second):
        return found
    told = {row.p for row in second}
    if any(row.p for row in first) or len(told) != 1 or None in told:
        return found
    if [row.measure for row in first] != [row.measure for row in second]:
        return found
    if len({row.endpoint for row in found}) != 1 or {row.arm for row in first} & {
        row.arm for row in second if row.arm
    }:
        return found
    text = line.view[first[-1].value.end : second[0].value.start]
    if not _SIDES_OF_ONE.search(text):
        return found
    return [replace(row, p=second[0].p, one_sided=second[0].one_sided) for row in first] + second


def _patients_compared(left: Finding, right: Finding) -> bool:
    """Whether two results differ in nothing but whose they are (`49% in the old, 58% in those`)."""
    apart = left.subgroup and right.subgroup and not (left.arm or right.arm)
    return bool(apart) and left.measure[:3] == right.measure[:3]


def share_with_all(line: Line, found: list[Finding]) -> list[Finding]:
    """A p-value that its sentence gives to all comparisons (`all P < .05`, `between groups, P`)."""
    tests = line.of(PValue)
    if not tests:
        return found
    p = tests[-1]
    if (listed := _listed(line, tests)) and all(row.p in (None, *listed.values) for row in found):
        found = [replace(row, p=None) for row in found] if _counts(found, listed) else found
        return _in_order(found, listed)
    if len(p.values) > 1:
        return _in_order(found, p) if len(tests) == 1 else found
    if len(tests) == 1 and _opens(line, p, found):
        return [replace(row, p=p.values[0], one_sided=p.one_sided) for row in found]
    near = max(line.sentence.start, p.start - 90)
    every = _EVERY.search(line.view, near, p.start) or _FOR_EVERY.match(line.view, p.end)
    if not every and (len(tests) > 1 or not _BETWEEN_GROUPS.search(line.view, near, p.start)):
        return found
    return [
        replace(row, p=p.values[0], one_sided=p.one_sided)
        if row.p is None and row.statistic != "count" and row.value.end <= p.start
        else row
        for row in found
    ]


def _listed(line: Line, tests: Sequence[PValue]) -> PValue | None:
    """Several tests side by side at the end of all values, as one (`P = .02 and P = .05`)."""
    last = max((m.end for m in line.of(Value)), default=0)
    behind = [test for test in tests if test.start > last]
    if len(behind) < 2 or any(len(test.values) > 1 for test in behind):
        return None
    gaps = (line.gap(left, right) for left, right in pairwise(behind))
    if not all(_JOINED.fullmatch(gap) for gap in gaps):
        return None
    values = tuple(value for test in behind for value in test.values)
    return replace(behind[0], end=behind[-1].end, values=values)


def _counts(found: Sequence[Finding], p: PValue) -> bool:
    """Whether there are as many comparisons as tests of them."""
    return len({row.measure for row in found}) == len(p.values)


def _opens(line: Line, p: PValue, found: Sequence[Finding]) -> bool:
    """Whether a p-value stands before the one pair that its sentence compares.

    `There was no difference (P = .2) between the groups in nausea (26% v 29%)`.
    """
    if len(found) != 2 or found[0].measure != found[1].measure or any(row.p for row in found):
        return False
    if found[0].statistic == "count" or found[0].value.start < p.end:
        return False
    if any(
        isinstance(m, Value | Statistic)
        and m.start < p.start
        and getattr(m, "id", "") != "difference"
        for m in line.mentions
    ) or any(m.end <= p.start for m in line.of(Endpoint)):
        return False
    return bool(COMPARED.of(line.words).search(line.view, line.sentence.start, p.start))


def _in_order(found: list[Finding], p: PValue) -> list[Finding]:
    """A list of p-values to as many comparisons, in their order."""
    keys = list(dict.fromkeys(row.measure for row in found))
    if len(keys) != len(p.values) or any(row.p for row in found):
        return found
    given = dict(zip(keys, p.values, strict=True))
    return [replace(row, p=given[row.measure], one_sided=p.one_sided) for row in found]

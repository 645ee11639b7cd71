"""Which p-values belong to values of three arms or more: those of all, and those of pairs.

`12% with A, 9% with B and 4% with C (B v A, P = .3; C v A, P = .01)` tests two arms against a
third: each p is that of the arm which no other pair has. A single p, or one for trend, is of all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.relations.layout import Cell
from extraction.series.ratio_labels import RATIOS
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint, Interval, PValue, Value

_FEWEST = 3
_OF_OTHERS = re.compile(
    r"\bbaseline\b|\bcorrelat|\bpretreatment\b|\bwithin\b|[,;]\s(?:with|which|but|whereas|while|"
    r"whilst|although|and)\b|\.\s"
)
_REACH = 170
_PAIRED = re.compile(
    r"\s?(?:groups?|arms?)?,?\s?(?:(?P<set>versus|vs\.?|v\.?|against|over|compared (?:with|to)|"
    r"than|[-/:])|and|or)\s?(?:the\s|both\s|either\s)?"
)
_NAMES = re.compile(r"[(;,]\s?(?P<one>[\w+-]+)\s(?:versus|vs\.?|v\.?)\s(?P<other>[\w+-]+)[,:]?\s$")
#: The number of a group that a test names (`(1 vs 3, P`), or the second one of two.
_CALLED = re.compile(r"\d\s(?:versus|vs\.?|v\.?)\s\d\b|\d[,:]?\s[Pp]\b")
_TESTED = re.compile(r"(?:\s(?:groups?|arms?|patients|alone))?[\s,:;=(\[]*(?:with\s|for\s)?")


def give_tests(found: Sequence[Finding], tests: Mapping[int, PValue | None]) -> list[Finding]:
    """Findings with the p-values of rows of arms, which come by the places of the values."""
    given = []
    for row in found:
        if row.value.start in tests and row.statistic not in RATIOS:
            p = tests[row.value.start]
            row = replace(row, p=p.values[0] if p else None, one_sided=bool(p and p.one_sided))
        given.append(row)
    return given


def tests_of_row(line: Line, series: Series, cells: Sequence[Cell]) -> list[PValue | None] | None:
    """The p-value of each value of a row of arms; None where these are no row of three or more.

    Several tests of which it is not told what they compare are nobody's.
    """
    arms = [cell.arms[0] if len(cell.arms) == 1 else "" for cell in cells]
    if len(arms) < _FEWEST or "" in arms or len({*arms}) < len(arms) or series.is_ratio:
        return None
    if any(item.p for item in series.items[:-1]):
        return None
    tests = _tests_behind(line, series)
    if not tests:
        return None
    pairs = [_pair_before(line, test) or _pair_called(line, test, arms) for test in tests]
    end = series.items[-1].value.end
    if not (any(pairs) or len(tests) > 1) and _OF_OTHERS.search(line.view, end, tests[0].start):
        return None
    if not any(pairs):
        return [tests[0] if len(tests) == 1 and len(tests[0].values) == 1 else None] * len(arms)
    told = [pair & {*arms} for pair in pairs]
    seen = Counter(arm for pair in told for arm in pair)
    given: dict[str, PValue] = {}
    for test, pair in zip(tests, told, strict=True):
        for arm in pair:
            if len(tests) == 1 or seen[arm] == 1:
                given[arm] = test
    return [given.get(arm) for arm in arms]


def _tests_behind(line: Line, series: Series) -> list[PValue]:
    """The tests behind the last value that stand before anything else is told."""
    last = series.items[-1].value.end
    tests: list[PValue] = []
    for mention in line.after(last):
        if isinstance(mention, PValue):
            tests.append(mention)
            continue
        if isinstance(mention, Value) and _CALLED.match(line.view, mention.start):
            continue
        told = isinstance(mention, Value | Endpoint) or (isinstance(mention, Interval) and tests)
        if told or mention.start - last > _REACH:
            break
    return tests


def _pair_called(line: Line, test: PValue, arms: Sequence[str]) -> set[str]:
    """The arms that a test compares by their numbers alone (`1 vs 3, P = .01`)."""
    told = _NAMES.search(line.view, max(line.sentence.start, test.start - 40), test.start)
    if told is None:
        return set()
    called = {arm for arm in arms for name in told.group("one", "other") if _ends(arm, name)}
    return called if len(called) > 1 else {"", *called}


def _ends(arm: str, name: str) -> bool:
    return arm == name or arm.endswith(f" {name}")


def _pair_before(line: Line, test: PValue) -> set[str]:
    """The arms that are named as compared right before a test."""
    before = [m for m in line.of(ArmMention) if m.end <= test.start]
    found: set[str] = set()
    opposed = False
    end = test.start
    for mention in reversed(before):
        beside = (_PAIRED if found else _TESTED).fullmatch(line.view, mention.end, end)
        if beside is None:
            break
        opposed = opposed or bool(beside.groupdict().get("set"))
        found.update(mention.labels)
        end = mention.start
    return found if opposed and len(found) > 1 else set()

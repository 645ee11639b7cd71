"""Which p-value belongs to which result.

A p-value stands behind the values that it compares, further on in their clause, or right before a
ratio. Where a ratio of the comparison is reported p belongs to it alone, else to both sides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.claims.place import ONLY_SIGNS, Claim, shape_between
from extraction.finding import Finding
from extraction.mentions.lines import Line, once
from extraction.relations.difference_words import say_it_differs
from extraction.relations.layout import Cell
from extraction.series.ratio_labels import COMPARED, RATIOS
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, Endpoint, Interval, PValue, Statistic, Subgroup, Value

# `54% of all, with significantly fewer in A (P = .01)`: p is that of another comparison.
_NEW_CLAUSE = re.compile(r"[,;]\s(?:with|which|but|whereas|while|whilst|although)\b")
_OF_OTHERS = re.compile(
    r"\btrends?\b(?! (?:towards?|to|for) )|\bbaseline\b|\bcorrelat|\bpretreatment\b"
    r"|\bwithin (?:each|the|both) (?:groups?|arms?)\b"
)
_EVERY = re.compile(r"\b(?:all|both|each)\s(?:with\s)?[(\[]?$")
_FOR_EVERY = re.compile(r",?\s(?:for|in)\s(?:all|both|each)\b")
_TWO = 2
_JOINED = re.compile(r",?\s(?:and\s)?|,\s(?:and\s)?|\sand\s")
_NAMED = re.compile(r"[)\]]?(?:\s\([A-Za-z-]+\))?\s?[(\[]")
_BETWEEN_GROUPS = re.compile(
    r"\b(?:comparison|differences?)\sbetween\s(?:the\s)?(?:two\s|2\s|both\s)?groups?\b[^.;:%]{0,50}$"
)
_THAN = re.compile(r"\b(?:than|versus|vs)\b")
_SIDES_OF_ONE = re.compile(
    r"^(?!.{160})(?:[^;:]|;\s(?=[^;]{0,40}$))*?(?:\b(?:and|versus|vs|v|than|but|while|whilst|whereas|"
    r"compared (?:with|to)|or)\b|,\s|/|;)"
)


def late_p(line: Line, claim: Claim) -> PValue | None:
    """A p-value further on in the clause, or right before a ratio, that is no other's."""
    series = claim.series
    alone = series.label is None and len(series.items) == 1 and not _has_arm(series.items[0])
    for mention in line.mentions:
        if mention.start < series.end:
            continue
        if isinstance(mention, PValue):
            text = line.view[series.end : mention.start]
            opened = series.end if series.label is not None else series.items[-1].value.end
            clause = line.view[opened : mention.start]
            if clause.count("(") > clause.count(")"):
                clause = clause.rpartition("(")[0]
            if (alone and _NEW_CLAUSE.search(text)) or _OF_OTHERS.search(text):
                return None
            apart = ";" in clause and not _in_one_bracket(line, series, mention)
            said = line.view.rfind(";", series.end, mention.start)
            apart = apart and not (
                clause.count(";") == 1
                and say_it_differs(line.view, said + 1, mention.start, line.words)
            )
            return mention if len(text) < 150 and not apart else None
        if isinstance(mention, Value) and not mention.unit and series.label is None:
            continue
        if isinstance(mention, Statistic) and mention.id == "difference":
            continue
        if isinstance(mention, Subgroup) and line.view[series.end : mention.start] == " ":
            continue  # `216 days for patients with B`
        if isinstance(mention, Value | Statistic | Interval | Subgroup):
            break
        if isinstance(mention, Endpoint) and not _is_of(claim.endpoint, mention):
            break
    if series.label is not None:
        named, of_another = _behind_names(line, claim)
        if named is not None:
            return named
        before = [m for m in line.mentions if m.end <= series.label.start]
        tests = [m for m in before if not isinstance(m, ArmMention)][-1:]
        if tests and isinstance(tests[0], PValue) and tests[0] not in of_another:
            shape = shape_between(line, tests[0].end, series.label.start).replace("/", " ")
            opens = line.view[: tests[0].start].endswith(("(", "["))
            if ONLY_SIGNS.fullmatch(shape if opens else shape.replace(",", "x")):
                return tests[0]
    return None


def _behind_names(line: Line, claim: Claim) -> tuple[PValue | None, list[PValue]]:
    """The p-value right behind the name of a ratio's endpoint, and those behind other names.

    `A improved DFS (P = .01) but not OS (P = .3); the HR for OS was 0.9`.
    """
    own: PValue | None = None
    others: list[PValue] = []
    assert claim.series.label is not None
    for named, test in _tests_behind_names(line):
        if test.start >= claim.series.label.start:
            break
        if named.id == claim.endpoint.id:
            own = test
        else:
            others.append(test)
    return own, others


@once
def _tests_behind_names(line: Line) -> list[tuple[Endpoint, PValue]]:
    return [
        (before, mention)
        for before, mention in itertools.pairwise(line.mentions)
        if isinstance(before, Endpoint)
        and isinstance(mention, PValue)
        and _NAMED.fullmatch(line.gap(before, mention))
    ]


def _is_of(endpoint: Endpoint, mention: Endpoint) -> bool:
    """Whether a mention is the endpoint itself or part of its name."""
    return mention == endpoint or (mention.start < endpoint.end and endpoint.start < mention.end)


def _has_arm(item: Item) -> bool:
    return bool(item.arms_before or item.arms_after)


def _in_one_bracket(line: Line, series: Series, p: PValue) -> bool:
    """Whether values and p stand in the same bracket (`(3.7% a v 3.3% b; P = .8)`)."""
    before = line.view[line.sentence.start : series.start]
    between = line.view[series.start : p.start]
    opened = before.count("(") + before.count("[") - before.count(")") - before.count("]")
    return opened > 0 and ")" not in between and "]" not in between


def p_of(claim: Claim, cell: Cell, cells: Sequence[Cell], line: Line) -> PValue | None:
    """The p-value of one value of a claim."""
    found = _beside(claim.series, cell.item) or _of_other_side(claim, cell, cells)
    found = found or late_p(line, claim) or early_p(line, claim)
    if found is None or len(found.values) == 1:
        return found
    columns = {one.p_index for one in cells}
    if len(columns) != len(found.values):
        return None
    return replace(found, values=(found.values[cell.p_index],))


def _beside(series: Series, item: Item) -> PValue | None:
    """The p-value behind a value, its pair (`9 v 8 (P = .5) and 7 v 4 (P = .1)`), or them all."""
    own = [one.p for one in series.items[:-1]] + [series.items[-1].p or series.p]
    told = [at for at, p in enumerate(own) if p is not None]
    if len(told) > 1 and told == [*range(1, len(own), 2)]:
        at = next(place for place, one in enumerate(series.items) if one is item)
        return own[at | 1]
    return item.p or series.p


def _of_other_side(claim: Claim, cell: Cell, cells: Sequence[Cell]) -> PValue | None:
    """The p-value beside the other of two sides (`41%, P = .02, with A v 28% with B`)."""
    if claim.series.is_ratio or claim.series.joints != ["vs"] or len(cells) != 2:
        return None
    return (cells[1] if cells[0] is cell else cells[0]).item.p


def early_p(line: Line, claim: Claim) -> PValue | None:
    """A p-value between an endpoint and its values (`was similar (P = .2), 41% v 39%`)."""
    series = claim.series
    if series.is_ratio or len(series.items) != 2:
        return None
    between = [m for m in line.mentions if claim.endpoint.end <= m.start and m.end <= series.start]
    tests = [m for m in between if isinstance(m, PValue)]
    others = [m for m in between if isinstance(m, Value | Endpoint | Statistic | Interval)]
    if len(tests) != 1 or others:
        return None
    told = COMPARED.of(line.words).search(line.view, line.sentence.start, tests[0].start)
    return tests[0] if told or _in_bracket_of(line, tests[0], series) else None


def _in_bracket_of(line: Line, p: PValue, series: Series) -> bool:
    between = line.view[p.end : series.start]
    return between.strip() in {";", ","} and line.view[: p.start].rstrip().endswith(("(", "["))


def share_p(line: Line, found: list[Finding]) -> list[Finding]:
    """The p-value of a comparison also to its first side, where the sides are read one by one."""
    shared = list(found)
    for at in range(len(shared) - 1, 0, -1):
        left, right = shared[at - 1], shared[at]
        same = left.measure == right.measure
        text = line.view[left.value.end : right.value.start]
        sides = {row.arm for row in shared[at:] if row.arm and row.measure == left.measure}
        than = _THAN.search(text) and not _NEW_CLAUSE.search(text)
        if not left.arm and len(sides) > 1 and not than:
            continue  # the share of all, before those of the arms
        if left.statistic in RATIOS:
            continue  # a p-value never leaves the bracket of its ratio
        if same and left.p is None and right.p is not None and _SIDES_OF_ONE.search(text):
            shared[at - 1] = replace(left, p=right.p, one_sided=right.one_sided)
    return shared


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


def give_p_to_ratios(found: list[Finding]) -> list[Finding]:
    """Where a ratio of the same endpoint stands in the sentence, p belongs to it alone.

    Three arms or more are compared by a test of their own.
    """
    ratios = {f.endpoint: f for f in found if f.statistic in RATIOS}
    given: list[Finding] = []
    for finding in found:
        ratio = ratios.get(finding.endpoint)
        if ratio is None or finding.subgroup != ratio.subgroup:
            given.append(finding)
            continue
        amounts = [f for f in found if f.endpoint == finding.endpoint and f.statistic not in RATIOS]
        if len({f.arm for f in amounts}) > _TWO:
            given.append(finding)
        elif finding.statistic in RATIOS:
            source = next((f for f in amounts if f.p and f.value.end <= finding.value.start), None)
            if finding.p is None and source is not None and finding is ratio:
                finding = replace(finding, p=source.p, one_sided=source.one_sided)
            given.append(finding)
        else:
            given.append(replace(finding, p=None, one_sided=False))
    return given

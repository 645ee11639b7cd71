"""Endpoints named as a list, and the series that answer one in its order.

`TTP, PFS, and OS` is a list; in `TTP and OS: 7 v 5 months; 20 v 18 months` each series has its own
endpoint, in `ORR and PFS were 40% and 6 months` each value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.place import ONLY_SIGNS, Claim, Place, endpoints_before, shape_between
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint

_REACH = 150
_SHORT_FORM = re.compile(r"\([^()\d]*\)")
_NUMBER_BEFORE = re.compile(r"(?<!rade)(?<!and)(?<!or)(?<!to)\s\d+\s$")
_JOINED = re.compile(
    r"[\s,)]*(?:\brates?\b[\s,]*)?(?:\band\b|\bor\b|/)?\s*(?:\([A-Za-z]+\))?\s*(?:for\s|of\s)?"
    r"(?:the\s|median\s|\w+-year\s)*"
)


# Ratios of endpoints one by one open a bracket right behind their names.
_OPENS = re.compile(
    r"[)\]]?(?:\soutcomes?\b|\srates?\b)?(?:\s(?:compared (?:with|to)|versus|vs|than|over)"
    r"\s(?:(?!and\b|or\b|in\b|for\b)[\w-]+\s){1,4})?\s?(?:\([A-Za-z]+\))?\s?[(\[](?:[A-Za-z][^()\[\];]{0,30})?"
)

_UNKNOWN_BEFORE = re.compile(
    r"(?<![\w-])(?:[\w-]*[A-Z][\w-]*[A-Z]\w*|[\w-]*(?:free|specific|related|survival|control|rates?|"
    r"interval|recurrence|relapse|failure|mortality|response|remission|progression)"
    r"(?:\s\([^()]{2,12}\))?),?\sand\s(?:the\s|median\s|[\w-]+-year\s)*$"
)
# `median OS and SBP were 30.8 and 19.6 months`.
_UNKNOWN_BEHIND = re.compile(
    r"(?:\srates?)?\sand\s(?:the\s)?[A-Z][\w-]*[A-Z]\w*\s(?:rates?\s)?(?:was|were)\s"
)
_AND_BEFORE = re.compile(
    r"(?<!year)(?<!month)(?<!week)(?<=[A-Za-z)]),?\sand\s(?:the\s|median\s|mean\s|[\w-]+-year\s)*$"
)
_NUMBERS_CLOSED = re.compile(r"\d[^()]*[)\]]$")
_LISTED_BEFORE = re.compile(r",\s[^,;.()\d]{2,30}$")
_LIST_BEFORE = re.compile(r",\s[^,;.()\d]{2,30},?\sand\s(?:the\s|median\s)*$")


def list_ending_with(line: Line, last: Endpoint) -> tuple[Endpoint, ...]:
    """Endpoints named as a list that ends with this one (`TTP, PFS, and OS`)."""
    group = [last]
    for mention in reversed([m for m in line.of(Endpoint) if m.end <= last.start]):
        gap = _SHORT_FORM.sub("", line.view[mention.end : group[0].start])
        same = mention.id == group[0].id
        if same and len(gap) < 4:
            group[0] = mention
            continue
        if same or not _JOINED.fullmatch(gap) or gap == " " or _is_counted(line, mention):
            break
        group.insert(0, mention)
    return tuple(group)


def _is_counted(line: Line, endpoint: Endpoint) -> bool:
    """Whether a number stands right before an endpoint, its own value (`71 deaths, OS was`)."""
    return _NUMBER_BEFORE.search(line.view, line.sentence.start, endpoint.start) is not None


def list_behind(line: Line, series: Series, first: Endpoint) -> tuple[Endpoint, ...]:
    """Two endpoints behind their two values (`9% and 4% had A and B, respectively`)."""
    behind = [m for m in line.of(Endpoint) if m.start >= first.end]
    if len(series.items) != 2 or "vs" in series.joints or not behind:
        return (first,)
    second = behind[0]
    joined = _JOINED.fullmatch(line.gap(first, second)) and line.gap(first, second) != " "
    ends = line.view.startswith(", respectively", second.end)
    return (first, second) if joined and ends and second.id != first.id else (first,)


def in_parallel(line: Line, all_series: Sequence[Series]) -> dict[int, tuple[Endpoint, ...]]:
    """The endpoints of the series, by their number, that answer a list in its order."""
    for first, series in enumerate(all_series):
        before = endpoints_before(line, series)
        if not before:
            continue
        group = list_ending_with(line, before[-1])
        rows = _one_row_for_each_arm(all_series[first:], group)
        if rows:
            return {first + at: group for at in range(rows)}
        run = all_series[first : first + len(group)]
        between = [
            shape_between(line, left.end, _opening(right))
            for left, right in itertools.pairwise(run)
        ]
        slashed = bool(between) and all(_is_slash(line, *pair) for pair in itertools.pairwise(run))
        joined = slashed or all(ONLY_SIGNS.fullmatch(text) for text in between)
        ratios = all(one.is_ratio and not one.is_carried for one in run)
        beside = ratios and _OPENS.fullmatch(line.view, group[-1].end, _opening(series))
        several = slashed or beside or len(series.items) > 1 or len(group) > 2
        apart = joined and several and not _are_by_arm(run)
        if len(group) > 1 and len(run) == len(group) and apart:
            return {first + at: (endpoint,) for at, endpoint in enumerate(group)}
        if _is_longer(line, all_series[first:], group):
            return {first + at: () for at in range(len(all_series) - first)}
        mixed = _mixed(line, run, group)
        if mixed:
            return {first + at: its for at, its in enumerate(mixed)}
    return {}


def _one_row_for_each_arm(all_series: Sequence[Series], group: Sequence[Endpoint]) -> int:
    """How many series in a row give an arm's values of all endpoints of a list, 0 for one alone.

    `PFS and OS were 2.7 and 5.3 months, respectively, for A, and 3.8 and 6.9 for B`.
    """
    rows = 0
    for series in all_series:
        if len(group) < 2 or not answers_group(series, len(group)):
            break
        named = {m.labels for one in series.items for m in (*one.arms_before, *one.arms_after)}
        if len(named) > 1 or (rows and not named) or series.unit != all_series[0].unit:
            break
        rows += 1
    return rows if rows > 1 else 0


def _are_by_arm(run: Sequence[Series]) -> bool:
    """Whether each series lists values of an arm of its own (`9%, 4% in A and 7%, 2% in B`)."""
    arms = [
        {m.labels for item in series.items for m in (*item.arms_before, *item.arms_after)}
        for series in run
    ]
    lists = all(len(one.items) > 1 and not one.is_ratio and "vs" not in one.joints for one in run)
    return lists and all(len(labels) == 1 for labels in arms) and len(set.union(*arms)) == len(run)


def answers_group(series: Series, size: int) -> bool:
    """Whether a plain list of values may answer a list of endpoints one by one."""
    return len(series.items) == size and "vs" not in series.joints and not series.is_ratio


def same_list(place: Place) -> Claim | None:
    """The claim of a list of values that answers the endpoints that the one before did.

    `TTP and OS with A (4.7 and 9.5 months) were similar to those with B (4.2 and 8.2 months)`.
    """
    last = place.last
    if last is None or len(last.endpoints) < 2:
        return None
    size = len(last.endpoints)
    if not (answers_group(place.series, size) and answers_group(last.series, size)):
        return None
    if place.series.unit != last.series.unit or len(place.before) > _REACH:
        return None
    between = [
        m for m in place.line.mentions if last.series.end <= m.start and m.end <= place.series.start
    ]
    if any(isinstance(m, Endpoint) for m in between):
        return None
    armed = any(isinstance(m, ArmMention) for m in between) or place.series.items[-1].arms_after
    return replace(last, series=place.series) if armed else None


def _is_slash(line: Line, left: Series, right: Series) -> bool:
    """Whether nothing but a stroke parts two series (`HR 1.6/HR 2.1`)."""
    return line.view[left.end : _opening(right)].strip() == "/"


def _opening(series: Series) -> int:
    """Where a series starts, its label told."""
    return series.label.start if series.label is not None else series.start


def _is_named_with(before: str) -> bool:
    """Whether a text ends with a name and `and`: it closes no bracket of numbers, no clause."""
    joined = _AND_BEFORE.search(before)
    if joined is None or _NUMBERS_CLOSED.search(before, 0, joined.start()):
        return False
    listed = _LISTED_BEFORE.search(before, 0, joined.start())
    return "," not in joined.group() or listed is not None


def answers_unknown(line: Line, series: Series, group: Sequence[Endpoint]) -> bool:
    """Whether values answer a name beside the one known too (`LRFS and OS were 80% and 90%`)."""
    listed = len(series.items) > 1 and series.joints[0] == "list" and len(group) == 1
    if listed and len(series.items) == 2 and _UNKNOWN_BEHIND.match(line.view, group[0].end):
        return not any(item.arms_after or item.arms_before for item in series.items)
    before = line.view[max(line.sentence.start, group[0].start - 30) : group[0].start]
    named = {m.labels for m in line.of(ArmMention)}
    if listed and series.respectively and len(named) < 2 and _is_named_with(before):
        return not any(item.arms_after or item.arms_before for item in series.items)
    own_arms = sum(bool(item.arms_after or item.arms_before) for item in series.items)
    return listed and own_arms < len(series.items) and _UNKNOWN_BEFORE.search(before) is not None


def _is_longer(line: Line, run: Sequence[Series], group: Sequence[Endpoint]) -> bool:
    """Whether a list has more members than endpoints are known (`OS, median TD and TTNT were`)."""
    joined = 1
    for left, right in itertools.pairwise(run):
        if not ONLY_SIGNS.fullmatch(shape_between(line, left.end, right.start)):
            break
        joined += 1
    units = {series.unit for series in run[:joined]}
    before = line.view[max(line.sentence.start, group[0].start - 60) : group[0].start]
    return joined > len(group) and len(units) > 1 and _LIST_BEFORE.search(before) is not None


def _mixed(
    line: Line, run: Sequence[Series], group: Sequence[Endpoint]
) -> list[tuple[Endpoint, ...]]:
    """Endpoints with one value each in series of several units (`ORR and PFS: 40%, 6 months`)."""
    shares: list[tuple[Endpoint, ...]] = []
    used = 0
    for at, series in enumerate(run):
        if at and not ONLY_SIGNS.fullmatch(shape_between(line, run[at - 1].end, series.start)):
            return []
        if series.is_ratio or "vs" in series.joints:
            return []
        shares.append(tuple(group[used : used + len(series.items)]))
        used += len(series.items)
        if used >= len(group):
            break
    return shares if used == len(group) > 2 and len(shares) > 1 else []

"""Numbers that stand side by side: `41 v 23 months`, `98%, 93% and 91%`, `7% in A and 5% in B`.

A series is a run of values of one unit, linked by a comparison word, a comma or `and`, with nothing
between them but arms, brackets and small words. What stands beside a value (its interval, its p,
its arm) is noted with it; what the values are values of is not known here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.mentions.lines import Line
from extraction.series.beside import attach_before, attach_between
from extraction.series.joints import (
    counts_people,
    is_share,
    is_tested,
    joint_between,
    of_another,
    opens_clause,
    starts_anew,
)
from extraction.series.ratio_labels import behind_a_pair, carried_label, ratio_label, unlabelled
from extraction.series.series import Item, Series
from extraction.series.trail import attach_after, is_count_aside, respectively_before
from extraction.series.units import goes_on, unit_of, unit_of_rates
from extraction.series.worded_ratios import label_of_arms, worded_label
from extraction.tokens import (
    ArmMention,
    Count,
    Endpoint,
    Interval,
    Level,
    Noise,
    PValue,
    RateUnit,
    Statistic,
    Time,
    Value,
)

#: No comparison in an abstract has more values side by side.
LONGEST = 24
_FROM = re.compile(r"\bfrom\s(?:a median of\s)?$")
_DURING = re.compile(r"\s(?:during|over|in)\sthe\sfirst\s")
# `PASI 75, 70% v 54%` and `HAQ 20 (35%)` name what the next shares are of.
_CRITERION = re.compile(r"\b[A-Z]{2,}[A-Za-z]*[\s-]$")
_ITS_SHARE = re.compile(
    r"(?:\sresponses?)?(?:,\s|:\s?|\s[(\[]|\s=\s)(?:\d+/\d+ )?[(\[]?\d+(?:\.\d+)?\s?%"
    r"(?!\s?CI\b|\s?confidence)"
)
_NAME_ENDS = re.compile(r",|\s(?:and|with|in|was|were|among)\b|[.;)]")


def find_series(line: Line, unit: str = "", ratio: str = "") -> list[Series]:
    """All series of a sentence, in order.

    `unit` is that of the values of the sentence before, `ratio` the one kind of ratio that the
    sentences before have named.
    """
    mentions = line.mentions
    found: list[Series] = []
    at = 0
    while at < len(mentions):
        mention = mentions[at]
        if _ends_name(line, at):
            at += 1
        elif isinstance(mention, Value) and mention.unit != "count":
            series, at = _read(line, at, found, unit, ratio)
            if series is not None:
                found += _blocks(series)
        else:
            at += 1
    return found


def _read(
    line: Line, at: int, found: Sequence[Series], unit_before: str, ratio: str
) -> tuple[Series | None, int]:
    """Read the series that starts at mention `at`; return it and where to go on."""
    first = line.mentions[at].start
    label = ratio_label(line, at)
    if label is None:
        label = worded_label(line, at)
    if label is None and found:
        label = _carried(line, at, found)
    if label is None:
        label = _not_printed(line, at, found, ratio)
    from_to = bool(_FROM.search(line.view, max(line.sentence.start, first - 20), first))
    members, joints = _run(line, at, label, from_to=from_to)
    items = [Item(value=_value(line, member)) for member in members]
    for number, (left, right) in enumerate(itertools.pairwise(members)):
        attach_between(line, items[number], items[number + 1], left, right)
    if at > 0:
        attach_before(line, items[0], at, len(items) > 1)
    listed_after = len(items) > 1 and any(
        line.view[items[-2].value.end : arm.start] == ", " for arm in items[-2].arms_after
    )
    trail = attach_after(
        line, items[-1], members[-1], listed_after=listed_after, ratio=label is not None
    )
    _share_intervals(items, trail.intervals)
    joints = _compared_by_tests(items, joints, trail.p)
    unit = unit_of(items, line, members, label, trail.end)
    unit = unit or unit_of_rates(line, items, found[-1] if found else None, unit_before)
    following = members[-1] + 1
    if not unit:
        return None, following
    in_order = trail.respectively or respectively_before(line, first)
    series = Series(items, joints, unit, first, trail.end, label, in_order, trail.p)
    series.from_to = from_to and joints == ["vs"]
    if len(items) == 1 and series.p is not None:
        items[0].p, series.p = series.p, None
    return series, following


def _blocks(series: Series) -> list[Series]:
    """A list whose second half an arm opens as two (`60% and 40%, and with B 50% and 30%`)."""
    n = len(series.items)
    half = n // 2
    opened = [at for at, item in enumerate(series.items) if item.arms_before]
    alone = not any(item.arms_after for item in series.items)
    if n < 4 or n % 2 or opened[-1:] != [half] or not alone or "vs" in series.joints:
        return [series]
    if any(at for at in opened if at != half) or series.label is not None or series.respectively:
        return [series]
    first = replace(series, items=series.items[:half], joints=series.joints[: half - 1], p=None)
    first.end = first.items[-1].value.end
    second = replace(series, items=series.items[half:], joints=series.joints[half:])
    second.start = second.items[0].value.start
    return [first, second]


def _run(
    line: Line, at: int, label: Statistic | None, *, from_to: bool
) -> tuple[list[int], list[str]]:
    """The values that go on with that at mention `at`, and how each is joined to the next."""
    members, joints = [at], list[str]()
    while len(members) < LONGEST:
        last = members[-1]
        following = _next_value(line, last, label)
        if following is None:
            break
        left, right = _value(line, last), _value(line, following)
        joint = joint_between(line, last, following, from_to and len(members) == 1)
        if label is not None and is_tested(line, last) and not is_tested(line, following):
            break
        units = (_value(line, member).unit for member in members)
        if joint is None or not goes_on(units, right, ratio=label is not None):
            break
        if left.unit == "%" and not right.unit and counts_people(line, right):
            break
        if left.unit.startswith("per ") and _is_whole(line, right) and not _is_whole(line, left):
            break  # `49 with A (2.6 per 1000 woman-years) and 74 with B (4.0 per ...)`
        if joint == "list" and left.events is None and right.at > right.start:
            break  # `the rate was 50%, and 25 patients (28%) had ...`
        if starts_anew(line, last, following) or (
            joint == "list"
            and (of_another(line, members, following) or opens_clause(line, members[0], following))
        ):
            break
        members.append(following)
        joints.append(joint)
    return members, joints


def _is_whole(line: Line, value: Value) -> bool:
    """Whether a number is printed without a unit and without decimals, or only without these."""
    printed = line.view[value.start : value.end].split(" ")[0]
    return "." not in printed and "%" not in printed


def _value(line: Line, at: int) -> Value:
    value = line.mentions[at]
    assert isinstance(value, Value)
    return value


def _ends_name(line: Line, at: int) -> bool:
    """Whether a number is the end of an endpoint's name (`clinical benefit 1, and 87%`)."""
    value, before = line.mentions[at], line.mentions[at - 1] if at else None
    if isinstance(before, Statistic):
        return False
    if isinstance(value, Value) and not value.unit and _ITS_SHARE.match(line.view, value.end):
        start = max(line.sentence.start, value.start - 12)
        if _CRITERION.search(line.view, start, value.start):
            return True
    if not isinstance(value, Value) or not isinstance(before, Endpoint) or value.unit:
        return False
    small = value.number is not None and value.number.is_integer() and value.number < 5
    return (
        small
        and line.gap(before, value) == " "
        and _NAME_ENDS.match(line.view, value.end) is not None
    )


def _carried(line: Line, at: int, found: Sequence[Series]) -> Statistic | None:
    """The label of a ratio before, for one that goes on with it or stands behind a pair.

    `A (7% v 7%; HR 0.71 [0.19-2.58]), B (18% v 19%; 0.86 [0.36-2.06])` prints the label once.
    """
    last = found[-1]
    if last.label is not None:
        return carried_label(line, at, last.label, last.end)
    labels = [series.label for series in found if series.label is not None]
    paired = len(last.items) > 1 and len(found) > 1 and found[-2].label is not None
    return behind_a_pair(line, at, labels[-1], last.end) if labels and paired else None


def _not_printed(line: Line, at: int, found: Sequence[Series], ratio: str) -> Statistic | None:
    """The label of a ratio that prints none, where the text has named one kind of ratio."""
    labels = [series.label.id for series in found if series.label is not None]
    pair = found[-1] if found and found[-1].label is None and len(found[-1].items) == 2 else None
    kind = labels[-1] if labels else ratio
    if not kind:
        return None
    behind = pair.items[-1].value.end if pair else -1
    return label_of_arms(line, at, kind) or unlabelled(line, at, behind, kind)


def _compared_by_tests(items: Sequence[Item], joints: list[str], last: PValue | None) -> list[str]:
    """The joints of a list in which each of several p-values compares the values before it.

    `DFS and OS were 67% and 75% (P = .3), and 72% and 82% (P = .1)`.
    """
    tested = [at for at, item in enumerate(items) if item.p is not None]
    ends = [*tested, *([len(items) - 1] if last is not None and items[-1].p is None else [])]
    width = ends[0] + 1 if ends else 0
    if len(ends) < 2 or width < 2 or "vs" in joints:
        return joints
    if ends != list(range(width - 1, len(items), width)):
        return joints
    return ["list" if (at + 1) % width == 0 else "vs" for at in range(len(joints))]


def _share_intervals(items: Sequence[Item], intervals: Sequence[Interval]) -> None:
    """Intervals that follow all the values go to them in their order."""
    if len(items) == len(intervals) > 1 and not any(item.interval for item in items[:-1]):
        for item, interval in zip(items, intervals, strict=True):
            item.interval = interval


def _next_value(line: Line, at: int, label: Statistic | None) -> int | None:
    mentions = line.mentions
    for index in range(at + 1, min(at + 8, len(mentions))):
        mention = mentions[index]
        if isinstance(mention, Value):
            gap = line.gap(mentions[at], mention)
            if label and mention.unit and _DURING.fullmatch(gap):
                continue
            if is_share(mentions[at]) and is_count_aside(line, mentions[at].end, mention):
                continue
            return index
        if not isinstance(
            mention, ArmMention | Interval | Level | PValue | Count | Noise | Time | RateUnit
        ):
            return None
    return None

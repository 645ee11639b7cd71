"""Numbers that stand side by side: `41 v 23 months`, `98%, 93% and 91%`, `7% in A and 5% in B`.

A series is a run of values of one unit, linked by a comparison word, a comma or `and`, with nothing
between them but arms, brackets and small words. What stands beside a value (its interval, its p,
its arm) is noted with it; what the values are values of is not known here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.mentions.lines import Line
from extraction.series.beside import (
    Item,
    attach_after,
    attach_before,
    attach_between,
    is_count_aside,
)
from extraction.series.joints import (
    counts_people,
    is_share,
    is_tested,
    joint_between,
    of_another,
    starts_anew,
)
from extraction.series.ratio_labels import behind_a_pair, carried_label, ratio_label
from extraction.tokens import (
    TIME_UNITS,
    ArmMention,
    Count,
    Endpoint,
    Interval,
    Level,
    Mention,
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
# The unit once behind all intervals: `18 (95% CI 15-22) and 11 (95% CI 9-13) months`.
_UNIT_BEHIND = re.compile(r"[)\]]?\s(?P<unit>months|years|weeks|days)\b")
_GOES_ON = re.compile(r"[^.;\d]{0,60}(?:,|\band)\s(?:and\s)?")
_OF_ONE = re.compile(r"\s(?:for|in|with)\s")
_RATES_WERE = re.compile(r"\brates?\s(?:was|were)\s$")
_NAME_ENDS = re.compile(r",|\s(?:and|with|in|was|were|among)\b|[.;)]")
# `22.3 (range 0.03-139.6) months`.
_UNIT_BEHIND_RANGE = re.compile(
    r"\s?[(\[][^()\[\]]{3,60}[)\]]\s(?P<unit>months|years|weeks|days)\b"
)


@dataclass(slots=True)
class Series:
    """Values side by side; `joints[i]` is `vs` or `list`, between items i and i + 1.

    `label` is the ratio label of a series of ratios. `respectively` tells whether the word follows.
    `p` is a p-value that follows all the values. `from_to` marks `from 22 to 34 months`, which
    names the comparator first.
    """

    items: list[Item]
    joints: list[str]
    unit: str
    start: int
    end: int
    label: Statistic | None = None
    respectively: bool = False
    p: PValue | None = None
    from_to: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether the values are ratios between arms."""
        return self.label is not None

    @property
    def is_carried(self) -> bool:
        """Whether the label is that of the ratio before, which stands for no words here."""
        return self.label is not None and self.label.start == self.label.end


def find_series(line: Line, unit: str = "") -> list[Series]:
    """All series of a sentence, in order; `unit` is that of the values of the sentence before."""
    mentions = line.mentions
    found: list[Series] = []
    at = 0
    while at < len(mentions):
        mention = mentions[at]
        if _ends_name(line, at):
            at += 1
        elif isinstance(mention, Value) and mention.unit != "count":
            series, at = _read(line, at, found, unit)
            if series is not None:
                found.append(series)
        else:
            at += 1
    return found


def _read(
    line: Line, at: int, found: Sequence[Series], unit_before: str
) -> tuple[Series | None, int]:
    """Read the series that starts at mention `at`; return it and where to go on."""
    mentions = line.mentions
    members = [at]
    joints: list[str] = []
    label = ratio_label(line, at)
    if label is None and found:
        label = _carried(line, at, found)
    from_to = bool(
        _FROM.search(
            line.view, max(line.sentence.start, mentions[at].start - 20), mentions[at].start
        )
    )
    while len(members) < LONGEST:
        following = _next_value(line, members[-1], label)
        if following is None:
            break
        left, right = mentions[members[-1]], mentions[following]
        assert isinstance(left, Value) and isinstance(right, Value)
        joint = joint_between(line, members[-1], following, from_to and len(members) == 1)
        if label is not None and is_tested(line, members[-1]) and not is_tested(line, following):
            break
        if joint is None or not _same_unit(
            [mentions[m] for m in members], right, label is not None
        ):
            break
        if joint == "list" and left.unit == "%" and not right.unit and counts_people(line, right):
            break
        if joint == "list" and left.events is None and right.at > right.start:
            break  # `the rate was 50%, and 25 patients (28%) had ...`
        if starts_anew(line, members[-1], following) or (
            joint == "list" and of_another(line, members, following)
        ):
            break
        members.append(following)
        joints.append(joint)
    items = [Item(value=_value(mentions[m])) for m in members]
    for number, (first, last) in enumerate(itertools.pairwise(members)):
        attach_between(line, items[number], items[number + 1], first, last)
    if members[0] > 0:
        attach_before(line, items[0], members[0], len(items) > 1)
    listed_after = len(items) > 1 and any(
        line.view[items[-2].value.end : arm.start] == ", " for arm in items[-2].arms_after
    )
    trail = attach_after(
        line, items[-1], members[-1], listed_after=listed_after, ratio=label is not None
    )
    _share_intervals(items, trail.intervals)
    unit = _unit(items, line, members, label, trail.end)
    unit = unit or _unit_of_rates(line, items, found[-1] if found else None, unit_before)
    at = members[-1] + 1
    if not unit:
        return None, at
    series = Series(
        items,
        joints,
        unit,
        mentions[members[0]].start,
        trail.end,
        label,
        trail.respectively,
        trail.p,
    )
    series.from_to = from_to and joints == ["vs"]
    if len(items) == 1 and series.p is not None:
        items[0].p, series.p = series.p, None
    return series, at


def _ends_name(line: Line, at: int) -> bool:
    """Whether a number is the end of an endpoint's name (`clinical benefit 1, and 87%`)."""
    value, before = line.mentions[at], line.mentions[at - 1] if at else None
    if not isinstance(value, Value) or not isinstance(before, Endpoint) or value.unit:
        return False
    small = value.number is not None and value.number.is_integer() and value.number < 5
    return (
        small
        and line.gap(before, value) == " "
        and _NAME_ENDS.match(line.view, value.end) is not None
    )


def _unit_of_rates(
    line: Line, items: Sequence[Item], previous: Series | None, unit_before: str
) -> str:
    """The unit of rates that go on with those before (`4.7 for stroke`, `rates were 3 and 2`)."""
    first, last = items[0].value, items[-1].value
    if any(i.value.unit or i.value.number is None or i.value.number.is_integer() for i in items):
        return ""
    if previous is not None and previous.unit.startswith("per "):
        near = _GOES_ON.fullmatch(line.view, previous.end, first.start)
        return previous.unit if near and _OF_ONE.match(line.view, last.end) else ""
    told = _RATES_WERE.search(line.view, line.sentence.start, first.start)
    return unit_before if told and unit_before.startswith("per ") else ""


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


def _share_intervals(items: Sequence[Item], intervals: Sequence[Interval]) -> None:
    """Intervals that follow all the values go to them in their order."""
    if len(items) == len(intervals) > 1 and not any(item.interval for item in items[:-1]):
        for item, interval in zip(items, intervals, strict=True):
            item.interval = interval


def _value(mention: Mention) -> Value:
    assert isinstance(mention, Value)
    return mention


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


def _same_unit(members: Sequence[Mention], right: Value, ratio: bool) -> bool:
    units = {_value(m).unit for m in members} - {"", "not reached"}
    if right.unit in {"", "not reached"}:
        return right.unit == "" or not units or units <= TIME_UNITS
    if ratio:
        return False
    return not units or right.unit in units


def _unit(
    items: Sequence[Item], line: Line, members: Sequence[int], label: Statistic | None, end: int
) -> str:
    if label is not None:
        return "ratio"
    units = [item.value.unit for item in items if item.value.unit not in {"", "not reached"}]
    if units:
        if units[-1] == "%" and any((item.value.number or 0) > 100 for item in items):
            return ""
        return units[-1]
    if any(item.value.not_reached for item in items):
        return "not reached" if all(item.value.not_reached for item in items) else ""
    for index in (
        *range(members[0] + 1, members[-1] + 4),
        *range(members[0] - 1, members[0] - 4, -1),
    ):
        if 0 <= index < len(line.mentions) and isinstance(line.mentions[index], RateUnit):
            unit = line.mentions[index]
            assert isinstance(unit, RateUnit)
            return unit.unit
    behind = _UNIT_BEHIND.match(line.view, end) if items[-1].interval else None
    behind = behind or _UNIT_BEHIND_RANGE.match(line.view, items[-1].value.end, line.sentence.end)
    return behind["unit"] if behind else ""

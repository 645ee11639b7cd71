"""Numbers that stand side by side: `41 v 23 months`, `98%, 93% and 91%`, `7% in A and 5% in B`.

A series is a run of values of one unit, linked by a comparison word, a comma or `and`, with nothing
between them but arms, brackets and small words. What stands beside a value (its interval, its p,
its arm) is noted with it; what the values are values of is not known here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extraction.mentions import Line
from extraction.tokens import (
    ArmMention,
    Count,
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

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio"})
_TIMES = frozenset({"months", "years", "weeks", "days"})

_SMALL = (
    r"in|the|for|with|of|at|on|among|groups?|arms?|patients?|women|those|who|were|was|treated|"
    r"given|receiving|received|"
    r"assigned|to|a|an|had|cohorts?|only|about|approximately|nearly|subjects|participants|"
    r"randomi[sz]ed|under|rates?|time|"
    r"by|after|than|therapy|treatment|regimens?|did|median|did|as|cases|experienced|allocated|"
    r"recipients|respective|and|from|alone|plus|taking|"
    r"one|that|comparison|nor|either|was"
)
_SMALL_RUN = rf"(?:[\s(\[\])]|[\u00a7]|\b(?:{_SMALL})\b|,(?=\s*[\u00a7(\[])|(?<=\u00a7),)*"
_LINK = re.compile(
    rf"^{_SMALL_RUN}(?P<joint>,?\s*\b(?:versus|vs|v|compared (?:with|to)|as compared with|against|"
    rf"as opposed to|than)\b\.?,?|,?\s*\b(?:and|or|but)\b|,|/|;)"
    rf"{_SMALL_RUN}$"
)
_VERSUS = re.compile(r"versus|vs|\bv\b|compared|against|/|opposed|than")
_CLOSE = re.compile(
    r"^[\s,;:()\[\]]*(?:(?:and|with|in|for|the|of|groups?|arms?|on|patients|women|treated|"
    r"receiving|who|received|given|among|to|assigned|those|a|an|log-rank|log-rank test|by|"
    r"stratified|adjusted|two-sided|respectively|test|both|n)\b[\s,;:()\[\]]*)*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:a median of\s)?$")
_AT_ANALYSIS = re.compile(
    r"\s(?:at\sthe\s[a-z]+\sanalysis|(?:during|over|in)\sthe\sfirst\s\u00a7)\s"
    r"(?:and|but|v|vs\.?|versus)\s"
)
_DURING = re.compile(r"\s(?:during|over|in)\sthe\sfirst\s")
_ASIDE = re.compile(r"\s?[(\[](?:sensitivity|threshold|cut-?off)[\w\s,:]*")
_TO = re.compile(rf"{_SMALL_RUN}\bto\b{_SMALL_RUN}")
_ARM_AFTER_COMMA = re.compile(r"^,\s\u00a7;\s$")
_THAT_FOR = re.compile(r"\b(?:that|those) (?:for|of)\b")
_TO_RATIO = re.compile(r"^(?:[^.;%]|\.\d|\bvs?\.){0,110}$")
_CONTRAST = re.compile(
    r"\b(?:and|but|while|whereas|vs?|versus|compared|than|or|nor)\b|;|,(?!\s*(?:in|for|with|on|"
    r"among|at|after|by)\b)"
)
_JOINT_WORD = re.compile(r"\b(?:versus|vs|v|compared|and|or|but|against|than)\b")
_JOINT_SIGN = re.compile(r"[)\]\s]*[,;]\s*(?:and\s|in\s|the\s|for\s|with\s)*$")
_LISTED = re.compile(
    r"\s*(?:groups?\s|arms?\s)?(?:,|/|,? ?\b(?:and|or|versus|vs|v|over|than|compared with|"
    r"compared to)\b\.?)\s*(?:the\s|in\s|with\s|for\s)*"
)
_THAN = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared with|compared to|over|to)\s(?:(?:in|with|for|on|the|"
    r"patients|those|women|receiving|given|treated|group|of)\s)*$"
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One value of a series and what stands beside it."""

    value: Value
    interval: Interval | None = None
    p: PValue | None = None
    count: Count | None = None
    time: Time | None = None
    arms_before: list[ArmMention] = field(default_factory=list)
    arms_after: list[ArmMention] = field(default_factory=list)


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


def find_series(line: Line) -> list[Series]:
    """All series of a sentence, in order."""
    mentions = line.mentions
    found: list[Series] = []
    at = 0
    while at < len(mentions):
        mention = mentions[at]
        if isinstance(mention, Value) and mention.unit != "count":
            series, at = _read(line, at)
            if series is not None:
                found.append(series)
        else:
            at += 1
    return found


def _read(line: Line, at: int) -> tuple[Series | None, int]:
    """Read the series that starts at mention `at`; return it and where to go on."""
    mentions = line.mentions
    members = [at]
    joints: list[str] = []
    label = _ratio_label(line, at)
    from_to = bool(_FROM.search(line.view, line.sentence.start, mentions[at].start))
    while len(members) < LONGEST:
        following = _next_value(line, members[-1], label)
        if following is None:
            break
        left, right = mentions[members[-1]], mentions[following]
        assert isinstance(left, Value) and isinstance(right, Value)
        joint = _joint(line, members[-1], following, from_to and len(members) == 1)
        if joint is None or not _same_unit(
            [mentions[m] for m in members], right, label is not None
        ):
            break
        members.append(following)
        joints.append(joint)
    items = [Item(value=_value(mentions[m])) for m in members]
    for number, (first, last) in enumerate(itertools.pairwise(members)):
        _attach_between(line, items[number], items[number + 1], first, last)
    if members[0] > 0:
        _attach_before(line, items[0], members[0])
    end, trailing_p, respectively = _attach_after(line, items[-1], members[-1])
    unit = _unit(items, line, members, label)
    at = members[-1] + 1
    if not unit:
        return None, at
    series = Series(
        items, joints, unit, mentions[members[0]].start, end, label, respectively, trailing_p
    )
    series.from_to = from_to and joints == ["vs"]
    if len(items) == 1 and trailing_p is not None:
        items[0].p, series.p = trailing_p, None
    return series, at


def _value(mention: Mention) -> Value:
    assert isinstance(mention, Value)
    return mention


def _next_value(line: Line, at: int, label: Statistic | None) -> int | None:
    mentions = line.mentions
    for index in range(at + 1, min(at + 8, len(mentions))):
        mention = mentions[index]
        if isinstance(mention, Value):
            if label and mention.unit and _DURING.fullmatch(line.gap(mentions[at], mention)):
                continue
            return index
        if not isinstance(
            mention, ArmMention | Interval | Level | PValue | Count | Noise | Time | RateUnit
        ):
            return None
    return None


def _joint(line: Line, first: int, last: int, from_to: bool) -> str | None:
    """`vs` or `list` where the text between two values links them, else None."""
    shape = _shape(line, first, last)
    if from_to and _TO.fullmatch(shape):
        return "vs"
    if _AT_ANALYSIS.fullmatch(shape):
        return "list"
    match = _LINK.match(shape)
    if match is None:
        return None
    # A semicolon parts results unless the next one opens with its own arm.
    if match["joint"].strip() == ";" and not (
        "\u00a7" in shape[match.end("joint") :] or _ARM_AFTER_COMMA.match(shape)
    ):
        return None
    return "vs" if _VERSUS.search(match["joint"]) else "list"


def _shape(line: Line, first: int, last: int) -> str:
    """The text between two mentions, each mention between them as one sign."""
    parts = []
    for index in range(first, last):
        parts.append(line.gap(line.mentions[index], line.mentions[index + 1]))
    return "\u00a7".join(parts)


def _same_unit(members: Sequence[Mention], right: Value, ratio: bool) -> bool:
    units = {_value(m).unit for m in members} - {"", "not reached"}
    if right.unit in {"", "not reached"}:
        return right.unit == "" or not units or units <= _TIMES
    if ratio:
        return False
    return not units or right.unit in units


def _ratio_label(line: Line, at: int) -> Statistic | None:
    """The ratio label that a bare number belongs to, where one stands close before it."""
    value = _value(line.mentions[at])
    if value.unit or value.number is None:
        return None
    for index in range(at - 1, max(-1, at - 10), -1):
        mention = line.mentions[index]
        if isinstance(mention, Statistic) and mention.id in RATIOS:
            text = _shape(line, at - 1, at) if index < at - 4 else _shape(line, index, at)
            return mention if _TO_RATIO.match(text) and value.number <= 100 else None
        if isinstance(mention, Value | PValue | Interval):
            plural = any(
                isinstance(m, Statistic) and m.id in RATIOS and line.view[m.end - 1] == "s"
                for m in line.mentions[:index]
            )
            if not plural and not _THAT_FOR.search(line.view, mention.end, value.start):
                return None
    return None


def _attach_between(line: Line, left: Item, right: Item, first: int, last: int) -> None:
    """Give what stands between two values to the one on its side of the joint."""
    word_passed = sign_passed = False
    if _ARM_AFTER_COMMA.match(_shape(line, first, last)):
        _attach(line.mentions[first + 1], left, after=True)
        return
    for index in range(first + 1, last):
        gap = line.gap(line.mentions[index - 1], line.mentions[index])
        word_passed = word_passed or bool(_JOINT_WORD.search(gap))
        sign_passed = sign_passed or bool(_JOINT_SIGN.match(gap))
        mention = line.mentions[index]
        passed = word_passed or (sign_passed and isinstance(mention, ArmMention))
        _attach(mention, right if passed else left, after=not passed)


def _attach(mention: Mention, item: Item, *, after: bool) -> None:
    if isinstance(mention, Interval):
        item.interval = item.interval or mention
    elif isinstance(mention, PValue):
        item.p = item.p or mention
    elif isinstance(mention, Count):
        item.count = mention
    elif isinstance(mention, Time):
        item.time = mention
    elif isinstance(mention, ArmMention):
        (item.arms_after if after else item.arms_before).append(mention)


def _attach_before(line: Line, item: Item, at: int) -> None:
    """An arm right before the first value: `placebo, 35%`, `in the placebo group was 7 months`."""
    for index in range(at - 1, max(-1, at - 4), -1):
        mention = line.mentions[index]
        gap = line.view[mention.end : line.mentions[at].start]
        if isinstance(mention, ArmMention):
            if (
                len(gap) < 60
                and re.fullmatch(
                    r"(?:\s(?:groups?|arms?|patients|recipients|was|were|had|is|the|in|and|it|a|"
                    r"an|of|at|with|showed|achieved|:|experienced|developed|median|rate|"
                    r"only))*[\s,:(=]*\u00a7?.{0,30}",
                    gap,
                )
                and not re.search(r"[;)]|\b(?:than|vs?|versus|compared|against|relative)\b", gap)
            ):
                # In "longer in A than in B (7 v 5)" the value after B is that of A.
                compared = _THAN.search(line.view, line.sentence.start, mention.start)
                if not (compared and "(" in gap):
                    item.arms_before.append(mention)
            return
        if isinstance(mention, Value | PValue | Interval):
            return


def _attach_after(line: Line, item: Item, at: int) -> tuple[int, PValue | None, bool]:
    """Give the last value what follows it; return the end, a p-value, and `respectively`."""
    mentions = line.mentions
    end = mentions[at].end
    p: PValue | None = None
    index = at + 1
    beside = True
    while index < len(mentions):
        mention = mentions[index]
        gap = line.view[end : mention.start]
        aside = isinstance(mention, Value) and not mention.unit and _ASIDE.fullmatch(gap)
        if len(gap) > 120 or not (aside or _CLOSE.match(gap)):
            break
        if isinstance(mention, Value) and not aside:
            break
        if isinstance(mention, PValue):
            p = p or mention
        elif isinstance(mention, Count | Time | ArmMention):
            if ";" in gap:
                break
            text = line.view[mentions[at].end : mention.start]
            beside = beside and not (_CONTRAST.search(gap) or _leaves_bracket(text))
            beside = beside and not _opens_list(line, index)
            if beside:
                _attach(mention, item, after=True)
        elif isinstance(mention, Interval):
            if beside:
                _attach(mention, item, after=True)
        elif not isinstance(mention, Noise | RateUnit | Level | Value):
            break
        end = mention.end
        index += 1
    stop = mentions[index].start if index < len(mentions) else line.sentence.end
    respectively = bool(_RESPECTIVELY.search(line.view, mentions[at].end, stop))
    return end, p, respectively


def _opens_list(line: Line, index: int) -> bool:
    """Whether an arm is the first of several that are compared (`for A v B`)."""
    if index + 1 >= len(line.mentions):
        return False
    arm, following = line.mentions[index], line.mentions[index + 1]
    return (
        isinstance(arm, ArmMention)
        and isinstance(following, ArmMention)
        and bool(_LISTED.fullmatch(line.gap(arm, following)))
    )


def _leaves_bracket(text: str) -> bool:
    """Whether a text closes a bracket that was opened before it."""
    closed = text.count(")") + text.count("]")
    return closed > text.count("(") + text.count("[")


def _unit(
    items: Sequence[Item], line: Line, members: Sequence[int], label: Statistic | None
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
        *range(members[-1] + 1, members[-1] + 4),
        *range(members[0] - 1, members[0] - 4, -1),
    ):
        if 0 <= index < len(line.mentions) and isinstance(line.mentions[index], RateUnit):
            unit = line.mentions[index]
            assert isinstance(unit, RateUnit)
            return unit.unit
    return ""

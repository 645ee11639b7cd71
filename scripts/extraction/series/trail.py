"""What follows the last of some values: intervals, tests, arms, as far as they belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extraction.mentions.lines import Line
from extraction.series.beside import opens_parts
from extraction.series.series import Item
from extraction.tokens import (
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

_CLOSE = re.compile(
    r"^[\s,;:()\[\]]*(?:(?:and|with|in|for|after|following|using|the|of|groups?|arms?|on|patients|women|treated|"
    r"receiving|who|received|given|among|to|"
    r"assigned|allocated|randomi[sz]ed|those|a|an|log-rank|log-rank test|by|"
    r"stratified|adjusted|two-sided|respectively|test|both|n|months|years|"
    r"weeks|days)\b[\s,;:()\[\]]*)*$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s(?:for|in)\s(?:the\s)?")
_OPENING = re.compile(r"\s?[(\[]\s?")
_STEP = re.compile(r"\s(?:per|for each|for every|at age)\s(?:additional\s)?")
_STEP_UNIT = re.compile(r"\s?[\w-]*,\s|\s?[\w-]*\s?[(;]\s?")
_STEP_IN_WORDS = re.compile(r"\s(?:per|for each|for every)\s[\w-]+(?:\s[\w-]+)?[,;(]?\s[(\[]?")
_CONTRAST = re.compile(
    r"\b(?:and|but|while|whilst|whereas|vs?|versus|compared|than|or|nor)\b|;|,(?!\s*(?:respectively,?\s)?(?:in|for|with|on|"
    r"among|at|after|by)\b)"
)
_LISTED = re.compile(
    r"\s*(?:groups?\s|arms?\s)?(?:,|/|,? ?\b(?:and|or|versus|vs|v|over|than|to|compared with|"
    r"compared to)\b\.?)\s*(?:the\s|in\s|with\s|for\s)*"
)
# `(A 200 mg, 400 mg, and placebo groups)`.
_LISTED_DOSES = re.compile(
    r"(?:,?\s(?:and\s)?\d[\w./-]*\s?(?:[a-z][\w/]*)?){1,4},?\s(?:and|or)\s(?:the\s)?"
)
_COUNT_ENDS = re.compile(r"(?:\s(?:events?|cases|patients|women|participants|episodes))?\)")
_PEOPLE_IN = re.compile(
    r"\s(?:[a-z]+\s)?(?:patients|women|participants|subjects|men|cases)\s(?:(?:in|on|of|given|"
    r"receiving|treated|assigned|allocated|randomi[sz]ed|who|received|to|with|the)\s)+"
)
_NEXT_CLAUSE = re.compile(r";|,\s(?:and|but|while|whereas)\b")
_PAUSE = re.compile(r"[,;:]\s|\s?(?:\u2013|-)\s?")
_RESPECTIVELY = re.compile(
    r"\brespectively\b|\bin (?:that|this|the same|the above|the given|like) (?:order|sequence)\b"
    r"|\bin the order (?:given|named|listed|mentioned)\b",
    re.IGNORECASE,
)
#: The word may stand before the values, too (`in, respectively, 2%, 6% and 18%`).
_RESPECTIVELY_BEFORE = re.compile(r"\brespectively,?\s(?:(?:in|by|for|of|was|were)\s)?$")


@dataclass(slots=True)
class Trail:
    """What follows the last of some values: its end, intervals, p-values, and `respectively`."""

    end: int
    intervals: list[Interval] = field(default_factory=list)
    tests: list[PValue] = field(default_factory=list)
    respectively: bool = False

    @property
    def ends_in_interval(self) -> bool:
        """Whether an interval was the last thing."""
        return bool(self.intervals) and self.intervals[-1].end == self.end

    @property
    def p(self) -> PValue | None:
        """The p-value; several that answer the values one by one are a list."""
        if len(self.tests) > 1 and self.respectively:
            values = tuple(value for p in self.tests for value in p.values)
            return replace(self.tests[0], end=self.tests[-1].end, values=values)
        return self.tests[0] if self.tests else None


def attach_after(line: Line, item: Item, at: int, *, listed_after: bool, ratio: bool) -> Trail:
    """Give the last value what follows it, and tell what does.

    `listed_after` tells that the value before has its arm after a comma (`5%, A; 7%, B`).
    """
    mentions = line.mentions
    trail = Trail(mentions[at].end)
    index = at + 1
    beside = True
    while index < len(mentions):
        mention = mentions[index]
        gap = line.view[trail.end : mention.start]
        if isinstance(mention, Value) and is_count_aside(line, trail.end, mention):
            trail.end = line.view.index(")", mention.end) + 1
            index += 1
            continue
        one_more = isinstance(mention, Interval) and trail.ends_in_interval and len(gap) < 8
        step = ratio and _is_step(line, index)
        if len(gap) > 120 or not (one_more or step or _CLOSE.match(gap)):
            break
        if isinstance(mention, Value) and not (step or _counts_arm(line, index, gap)):
            break
        if isinstance(mention, PValue):
            trail.tests.append(mention)
        elif isinstance(mention, Count | Time | ArmMention):
            if ";" in gap:
                break
            text = line.view[mentions[at].end : mention.start]
            contrast = _CONTRAST.search(gap) and not (listed_after and gap == ", ")
            contrast = contrast and not _closes_bracket(line, mentions[at].end, mention)
            beside = beside and not (contrast or _leaves_bracket(text))
            beside = beside and not (_opens_list(line, index) or opens_parts(line, index))
            if beside:
                item.take(mention, after=True)
            elif ratio:
                break
        elif isinstance(mention, Interval):
            trail.intervals.append(mention)
            if beside:
                item.take(mention, after=True)
        elif not _is_passed(line, index, gap, ratio=ratio):
            break
        trail.end = mention.end
        index += 1
    stop = mentions[index].start if index < len(mentions) else line.sentence.end
    trail.respectively = bool(_RESPECTIVELY.search(line.view, mentions[at].end, stop))
    return trail


def respectively_before(line: Line, at: int) -> bool:
    """Whether the word for values that follow an order stands right before a place."""
    return _RESPECTIVELY_BEFORE.search(line.view, max(line.sentence.start, at - 24), at) is not None


def _is_step(line: Line, index: int) -> bool:
    """Whether a number or what follows it tells the step of a ratio (`1.15 per 10 points, CI`)."""
    before, mention = line.mentions[index - 1 : index + 1]
    if isinstance(mention, Value):
        return _STEP.fullmatch(line.gap(before, mention)) is not None
    gap = line.gap(before, mention)
    told = _STEP_UNIT.fullmatch(gap) or _STEP_IN_WORDS.fullmatch(gap)
    return isinstance(before, Value) and told is not None


def _is_passed(line: Line, index: int, gap: str, *, ratio: bool) -> bool:
    """Whether what belongs to a value may stand behind this mention."""
    mention = line.mentions[index]
    if isinstance(mention, Statistic):
        return mention.id == "difference" and gap in {" ", "-"}
    if isinstance(mention, Endpoint):
        return ratio and _tested_behind(line, index)
    return isinstance(mention, Noise | RateUnit | Level | Value)


def _tested_behind(line: Line, index: int) -> bool:
    """Whether the test of a ratio stands behind its endpoint (`0.20 for PFS (95% CI ...)`)."""
    before, endpoint, *following = line.mentions[index - 1 : index + 2]
    return (
        bool(following)
        and isinstance(before, Value)
        and isinstance(following[0], Interval | PValue)
        and _FOR.fullmatch(line.gap(before, endpoint)) is not None
        and _OPENING.fullmatch(line.gap(endpoint, following[0])) is not None
    )


def is_count_aside(line: Line, end: int, value: Value) -> bool:
    """Whether a bracket right after a value holds but a count (`7.8% (10 events)`)."""
    bare = value.unit in {"", "count"} and line.view[end : value.start] == " ("
    return bare and _COUNT_ENDS.match(line.view, value.end) is not None


def _counts_arm(line: Line, index: int, gap: str) -> bool:
    """Whether a number counts the patients of the arm behind it (`for the 101 patients in A`)."""
    if (
        _NEXT_CLAUSE.search(gap)
        or index + 1 >= len(line.mentions)
        or not isinstance(line.mentions[index + 1], ArmMention)
    ):
        return False
    people = line.gap(line.mentions[index], line.mentions[index + 1])
    return _PEOPLE_IN.fullmatch(people) is not None


def _closes_bracket(line: Line, end: int, arm: Mention) -> bool:
    """Whether an arm stands behind a comma as the last word of a value's bracket (`(18%, A)`)."""
    beside = _PAUSE.fullmatch(line.view, end, arm.start)
    return beside is not None and line.view[arm.end : arm.end + 1] in {")", "]"}


def _opens_list(line: Line, index: int) -> bool:
    """Whether an arm is the first of several that are compared (`for A v B`)."""
    if index + 1 >= len(line.mentions):
        return False
    arm = line.mentions[index]
    if not isinstance(arm, ArmMention):
        return False
    following = next(
        (m for m in line.mentions[index + 1 : index + 4] if isinstance(m, ArmMention)), arm
    )
    gap = line.view[arm.end : following.start]
    return bool(_LISTED.fullmatch(gap) or _LISTED_DOSES.fullmatch(gap))


def _leaves_bracket(text: str) -> bool:
    """Whether a text closes a bracket that was opened before it."""
    closed = text.count(")") + text.count("]")
    return closed > text.count("(") + text.count("[")

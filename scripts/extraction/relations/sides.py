"""The two sides of a ratio: which arm over which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.arms.study import Arms
from extraction.clauses.sequence import runs
from extraction.mentions.lines import Line
from extraction.relations.own_sides import own_sides, reference_of
from extraction.relations.subject_sides import (
    base_of,
    of_its_only_arm,
    sides_by_subject,
    sides_over,
)
from extraction.series.beside import VERSUS
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value

_WORSE = re.compile(r"\b(?:higher|greater|increased|worse|shorter|more)\b[^;]{0,60}\bthan\b")
_IN_ARM = re.compile(r"\s?(?:[(\[][^()\[\]]*[)\]])?,?\s(?:in|with|for)\s(?:the\s)?")

#: From a ratio to the treatment whose effect it is (`0.86 (0.6-1.1) for the comparison of`).
_OF_EFFECT = re.compile(
    r"\)?(?:\s?[(\[][^()\[\]]*[)\]])?,?\s(?:for|with|in|of|from|after)\s(?:the\s)?"
    r"(?:(?:comparison|effect|addition|use|that|those|question|randomi[sz]ation|factor)\s"
    r"(?:of|with|to|for)\s(?:the\s)?)?"
)

_COMPARING = re.compile(r"(?<!\bor )(?<!\band )\b(?:comparing|between|comparison of)\s(?:the\s)?$")
_BETWEEN = re.compile(r"\b(?:between|comparing)\s(?:the\s)?$")
_AND = re.compile(r"(?:\s(?:groups?|arms?))?\s(?:and|with|to)\s(?:the\s)?")
_FAVOURING = re.compile(r"\b(?:in favou?r of|favou?ring|favou?red|favou?rs)\s(?:the\s)?$")
_OPENED = re.compile(r"\s?(?:groups?|arms?|patients)?\s?[(\[][^()\[\]\d;]{0,20}")
_REACH = 60
#: `A versus B: HR` and `A v B (HR` name the sides in their order.
_AT_LABEL = re.compile(
    r"(?:\s(?:groups?|arms?|patients))?(?:\s(?:yielded|gave|was|of|had|being))?\s?[:,=(\[]?\s?"
    r"(?:adjusted\s)?"
)
#: What compares two groups stands between them, or right before the first.
_VERSUS = re.compile(
    r"\b(?:versus|vs?|than|over|compar\w+|relative to|against|between)\b", re.IGNORECASE
)
_HEAD = 16
_FACTOR = re.compile(
    r"\)?,\s(?:and\s)?(?!respectively|which\b|with\b|as\b|in\b|for\b|p\b)"
    r"(?P<words>[a-z][\w /<>=.-]{2,60}?)\s[(\[][^\s()\[\]]?$"
)


def sides_of(line: Line, series: Series, arms: Arms) -> tuple[str, ...]:
    """The two sides of a ratio, the first over the second.

    What is said at the ratio itself counts most (`HR for A v B`, `HR with A`), then which arm
    is the comparator by its name, then the order in which the sentence compares them.
    """
    assert series.label is not None
    mentions = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    if arms.told:
        return _opposed_sides(line, series, mentions)
    first = series.items[0].value
    base = base_of(line, series, mentions) or reference_of(line, mentions)
    own = own_sides(line, first, base, arms) if len(series.items) == 1 else None
    if own is not None:
        return own
    over = sides_over(line, series, mentions, base, arms) if base else ()
    if over:
        return over
    inside = [m for m in mentions if series.label.end <= m.start and m.end <= first.start]
    sides = _near_label(line, series, mentions, arms) or _last_pair(line, inside)
    sides = sides or _compared_behind(line, series, mentions, arms)
    if sides:
        return sides
    if len({m.labels for m in inside}) == 1:
        label = inside[0].labels[0]
        if line.view[: inside[0].start].rstrip().endswith((" for", " with", " of", " in")):
            other = _against(label, arms)
            return (label, other) if other else ()
    sides = () if base else sides_by_subject(line, series, mentions, arms)
    if sides:
        return sides
    comparator = arms.comparator()
    if comparator and len(arms) == 2:
        pair = arms.other(comparator), comparator
        worse = _WORSE.search(line.view, line.sentence.start, series.label.start)
        inverted = worse and (first.number or 0) > 1 and _last_pair(line, mentions)[:1] == pair[1:]
        return pair[::-1] if inverted else pair
    left = [m for m in mentions if m.end <= series.label.start]
    if left and _names_another(line, left[-1].end, series.label.start):
        return ()
    if len(arms) > 2:
        sides = _in_bracket_after(line, series, mentions, arms)
        if sides:
            return sides
    before = [m for m in mentions if m.end <= first.start]
    if not before:
        pairs = {pair for pair in runs(line, mentions) if len(pair) == 2}
        return pairs.pop() if len(pairs) == 1 else ()
    several = runs(line, before)[-1] if before else ()
    if len(several) > 2:
        return several[0], several[-1]
    if not before or len(line.view[before[-1].end : first.start]) > 250:
        return ()
    last = _last_pair(line, before) or of_its_only_arm(line, series, mentions, arms)
    return last[::-1] if last[:1] == (comparator,) else last


def side_of_crossed(line: Line, series: Series, at: int) -> tuple[str, ...]:
    """The treatment that a ratio of a factorial trial is of, over nothing else by name.

    It stands behind the value (`0.86 for the comparison of A`), else before the label.
    """
    assert series.label is not None
    item = series.items[at]
    mentions = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    end = series.items[at + 1].value.start if at + 1 < len(series.items) else line.sentence.end
    behind = next((m for m in mentions if item.value.end <= m.start < end), None)
    if behind and _OF_EFFECT.fullmatch(line.view, item.value.end, behind.start):
        return behind.labels[0], ""
    if at:
        return ()
    values = [m for m in line.of(Value) if m.end <= series.label.start and not m.unit]
    start = max([line.sentence.start, *(m.end for m in values)])
    before = [m for m in mentions if start <= m.start and m.end <= series.label.start]
    return (before[-1].labels[0], "") if before else ()


def _opposed_sides(line: Line, series: Series, mentions: Sequence[ArmMention]) -> tuple[str, ...]:
    """The groups of patients that a sentence compares in words; a ratio in one is of that alone."""
    if group_of_ratio(line, series):
        return ()
    last = series.items[-1].value
    before = [m for m in mentions if m.end <= last.start]
    behind = [m for m in mentions if m.start >= last.end]
    if behind and behind[0].start - series.end > _REACH:
        behind = []
    for near in (before, behind, mentions):
        pair = _last_pair(line, near)
        named = [m for m in near if m.labels[0] in pair]
        if pair and _VERSUS.search(line.view, named[-2].start - _HEAD, named[-1].start):
            return pair
    return ()


def group_of_ratio(line: Line, series: Series) -> str:
    """The only group of patients that a ratio is of (`1.33 in men`), else ''."""
    last = series.items[-1].value
    right = [m for m in line.of(ArmMention) if m.start >= last.end]
    if not right or len(right[0].labels) > 1:
        return ""
    return right[0].labels[0] if _IN_ARM.fullmatch(line.view[last.end : right[0].start]) else ""


def _names_another(line: Line, start: int, end: int) -> bool:
    """Whether a ratio stands behind a factor that is no arm.

    `28% with A, 12% with B, dental calculus (OR 2.03)`.
    """
    match = _FACTOR.search(line.view, start, end)
    if match is None:
        return False
    words = match.span("words")
    return not any(words[0] <= m.start < words[1] for m in line.mentions)


def _near_label(
    line: Line, series: Series, mentions: Sequence[ArmMention], arms: Arms
) -> tuple[str, ...]:
    """`arm C/arm B HR`, and `0.84 (A v B)` right after the ratio."""
    assert series.label is not None
    last = series.items[-1].value
    left = [m for m in mentions if m.end <= series.label.start and series.label.start - m.end < 3]
    both = [m for m in mentions if m.end <= series.label.start][-2:]
    if left and len(both) == 2 and line.gap(*both).strip() in {"/", ":"}:
        return both[0].labels[0], both[1].labels[0]
    if (
        len(both) == 2
        and both[0].labels != both[1].labels
        and VERSUS.fullmatch(line.gap(*both))
        and _AT_LABEL.fullmatch(line.view, both[1].end, series.label.start)
    ):
        return both[0].labels[0], both[1].labels[0]
    if (
        len(both) == 2
        and both[0].labels != both[1].labels
        and _AND.fullmatch(line.gap(*both))
        and _BETWEEN.search(line.view, line.sentence.start, both[0].start)
        and _AT_LABEL.fullmatch(line.view, both[1].end, series.label.start)
    ):
        return both[0].labels[0], both[1].labels[0]
    right = [m for m in mentions if m.start >= last.end and m.start - last.end < 50]
    pair = _last_pair(line, right[:2])
    if pair and re.match(
        r"[\s(\[]*(?:for\s(?:the\s)?|in favou?r of )?$", line.view[last.end : right[0].start]
    ):
        return pair
    if not pair and right and _IN_ARM.fullmatch(line.view[last.end : right[0].start]):
        label = right[0].labels[0]
        other = _against(label, arms)
        return (label, other) if other else ()
    return ()


def _compared_behind(
    line: Line, series: Series, mentions: Sequence[ArmMention], arms: Arms
) -> tuple[str, ...]:
    """`..., comparing A with B`, and `in favour of A` behind a ratio and its test."""
    right = [m for m in mentions if series.items[-1].value.end <= m.start]
    if not right or right[0].start - series.end > _REACH:
        return ()
    text = line.view[series.items[-1].value.end : right[0].start]
    if _COMPARING.search(text):
        return _last_pair(line, right[:2])
    number, label = series.items[0].value.number, series.label
    other = _against(right[0].labels[0], arms)
    if other and number and label and label.id == "hazard_ratio" and _FAVOURING.search(text):
        return (right[0].labels[0], other) if number < 1 else (other, right[0].labels[0])
    return ()


def _in_bracket_after(
    line: Line, series: Series, mentions: Sequence[ArmMention], arms: Arms
) -> tuple[str, ...]:
    """Of several arms, the one whose result a ratio stands behind, over the control."""
    assert series.label is not None
    left = [m for m in mentions if m.end <= series.label.start]
    if not left or not _OPENED.fullmatch(line.view, left[-1].end, series.label.start):
        return ()
    pair = _last_pair(line, left)
    if pair and pair[-1] == left[-1].labels[0]:
        return pair[::-1] if pair[0] == arms.comparator() else pair
    other = _against(left[-1].labels[0], arms)
    return (left[-1].labels[0], other) if other else ()


def _against(label: str, arms: Arms) -> str:
    """The arm that one is compared with, else the control by its name."""
    other = arms.against(label) or arms.comparator()
    return other if other != label else ""


def _last_pair(line: Line, mentions: Sequence[ArmMention]) -> tuple[str, ...]:
    pairs = [labels for labels in runs(line, mentions) if len(labels) == 2]
    return pairs[-1] if pairs else ()

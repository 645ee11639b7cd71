"""The sides of several ratios of a sentence, each with an arm of its own beside it.

`Compared with C, survival was longer with A (HR 0.8) and with B (HR 0.9)`: each ratio is that of
its own arm over the one that all are compared with, which the sentence may leave to the study.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.arms.study import Arms
from extraction.mentions.lines import Line, once
from extraction.series.beside import VERSUS
from extraction.series.ratio_labels import RATIOS
from extraction.tokens import ArmMention, Statistic, Value

_BEFORE = re.compile(
    r"(?:\s(?:groups?|arms?|patients|recipients|treatment|therapy))?(?::\s?|\s)?"
    r"(?:[(\[][^()\[\]\d;]{0,25}|[=:\s]{0,3})?"
)
_BEHIND = re.compile(
    r"(?:,?\s?[(\[][^()\[\]]{0,90}[)\]])?\s(?:for|with|in|on)\s(?:the\s)?"
    r"(?:(?:comparison|addition|use|that|effect)\s(?:of|for|with)\s(?:the\s)?)?"
)
_THAN = re.compile(
    r"\b(?:than|versus|vs\.?|compared (?:with|to)|relative to|superior to|against)\s"
    r"(?:(?:either|both|in|with|for|the|those|patients|women|receiving|given|that|of|on)\s)*$"
)
_PAIRED = re.compile(rf"{VERSUS.pattern}|\s?[:/]\s?|\sto\s")
#: `With A as the reference`.
_AS_REFERENCE = re.compile(
    r"(?:\s(?:groups?|arms?))?\s(?:as|being|was|is)\s(?:the\s|a\s)?"
    r"(?:reference|comparator|control|baseline)\b"
)
#: A ratio of which no side is an arm has neither.
NEITHER = ("", "")


def reference_of(line: Line, mentions: Sequence[ArmMention]) -> str:
    """The arm that a sentence calls the reference of its ratios, else ''."""
    for mention in mentions:
        if _AS_REFERENCE.match(line.view, mention.end):
            return mention.labels[0]
    return ""


def own_sides(line: Line, value: Value, base: str, arms: Arms) -> tuple[str, ...] | None:
    """The sides of one of several ratios that have an arm each; None where they have not.

    `base` is the arm that the sentence says all are over, '' for none.
    """
    own = _own_arms(line)
    mention = own.get(value.start)
    if mention is None:
        return None
    label = mention.labels[0]
    first = next(iter(own.values()))
    named = {m.labels[0] for m in own.values()}
    if first.start == min(m.start for m in own.values()) and _than(line, first):
        subjects = {m.labels[0] for m in line.of(ArmMention) if m.end <= first.start} - named
        return (next(iter(subjects)), label) if len(subjects) == 1 else NEITHER
    if not base:
        rest = [arm for arm in arms.labels if arm not in named]
        base = rest[0] if len(rest) == 1 and len(arms) > 2 else ""
    if base in named:
        return None
    if base:
        return label, base
    # A ratio in each of all arms is one of something else.
    return NEITHER if len(named) == len(arms) else (label, "")


def pair_behind(line: Line, value: Value) -> tuple[str, ...]:
    """The two arms that stand behind one of several ratios (`0.8 for A v B and 0.9 for ...`)."""
    after = [m for m in line.of(ArmMention) if m.start >= value.end and len(m.labels) == 1][:2]
    if len(after) < 2 or not _PAIRED.fullmatch(line.gap(*after)):
        return ()
    behind = _BEHIND.fullmatch(line.view, value.end, after[0].start)
    return (after[0].labels[0], after[1].labels[0]) if behind else ()


def _than(line: Line, mention: ArmMention) -> bool:
    """Whether an arm is what another is compared with (`longer with A than with B (HR`)."""
    start = max(line.sentence.start, mention.start - 60)
    return _THAN.search(line.view, start, mention.start) is not None


def _has_amount(line: Line, arm: ArmMention) -> bool:
    """Whether an amount stands before an arm (`20 months with B (HR 0.8)`): then A is over B."""
    before = [m for m in line.of(Value) if m.unit and m.end <= arm.start][-1:]
    return bool(before) and _BEHIND.fullmatch(line.view, before[0].end, arm.start) is not None


@once
def _own_arms(line: Line) -> dict[int, ArmMention]:
    """The arms beside the ratios of a sentence by their places, {} unless each has its own."""
    labels = [m for m in line.of(Statistic) if m.id in RATIOS]
    if not labels:
        return {}
    single = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    found: dict[int, ArmMention] = {}
    for value in line.of(Value):
        if value.unit or value.number is None or value.end < labels[0].start:
            continue
        arm = _beside(line, value, single)
        if arm is not None:
            found[value.start] = arm
    different = {m.labels for m in found.values()}
    return found if len(found) > 1 and len(different) == len(found) else {}


def _beside(line: Line, value: Value, mentions: Sequence[ArmMention]) -> ArmMention | None:
    """The arm right before a ratio or behind it that is not one of two set against each other."""
    before = [m for m in mentions if m.end <= value.start][-2:]
    if before and _BEFORE.fullmatch(line.view, before[-1].end, value.start):
        paired = len(before) == 2 and _PAIRED.fullmatch(line.gap(*before))
        return None if paired or _has_amount(line, before[-1]) else before[-1]
    after = [m for m in mentions if m.start >= value.end][:2]
    if after and _BEHIND.fullmatch(line.view, value.end, after[0].start):
        paired = len(after) == 2 and _PAIRED.fullmatch(line.gap(*after))
        return None if paired else after[0]
    return None

"""What stands before the first of some values or between two of them, and to which it belongs."""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.series.series import Item
from extraction.tokens import ArmMention, Interval, PValue, Value

#: What stands between two arms that are compared: `A group versus the B group`.
VERSUS = re.compile(r"(?:\s(?:groups?|arms?|patients))?\s(?:versus|vs\.?|v)\s(?:the\s)?")
#: A value before an arm: `, A; `.
ARM_AFTER_COMMA = re.compile(r"^,\s\u00a7;\s$")
_JOINT_WORD = re.compile(r"\b(?:versus|vs|v|compared|and|or|but|against|than)\b")
_JOINT_SIGN = re.compile(
    r"(?:[)\]\s]|patients|women|recipients|users|groups?|arms?)*[,;]\s*(?:(?:and|in|the|for|with|those|patients|women|on|receiving|given|\d+)\s)*$"
)
_THAN = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared with|compared to|over|to|from)\s(?:(?:in|with|for|on|the|"
    r"patients|those|who|were|was|had|women|receiving|given|treated|group|of)\s)*$"
)
_PARTED = re.compile(
    r"[;)]|\b(?:than|vs?|versus|compared|against|relative|while|whilst|whereas|but)\b"
)
_GOES_ON = re.compile(r",|\band\b")
_SIDE_BY_SIDE = re.compile(
    r"(?:\s(?:groups?|arms?|patients))?(?:,\s(?:and\s|or\s)?|,?\s(?:and|or|versus|vs\.?|v)\s|\s?/\s?)"
    r"(?:in\s|with\s|for\s)?(?:the\s)?"
)
_OWN_VALUE = re.compile(r"\s?[=:,]\s?|\s")
_PAUSE = re.compile(r"[,;:]")
_AND = re.compile(
    r"(?:\s(?:groups?|arms?|patients|women))?\s(?:and|or|&)\s(?:the\s|with\s|in\s|for\s)*"
)
_BETWEEN = re.compile(
    r"\b(?:between|than|versus|vs\.?|v|compared (?:with|to)|over|differ\w*|higher|lower|more|less|"
    r"fewer|greater)\b[^;,()]*$"
)


def shape(line: Line, first: int, last: int) -> str:
    """The text between two mentions, each mention between them as one sign."""
    parts = []
    for index in range(first, last):
        parts.append(line.gap(line.mentions[index], line.mentions[index + 1]))
    return "\u00a7".join(parts)


def attach_between(line: Line, left: Item, right: Item, first: int, last: int) -> None:
    """Give what stands between two values to the one on its side of the joint."""
    word_passed = sign_passed = False
    if ARM_AFTER_COMMA.match(shape(line, first, last)):
        left.take(line.mentions[first + 1], after=True)
        return
    if _closes_pair(line, first, last):
        return
    for index in range(first + 1, last):
        gap = line.gap(line.mentions[index - 1], line.mentions[index])
        word_passed = word_passed or bool(_JOINT_WORD.search(gap))
        sign_passed = sign_passed or bool(_JOINT_SIGN.match(gap))
        mention = line.mentions[index]
        passed = word_passed or (sign_passed and isinstance(mention, ArmMention))
        (right if passed else left).take(mention, after=not passed)


def _closes_pair(line: Line, first: int, last: int) -> bool:
    """Whether two arms behind a value close a pair (`7 v 9 months for A versus B, 5 v 8`)."""
    between = line.mentions[first + 1 : last]
    if len(between) != 2 or not all(isinstance(mention, ArmMention) for mention in between):
        return False
    opens = VERSUS.fullmatch(line.gap(*between)) is not None
    return opens and _PAUSE.match(line.gap(between[1], line.mentions[last]).lstrip()) is not None


def opens_parts(line: Line, index: int) -> bool:
    """Whether an arm opens a bracket with its own value (`30% (A=9 of 45, 20%; B ...)`)."""
    if not 0 < index < len(line.mentions) - 1:
        return False
    value, arm, following = line.mentions[index - 1 : index + 2]
    if not (isinstance(value, Value) and isinstance(following, Value)):
        return False
    return (
        isinstance(arm, ArmMention)
        and value.unit == following.unit
        and line.view[arm.start - 1] in "(["
        and _OWN_VALUE.fullmatch(line.gap(arm, following)) is not None
    )


def attach_before(line: Line, item: Item, at: int, paired: bool) -> None:
    """An arm right before the first value: `placebo, 35%`, `in the placebo group was 7 months`.

    `paired` tells that another value follows.
    """
    if paired and line.view.endswith("from ", line.sentence.start, line.mentions[at].start):
        return  # `A raised it from 4 to 6 months`
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
                and not _PARTED.search(gap)
                and not (_GOES_ON.search(gap) and _is_of_value_before(line, index))
            ):
                # In "longer in A than in B (7 v 5)" the value after B is that of A.
                compared = _THAN.search(line.view, line.sentence.start, mention.start)
                together = None if paired else _with_one_before(line, index)
                if together is not None:
                    item.arms_before.append(together)
                if _is_last_of_several(line, index):
                    return
                if together is None and not (paired and compared and "(" in gap):
                    item.arms_before.append(mention)
            return
        if isinstance(mention, Value | PValue | Interval):
            return


def _is_last_of_several(line: Line, index: int) -> bool:
    """Whether another arm stands right before this one (`in A and B were`)."""
    last = line.mentions[index]
    before = line.mentions[index - 1] if index else last
    if not isinstance(before, ArmMention) or not isinstance(last, ArmMention):
        return False
    if before.labels == last.labels:
        return False
    return _SIDE_BY_SIDE.fullmatch(line.view, before.end, last.start) is not None


def _with_one_before(line: Line, index: int) -> ArmMention | None:
    """Two arms of which the same is told (`the same in the A and B arms (30%)`) as one mention."""
    last, first = line.mentions[index], line.mentions[index - 1] if index else None
    if not isinstance(last, ArmMention) or not isinstance(first, ArmMention):
        return None
    if first.labels == last.labels or not _AND.fullmatch(line.gap(first, last)):
        return None
    if _BETWEEN.search(line.view, line.sentence.start, first.start):
        return None
    labels = (*first.labels, *(label for label in last.labels if label not in first.labels))
    return ArmMention(start=first.start, end=last.end, labels=labels)


def _is_of_value_before(line: Line, index: int) -> bool:
    """Whether a value stands before an arm with no pause in between (`5% in A and 7% in B`)."""
    before = [
        m for m in line.mentions[:index] if isinstance(m, Value) and m.unit not in {"", "count"}
    ]
    if not before:
        return False
    text = line.view[before[-1].end : line.mentions[index].start]
    return _PAUSE.search(text.replace(", respectively,", "")) is None

"""Arms of values beside which one arm is named together with a side that is unknown by its words.

`Response rates to induction and radiotherapy were 50% and 53%`: radiotherapy is the second of two,
whatever the first is called; of a study with two arms the first is the other one.
"""

from __future__ import annotations

import re

from extraction.arms.study import Arms
from extraction.clauses.sequence import contradicts
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention

_WORD = (
    r"(?!(?:the|both|all|patients|women|those|in|for|with|between|after|on|to|of|comparing|and|or|"
    r"versus|vs|than|were|was)\b)[A-Za-z][\w+/-]*"
)
_SIDE = rf"{_WORD}(?:\s{_WORD}){{0,3}}?"
_JOINS = (
    r"(?:groups?\s|arms?\s)?(?:and|or|versus|vs\.?|than)\s(?:in\s|with\s|for\s|to\s)?(?:the\s)?"
)
_FIRST = re.compile(
    r"\b(?:in|for|with|between|after|on|to|of|comparing)\s(?:the\s|either\s|both\s)?"
    rf"(?P<side>{_SIDE})\s{_JOINS}$"
)
_SECOND = re.compile(
    rf"\s{_JOINS}(?P<side>{_SIDE})(?=\s?[,.;:(]|\s(?:was|were|had|groups?|arms?|respectively)\b|$)"
)
_OPENS = re.compile(
    r"\b(?:in|for|with|between|after|on|to|of|comparing)\s(?:the\s|either\s|both\s)?$"
)
_REACH = 70
_BETWEEN = 40


def half_known(line: Line, series: Series, arms: Arms) -> tuple[str, ...]:
    """The arms of two values by the one that is named and the unknown one beside it, '' for none.

    () where the values stand beside no such pair.
    """
    if len(series.items) != 2 or series.from_to or contradicts(line, series):
        return ()
    arm = _only_arm_beside(line, series)
    if arm is None:
        return ()
    label = arm.labels[0]
    first = _FIRST.search(line.view, max(line.sentence.start, arm.start - _REACH), arm.start)
    if first and _is_unknown(line, arms, first):
        return arms.other(label), label
    second = _SECOND.match(line.view, arm.end, min(line.sentence.end, arm.end + _REACH))
    opens = _OPENS.search(line.view, line.sentence.start, arm.start)
    if second and opens and _is_unknown(line, arms, second):
        return label, arms.other(label)
    return ()


def _only_arm_beside(line: Line, series: Series) -> ArmMention | None:
    """The arm right before or behind two values, where it is the only one of its sentence there."""
    first, last = series.items[0].value, series.items[-1].value
    single = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    if any(first.end <= m.start < last.start for m in single):
        return None
    before = [m for m in single if m.end <= first.start][-1:]
    after = [m for m in single if m.start >= last.end][:1]
    near = [m for m in before if first.start - m.end < _BETWEEN]
    near += [m for m in after if m.start - last.end < _BETWEEN + _REACH]
    return near[0] if len(near) == 1 and len(before) + len(after) == 1 else None


def _is_unknown(line: Line, arms: Arms, side: re.Match[str]) -> bool:
    """Whether the words of a side are nothing that is known, nor a drug that is no arm's."""
    start, end = side.span("side")
    known = any(start <= m.start < end for m in line.mentions)
    return not known and not any(map(arms.words.is_drug, side["side"].split()))

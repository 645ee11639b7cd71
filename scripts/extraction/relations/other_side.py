"""The second side of a comparison of two arms, where only the first is told by name.

`Fractures were sustained by 6% of women on A, against 2%`: what stands alone behind a word that
compares is of the arm that the first is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.claims.place import Claim, Context
from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.relations.layout import Cell
from extraction.tokens import ArmMention, Value

#: What stands right before the value of a second side.
_AGAINST = re.compile(
    r"(?<=[\s,;(\[])(?:(?:as\s|when\s)?(?:against|opposed to|compared (?:with|to))|"
    r"in (?:comparison|contrast) (?:with|to)|relative to|rather than|than|versus|vs\.?|v\.?)\s"
    r"(?:(?:only|just|barely|about|nearly|some|in|for|with|a|the|rate|of|median|by|to)\s)*"
    r"(?:\d+\s?[(\[])?$"
)
#: Behind it stands nobody else (`against 2% in earlier series`, `at baseline`, `of older women`).
_ENDS = re.compile(
    r"(?:\s?(?:per ?cent|%))?(?:\s?[(\[][^()\[\]]*[)\]])*"
    r"(?:\s(?:of\s)?(?:the\s)?(?:patients|women|cases|participants|subjects))?"
    r"(?:\s(?:had|did|were|was|responded|survived)\b)?"
    r"(?:\s?[.,;)\]]|\s(?:and|but|while|whereas|with a|p\b)|$)"
)
_REACH = 60
_SIDES = ("first", "second")
_AGAINST_WORD = r"(?:versus|vs\.?|v\.?|(?:as )?against|(?:as )?compared (?:with|to)|as opposed to)"
_NOBODY = r"(?:none|nil|nobody|no one|no (?:patients?|women|events?|cases?)|zero|0)"
#: One side had none of it, so that the other's share stands alone.
_NONE_BEFORE = re.compile(
    rf"(?:[(,:;]\s?|\b(?:in|by|was|were)\s){_NOBODY}\s(?:\([^()]*\)\s)?{_AGAINST_WORD}\s(?:in\s|only\s)?(?:\w+\s?[(\[])?$"
)
_NONE_BEHIND = re.compile(
    rf"(?:\s?%)?\s?[)\]]*,?\s{_AGAINST_WORD}\s(?:in\s)?{_NOBODY}(?=\s?[.,;)\](\[]|\s(?:and|of)\b|$)"
)


def of_the_other_side(
    line: Line,
    claim: Claim,
    cells: list[Cell],
    found: Sequence[Finding],
    arms: Arms,
    context: Context,
) -> list[Cell]:
    """A lone value that is set against the one before it, with the arm which that one has not."""
    series = claim.series
    if len(cells) != 1 or series.is_ratio:
        return cells
    own = bool(cells[0].arms)
    arm = _beside_nobody(line, series.items[0].value, arms, context, own=own)
    if arm is not None:
        return [replace(cells[0], arms=(arm,) if arm else ())]
    if not found:
        return cells
    first = found[-1]
    same = (first.endpoint, first.statistic) == (claim.endpoint.id, claim.statistic)
    if not (same and first.arm) or first.comparator or "all_arms" in first.flags:
        return cells
    value = series.items[0].value
    words = line.view[max(first.value.end, value.start - _REACH) : value.start]
    if not (_AGAINST.search(words) and _ENDS.match(line.view, value.end, line.sentence.end)):
        return cells
    if _names_arm(line, first, value):
        return cells
    other = arms.other(first.arm) or _partner(first.arm, context.arms) or arms.against(first.arm)
    return [replace(cells[0], arms=(other,) if other else ())]


def _beside_nobody(
    line: Line, value: Value, arms: Arms, context: Context, *, own: bool
) -> str | None:
    """The arm of a share beside which the other arm had none (`none v 6%`); None for no such.

    A value with an arm of its `own` keeps that before another's none.
    """
    begin = max(line.sentence.start, value.start - _REACH)
    second = _NONE_BEFORE.search(line.view, begin, value.start) is not None
    if not second and (own or not _NONE_BEHIND.match(line.view, value.end, line.sentence.end)):
        return None
    named = {m.labels for m in line.of(ArmMention) if m.end <= value.start and len(m.labels) == 1}
    behind = [m for m in line.of(ArmMention) if 0 <= m.start - value.end < _REACH]
    if behind:
        return None
    if len(named) == 1 and len(arms) == len(_SIDES):
        (first,) = named.pop()
        return arms.other(first) if second else first
    order = context.arms if len(context.arms) == len(_SIDES) else ("", "")
    return order[second]


def _names_arm(line: Line, first: Finding, value: Value) -> bool:
    """Whether a value has an arm of its own: behind it, or between it and the word before it."""
    values = [m.start for m in line.of(Value) if m.start >= value.end and m.unit]
    end = min([line.sentence.end, *values])
    return any(value.end <= m.start < end for m in line.of(ArmMention) if m.labels != (first.arm,))


def _partner(label: str, pair: Sequence[str]) -> str:
    """The arm that another was compared with last, '' where it was not."""
    if len(pair) != 2 or label not in pair:
        return ""
    return pair[0] if label == pair[1] else pair[1]

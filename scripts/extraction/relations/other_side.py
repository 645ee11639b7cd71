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
    if len(cells) != 1 or series.is_ratio or not found:
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

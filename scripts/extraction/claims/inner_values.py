"""Values with a part of them in a bracket, side by side with others of the kind.

`The response rate was 82% (25% CR) with A versus 59% (14% CR) with B` compares 82 with 59 and 25
with 14; read one by one, the second side would be one of the last outcome named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.claims.place import Claim
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, Endpoint, Grade, PValue, Value

_REACH = 70
_AMOUNTS = frozenset({"proportion", "rate_at"})
_OPENS = re.compile(
    r"(?:\s?[(\[]|[;,]\s)"
    r"(?:(?:[^()\[\]\d;%]|(?<=grade )\d|(?<=grades )\d|(?<=\d-)\d){0,40}[\s,:])?"
)
#: From the bracket of one side to the other side; an arm is told as a sign.
_JOINS = re.compile(
    r"(?:[^()\[\]\d;%]|\([A-Za-z]{1,6}\)){0,40}[)\]](?:\s(?:in|with|for|of|on|among|receiving|the|patients|group|arm|"
    r"\u00a7))*,?\s(?:versus|vs\.?|v|and|compared (?:with|to)|as compared (?:with|to)|against|"
    r"as against|as opposed to|in comparison (?:with|to))\s(?:only\s|in\s|with\s|by\s|the\s)*"
)
_ARM_BEHIND = re.compile(
    r"(?:[^()\[\]\d;%]|\([A-Za-z]{1,6}\)){0,40}[)\]]\s(?:(?:in|with|for|of|on|among|receiving|the|patients|those|given)\s)+"
)


def with_inner_values(
    line: Line, all_series: Sequence[Series], claims: Sequence[Claim]
) -> list[Claim]:
    """The claims of a sentence, those of values with an inner one as two comparisons."""
    alone = [s for s in all_series if len(s.items) == 1 and not s.is_ratio and s.unit == "%"]
    claimed = {id(claim.series): claim for claim in claims}
    for at in range(len(alone) - 3):
        four = alone[at : at + 4]
        pair = _compared(line, four, claimed)
        if pair:
            mine = {id(series) for series in four}
            kept = [claim for claim in claims if id(claim.series) not in mine]
            return sorted([*kept, *pair], key=lambda claim: claim.series.start)
    return list(claims)


def _compared(line: Line, four: Sequence[Series], claimed: Mapping[int, Claim]) -> list[Claim]:
    """The comparison of two values and that of the two inner ones, [] where they are none."""
    first, inner, second, last = (series.items[0].value for series in four)
    whole, part = claimed.get(id(four[0])), claimed.get(id(four[1]))
    if whole is None or whole.statistic not in _AMOUNTS:
        return []
    for outside, inside in ((first, inner), (second, last)):
        if not _OPENS.fullmatch(line.view, outside.end, inside.start):
            return []
        if (inside.number or 0) > (outside.number or 0):
            return []
    arms = [m for m in line.of(ArmMention) if inner.end <= m.start < second.start]
    if len(arms) > 1 or not _JOINS.fullmatch(_with_sign(line, inner, second, arms)):
        return []
    if any(second.start - 1 > m.start >= inner.end + 40 for m in line.of(Endpoint)):
        return []
    behind = next((m for m in line.of(ArmMention) if m.start >= last.end), None)
    if behind is not None and not _ARM_BEHIND.fullmatch(line.view, last.end, behind.start):
        behind = None
    if (behind is None) != (not arms):
        return []
    sides = (arms[0] if arms else None, behind)
    test = _test_behind(line, last)
    found = [replace(whole, series=_pair(four[0], four[2], sides, test), endpoints=())]
    graded = any(first.end <= m.start < inner.end for m in line.of(Grade))
    if part is not None and (graded or part.endpoint.id != whole.endpoint.id):
        found.append(replace(part, series=_pair(four[1], four[3], sides, None), endpoints=()))
    return found


def _test_behind(line: Line, last: Value) -> PValue | None:
    """The test behind the last value that nothing else stands before."""
    for mention in line.after(last.end):
        if isinstance(mention, PValue):
            return mention if mention.start - last.end < _REACH else None
        if isinstance(mention, Value) or ";" in line.view[last.end : mention.start]:
            break
    return None


def _pair(
    left: Series,
    right: Series,
    sides: tuple[ArmMention | None, ArmMention | None],
    p: PValue | None,
) -> Series:
    """Two values side by side, with the arms behind them and the test behind all."""
    items: list[Item] = [
        replace(series.items[0], arms_after=[arm] if arm else [], arms_before=[], p=None)
        for series, arm in zip((left, right), sides, strict=True)
    ]
    return replace(left, items=items, joints=["vs"], end=right.end, p=p, respectively=False)


def _with_sign(line: Line, left: Value, right: Value, arms: Sequence[ArmMention]) -> str:
    text = line.view[left.end : right.start]
    for arm in arms:
        text = text.replace(line.view[arm.start : arm.end], "\u00a7", 1)
    return text

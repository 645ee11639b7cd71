"""The sides of a ratio that stands right behind the amounts of two arms (`82% v 80%; HR 0.84`).

Where its own words tell no sides they are those of the amounts, whatever else the text names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.finding import ARM_ASSUMED, ASSUMED, Finding
from extraction.mentions.lines import Line
from extraction.series.ratio_labels import RATIOS
from extraction.tokens import PValue

_NEAR = 24
#: Nothing but tests, who had the amounts and a word that gives the ratio stands in between.
_BETWEEN = re.compile(
    r"(?:[^;.()\[\]]|\.\d){0,60}[)\]]?[\s,;(\[]*(?:(?:and|with|for|giving|yielding|resulting in|"
    r"corresponding to|i\.e\.|an?|the|adjusted|unadjusted|stratified|overall|pooled|univariate|"
    r"multivariate|estimated|which|gives|gave|being)\s)*"
)


def with_sides_before(line: Line, row: Finding, found: Sequence[Finding], arms: Arms) -> Finding:
    """A ratio without sides of its own with those of the two amounts right before it."""
    if row.statistic not in RATIOS or "exposure" in row.flags:
        return row
    if row.arm and ASSUMED not in row.flags:
        return row
    pair = _amounts_before(line, row, found)
    if pair is None:
        return row
    first, second = pair
    if ARM_ASSUMED in first.flags and ARM_ASSUMED in second.flags:
        return row  # whose the amounts are is no more told than the ratio's sides
    over, under = first.arm, second.arm or arms.other(first.arm)
    if not over or not under or over == under:
        return row
    if over == arms.comparator():
        over, under = under, over
    flags = tuple(flag for flag in row.flags if flag != ASSUMED)
    return replace(row, arm=over, comparator=under, flags=flags)


def _amounts_before(
    line: Line, row: Finding, found: Sequence[Finding]
) -> tuple[Finding, Finding] | None:
    """Two amounts of one thing right before a ratio."""
    if len(found) < 2:
        return None
    first, second = found[-2:]
    if first.measure != second.measure or first.statistic in {*RATIOS, "count", "difference"}:
        return None
    if first.comparator or second.comparator or first.subgroup != second.subgroup:
        return None
    end = second.end
    for mention in line.of(PValue):
        if 0 <= mention.start - end < _NEAR and mention.end <= row.start:
            end = mention.end
    return (first, second) if _BETWEEN.fullmatch(line.view, end, row.start) else None

"""The sides of a ratio that nothing in its sentence names: those of the ratios before it.

A text that sets the same two arms against each other in all its ratios goes on doing so where a
sentence names neither an arm nor a factor (`in the subset of HER2-negative tumours (HR 0.67)`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.claims.place import Context
from extraction.finding import ASSUMED, Finding
from extraction.mentions.lines import Line
from extraction.series.ratio_labels import RATIOS
from extraction.tokens import ArmMention

#: Of more arms a text may mean any two.
_FEW = 3


def with_sides_kept(
    line: Line, found: Sequence[Finding], arms: Arms, context: Context
) -> list[Finding]:
    """The findings of a sentence, ratios without sides with those of all ratios before."""
    kept: list[Finding] = []
    for row in found:
        ratio = row.statistic in RATIOS and not arms.told
        silent = ratio and not (row.arm or row.comparator or "exposure" in row.flags)
        sure = len(context.sides) == 1 and len(arms) <= _FEW
        if silent and sure and not line.of(ArmMention):
            over, under = context.last_sides
            row = replace(row, arm=over, comparator=under, flags=(*row.flags, ASSUMED))
        elif ratio and row.arm and row.comparator:
            context.sides.add(frozenset((row.arm, row.comparator)))
            context.last_sides = (row.arm, row.comparator)
        kept.append(row)
    return kept

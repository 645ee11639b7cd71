"""The side of a comparison of two arms that a text calls by words of its own.

`Remission was seen in 47% given CMF and in 60% given the five drugs`: the second side stands as
the first does, and of two arms it can but be the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.finding import ARM_ASSUMED, Finding
from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Count, Endpoint, Subgroup, Time, Value
from extraction.word_lists import Worded

#: What stands behind a share: what leads to whose it is, and who these are.
_WHOSE = re.compile(
    r"\s?(?:%|per ?cent\b|months|years|weeks|days)?\)?(?:\s?[(\[][^()\[\]]*\d[^()\[\]]*[)\]])*,?\s?"
    r"(?:(?P<lead>in|of|with|for|on|given|after|under|among|receiving|following|by|treated with|"
    r"assigned|allocated)\s|(?P<bracket>[(\[]))"
    r"(?P<who>(?:the\s)?[A-Za-z][^.,;:()\[\]\d%]{1,60}?)"
    r"(?=\s?[.,;:()\[\]]|\s(?:and|but|while|whereas|versus|vs|v|compared|against|as|than|had|was|"
    r"were|at|by|P|p)\b|$)"
)
_SIDE = Worded(r"\b@side_nouns\b")
_NO_SIDE = Worded(r"\b@no_sides\b")
_GIVEN = frozenset({"given", "receiving", "treated with", "under", "assigned", "allocated"})


def with_unnamed_side(line: Line, found: Sequence[Finding], arms: Arms) -> list[Finding]:
    """The findings of a sentence, one beside that of an arm with the arm which is left for it."""
    filled = list(found)
    if len(arms) != 2 or arms.told or arms.are_crossed:
        return filled
    for at in range(1, len(filled)):
        left, right = filled[at - 1], filled[at]
        if bool(left.arm) == bool(right.arm) or not _are_sides(left, right):
            continue
        known, unknown = (left, right) if left.arm else (right, left)
        other = arms.other(known.arm)
        # Beside both arms a third group is neither.
        third = any(row.arm == other and _are_sides(row, unknown) for row in found)
        if other and not third and _stand_alike(line, known, unknown):
            flags = (*unknown.flags, ARM_ASSUMED)
            filled[at - 1 if left is unknown else at] = replace(unknown, arm=other, flags=flags)
    return filled


def _are_sides(left: Finding, right: Finding) -> bool:
    """Whether two findings are amounts of one thing, of which neither compares."""
    one = (left.endpoint, left.statistic, left.subgroup) == (
        right.endpoint,
        right.statistic,
        right.subgroup,
    )
    return one and not (left.comparator or right.comparator) and left.value.unit != "count"


def _stand_alike(line: Line, known: Finding, unknown: Finding) -> bool:
    """Whether a value stands before words for a treatment as the one beside it before its arm."""
    end = line.sentence.end
    its = _WHOSE.match(line.view, known.value.end, end)
    whose = _WHOSE.match(line.view, unknown.value.end, end)
    if its is None or whose is None or its["lead"] != whose["lead"]:
        return False
    start, stop = its.span("who")
    named = any(start <= m.start < stop for m in line.of(ArmMention) if m.labels == (known.arm,))
    start, stop = whose.span("who")
    taken = any(
        start < m.end and m.start < stop
        for m in line.mentions
        if isinstance(m, ArmMention | Count | Endpoint | Subgroup | Time | Value)
    )
    who = whose["who"]
    treated = whose["lead"] in _GIVEN or _SIDE.of(line.words).search(who)
    return named and not taken and bool(treated) and not _NO_SIDE.of(line.words).search(who)

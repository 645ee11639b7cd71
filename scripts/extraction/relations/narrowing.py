"""Whom a result concerns, where that is not everybody: from the subgroups of a sentence.

Of two values that compare groups of patients (`worse than that of patients without it: 51 v 80`)
the subgroup that is named is that of one side only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions.lines import Line
from extraction.relations.layout import Cell
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint, Subgroup, Value

_BEHIND = re.compile(r"(?:(?!\b(?:and|but|while|whilst|whereas)\b)[^;]){0,30}")
_NARROWED = re.compile(
    r"[)\]\s]*(?:for|in|among|within|at|during)\s(?P<words>[^,;.()\[\]]{3,70}?)"
    r"(?=\s(?:and|but|or|versus|vs|compared|while|whilst|whereas)\b|\s?[,;.()\[\]])"
)
_IN_BRACKET = re.compile(r"\s?[(\[](?:(?:[Mm]edians?|[A-Z]{2,4})[:,]?\s)?")
_AGAINST = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared (?:with|to))\s(?:that\s|those\s|the\s)?$", re.IGNORECASE
)
_OTHER_GROUP = re.compile(
    r"\b(?P<words>(?:patients|women|those|group|subjects)\s(?:with|without|who|having)\s"
    r"[^,;.()\[\]]{2,60}?)(?=\s(?:was|were|had|is|have|than|compared|versus|vs|showed)\b)"
)


def by_side(
    line: Line, series: Series, cells: Sequence[Cell], subgroup: str
) -> Sequence[str | None]:
    """The subgroup of each value; None for one whose patients cannot be told from all others."""
    everyone: list[str | None] = [subgroup] * len(cells)
    if series.joints != ["vs"] or len(cells) != 2 or any(cell.arms for cell in cells):
        return everyone
    named = next((m for m in line.of(Subgroup) if m.text == subgroup), None)
    if named is None:
        return everyone
    told = any(m.unit and m.end <= named.start for m in line.of(Value))
    if told and _opens(line, named, series):
        return everyone
    before = line.view[line.sentence.start : named.start]
    other = _OTHER_GROUP.search(before)
    if _AGAINST.search(before) or (named.start >= series.end and other):
        return [other["words"] if other else None, subgroup]
    return everyone


def _opens(line: Line, group: Subgroup, series: Series) -> bool:
    """Whether a group stands right before the bracket with values: all of these are of it."""
    return _IN_BRACKET.fullmatch(line.view, group.end, series.start) is not None


def subgroup_of(line: Line, series: Series) -> str:
    """The subgroup named nearest before a series, or right behind it."""
    groups = line.of(Subgroup)
    own = [g for g in groups if g.end <= series.start and _opens(line, g, series)]
    if own:
        return own[-1].text
    near = [
        g
        for g in groups
        if g.end <= series.start
        or (g.start >= series.end and _BEHIND.fullmatch(line.view, series.end, g.start))
    ]
    return near[-1].text if near else ""


def narrowed(line: Line, series: Series) -> str:
    """Whom or when one of several ratios of a sentence concerns (`0.75 for low function and`)."""
    match = _NARROWED.match(line.view, series.end, line.sentence.end)
    if match is None or any(
        isinstance(m, Endpoint | ArmMention)
        and m.start < match.end("words")
        and match.start("words") < m.end
        for m in line.mentions
    ):
        return ""
    return match["words"]

"""The rows of a list of outcomes of several kinds: their claims, and the arm of each.

A row holds one value of each column; an arm stands beside it, or the arms in its order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.claims.place import Claim
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import (
    ArmMention,
    Count,
    Endpoint,
    Interval,
    PValue,
    Statistic,
    Time,
    Value,
)

Row = Sequence[tuple[Series, Item]]
#: Between two rows.
BETWEEN_ROWS = re.compile(
    r"[\s)\]]*(?:[,;]?\s?(?:respectively,?\s?)?)?(?:(?:and|while|whereas|whilst|but|versus|vs\.?|v|"
    r"compared (?:with|to)|as compared (?:with|to)|as opposed to|against|as against|than|or|they|"
    r"it|were|was|only|the|in|with|for|of|on|to|under|among|those|patients|women|given|receiving|"
    r"treated|assigned|allocated|randomi[sz]ed|respectively|corresponding|figures?|values?|(?:groups?|arms?)(?:\s[A-Z\d]\b)?|"
    r"\u00a7)[\s,:;(/]*)*"
)
_BEHIND = re.compile(
    r"[\s)\]]*(?:,?\s?respectively,?)?(?:[\s,(]*(?:in|with|for|of|on|among|given|receiving|to|the|"
    r"those|patients|women|groups?|arms?|treated|assigned|allocated|randomi[sz]ed|and|v|vs\.?|versus|who|received|\u00a7))*"
)
_REACH = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One name of the list: its endpoint, whether it is a median or a rate, and at which time."""

    endpoint: Endpoint
    statistic: str
    months: float | None = None

    @property
    def is_time(self) -> bool:
        """Whether its values are lengths of time."""
        return self.statistic == "median"


def reaches(line: Line, start: int, end: int, between: re.Pattern[str]) -> bool:
    """Whether a stretch holds nothing but such words, arms as signs, intervals and tests."""
    if end - start > _REACH:
        return False
    parts, at = [], start
    for mention in line.within(start, end):
        if isinstance(mention, Endpoint | Statistic | Value):
            return False
        parts.append(line.view[at : mention.start])
        if isinstance(mention, ArmMention):
            parts.append("\u00a7")
        elif not isinstance(mention, Interval | PValue | Count):
            parts.append(line.view[mention.start : mention.end])
        at = mention.end
    parts.append(line.view[at:end])
    return between.fullmatch(re.sub(r"\s?[(\[][\s,;]*[)\]]", "", "".join(parts))) is not None


def claims_of(line: Line, columns: Sequence[Column], rows: Sequence[Row]) -> list[Claim]:
    """A claim for each value of the rows, by its column and with the arm of its row."""
    arms = _arms_of(line, rows)
    claims: list[Claim] = []
    for row, arm in zip(rows, arms, strict=True):
        for column, (series, item) in zip(columns, row, strict=True):
            own = Time(start=item.value.end, end=item.value.end, months=(column.months or 0,))
            time = own if column.months is not None else item.time
            before = [arm] if arm is not None else []
            alone = series.alone(item, before, time)
            claims.append(Claim(alone, column.endpoint, column.statistic, "columns"))
    return claims


def _arms_of(line: Line, rows: Sequence[Row]) -> list[ArmMention | None]:
    """The arm of each row: beside it, or in the order in which they are named before or behind."""
    starts = [row[0][1].value.start for row in rows]
    ends = [row[-1][1].value.end for row in rows]
    named = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    before = [m for m in named if m.end <= starts[0]]
    between = [
        [m for m in named if end <= m.start and m.end <= start]
        for end, start in zip(ends, starts[1:], strict=False)
    ]
    behind = _behind(line, ends[-1], named)
    none: list[ArmMention | None] = [None] * len(rows)
    if len(rows) == 1:
        beside = behind or before
        return [beside[0]] if len(beside) == 1 else none
    if all(len(arms) == 1 for arms in between):
        inner = [arms[0] for arms in between]
        found = [*inner, *behind] if len(behind) == 1 else [*before[-1:], *inner]
    elif any(between):
        return none
    else:
        found = behind if behind else before
    apart = len({m.labels for m in found}) == len(found) == len(rows)
    return list(found) if apart else none


def _behind(line: Line, end: int, named: Sequence[ArmMention]) -> list[ArmMention]:
    """The arms right behind the last value."""
    found: list[ArmMention] = []
    for arm in named:
        if arm.start >= end and arm.end - end <= _REACH:
            if not reaches(line, end, arm.end, _BEHIND):
                break
            found.append(arm)
    return found

"""The unit of a series, which may be printed once, behind all its values, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import TIME_UNITS, RateUnit, Statistic, Value

# The unit once behind all intervals: `18 (95% CI 15-22) and 11 (95% CI 9-13) months`.
_UNIT_BEHIND = re.compile(r"[)\]]?\s(?P<unit>months|years|weeks|days|hours|minutes)\b")
_GOES_ON = re.compile(r"[^.;\d]{0,90}(?:,|\band)\s(?:and\s)?")
_OF_ONE = re.compile(r"\s(?:for|in|with)\s")
_RATES_WERE = re.compile(r"\brates?\s(?:was|were)\s$")
# `the percentages with nausea were 5, 22 and 12`.
_PERCENTAGES = re.compile(
    r"\bpercentages?\b[^.;:%\d]{0,60}?\b(?:was|were|are|is|of|became|being|amounted to|reached|"
    r"came to|rose to|fell to)\s(?:respectively,?\s)?$"
)
# `22.3 (range 0.03-139.6) months`.
_UNIT_BEHIND_RANGE = re.compile(
    r"\s?[(\[][^()\[\]]{1,60}[)\]]\s(?P<unit>months|years|weeks|days|hours|minutes)\b"
)

_NEAR_UNIT = 25


def unit_of_rates(
    line: Line, items: Sequence[Item], previous: Series | None, unit_before: str
) -> str:
    """The unit of rates that go on with those before (`4.7 for stroke`, `rates were 3 and 2`)."""
    first, last = items[0].value, items[-1].value
    if any(i.value.unit or i.value.number is None or i.value.number.is_integer() for i in items):
        return ""
    if previous is not None and previous.unit.startswith("per "):
        near = _GOES_ON.fullmatch(line.view, previous.end, first.start)
        return previous.unit if near and _OF_ONE.match(line.view, last.end) else ""
    told = _RATES_WERE.search(line.view, line.sentence.start, first.start)
    return unit_before if told and unit_before.startswith("per ") else ""


def goes_on(units: Iterable[str], value: Value, *, ratio: bool) -> bool:
    """Whether a value may stand beside values of these units; ratios have none."""
    known = {*units} - {"", "not reached"}
    if value.unit in {"", "not reached"}:
        return value.unit == "" or not known or known <= TIME_UNITS
    if ratio:
        return False
    return not known or value.unit in known


def unit_of(
    items: Sequence[Item], line: Line, members: Sequence[int], label: Statistic | None, end: int
) -> str:
    """The unit of values, whether it stands beside them or near them; '' where there is none.

    `members` are the places of the values among the mentions, `end` is where what follows ends.
    """
    if label is not None:
        return "ratio"
    units = [item.value.unit for item in items if item.value.unit not in {"", "not reached"}]
    if units:
        if units[-1] == "%" and any((item.value.number or 0) > 100 for item in items):
            return ""
        return units[-1]
    if any(item.value.not_reached for item in items):
        return "not reached" if all(item.value.not_reached for item in items) else ""
    for index in (
        *range(members[0] + 1, members[-1] + 4),
        *range(members[0] - 1, members[0] - 4, -1),
    ):
        if 0 <= index < len(line.mentions) and isinstance(line.mentions[index], RateUnit):
            unit = line.mentions[index]
            assert isinstance(unit, RateUnit)
            # `50 events occurred, with a higher rate (per 1000 person-years) in A`
            if line.view[unit.start - 1] != "(" or unit.start - end < _NEAR_UNIT:
                return unit.unit
    first = items[0].value.start
    if _PERCENTAGES.search(line.view, max(line.sentence.start, first - 100), first):
        return "%" if all((item.value.number or 0) <= 100 for item in items) else ""
    behind = _UNIT_BEHIND.match(line.view, end) if items[-1].interval else None
    behind = behind or _UNIT_BEHIND_RANGE.match(line.view, items[-1].value.end, line.sentence.end)
    return behind["unit"] if behind else ""

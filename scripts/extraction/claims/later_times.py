"""Lengths that are no values but times: `healed after 4 weeks (79% v 42%) and 8 weeks (91% v`.

A length that follows shares and opens the bracket of as many is when these are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions.lines import Line
from extraction.numbers.times import months
from extraction.series.series import Series
from extraction.tokens import TIME_UNITS, Time

_JOINED = re.compile(r"(?:[,;]|\band|\bor|\bbut)\s(?:(?:at|after|by|within|in)\s)?$")
_OPENS = re.compile(r"\s?[(\[:]\s?")
_REACH = 20


def without_later_times(line: Line, all_series: Sequence[Series]) -> list[Series]:
    """The series of a sentence without the lengths that are times of the shares behind them."""
    kept: list[Series] = []
    for number, series in enumerate(all_series):
        following = all_series[number + 1] if number + 1 < len(all_series) else None
        if kept and following is not None and _is_time(line, kept[-1], series, following):
            value = series.items[0].value
            assert value.number is not None
            time = Time(
                start=value.start,
                end=value.end,
                months=(round(months(value.number, value.unit), 2),),
            )
            for item in following.items:
                item.time = item.time or time
        else:
            kept.append(series)
    return kept


def _is_time(line: Line, before: Series, series: Series, following: Series) -> bool:
    """Whether a length stands between two series of shares of one layout, at the second."""
    value = series.items[0].value
    if series.unit not in TIME_UNITS or len(series.items) > 1 or value.number is None:
        return False
    # A lone percentage at a time may be that of a change.
    if len(following.items) < 2:
        return False
    shares = before.unit == following.unit == "%" and not (before.is_ratio or following.is_ratio)
    if not shares or len(before.items) != len(following.items):
        return False
    joined = _JOINED.search(line.view, max(before.end, value.start - _REACH), value.start)
    first = following.items[0].value.start
    return joined is not None and _OPENS.fullmatch(line.view, value.end, first) is not None

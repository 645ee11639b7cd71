"""At which time a rate is: beside its values, before them or right behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Statistic, Time, Value

_RATE_WORD = re.compile(
    r"\s(?:(?:actuarial|estimated|cumulative|crude|overall)\s)?(?:rates?|incidences?|risks?|"
    r"probabilit)\w*\b"
)
_AND_TIME = re.compile(r"(?:,|,?\sand|,?\sor|\s?/)\s?(?:at\s|the\s)?")


def is_cumulative(line: Line, series: Series, time: Time) -> bool:
    """Whether the words around a time say that a share is one estimated for it."""
    return bool(_RATE_WORD.match(line.view, time.end)) or any(
        m.id == "cumulative" and m.start < series.end for m in line.of(Statistic)
    )


def time_of(line: Line, series: Series, endpoint: Endpoint) -> Time | None:
    """The time point of a series: beside its values, or the nearest before it, or right after."""
    for item in series.items:
        if item.time is not None:
            return item.time
    times = line.of(Time)
    before = [t for t in times if t.end <= series.start]
    if before:
        return _time_before(line, series, _side_by_side(line, before))
    last = series.items[-1].value.end
    after = [t for t in times if t.start >= last]
    beside = [t for t in after if 0 <= t.start - endpoint.end < 4 and endpoint.start >= last]
    if beside:
        return beside[0]
    text = line.view[last : after[0].start] if after else ""
    return after[0] if after and len(text) < 60 and not re.search(r"[;%]", text) else None


def _side_by_side(line: Line, times: Sequence[Time]) -> list[Time]:
    """Times with those that stand side by side as one (`2-year and 3-year survival`)."""
    kept: list[Time] = []
    for time in times:
        last = kept[-1] if kept else None
        if last is not None and _AND_TIME.fullmatch(line.view, last.end, time.start):
            kept[-1] = replace(last, end=time.end, months=(*last.months, *time.months))
        else:
            kept.append(time)
    return kept


def _time_before(line: Line, series: Series, times: Sequence[Time]) -> Time | None:
    """The last of the times before a series; all of them where it has a value for each.

    `89% at 1 year, 76% at 2 years and 66% at 3 years; with B, 98%, 93%, and 91%`.
    """
    shares = [m.end for m in line.of(Value) if m.unit == "%"]
    last = times[-1]
    used = any(last.end <= end <= series.start or 0 <= last.start - end < 8 for end in shares)
    distinct = list(dict.fromkeys(month for time in times for month in time.months))
    if not used or len(distinct) < 2 or any(len(time.months) > 1 for time in times):
        return times[-1]
    if len(distinct) == len(series.items) and "vs" not in series.joints:
        return replace(times[-1], months=tuple(distinct))
    return None if len(times) == len(distinct) and len(series.items) > 1 else times[-1]

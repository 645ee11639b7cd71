"""Dates as a query writes them, and as the codes by which the index finds them.

A record's date is indexed three times, by year, month and day (``crdt_2011``,
``crdt_201108``, ``crdt_20110815``), so that a range of any length is the union of few codes.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

Span = tuple[datetime.date, datetime.date]

_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?")
_LAST = re.compile(r"last (\d{1,4}) (day|month|year)s?")
_DAY = datetime.timedelta(days=1)
_EARLIEST, _LATEST = datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)


def span_of(text: str, today: datetime.date) -> Span | None:
    """Return the first and last day that ``2011``, ``2011/08``, ``2011/08/15`` or
    ``last 5 years`` means; None if it means nothing.
    """
    text = text.strip().lower()
    if last := _LAST.fullmatch(text):
        return _last(int(last[1]), last[2], today)
    match = _DATE.fullmatch(text)
    if not match or match[1] == "0000":
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if (match[2] and not month) or (match[3] and not day):
        return None
    if day:
        return first, first
    return first, _month_end(year, month or 12)


@functools.lru_cache(maxsize=1 << 15)
def date_codes(kind: str, iso_date: str) -> str:
    """Return the three codes of a date of one kind, separated by blanks; '' for no date.

    A date without month or day is indexed under its first day.
    """
    if not iso_date:
        return ""
    text = f"{iso_date}-01-01"[:10].replace("-", "")
    return f"{kind}_{text[:4]} {kind}_{text[:6]} {kind}_{text}"


def covering_codes(kind: str, span: Span) -> list[str]:
    """Return the fewest codes that cover a range of days: whole years, whole months, days.

    The range is first cut to the years in which a record can have been written.
    """
    return [f"{kind}_{code}" for code in _cover(max(span[0], _EARLIEST), min(span[1], _LATEST))]


def _cover(first: datetime.date, last: datetime.date) -> Iterator[str]:
    day = first
    while day <= last:
        year_end = datetime.date(day.year, 12, 31)
        month_end = _month_end(day.year, day.month)
        if (day.month, day.day) == (1, 1) and year_end <= last:
            yield f"{day.year:04d}"
            end = year_end
        elif day.day == 1 and month_end <= last:
            yield f"{day.year:04d}{day.month:02d}"
            end = month_end
        else:
            yield f"{day.year:04d}{day.month:02d}{day.day:02d}"
            end = day
        day = end + _DAY


def _last(count: int, unit: str, today: datetime.date) -> Span:
    if unit == "day":
        return today - count * _DAY, today
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = max(months // 12, 1), months % 12 + 1
    return datetime.date(year, month, min(today.day, _month_end(year, month).day)), today


def _month_end(year: int, month: int) -> datetime.date:
    if month == 12:
        return datetime.date(year, 12, 31)
    return datetime.date(year, month + 1, 1) - _DAY

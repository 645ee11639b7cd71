"""Dates as PubMed XML writes them, as ISO texts of the precision they have."""

from __future__ import annotations

import datetime
import functools
import re

from lxml import etree

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_YEAR = re.compile(r"\b(1[5-9]|20)\d\d\b")
_WORD_DATE = re.compile(
    r"\b(?P<year>(?:1[5-9]|20)\d\d)\b[\s.,]*(?P<month>[A-Za-z]{3,9})?\b[\s.,]*(?P<day>\d{1,2}\b)?"
)


def date_of(element: etree._Element) -> tuple[str, str]:
    """Return (ISO date, date as printed) of a PubDate-like element.

    The ISO date has the precision of the record: ``2011``, ``2011-08`` or ``2011-08-15``. A
    season has no month; a MedlineDate (``1998 Dec-1999 Jan``) gives the start of its range.
    """
    parts: dict[str, str] = {}
    for child in element:
        parts[child.tag] = (child.text or "").strip()
    if "MedlineDate" in parts:
        raw = " ".join(parts["MedlineDate"].split())
        return words_date(raw), raw
    raw = " ".join(parts[key] for key in ("Year", "Season", "Month", "Day") if parts.get(key))
    return iso(parts.get("Year", ""), parts.get("Month", ""), parts.get("Day", "")), raw


def words_date(text: str) -> str:
    """Return the first date in words such as ``1998 Dec-1999 Jan`` or ``Fall 2017``; '' if none."""
    match = _WORD_DATE.search(text)
    if not match:
        return ""
    month = match["month"] or ""
    if month.lower() not in _MONTHS:
        return match["year"]
    return iso(match["year"], month, match["day"] or "")


@functools.lru_cache(maxsize=8192)  # a file names few days, again and again
def iso(year: str, month: str = "", day: str = "") -> str:
    """Return an ISO date from its parts, as far as they make sense: 30 February loses its day."""
    if not _YEAR.fullmatch(year):
        return ""
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    if not 1 <= number <= 12:
        return year
    if not day.isdecimal():
        return f"{year}-{number:02d}"
    try:
        return datetime.date(int(year), number, int(day)).isoformat()
    except ValueError:
        return f"{year}-{number:02d}"

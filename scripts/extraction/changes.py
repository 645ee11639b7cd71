"""Values that are a change or a difference, not the amount of any one arm.

A difference in time or in percentage points is a result of its own; a change in per cent may be
relative or absolute and is left out.
"""

from __future__ import annotations

import re

from extraction.measures import CHANGED_BY, TIMES
from extraction.mentions import Line
from extraction.place import Claim, endpoints_before
from extraction.series import Series

_CHANGE_AFTER = re.compile(
    r"[\s)]*(?:relative |absolute |risk |statistically |significant(?:ly)? |further |"
    r"proportional )*(?:reduction|increase|decrease|improvement|higher|"
    r"lower|longer|greater|less|more|fewer|gain|benefit|difference|decline|change|risk reduction|"
    r"power|margin|excess|of the (?:planned|dose|original))\b",
    re.IGNORECASE,
)
_ABSOLUTE_CHANGE = re.compile(
    r"\b(?:absolute|relative|proportional|risk)\s(?:\w+\s)?(?:reduction|increase|difference|"
    r"benefit|improvement)s?\s(?:in|of)\b[^;,(]{0,90}\b(?:was|of|were)\s$"
)
_BY = re.compile(
    r"\b(?:cut|reduc|increas|improv|decreas|declin|prolong|extend|lower|rais|short|"
    r"lengthen)\w*\b[^;,.(]{0,80}\bby\s(?:about\s|a median of\s|only\s)?$",
    re.IGNORECASE,
)
_AT_LEAST = frozenset([">", ">=", "\u2265"])
_ARTICLE = re.compile(r"\b[Aa]n?\s$")
_NOUN_NEXT = re.compile(
    r"\s(?:\w+\s)?(?:decrease|increase|reduction|improvement|loss|gain|decline|rise|change|"
    r"difference|drop|deterioration)\b"
)
_OF_A_CHANGE = re.compile(r"\b(?:by|of|difference|benefit|gain|increase|reduction)\b[^;,(]{0,20}$")


def is_change(line: Line, series: Series) -> bool:
    """Whether the value is a change or a difference (`reduced by 49%`, `8 months longer`)."""
    if series.is_ratio:
        return False
    left = line.view[max(line.sentence.start, series.start - 70) : series.start]
    value = series.items[-1].value
    if _ABSOLUTE_CHANGE.search(
        line.view, max(line.sentence.start, series.start - 130), series.start
    ):
        return True
    if _BY.search(left) and not series.items[0].arms_before:
        return True
    if len(series.items) == 1 and _OF_A_CHANGE.search(left) and CHANGED_BY.search(left):
        return True
    return bool(_CHANGE_AFTER.match(line.view, value.end)) and not series.items[-1].arms_after


def is_amount(line: Line, series: Series) -> bool:
    """Whether a share is part of a name or of a definition (`a 5% decrease`, `loss of >= 5%`)."""
    if series.unit != "%" or len(series.items) > 1 or series.is_ratio:
        return False
    value = series.items[0].value
    if value.operator in _AT_LEAST and value.events is None:
        return True
    return bool(
        _ARTICLE.search(line.view, max(line.sentence.start, series.start - 12), series.start)
        and _NOUN_NEXT.match(line.view, value.end)
    )


def difference(line: Line, series: Series) -> Claim | None:
    """The claim of a change in time or in percentage points; in per cent it is none."""
    value = series.items[0].value
    points = "point" in line.view[value.start : value.end]
    before = endpoints_before(line, series)
    if not before or len(series.items) > 1 or not (points or series.unit in TIMES):
        return None
    near = len(line.view[before[-1].end : series.start]) < 60
    return Claim(series, before[-1], "difference", "change") if near else None

"""The same outcome as others saw it: `poor by nurses in 22% v 13%; by patients 20% v 16%`."""

from __future__ import annotations

import re

from extraction.claims.place import Claim, Place, shape_between
from extraction.tokens import Endpoint

_RATER = (
    r"(?:by|according to|in the (?:eyes|view|opinion|judge?ment) of|as (?:judged|rated|seen|scored|"
    r"assessed) by|on)"
)
_NEXT = re.compile(
    rf"[\s)\]\u00a7,;]*(?:(?:and|but|while|whereas)\s)?{_RATER}\s[^;:()%\u00a7]{{3,60}}?,?\s"
    r"(?:(?:it|they|these|the figures?|the rates?|this) (?:was|were)\s)?"
)
_RATED = re.compile(rf"\b{_RATER}\s")


def by_another_rater(place: Place) -> Claim | None:
    """A claim of as many values as those before, by another rater."""
    last, series = place.last, place.series
    if last is None or series.is_ratio or series.unit != last.series.unit:
        return None
    if len(series.items) != len(last.series.items) or len(series.items) < 2 or last.endpoints:
        return None
    line = place.line
    if any(isinstance(m, Endpoint) for m in line.within(place.value_end, series.start)):
        return None
    if not _NEXT.fullmatch(shape_between(line, place.value_end, series.start)):
        return None
    told = _RATED.search(line.view, last.endpoint.start, last.series.start)
    return Claim(series, last.endpoint, last.statistic, "other raters") if told else None

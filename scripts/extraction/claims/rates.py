"""What a rate in time is of, where its own words say it: `12.1 falls per 100 patient-years`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import ARM, Token
from extraction.tokens import RateUnit

_REACH = 80
_FOR = re.compile(r"\sfor\s")


def _phrase(tokens: Sequence[Token]) -> Iterator[Token]:
    return itertools.takewhile(lambda token: token.text not in {",", ";", "and"}, tokens)


def rate_of_named(place: Place) -> Claim | None:
    """A claim of a rate that is of what stands between it and its unit, or behind `for`."""
    line, series = place.line, place.series
    if series.is_ratio or not series.unit.startswith("per "):
        return None
    value = series.items[0].value
    unit = next((m for m in line.of(RateUnit) if 0 < m.start - value.end < _REACH), None)
    last = series.items[-1].value.end
    told = _FOR.match(line.view, last)
    if told:
        start, end = told.end(), min(place.stop, told.end() + _REACH)
    elif unit is not None:
        start, end = value.end, unit.start
    else:
        return None
    tokens = place.wording.tokens(start, end)
    name, after = noun_phrase(tokens, 0, line.words)
    if not name or (not told and after < len(tokens)):
        return None
    if told and any(t.text[0] == ARM for t in _phrase(tokens)):
        return None  # `1.8 for the A group`
    endpoint = outcome(line, name)
    statistic = statistic_of(line, series, endpoint, "before") if endpoint else ""
    return Claim(series, endpoint, statistic, "rate of") if endpoint and statistic else None

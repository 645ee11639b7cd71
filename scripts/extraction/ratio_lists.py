"""Ratios in brackets behind a list of names: outcomes, whom the ratio concerns, or factors.

`hot flushes (RR 1.8), headache (RR 0.7)` lists outcomes, `in patients with A (HR 0.5) and B (HR
0.6)` patients, `predictors of relapse were age (OR 1.2), stage (OR 2.0)` factors. The first of the
list tells which.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.exposure import is_outcome_of_factors, speaks_of_factors
from extraction.listing import listed
from extraction.measures import statistic_of
from extraction.nearby import is_other_factor
from extraction.place import Claim, Place
from extraction.tokens import Subgroup

_BRACKET = re.compile(r"\s?[(\[][^()\[\];]{0,30}[(\[]?")
_NAME = re.compile(r"[)\],;\s]*(?:and\s|or\s|but\s)?(?P<name>[^()\[\]]*?)\s?[(\[]\s?$")


def of_list(place: Place) -> Claim | None:
    """The claim of a ratio that goes on with the list of the one before."""
    label, claims = place.series.label, place.claims
    if label is None or not claims or claims[-1].series is not place.previous:
        return None
    if not is_other_factor(place):
        return None
    last = claims[-1]
    if last.subgroup or _whom(place, last):
        match = _NAME.search(place.line.view, place.start, label.start)
        name = match["name"] if match else ""
        return replace(last, series=place.series, rule="list", subgroup=name) if name else None
    first = last.series.label
    assert first is not None
    if not _BRACKET.fullmatch(place.line.view, last.endpoint.end, first.start):
        factors = speaks_of_factors(place.line) or is_outcome_of_factors(place.line, place.series)
        return replace(last, series=place.series, rule="predicted") if factors else None
    endpoint = listed(place.wording, place.series, place.start)
    if endpoint is None:
        return None
    if last.endpoint.id.startswith("AE:"):
        endpoint = replace(endpoint, id=endpoint.id.replace("other:", "AE:", 1))
    statistic = statistic_of(place.line, place.series, endpoint, "before")
    return Claim(place.series, endpoint, statistic, "list") if statistic else None


def _whom(place: Place, last: Claim) -> bool:
    """Whether the ratio before stands behind the patients that it concerns."""
    first = last.series.label
    assert first is not None
    return any(
        isinstance(m, Subgroup) and _BRACKET.fullmatch(place.line.view, m.end, first.start)
        for m in place.line.mentions
    )

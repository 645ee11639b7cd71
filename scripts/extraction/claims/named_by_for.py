"""The endpoint that a ratio or a rate names behind itself (`a hazard ratio of 0.7 for PFS`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.place import Place, endpoint_behind, mention_behind
from extraction.tokens import ArmMention, Endpoint

_FOR = re.compile(r"[\s)\],]*(?:for|in)\s(?:(?:the|any|all|new|an?|risk of)\s)*")
_FOR_WHAT = re.compile(r"\sfor\s")
_NEAR = 20


def is_rate_of_one(place: Place) -> bool:
    """Whether a rate says itself what it is of (`rates were 15.2 for fracture, 0.9 for stroke`)."""
    end = place.series.items[-1].value.end
    if not place.series.unit.startswith("per ") or not _FOR_WHAT.match(place.line.view, end):
        return False
    following = mention_behind(place.line, end)
    return not isinstance(following, ArmMention) or following.start - end > _NEAR


def named_by_for(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio that follows it (`a hazard ratio of 0.7 for relapse`)."""
    if place.series.is_ratio or place.series.unit.startswith("per "):
        for end in (place.series.items[-1].value.end, place.series.end):
            named = endpoint_behind(place.line, end)
            if named and _FOR.fullmatch(place.line.view[end : named.start]):
                yield named
                return


def of_several_ratios(place: Place) -> Iterator[Endpoint]:
    """The first of the endpoints that follow their ratios (`ratios 0.7 for PFS, 0.8 for`)."""
    label = place.series.label
    following = place.all_series[place.number + 1 :][:1]
    several = place.series.is_carried or any(series.is_carried for series in following)
    if label is not None and (several or place.line.view[label.end - 1] == "s"):
        yield from named_by_for(place)

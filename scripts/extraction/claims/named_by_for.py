"""The endpoint that a ratio or a rate names behind itself (`a hazard ratio of 0.7 for PFS`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.place import Place, endpoint_behind, mention_behind
from extraction.tokens import ArmMention, Endpoint

_FOR = re.compile(r"[\s)\],]*(?:for|in)\s(?:(?:the|any|all|new|an?|risk of)\s)*")
_FOR_WHAT = re.compile(r"\sfor\s")
_NEAR = 20
_WHOM = re.compile(r"\b(?:patients|women|men|subjects|carriers|versus|vs\.?|v)\b")
_TO_LABEL = re.compile(r",?\s(?:the\s)?(?:(?:adjusted|stratified|corresponding|unadjusted)\s)?")
_TO_VALUE = re.compile(r"(?:\s(?:it\s)?(?:was|were|is|of|being))?\s?[:=(\[]?\s?")


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


def goes_on_with_its_own(place: Place) -> Iterator[Endpoint]:
    """The endpoint that a ratio without one right before it goes on with (`HR 0.7 for PFS`)."""
    label = place.series.label
    if label is not None and not _is_named_before(place):
        yield from named_by_for(place)


def _is_named_before(place: Place) -> bool:
    """Whether a ratio's outcome stands right before it (`the HR for DFS was 0.9, for OS 0.8`)."""
    label, start = place.series.label, place.series.items[0].value.start
    named = [m for m in place.line.of(Endpoint) if m.end <= start]
    if not named or label is None:
        return False
    # `for MRD-negative v MRD-positive patients were 0.2 for PFS` tells whom it compares.
    if _WHOM.search(place.line.view, named[-1].end, start):
        return False
    previous = place.previous
    if not place.series.is_carried and (previous is None or previous.end <= label.start):
        at_label = _TO_LABEL.fullmatch(place.line.view, named[-1].end, label.start)
        return named[-1].start >= label.end or at_label is not None
    return _TO_VALUE.fullmatch(place.line.view, named[-1].end, start) is not None

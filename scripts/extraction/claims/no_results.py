"""Shares of patients whose sentence says that they are no result, whatever it names."""

from __future__ import annotations

import re

from extraction.claims.place import NOTHING, Place, Verdict

# What made patients stop is no outcome of its name (`reasons for stopping were progression (48%)`).
_REASONS = re.compile(
    r"\b[Rr]easons?\s(?:for|of|why|to)\b[^;.()%]*\b(?:was|were|included|includes?|being|are|is)\b|"
    r"\b[Rr]easons?\s(?:for|of)\b[^;.%]{0,60}:"
)
_REACH = 250
# `94% had progressed on two lines at baseline`.
_AT_BASELINE = re.compile(
    r"[^.;,()%]{0,80}\bat (?:baseline|(?:study )?entry|enrolment|enrollment)\b"
)


def at_baseline(place: Place) -> Verdict:
    """NOTHING of a share of those who took part."""
    counted = place.series.unit in {"%", "patients"}
    told = counted and _AT_BASELINE.match(place.line.view, place.series.end)
    return NOTHING if told else None


def reasons(place: Place) -> Verdict:
    """NOTHING of a share of the reasons for what was done."""
    if place.series.unit != "%":
        return None
    start = max(place.line.sentence.start, place.series.start - _REACH)
    return NOTHING if _REASONS.search(place.line.view, start, place.series.start) else None

"""Shares of patients whose sentence says that they are no result, whatever it names."""

from __future__ import annotations

import re

from extraction.claims.place import NOTHING, Place, Verdict
from extraction.word_lists import Worded

# What made patients stop is no outcome of its name (`reasons for stopping were progression (48%)`).
_REASONS = re.compile(
    r"\b[Rr]easons?\s(?:for|of|why|to)\b[^;.()%]*\b(?:was|were|included|includes?|being|are|is)\b|"
    r"\b[Rr]easons?\s(?:for|of)\b[^;.%]{0,60}:"
)
_REACH = 250
# Who the patients were: `Indications were A (41%), B (24%)`, `the distribution of stages was`.
_WHO_WERE = Worded(
    r"\b(?:[Dd]istributions? (?:of|in|among)|@Told_at_entry(?: (?:for|to|of|in|at))?)\b"
    r"[^;.()%]{0,120}\b(?:was|were|included|includes?|comprised|are|is|being)\b"
    r"|\b(?:[Tt]ypes?|[Kk]inds?|[Cc]ategor(?:y|ies)) of "
    r"(?!@events_as_such\b|[\w-]+ @events_as_such\b)"
    r"[^;.()%]{3,60}\b(?:was|were|included|includes?|comprised)\b"
)
# Behind the mean of a measurement (`12% [SD 4]`, `74.7%, SD 37.5`).
_DEVIATION = re.compile(
    r"[\s)\],;(\[]*(?:mean[,;]\s)?(?:\+/-\s)?(?:SDs?|S\.D\.|s\.d\.|[Ss]tandard [Dd]eviations?)\b"
)
# `94% had progressed on two lines at baseline`.
_AT_BASELINE = re.compile(
    r"[^.;,()%]{0,80}\bat (?:baseline|(?:study )?entry|enrolment|enrollment)\b"
)


def who_they_were(place: Place) -> Verdict:
    """NOTHING of a share in a list of what patients had when they came."""
    if place.series.unit != "%":
        return None
    start = max(place.line.sentence.start, place.series.start - _REACH)
    listed = _WHO_WERE.of(place.line.words).search(place.line.view, start, place.series.start)
    return NOTHING if listed else None


def a_mean(place: Place) -> Verdict:
    """NOTHING of percentages that are means, with their standard deviation behind them."""
    items = place.series.items if place.series.unit == "%" else ()
    told = any(_DEVIATION.match(place.line.view, item.value.end) for item in items)
    return NOTHING if told else None


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

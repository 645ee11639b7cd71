"""A share with its own word and name behind it: `a 4.8% incidence of fever`, `a 52% rate of E`."""

from __future__ import annotations

from extraction.claims.place import Claim, Place
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import Worded

_OF_WHAT = Worded(
    r"[\s)\]]*(?:[a-z-]+\s){0,2}?(?:incidences?|rates?|frequency|frequencies|prevalence|"
    r"occurrence) (?:of|for) (?!@people\b|@changes\b)"
)
_REACH = 90


def share_named_behind(place: Place) -> Claim | None:
    """A claim of what a share is said to be the incidence of, where no endpoint is known there."""
    line, series = place.line, place.series
    if series.unit != "%" or series.is_ratio or len(series.items) > 1:
        return None
    if not line.of(ArmMention):
        return None  # `untreated, it carries a 90% rate of relapse`
    end = series.items[0].value.end
    told = _OF_WHAT.of(line.words).match(line.view, end, line.sentence.end)
    if told is None:
        return None
    tokens = place.wording.tokens(told.end(), min(place.stop, told.end() + _REACH))
    name, _ = noun_phrase(tokens, 0, line.words)
    if not name:
        return None
    if any(isinstance(m, Endpoint) for m in line.within(end, name[-1].end)):
        return None
    endpoint = outcome(line, name)
    return Claim(series, endpoint, "proportion", "announced after") if endpoint else None

"""The claim of a series that is a value of a known endpoint, before it, behind it or left open.

The first candidate that values of this unit can be of is taken, unless words nearer to the values
name an outcome of their own, or the candidate only opens a list of others.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.claims.candidates import Candidate, candidates
from extraction.claims.carried import speaks_of_several
from extraction.claims.clause_words import announced_by_clause
from extraction.claims.endpoint_lists import answers_unknown, list_behind, list_ending_with
from extraction.claims.event_lists import is_of_list_alone, of_event_list, of_kind
from extraction.claims.labelled_outcomes import is_of_shares, names_its_own
from extraction.claims.measures import statistic_of
from extraction.claims.place import NOTHING, Claim, Place, Verdict
from extraction.clauses.listing import last_named, listed
from extraction.clauses.outcomes import as_adverse
from extraction.tokens import Endpoint

# The grade before the name of an event is no part of it.
_GRADED = re.compile(r"^other:grades?\s[\d\s,/>=\u2265+-]+(?:or\s\d\s|and\s\d\s)?")


def of_known_endpoint(place: Place) -> Verdict:
    """The claim of the first candidate whose values these can be."""
    for candidate in candidates(place):
        nearer = _told_nearer(place, candidate)
        if nearer is not None:
            return nearer
        if candidate.is_from_elsewhere and (names_its_own(place) or is_of_shares(place)):
            return None
        endpoint: Endpoint | None = candidate.endpoint
        if candidate.endpoint.umbrella and candidate.rule == "before":
            endpoint = _single_event(place, candidate.endpoint)
            if endpoint is None:
                continue
            nearer = _told_behind_umbrella(place, endpoint)
            if nearer is not None:
                return nearer
        assert endpoint is not None
        statistic = statistic_of(place.line, place.series, endpoint, candidate.rule)
        if statistic:
            endpoint = _as_spoken_of(place, endpoint, statistic)
            group = _group(place, endpoint, candidate.rule)
            if not group:
                return NOTHING
            return Claim(place.series, endpoint, statistic, candidate.rule, group)
    return None


def _told_nearer(place: Place, candidate: Candidate) -> Claim | None:
    """What the clause itself names, where its endpoint would come from somewhere else."""
    series = place.series
    carried_on = series.is_ratio and candidate.rule == "clause" and not series.is_carried
    return announced_by_clause(place) if candidate.is_from_elsewhere or carried_on else None


def _single_event(place: Place, endpoint: Endpoint) -> Endpoint | None:
    """The event of a list or kind that is told by a word for all of them, or all of them.

    None where that word only opens a list of which the name is not known.
    """
    single = (
        of_event_list(place)
        or listed(place.wording, place.series, endpoint.end)
        or last_named(place.wording, place.series, endpoint.end)
    )
    if single is not None:
        return as_adverse(single)
    return None if is_of_list_alone(place) else of_kind(place, endpoint)


def _told_behind_umbrella(place: Place, endpoint: Endpoint) -> Claim | None:
    """The event that a clause names between a word for all of them and its values."""
    nearer = announced_by_clause(place) if endpoint.umbrella else None
    if nearer is None or nearer.endpoint.start < endpoint.end:
        return None
    named = replace(nearer.endpoint, id=_GRADED.sub("other:", nearer.endpoint.id))
    if "grade" in named.id or named.id == "other:":
        return None
    return replace(nearer, endpoint=as_adverse(named))


def _as_spoken_of(place: Place, endpoint: Endpoint, statistic: str) -> Endpoint:
    """The time to an event last spoken of, of whose hazard a hazard ratio of the event is."""
    # One with a time of its own is another's only right behind values of that.
    topic = place.context.endpoint if endpoint.hazard_of else place.context.topic
    spoken = statistic == "hazard_ratio" and topic and topic.id in endpoint.hazard_after
    return topic if spoken and topic else endpoint


def _group(place: Place, endpoint: Endpoint, rule: str) -> tuple[Endpoint, ...]:
    """The endpoints of the values one by one; none where they answer values that are not known."""
    if speaks_of_several(place) and rule not in {"sentence before", "before"}:
        group = tuple(c.endpoint for c in place.claims[-len(place.series.items) :])
        fits = len(group) == len(place.series.items) and rule == "clause"
        return group if fits else ()
    if rule == "after":
        return list_behind(place.line, place.series, endpoint)
    group = list_ending_with(place.line, endpoint) if rule == "before" else (endpoint,)
    return () if answers_unknown(place.line, place.series, group) and rule == "before" else group

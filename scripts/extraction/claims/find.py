"""Which endpoint a series belongs to.

A sentence is read left to right. Each series asks the readers of `readers` in order; one that finds
no endpoint it could be a value of makes no claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.amounts import is_amount
from extraction.claims.block_before import block_of, with_block_before
from extraction.claims.columns import with_columns
from extraction.claims.endpoint_lists import in_parallel
from extraction.claims.inner_values import with_inner_values
from extraction.claims.later_times import without_later_times
from extraction.claims.measures import statistic_of
from extraction.claims.other_sides import with_first_sides
from extraction.claims.place import Claim, Context, Place
from extraction.claims.readers import claim_of
from extraction.claims.second_block import with_second_block
from extraction.clauses.wording import Wording
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Time

_MERE_EVENTS = frozenset(["event", "events", "reaction", "reactions"])


def find_claims(line: Line, all_series: Sequence[Series], context: Context) -> list[Claim]:
    """The series of a sentence that belong to an endpoint; `context` is brought up to date."""
    all_series = [series for series in all_series if not is_amount(line, series)]
    all_series = without_later_times(line, all_series)
    parallel = in_parallel(line, all_series)
    wording = Wording(line)
    claims: list[Claim] = []
    for number, series in enumerate(all_series):
        if number in parallel:
            claim = _in_parallel(line, series, parallel[number])
        else:
            claim = claim_of(Place(wording, all_series, number, claims, context))
        if claim is not None:
            claims.append(claim)
    claims = with_first_sides(wording, all_series, claims, context)
    claims = with_second_block(line, all_series, claims)
    claims = with_columns(line, all_series, claims)
    claims = with_inner_values(line, all_series, claims)
    claims = with_block_before(line, all_series, claims, context.block)
    claims = [_of_event_before(line, claim, context) for claim in claims]
    context.block = block_of(line, claims)
    _remember(line, claims, context)
    return claims


def _in_parallel(line: Line, series: Series, its: tuple[Endpoint, ...]) -> Claim | None:
    """The claim of a series that answers a list of endpoints in its order."""
    statistic = statistic_of(line, series, its[0], "before") if its else ""
    return Claim(series, its[0], statistic, "list", its) if statistic else None


def speak_of_events(line: Line, context: Context) -> None:
    """Note the adverse event that a sentence speaks of, none where it speaks of several."""
    named = {event.id: event for event in line.topics if event.id.startswith("AE:")}
    if named:
        event = next(iter(named.values()))
        context.adverse = event if len(named) == 1 and not event.umbrella else None


def _of_event_before(line: Line, claim: Claim, context: Context) -> Claim:
    """A claim of mere events of a grade (`grade 2 reactions`) as one of what was spoken of."""
    endpoint, event = claim.endpoint, context.adverse
    if not endpoint.umbrella or event is None or claim.endpoints:
        return claim
    if line.view[endpoint.start : endpoint.end].lower() not in _MERE_EVENTS:
        return claim
    return replace(claim, endpoint=replace(endpoint, id=event.id, umbrella=False))


def _remember(line: Line, claims: Sequence[Claim], context: Context) -> None:
    if claims:
        context.endpoint = claims[-1].endpoint
        context.statistic = claims[-1].statistic
        context.unit = claims[-1].series.unit
        context.time = next(reversed(line.of(Time)), None)
        context.topic = claims[-1].endpoint
    else:
        context.endpoint = None
        context.statistic = ""
        if line.topics:
            one = len({endpoint.id for endpoint in line.topics}) == 1
            context.topic = line.topics[0] if one else None

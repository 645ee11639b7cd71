"""The endpoints that a series may belong to, by where a sentence or the one before names them.

Readers of the last kind are asked only where those of the first find nothing. Some series are of
one endpoint alone, which their own words or the ratio before them tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extraction.claims import carried
from extraction.claims.following_ratios import (
    is_other_factor,
    of_carried_ratio,
    of_factors_before,
    of_ratio_before,
)
from extraction.claims.named_after import named_loosely_after, named_tightly_after
from extraction.claims.named_before import named_before
from extraction.claims.named_by_for import goes_on_with_its_own, is_rate_of_one, named_by_for
from extraction.claims.place import Place
from extraction.claims.ratio_outcomes import the_one_behind, told_behind
from extraction.tokens import Endpoint


@dataclass(frozen=True, slots=True)
class EndpointReader:
    """One place where the endpoint of a series is named; rows print its `rule`."""

    rule: str
    read: Callable[[Place], Iterator[Endpoint]]
    reads: str


#: The most telling first.
FIRST = (
    EndpointReader("predicted", of_factors_before, "the outcome of the factors listed so far"),
    EndpointReader("clause", of_ratio_before, "what the words at the ratio before told"),
    EndpointReader("after", named_tightly_after, "`7% had E`: right behind, nothing between"),
    EndpointReader("before", named_before, "`E was seen in 7%`: before, and leading to it"),
    EndpointReader("clause", carried.from_clause_of_ratio, "a ratio without a name before it"),
    EndpointReader("behind", told_behind, "`(HR 0.7) E was longer`: behind a ratio's bracket"),
    EndpointReader("after", named_loosely_after, "`7% of those in A had E`: more stands between"),
    EndpointReader("clause", carried.after_a_statistic, "`...; medians, 53 v 24`"),
    EndpointReader("clause", carried.going_on, "`...; with B, 35%`: the values go on"),
    EndpointReader("clause", carried.beside_its_ratio, "`(HR 0.7; 92% v 90%)`: behind its ratio"),
)
#: Asked only where those find nothing.
LAST = (
    EndpointReader("after", named_by_for, "`a hazard ratio of 0.7 for E`"),
    EndpointReader("behind", the_one_behind, "the one time to an event behind its ratio"),
    EndpointReader("sentence before", carried.from_sentence_before, "`The rates were 7% v 5%`"),
    EndpointReader("topic", carried.from_topic, "what was last spoken of, for a ratio"),
    EndpointReader("primary", carried.the_primary, "the primary endpoint, for a hazard ratio"),
)
_FROM_ELSEWHERE = frozenset(["sentence before", "topic", "primary"])


@dataclass(frozen=True, slots=True)
class Candidate:
    """An endpoint that a series may belong to, and the rule that found it."""

    endpoint: Endpoint
    rule: str

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether its own sentence does not name it."""
        return self.rule in _FROM_ELSEWHERE


def candidates(place: Place) -> Iterator[Candidate]:
    """Endpoints that the series may belong to, the best first."""
    alone = _alone(place)
    if alone is not None:
        yield from alone
        return
    for readers in (FIRST, LAST):
        found = False
        for reader in readers:
            for endpoint in reader.read(place):
                found = True
                yield Candidate(endpoint, reader.rule)
        if found:
            return


def _alone(place: Place) -> list[Candidate] | None:
    """The only endpoints that a series can be of; None where it may be of any."""
    several = [Candidate(endpoint, "after") for endpoint in goes_on_with_its_own(place)]
    if several:
        return several[:1]
    if place.series.is_carried:
        return [Candidate(endpoint, "clause") for endpoint in of_carried_ratio(place)]
    if is_other_factor(place):
        return []
    if is_rate_of_one(place):
        return [Candidate(endpoint, "after") for endpoint in named_by_for(place)]
    return None

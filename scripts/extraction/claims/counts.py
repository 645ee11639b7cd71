"""Counts of patients with an event that stand without a share: `12 deaths with A and 5 with B`.

A number of patients is a result only in few frames: beside the name of an event that happened or
was seen, as the subject of having it, after `occurred in`, or as one side of a comparison in
brackets. Whatever else is counted (who was randomised, doses, visits, centres) stands in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extraction.claims import count_frames as frames
from extraction.claims.count_parts import deaths_by_cause, parts_of_counts
from extraction.claims.counted_by_arm import arm_by_arm_counts
from extraction.claims.counted_in_brackets import in_brackets, with_number
from extraction.claims.counted_numbers import as_numbers
from extraction.claims.counted_patients import as_subject, in_place, in_whom_first
from extraction.claims.counted_things import NONE_OF, as_events, as_named_things, as_none
from extraction.claims.place import Claim
from extraction.clauses.shape import NUMBER, SIZE, Shape, holds_numbers
from extraction.mentions.lines import Line

_Reader = Callable[[Shape, Sequence[Claim]], Iterator[Claim]]
#: The readers of counts, the most telling first; a number that one has taken is left by the next.
READERS: tuple[tuple[_Reader, str], ...] = (
    (arm_by_arm_counts, "`deaths were 27 in A and 7 in B`: one event, each arm its number"),
    (as_numbers, "`the number of patients with E was 12 in A`: it is called a number"),
    (as_subject, "`six patients in A and three in B had E`: patients are the subject"),
    (in_place, "`E occurred in 12 patients in A`: patients are where it was seen"),
    (in_whom_first, "`in 12 patients in A, E occurred`: the same turned about"),
    (as_none, "`no E or E was seen in A`: before events, of which none is counted"),
    (as_events, "`there were 12 E with A and 5 with B`: events with a known name"),
    (as_named_things, "`five cases of something`, `60 failures in A`: any other name"),
    (in_brackets, "`E (12 with A and 5 with B)`: what the bracket counts stands before it"),
    (with_number, "`E (n = 7)`: a lone number tells the least"),
    (parts_of_counts, "`31 deaths (19 with A, 12 with B)`: their sum is a count read before"),
    (deaths_by_cause, "`256 deaths (102 from E)`: no more than the deaths read before"),
)


def with_counts(line: Line, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a sentence and its counts; a frame tells more than the words of a clause."""
    found = _counts(line, claims)
    places = {item.value.start for claim in found for item in claim.series.items}
    kept = [
        claim
        for claim in claims
        if not _is_of_patients(claim)
        or not (claim.series.start in places or _of_those_entered(line, claim))
    ]
    return [*kept, *found]


def _is_of_patients(claim: Claim) -> bool:
    """Whether a claim is of patients out of so many, as the words around it tell it."""
    return claim.series.unit == "patients"


def _counts(line: Line, claims: Sequence[Claim]) -> list[Claim]:
    """The counts of a sentence; what another claim has taken is no count."""
    taken = frozenset(
        item.value.start
        for claim in claims
        if not _is_of_patients(claim)
        for item in claim.series.items
    )
    if not holds_numbers(line, taken):
        return []
    shape = Shape(line, taken)
    if NUMBER not in shape.text and SIZE not in shape.text:
        return []
    others = [claim for claim in claims if not _is_of_patients(claim)]
    found: list[Claim] = []
    used: dict[int, str] = {}
    for read, _ in READERS:
        for claim in read(shape, [*others, *found]):
            places = {item.value.start for item in claim.series.items}
            # One `no` may be of several events.
            free = all(used.get(at, NONE_OF) == NONE_OF for at in places)
            free = free and (claim.rule == NONE_OF or not places & used.keys())
            if free and not _of_nobody(line, claim) and not _of_others(line, claim):
                used |= dict.fromkeys(places, claim.rule)
                found.append(claim)
    return sorted(found, key=lambda claim: claim.series.start)


def _of_those_entered(line: Line, claim: Claim) -> bool:
    """Whether so many of those planned had been enrolled (`stopped after enrolling 52/120`)."""
    return frames.ENTERING.search(line.view, line.sentence.start, claim.series.start) is not None


def _of_nobody(line: Line, claim: Claim) -> bool:
    """Whether a count is nought of what is too vague for it, and not that of one arm.

    `No adverse events` is a word about safety; `no deaths` is a result.
    """
    if any(item.value.events for item in claim.series.items):
        return False
    arms = [m for i in claim.series.items for m in (*i.arms_before, *i.arms_after)]
    if {len(arm.labels) for arm in arms} == {1}:
        return False
    event = claim.endpoint
    start, end = claim.series.start, line.sentence.end
    around = line.view[start : min(end, event.end + 20)]
    return bool(
        event.umbrella
        or claim.rule == "counted things"
        or frames.ANYTHING.search(event.id)
        or frames.NOT_NONE.search(around)
        or frames.OF_THESE.search(around)
        or frames.UNLESS.search(line.view, max(line.sentence.start, start - 60), start)
    )


def _of_others(line: Line, claim: Claim) -> bool:
    """Whether the words at some counts tell who took part, or a share follows that has them."""
    series, end = claim.series, line.sentence.end
    before = line.view[max(line.sentence.start, series.start - 40) : series.end]
    near = max(line.sentence.start, series.start - 110)
    behind = min(end, max(series.end, claim.endpoint.end) + 40)
    return bool(
        frames.SHARE.match(line.view, series.end, end)
        or frames.SHARE.match(line.view, claim.endpoint.end, end)
        or frames.NO_COUNT.of(line.words).search(before.rpartition(";")[2])
        or frames.MEAN_NUMBER.search(line.view, near, series.start)
        or frames.BEFORE_THAT.search(line.view, series.end, behind)
    )

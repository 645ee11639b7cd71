"""Counts of patients with an event that stand without a share: `12 deaths with A and 5 with B`.

A number of patients is a result only in few frames: beside the name of an event that happened or
was seen, as the subject of having it, after `occurred in`, or as one side of a comparison in
brackets. Whatever else is counted (who was randomised, doses, visits, centres) stands in none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.claims import count_frames as frames
from extraction.claims.count_series import count_series
from extraction.claims.counted_events import event_at, event_before_bracket, told_event_at, verb_at
from extraction.claims.place import Claim
from extraction.clauses.closed_words import is_adverb
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import named, noun_phrase
from extraction.clauses.shape import ARM, ENDPOINT, NUMBER, Number, Shape
from extraction.clauses.wording import Token, Wording
from extraction.mentions.lines import Line
from extraction.series.series import Series

#: Verbs that only an event follows; others may speak of what patients had before.
_FREE_VERBS = ("developed", "experienced", "suffered", "presented", "diagnosed")
_HAPPENED = ("occurred", "developed")
_PEOPLE = re.compile(rf"\b{frames.PEOPLE}\b")


def find_counts(line: Line, all_series: Sequence[Series], claims: Sequence[Claim]) -> list[Claim]:
    """The counts of a sentence, as claims; what is in a series is no count."""
    taken = frozenset(item.value.start for series in all_series for item in series.items)
    shape = Shape(line, taken)
    if NUMBER not in shape.text:
        return []
    found: list[Claim] = []
    used: set[int] = set()
    for read in (_as_subject, _in_place, _as_events, _as_things, _in_brackets):
        for claim in read(shape, [*claims, *found]):
            places = {item.value.start for item in claim.series.items}
            if not places & used and not _of_others(line, claim):
                used |= places
                found.append(claim)
    return sorted(found, key=lambda claim: claim.series.start)


def _of_others(line: Line, claim: Claim) -> bool:
    """Whether the words at some counts tell who took part, or a share follows that has them."""
    series, end = claim.series, line.sentence.end
    before = line.view[max(line.sentence.start, series.start - 40) : series.end]
    return bool(
        frames.SHARE.match(line.view, series.end, end)
        or frames.SHARE.match(line.view, claim.endpoint.end, end)
        or frames.NO_COUNT.search(before.rpartition(";")[2])
    )


def _as_subject(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    wording = Wording(shape.line)
    for match in frames.SUBJECT.finditer(shape.text):
        end = match.end("later") if match["later"] else match.end("sides")
        series = count_series(shape, match.start("sides"), end, "patients")
        if series is None or not _are_patients(shape, match["sides"], match.start()):
            continue
        _take_total(shape, match.start("sides"), series)
        endpoint = None
        if match["outcome"]:
            endpoint = event_at(shape, match.start("outcome"))
        elif match["verbal"]:
            endpoint = verb_at(shape, match.start("verbal"))
        else:
            # What patients of one group had may be what they came with.
            if len(series.items) > 1 or match["had"].startswith(_FREE_VERBS):
                tokens = wording.tokens(shape.place(match.end()), shape.line.sentence.end)
                name, _ = noun_phrase(tokens, 0, shape.line.words)
                endpoint = outcome(shape.line, name)
        if endpoint:
            yield Claim(series, endpoint, "count", "counted subject")


def _take_total(shape: Shape, start: int, series: Series) -> None:
    """Give a lone count the number of whom it is a part (`Of the 31 patients, 9 had ...`)."""
    value = series.items[0].value
    opening = frames.OF_ALL.search(shape.text, 0, start)
    total = shape.at.get(opening.start("total")) if opening else None
    if len(series.items) > 1 or value.total or not isinstance(total, Number):
        return
    if total.value >= (value.events or 0):
        series.items[0].value = replace(value, total=total.value)


def _are_patients(shape: Shape, sides: str, start: int) -> bool:
    """Whether numbers count patients: they say so, name their arm, or are a part of some."""
    said = ARM in sides or _PEOPLE.search(sides) or frames.FRACTION.search(sides)
    return bool(said or sides.count(NUMBER) > 1 or frames.OF_THEM.search(shape.text, 0, start + 2))


def _in_place(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    wording = Wording(shape.line)
    for match in frames.PLACE.finditer(shape.text):
        series = count_series(shape, match.start("sides"), match.end("sides"), "patients")
        if series is None:
            continue
        endpoint = None
        if match["outcome"]:
            endpoint = event_at(shape, match.start("outcome"))
        elif match["verb"].endswith(_HAPPENED) or len(series.items) > 1:
            tokens = wording.tokens(shape.line.sentence.start, shape.place(match.start("verb")))
            endpoint = outcome(shape.line, _subject(shape.line, tokens))
        if endpoint:
            yield Claim(series, endpoint, "count", "counted place")


def _subject(line: Line, tokens: Sequence[Token]) -> Sequence[Token]:
    """The name that a clause opens with, where it goes on to the end of the tokens."""
    starts = [at + 1 for at, token in enumerate(tokens) if token.is_sign]
    clause = tokens[starts[-1] if starts else 0 :]
    name = named(clause, line.words)
    rest = [token for token in clause if name and token.start >= name[-1].end]
    return name if all(is_adverb(token.text) for token in rest) else []


def _as_events(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    for match in frames.EVENT.finditer(shape.text):
        sides = match["sides"]
        compared = sides.count(NUMBER) > 1 and sides.count(ARM) > 1
        if not match["when"] and (match["there"] or match["seen"] or compared):
            end = match.end("where") if match["where"] else match.end("sides")
            yield from _events(shape, match.start("sides"), end)


def _as_things(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    wording = Wording(shape.line)
    for match in frames.THERE.finditer(shape.text):
        series = count_series(shape, match.start("sides"), match.end("sides"), "events")
        tokens = wording.tokens(shape.place(match.start("name")), shape.end(match.end("name")))
        name = named(tokens, shape.line.words)
        endpoint = outcome(shape.line, name) if name and name[-1] == tokens[-1] else None
        if endpoint and series:
            yield Claim(series, endpoint, "count", "counted things")


def _events(shape: Shape, start: int, end: int) -> Iterator[Claim]:
    """Numbers of events side by side: of one kind in several arms, or of several kinds."""
    text = shape.text[start:end]
    numbers = [start + at for at, char in enumerate(text) if char == NUMBER]
    kinds = [told_event_at(shape, start + at) for at, char in enumerate(text) if char == ENDPOINT]
    known = [kind for kind in kinds if kind is not None]
    if len(known) != len(kinds) or not known:
        return
    if len({kind.id for kind in known}) == 1:
        series = count_series(shape, start, end, "events")
        if series:
            yield Claim(series, known[0], "count", "counted events")
    elif len(known) == len(numbers):
        for kind, first, last in zip(known, numbers, [*numbers[1:], end], strict=True):
            series = count_series(shape, first, last, "events")
            if series:
                yield Claim(series, kind, "count", "counted events")


def _in_brackets(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    for match in frames.BRACKETED.finditer(shape.text):
        counted = ARM not in match["sides"]
        if match["sides"].count(NUMBER) == 1 and not _is_each(shape, match.end("sides") - 1):
            continue
        series = count_series(shape, match.start("sides"), match.end("sides"), "patients", counted)
        endpoint = event_before_bracket(shape, match.start(), claims) if series else None
        if endpoint and series:
            yield Claim(series, endpoint, "count", "counted in brackets")


def _is_each(shape: Shape, index: int) -> bool:
    arm = shape.at.get(index)
    return arm is not None and shape.line.view[arm.start : arm.end].lower().startswith("each")

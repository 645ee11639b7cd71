"""Counts of events themselves: `12 deaths with A and 5 with B`, `one case of E`, `no E`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extraction.claims import count_frames as frames
from extraction.claims.count_series import count_series, side_by_side
from extraction.claims.counted_events import counted, told_event_at
from extraction.claims.place import Claim
from extraction.clauses.counted import named
from extraction.clauses.outcomes import outcome
from extraction.clauses.shape import ARM, ENDPOINT, NUMBER, Number, Shape
from extraction.clauses.wording import Wording
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import WordedSigned

#: The rule of events of which there were none.
NONE_OF = "counted none"
_OCCURRED = "occurr"
# `12 relapses or second cancers with A`
_OR_ELSE = re.compile(r"\bor\s(?:[a-z-]+\s){0,3}$")


def as_events(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`There were 12 E with A and 5 with B`, `129 E were recorded`."""
    for match in frames.EVENT.of(shape.line.words).finditer(shape.text):
        sides = match["sides"]
        compared = sides.count(NUMBER) > 1 and sides.count(ARM) > 1
        seen = match["seen"] or _OCCURRED in sides
        if not match["when"] and (match["there"] or seen or compared):
            end = match.end("where") if match["where"] else match.end("sides")
            before = _arm_before(shape, match.start("there"), match["there"] or "")
            yield from _events(shape, match.start("sides"), end, before)


def _arm_before(shape: Shape, start: int, opening: str) -> ArmMention | None:
    """The arm that is said to have had so many (`the A group reported one case`)."""
    arm = shape.at.get(start) if opening.startswith(ARM) else None
    return arm if isinstance(arm, ArmMention) else None


def _events(shape: Shape, start: int, end: int, before: ArmMention | None) -> Iterator[Claim]:
    """Numbers of events side by side: of one kind in several arms, or of several kinds."""
    text = shape.text[start:end]
    numbers = [start + at for at, char in enumerate(text) if char == NUMBER]
    kinds = [
        told_event_at(shape, start + at)
        for at, char in enumerate(text)
        if char == ENDPOINT and not _OR_ELSE.search(text, 0, at)
    ]
    known = [kind for kind in kinds if kind is not None]
    amounts = [what.value for _, what in shape.signs(start, end) if isinstance(what, Number)]
    if not any(amounts):  # for which there are frames of their own
        return
    if len(known) != len(kinds) or not known:
        return
    parts: list[tuple[Endpoint, int, int]] = []
    if len({kind.id for kind in known}) == 1:
        parts = [(known[0], start, end)]
    elif len(known) == len(numbers):
        parts = list(zip(known, numbers, [*numbers[1:], end], strict=True))
    for kind, first, last in parts:
        series = count_series(shape, first, last, "events")
        told = len(known) == len(numbers) > 1 and shape.text.count(ARM, start, end) == 0
        if series is None and told:  # `30 deaths v 46 deaths`
            series = count_series(shape, first, last, "events", counted=True)
        if series is None and len(parts) == 1:  # what follows the first tells its parts
            series = count_series(shape, first, shape.text.index(ENDPOINT, first) + 1, "events")
        if series and before and len(series.items) == 1 and not series.items[0].arms_after:
            series.items[0].arms_before = [before]
        if series:
            yield Claim(series, kind, "count", "counted events")


def as_named_things(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`Five cases of something without a known name with A, none with B`, `60 failures in A`."""
    wording = Wording(shape.line)
    for frame, count in _NAMED:
        for match in frame.of(shape.line.words).finditer(shape.text):
            series = count(shape, match)
            name = _named(wording, shape, match.start("name"), match.end("name"))
            yield from counted(series, name, "counted things")


def _whole(shape: Shape, match: re.Match[str]) -> Series | None:
    return count_series(shape, match.start(), match.end(), "events")


def _before_name(shape: Shape, match: re.Match[str]) -> Series | None:
    return side_by_side(shape, match.start(), match.start("name"), "events")


def _its_sides(shape: Shape, match: re.Match[str]) -> Series | None:
    return count_series(shape, match.start("sides"), match.end("sides"), "events")


#: Frames around a name that no vocabulary has, and where their numbers stand.
_NAMED: tuple[tuple[WordedSigned, Callable[[Shape, re.Match[str]], Series | None]], ...] = (
    (frames.CASES, _whole),
    (frames.CASES_HAD, _before_name),
    (frames.THERE, _its_sides),
    (frames.OCCURRED, _whole),
)


def _named(wording: Wording, shape: Shape, start: int, end: int) -> Endpoint | None:
    """The endpoint that all words of a stretch name."""
    tokens = wording.tokens(shape.place(start), shape.end(end))
    name = named(tokens, shape.line.words)
    return outcome(shape.line, name) if name and name[-1] == tokens[-1] else None


def as_none(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`No E, E or E was seen in A`: each is a count of nought."""
    for match in frames.NONE.of(shape.line.words).finditer(shape.text):
        number = shape.at[match.start("kinds")]
        told = match["there"] or match["seen"] or _OCCURRED in (match["where"] or "")
        if not isinstance(number, Number) or number.value or match["when"] or not told:
            continue
        kinds = list(shape.signs(match.start("kinds") + 1, match.end("kinds")))
        for index, _ in kinds:
            endpoint = told_event_at(shape, index)
            series = count_series(shape, match.start("kinds"), match.start("kinds") + 1, "events")
            where = next((n for n in ("where", "later") if match[n]), "")
            signs = shape.signs(match.start(where), match.end(where)) if where else ()
            if endpoint is None or series is None:
                continue
            series.items[0].arms_after = [m for _, m in signs if isinstance(m, ArmMention)]
            yield Claim(series, endpoint, "count", NONE_OF)
            if match["other"] and len(kinds) == 1:
                other = count_series(shape, match.start("other"), match.end("other"), "events")
                yield from counted(other, endpoint, "counted events")

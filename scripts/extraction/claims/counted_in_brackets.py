"""Counts in the bracket behind the name of an event: `E (12 with A and 5 with B)`, `E (n = 7)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims.count_series import count_series, side_by_side
from extraction.claims.count_sides import IN_ARM, JOINT, NAMED, PAIR, PEOPLE, SIDE_IN, SIDE_OF
from extraction.claims.counted_events import ADVERSE, counted, event_at, event_before_bracket
from extraction.claims.place import Claim
from extraction.clauses.listing import last_named, listed
from extraction.clauses.outcomes import as_adverse
from extraction.clauses.shape import ARM, NUMBER, SIZE, Shape
from extraction.clauses.wording import Wording
from extraction.series.series import Series
from extraction.tokens import Endpoint
from extraction.word_lists import Worded

_COUNTED = rf"(?:\s(?:\w+\s)?(?:events?|cases?|{PEOPLE}|\u00b6)|\s?/\s?\d[\d,]*)"
# `E (12 on A and 5 on B; ...)`; without arms at least a word says what is counted.
_BRACKETED = Worded(
    rf"(?:[(\[]|[,;:]\s|-+)(?P<sides>{SIDE_IN}(?:{JOINT}{SIDE_IN}){{1,5}}"
    rf"|#(?:\s{PEOPLE})?\sin\s\u00a7"
    rf"|#{_COUNTED}?(?:\svs\.?|\sv|\sversus)\s#{_COUNTED})(?=\s?[;,.)\]])"
)
_LISTED = r"(?:[,;]\s(?:and\s)?|\sand\s|\s(?:vs\.?|versus|v)\s)"
# Right behind the name of the event: `E (n = 7)`, `E (three patients with A)`, `E (A, 3; B, 2)`.
_SIZED_IN = rf"{SIZE}(?:{IN_ARM}|,?\s{NAMED})"
_COUNTED_IN = rf"#\s(?:{PEOPLE}|events?)(?:{IN_ARM})?"
_WITH_NUMBER = Worded(
    rf"(?:(?P<event>\u00b6)(?:\s(?:of\s)?\^|\s(?:was|were)\s\w+)?|[a-z])\s?[(\[]"
    rf"(?P<sides>{PAIR}|{SIDE_OF}(?:{_LISTED}{SIDE_OF})+|{_SIZED_IN}(?:{_LISTED}{_SIZED_IN})*"
    rf"|{_COUNTED_IN}|{SIZE})(?=\s?[;,)\]])"
)
# A sentence that tells why some did not take part, or who is looked at.
_WHO = re.compile(
    r"\b(?:exclu|ineligib|declin|reasons? for|refus|were available|were included|underwent|"
    r"divided|randomi[sz]|allocat|assign|group of|groups:|subgroup|compris|consist)\w*",
    re.IGNORECASE,
)


def in_brackets(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    """`E (12 with A and 5 with B)`, `E (7 events v 12 events)`."""
    for match in _BRACKETED.of(shape.line.words).finditer(shape.text):
        told = ARM not in match["sides"]
        if match["sides"].count(NUMBER) == 1 and not _is_each(shape, match.end("sides") - 1):
            continue
        series = count_series(shape, match.start("sides"), match.end("sides"), "patients", told)
        endpoint = event_before_bracket(shape, match.start(), claims) if series else None
        yield from counted(series, endpoint, "counted in brackets")


def _is_each(shape: Shape, index: int) -> bool:
    arm = shape.at.get(index)
    return arm is not None and shape.line.view[arm.start : arm.end].lower().startswith("each")


def with_number(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    """`E (n = 7), E (n = 3)`, `E (three patients with A)`, `E (A, 3 patients; B, 2 patients)`."""
    line = shape.line
    wording = Wording(line)
    last: Claim | None = None
    for match in _WITH_NUMBER.of(shape.line.words).finditer(shape.text):
        if _tells_who(wording):
            return
        series = side_by_side(shape, match.start("sides"), match.end("sides"), "patients")
        if series is None:
            continue
        if match["event"]:
            endpoint = _event(shape, match, claims)
        else:
            endpoint = _listed(wording, shape, match.start("sides"), series, last)
        if endpoint:
            last = Claim(series, endpoint, "count", "counted in brackets")
            yield last


def _tells_who(wording: Wording) -> bool:
    """Whether a sentence tells who took part, or who did not."""
    view, start, end = wording.line.view, wording.start, wording.end
    return _WHO.search(view, start, end) is not None or wording.about_patients


def _event(shape: Shape, match: re.Match[str], claims: Sequence[Claim]) -> Endpoint | None:
    """The event right before a bracket, unless it tells who is in the bracket."""
    endpoint = event_at(shape, match.start("event"))
    if endpoint is None:
        return None
    words = shape.line.view[endpoint.start : endpoint.end]
    same = event_before_bracket(shape, match.start("sides") - 1, claims) == endpoint
    return endpoint if same and not words.endswith(("responders", "survivors")) else None


def _listed(
    wording: Wording, shape: Shape, index: int, series: Series, last: Claim | None
) -> Endpoint | None:
    """One more event of a list of adverse events, which no vocabulary knows."""
    named = [m for _, m in shape.signs(0, index) if isinstance(m, Endpoint)]
    umbrella = next((m for m in reversed(named) if m.umbrella or m.id in ADVERSE), None)
    if last is not None:
        found = listed(wording, series, last.series.end)
    else:
        found = last_named(wording, series, umbrella.end) if umbrella else None
    adverse = umbrella or (last and last.endpoint.id.startswith("AE:"))
    if found is None or not adverse:
        return None
    return as_adverse(found)

"""Counts told as a number of something, and as more or fewer in one arm than in the other.

`The number of patients with E was 12 in A and five in B`, `fewer patients in A than in B had E (12
v 19)`, `A reduced the number of strokes (12 v 19)`, `A had 12 strokes and B 19`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims.count_series import count_series, side_by_side
from extraction.claims.count_sides import (
    ASIDE,
    JOINT,
    LIST_THEN_PAIR,
    NAMED,
    PAIR,
    PAIR_LISTED,
    PEOPLE,
)
from extraction.claims.counted_events import announced_counts, counted, names_another, told_event_at
from extraction.claims.place import Claim
from extraction.clauses.shape import Shape
from extraction.clauses.wording import Wording
from extraction.series.series import Series
from extraction.word_lists import WordedSigned

_RULE = "counted number"
_OTHER = rf"(?:\s(?:events?|cases?|\u00b6|{PEOPLE}))?"
_VERSUS = r"\s(?:vs\.?|v\.?|versus|compared (?:with|to)|as compared with|against)\s"
_BARE_PAIR = rf"#{_OTHER}{_VERSUS}#{_OTHER}(?=\s?[;,)\]])"
# `The number of patients with E was 12 in A and 5 in B`.
_NUMBER_OF = WordedSigned(
    rf"\b[Nn]umbers?\sof\s(?:the\s)?(?:{PEOPLE}|those)\b[^#;.()]{{3,110}}?(?:\s(?:was|were|is|are)|[:,])\s"
    rf"(?:only\s)?(?P<sides>{LIST_THEN_PAIR}|{PAIR_LISTED}|{PAIR}|{_BARE_PAIR})",
    ("umber",),
)
# `More patients in A than in B had E (12 v 5)`.
_MORE_DID = WordedSigned(
    rf"\b(?:[Mm]ore|[Ff]ewer|number of|numbers of)\s(?:\u00a7[\s-])?(?:[a-z-]+\s)?{PEOPLE}\b"
    rf"[^#;()]{{3,160}}?[(\[](?P<sides>{_BARE_PAIR})",
    (" (#", " [#"),
)
# `Fewer strokes with A than with B (12 v 19)`, `A reduced the number of strokes (12 v 19)`.
_FEWER = WordedSigned(
    r"\b(?:[Ff]ewer|numbers?\sof|[Mm]ore)\s(?:[a-z-]+\s){0,2}(?P<event>\u00b6)[^#;()]{0,140}?[(\[]"
    rf"(?P<sides>{_BARE_PAIR})",
    (" (#", " [#"),
)
_LED = (
    r"(?:had|reported|experienced|showed|recorded|suffered|sustained|registered|yielded|produced|"
    r"caused|(?:led|gave rise) to|resulted in|was associated with|were associated with)"
)
# `The A group had 12 strokes and the B group 19`.
_HAD_SO_MANY = WordedSigned(
    rf"(?P<sides>{NAMED}\s{_LED}\s(?:only\s|a total of\s)?#\s(?:[a-z-]+\s){{0,2}}"
    rf"(?P<event>\u00b6){ASIDE}{JOINT}(?:the\s)?{NAMED}(?:\s(?:{_LED}|to|in|with))?\s(?:only\s)?#(?:\s\u00b6)?)"
    r"(?=[\s,;.)]|$)",
    ("\u00b6",),
)


def as_numbers(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """The counts of two arms that the clause calls numbers, more or fewer."""
    words, line = shape.line.words, shape.line
    wording = Wording(line)
    for match in _NUMBER_OF.of(words).finditer(shape.text):
        yield from announced_counts(wording, _series(shape, match), _RULE)
    for match in _MORE_DID.of(words).finditer(shape.text):
        yield from announced_counts(wording, _pair(shape, match), _RULE)
    for match in _FEWER.of(words).finditer(shape.text):
        event = told_event_at(shape, match.start("event"))
        if event is not None and _is_many(line.view[event.start : event.end]):
            yield from counted(_pair(shape, match), event, _RULE)
    for match in _HAD_SO_MANY.of(words).finditer(shape.text):
        event = told_event_at(shape, match.start("event"))
        series = side_by_side(shape, match.start("sides"), match.end("sides"), "events")
        if not names_another(shape, match):
            yield from counted(series, event, _RULE)


def _series(shape: Shape, match: re.Match[str]) -> Series | None:
    start, end = match.start("sides"), match.end("sides")
    return side_by_side(shape, start, end, "patients") or _pair(shape, match)


def _pair(shape: Shape, match: re.Match[str]) -> Series | None:
    return count_series(shape, match.start("sides"), match.end("sides"), "patients", counted=True)


def _is_many(name: str) -> bool:
    """Whether a name is in the plural, as what is counted has it."""
    return name.split()[0].endswith("s") or name.endswith(("s", "e"))

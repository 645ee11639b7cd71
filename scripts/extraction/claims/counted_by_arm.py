"""Counts of one event arm by arm, wherever in the clause they stand.

`Deaths were 27 in A and seven in B`, `the number of fractures was lower with A (12) than with B
(25)`, `the A group had 14 fractures and the B group 26`, `of the 31 deaths, 12 were in A and 19 in
B`: what stands between the event and its numbers is made of closed words and arms only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims import count_frames as frames
from extraction.claims.count_series import arm_by_arm, count_series, side_by_side
from extraction.claims.count_sides import (
    LIST_THEN_PAIR,
    NAMED,
    PAIR,
    PAIR_AROUND,
    PAIR_LISTED,
    PEOPLE,
    SEEN,
)
from extraction.claims.counted_events import (
    announced_counts,
    counted,
    event_at,
    names_another,
    told_event_at,
)
from extraction.claims.place import Claim
from extraction.clauses.shape import ARM, SIZE, Number, Shape
from extraction.clauses.wording import Wording
from extraction.word_lists import WordedSigned

_RULE = "counted by arm"
_CLOSED = (
    rf"(?:events?|cases?|episodes?|incidents?|rates?|numbers?|{PEOPLE}|in|the|of|for|on|with|by|at|"
    r"both|two|all|groups?|arms?|was|were|is|are|had|has|have|been|numbered|total+ed|amounted|to|"
    r"came|included|comprised|also|only|significantly|slightly|more|less|fewer|lower|higher|similar|"
    r"equal|greater|rarer|commoner|common|frequent|rare|than|between|respectively|overall|during|"
    r"same|after|follow-up|treatment|first|observed|seen|reported|recorded|noted|found|detected|"
    rf"{SEEN}|@counted_happened|and|but|with|those|taking|receiving|given|assigned|follows|as|distributed)"
)
_GAP = rf"(?:[:,]|\s{_CLOSED}\b|\s{NAMED}|\s?[~\u00a4^]){{0,14}}?"
_ENDS = r"(?=[\s,;.)\](]|$)"
# `Deaths were 27 in A and seven in B`, `... in A and B were 27 and 7`.
_TOLD = WordedSigned(
    rf"(?P<event>\u00b6)(?P<gap>{_GAP}),?\s(?P<sides>{LIST_THEN_PAIR}|{PAIR_LISTED}|{PAIR}|{PAIR_AROUND})"
    rf"{_ENDS}",
    ("\u00b6",),
    (ARM,),
)
# `Fewer fractures with A (12) than with B (25)`, `A had fewer fractures (12) than B (25)`.
_IN_BRACKET = rf"\((?:#|{SIZE})(?:\s(?:events?|cases?|{PEOPLE}))?\)"
_COMPARED = WordedSigned(
    rf"(?:{ARM}[^#\u2116.;()\u00b6]{{0,40}}\s)?(?P<event>\u00b6)[^#\u2116.;()]{{0,60}}?{_IN_BRACKET}"
    rf"[^#\u2116.;()]{{0,60}}?{_IN_BRACKET}",
    ("\u00b6",),
    ("(#", f"({SIZE}"),
)
# `Something was more common with A (12 patients) than with B (25 patients)`.
_THEY = rf"\(#\s{PEOPLE}\)"
_COMPARED_THEM = WordedSigned(
    rf"(?P<sides>{NAMED}[^#\u2116.;()\u00b6]{{0,20}}{_THEY}[^#\u2116.;()]{{0,60}}?{_THEY})", ("(#",)
)
# `E was lower with A than with B, with 30 cases (...) vs 46 cases (...)`.
_THINGS = rf"#\s(?:events?|cases?|{PEOPLE})(?:\s[(\[][^()\[\]#]{{0,70}}[)\]])?"
_VERSUS = WordedSigned(
    rf"(?P<event>\u00b6){_GAP},?\s"
    rf"(?P<sides>{_THINGS}\s(?:vs\.?|versus|v|compared with)\s{_THINGS})",
    ("\u00b6",),
    (" v", "compared with"),
)
_COMPARES = re.compile(
    r"\b(?:fewer|more|less|lower|higher|greater|than|versus|vs|compared|against)\b"
)
# `Of the 31 deaths, 12 were in A and 19 in B`.
_OF_ALL = WordedSigned(
    rf"\b[Oo]f\s(?:the\s|these\s|all\s)?(?P<whole>#)\s(?:[a-z-]+\s){{0,2}}(?P<event>\u00b6)"
    rf"(?:(?:\s[a-z]+){{0,3}},\s|\s\()(?P<sides>{PAIR})",
    ("f #", "e #", "l #"),
)


def arm_by_arm_counts(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """The counts of an event that a clause names once, one for each arm."""
    for match in _OF_ALL.of(shape.line.words).finditer(shape.text):
        yield from _of_all(shape, match)
    for match in _TOLD.of(shape.line.words).finditer(shape.text):
        if _tells_whom(shape, match) or names_another(shape, match):
            continue
        series = side_by_side(shape, match.start("sides"), match.end("sides"), "patients")
        yield from counted(series, event_at(shape, match.start("event")), _RULE)
    for match in _VERSUS.of(shape.line.words).finditer(shape.text):
        sides = match.start("sides"), match.end("sides")
        series = count_series(shape, *sides, "patients", counted=True)
        yield from counted(series, event_at(shape, match.start("event")), _RULE)
    for match in _COMPARED.of(shape.line.words).finditer(shape.text):
        if not _COMPARES.search(match[0]) or _tells_whom(shape, match):
            continue
        series = arm_by_arm(shape, match.start(), match.end(), "patients")
        yield from counted(series, event_at(shape, match.start("event")), _RULE)
    for match in _COMPARED_THEM.of(shape.line.words).finditer(shape.text):
        if _COMPARES.search(match[0]):
            series = arm_by_arm(shape, match.start(), match.end(), "patients")
            yield from announced_counts(Wording(shape.line), series, _RULE)


def _tells_whom(shape: Shape, match: re.Match[str]) -> bool:
    """Whether an event tells which patients are counted, or the words so far who took part."""
    index, line = match.start("event"), shape.line
    if frames.WHO_HAVE.of(shape.line.words).search(shape.text, max(0, index - 120), index + 1):
        return True
    return bool(
        line.words.about_patients.search(line.view, line.sentence.start, shape.end(match.end()))
    )


def _of_all(shape: Shape, match: re.Match[str]) -> Iterator[Claim]:
    endpoint = told_event_at(shape, match.start("event"))
    parts = side_by_side(shape, match.start("sides"), match.end("sides"), "events")
    whole = shape.at.get(match.start("whole"))
    if parts is None or not isinstance(whole, Number):
        return
    if sum(item.value.events or 0 for item in parts.items) != whole.value:
        return
    start = match.start("whole")
    yield from counted(count_series(shape, start, start + 1, "events"), endpoint, _RULE)
    yield from counted(parts, endpoint, _RULE)

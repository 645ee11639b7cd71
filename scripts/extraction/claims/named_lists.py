"""Outcomes named as a list, known or not, whose shares follow in its order.

`Wound infection, skin necrosis, and haematoma were seen in 9%, 13%, and 4%`: each value has its
own name. A second run of as many values, of the next arm, has the same names again.
"""

from __future__ import annotations

import re

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place, shape_between
from extraction.clauses.closed_words import BE
from extraction.clauses.outcomes import as_adverse, outcome
from extraction.tokens import ArmMention, Endpoint

_LIST = re.compile(
    r"(?P<list>[^;:()%]{8,200}?)(?:\s(?:rates|responses|proportions))?"
    r"(?:\s(?:at|by|after)\s[\w-]+\s(?:years?|months?|weeks?|days?))?\s"
    r"(?:was|were|occurred|developed|affected|complicated|troubled|bothered)\s(?:(?:seen|found|present|[a-z]+ed)\s)?"
    r"(?:in\s|by\s)?(?:about\s)?$"
)
_RATES_OF = (
    r"(?:[Tt]he\s)?(?:overall\s|corresponding\s|crude\s|cumulative\s|respective\s)?"
    r"(?:rates?|incidences?|frequenc\w+|proportions?|percentages?|prevalence)\sof\s"
)
_OPENING = re.compile(
    rf"^\s*(?:[A-Z][^,]{{2,60}},\s{_RATES_OF}|(?:(?:At|In|After|During|Within|By|Among|Overall|Finally|"
    r"Moreover|Furthermore|However|For|On|Of|With|Over|Similarly)\b[^,]{0,40},\s)?"
    rf"(?:{_RATES_OF})?)"
    r"(?:[Gg]rade\s[\dIV/-]+(?:\s(?:or|to|and)\s[\dIV]+)?\s)?"
)
_PARTED = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s")
_AGAIN = re.compile(
    r"[\s\u00a7)(,;]*(?:respectively\b)?[\s\u00a7)(,;]*(?:(?:of|in|for|with|on|among|the|patients|women|"
    r"those|groups?|arms?|receiving|given|treated|assigned|allocated|randomi[sz]ed|to|cases|participants|who|received)\b"
    r"[\s\u00a7)(,;]*)*(?:\b(?:and|versus|vs\.?|v|compared (?:with|to)|as compared with|but|while|"
    r"whereas)\b[\s\u00a7]*)(?:(?:in|for|with|only|to|of|the|by)\s)*"
)
_LONGEST = 5


def of_named_list(place: Place) -> Claim | None:
    """A claim of values that answer a list of names one by one, or the list before them again."""
    series = place.series
    if series.unit != "%" or series.is_ratio or len(series.items) < 2:
        return None
    return _again(place) or _first(place)


def _again(place: Place) -> Claim | None:
    last, count = place.last, len(place.series.items)
    if last is None or len(last.endpoints) != count:
        return None
    if last.series.unit != place.series.unit or len({e.id for e in last.endpoints}) < count:
        return None
    shape = shape_between(place.line, place.value_end, place.series.start)
    if len(last.series.items) != count or not _AGAIN.fullmatch(shape):
        return None
    first, final = place.series.items[0], place.series.items[-1]
    if final.arms_after and last.series.items[-1].arms_after:
        first.arms_before = []  # an arm before them is that of the values before
    return Claim(place.series, last.endpoint, last.statistic, last.rule, last.endpoints)


def _first(place: Place) -> Claim | None:
    line, series = place.line, place.series
    if "vs" in series.joints:
        return None
    match = _LIST.search(line.view, place.start, series.items[0].value.start)
    if match is None or _lists_arms(place):
        return None
    opening = _OPENING.match(match["list"])
    at = match.start("list") + (opening.end() if opening else 0)
    members: list[tuple[int, int]] = []
    for parted in _PARTED.finditer(line.view, at, match.end("list")):
        members.append((at, parted.start()))
        at = parted.end()
    members.append((at, match.end("list")))
    rounds, over = divmod(len(series.items), len(members))
    if over or not rounds or (len(members) < 3 and not series.respectively):
        return None
    # The next arm's values start where the names start again.
    if any(i.arms_after and (at + 1) % len(members) for at, i in enumerate(series.items)):
        return None
    names = [_member(place, *member) for member in members]
    known = [name for name in names if name is not None]
    if len(known) < len(names) or len({name.id for name in known}) < len(names):
        return None
    if any(name.id.startswith("AE:") for name in known):
        known = [as_adverse(name) for name in known]
    statistic = statistic_of(line, series, known[0], "before")
    return Claim(series, known[0], statistic, "list", tuple(known)) if statistic else None


def _lists_arms(place: Place) -> bool:
    """Whether as many arms as values follow or stand before them, which the values may be of."""
    count = len(place.series.items)
    named = {m.labels for m in place.line.of(ArmMention)}
    return len(named) >= count


def _member(place: Place, start: int, end: int) -> Endpoint | None:
    """The endpoint that a member of a list names."""
    line = place.line
    tokens = place.wording.tokens(start, end)
    if not 0 < len(tokens) <= _LONGEST or any(not t.is_word or t.text in BE for t in tokens):
        return None
    if any(token.text in line.words.people for token in tokens):
        return None
    inside = [m for m in line.of(Endpoint) if start <= m.start < end]
    if len(inside) == 1 and end - inside[0].end < 10:
        lead = line.view[start : inside[0].start].strip().lower()
        if len(lead) < 4 or lead.removeprefix("the ") in line.words.qualifiers:
            return inside[0]
    return outcome(line, tokens)

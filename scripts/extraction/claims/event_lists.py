"""Adverse events told as a list, whatever their names: `complications were flap loss (17%), ...`.

A list is opened by a word for all of them and what introduces it (`were`, `included`, a colon).
Each of its values then has the words before it as its name, where these can be a name at all.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.clauses.closed_words import BE, PREPOSITIONS
from extraction.clauses.outcomes import as_adverse, outcome
from extraction.clauses.phrases import ENDS
from extraction.clauses.wording import ARM, Token, word_set
from extraction.mentions.lines import Line, once
from extraction.tokens import Endpoint
from extraction.word_lists import Worded

_ALL = (
    r"\b(?:(?:adverse|toxic|side|immune-related|treatment-related|drug-related)[ -](?:events?|"
    r"effects?|reactions?)|toxicit(?:y|ies)|complications?|morbidity|(?:TE|TR|S|ir)?AEs?|ADRs?|"
    r"symptoms)\b"
)
_OPENED = re.compile(
    rf"{_ALL}[^.;%]{{0,160}}?(?P<by>\b(?:were|was|are|included|includes?|comprised|consisted of|"
    r"including|namely|such as)\b|:)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:were|was|are|included|includes?|comprised|consisted of|including|namely|such as)\b|:"
)
#: Introduced so, nothing but a list follows.
_ONLY_LISTS = re.compile(r"includ|compris|consist|namely|such as")
_SKIPPED = word_set("mainly mostly primarily predominantly usually the a an any grade of and as")
_AROUND = word_set("and or with followed by in of for about only also then while")
_KIND = Worded(r"\b(?P<kind>[a-z]+(?:ic|al|ary|ular|ac)|[a-z]*@organs)\s$")
_LONGEST = 6


def of_event_list(place: Place) -> Endpoint | None:
    """The adverse event whose share a series is, where it stands in a list of them."""
    if place.series.unit != "%" or place.series.is_ratio:
        return None
    start = _start(place)
    return _named(place, start) if start >= 0 else None


def in_event_list(place: Place) -> Claim | None:
    """A claim of the adverse event whose share a series is."""
    event = of_event_list(place)
    statistic = statistic_of(place.line, place.series, event, "before") if event else ""
    return Claim(place.series, event, statistic, "listed") if event and statistic else None


def is_of_list_alone(place: Place) -> bool:
    """Whether a series stands behind words that only open a list, not behind a total."""
    match = _introduced(place)
    return match is not None and bool(_ONLY_LISTS.match(match.group()))


def of_kind(place: Place, endpoint: Endpoint) -> Endpoint:
    """Adverse events of one kind, which no vocabulary knows (`pulmonary toxicity`)."""
    kind = _KIND.of(place.line.words).search(
        place.line.view, max(place.line.sentence.start, endpoint.start - 30), endpoint.start
    )
    if kind is None or kind["kind"] in place.wording.words.no_kinds:
        return endpoint
    words = place.line.view[endpoint.start : endpoint.end].lower()
    return replace(
        endpoint, id=f"AE:{kind['kind']} {words}", start=kind.start("kind"), umbrella=False
    )


def _start(place: Place) -> int:
    """Where the name of a series may begin: behind the opening or the one before; -1 if nowhere."""
    match = _introduced(place)
    if match is None:
        return -1
    if place.previous is None or place.previous.end <= match.start():
        return match.end()
    goes_on = place.last is not None and place.last.endpoint.id.startswith("AE:")
    return place.previous.end if goes_on else -1


def _introduced(place: Place) -> re.Match[str] | None:
    """What introduces a list, the last before its first value."""
    line = place.line
    opened = _opened(line)
    if opened is None or opened.end() > place.series.start:
        return None
    first = next((s.start for s in place.all_series if s.start >= opened.end()), -1)
    found = list(_INTRODUCED.finditer(line.view, opened.start("by"), first))
    return found[-1] if found else None


@once
def _opened(line: Line) -> re.Match[str] | None:
    return _OPENED.search(line.view, line.sentence.start, line.sentence.end)


def _named(place: Place, start: int) -> Endpoint | None:
    words = place.wording.words
    tokens = place.wording.tokens(start, place.series.items[0].value.start)
    if any(token.text[0] == ARM for token in tokens):
        return None
    name = _trimmed(tokens)
    barred = (
        words.compared
        | words.seen
        | words.happened
        | words.people
        | words.states
        | words.shares
        | BE
    )
    if not 0 < len(name) <= _LONGEST or any(
        not token.is_word or token.text in barred or token.text in ENDS - {"and"} for token in name
    ):
        return None
    if name[0].text in PREPOSITIONS or all(token.text in words.no_events for token in name):
        return None
    if name[-1].text in PREPOSITIONS or name[0].text.endswith("able"):
        return None
    found = outcome(place.line, name)
    return as_adverse(found) if found else None


def _trimmed(tokens: list[Token]) -> list[Token]:
    """Some words without the signs and small words around them."""
    first, last = 0, len(tokens)
    while first < last and (tokens[first].is_sign or tokens[first].text in _AROUND | _SKIPPED):
        first += 1
    while first < last and (tokens[last - 1].is_sign or tokens[last - 1].text in _AROUND):
        last -= 1
    return tokens[first:last]

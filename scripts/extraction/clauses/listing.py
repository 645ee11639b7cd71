"""Outcomes that stand in a list: the next name, the last one, one more state of a subject."""

from __future__ import annotations

from dataclasses import replace

from extraction.clauses.closed_words import BE
from extraction.clauses.outcomes import as_printed, outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import ARM, NUMBER, OTHER, Token, Wording, word_set
from extraction.lexicon import ClauseWords
from extraction.series.series import Series
from extraction.tokens import Endpoint

#: Small words that stand between the names and the values of a list.
FILL = word_set(
    "in of the for by on with among at to a an only about approximately nearly just overall "
    "respectively given receiving treated assigned allocated all each and or as both up out "
    "randomised randomized undergoing ever eventually subsequently later then still"
)
_BEFORE_NAMES = frozenset(["for", "included", "including", "were", "was", ":", "as"])
#: What parts two members of a list, and what may end its last one.
_GAP = frozenset([",", ";", "and", "or", "(", "[", "while", "but"])
_CLOSING = frozenset([".", ":", ")", "]", "in", "with", "on", "at", "during", "after", "among"])
_COUNTS = word_set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty only another a an further other"
)
#: How something went on, which a verb of its own or a form of "to be" tells.
_COURSE = word_set(
    "better worse same increased decreased reduced unaltered diminished lessened enhanced "
    "lowered raised impaired"
)
_DEGREES = word_set(
    "partially partly completely fully totally incompletely moderately slightly markedly mildly "
    "entirely substantially minimally temporarily permanently transiently"
)
_NO_NAME = frozenset(["likely", "able", "unlikely", "grade", "grades", "less", "more"])


def listed(wording: Wording, series: Series, start: int) -> Endpoint | None:
    """The name that alone stands between one series and the next (`nausea (5% v 3%), chills (`)."""
    tokens = wording.tokens(start, (series.label or series.items[0].value).start)
    while tokens and (tokens[0].is_sign or tokens[0].text in {"and", "or", "with", "for"}):
        tokens = tokens[1:]
    name, after = noun_phrase(tokens, 0, wording.words)
    if (
        not name
        or len(name) > 5
        or name[0].text in _NO_NAME
        or name[-1].text.endswith("ed")
        or any(not t.is_sign for t in tokens[after:] if t.text not in FILL)
    ):
        return None
    return outcome(wording.line, name)


def named_behind(wording: Wording, last: Endpoint, series: Series, stop: int) -> Endpoint | None:
    """The name behind a share of a list without its verb (`9 (9%) had a rash, 5 (5%) a cough`)."""
    value, words = series.items[0].value, wording.words
    between = [t for t in wording.tokens(last.end, value.start) if t.text not in _GAP]
    if last.end > value.start or len(series.items) > 1:
        return None
    if any(not _is_count(t, words) for t in between):
        return None
    tokens = wording.tokens(value.end, stop)
    while tokens and tokens[0].text in ")]":
        tokens = tokens[1:]
    denied = bool(tokens) and tokens[0].text == "no"
    name, end = noun_phrase(tokens, int(denied), words)
    after = tokens[end].text if end < len(tokens) else "."
    if not name or not (after in _GAP | _CLOSING or after[0] in (ARM, NUMBER, OTHER)):
        return None
    before = "no" if denied else ""
    if denied and name[-1].text in words.changes | words.vague:
        return as_printed(wording.line, [tokens[0], *name])
    return outcome(wording.line, name, before=before)


def _is_count(token: Token, words: ClauseWords) -> bool:
    """Whether a word or a sign between two members of a list only counts (`, six patients (`)."""
    known = token.text in words.people or token.text in _COUNTS
    return known or token.text.isdigit() or token.text[0] in (NUMBER, OTHER)


def last_named(wording: Wording, series: Series, start: int) -> Endpoint | None:
    """The name right before a bracket, of which more was said (`were similar for pain (`)."""
    tokens = wording.tokens(start, series.items[0].value.start)
    at = len(tokens) - 1
    if at > 3 and tokens[at].text in {"in", "by", "for"} and tokens[at - 2].text == ",":
        at -= 2 if tokens[at - 1].text in wording.words.seen else 0
    if at < 2 or tokens[at].text not in "([,":
        return None
    end = at
    while at and tokens[at - 1].is_word and tokens[at - 1].text not in _BEFORE_NAMES:
        at -= 1
    if not at or tokens[at - 1].text not in _BEFORE_NAMES or end - at > 4:
        return None
    name, after = noun_phrase(tokens, at, wording.words)
    return outcome(wording.line, name) if name and after == end else None


def another_state(
    wording: Wording, series: Series, start: int, subject: Endpoint
) -> Endpoint | None:
    """One more state of a subject that was told in another (`improved in 12, unchanged in 9`)."""
    words = wording.words
    states = words.changed | words.states | _COURSE
    told = subject.id.partition(":")[2].rpartition(" ")
    if told[2] not in states or not told[0]:
        return None
    tokens = [t for t in wording.tokens(start, series.items[0].value.start) if t.is_word]
    state = [t.text for t in tokens if t.text in states]
    degree = [t.text for t in tokens if t.text in _DEGREES]
    rest = [t.text for t in tokens if t.text not in states | _DEGREES]
    if not (state or degree) or any(not _beside(text, words) for text in rest):
        return None
    so = " ".join((*degree[-1:], *state[-1:])) if state else f"{told[2]} {degree[-1]}"
    return replace(subject, id=f"other:{told[0]} {so}")


def _beside(text: str, words: ClauseWords) -> bool:
    """Whether a word may stand between two states of one subject."""
    return (
        text in FILL
        or text in BE
        or text in words.people
        or text in words.not_in_names
        or text in {"while", "whereas", "but", "it", "they", "remained", "none"}
    )

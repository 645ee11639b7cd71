"""The endpoint that some words of a clause name.

A name that says who took part, what was asked of them or nothing at all is none; one that is an
endpoint of the vocabulary but for how much or how bad it was is that endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.clauses.closed_words import ARTICLES, is_adverb
from extraction.clauses.phrases import DROPPED, ENDS
from extraction.clauses.wording import Token, word_set
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.text.abbreviations import spelled_out
from extraction.tokens import ArmMention, Endpoint, Grade
from extraction.word_lists import Worded

_EVENTS = word_set("event events reaction reactions toxicity toxicities")
_BARE = word_set("of or any in")
_TRAILING = ARTICLES | word_set("of or and greater more less higher lower least large larger")
# A measure with a limit is an outcome (`a pain score below 4`).
_MEASURES = re.compile(
    r"\b(?:scores?|(?:sub)?scales?|levels?|index|(?:body )?weight|values?|concentrations?|years?|"
    r"months?|weeks?|days?)\b"
)
# How a measure was in someone (`a normal vitamin D level`), and by how much it had to change for it
# to be felt: what patients reach, no figure of a group.
_STATE_OF_MEASURE = Worded(
    r"\b@measured_states (?=(?:[\w-]+ ){0,4}?(?:levels?|values?|concentrations?|ratios?|scores?)\b)"
    r"|\bminimal(?:ly)? (?:clinical(?:ly)? )?(?:important|relevant|significant) (?:clinical )?"
    r"(?:difference|change)s?\b"
)
_FELT = re.compile(r"\b(?:difference|change)s?(?: in)?\b")
_LIMITS = frozenset(["least", "most", "half", "halving", "doubling", "than", "exceeding"])
_OR_MORE = ("or more", "or less", "or better", "or above", "or below")
_OF_TIME = ("-year", "-month", "-week", "-day")
_AT_ENTRY = word_set("baseline entry enrolment enrollment screening run-in")
_RATE_WORDS = word_set("rate rates overall full good total the")
_MAKING = word_set("developing experiencing having achieving receiving requiring being reporting")
_LEADING = DROPPED | _MAKING | word_set("but and or while whereas a an the")
# `some grade of nausea` is nausea.
_DEGREES = word_set(
    "grade degree form type kind episode episodes case cases sign signs symptom symptoms severity"
)
# `a 39% lower risk` is a difference, `a 47% decrease` alone tells nothing of what.
_BY_SO_MUCH = re.compile(
    r"\d[\d.]*\s?% (?:lower|higher|fewer|less|more|greater|longer|shorter|(?:decrease|increase|"
    r"reduction|improvement|decline|change|gain|loss)s?$)"
)
_GRADED = re.compile(r"(?:grades?|severe|any|late|acute|all|overall)\b[\s\d/,>=\u2265+-]*", re.I)


def outcome(
    line: Line,
    name: Sequence[Token],
    state: str = "",
    before: str = "",
    *,
    compared: bool = False,
) -> Endpoint | None:
    """The endpoint that some words name; None where they speak of patients or of the study.

    `state` is a word that belongs behind the name, `before` one in front of it. What is `compared`
    between arms may be a matter that of one group alone would be no result.
    """
    words = line.words
    kept = list(name)
    while kept and (kept[0].text in _LEADING or is_adverb(kept[0].text)):
        kept.pop(0)
    while kept and kept[-1].text in _TRAILING:
        kept.pop()
    if len(kept) > 2 and kept[0].text in _DEGREES and kept[1].text == "of":
        plain = all(t.text in words.vague or t.text in _EVENTS for t in kept[2:])
        kept = kept if plain else kept[2:]
    if not kept:
        return None
    kept_on = kept_to(line, kept)
    if kept_on is not None:
        return kept_on
    start, end = kept[0].start, kept[-1].end
    printed = spelled_out(line.view, line.view[start:end])
    whole = " ".join(part for part in (before, printed, state) if part)
    if any(token.text in _EVENTS for token in kept) and _is_vague(printed, whole, words):
        event = next(token for token in kept if token.text in _EVENTS)
        return _graded(line, start, end, event)
    limited = any(token.is_sign or token.text in _LIMITS for token in kept)
    limited = limited or any(limit in printed for limit in _OR_MORE)
    in_state = _STATE_OF_MEASURE.of(words).search(whole) is not None
    told = _MEASURES.sub("", whole) if limited or in_state else whole
    told = _FELT.sub("", told) if in_state else told
    barred = words.no_outcome.search(told)
    if barred is None and not compared:
        barred = words.no_outcome_alone.search(told)
    if len(printed) < 3 or barred or _BY_SO_MUCH.match(printed) or _is_vague(printed, whole, words):
        return None
    if not state and not before:
        known = _known(line, start, end)
        if known is not None:
            return known
    return Endpoint(start=start, end=end, id=f"other:{whole}", kind="event")


def as_adverse(endpoint: Endpoint) -> Endpoint:
    """An outcome of the abstract's own words as an adverse event."""
    return replace(endpoint, id=endpoint.id.replace("other:", "AE:", 1))


def as_printed(line: Line, name: Sequence[Token]) -> Endpoint:
    """An outcome of some words as they stand."""
    start, end = name[0].start, name[-1].end
    printed = spelled_out(line.view, line.view[start:end])
    return Endpoint(start=start, end=end, id=f"other:{printed}", kind="event")


def kept_to(line: Line, name: Sequence[Token]) -> Endpoint | None:
    """Keeping to a treatment or the study to its end (`completion of radiotherapy`)."""
    words = line.words
    at = next((at for at, token in enumerate(name) if token.text in words.kept_to), -1)
    if at < 0:
        return None
    what = [*name[:at], *name[at + 1 :]]
    asked = any(token.text == "questionnaires" for token in what)
    if any(token.text in _AT_ENTRY for token in what) or (asked and not line.of(ArmMention)):
        return None
    told = all(t.text in _RATE_WORDS or t.text in words.compared for t in what)
    if not told and not any(t.text in words.courses for t in what):
        return None
    return as_printed(line, name)


def _graded(line: Line, start: int, end: int, event: Token) -> Endpoint | None:
    """Adverse events of a grade (`events of grade 3 or higher`)."""
    if any(start <= m.start < end + 2 for m in line.of(Grade)):
        return Endpoint(
            start=event.start, end=event.end, id="AE:adverse event", kind="event", umbrella=True
        )
    return None


def state_alone(line: Line, verb: Token) -> Endpoint | None:
    """The endpoint that a state by itself names (`25% became pregnant`)."""
    text = verb.text
    words = line.words
    if len(text) < 4 or words.no_outcome.search(text):
        return None
    if text in (words.vague | words.caused | words.compared | words.introduced) - words.changed:
        return None
    return Endpoint(start=verb.start, end=verb.end, id=f"other:{text}", kind="event")


def _is_vague(printed: str, whole: str, words: ClauseWords) -> bool:
    parts = printed.split()
    if whole == printed and len(parts) == 1 and parts[0].endswith(("ed", "ly")):
        return True
    return all(
        part.isdigit()
        or part.endswith(_OF_TIME)
        or part in _BARE
        or part in words.vague
        or part in words.compared
        or part in ENDS
        for part in whole.split()
    )


def _known(line: Line, start: int, end: int) -> Endpoint | None:
    """The endpoint of the vocabulary that the words name, all but how much or how bad it was."""
    for mention in line.mentions:
        if isinstance(mention, Endpoint) and start <= mention.start and mention.end <= end:
            rest = line.view[start : mention.start] + line.view[mention.end : end]
            return mention if not _GRADED.sub("", rest).strip(" -") else None
    return None

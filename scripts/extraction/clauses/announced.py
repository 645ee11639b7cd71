"""What a share is a share of, where no known endpoint is named: the clause's own words for it.

A clause announces an outcome in few ways. Its subject was seen in so many or happened to them (`a
positive node was found in 51%`), or was more frequent in one arm than in the other; patients had
or did something (`12% v 19% required a transfusion`, `fewer needed a second operation (29% v
45%)`); or it tells the rate, the proportion or the difference of something. The words before the
values are read first, then those after them, and words about who took part are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.clauses.asides import closing, without_asides
from extraction.clauses.clause import predicates
from extraction.clauses.closed_words import BE, PREPOSITIONS
from extraction.clauses.no_shares import is_no_share
from extraction.clauses.nominal import tells_share_alone
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.plain import plainly
from extraction.clauses.share_of import people_labelled, share_compared, share_told
from extraction.clauses.told import Teller
from extraction.clauses.told_behind import came, past_bracket, told_behind
from extraction.clauses.verbs import (
    ACTED,
    CAUSED,
    EXPERIENCED,
)
from extraction.clauses.whom import (
    by_patients,
    by_then,
    is_compared,
    of_them,
    opens_inside,
    tells_whom,
)
from extraction.clauses.wording import OTHER, Token, Wording
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint

_REACH = 320
_COMPLETED = "completed"
_WORDS_ONLY = re.compile(r"[(\[][^()\[\]\d<>=]*[)\]]")
_JOINED = frozenset(["and", ",", ";"])
_FEW = 8
_COUNTING = re.compile(r"%$|patients$|per \w+[ -]\w")
Found = tuple[Endpoint, str] | None


def announced(
    wording: Wording, series: Series, start: int, stop: int, *, goes_on: bool = False
) -> Found:
    """The outcome that `view[start:stop]` announces for a series of shares, and the rule it shows.

    `start` and `stop` are the limits of the words that may belong to the series; `goes_on` tells
    that the values right before them are of an outcome.
    """
    line, words = wording.line, wording.words
    if series.label is not None:
        tokens = wording.tokens(max(start, series.label.start - _REACH), series.label.start)
        if any(token.text == "significant" for token in tokens[-3:]):
            return None
        teller = Teller(line, words, paired=True, compared=True, counted=True)
        found, _ = _before(teller, tokens, of_a_ratio=True)
        return (found, "before") if found is not None else None
    if not _COUNTING.match(series.unit) or is_no_share(wording, series, start):
        return None
    told = _of_share(wording, series, start, stop, goes_on=goes_on)
    if told is not None and wording.about_patients:
        # Who was enrolled and who completed treatment may be told in one sentence.
        return told if _COMPLETED in told[0].id else None
    return told


def _of_share(wording: Wording, series: Series, start: int, stop: int, *, goes_on: bool) -> Found:
    """The outcome of shares of patients, from the words after them or before."""
    line, words = wording.line, wording.words
    first, last = series.items[0].value, series.items[-1].value
    paired = len(series.items) > 1
    compared = paired or any(i.arms_after or i.arms_before for i in series.items)
    compared = compared or is_compared(line, last.end, stop)
    counted = compared or first.events is not None
    compared = compared or by_patients(line, series)
    counted = counted or compared or of_them(line, first.start) or by_then(line, first.start)
    inside = opens_inside(line, first.start)
    teller = Teller(line, words, paired, compared, counted or inside, inside)
    behind = wording.tokens(last.end, min(stop, last.end + _REACH))
    if series.unit == "patients" and behind and behind[0].text in ")]":
        return None
    whole = first.events is None and not paired and tells_whom(line, first.start)
    closed = first.events is not None and line.view[last.end - 1] in ")]" and not paired
    after = came(teller, behind) if closed else None
    after = after or (None if whole else told_behind(teller, behind))
    if after is not None:
        return after, "after"
    if whole and _goes_on(behind, words):
        return None
    tokens = wording.tokens(max(start, first.start - _REACH), first.start)
    beside = _beside_bracket(tokens, words)
    if beside:
        name, end = noun_phrase(beside, 0, words)
        alone = bool(name) and counted and not any(t.is_word for t in beside[end:])
        another = outcome(line, name) if alone else None
        return (another, "before") if another is not None else None
    found, done = _before(teller, tokens)
    if found is None and series.unit != "patients":
        opens = bool(tokens) and _opens(line, tokens[0])
        labelled = people_labelled(teller, tokens) if opens else None
        if labelled is not None:
            return labelled, "before"
        found = plainly(teller, tokens, opens=opens, goes_on=goes_on)
    return (found, "done" if done else "before") if found is not None else None


def _opens(line: Line, token: Token) -> bool:
    """Whether a sentence begins with a word."""
    return not line.view[line.sentence.start : token.start].strip()


def _goes_on(behind: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a verb follows a share in its bracket (`women who had A (18%) were willing`)."""
    at = past_bracket(behind)
    text = behind[at].text if at and at < len(behind) else ""
    return text in BE or text in words.experienced


def _before(
    teller: Teller, tokens: Sequence[Token], *, of_a_ratio: bool = False
) -> tuple[Endpoint | None, bool]:
    """The outcome named before the values, and whether it is what patients had or did."""
    aside = _aside(tokens)
    if aside:
        name, after = noun_phrase(aside, 0, teller.words)
        told = teller.outcome(name) if name and teller.compared else None
        if told is not None and not any(t.is_word for t in aside[after:]):
            return told, False
    tokens = [
        token
        for token in without_asides(tokens)
        if token.text[0] != OTHER or not _WORDS_ONLY.match(teller.line.view, token.start)
    ]
    if not tokens or tokens[-1].text in {"with", "including", "as", "because", "since"}:
        return None, False
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
        formed = tokens[at].text == "of" and tokens[at - 1].text == "form"
        if formed or tokens[at].text == "including":
            name, _ = noun_phrase(tokens, at + 1, teller.words)
            return (teller.outcome(name) if name else None), False
    shared = share_told(teller, tokens)
    if shared is not None:
        return shared, False
    verbs = predicates(tokens, teller.words, of_a_ratio=of_a_ratio)
    if verbs and tells_share_alone(verbs[-1].rest, teller.words):
        return teller.nominal(verbs[-1].rest), False
    # What patients had or did is told before the comma; the values open what they did next.
    closed = not teller.paired and tokens[-1].text in {",", "and"}
    for predicate in reversed(verbs):
        if closed and predicate.kind in {EXPERIENCED, ACTED}:
            return None, False
        found = teller.told(predicate)
        if found is not None:
            return found, predicate.kind in {EXPERIENCED, ACTED}
        if predicate.kind not in {CAUSED, EXPERIENCED, ACTED}:
            break
    return share_compared(teller, tokens) or teller.nominal(tokens), False


def _beside_bracket(tokens: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """The words of a list between a closed bracket and the open one of the values (`and B (`)."""
    if not tokens or tokens[-1].text not in "([":
        return ()
    at = len(tokens) - 2
    while at >= 0 and (
        (tokens[at].is_word and tokens[at].text not in _JOINED) or tokens[at].text == "-"
    ):
        at -= 1
    listed = tokens[at + 1 : -1]
    if at < 1 or not listed or len(listed) > _FEW or tokens[at].text not in _JOINED:
        return ()
    closed = tokens[at - 1].text in ")]" or tokens[at - 1].text[0] == OTHER
    verbs = PREPOSITIONS | BE | words.experienced | words.acted | words.caused
    return listed if closed and not any(t.text in verbs for t in listed) else ()


def _aside(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands before the values in their own bracket (`(objective response, 54% v`)."""
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].text in "([" and closing(tokens, at) < 0:
            return tokens[at + 1 :] if any(t.is_word for t in tokens[at + 1 :]) else ()
    return ()

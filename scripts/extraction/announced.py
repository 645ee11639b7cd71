"""What a share is a share of, where no known endpoint is named: the clause's own words for it.

A clause announces an outcome in few ways: a subject that was seen in so many (`a positive node was
found in 51%`), patients who did something (`12% v 19% required a transfusion`), a comparison with
its values in brackets (`fewer needed a second operation (29% v 45%)`), a rate or a proportion of
something. The words before the values are read backwards, those after them forwards, and words
about who took part are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions import Line
from extraction.series import Series
from extraction.tokens import Endpoint
from extraction.wording import (
    ARM,
    COPULA,
    DID,
    FILL,
    PEOPLE,
    PREPOSITIONS,
    Token,
    Wording,
    is_sign,
    name_backward,
    name_forward,
    outcome,
    skip,
    word_set,
)

_GROUPS = word_set("group groups arm arms patients women")
_SIGNS_BETWEEN = frozenset([")", "]", ",", ";", "and", "or", "with", "in"])
_REACH = 260
_SEEN = word_set(
    "observed found seen noted detected identified reported recorded achieved diagnosed obtained "
    "documented present required experienced maintained demonstrated confirmed evident "
    "necessary needed delayed positive negative successful possible reached administered attained "
    "feasible"
)
_HAPPENED = word_set("occurred developed appeared disappeared arose improved persisted resolved")
_COMPARED = word_set(
    "lower higher greater similar less more fewer reduced increased decreased improved better "
    "worse superior inferior different differ comparable frequent frequently common "
    "commonly rare rarer favoured favored shorter identical equal equivalent significant often"
)
_SEEMS = word_set("to showed seemed appeared tended found proved also")
_COMPARES = COPULA | word_set("did differed tended showed")
# What patients may have or be given before anything is measured.
_WEAK = word_set("had have having received")
_SHARES = word_set(
    "proportion proportions percentage percentages rate rates incidence incidences frequency "
    "frequencies prevalence occurrence odds probability likelihood risk number numbers"
)
_RATES = word_set(
    "rate rates incidence incidences frequency frequencies accuracy sensitivity specificity "
    "prevalence failure"
)
_LINKED = word_set("associated linked correlated")
_CHANGES = word_set("difference differences reduction increase decrease improvement trend trends")
_BECOMES = re.compile(
    r"\w+-(?:positive|negative|free)|satisfied|able|unable|hospitali[sz]ed|asymptomatic"
)
_ARTICLE = re.compile(r"\ban?\s$")


def announced(
    wording: Wording, series: Series, start: int, stop: int
) -> tuple[Endpoint, str] | None:
    """The outcome that `view[start:stop]` announces for a series of shares, and the rule it shows.

    `start` and `stop` are the limits of the words that may belong to the series.
    """
    line = wording.line
    if series.label is not None:
        stop = series.label.start
        tokens = wording.tokens(max(start, stop - _REACH), stop)
        if any(token.text == "significant" for token in tokens[-3:]):
            return None
        found = _read_before(line, tokens, paired=True, compared=True, counted=True)
        return (found, "before") if found is not None else None
    if series.unit != "%" or wording.about_patients:
        return None
    first, last = series.items[0].value, series.items[-1].value
    near = line.view[max(0, first.start - 4) : first.start]
    if near.endswith("-") or _ARTICLE.search(near):
        return None
    compared = len(series.items) > 1 or any(i.arms_after or i.arms_before for i in series.items)
    counted = compared or first.events is not None
    after = wording.tokens(last.end, min(stop, last.end + _REACH))
    paired = len(series.items) > 1
    found = _read_after(line, after, paired=paired, compared=compared)
    if found is not None:
        return found, "after"
    before = wording.tokens(max(start, first.start - _REACH), first.start)
    found = _read_before(line, before, paired=paired, compared=compared, counted=counted)
    return (found, "before") if found is not None else None


def listed(wording: Wording, series: Series, start: int) -> Endpoint | None:
    """The name that alone stands between one series and the next (`nausea (5% v 3%), chills (`)."""
    tokens = wording.tokens(start, (series.label or series.items[0].value).start)
    at, passed = skip(tokens, len(tokens) - 1)
    if at < 0 or passed & (COPULA | _GROUPS):
        return None
    name, head = name_backward(tokens, at)
    rest = {token.text for token in tokens[: head + 1]}
    if not name or len(name) > 4 or rest - _SIGNS_BETWEEN:
        return None
    return outcome(wording.line, name)


def _read_after(
    line: Line, tokens: Sequence[Token], *, paired: bool, compared: bool
) -> Endpoint | None:
    """`... of patients in A required a transfusion`."""
    at = 0
    while at < len(tokens) and (is_sign(tokens[at]) or tokens[at].text in FILL):
        if tokens[at].text in COPULA | {"had"} or tokens[at].text in _SEEN:
            break
        at += 1
    if at >= len(tokens) - 1 or at > 24:
        return None
    verb = tokens[at].text
    name = name_forward(tokens, at + 1)
    if not name:
        return None
    if verb in DID and (paired if verb == "received" else compared or verb not in _WEAK):
        return outcome(line, name)
    if verb in COPULA and _BECOMES.fullmatch(name[0].text):
        return outcome(line, name)
    return None


def _read_before(
    line: Line, tokens: Sequence[Token], *, paired: bool, compared: bool, counted: bool
) -> Endpoint | None:
    """The name that stands before the values, read from them backwards."""
    at, passed = skip(tokens, len(tokens) - 1)
    while at >= 0 and tokens[at].text in PREPOSITIONS:
        at, more = skip(tokens, at - 1)
        passed |= more
    if at < 0:
        return None
    if tokens[at].text in _SEEN and passed & COPULA == set():
        behind = _skip_adverbs(tokens, at - 1)
        if behind >= 0 and tokens[behind].text in COPULA and counted:
            return _subject(line, tokens, behind - 1, tokens[at].text)
    if passed & _SEEN and passed & COPULA and counted:
        found = _subject(line, tokens, at)
        if found is not None:
            return found
    if tokens[at].text in _HAPPENED:
        return _subject(line, tokens, at - 1) if counted else None
    if tokens[at].text in _COMPARED or tokens[at].text.endswith("ly"):
        verb = at
        while verb >= 0 and at - verb < 14 and tokens[verb].text not in _COMPARES:
            if tokens[verb].text in {";", "but", "while", "whereas"}:
                return None
            verb -= 1
        if verb >= 0 and tokens[verb].text in _COMPARES and compared:
            while verb > 0 and tokens[verb - 1].text in _SEEMS:
                verb -= 1
            return _subject(line, tokens, verb - 1)
        return None
    return _object(line, tokens, at, passed, paired=paired, compared=compared, counted=counted)


def _object(
    line: Line,
    tokens: Sequence[Token],
    at: int,
    passed: frozenset[str],
    *,
    paired: bool,
    compared: bool,
    counted: bool,
) -> Endpoint | None:
    """A name that ends at a token, told to be an outcome by what stands before it."""
    tail: Sequence[Token] = ()
    for _ in range(4):
        name, head = name_backward(tokens, at)
        if not name:
            return None
        name = _with_tail(tokens, name, tail)
        before = tokens[head].text if head >= 0 else ""
        further = tokens[head - 1].text if head > 0 else ""
        if tokens[at].text in _RATES and len(name) > 1:
            return outcome(line, name)
        if any(token.text in _SHARES for token in name[:-2]) and counted:
            return outcome(line, _after_share(name))
        if before in DID and counted and (compared or before not in _WEAK):
            return outcome(line, name)
        if before == "with" and further in _LINKED and paired:
            return outcome(line, name)
        if before in {"in", "for", "towards", "to"} and further in _CHANGES and paired:
            return outcome(line, name)
        if before == "with" and further in PEOPLE and _counts_people(tokens, head - 2) and counted:
            return outcome(line, name)
        if before in {"become", "became"} and paired:
            return outcome(line, name)
        if before in {"from", "with"} and further in {"suffered", "presented"} and paired:
            return outcome(line, name)
        if before in PREPOSITIONS:
            tail = [tokens[head], *name]
            at, more = skip(tokens, head - 1)
            passed |= more
            if at < 0 or tokens[at].text in _COMPARED | _SEEN | _HAPPENED:
                return None
            continue
        bracketed = passed & {"(", "["}
        if compared and bracketed and before in {"", "and", ",", "or", ARM}:
            return None
        return None
    return None


def _counts_people(tokens: Sequence[Token], at: int) -> bool:
    return any(token.text in _SHARES for token in tokens[max(0, at - 4) : at + 1])


def _after_share(name: Sequence[Token]) -> list[Token]:
    """`the incidence of late oedema` without its first words."""
    last = max(at for at, token in enumerate(name[:-2]) if token.text in _SHARES)
    return [*name[last + 1 :]] if name[last + 1].text == "of" else list(name)


def _subject(line: Line, tokens: Sequence[Token], at: int, state: str = "") -> Endpoint | None:
    """The subject of a clause that ends before its verb; phrases of place are stepped over."""
    tail: Sequence[Token] = ()
    for _ in range(3):
        at, _passed = skip(tokens, at)
        if at < 0:
            return None
        name, head = name_backward(tokens, at)
        if not name:
            return None
        name = _with_tail(tokens, name, tail)
        before = tokens[head].text if head >= 0 else ""
        further = tokens[head - 1].text if head > 0 else ""
        if before in DID and further != "who":
            return outcome(line, name)
        if before in PREPOSITIONS and further not in _CHANGES:
            if before == "with" and further in PEOPLE and _counts_people(tokens, head - 2):
                return outcome(line, name)
            tail = [tokens[head], *name]
            at = head - 1
            continue
        return outcome(line, _after_share(name) if _has_share(name) else name, state)
    return None


def _has_share(name: Sequence[Token]) -> bool:
    return any(token.text in _SHARES for token in name[:-2])


def _with_tail(tokens: Sequence[Token], name: list[Token], tail: Sequence[Token]) -> list[Token]:
    """A name with the phrase right after it (`improvement on global health`)."""
    if not tail or tail[0].start - name[-1].end > 2 or len(name) + len(tail) > 10:
        return name
    return [*name, *tail]


def _skip_adverbs(tokens: Sequence[Token], at: int) -> int:
    adverbs = {"also", "more", "not"}
    while at >= 0 and (tokens[at].text.endswith("ly") or tokens[at].text in adverbs):
        at -= 1
    return at

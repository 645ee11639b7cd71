"""The outcome of a ratio in its clause's own words: `higher odds of X`, `more likely to do X`.

A ratio is seldom far from what it is the odds, the risk or the effect of. These words tell more
than a known endpoint further back, which may only say whom or when the ratio concerns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.exposure import speaks_of_factors
from extraction.claims.place import Place, endpoint_behind
from extraction.clauses.closed_words import BE
from extraction.clauses.outcomes import outcome, state_alone
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import Token, word_set
from extraction.tokens import ArmMention, Endpoint, Subgroup
from extraction.word_lists import Worded

_HEAD = re.compile(
    r"\b(?:odds|likelihood|probability|chances?|risks?|hazards?|incidence|rates?) (?:of|for)\s"
    r"|\blikely to\s"
    r"|\b(?:effects?|impact|influence) (?:of (?:[\w-]+\s){1,5})?(?:on|in)\s"
    r"|\b(?<!quartile )(?<!quintile )(?<!tertile )(?<!SD )(?<!unit )(?<!point )(?<!log10 )"
    r"(?<!fold )(?<!deviation )(?<!-unit )(?:differences?|improvements?|reductions?|increases?|"
    r"decreases?|decline) in\s"
    r"|\b(?:increased|improved|reduced|decreased|lowered|raised|enhanced|affect(?:ed)?|"
    r"influenced?|prevented|predict(?:ed|s)|favou?red)\s(?:the\s)?"
    r"|\bincluding\s"
    r"|(?<=[)\]]\s)(?:and|or)\s(?:of|for|on)\s",
    re.IGNORECASE,
)
_DONE = re.compile(r"[A-Z][a-z]+ed\b")
# What something goes along with is an outcome where an arm does, or where it is more or less.
_GOES_WITH = re.compile(r"\b(?:associated|linked|correlated) with\s")
#: An outcome that something makes more or less of.
IS_MORE = Worded(
    r"(?:an?\s|the\s)?(?:\w+\s)?(?:\w+ly\s)?(?:reduction|increase|decrease|@comparatives)\b"
)
_RISK_OF = re.compile(r"\b(?:odds|risk|likelihood|hazard)s? of\b[^.;()]*$", re.IGNORECASE)
_LIKELY = re.compile(r"\blikely\s?[(\[][^()\[\]]*$")
_TO = re.compile(r"[)\]\s]*to\s")
_REACH = 200
# Verbs that open no name, beside those of what patients have (`likely to complete`).
_VERBS = BE | word_set(
    "getting complete completing undergone use using obtaining meeting meet initiate initiating "
    "choose choosing start take taking"
)
# A word of amount or of comparison opens no name.
_AMOUNT = word_set(
    "higher lower greater increased reduced decreased improved worse better longer shorter more "
    "less fewer a an the twice half significantly statistically"
)
_KEPT = word_set("meeting meet complete completing")
# What patients had, behind their ratio: `those at low risk (HR 0.9) had no better survival`.
_OPENED = re.compile(r"[(\[][^()\[\]]{0,40}$")
_HAD_BEHIND = re.compile(
    r"[)\]][^()\[\]\d;]{0,60}\b(?:had|have|has|showed|experienced|derived|achieved|gained|did not|"
    r"benefit(?:t?ed)?|associated with|correlated with|linked (?:to|with)|predicted|"
    r"improved|reduced|"
    r"increased|conferred|yielded|demonstrated)\s[^()\[\]\d;]{0,60}"
)


def told_by_clause(place: Place) -> Endpoint | None:
    """The outcome that the words of a ratio's clause tell, None where they tell none.

    None too where they tell a known endpoint: that is found by where it stands.
    """
    label = place.series.label
    if label is None:
        return None
    line = place.line
    ratios = [series for series in place.all_series[: place.number] if series.is_ratio]
    start = max(ratios[-1].end if ratios else line.sentence.start, label.start - _REACH)
    if _LIKELY.search(line.view, start, label.end):
        after = _TO.match(line.view, place.series.end, place.stop)
        if after:
            return _named(place, after.end(), min(place.stop, after.end() + _REACH))
    heads = [
        match.end()
        for match in _HEAD.finditer(line.view, start, label.start)
        # `Increased CRP was ...` opens with what went along with something.
        if (match.start() > line.sentence.start or not _DONE.match(line.view, match.start()))
        # `the response rate for A` has named its outcome.
        and not any(m.start < match.start() <= m.end + 1 for m in _before(place))
    ]
    heads += [
        match.end()
        for match in _GOES_WITH.finditer(line.view, start, label.start)
        if not _RISK_OF.search(line.view, start, match.start())
        and (IS_MORE.of(line.words).match(line.view, match.end()) or _has_arm(place, match.start()))
    ]
    for at in sorted(heads, reverse=True):
        known = [m for m in _before(place) if m.end > at]
        if not all(_in_bracket(line.view, m, at, label.start) for m in known):
            return None
        found = _named(place, at, label.start)
        if found is not None:
            return found
    return None


def told_behind(place: Place) -> Iterator[Endpoint]:
    """The outcome of a ratio behind its bracket, where its sentence names none before it."""
    label, line = place.series.label, place.line
    if label is None or any(m.end <= label.start for m in line.of(Endpoint)):
        return
    if not _OPENED.search(line.view, max(line.sentence.start, label.start - 42), label.start):
        return
    end = place.series.end
    for series in place.all_series[place.number + 1 :]:
        if not series.is_ratio:
            break
        end = series.end
    named = endpoint_behind(line, end)
    if named is None:
        return
    if _HAD_BEHIND.fullmatch(line.view, end, named.start):
        yield named


def the_one_behind(place: Place) -> Iterator[Endpoint]:
    """The one time to an event that a sentence names, behind its hazard ratio.

    `The hazard ratio was 0.7, corresponding to an absolute benefit in DFS of 4%`.
    """
    label, line = place.series.label, place.line
    if label is None or label.id != "hazard_ratio" or speaks_of_factors(line):
        return
    named = line.of(Endpoint)
    survival = [m for m in named if m.kind == "survival" and m.start >= place.series.end]
    if survival and len({m.id for m in named}) == 1:
        yield survival[0]


def _in_bracket(view: str, endpoint: Endpoint, start: int, end: int) -> bool:
    """Whether an endpoint stands in a closed bracket, as one part of what is named before it."""
    opened = view.count("(", start, endpoint.start) > view.count(")", start, endpoint.start)
    return opened and ")" in view[endpoint.end : end]


def _has_arm(place: Place, end: int) -> bool:
    return any(place.start <= m.start and m.end <= end for m in place.line.of(ArmMention))


def _before(place: Place) -> Iterator[Endpoint]:
    for mention in place.line.of(Endpoint):
        if mention.end <= place.series.start:
            yield mention


def _named(place: Place, start: int, stop: int) -> Endpoint | None:
    """The outcome whose name starts at a place."""
    if any(m.start <= start < m.end for m in place.line.of(Subgroup)):
        return None
    tokens = place.wording.tokens(start, stop)
    at = 0
    while at < len(tokens) and (
        _opens_no_name(tokens[at]) or tokens[at].text in place.wording.words.experienced
    ):
        at += 1
    if at < len(tokens) and tokens[at].text in {"odds", "risk", "likelihood", "rate", "chance"}:
        return None
    if at and tokens[at - 1].text in {"be", "been"} and at < len(tokens):
        done = state_alone(place.line, tokens[at]) if tokens[at].text.endswith("ed") else None
        if done is not None:  # `more likely to be readmitted`
            return done
    name, _ = noun_phrase(tokens, at, place.wording.words)
    if not name or any(m.start < name[-1].end and start < m.end for m in place.line.of(Endpoint)):
        return None
    return outcome(place.line, name)


def _opens_no_name(token: Token) -> bool:
    return token.text in _AMOUNT or (token.text in _VERBS and token.text not in _KEPT)

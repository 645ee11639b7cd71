"""Shares that a clause calls nothing but that: `the share was 49%`, `for pain the figures were 4%`.

Such a word has no outcome of its own. It goes on with the values before it, in its sentence or the
one before, unless the clause opens with what the figures are now `for`.
"""

from __future__ import annotations

import re

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place, shape_between
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.mentions.patients import is_of_patients
from extraction.tokens import ArmMention, Endpoint, PValue

_FIGURES = (
    r"(?:shares?|figures?|rates?|percentages?|proportions?|fractions?|incidences?|frequency|"
    r"frequencies|prevalences?|occurrence)"
)
_CAME = (
    r"(?:(?:had|have|has)\s)?(?:(?:was|were|became|become|been|reached|averaged|totalled)"
    r"|(?:ran|run|rose|risen|fell|fallen|amounted|came|come|dropped|increased|decreased|declined|"
    r"went|gone|grew|grown|sank|sunk|climbed)(?:\s(?:up|down|back))?\sto|stood\sat|stayed\sat)"
)
_LEFT_OPEN = re.compile(
    r"\b(?:(?P<its>[Ii]ts|[Tt]heir)|[Tt]he|[Tt]hese|[Tt]hose|[Cc]orresponding|[Rr]espective)\s"
    r"(?:(?:corresponding|respective|overall|total|same|crude|cumulative|comparable|final|"
    rf"combined|pooled)\s)*{_FIGURES}\s{_CAME}\s"
    r"(?:only\s|just\s|about\s|still\s|even\s|already\s|approximately\s)?"
    r"(?:(?:in|with|for|on)\s(?:the\s)?\u00a7\s)?$"
)
#: Rates per time are told by their unit (`observed rates (per 1000 person-years) were`).
_RATES_LEFT_OPEN = re.compile(
    r"(?:the\s|these\s)?(?:(?:observed|crude|incidence|annual|annuali[sz]ed|corresponding|overall|"
    r"estimated|adjusted|age-adjusted|respective|event|absolute)\s)*(?:rates?|incidences?)\s"
    r"(?:[(\[]?(?:per\s)?\u00a7[)\]]?,?\s)?(?:was|were)\s(?:\u00a7\s)?$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"[\s)\]\u00a7,;:.]*(?:(?:and|but|while|whilst|whereas|though|although|however|thus|also|"
    r"similarly|likewise|again)\b,?\s)*"
)
_WHERE = re.compile(
    r"(?:[Aa]t|[Bb]y|[Ii]n|[Aa]mong|[Aa]mongst|[Ww]hen|[Ii]f|[Ww]here|[Aa]fter|[Ww]ith|[Oo]ver|"
    r"[Ww]ithin|[Dd]uring|[Uu]ntil|[Oo]n|[Pp]er|[Aa]ll|[Bb]oth|[Tt]aken|[Oo]verall|[Ll]ater|"
    r"[Bb]efore|[Ff]rom|[Bb]roken|[Ss]plit|[A-Z][a-z]+ed|[Oo]ne|[Tt]wo|[Tt]hree|\u00a7)\b|\u00a7"
)
_OF_WHAT = re.compile(
    r"(?:[Ff]or|[Aa]s\s(?:to|for|regards)|[Rr]egarding|[Cc]oncerning|[Ww]ith\s(?:regard|respect)\s"
    r"to|[Oo]f|[Ii]n\sthe\scase\sof)\s(?:the\s|an?\s)?(?P<what>[^,;:()%\u00a7]{3,60}?),?\s?$"
)
_LONGEST = 140


def left_open(place: Place) -> Claim | None:
    """A claim of shares that their clause calls no more than that."""
    series, line = place.series, place.line
    if series.unit.startswith("per ") and not series.is_ratio:
        return _of_rates(place)
    if series.is_ratio or series.unit != "%":
        return None
    start = _start(place)
    if series.start - start > _LONGEST:
        return None
    shape = shape_between(line, start, series.start)
    told = _LEFT_OPEN.search(shape)
    if told is None or any(
        isinstance(m, Endpoint) and m.kind != "event" for m in line.within(start, series.start)
    ):
        return None
    lead = shape[: told.start()]
    lead = lead[_JOINS.match(lead).end() :]  # type: ignore[union-attr]
    of_what = _OF_WHAT.match(lead)
    if of_what and not is_of_patients(of_what["what"], line.words):
        return _of_another(place, start, of_what["what"])
    if lead and not (_WHERE.match(lead) or of_what):
        return None
    return _of_the_same(place, owned=told["its"] is not None)


def _of_rates(place: Place) -> Claim | None:
    """A claim of rates per time that go on with the events counted in the sentence before."""
    series, line, context = place.series, place.line, place.context
    shape = shape_between(line, line.sentence.start, series.start).lstrip()
    endpoint = context.endpoint or context.topic
    if place.previous is not None or endpoint is None or endpoint.kind != "event":
        return None
    if not _RATES_LEFT_OPEN.fullmatch(shape):
        return None
    statistic = statistic_of(line, series, endpoint, "before")
    return Claim(series, endpoint, statistic, "left open") if statistic else None


def _start(place: Place) -> int:
    """Where the words before the series begin to be its own, behind the tests of the one before."""
    start = place.start if place.claims else place.line.sentence.start
    for mention in place.line.of(PValue):
        if start <= mention.start < place.series.start:
            start = mention.end
    return start


def _of_another(place: Place, start: int, what: str) -> Claim | None:
    """A claim of what a clause opens with (`for oophorectomy the figures ran to`)."""
    line = place.line
    at = line.view.find(what, start, place.series.start)
    if at < 0 or _is_of_arm(line, at, at + len(what)):
        return None
    last = place.last_amount
    if last is None and place.context.unit != place.series.unit:
        return None
    inside = [m for m in line.of(Endpoint) if at <= m.start and m.end <= at + len(what)]
    endpoint = inside[0] if inside else _named(place, at, at + len(what))
    statistic = statistic_of(line, place.series, endpoint, "before") if endpoint else ""
    return Claim(place.series, endpoint, statistic, "left open") if endpoint and statistic else None


def _is_of_arm(line: Line, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in line.of(ArmMention))


def _named(place: Place, start: int, end: int) -> Endpoint | None:
    words: ClauseWords = place.line.words
    tokens = place.wording.tokens(start, end)
    name, after = noun_phrase(tokens, 0, words)
    return outcome(place.line, name) if name and after == len(tokens) else None


def _of_the_same(place: Place, *, owned: bool) -> Claim | None:
    """A claim of what the values before are of, or what the sentence before is about."""
    last, context, series = place.last_amount, place.context, place.series
    if last is not None:
        if last.series.unit != series.unit or len(last.endpoints) > 1:
            return None
        if last.statistic not in {"proportion", "rate_at"}:
            return None
        return Claim(series, last.endpoint, last.statistic, "left open")
    if place.previous is not None:
        return None
    endpoint = context.endpoint if context.unit == series.unit else None
    if endpoint is None and (owned or context.endpoint is None):
        endpoint = context.topic
    if endpoint is None or endpoint.kind in {"survival", "response"}:
        return None
    statistic = statistic_of(place.line, series, endpoint, "before")
    return Claim(series, endpoint, statistic, "left open") if statistic else None

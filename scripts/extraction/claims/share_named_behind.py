"""Shares with their name behind them: `a 5% incidence of E`, `early (4%) and late (2%) E`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import Token
from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import Worded

_OF_WHAT = Worded(
    r"[\s)\]]*(?:[a-z-]+\s){0,2}?(?:incidences?|rates?|frequency|frequencies|prevalence|"
    r"occurrence) (?:of|for) (?!@people\b|@changes\b)"
)
_REACH = 90
# `early (12% v 9%) and late (4% v 2%) wound infection`: kinds of what only the last of them names.
_KIND = Worded(r"(?<![\w-])(?P<kind>@kinds_in_brackets)\s[(\[][^()\[\]]{0,24}$", re.IGNORECASE)
_INSIDE = r"(?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*"
_MORE_KINDS = Worded(
    rf"{_INSIDE}[)\]](?P<more>(?:,?\s(?:and|or)\s(?:in\s|of\s)?(?:more\s|less\s|fewer\s)?"
    rf"@kinds_in_brackets\s[(\[]{_INSIDE}[)\]]){{0,2}})\s(?=[a-z])",
    re.IGNORECASE,
)
_RULE = "kind before"
_ALL = frozenset(["overall", "any", "total"])


def share_named_behind(place: Place) -> Claim | None:
    """A claim of what a share is said to be the incidence of, where no endpoint is known there."""
    line, series = place.line, place.series
    if series.unit != "%" or series.is_ratio or len(series.items) > 1:
        return None
    if not line.of(ArmMention):
        return None  # `untreated, it carries a 90% rate of relapse`
    end = series.items[0].value.end
    told = _OF_WHAT.of(line.words).match(line.view, end, line.sentence.end)
    if told is None:
        return None
    tokens = place.wording.tokens(told.end(), min(place.stop, told.end() + _REACH))
    name, _ = noun_phrase(tokens, 0, line.words)
    if not name:
        return None
    if any(isinstance(m, Endpoint) for m in line.within(end, name[-1].end)):
        return None
    endpoint = outcome(line, name)
    return Claim(series, endpoint, "proportion", "announced after") if endpoint else None


def kind_before_name(place: Place) -> Claim | None:
    """A claim of one of several kinds, each with its values, of what is named behind the last."""
    line, series = place.line, place.series
    start = max(line.sentence.start, series.start - _REACH)
    kind = _KIND.of(line.words).search(line.view, start, series.start)
    if kind is None or series.unit != "%" or series.is_ratio:
        return None
    behind = _MORE_KINDS.of(line.words).match(
        line.view, series.items[-1].value.end, line.sentence.end
    )
    goes_on = place.last is not None and place.last.rule == _RULE
    if behind is None or not (behind["more"] or goes_on):
        return None
    tokens = place.wording.tokens(behind.end(), min(line.sentence.end, behind.end() + _REACH))
    name, _ = noun_phrase(tokens, 0, line.words)
    known = next((m for m in line.of(Endpoint) if m.start == behind.end()), None)
    if not name or name[0].start != behind.end() or (known and known.kind == "survival"):
        return None
    endpoint = _of_kind(line, kind["kind"].lower(), name, known)
    statistic = statistic_of(line, series, endpoint, "before") if endpoint else ""
    return Claim(series, endpoint, statistic, _RULE) if endpoint and statistic else None


def _of_kind(
    line: Line, kind: str, name: Sequence[Token], known: Endpoint | None
) -> Endpoint | None:
    """The endpoint that is of some kind of what is named, that itself where it is all of it."""
    if kind in _ALL:
        return known or outcome(line, name)
    if known is None:
        return outcome(line, name, before=kind)
    family, _, name_of = known.id.partition(":")
    if not name_of:
        printed = line.view[known.start : known.end].lower()
        family, name_of = "other", printed.removesuffix(" rates").removesuffix(" rate")
    return replace(known, id=f"{family}:{kind} {name_of}")

"""Ratios in brackets behind a list of names: outcomes, whom the ratio concerns, or factors.

`hot flushes (RR 1.8), headache (RR 0.7)` lists outcomes, `in patients with A (HR 0.5) and B (HR
0.6)` patients, `predictors of relapse were age (OR 1.2), stage (OR 2.0)` factors. The first of the
list tells which.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.claims.exposure import (
    GOES_WITH,
    is_outcome_of_factors,
    names_factors,
    speaks_of_factors,
)
from extraction.claims.following_ratios import is_other_factor
from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.claims.ratio_outcomes import IS_MORE
from extraction.clauses.factors import factor_for, listed_for, predicted
from extraction.clauses.listing import listed
from extraction.clauses.outcomes import as_adverse, outcome
from extraction.clauses.phrases import noun_phrase
from extraction.mentions.patients import ends_with_patients
from extraction.tokens import ArmMention, Endpoint, Subgroup

_BRACKET = re.compile(r"\s?[(\[][^()\[\];]{0,30}[(\[]?")
_REACH = 80
_ITEM = re.compile(
    r"[)\]],\s(?:and\s|or\s)?(?!(?:not|in|among|for|with|when|at|during|after|vs|versus|compared|"
    r"respectively|as|while|the|and|or|but|a|of|to|who|that|which)\b)"
    r"(?P<name>[A-Za-z][\w-]*(?:\s[\w-]+){0,3})\s?[(\[]$"
)
_FIRST = re.compile(r"\s*(?P<name>[A-Z][\w-]*(?:\s[\w-]+){0,3})\s?[(\[]")
# `(OR 2.6), as was shoulder stiffness (`.
_AS_WAS = re.compile(
    r"[)\]],?\s(?:and\s|but\s)?(?:as|so|nor|neither)\s(?:was|were)\s(?:the\s)?"
    r"(?P<name>[A-Za-z][\w-]*(?:\s[\w-]+){0,3})\s?[(\[]$"
)
# `1.4 (1.1-1.5) for cardiac arrest and`: a ratio of a list with what it is of behind it.
_FOR = re.compile(r"[\s)\]]*,?\sfor\s(?:the\s|an?\s|any\s)?")
_NEXT_FOR = re.compile(r"\s?(?:[,;.(\[]|(?:and|or|but|with|in|compared|versus|v)\b)")
_NAME = re.compile(r"[)\],;\s]*(?:and\s|or\s|but\s)?(?P<name>[^()\[\]]*?)\s?[(\[]\s?$")


def of_list(place: Place) -> Claim | None:
    """The claim of a ratio that goes on with the list of the one before."""
    label, last = place.series.label, place.last
    if label is None or last is None or not is_other_factor(place):
        return None
    if last.subgroup or _whom(place, last):
        match = _NAME.search(place.line.view, place.start, label.start)
        name = match["name"] if match else ""
        return replace(last, series=place.series, rule="list", subgroup=name) if name else None
    first = last.series.label
    assert first is not None
    if not _BRACKET.fullmatch(place.line.view, last.endpoint.end, first.start):
        armed = bool(place.line.of(ArmMention))
        factors = not armed or speaks_of_factors(place.line)
        factors = factors or is_outcome_of_factors(place.line, place.series)
        # `modified the effect on mortality: neuropathy (HR 1.9), smoking (HR 1.6)`.
        factors = factors or ": " in place.line.view[last.endpoint.end : first.start]
        return replace(last, series=place.series, rule="predicted") if factors else None
    endpoint = listed(place.wording, place.series, place.start)
    if endpoint is None:
        return None
    if last.endpoint.id.startswith("AE:"):
        endpoint = as_adverse(endpoint)
    statistic = statistic_of(place.line, place.series, endpoint, "before")
    return Claim(place.series, endpoint, statistic, "list") if statistic else None


def of_own_name(place: Place) -> Claim | None:
    """The claim of a ratio behind a name of its own in a list (`death [RD 0.0], cure [RR 1.1]`)."""
    line, label = place.line, place.series.label
    if label is None or place.series.is_carried or names_factors(line):
        return None
    item = _ITEM.search(line.view, max(label.start - _REACH, line.sentence.start), label.start)
    item = item or _AS_WAS.search(line.view, max(label.start - _REACH, place.start), label.start)
    if item is None and _is_listed_next(place):
        item = _FIRST.fullmatch(line.view, line.sentence.start, label.start)
    if item is None or any(
        isinstance(m, Endpoint | ArmMention) and item.start() < m.end and m.start < item.end()
        for m in line.mentions
    ):
        return None
    endpoint = listed(place.wording, place.series, item.start("name"))
    statistic = statistic_of(line, place.series, endpoint, "before") if endpoint else ""
    return Claim(place.series, endpoint, statistic, "list") if endpoint and statistic else None


def of_name_behind(place: Place) -> Claim | None:
    """The claim of a ratio with its own name behind it in a list (`1.8 for E, 1.4 for arrest`).

    That another of the list has a known endpoint tells that outcomes are listed, and no patients.
    """
    line, series = place.line, place.series
    label = series.label
    opening = _FOR.match(line.view, series.end) if label and not names_factors(line) else None
    if opening is None or not _lists_endpoints(place):
        return None
    name, _ = noun_phrase(place.wording.tokens(opening.end(), place.stop), 0, place.wording.words)
    if not name or not _NEXT_FOR.match(line.view, name[-1].end):
        return None
    own = any(
        isinstance(m, Endpoint | ArmMention | Subgroup) and m.start < name[-1].end
        for m in line.after(opening.end())
    )
    endpoint = None if own else outcome(line, name)
    statistic = statistic_of(line, series, endpoint, "after") if endpoint else ""
    return Claim(series, endpoint, statistic, "after") if endpoint and statistic else None


def _lists_endpoints(place: Place) -> bool:
    """Whether another ratio of the sentence has a known endpoint right behind it."""
    line = place.line
    for series in place.all_series:
        opening = series.is_ratio and _FOR.match(line.view, series.end)
        if opening and any(m.start == opening.end() for m in line.of(Endpoint)):
            return True
    return False


def _is_listed_next(place: Place) -> bool:
    """Whether the ratio of one more name in brackets follows (`pain (RR 0.6), nausea (RR`)."""
    following = place.all_series[place.number + 1 :][:1]
    return any(
        series.label is not None
        and not series.is_carried
        and _ITEM.search(
            place.line.view, max(series.label.start - _REACH, place.series.end), series.label.start
        )
        for series in following
    )


def of_factor(place: Place) -> Claim | None:
    """The claim of a factor's ratio whose outcome the sentence tells on its other side.

    `age (OR 1.2) and stage (OR 2.0) were associated with relapse` names it behind the list,
    `relapse was associated with age (OR 1.2)` before it.
    """
    line, series = place.line, place.series
    if series.label is None:
        return None
    outcome = listed_for(place.wording, series.start)
    if outcome is None:
        outcome = predicted(place.wording, series.end)
        if outcome is None or outcome.start < series.end:
            outcome = _subject_of_factors(place) or factor_for(place.wording, series.start)
    statistic = statistic_of(line, series, outcome, "before") if outcome else ""
    return Claim(series, outcome, statistic, "predicted") if outcome and statistic else None


def _subject_of_factors(place: Place) -> Endpoint | None:
    """The endpoint that a sentence says goes along with a factor, if no outcome follows.

    What follows the ratio of one factor is another.
    """
    line, series, last = place.line, place.series, place.last
    found = None
    for mention in line.of(Endpoint):
        if last is not None and last.endpoint is found and mention.start >= last.series.end:
            break
        if mention.end <= series.start:
            with_it = GOES_WITH.match(line.view, mention.end)
            if with_it and not IS_MORE.of(line.words).match(line.view, with_it.end() + 1):
                found = mention
            elif found is not None and (mention.kind == "survival" or found.id.startswith("AE:")):
                return None
    return found


def _whom(place: Place, last: Claim) -> bool:
    """Whether the ratio before stands behind the patients that it concerns."""
    line, first = place.line, last.series.label
    assert first is not None
    told = any(_BRACKET.fullmatch(line.view, m.end, first.start) for m in line.of(Subgroup))
    return told or ends_with_patients(line, first.start)

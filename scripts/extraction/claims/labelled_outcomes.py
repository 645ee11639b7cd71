"""What a ratio's own label says that it is one of: `the odds ratio for arm swelling was 0.5`.

A label that goes on with `for` or `of` has named its outcome; a ratio then takes none from another
sentence, known or not. `Risk ratios for infection, haematoma and seroma were` names one each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.clauses.outcomes import as_printed, outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import Token
from extraction.tokens import ArmMention, Endpoint, Subgroup

_SAYS = re.compile(
    r"[)\]]?(?:\s?[(\[][^()\[\]]{1,30}[)\]]){0,2}\s(?:for|of)\s(?!(?:those|patients|women|men|"
    r"participants|subjects|people|each|every|the (?:comparison|difference)|all|both)\b)"
    r"(?:the\s|an?\s|any\s)?(?=[A-Za-z])"
)
_NEAR = 60
_PARTED = frozenset([",", "and", "or"])


def in_own_words(place: Place) -> Claim | None:
    """The claim of ratios whose label names what no vocabulary has, one or one for each."""
    at = _head(place)
    if at is None:
        return None
    line, series = place.line, place.series
    start = series.items[0].value.start
    known = [m for m in line.of(Endpoint) if at <= m.end and m.start < start]
    if known and len(series.items) < 2:
        return None
    names = _names(place, place.wording.tokens(at, start))
    if len(names) != len(series.items):
        return None
    statistic = statistic_of(line, series, names[0], "before")
    group = tuple(names) if len(names) > 1 else ()
    return Claim(series, names[0], statistic, "own words", group) if statistic else None


def names_its_own(place: Place) -> bool:
    """Whether a ratio's label goes on with what it is one of."""
    return _head(place) is not None


def is_of_shares(place: Place) -> bool:
    """Whether a ratio stands behind two shares of which nobody knows what they are."""
    last, label = place.previous, place.series.label
    if last is None or label is None or last.unit not in {"%", "patients"}:
        return False
    return label.start - last.end < _NEAR and all(c.series is not last for c in place.claims)


def _head(place: Place) -> int | None:
    """Where what a label is the ratio of begins."""
    label = place.series.label
    if label is None or place.series.is_carried:
        return None
    said = _SAYS.match(place.line.view, label.end, place.series.start)
    if said is None:
        return None
    others = any(
        isinstance(m, ArmMention | Subgroup) and m.start < said.end() + 4 and said.start() < m.end
        for m in place.line.mentions
    )
    return None if others else said.end()


def _names(place: Place, tokens: Sequence[Token]) -> list[Endpoint]:
    """The outcomes of a list of names; none where one of them is no outcome."""
    found: list[Endpoint] = []
    at = 0
    while at < len(tokens):
        name, after = noun_phrase(tokens, at, place.wording.words)
        if not name or any(token.text in place.wording.words.factors for token in name):
            return []
        endpoint = outcome(place.line, name)
        if endpoint is None and len(name) < 2:
            return []
        found.append(endpoint or as_printed(place.line, name))
        at = after
        while at < len(tokens) and tokens[at].text in _PARTED:
            at += 1
        if at == after:
            break
    return _with_heads(found, place.wording.words.shared_nouns)


def _with_heads(names: list[Endpoint], heads: frozenset[str]) -> list[Endpoint]:
    """Names that share the noun of the last one (`bone, visceral and brain metastases`)."""
    head = names[-1].id.rpartition(" ")[2] if names else ""
    if head not in heads:
        return names
    return [
        replace(one, id=f"{one.id} {head}") if one.id.rpartition(" ")[2] not in heads else one
        for one in names
    ]

"""Brackets and openings of a clause, which are not its own words."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import (
    AGAINST,
    BE,
    HAVE,
    OPENERS,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATE,
)
from extraction.clauses.wording import ARM, NUMBER, Token

_OPENING = 14
#: How words begin behind which what was allowed for is listed.
_ALLOWING = ("adjust", "control", "correct", "account", "stratif", "allow", "match")
_VALUES = (ARM, NUMBER)


def closing(tokens: Sequence[Token], at: int) -> int:
    """The place of the bracket that closes the one at a token, or -1."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place].text in "([":
            depth += 1
        elif tokens[place].text in ")]":
            depth -= 1
            if not depth:
                return place
    return -1


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """Some words without what stands in brackets among them; an open bracket ends them."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].text in "([":
            end = closing(tokens, at)
            if end < 0:
                break
            at = end + 1
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def _without_apposition(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """A clause without its first word and comma, or what more is said of its subject in commas.

    `Rash, mild or severe, was seen` tells of rash, `First, rash was seen` does too.
    """
    for place in range(at + 1, min(at + _OPENING, len(tokens) - 1)):
        if tokens[place].text in BE or tokens[place].text in HAVE:
            break
        after = tokens[place + 1].text
        if tokens[place].text == "," and (after in BE or after in HAVE or after.endswith("ed")):
            return [*tokens[:at], *tokens[place + 1 :]]
    return tokens[at + 1 :]


def without_opening(tokens: Sequence[Token]) -> Sequence[Token]:
    """A clause without the phrase that it opens with (`In the A group, ...`)."""
    at = 0
    while at < len(tokens) and (tokens[at].text in {",", "and", "or", ")", "]", ";", "but", ":"}):
        at += 1
    tokens = tokens[at:]
    if not tokens:
        return tokens
    first = tokens[0].text
    if first == "on" and [t.text for t in tokens[1:4]] == ["the", "other", "hand"]:
        tokens = tokens[4:]
    opens = (
        first in PREPOSITIONS
        or first in {"out", "of"}
        or first in AGAINST
        or first in OPENERS
        or first in SUBORDINATE
        or tokens[0].is_sign
        or first[0].isdigit()
    )
    # `Among those who could be assessed, rash was seen`: the first verb is not the clause's own.
    inner = first in SUBORDINATE
    for place, token in enumerate(tokens[: 3 * _OPENING]):
        if token.text == "," and (opens or place < 4):
            if not opens:
                return _without_apposition(tokens, place)
            return tokens[_behind_list(tokens, place) :]
        inner = inner or (opens and token.text in RELATIVE)
        if not inner and (token.text in BE or token.text in HAVE):
            break
    return tokens


def _behind_list(tokens: Sequence[Token], comma: int) -> int:
    """The place behind an opening's comma, behind the last one where it lists what was allowed for.

    `After adjustment for age, sex and stage, rash was seen` opens with three of these.
    """
    if not any(token.text.startswith(_ALLOWING) for token in tokens[:comma]):
        return comma + 1
    last = comma
    for place in range(comma + 1, min(comma + 3 * _OPENING, len(tokens))):
        text = tokens[place].text
        if text in BE or text in HAVE or text[0] in _VALUES:
            break
        if text == ",":
            last = place
    return last + 1

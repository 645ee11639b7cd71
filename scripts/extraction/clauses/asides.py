"""Brackets and openings of a clause, which are not its own words."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import AGAINST, BE, HAVE, PREPOSITIONS
from extraction.clauses.wording import Token

_OPENING = 14


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


def without_opening(tokens: Sequence[Token]) -> Sequence[Token]:
    """A clause without the phrase that it opens with (`In the A group, ...`)."""
    at = 0
    while at < len(tokens) and (tokens[at].text in {",", "and", "or", ")", "]", ";", "but", ":"}):
        at += 1
    tokens = tokens[at:]
    if not tokens:
        return tokens
    first = tokens[0].text
    opens = (
        first in PREPOSITIONS
        or first == "out"
        or first in AGAINST
        or tokens[0].is_sign
        or first[0].isdigit()
    )
    for place, token in enumerate(tokens[: 3 * _OPENING]):
        if token.text == "," and (opens or place < 4):
            return tokens[place + 1 :]
        if token.text in BE or token.text in HAVE:
            break
    return tokens

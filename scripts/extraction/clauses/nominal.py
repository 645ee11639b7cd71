"""Names of outcomes that no verb tells: a share or a difference of something, or its rate."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, PREPOSITIONS
from extraction.clauses.counted import named
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import ARM, Token, word_set
from extraction.lexicon import ClauseWords

#: What leads from a change to what has changed, and to those whom it is told of.
_OF = word_set("in for of on")
_AMONG = word_set("between among amongst across")
_GROUPS = word_set("group groups arm arms treatments regimens therapies them two three")
_SIDES = 10
#: What a factor's ratio is told per.
_STEPS = word_set("quartile quintile tertile sd unit point log10 fold deviation")


def name_alone(
    tokens: Sequence[Token], words: ClauseWords, *, paired: bool, counted: bool
) -> Sequence[Token]:
    """What a share, a difference or a rate is of; nothing where none is told.

    `paired` are several values, `counted` those or one with its events.
    """
    for at in range(len(tokens) - 2, -1, -1):
        text, following = tokens[at].text, tokens[at + 1].text
        if text in words.shares and following in {"of", "for"} and counted:
            return named(tokens[at:], words)
    for at in range(len(tokens) - 2, -1, -1):
        text, following = tokens[at].text, tokens[at + 1].text
        if at and tokens[at - 1].text in _STEPS:
            return ()
        place = _of_what_told(tokens, at, words) if text in words.changes and paired else 0
        if place:
            return named(tokens[place:], words)
        if text in words.linked and following in {"with", "to"} and paired:
            name, _ = noun_phrase(tokens, at + 2, words)
            return name
    return _rate(tokens, words)


def _of_what_told(tokens: Sequence[Token], at: int, words: ClauseWords) -> int:
    """Behind which word a change is told of something (`difference between the arms in E`)."""
    following = tokens[at + 1].text
    if following in _OF:
        return at + 2
    if following not in _AMONG:
        return 0
    compared = _GROUPS | words.people
    told = False
    for place in range(at + 2, min(at + _SIDES, len(tokens))):
        if tokens[place].text in _OF:
            return place + 1 if told else 0
        told = told or tokens[place].text[0] == ARM or tokens[place].text in compared
    return 0


def tells_share_alone(rest: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a share is told behind a verb and its object (`less pain and a higher rate`)."""
    for at in range(len(rest) - 1, 0, -1):
        if rest[at].text in words.shares:
            return any(token.text in {"and", ","} for token in rest[:at])
    return False


def _rate(tokens: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """`detection rate`, `rates of` left open."""
    for at in range(len(tokens) - 1, 0, -1):
        if tokens[at].text in words.rates:
            first = at
            while first > 0 and _is_of_name(tokens[first - 1], words):
                first -= 1
            name = tokens[first : at + 1]
            return name if len(name) > 1 else ()
    return ()


def _is_of_name(token: Token, words: ClauseWords) -> bool:
    """Whether a word may stand in the name of a rate."""
    verb = words.acted | words.caused | words.experienced | words.happened | {"not", "affect"}
    small = PREPOSITIONS | ARTICLES | BE | AGAINST | {"and", "or", "nor"}
    return token.is_word and token.text not in small | verb | words.people

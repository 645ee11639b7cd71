"""Objects that name an outcome only with what stands around them.

`Lost at least 5% of body weight` needs its limit, `rated the result as good` what it was rated,
`reached the target` its verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.clause import Predicate
from extraction.clauses.closed_words import AGAINST, ARTICLES, PREPOSITIONS
from extraction.clauses.counted import verb_phrase
from extraction.clauses.outcomes import as_printed
from extraction.clauses.phrases import is_limit
from extraction.clauses.wording import ARM, Token, word_set
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.tokens import Endpoint

#: What follows a change that is one of something.
_OF_IT = word_set("in of from on for by at")
_LONGEST = 8


def limited(rest: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """An object that opens with how much of it there was (`at least 5% of body weight`)."""
    at = next((at for at in range(1, min(4, len(rest))) if is_limit(rest[at - 1], rest[at])), 0)
    if not at:
        return ()
    end = at + 1
    while end < len(rest) and end < at + _LONGEST:
        if not (rest[end].is_word or rest[end].text == "%"):
            break
        if rest[end].text in words.not_in_names | AGAINST | {"and", "while", "but"}:
            break
        end += 1
    while rest[end - 1].text in PREPOSITIONS | ARTICLES | {"of"}:
        end -= 1
    return rest[:end]


def as_what(name: list[Token], object_: Sequence[Token], words: ClauseWords) -> list[Token]:
    """What is judged with what it was judged to be (`rated the result as good or excellent`)."""
    behind = [token for token in object_ if token.start > name[-1].start]
    if not behind or behind[0].text != "as":
        return name
    judged = verb_phrase(behind[1:], words) or list(behind[1:2])
    return [*name, behind[0], *judged] if judged and judged[0].is_word else name


def had_alone(line: Line, predicate: Predicate) -> Endpoint | None:
    """What so many had or reached, though its noun names nothing (`reached the target`)."""
    for at, token in enumerate(predicate.rest[:5]):
        if token.text in line.words.had_alone:
            behind = predicate.rest[at + 1 : at + 4]
            if behind and behind[0].text in _OF_IT and not _opens_side(behind[1:], line.words):
                return None
            return as_printed(line, [predicate.verb, *predicate.rest[: at + 1]])
        if not token.is_word or token.text in PREPOSITIONS | AGAINST:
            return None
    return None


def _opens_side(tokens: Sequence[Token], words: ClauseWords) -> bool:
    """Whether words behind a preposition tell whose side it is (`in the A group`)."""
    whom = next((token for token in tokens if token.text not in ARTICLES), None)
    return whom is not None and (whom.text[0] == ARM or whom.text in words.people)

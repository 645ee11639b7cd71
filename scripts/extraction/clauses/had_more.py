"""Whether patients had more of what is measured, which is no share of them.

`A had a greater loss of weight (7% v 2%)` tells how much; `a higher rate of pain` and `more pain`
tell how many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extraction.clauses.closed_words import PREPOSITIONS
from extraction.clauses.wording import Token, word_set
from extraction.lexicon import ClauseWords

#: By what someone has more of something than another, no more of them have it.
_DEGREES = word_set("greater larger higher lower longer shorter smaller deeper stronger lesser")


def had_more(
    rest: Sequence[Token],
    name: Sequence[Token],
    words: ClauseWords,
    is_measured: Callable[[Sequence[Token]], bool],
) -> bool:
    """Whether `name`, in the words `rest` behind a verb, is of how much patients had."""
    before = [token.text for token in rest if token.start < name[0].start]
    if not (words.shares | words.rates).isdisjoint([*before, *(token.text for token in name)]):
        return False
    head = next((at for at, token in enumerate(name) if token.text in PREPOSITIONS | {"of"}), 0)
    measured = bool(head) and is_measured(name[:head])
    return measured or not _DEGREES.isdisjoint(before)

"""ESpell: words that the corpus does not hold, put as the most like words that it does."""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator

from localpubmed import replies
from localpubmed.parameters import Parameters
from localpubmed.replies import Reply, element
from localpubmed.store import Index
from localpubmed.words import folded

_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST = 40
_MOST_WORDS = 20
# What difflib must find alike; below it, words of one stem are taken for one another.
_LIKENESS = 0.8


def espell(index: Index, parameters: Parameters) -> Reply:
    """Answer ESpell; the corrected query is empty where nothing is to be corrected."""
    asked = parameters.text("term")
    left = iter(range(_MOST_WORDS))

    def corrected(match: re.Match[str]) -> str:
        return match[0] if next(left, None) is None else _spelling(index, match[0])

    answer = _WORD.sub(corrected, asked)
    return replies.xml(
        "eSpellResult",
        element("Database", "pubmed")
        + element("Query", asked)
        + element("CorrectedQuery", answer if answer != asked else "")
        + "<ERROR/>",
    )


def _spelling(index: Index, word: str) -> str:
    """Return a word, or the most frequent word of the corpus that one slip turns into it."""
    plain = folded(word)
    if len(plain) > _LONGEST or index.frequencies([plain]):
        return word
    held = index.frequencies(set(_one_slip_away(plain)))
    if held:
        return max(held, key=lambda other: (held[other], other))
    near = index.words_from(plain[:3])
    return next(iter(difflib.get_close_matches(plain, near, n=1, cutoff=_LIKENESS)), word)


def _one_slip_away(word: str) -> Iterator[str]:
    """Yield what one letter too few, too many, wrong or swapped with the next makes of a word."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]

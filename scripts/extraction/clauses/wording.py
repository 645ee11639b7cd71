"""A sentence as words and signs: what is no word of a name is shown as a sign.

Arms, values and anything else that was recognised are signs, and so is a bracket without a value,
so that what is left are the words that can name an outcome and the words that stand around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from extraction.lexicon import ClauseWords
from extraction.mentions.definitions import definitions
from extraction.mentions.lines import Line
from extraction.tokens import (
    ArmMention,
    Count,
    Interval,
    Noise,
    PValue,
    RateUnit,
    Subgroup,
    Time,
    Value,
)


def word_set(text: str) -> frozenset[str]:
    """Some words, for membership."""
    return frozenset(text.split())


ARM, NUMBER, OTHER, TIME = "\u00a7", "#", "~", "\u00b6"
_TOKEN = re.compile(
    r"[A-Za-z0-9](?:[\w/+'*-]*\w)?|\u00a7+|#+|~+|\u00b6+|[^\sA-Za-z0-9\u00a7#~\u00b6]"
)
_OTHER_KINDS = Interval | PValue | Count | Noise | Time | Subgroup | RateUnit
_CONCEDED = re.compile(
    r"(?:[A-Z][\w-]*,\s)?(?:Although|Though|While|Whilst|Even though|Despite)\b"
    r"(?:(?!\d+(?:\.\d+)?\s?%)[^,;.:]){3,140},\s"
)
_CLOSED = re.compile(r"[(\[][^()\[\]#]{0,60}[)\]]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, in lower case, or a sign at `text[start:end]`."""

    text: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Whether it stands for what is no word."""
        return not self.text[0].isalnum()

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.text[0].isalpha()


class Wording:
    """A sentence as its clauses are read."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.words: ClauseWords = line.words
        self.start, self.end = line.sentence.start, line.sentence.end

    @cached_property
    def masked(self) -> str:
        """The sentence with arms, numbers and closed brackets as signs, what defines left out.

        No character moves.
        """
        chars = list(self.line.view[self.start : self.end])
        for mention in self.line.mentions:
            if isinstance(mention, Noise) and mention.why == "threshold":
                continue
            if isinstance(mention, ArmMention):
                sign = ARM
            elif isinstance(mention, Value):
                sign = NUMBER
            elif isinstance(mention, Time) and "-" in self.line.view[mention.start : mention.end]:
                sign = TIME
            elif isinstance(
                mention, Interval | PValue | Count | Noise | Time | Subgroup | RateUnit
            ):
                sign = OTHER
            else:
                continue
            first, last = mention.start - self.start, min(mention.end, self.end) - self.start
            printed = self.line.view[mention.start : mention.end]
            if printed.endswith(")") and printed.count(")") > printed.count("("):
                last -= 1
            chars[first:last] = sign * (last - first)
        for first, last in definitions(self.line.view, self.start, self.end, self.words):
            chars[first - self.start : last - self.start] = " " * (last - first)
        return _CLOSED.sub(lambda match: OTHER * len(match.group()), "".join(chars))

    @cached_property
    def about_patients(self) -> bool:
        """Whether the sentence tells who took part, behind what it only opens with.

        `Although the groups were alike at baseline, seroma was rarer with A` tells of seroma.
        """
        opening = _CONCEDED.match(self.line.view, self.start, self.end)
        start = opening.end() if opening is not None else self.start
        return bool(self.words.about_patients.search(self.line.view, start, self.end))

    def tokens(self, start: int, stop: int) -> list[Token]:
        """The words and signs of `view[start:stop]`."""
        starts, ends = self._token_borders
        first, last = bisect_left(starts, start), bisect_right(ends, stop)
        cut = (first > 0 and ends[first - 1] > start) or (
            last < len(starts) and starts[last] < stop
        )
        return self._read_tokens(start, stop) if cut else self._all_tokens[first:last]

    @cached_property
    def _all_tokens(self) -> list[Token]:
        return self._read_tokens(self.start, self.end)

    @cached_property
    def _token_borders(self) -> tuple[list[int], list[int]]:
        return [t.start for t in self._all_tokens], [t.end for t in self._all_tokens]

    def _read_tokens(self, start: int, stop: int) -> list[Token]:
        origin = self.start
        return [
            Token(match.group().lower(), match.start() + origin, match.end() + origin)
            for match in _TOKEN.finditer(self.masked, max(0, start - origin), max(0, stop - origin))
        ]

"""One pass over a sentence in which every character belongs to one number only.

The kinds of numbers are tried in order; what one of them has taken is closed to the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extraction.text.signs import Signed
from extraction.tokens import Mention, Noise
from extraction.word_lists import HasLists, Worded, WordedSigned


class Scan:
    """A pass over `view[start:end]`; `_taken` marks the characters already spoken for."""

    def __init__(self, view: str, start: int, end: int, words: HasLists) -> None:
        self.view = view
        self.start = start
        self.end = end
        self.words = words
        self._taken = bytearray(end - start)
        self._found: list[Mention] = []

    def run(self, steps: Sequence[Filled]) -> list[Mention]:
        """Try each kind of number in turn; all that were found, in the order of the text."""
        text = self.view[self.start : self.end]
        for pattern, needles, read in steps:
            # Most patterns cannot match without one of a few words: looking for these is cheap.
            for needle in needles:
                if needle in text:
                    break
            else:
                if needles:
                    continue
            for match in self._free(pattern):
                mention = read(self, match)
                if mention is not None:
                    self._take(mention)
        return sorted(self._found, key=lambda mention: mention.start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of a stretch is taken."""
        return self._taken.find(b"\x01", start - self.start, end - self.start) < 0

    def ends(self, kind: type[Mention], at: int) -> bool:
        """Whether a mention of a kind that was found ends at a place."""
        return any(isinstance(mention, kind) and mention.end == at for mention in self._found)

    def _free(self, pattern: re.Pattern[str] | Signed) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self.view, self.start, self.end):
            if self.is_free(match.start(), match.end()):
                yield match

    def _take(self, mention: Mention) -> None:
        self._found.append(mention)
        first, last = mention.start - self.start, mention.end - self.start
        self._taken[first:last] = b"\x01" * (last - first)


Reader = Callable[[Scan, re.Match[str]], Mention | None]
# A pattern that begins with several choices opens with a look at its first letter, so that most
# places are passed over at once.
#: A kind of number: its pattern, the words that it needs one of, and its reader.
Step = tuple[re.Pattern[str] | Signed | Worded | WordedSigned, tuple[str, ...], Reader]
#: The same with the words of a vocabulary in its pattern.
Filled = tuple[re.Pattern[str] | Signed, tuple[str, ...], Reader]


def fill(steps: Sequence[Step], words: HasLists) -> list[Filled]:
    """Kinds of numbers with the words of a vocabulary in their patterns."""
    return [
        (
            pattern.of(words) if isinstance(pattern, Worded | WordedSigned) else pattern,
            needles,
            read,
        )
        for pattern, needles, read in steps
    ]


def noise(why: str) -> Reader:
    """A reader of numbers that are no results."""

    def read(_scan: Scan, match: re.Match[str]) -> Noise | None:
        return Noise(start=match.start(), end=match.end(), why=why) if match.group() else None

    return read

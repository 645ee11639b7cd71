"""Patterns that are searched for only in texts that hold a piece which every match has.

Looking for a word costs a hundredth of searching a pattern that begins in many ways, and few
abstracts hold any one of the words.

    >>> Signed(r"\\b[Tt]ime (?:to|until) [a-z]+", ("ime to ", "ime until ")).search("in due time")
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable


class Signed:
    """A pattern with its signs: of each tuple, every match holds at least one piece.

    Where the pattern ignores case, signs are given in lower case. `within` characters hold any
    match and what it looks at: only so far around the first signs is searched for all matches.
    """

    __slots__ = ("_ignores_case", "_signs", "_within", "pattern")

    def __init__(
        self,
        pattern: str,
        *signs: tuple[str, ...],
        flags: re.RegexFlag | int = 0,
        within: int = 0,
    ) -> None:
        self.pattern = re.compile(pattern, flags)
        self._signs = signs
        self._within = within
        self._ignores_case = bool(flags & re.IGNORECASE)

    def search(self, view: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in `view[start:end]`."""
        if not self._may_match(view[start:end]):
            return None
        return self.pattern.search(view, start, end)

    def finditer(
        self, view: str, start: int = 0, end: int = sys.maxsize
    ) -> Iterable[re.Match[str]]:
        """The matches in `view[start:end]`, in order, none overlapping."""
        if not self._may_match(view[start:end]):
            return ()
        if self._within:
            return self._near_signs(view, start, min(end, len(view)))
        return self.pattern.finditer(view, start, end)

    def _near_signs(self, view: str, start: int, end: int) -> Iterable[re.Match[str]]:
        text = view[start:end]
        if self._ignores_case:
            text = text.lower()
        if len(text) != end - start:  # a letter that is two in lower case
            yield from self.pattern.finditer(view, start, end)
            return
        at = -1
        stop = start
        for place in sorted(start + at_sign for at_sign in self._places(text)):
            first = max(start, place - self._within)
            if at >= 0 and first > stop:
                yield from self.pattern.finditer(view, at, stop)
                at = -1
            at = first if at < 0 else at
            stop = min(end, place + self._within)
        if at >= 0:
            yield from self.pattern.finditer(view, at, stop)

    def _places(self, text: str) -> Iterable[int]:
        for piece in self._signs[0]:
            place = text.find(piece)
            while place >= 0:
                yield place
                place = text.find(piece, place + 1)

    def _may_match(self, text: str) -> bool:
        text = text.lower() if self._ignores_case else text
        # A loop, for `all(any(...))` costs more than the looking.
        for pieces in self._signs:
            for piece in pieces:
                if piece in text:
                    break
            else:
                return False
        return True

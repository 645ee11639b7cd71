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

    Where the pattern ignores case, signs are given in lower case.
    """

    __slots__ = ("_ignores_case", "_signs", "pattern")

    def __init__(self, pattern: str, *signs: tuple[str, ...], flags: re.RegexFlag | int = 0):
        self.pattern = re.compile(pattern, flags)
        self._signs = signs
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
        return self.pattern.finditer(view, start, end)

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

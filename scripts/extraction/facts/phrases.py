"""Phrases that people write in YAML, as patterns.

A space stands for a space or a hyphen, a hyphen may be left out, `*` is the rest of a word, `_`
any one letter, `...` up to six words of one clause, and `<name>` any of the words of a term.

    >>> Phrases(["eligible for ... transplant*"]).find("was eligible for a stem-cell transplant")
    [(4, 39)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

Span = tuple[int, int]

# No negation stands in a gap: `after therapy without transplantation` is not `after ... transplant*`.
_GAP = r"(?:(?!(?:not?|without|or|nor|never)\b)[\w'/+()-]+[\s-]){0,6}?"
_PIECE = re.compile(r"<(?P<term>\w+)>|\.\.\.\s?|[\s]+|-|\*|_|[^\s*_<>.-]+|.")
_ANCHOR = re.compile(r"[^\W_]+")


class Phrases:
    """A list of phrases, found in text as whole words whatever their case."""

    def __init__(
        self,
        phrases: Iterable[str],
        terms: Mapping[str, Sequence[str]] | None = None,
        *,
        cased: bool = False,
    ) -> None:
        flags = re.NOFLAG if cased else re.IGNORECASE
        self._patterns = [
            (_anchor(phrase), re.compile(rf"(?<!\w){_pattern(phrase, terms or {})}(?!\w)", flags))
            for phrase in phrases
        ]

    def find(self, view: str, lower: str | None = None) -> list[Span]:
        """Where the phrases stand, in order; the longest of those that begin at one place."""
        lower = view.lower() if lower is None else lower
        longest: dict[int, int] = {}
        for anchor, pattern in self._patterns:
            if anchor in lower:
                for match in pattern.finditer(view):
                    start, end = match.span()
                    longest[start] = max(longest.get(start, 0), end)
        return sorted(longest.items())

    def within(self, text: str) -> bool:
        """Whether any of the phrases stands in a text."""
        lower = text.lower()
        return any(anchor in lower and pattern.search(text) for anchor, pattern in self._patterns)


def _anchor(phrase: str) -> str:
    """The longest plain piece of a phrase, without which no text can hold it."""
    plain = re.sub(r"<\w+>|[^\s_*<>-]*_[^\s-]*|\.\.\.", " ", phrase)
    return max(_ANCHOR.findall(plain), key=len, default="").lower()


def _pattern(phrase: str, terms: Mapping[str, Sequence[str]]) -> str:
    parts = []
    for piece in _PIECE.finditer(phrase):
        text = piece.group()
        if piece["term"]:
            words = sorted(terms[piece["term"]], key=len, reverse=True)
            parts.append(f"(?:{'|'.join(_pattern(word, {}) for word in words)})")
        elif text.startswith("..."):
            parts.append(_GAP)
        elif text.isspace():
            parts.append(r"[\s-]{1,2}")
        else:
            parts.append({"-": r"[\s-]?", "*": r"\w*", "_": r"\w"}.get(text, re.escape(text)))
    return "".join(parts)

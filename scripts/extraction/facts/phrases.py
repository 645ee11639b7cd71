"""Phrases that people write in YAML, as patterns.

A space stands for a space or a hyphen, a hyphen may be left out, `*` is the rest of a word, `_`
any one letter, `...` up to six words of one clause, and `<name>` any of the words of a term.

    >>> Phrases(["eligible for ... transplant*"]).find("was eligible for a stem-cell transplant")
    [(4, 39)]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from vocabulary.match import fold

Span = tuple[int, int]
Key = TypeVar("Key", bound=Hashable)

# No negation stands in a gap: `after therapy without surgery` is no `after ... surgery`.
_GAP = r"(?:(?!(?:not?|without|or|nor|never)\b)[\w'/+()-]+[ -]){0,6}?"
_PIECE = re.compile(r"<(?P<term>\w+)>|\.\.\.\s?|\s+|-|\*|_|[^\s*_<>.-]+|.")
_ANCHOR = re.compile(r"[^\W_]+")


class Phrases:
    """A list of phrases, found in text as whole words; case counts only where `cased` says so."""

    def __init__(
        self,
        phrases: Iterable[str],
        terms: Mapping[str, Sequence[str]] | None = None,
        *,
        cased: bool = False,
    ) -> None:
        self._cased = cased
        terms = {
            name: [self._plain(word) for word in words] for name, words in (terms or {}).items()
        }
        #: A piece of text without which a pattern cannot match, and the pattern.
        self.patterns = [
            (_anchor(phrase), re.compile(rf"{_pattern(phrase, terms)}(?!\w)"))
            for phrase in map(self._plain, phrases)
        ]

    def _plain(self, phrase: str) -> str:
        return phrase if self._cased else phrase.lower()

    def find(self, view: str) -> list[Span]:
        """Where the phrases stand, in order; the longest of those that begin at one place."""
        text = self._text(view)
        longest: dict[int, int] = {}
        for anchor, pattern in self.patterns:
            if anchor in text:
                for start, end in _whole(pattern, text):
                    longest[start] = max(longest.get(start, 0), end)
        return sorted(longest.items())

    def within(self, view: str) -> bool:
        """Whether any of the phrases stands in a text."""
        text = self._text(view)
        return any(
            anchor in text and next(_whole(pattern, text), None) is not None
            for anchor, pattern in self.patterns
        )

    def _text(self, view: str) -> str:
        return view if self._cased else fold(view)


class PhraseBook(Generic[Key]):
    """Several lists of phrases, alike in case, looked up in one pass over a text."""

    def __init__(self, lists: Mapping[Key, Phrases]) -> None:
        self._keys = tuple(lists)
        anchors: dict[str, list[tuple[Key, re.Pattern[str]]]] = {}
        for key, phrases in lists.items():
            for anchor, pattern in phrases.patterns:
                anchors.setdefault(anchor, []).append((key, pattern))
        self._always = anchors.pop("", [])
        self._tried = list(anchors.values())
        self._anchors = AhoCorasick(list(anchors), matchkind=MatchKind.Standard)

    def __iter__(self) -> Iterator[Key]:
        """The keys of the lists, in their order."""
        return iter(self._keys)

    def find(self, text: str) -> dict[Key, list[Span]]:
        """Where the phrases of each list stand, as `Phrases.find` says it.

        `text` is folded already where the lists ignore case.
        """
        longest: dict[Key, dict[int, int]] = {}
        met = {index for index, _, _ in self._anchors.find_matches_as_indexes(text, True)}
        for key, pattern in itertools.chain(
            self._always, *(self._tried[index] for index in sorted(met))
        ):
            for start, end in _whole(pattern, text):
                ends = longest.setdefault(key, {})
                ends[start] = max(ends.get(start, 0), end)
        return {key: sorted(ends.items()) for key, ends in longest.items()}


def _whole(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """The matches that begin a word. (A look-behind would cost the search its literal start.)"""
    match = pattern.search(text)
    while match:
        start, end = match.span()
        begins = not (start and text[start - 1].isalnum())
        if begins:
            yield start, end
        match = pattern.search(text, end if begins else start + 1)


def _anchor(phrase: str) -> str:
    """The longest plain piece of a phrase, without which no text can hold it."""
    plain = re.sub(r"<\w+>|[^\s_*<>-]*_[^\s-]*|\.\.\.", " ", phrase)
    return max(_ANCHOR.findall(plain), key=len, default="")


def _pattern(phrase: str, terms: Mapping[str, Sequence[str]]) -> str:
    """The pattern of a phrase; in folded text every hyphen is a space already."""
    parts = []
    for piece in _PIECE.finditer(phrase):
        text = piece.group()
        if piece["term"]:
            words = sorted(terms[piece["term"]], key=len, reverse=True)
            parts.append(f"(?:{'|'.join(_pattern(word, {}) for word in words)})")
        elif text.startswith("..."):
            parts.append(_GAP)
        elif text.isspace():
            parts.append("[ -]{1,2}")
        else:
            parts.append({"-": "[ -]?", "*": r"\w*", "_": r"\w"}.get(text, re.escape(text)))
    return "".join(parts)

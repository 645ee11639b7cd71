"""Find the phrases of a vocabulary in running text, with offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

# One character for one character, so that an offset in the folded text is an offset in the text.
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = (
    "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u3000"
)
_APOSTROPHES = "\u2018\u2019\u02bc\u2032"
_SAME_LENGTH = str.maketrans(
    {**dict.fromkeys(_DASHES + _SPACES, " "), **dict.fromkeys(_APOSTROPHES, "'")}
)

# Replacing the few that occur is five times as fast as str.translate.
_FOLDED = [(char, " ") for char in _DASHES + _SPACES] + [(char, "'") for char in _APOSTROPHES]
_FOLDED_ASCII = [(char, plain) for char, plain in _FOLDED if char.isascii()]


class Match(NamedTuple):
    """One phrase found: the entry it belongs to and where it stands (str offsets)."""

    id: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, with every dash and space a plain space; as long as `text`, to the character."""
    folded = text.lower()
    if len(folded) != len(text):  # U+0130 is two characters in lower case
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if folded.isalpha():  # a word by itself, as most are, has nothing to replace
        return folded
    for char, plain in _FOLDED if not folded.isascii() else _FOLDED_ASCII:
        if char in folded:
            folded = folded.replace(char, plain)
    return folded


class Matcher:
    """Whole-word search for many phrases at once, in time linear in the text.

    `phrases` ignore case; `abbreviations` must be written as given (Rd is not RD). A hyphen, any
    dash and a space are one and the same, a hyphen may also be left out (CC-5013, CC 5013,
    CC5013), and a final `*` stands for the rest of the word (myelom*).
    """

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        abbreviations: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        owners: dict[str, list[tuple[str, str | None, bool]]] = {}
        for exact, group in ((False, phrases), (True, abbreviations or {})):
            for entry_id, words in group.items():
                for phrase in words:
                    truncated = phrase.endswith("*")
                    stem = phrase[:-1] if truncated else phrase
                    for spelling in spellings(stem):
                        owner = (entry_id, _cased(spelling) if exact else None, truncated)
                        owned = owners.setdefault(fold(spelling), [])
                        if owner not in owned:
                            owned.append(owner)
        if "" in owners:
            raise ValueError("an empty phrase would match everywhere")
        self._owners = list(owners.values())
        self._patterns = list(owners)
        self._automaton = (
            AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if owners else None
        )

    def scan(self, text: str, folded: str | None = None) -> list[Match]:
        """Every phrase found, overlapping ones too, in order of start, longest first, then id.

        `folded` saves folding the text again where the caller already has `fold(text)`.
        """
        return [Match(entry_id, start, -stop) for start, stop, entry_id in self.hits(text, folded)]

    def hits(self, text: str, folded: str | None = None) -> list[tuple[int, int, str]]:
        """What scan finds, in its order, as plain tuples: start, minus the end, and id."""
        if self._automaton is None or not text:
            return []
        folded = fold(text) if folded is None else folded
        last = len(folded)
        owners = self._owners
        found = set()
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            word_goes_on = end < last and folded[end].isalnum() and folded[end - 1].isalnum()
            for entry_id, exact, truncated in owners[index]:
                stop = end
                if word_goes_on:
                    if not truncated:
                        continue
                    while stop < last and folded[stop].isalnum():
                        stop += 1
                if exact is None or _cased(text[start:end]) == exact:
                    found.add((start, -stop, entry_id))
        return sorted(found)

    def find(self, text: str) -> list[Match]:
        """The phrases found from left to right, the longest at each place, none overlapping.

        Where two entries share a phrase, both are returned, with the same offsets.
        """
        return longest(self.scan(text))


def longest(matches: Iterable[Match]) -> list[Match]:
    """Of matches in scan order, those not overlapped by an earlier or longer one.

    A match that begins inside one already taken is dropped, so "smouldering multiple myeloma" is
    that entry's and does not also count as "multiple myeloma".
    """
    taken: list[Match] = []
    for match in matches:
        last = taken[-1] if taken else None
        if last is None or match.start >= last.end or match[1:] == last[1:]:
            taken.append(match)
    return taken


def spellings(phrase: str) -> list[str]:
    """The phrase as given and, where it holds a hyphen, without it."""
    without = "".join(char for char in phrase if char not in _DASHES)
    return [phrase] if without == phrase else [phrase, without]


def _cased(text: str) -> str:
    """Dashes and spaces made alike, letters left as they are."""
    return text.translate(_SAME_LENGTH)

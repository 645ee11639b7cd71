"""Patterns whose words stand in the vocabulary: `@people` in one is any word of the list `people`.

The words are YAML, where those who know the field change them; what a pattern says of the order
of words is grammar and stays in Python. A pattern is made once for each vocabulary.

    >>> lists = WordLists({"people": ["patients", "wom(a|e)n"], "stems": ["operat*"]})
    >>> Worded(r"\\b@People\\s@stems\\b").of(lists).search("Women operated on").group()
    'Women operated'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from extraction.text.signs import Signed
from extraction.word_tree import any_of
from vocabulary.alternatives import write_out

_NAME = re.compile(r"@([A-Za-z_]+)")


class WordLists:
    """The lists of a vocabulary by name, and the patterns that were made of them."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        #: What was made of these words, by what it was made for.
        self.made: dict[object, Any] = {}

    @property
    def lists(self) -> WordLists:
        """Itself, so that it serves where words do that have such lists."""
        return self

    def written_out(self, name: str) -> Iterable[str]:
        """The words of a list; a KeyError where there is none of that name."""
        return (word for entry in self._lists[name] for word in write_out(entry))

    def fill(self, pattern: str, flags: re.RegexFlag | int = 0) -> str:
        """A pattern with the words in the place of the names of their lists.

        A name with a capital (`@People`) has words with or without one.
        """

        def any_word(match: re.Match[str]) -> str:
            name = match[1]
            words = self.written_out(name.lower())
            if flags & re.IGNORECASE:
                words = (word.lower() for word in words)
            return f"(?:{any_of(words, either=name[0].isupper())})"

        return _NAME.sub(any_word, pattern)


class HasLists(Protocol):
    """Words that come with the lists of their vocabulary."""

    @property
    def lists(self) -> WordLists:
        """All lists of the vocabulary."""


class Worded:
    """A pattern with names of lists in it."""

    __slots__ = ("_flags", "_pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag | int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    def of(self, words: HasLists) -> re.Pattern[str]:
        """The pattern with the words of a vocabulary."""
        lists = words.lists
        made: re.Pattern[str] | None = lists.made.get(self)
        if made is None:
            made = re.compile(lists.fill(self._pattern, self._flags), self._flags)
            lists.made[self] = made
        return made


class WordedSigned:
    """The same of a pattern with signs, which are of its own words and not of a list's."""

    __slots__ = ("_flags", "_pattern", "_signs", "_within")

    def __init__(
        self,
        pattern: str,
        *signs: tuple[str, ...],
        flags: re.RegexFlag | int = 0,
        within: int = 0,
    ) -> None:
        self._pattern = pattern
        self._signs = signs
        self._flags = flags
        self._within = within

    def of(self, words: HasLists) -> Signed:
        """The pattern with the words of a vocabulary."""
        lists = words.lists
        made: Signed | None = lists.made.get(self)
        if made is None:
            pattern = lists.fill(self._pattern, self._flags)
            made = Signed(pattern, *self._signs, flags=self._flags, within=self._within)
            lists.made[self] = made
        return made

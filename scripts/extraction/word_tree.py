"""Any of some words as a pattern that reads the letters they share once, the longest word first.

A list written as `word|word|...` is tried from its first word to its last at every place; as a
tree it is left at the first letter that none goes on with.

    >>> any_of(["patients", "patient", "women", "woman"])
    '(?:patients?|wom[ae]n)'
    >>> any_of(["operat*", "opened"])
    'ope(?:ned|rat[\\\\w-]*)'
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Set

_ANY = "*"
#: What a `*` is behind a word and before one.
_BEHIND, _BEFORE = r"[\w-]*", r"\w*"


def any_of(words: Iterable[str], *, either: bool = False, hyphens: bool = True) -> str:
    """A pattern for any of some words, of which the longest that a text has is taken first.

    A `*` at the end or the beginning of a word is the rest of it; `either`: the first letter may
    be a capital or none; `hyphens`: a blank may be a hyphen.
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    ways = []
    for has_any_before, some in itertools.groupby(longest_first, lambda w: w.startswith(_ANY)):
        if has_any_before:
            ways += [
                _BEFORE + _tree(_spellings(word.lstrip(_ANY), either), hyphens) for word in some
            ]
        else:
            forms = {form for word in some for form in _spellings(word, either)}
            ways.append(_tree(forms, hyphens))
    return _one_of(ways)


def _spellings(word: str, either: bool) -> set[str]:
    """A word with and without a capital where it may be `either`."""
    return {word[0].upper() + word[1:], word[0].lower() + word[1:]} if either else {word}


def _tree(endings: Set[str], hyphens: bool) -> str:
    """One of the endings of some words from a letter on, the longest first."""
    is_open = _ANY in endings
    # As long as `*`, and sorted behind it: `*` has these as well.
    as_long = {ending for ending in endings if is_open and len(ending) == 1 and ending > _ANY}
    by_letter: dict[str, set[str]] = {}
    for ending in endings - as_long - {_ANY, ""}:
        # What stands behind a blank is one set of endings, not one more for each way to write it.
        for letter in " -" if hyphens and ending[0] == " " else ending[0]:
            by_letter.setdefault(letter, set()).add(ending[1:])
    letters_of: dict[frozenset[str], list[str]] = {}
    for letter in sorted(by_letter):
        letters_of.setdefault(frozenset(by_letter[letter]), []).append(letter)
    letters_before: dict[str, list[str]] = {}
    for rest, letters in letters_of.items():
        letters_before.setdefault(_tree(rest, hyphens), []).extend(letters)
    ways = [_letter(sorted(letters)) + rest for rest, letters in letters_before.items()]
    if is_open:
        return _one_of([*ways, _BEHIND, *map(re.escape, sorted(as_long))])
    if "" not in endings:
        return _one_of(ways)
    if [*letters_before] == [""]:
        return f"{ways[0]}?"
    return _one_of([*ways, ""]) if ways else ""


def _letter(letters: list[str]) -> str:
    """A pattern for any of some letters."""
    written = [re.escape(letter) if letter != " " else " " for letter in letters]
    return written[0] if len(written) == 1 else f"[{''.join(written)}]"


def _one_of(ways: list[str]) -> str:
    """A pattern for one of some patterns, in their order."""
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"

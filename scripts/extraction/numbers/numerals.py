"""Numbers as words: "one of 220", "One hundred and seventy-six".

>>> value_of("One hundred and seventy-six")
176
"""

from __future__ import annotations

import re

from extraction.word_tree import any_of

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {
    **{word: number for number, word in enumerate(_SMALL)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "no": 0,
    "none": 0,
}
#: The words that a number can begin with, the longest first.
UNITS = tuple(sorted(_SMALL + _TENS, key=len, reverse=True))

#: A number written in words, at least one of them capitalised or not.
_UP_TO_99 = rf"(?:{any_of(_TENS)}[- ]{any_of(_SMALL[1:10])}\b|{any_of(UNITS)})"
WORDS = rf"{_UP_TO_99}(?:[- ](?:hundred|thousand)(?:[- ](?:and[- ])?{_UP_TO_99})?)*"
_SPLIT = re.compile(r"[-\s]+")


def value_of(words: str) -> int | None:
    """The number that some words spell, or None where they spell none."""
    total = group = 0
    seen = False
    for word in _SPLIT.split(words.strip().lower()):
        if word in _VALUES:
            group += _VALUES[word]
            seen = True
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word == "thousand":
            total += max(group, 1) * 1000
            group = 0
        elif word != "and":
            return None
    return total + group if seen else None

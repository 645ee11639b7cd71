"""Numbers of a sentence and what kind of number each is.

Kinds are tried from the most telling to the least: a p-value, an interval, a dose or an age can
be told by its own words, and what none of them claims is a value with its unit or a bare number.
A character belongs to one number only.

    >>> text = "41 months (95% CI 36-45; P < .001)"
    >>> [type(m).__name__ for m in scan(text, 0, 34, words)]  # doctest: +SKIP
    ['Value', 'Interval', 'PValue']
"""

from __future__ import annotations

import re

from extraction.numbers.intervals import BRACKETED, LABELLED
from extraction.numbers.noise import LEFT, TELLING
from extraction.numbers.numerals import WORDS
from extraction.numbers.pvalues import P_VALUES
from extraction.numbers.scanner import Scan, Step, fill
from extraction.numbers.shares import BARE, COUNTS, ERRORS, SHARES
from extraction.numbers.times import SHORT_TIMES, TIMES, UNREACHED
from extraction.tokens import Mention
from extraction.word_lists import HasLists

_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
# Without a digit: what was not reached, and numbers in words of patients and events.
_UNREACHED = re.compile(r"[Nn](?:ot (?:yet )?(?:been )?[rea]|[RE]\b|either\b)")
_SPELT = re.compile(
    rf"\b(?=[zotfsen])(?:{WORDS}|no|none)\s"
    r"(?:(?:[\w/+-]+\s){0,2}(?:patients?|women|participants?|subjects?|cases?|events?|deaths?)\b"
    r"|[^.;,]{3,60}\s(?:occurred|developed|was|were|had|died|(?:have|has|had) been)\b"
    r"|(?:in|with|on|for|given|receiving|taking|who|each)\s|per ?cent\b)",
    re.IGNORECASE,
)
_SPELT_SOME = (
    *("one ", "two ", "three ", "four", "five ", "six", "seven", "eight", "nine", "ten ", "eleven"),
    *("twel", "thirt", "fift", "twent", "no ", "none "),
)
_STEPS: tuple[Step, ...] = (
    *P_VALUES,
    *LABELLED,
    *SHORT_TIMES,
    *ERRORS,
    *TELLING,
    *COUNTS,
    *BRACKETED,
    *SHARES,
    *TIMES,
    *LEFT,
    *UNREACHED,
    *BARE,
)


def has_numbers(view: str, start: int, end: int) -> bool:
    """Whether a stretch of text holds anything that `scan` could find, and a word to go with it."""
    if not _LETTER.search(view, start, end):
        return False
    if _DIGIT.search(view, start, end) or _UNREACHED.search(view, start, end):
        return True
    text = view[start:end].lower()
    return any(word in text for word in _SPELT_SOME) and _SPELT.search(text) is not None


def scan(view: str, start: int, end: int, words: HasLists) -> list[Mention]:
    """All numeric mentions of `view[start:end]`, in order, none overlapping."""
    made = words.lists.made
    steps = made.get(scan)
    if steps is None:
        steps = made[scan] = fill(_STEPS, words)
    return Scan(view, start, end, words).run(steps)

"""The two sides of a ratio that compares what patients are or reach, not what they are given.

Such a ratio has no trial arm on either side; its sentence names them: "MRD negativity was
associated with longer survival (HR 0.59)", "HR for MRD-negative against MRD-positive patients".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from synthesis.arms import Arm, Pattern, phrase_at
from synthesis.comparisons import Comparison, Side

Row = Mapping[str, Any]

FLAG = "exposure"

_SENTENCE_END = re.compile(r"[.?!]\s+(?=[A-Z])")
_BETTER = re.compile(
    r"\b(?:longer|better|improved|superior|favou?rable|lower risk|reduced|prolonged)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:shorter|worse|inferior|poor|poorer|unfavou?rable|adverse|higher risk|increased)\b",
    re.IGNORECASE,
)

Oriented = tuple[Arm, Arm, bool, tuple[int, int]]


def sides_of_exposure(
    comparison: Comparison, control: Side, text: str, row: Row
) -> Oriented | None:
    """Return the sides a sentence of ``text`` names for a row, or None where it is not clear.

    Where the sentence names the experimental side alone, it must say which way the effect
    goes, in words that agree with the ratio: "failure to reach a complete response" names a
    response too.
    """
    sentence = _until(text, row["start"], row["end"])
    experimental = _named(comparison.experimental.patterns, sentence)
    if experimental is None:
        return None
    first, position1 = experimental
    # Whether the other side is named says nothing of how good an estimate is.
    places = (0, 0)
    other = _named(control.patterns, sentence)
    if other is not None:
        second, position0 = other
        return first, second, position0 < position1, places
    if any(pattern.unnamed for pattern in control.patterns) and _agrees(sentence, row["value"]):
        return first, Arm(label=""), False, places
    return None


def _until(text: str, start: int, end: int) -> str:
    """Return the sentence that holds a quote, up to the quote's end."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    return text[ends[-1] if ends else 0 : end]


def _named(patterns: Sequence[Pattern], sentence: str) -> tuple[Arm, int] | None:
    """Return the first side a sentence names, and where."""
    for pattern in patterns:
        if not pattern.words or not pattern.fits(Arm(label=sentence)):
            continue
        found = [(at, word) for word in pattern.words if (at := phrase_at(sentence, word)) >= 0]
        position, phrase = min(found)
        return Arm(label=phrase), position
    return None


def _agrees(sentence: str, ratio: float | None) -> bool:
    """Return whether the words of a sentence go the way of a hazard ratio, and one way only."""
    better, worse = _BETTER.search(sentence), _WORSE.search(sentence)
    if ratio is None or (better is None) == (worse is None):
        return False
    return ratio < 1 if better else ratio > 1

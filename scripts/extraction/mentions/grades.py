"""Grades of severity in a sentence (`grade 3 or 4`, `severe`), whose numbers count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction.text.sentences import Sentence
from extraction.text.signs import Signed
from extraction.tokens import Grade, Mention, Value

_GRADE = Signed(
    r"(?:(?P<least>\u2265|>=?|at least)\s?)?\b(?:CTC |WHO |"
    r"NCI )?[Gg]rades?\s{0,2}(?P<least2>\u2265\s?|>=?\s?)?"
    r"(?P<low>[0-5]|I{1,3}V?|IV|V)(?!\d|\.\d|\s?%)(?:\s?(?:-|/|to|or|and|,)\s?(?P<high>[1-5]|I{1,3}V?|IV|V)\b(?!\.\d|\s?%))?"
    r"(?:,? (?:or|and|to) (?P<more>[45]|IV|V)\b)?(?P<up>\s(?:or|and) (?:higher|greater|more|above|"
    r"worse|over)|\+)?",
    ("rade",),
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_SEVERE = Signed(r"\b(?:severe|life-threatening)\b", ("severe", "life-threat"), flags=re.IGNORECASE)


def without_grade(number: Mention, grades: Sequence[Grade]) -> Mention:
    """A share before which a grade stands (`grade 3 and 4 mucositis (6%)`) has no count."""
    if not isinstance(number, Value) or number.at <= number.start:
        return number
    graded = any(grade.start <= number.start < grade.end for grade in grades)
    return replace(number, start=number.at, events=None, total=None) if graded else number


def find_grades(view: str, sentence: Sentence) -> Iterable[Grade]:
    """Every grade of a sentence, as `grade 3`, `grade 3-4`, `grade >=3` or `severe`."""
    for match in _GRADE.finditer(view, sentence.start, sentence.end):
        low, high = _digit(match["low"]), _digit(match["more"] or match["high"])
        if match["least"] or match["least2"] or match["up"]:
            text = f"grade >={low}"
        elif high and high != low:
            text = f"grade {low}-{high}"
        else:
            text = f"grade {low}"
        yield Grade(start=match.start(), end=match.end(), text=text)
    for match in _SEVERE.finditer(view, sentence.start, sentence.end):
        yield Grade(start=match.start(), end=match.end(), text="severe")


def _digit(text: str | None) -> str | None:
    return _ROMAN.get(text, text) if text else None

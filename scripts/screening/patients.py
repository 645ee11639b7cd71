"""The numbers of patients that a text states."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,3}(?:[, \u2009\u202f]\d{3})+|\d+)"
_PEOPLE = re.compile(
    r" (?:patients?|participants|subjects|individuals|adults|recipients|pts|cases|people|persons"
    r"|men|women)\b"
)
_UP_TO_FIVE_WORDS = r"(?: [a-z][a-z-]+(?:/[a-z-]+)?){0,5}$"
_FARTHEST = 90  # characters from a number to the people it counts
_FIGURE = re.compile(rf"(?<!\w){_NUMBER}{_UP_TO_FIVE_WORDS}")
_SAMPLE_SIZE = re.compile(rf"= ?{_NUMBER}")
_SAMPLE_LETTER = re.compile(r"(?<!\w)[nN] ?$")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS, "eighteen", "nineteen"), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
_TO_99 = rf"({'|'.join(_NUMBER_WORDS)})(?:[- ]({'|'.join(_UNITS)}))?"
_FIGURE_IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(_UNITS)}) hundred(?:(?: and)? {_TO_99})?|{_TO_99}){_UP_TO_FIVE_WORDS}",
    re.IGNORECASE,
)


def patient_numbers(text: str) -> list[tuple[int, int, int]]:
    """Numbers of patients with their offsets: "60 older patients", "sixty patients", "n = 60"."""
    numbers = []
    for people in _PEOPLE.finditer(text):
        begin = max(0, people.start() - _FARTHEST)
        before = text[begin : people.start()]
        if figure := _FIGURE.search(before):
            number = _number(figure.group(1))
            if not (figure.group(1).isdigit() and 1900 <= number < 2100):  # "in 2015 patients ..."
                numbers.append((number, begin + figure.start(), people.end()))
        elif figure := _FIGURE_IN_WORDS.search(before):
            hundreds, *rest = (
                _NUMBER_WORDS[word.lower()] if word else 0 for word in figure.groups()
            )
            numbers.append((100 * hundreds + sum(rest), begin + figure.start(), people.end()))
    for size in _SAMPLE_SIZE.finditer(text):
        if letter := _SAMPLE_LETTER.search(text, max(0, size.start() - 3), size.start()):
            numbers.append((_number(size.group(1)), letter.start(), size.end()))
    return numbers


def _number(figure: str) -> int:
    return int(re.sub(r"\D", "", figure))

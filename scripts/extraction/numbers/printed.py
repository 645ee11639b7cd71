"""How numbers are printed: the atoms that patterns of numbers are made of, and their meaning."""

from __future__ import annotations

from extraction.numbers.numerals import value_of

# Its first character stands before all choices, so that a search for it skips from one to the next.
# Digits are taken possessively: none of them could begin what a pattern wants behind a number.
REST_OF_NUMBER = r"(?:(?<=\d)(?:\d{0,2}(?:,\d{3})+|\d*+)(?:\.\d++)?|(?<=\.)\d++)"
NUMBER = rf"(?:[\d.]{REST_OF_NUMBER})"
WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?![.,]\d)"
OPEN_BOUND = (
    r"not (?:yet )?(?:reached|estimable|evaluable|estimated|calculable)|NR|NE|NA|NC|NYR|N/A|"
    r"infinity|\u221e"
)
BOUND = rf"(?:-?{NUMBER}|{OPEN_BOUND})"
UNIT = r"(?:%|per ?cent|months?|mos?\b|mths?|years?|yrs?|weeks?|wks?|days?)"


def to_number(text: str) -> float:
    """A printed number: thousands separators and a missing leading zero are allowed."""
    return float(text.replace(",", "").replace(" ", ""))


def decimals(text: str) -> int:
    """How many decimals a number is printed with: 20.0 has one."""
    return len(text.partition(".")[2])


def bound(text: str) -> float | None:
    """A printed bound of an interval, None where it was not reached."""
    try:
        return to_number(text)
    except ValueError:
        return None


def whole(text: str | None) -> int | None:
    """A whole number in figures or in words."""
    if not text:
        return None
    if text[0].isdigit():
        return int(text.replace(",", "") or 0)
    return value_of(text)

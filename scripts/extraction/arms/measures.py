"""Measures that stand for arms: a margin of `1 cm`, `two years` or `5-year` treatment.

A length of time is one only before `group`, `of A` and the like; elsewhere it says when.
"""

from __future__ import annotations

import re

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_DIGITS = {**{word: number for number, word in enumerate(_WORDS[:10], start=1)}, "twelve": 12}
_NUMBER = rf"(?:\d+|{'|'.join(_WORDS)})"
_SPAN = r"(?:years?|months?|weeks?|days?|cycles?|courses?|fractions?|sessions?)"
#: A length of treatment, as a label of its own.
TIMED = re.compile(rf"(?<![\w-])(?P<number>{_NUMBER})[\s-](?P<unit>{_SPAN})", re.IGNORECASE)
#: What makes a length of time the name of an arm.
NAMES_ARM = re.compile(
    r"[\s-](?:groups?|arms?|regimens?|schedules?|courses?|"
    r"(?:of|on)\s(?!follow|the\b|age\b|treatment\b|therapy\b|rest\b)"
    r"(?:adjuvant\s|oral\s)?[a-z])"
)
#: A number and a unit of length that end right before a place.
LENGTH_BEFORE = re.compile(r"(?<![\w.,-])\d[\d.]*[\s-]$")
LENGTHS = frozenset({"cm", "mm"})
_COMPARES = re.compile(
    r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Cc]ompar|[Vv]ersus\b|vs\b|[Gg]roup|[Aa]rm\b)"
)
_MAY_NAME = re.compile(
    r"(?<=[stredy])[\s-](?:(?<=year.)|(?<=years.)|(?<=month.)|(?<=months.)|(?<=week.)|(?<=day.)|"
    r"(?<=cycle.)|(?<=cycles.)|(?<=course.))(?:group|arm)|(?:allocated|assigned|allotted|ised|ized)"
    r"\s(?:to\s)?(?:receive\s|only\s)?" + _NUMBER + r"[\s-]" + _SPAN
)
_SENTENCE = re.compile(r"(?:[^.]|\.(?!\s))+")
_WHEN = re.compile(r"\b(?:at|after|within|every|last|past|over|than|least|first|and)\s$")
_ONLY_DOSE = re.compile(r"\d[\d.]*[\s-]?[A-Za-z\u00b5\u03bc]{1,3}(?:/\w+)?")
_ALLOCATED = re.compile(
    r"\b(?:allocated|assigned|allotted|randomi[sz]ed)\s(?:to\s)?(?:receive\s|only\s)?$"
)
_HEAD = re.compile(r"[\s-](?:groups?|arms?)\b")
_OTHER = re.compile(
    rf"\s(?:or|versus|vs\.?|and|to|compared (?:with|to)|than)\s(?:for\s)?(?={_NUMBER}[\s-]{_SPAN})"
)


def dose_key(label: str) -> str:
    """A label that is a dose and nothing else, else ''."""
    return label if _ONLY_DOSE.fullmatch(label) else ""


def timed_key(label: str) -> str:
    """What labels of one length of treatment have in common (`five years`, `5-year`), else ''."""
    match = TIMED.fullmatch(label)
    if match is None:
        return ""
    number = match["number"].lower()
    return f"{_DIGITS.get(number, number)} {match['unit'].lower().rstrip('s')}"


def timed(view: str) -> list[tuple[int, int]]:
    """Where lengths of treatment stand for arms, if a text has two of them."""
    places: list[tuple[int, int]] = []
    headed = False
    if not _MAY_NAME.search(view):
        return places
    for sentence in _SENTENCE.finditer(view):
        compares: bool | None = None
        for match in TIMED.finditer(view, *sentence.span()):
            told = (
                NAMES_ARM.match(view, match.end())
                or _OTHER.match(view, match.end())
                or _ALLOCATED.search(view, max(0, match.start() - 30), match.start())
            )
            if told is None:
                continue
            if compares is None:
                compares = _COMPARES.search(view, *sentence.span()) is not None
            is_head = _HEAD.match(view, match.end()) is not None or (
                _ALLOCATED.search(view, max(0, match.start() - 30), match.start()) is not None
            )
            headed = headed or is_head
            if is_head or (
                compares and not _WHEN.search(view, max(0, match.start() - 12), match.start())
            ):
                places.append(match.span())
    keys = {timed_key(view[start:end]) for start, end in places}
    return places if headed and len(keys) > 1 else []


def names_arm(view: str, start: int, end: int) -> bool:
    """Whether a length of time stands for an arm at a place."""
    return NAMES_ARM.match(view, end) is not None or (
        _ALLOCATED.search(view, max(0, start - 30), start) is not None
    )

"""Measures that stand for arms: a margin of `1 cm`, `two years` or `5-year` treatment.

A length of time is one only before `group`, `of A` and the like; elsewhere it says when.
"""

from __future__ import annotations

import re

from extraction.text.signs import Signed

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_DIGITS = {**{word: number for number, word in enumerate(_WORDS[:10], start=1)}, "twelve": 12}
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_SPAN = r"(?:years?|months?|weeks?|days?|cycles?|courses?|fractions?|sessions?)"
#: A length of treatment, as a label of its own.
TIMED = re.compile(rf"(?<![\w-])(?P<number>{_NUMBER})[\s-](?P<unit>{_SPAN})", re.IGNORECASE)
_TIMES = Signed(
    TIMED.pattern,
    ("year", "month", "week", "day", "cycle", "course", "fraction", "session"),
    flags=re.IGNORECASE,
    within=20,
)
#: What makes a length of time the name of an arm.
NAMES_ARM = re.compile(
    r"[\s-](?:groups?|arms?|regimens?|schedules?|courses?|treatments?(?=\s(?:group|arm|with|was|is|than))|"
    r"(?:of|on)\s(?!follow|the\b|age\b|treatment\b|therapy\b|rest\b)"
    r"(?:adjuvant\s|oral\s)?[a-z])"
)
#: A number and a unit of length that end right before a place.
LENGTH_BEFORE = re.compile(r"(?<![\w.,-])\d[\d.]*[\s-]$")
LENGTH = re.compile(r"\d[\d.]*\s(?:cm|mm)")
DOSE = re.compile(r"\d\s?(?:mg|g|Gy|IU|mcg|\u00b5g|\u03bcg)\b")
LENGTHS = frozenset({"cm", "mm"})
_COMPARES = re.compile(
    r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Cc]ompar|[Vv]ersus\b|vs\b|[Gg]roup|[Aa]rm\b)"
)
#: How far before and after a length its sentence is looked at.
_NEAR = 160
_WHEN = re.compile(r"\b(?:at|after|within|every|last|past|over|than|least|first|and)\s$")
_ONLY_DOSE = re.compile(r"\d[\d.]*[\s-]?[A-Za-z\u00b5\u03bc]{1,3}(?:/\w+)?")
_ALLOCATED = re.compile(
    r"\b(?:(?:allocated|assigned|allotted|randomi[sz]ed)\s(?:to\s)?(?:receive\s|only\s)?|"
    r"(?:[Pp]atients|[Ww]omen|[Tt]hose|participants|subjects)\s(?:who\s)?(?:were\s)?"
    r"(?:receiving|received|treated for|given)\s(?:only\s|a\stotal\sduration\sof\s)?)$"
)
_HEAD = re.compile(r"[\s-](?:groups?|arms?|regimens?|schedules?)\b")


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
    found = list(_TIMES.finditer(view))
    if len(found) < 2:
        return []
    sure = [match for match in found if _is_given(view, match)]
    if not sure:
        return []
    places = [match.span() for match in found if match in sure or _may_be_given(view, match)]
    keys = {timed_key(view[start:end]) for start, end in places}
    return places if len(keys) > 1 else []


def _is_given(view: str, match: re.Match[str]) -> bool:
    """Whether a length stands before `group` or after `assigned to` and the like."""
    before = _ALLOCATED.search(view, max(0, match.start() - 60), match.start())
    return before is not None or _HEAD.match(view, match.end()) is not None


def _may_be_given(view: str, match: re.Match[str]) -> bool:
    """Whether a sentence that compares says of what a length is."""
    if not NAMES_ARM.match(view, match.end()):
        return False
    before = view[max(0, match.start() - _NEAR) : match.start()].rsplit(". ", 1)[-1]
    after = view[match.end() : match.end() + _NEAR].split(". ", 1)[0]
    compares = _COMPARES.search(before) or _COMPARES.search(after)
    return compares is not None and _WHEN.search(before) is None


def names_arm(view: str, start: int, end: int) -> bool:
    """Whether a length of time stands for an arm at a place."""
    return NAMES_ARM.match(view, end) is not None or (
        _ALLOCATED.search(view, max(0, start - 60), start) is not None
    )

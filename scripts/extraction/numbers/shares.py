"""Shares and counts of patients, and bare numbers."""

from __future__ import annotations

import re

from extraction.numbers.counted_before import counted_before
from extraction.numbers.numerals import WORDS
from extraction.numbers.printed import NUMBER, WHOLE, decimals, to_number, whole
from extraction.numbers.rates import RATES
from extraction.numbers.scanner import Scan, Step
from extraction.text.signs import Signed
from extraction.tokens import Count, Value
from extraction.word_lists import Worded, WordedSigned

_COUNT = re.compile(
    r"\b[nN]\s?(?:=|:)\s?(?P<number>\d[\d,]*)(?:\s*(?:/|of)\s*\d[\d,]*)?(?:\s+(?:patients|women))?"
)
_ITS_SHARE = re.compile(r"\s?[,;:=]?\s?\d[\d.]*\s?%")
_PERCENT = re.compile(
    r"(?=[<>\u2264\u2265~\d.-])(?P<operator>[<>\u2264\u2265~]\s?)?"
    rf"(?P<number>(?:(?<=\bof )-\s|(?<![\w%])-)?{NUMBER})\s?"
    rf"(?:%(?:[- ]?points?\b)?|per ?cent\b|percentage[- ]points?)(?!\s?CI|\s?confidence)"
)
# `67% \u00b1 4%`: a share with its error, or the mean of a measurement.
_WITH_ERROR = re.compile(
    rf"(?=[\d.])(?<![\w.])(?P<number>{NUMBER})\s?%?\s?(?:\u00b1|\+/?-)\s?{NUMBER}\s?%(?!\s?CI)"
)
_PERCENT_IN_WORDS = re.compile(
    rf"\b(?P<operator>\b)(?P<number>{WORDS})\s(?:per ?cent\b|%)", re.IGNORECASE
)
_WHOM = r"(?:patients|women|subjects|participants)"
_COUNT_OF = Signed(
    r"(?=[\dzotfsen])(?<![\w./-])"
    rf"(?P<events>{WHOLE}|{WORDS})\s(?:out )?of\s(?:the\s)?(?P<total>{WHOLE}|"
    rf"{WORDS})\s(?:[a-z-]+\s)?{_WHOM}\b(?!\s?[(\[])",
    (" of ",),
    ("patients", "women", "subjects", "participants"),
    flags=re.IGNORECASE,
    within=120,
)
# What so many are of, or stand before, is no patient.
_NO_PATIENTS = r"(?:\w+ )?@no_patients\b"
# `11 of 31 with A`, `11/31`: no one says that they are patients.
_PART_OF = WordedSigned(
    rf"(?=[\dzotfsen])(?<![\w./-])(?P<events>{WHOLE}|{WORDS})\s(?:out )?of\s(?:the\s|these\s)?"
    rf"(?P<total>{WHOLE})(?![\w/-]|\s?%|\s{_NO_PATIENTS}|\s?[(\[]\s?\d[\d.]*\s?%)",
    tuple(f" of {word}{digit}" for word in ("", "the ", "these ") for digit in range(10)),
    flags=re.IGNORECASE,
    within=120,
)
_FRACTION = Worded(
    r"(?<![\w.,/-])(?<!HPV )(?<!HPV-)(?<!types )(?<!type )(?<!grade )(?<!grades )(?<!stage )"
    rf"(?P<events>{WHOLE})\s?/\s?(?P<total>{WHOLE})"
    rf"(?![\w/-]|[.,]\d|\s?[%x+]|\s{_NO_PATIENTS}|\s?[(\[]\s?\d[\d.]*\s?%)"
)
#: With fewer than these in all two numbers may be anything, out of these they may be a score.
_FEWEST = 10
_SCORES = frozenset([10, 100])
_YEARS = range(1900, 2100)
_SIGN_BEFORE = re.compile(r"(?:[<>=\u2264\u2265]|%\s?[,;]|\bscores? of|\bpain of)\s?$")
_BARE = re.compile(
    rf"(?=[<>\u2264\u2265\d.])(?<![\w.,/-])(?P<operator>[<>\u2264\u2265]\s?)?(?P<number>{NUMBER})(?![\w]|[.,]\d|"
    rf"-[A-Za-z]|-\d+\.\d|\s?%)"
)
_PER_YEAR = re.compile(r"\s(?:per|a|each)\s(?:year|annum)\b|\s?/\s?year\b")
_FRACTION_BEFORE = re.compile(
    rf"(?<![\w.-])(?:[nN]\s?[=:]\s?)?(?P<events>{WHOLE}|{WORDS})(?:\s+(?:out\s+)?of\s+(?:the\s+)?|\s?/\s?)"
    rf"(?P<total>{WHOLE})(?:\s(?!and\b|or\b|vs?\b|versus\b)[a-z]+)?\s?[,;:=]\s?[(\[]?$",
    re.IGNORECASE,
)
# `(12; 7.5%)`, `(n = 31, 20%)`, `(11 patients, 12%)`: patients and their share in one bracket.
_COUNT_BESIDE = re.compile(
    rf"(?<=[(\[])\s?(?P<events>(?:(?P<called>n)\s?[=:]\s?)?(?:{WHOLE}|{WORDS})(?![.\d]))"
    r"(?P<noun>\s(?:[a-z-]+\s)?(?:patients?|women|woman|subjects?|participants?|cases?|events?|deaths?|"
    r"episodes?|pts|men|children|individuals))?\s?(?P<sign>[,;:=])\s$",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\s?[)\];,]")
_BOUND_WORD = re.compile(
    r"\b(?:(?P<low>below|under|[Ff]ewer than|[Ll]ess than|[Uu]p to|at most|"
    r"as many as)|above|over|exceed(?:ed|s)?|more than)\s$"
)
_EVENTS_AFTER = re.compile(
    rf"\s*[(\[,;]\s*(?:n\s?=\s?)?(?P<events>{WHOLE}|{WORDS})\s*(?:of|/|"
    rf"out of)\s*(?P<total>{WHOLE})(?:\s+(?:patients|women|cases|subjects))?\s*[)\]]?"
)
_TOTAL_AFTER = re.compile(
    rf"\s*[)\]]\s*(?:out )?of\s+(?:the\s+)?(?P<total>{WHOLE}|{WORDS})\b(?!\s?%)", re.IGNORECASE
)
_COUNT_NOUN = re.compile(r"\s+(?:patients|women|subjects|participants|deaths|cases|events)\b")


def _count(scan: Scan, match: re.Match[str]) -> Count | None:
    is_fraction = "/" in match.group() or " of " in match.group()
    if is_fraction and _ITS_SHARE.match(scan.view, match.end(), scan.end):
        return None  # `n = 54/88, 61.4%` is a share with its counts
    return Count(start=match.start(), end=match.end(), number=int(to_number(match["number"])))


def _percent(scan: Scan, match: re.Match[str]) -> Value:
    start, end = match.start(), match.end()
    events, total = None, None
    before = counted_before(scan, start, match["number"])
    if before is not None:
        start = before.start()
        events, total = whole(before["events"]), whole(before["total"])
        after = None if total else _TOTAL_AFTER.match(scan.view, end, scan.end)
        again = None if total else _EVENTS_AFTER.match(scan.view, end, scan.end)
        if after:
            end, total = after.end(), whole(after["total"])
        elif again and whole(again["events"]) == events:
            end, total = again.end(), whole(again["total"])  # `7 patients (13.5%, 7/52)`
        elif scan.view[end : end + 1] in (")", "]"):
            end += 1
    else:
        fraction = _FRACTION_BEFORE.search(scan.view, max(scan.start, start - 60), start)
        after = _EVENTS_AFTER.match(scan.view, end, scan.end)
        beside = None if fraction or after else _count_beside(scan, match)
        if fraction and scan.is_free(fraction.start(), start):
            start = fraction.start()
            events, total = whole(fraction["events"]), whole(fraction["total"])
        elif beside is not None:
            start, events = beside
        elif after:
            end = after.end()
            events, total = whole(after["events"]), whole(after["total"])
    yearly = _PER_YEAR.match(scan.view, match.end(), scan.end)
    end = max(end, yearly.end()) if yearly else end
    return Value(
        start=start,
        end=end,
        number=_number(match["number"]),
        unit="% per year" if yearly else "%",
        operator=(match["operator"] or _bound_word(scan, match.start())).strip(),
        events=events,
        total=total,
        at=match.start(),
        decimals=decimals(match["number"]),
    )


def _count_beside(scan: Scan, share: re.Match[str]) -> tuple[int, int] | None:
    """Where the number of patients starts that a share stands behind in a bracket, and how many.

    Behind a comma a bare number may be another share (`(14, 9%)`), unless their signs tell.
    """
    start = share.start()
    found = _COUNT_BESIDE.search(scan.view, max(scan.start, start - 40), start)
    if found is None or not _CLOSES.match(scan.view, share.end(), scan.end):
        return None
    events = whole(found["events"].rsplit("=", 1)[-1].rsplit(":", 1)[-1].strip())
    told = found["called"] or found["noun"] or found["sign"] == ";" or "." in share["number"]
    if events is None or not told or not scan.is_free(found.start("events"), start):
        return None
    return found.start("events"), events


def _number(printed: str) -> float:
    return to_number(printed) if printed[-1].isdigit() else float(whole(printed) or 0)


def _bound_word(scan: Scan, start: int) -> str:
    """The sign that words before a number stand for (`below 30%`)."""
    word = _BOUND_WORD.search(scan.view, max(scan.start, start - 14), start)
    return "" if word is None else "<" if word["low"] else ">"


def _count_of(scan: Scan, match: re.Match[str]) -> Value | None:
    events, total = whole(match["events"]), whole(match["total"])
    if events is None or not total or events > total:
        return None
    return Value(
        start=match.start(),
        end=match.end(),
        number=float(events),
        unit="patients",
        events=events,
        total=total,
    )


def _with_error(scan: Scan, match: re.Match[str]) -> Value:
    return Value(
        start=match.start(),
        end=match.end(),
        number=to_number(match["number"]),
        unit="%",
        with_error=True,
        decimals=decimals(match["number"]),
    )


def _part_of(scan: Scan, match: re.Match[str]) -> Value | None:
    value = _count_of(scan, match)
    if value is None or not value.total or value.total < _FEWEST:
        return None
    if value.total == (value.events or 0) + 1 and value.total in _YEARS:
        return None
    if _SIGN_BEFORE.search(scan.view, max(scan.start, value.start - 12), value.start):
        return None
    return None if value.total in _SCORES else value


def _bare(scan: Scan, match: re.Match[str]) -> Value:
    number = to_number(match["number"])
    is_count = number.is_integer() and _COUNT_NOUN.match(scan.view, match.end(), scan.end)
    return Value(
        start=match.start(),
        end=match.end(),
        number=number,
        unit="count" if is_count else "",
        operator=(match["operator"] or "").strip(),
        decimals=decimals(match["number"]),
    )


#: Numbers of patients.
COUNTS: tuple[Step, ...] = ((_COUNT, ("=", ":"), _count),)
#: Shares with their errors, before those are told to be no values.
ERRORS: tuple[Step, ...] = ((_WITH_ERROR, ("\u00b1", "+/-", "+-"), _with_error),)
#: Rates and shares in the order of trying.
SHARES: tuple[Step, ...] = (
    *RATES,
    (_PERCENT, ("%", "cent"), _percent),
    (_PERCENT_IN_WORDS, ("cent",), _percent),
    (_COUNT_OF, (" of ",), _count_of),
    (_PART_OF, (" of ",), _part_of),
    (_FRACTION, ("/",), _part_of),
)
#: What nothing else has claimed.
BARE: tuple[Step, ...] = ((_BARE, (), _bare),)

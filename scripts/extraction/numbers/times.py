"""Lengths of time and time points."""

from __future__ import annotations

import re

from extraction.numbers.numerals import value_of
from extraction.numbers.printed import NUMBER, decimals, to_number
from extraction.numbers.scanner import Scan, Step
from extraction.tokens import Time, Value
from extraction.word_lists import Worded

_MONTHS = {"day": 12 / 365.25, "week": 84 / 365.25, "wk": 84 / 365.25, "mo": 1.0, "y": 12.0}
_MONTHS |= {"hour": 0.5 / 365.25, "minute": 0.5 / 365.25 / 60}
_TIME_UNIT = r"(?P<unit>years?|yrs?|y|months?|mths?|weeks?|wks?|days?)"
_SMALL_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty)"
)
_TIME_NUMBER = rf"(?:\d++(?:\.\d++)?|{_SMALL_WORD})"
# The same at the beginning of a word, where a search skips from one first letter to the next.
_FIRST = r"(?-i:[\dotfsenOTFSEN])(?<![\w.].)"
_REST = (
    r"(?:(?<=\d)\d*+(?:\.\d++)?|(?<=o)ne|(?<=t)wo|(?<=t)hree|(?<=f)our|(?<=f)ive|(?<=s)ix|"
    r"(?<=s)even|(?<=e)ight|(?<=n)ine|(?<=t)en|(?<=t)welve|(?<=f)ifteen|(?<=e)ighteen|"
    r"(?<=t)wenty|(?<=t)hirty)"
)
# No text lists more time points at once, and each number of a longer list would be tried as its
# first.
_MORE = "{0,11}"
_MORE_TIMES = rf"(?:\s?-?\s?(?:, and|,|/|and|or|&)\s*(?:at\s)?{_TIME_NUMBER}){_MORE}"
_TIMES = _TIME_NUMBER + _MORE_TIMES
_TIME_BEFORE = re.compile(
    rf"\b(?=[\dotfsen])(?<![\d.])(?P<numbers>{_TIME_NUMBER}(?:-?(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\s*/\s*)"
    rf"{_TIME_NUMBER}){_MORE})(?:-\s?|\s)(?P<unit>year|yr|month|week|day|(?<=-)(?:mo|mth|wk|y)|"
    r"y(?=\s(?:survival|overall|disease|event|progression|relapse|actuarial|rates?|OS|DFS|PFS)\b))"
    r"\b(?!s)(?!-old)",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(
    r"(?-i:[abwtofABWTOF])(?<!\w.)(?<!estimated .)(?:(?<=a)t|(?<=b)y|(?<=a)fter|(?<=w)ithin|"
    rf"(?<=t)hrough|(?<=o)ver|(?<=f)or)\s+(?:a |the |each )?(?:median of |"
    rf"up to |(?:end|close) of )?(?:(?:week|month|year)s?\s+"
    rf"(?P<late>\d+(?:(?:, and|,|\sand|\sor)\s\d+(?![\d.]*\s?%))*)(?!\s?%)|"
    rf"(?P<numbers>{_TIMES})(?:\s|-)"
    rf"{_TIME_UNIT})\b(?!\s+(?:of age|or older|follow))",
    re.IGNORECASE,
)
_TIME_SINCE = re.compile(
    rf"(?P<numbers>{_FIRST}(?<!was .)(?<!were .)(?<!of .)(?<!vs .)(?<!versus .)(?<!and .)(?<!v .)"
    rf"(?<![(<>=-].){_REST}{_MORE_TIMES})(?:\s|-){_TIME_UNIT}\s"
    r"(?:after|following|later|postoperatively|from (?:randomi|baseline|surgery|start))\b",
    re.IGNORECASE,
)
# `lived longer (5 years 58% vs 29%)`.
_TIME_BESIDE = re.compile(
    rf"(?P<numbers>{_FIRST}(?<![,<>=-].){_REST})(?:\s|-){_TIME_UNIT}"
    rf"(?=:?\s{NUMBER}\s?%)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:prolong|extend|improv|increas|shorten|reduc|lengthen|delay|rais)\w*\b[^.;,]*$",
    re.IGNORECASE,
)
_UNIT_OF_LATE = re.compile(r"(?:week|month|year)(?=s?\s+\d)", re.IGNORECASE)
# What lasted for a time is measured by it.
_LASTED = re.compile(r"\b(?:lasted|on therapy|on treatment|on maintenance)\s$")
_DURATION = re.compile(
    rf"(?=[<>\u2264\u2265\d.])(?P<operator>[<>\u2264\u2265]\s?)?(?P<number>{NUMBER})\s?(?P<unit>months?|mo(?:s)?\b|mths?\b|"
    rf"m\b(?!\w|/)|years?|yrs?|y\b|weeks?|wks?|days?|d\b)"
)
_AS_MEDIAN = re.compile(r"\bmedians?[,:]?\s$|\blasted\s$")
_SHORT_LENGTH = re.compile(
    rf"(?=[\d.])(?<![\d./-])(?<!/\s)(?P<number>{NUMBER})\s?-?(?P<unit>hours?|hrs?|h|minutes?|mins?)\b"
    r"(?!/|\s(?:after|before|postop|follow|later))"
)
_MEDIAN = re.compile(r"\b[Mm]edians?\b(?:[^.;]|\.\d)*$")
# `at 24 h`, `within 6 h` tell when, not how long.
_WHEN = re.compile(r"\b(?:within|over|every|first|next|by)\s$|\bat\s$")
_ROUND_HOURS = frozenset([1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96])
_REACH = 200
_LIMIT = re.compile(r"\b(?P<sign>up to|at least|at most)\s$")
_NOT_REACHED = re.compile(
    r"\b(?:(?:has|have|had|was|were|is) )?not (?:yet )?(?:been )?(?:reached|attained|estimable|"
    r"evaluable)"
    r"|\bnot-reached|\b(?:NR|NE)\b(?!-\w)|\bunreached\b"
    r"|\b(?:reached|attained)(?= (?:in|for|with|by) neither\b)"
    r"|\b[Nn]either\b[^.;,]{3,90}?\b(?P<verb>been reached|was reached|reached)\b"
)


# A median that is told of what was given or begun is no time point.
_TAKEN = Worded(r"(?:\b(?:@done_at_a_time|returned to \w+|free (?:of|from) [a-z]+)|[- ]free)\s$")


def months(number: float, unit: str) -> float:
    """A length of time in months (365.25 / 12 days each).

    >>> months(2, "years")
    24
    """
    unit = unit.lower().rstrip("s")
    for name, factor in _MONTHS.items():
        if unit.startswith(name):
            return number * (int(factor) if factor.is_integer() else factor)
    return number


def _time_after(scan: Scan, match: re.Match[str]) -> Time | None:
    if match.group()[:2].lower() == "by" and _CHANGES.search(
        scan.view, max(scan.start, match.start() - 70), match.start()
    ):
        return None
    if _LASTED.search(scan.view, max(scan.start, match.start() - 14), match.start()):
        return None
    if "median" in match.group() and (
        match.group()[:3].lower() == "for"
        or _TAKEN.of(scan.words).search(
            scan.view, max(scan.start, match.start() - 34), match.start()
        )
    ):
        return None
    if "median" not in match.group() and _goes_on(scan, match):
        return None
    if match["late"]:
        unit = _UNIT_OF_LATE.search(match.group())
        assert unit is not None
        late = (float(number) for number in re.findall(r"\d+", match["late"]))
        return Time(
            start=match.start(),
            end=match.end(),
            months=tuple(months(number, unit.group()) for number in late),
        )
    return _time(match)


def _goes_on(scan: Scan, match: re.Match[str]) -> bool:
    """Whether a time goes on with a median told alike (`after a median of 9 d and after 12 d`)."""
    word = match.group().split(" ", 1)[0]
    told = scan.view.rfind(
        f" {word} a median of ", max(scan.start, match.start() - _REACH), match.start()
    )
    return told >= 0 and scan.is_free(told, told + len(word)) and not scan.ends(Time, told)


def _time_before(scan: Scan, match: re.Match[str]) -> Time | None:
    # `a median of 1.0 month` is a length, `the 1.0-month rate` a time.
    broken = ("." in match["numbers"] or match["numbers"] == "1") and "-" not in match.group()
    if broken and scan.view.endswith(("of ", "was ", "median "), scan.start, match.start()):
        return None
    return _time(match)


def _time_since(scan: Scan, match: re.Match[str]) -> Time | None:
    # `lasted, in the median, 13 months after A` tells how long, whatever it was after.
    if _AS_MEDIAN.search(scan.view, max(scan.start, match.start() - 12), match.start()):
        return None
    return _time_before(scan, match)


def _duration(scan: Scan, match: re.Match[str]) -> Value:
    unit = match["unit"]
    names = {"mo": "months", "m": "months", "y": "years", "w": "weeks", "d": "days"}
    name = names.get(unit[:2]) or names[unit[0]]
    limit = _LIMIT.search(scan.view, max(scan.start, match.start() - 10), match.start())
    sign = "" if limit is None else ">" if limit["sign"] == "at least" else "<"
    return Value(
        start=match.start(),
        end=match.end(),
        number=to_number(match["number"]),
        unit=name,
        operator=(match["operator"] or sign).strip(),
        decimals=decimals(match["number"]),
    )


def _not_reached(scan: Scan, match: re.Match[str]) -> Value:
    start = match.start("verb") if match["verb"] else match.start()
    return Value(start=start, end=match.end(), number=None, unit="not reached")


def _time(match: re.Match[str]) -> Time | None:
    numbers = re.findall(rf"\d+(?:\.\d+)?|{_SMALL_WORD}", match["numbers"], re.IGNORECASE)
    values = [float(text) if text[0].isdigit() else value_of(text) for text in numbers]
    if any(value is None or value > 600 for value in values):
        return None
    return Time(
        start=match.start(),
        end=match.end(),
        months=tuple(round(months(value, match["unit"]), 2) for value in values if value),
    )


_LENGTHS = ("year", "yr", "month", "mo", "mth", "week", "wk", "day")


def _short_length(scan: Scan, match: re.Match[str]) -> Value | None:
    """A length in hours or minutes, which is a dose or a schedule unless a median is told."""
    if not _MEDIAN.search(scan.view, max(scan.start, match.start() - _REACH), match.start()):
        return None
    unit = "hours" if match["unit"].startswith("h") else "minutes"
    number = to_number(match["number"])
    when = _WHEN.search(scan.view, max(scan.start, match.start() - 8), match.start())
    if when and (number in _ROUND_HOURS or when.group() != "at "):
        return None
    return Value(start=match.start(), end=match.end(), number=number, unit=unit)


#: Lengths that are told before doses are, of which they have the form.
SHORT_TIMES: tuple[Step, ...] = ((_SHORT_LENGTH, ("edian",), _short_length),)
#: Times in the order of trying.
TIMES: tuple[Step, ...] = (
    (_TIME_AFTER, (*_LENGTHS, " y"), _time_after),
    (_TIME_BEFORE, (*_LENGTHS, "Year", "Month", "-y", " y"), _time_before),
    (_TIME_SINCE, _LENGTHS, _time_since),
    (_TIME_BESIDE, _LENGTHS, _time_since),
    (_DURATION, (*_LENGTHS, "m", "y", "d"), _duration),
)
#: Times that have not come yet.
UNREACHED: tuple[Step, ...] = (
    (_NOT_REACHED, ("not", "NR", "NE", "unreached", "either"), _not_reached),
)

"""Intervals: labelled, bare in brackets, their level printed apart, and ranges, which are none."""

from __future__ import annotations

import re

from extraction.numbers.printed import BOUND, NUMBER, OPEN_BOUND, UNIT, bound, to_number
from extraction.numbers.scanner import Scan, Step, noise
from extraction.text.signs import Signed
from extraction.tokens import Interval, Level

_INTERVAL = re.compile(
    r"(?=[\d\[toaCIKc])(?:(?<![\d.])(?P<level>\d{2}(?:\.\d+)?)\s*(?:%|per ?cent)?[- ]?\s*)?"
    r"(?:\[C[Il]s?\](?=\s?[=:,\d])|\b(?:two-sided |one-sided |adjusted )?"
    r"(?:C[Il]s?|C\.\s?[IL]\.|IC(?=\s?9\d\s?%)|Cr[Il]s?|KI|CL|"
    r"[Cc]onfiden(?:ce|tial|t) [Ii]nterval?s?|[Cc]onfidence limits?|"
    r"[Cc]redible intervals?|[Cc]onfidence range)(?:\b|(?=\d)|(?<=[IL]\.)))"
    r"(?:\s*[\[(][^\])\d]{0,12}(?:\d\d%\s*)?C[ILl]s?[\])])?"
    r"(?:[\s,(\[]*(?P<late>9\d(?:\.\d)?|80|85)\s?%[)\]]?(?=[\s,:=(\[]+-?[\d.]))?"
    r"[\s,;:=(\[]*(?:(?:of|was|is|from|for|ranging|between|HR|OR|RR|the|"
    r"(?P<difference>(?:risk )?difference,?))\s+)*[\s,:=(\[]*"
    rf"(?P<lower>{BOUND})\s*{UNIT}?\s*(?:-|to|,|;|and|/)\s*"
    rf"(?P<upper>{BOUND})(?:\s*(?P<unit>{UNIT}))?"
)
_BARE_INTERVAL = re.compile(
    rf"[(\[]\s*(?P<lower>-?{NUMBER})\s*%?\s*(?:-|to|,|;)\s*(?P<upper>-?{NUMBER}|{OPEN_BOUND})\s*%?\s*"
    r"(?:months|years|weeks|days|hours)?(?=[)\];,])"
)
# A pair after its value, without brackets of its own: `(OR 3.2; 1.2, 8.9)`, `(46%; 33-62)`.
_AFTER_VALUE = re.compile(
    rf"(?P<value>{NUMBER})\s?(?:%|months|years)?\s?[;,]\s?(?P<lower>{NUMBER})\s?%?\s?(?:-|to|,)\s?"
    rf"(?P<upper>{NUMBER})\s?(?:%|months|years)?(?=[)\];]|,\s?[Pp]\b)"
)
# Three values or more side by side are those of as many groups (`(30%, 33%, 35%; P = .9)`).
_ROW = re.compile(rf"\s?{NUMBER}\s?%(?:\s?,\s(?:and\s)?{NUMBER}\s?%){{2}}")
# With the unit of its value: `92 hours (84-114 hours)`.
_WITH_UNIT = Signed(
    rf"(?=[\d.])(?<![\w.-])(?P<value>{NUMBER})\s(?P<unit>hours|days|weeks|months|years|minutes|min|h)\s"
    rf"[(\[](?P<lower>{NUMBER})\s?(?:-|to)\s?(?P<upper>{NUMBER})\s(?P=unit)(?=[)\]])",
    tuple(
        f"{unit} {bracket}"
        for unit in ("hours", "days", "weeks", "months", "years", "minutes", "min", "h")
        for bracket in "(["
    ),
    within=60,
)
# One more pair right after an interval: `95% CI 65-75 and 68-77`.
_ONE_MORE = re.compile(
    rf"\s?(?:,|and|;|vs\.?|versus|v|, and)\s(?P<lower>-?{NUMBER})\s?%?\s?(?:-|to)\s?"
    rf"(?P<upper>{NUMBER}|{OPEN_BOUND})\s?%?(?=[,;)\]]|\s(?:months|years|respectively|and|in|for|with))"
)
# Values and intervals told in one breath: `ratios and 95% CIs were 1.9 and 1.2-2.8 for stage`.
_TOGETHER = re.compile(
    r"(?P<value>\d(?<=\s.)\d*+\.\d+) and (?P<lower>\d+\.\d+)-(?P<upper>\d+\.\d+)"
    r"(?=\s(?:for|in|with)\b)"
)
_LEVEL = re.compile(
    r"(?P<level>\d{2}(?:\.\d+)?)\s*(?:%|per ?cent)[- ]?\s*(?:C[Il]|Cr[Il]|"
    r"[Cc]onfidence (?:[Ii]ntervals?|limits)|[Cc]redible intervals?)\b"
)
_RANGE = re.compile(
    rf"(?:\b(?:inter-?quartile |[Rr]ange|IQR|ranged|ranging|min-max|quartiles)\b)"
    rf"[^.;()\d]{{0,24}}?{BOUND}\s*{UNIT}?\s*(?:-|to|,|and)\s*\+?(?:{BOUND})\+?(?:\s*{UNIT})?"
)


def _interval(scan: Scan, match: re.Match[str]) -> Interval:
    level = match["level"] or match["late"]
    return Interval(
        start=match.start(),
        end=match.end(),
        lower=bound(match["lower"]),
        upper=bound(match["upper"]),
        level=float(level) if level else None,
        of_difference=match["difference"] is not None,
    )


def _level(scan: Scan, match: re.Match[str]) -> Level:
    return Level(start=match.start(), end=match.end(), level=float(match["level"]))


def _bare_interval(scan: Scan, match: re.Match[str]) -> Interval | None:
    lower, upper = bound(match["lower"]), bound(match["upper"])
    if lower is not None and upper is not None and lower >= upper:
        return None
    if _ROW.match(match.string, match.start() + 1):
        return None
    return Interval(
        start=match.start() + 1, end=match.end(), lower=lower, upper=upper, labelled=False
    )


def _after_value(scan: Scan, match: re.Match[str]) -> Interval | None:
    value, lower, upper = (to_number(match[name]) for name in ("value", "lower", "upper"))
    if not lower < value < upper or _ROW.match(match.string, match.start()):
        return None
    return Interval(
        start=match.start("lower"), end=match.end(), lower=lower, upper=upper, labelled=False
    )


def _one_more(scan: Scan, match: re.Match[str]) -> Interval | None:
    if not scan.ends(Interval, match.start()):
        return None
    lower, upper = bound(match["lower"]), bound(match["upper"])
    if lower is None or (upper is not None and lower >= upper):
        return None
    return Interval(
        start=match.start("lower"), end=match.end(), lower=lower, upper=upper, labelled=False
    )


_CONFIDENCE = ("C", "K", "onfiden", "redible")
#: Intervals that their own words tell, in the order of trying.
LABELLED: tuple[Step, ...] = (
    (_INTERVAL, _CONFIDENCE, _interval),
    (_ONE_MORE, _CONFIDENCE, _one_more),
    (_LEVEL, _CONFIDENCE, _level),
    (_TOGETHER, _CONFIDENCE, _after_value),
    (_WITH_UNIT, ("(", "["), _after_value),
    (_RANGE, ("ang", "uartile", "IQR", "min-max"), noise("range")),
)
#: What brackets or the value before tell.
BRACKETED: tuple[Step, ...] = (
    (_BARE_INTERVAL, ("(", "["), _bare_interval),
    (_AFTER_VALUE, (";", ","), _after_value),
)

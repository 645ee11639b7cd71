"""Rates of events in time: `4.7 per 1000 person-years`, and their units alone."""

from __future__ import annotations

import re

from extraction.numbers.printed import NUMBER, to_number
from extraction.numbers.scanner import Scan, Step
from extraction.tokens import RateUnit, Value

_RATE_UNIT = (
    r"(?:/|\b(?:per|for every)\b)\s*"
    r"(?P<base>(?:1\s)?million|1,?000,?000|100[, ]?000|10[, ]?000|1[, ]?000|100|10)?\s?-?"
    r"(?:(?P<who>"
    r"(?:patient|person|woman|women|man|men|child|subject|participant|infant|user|resident)s?|children|"
    r"(?:catheter|device|ventilator|central[ -]line|bed|hospital|treatment|exposure)s?"
    r"(?=[ -]days?\b))"
    r"(?:\s(?:per|a|each)\s(?=year|annum)|\s?/\s?(?=year)|[\s-]?)"
    r"(?P<time>(?:years?|annum|months?|weeks?|days?)\b)?\b(?!\s(?:years?|months?|weeks?|days?)\b)"
    r"|(?P<length>years?|months?|days?)(?=\s(?:of\s(?:follow-up|observation|exposure|treatment|use|risk)|at\srisk)\b))"
    r"(?P<of_what>\s(?:of\s(?:follow-up|observation|exposure|risk)|at\srisk)\b)?"
)
_RATE = re.compile(rf"(?P<number>{NUMBER})\s*(?:events?|cases?|deaths?|fractures)?\s*{_RATE_UNIT}")
#: What is followed instead of patients.
_DEVICES = ("catheter", "device", "ventilator", "line", "bed", "hospital", "treatment", "exposure")
_RATE_UNIT_ALONE = re.compile(_RATE_UNIT)


def _rate(scan: Scan, match: re.Match[str]) -> Value | None:
    if not _is_rate(match):
        return None
    return Value(
        start=match.start(),
        end=match.end(),
        number=to_number(match["number"]),
        unit=_rate_unit(match),
    )


def _is_rate(match: re.Match[str]) -> bool:
    """Whether a unit is of events in time; what is so much for every patient a day is a dose."""
    short = (match["time"] or "").startswith(("week", "day"))
    many = bool(match["base"]) and (match["base"] != "10" or bool(match["time"] or match["length"]))
    return many or (bool(match["who"]) and not match["base"] and not short)


def _unit_alone(scan: Scan, match: re.Match[str]) -> RateUnit | None:
    if not (match["base"] or match["time"]) or not _is_rate(match):
        return None
    return RateUnit(start=match.start(), end=match.end(), unit=_rate_unit(match))


def _rate_unit(match: re.Match[str]) -> str:
    """A unit in one form: those followed are patients, whoever they are."""
    time = (match["time"] or match["length"] or "").rstrip("s").replace("annum", "year")
    who = (match["who"] or "").rstrip("s")
    who = who if who.endswith(_DEVICES) else "patient"
    base = re.sub(r"[, ]", "", (match["base"] or "").replace("million", "000000"))
    base = f"1{base}" if base.startswith("000") else base
    if not time:
        return f"per {base} patients" if base else f"per {who}"
    return f"per {base} {who}-{time}s" if base else f"per {who}-{time}"


_SIGNS = ("per", "/", "every")
#: Rates with their unit, then units that stand alone, in the order of trying.
RATES: tuple[Step, ...] = (
    (_RATE, _SIGNS, _rate),
    (_RATE_UNIT_ALONE, _SIGNS, _unit_alone),
)

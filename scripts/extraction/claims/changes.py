"""Values that are a change or a difference, not the amount of any one arm.

A difference in time or in percentage points is a result of its own; a change in per cent may be
relative or absolute and is left out.
"""

from __future__ import annotations

import re

from extraction.claims.measures import CHANGED_BY, TIMES, statistic_of
from extraction.claims.place import (
    NOTHING,
    Claim,
    Place,
    Verdict,
    endpoint_behind,
    endpoints_before,
)
from extraction.clauses.no_shares import CHANGED_BY_SO_MUCH
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Statistic
from extraction.word_lists import Worded

_CHANGE_AFTER = re.compile(
    r"[\s)]*(?:relative |absolute |risk |statistically |significant(?:ly)? |further |"
    r"proportional )*(?:reduction|increase|decrease|improvement|higher|"
    r"lower|longer|greater|less|more|fewer|gain|benefit|difference|decline|change|risk reduction|"
    r"power|margin|excess|of the (?:planned|dose|original)|"
    r"(?:reduced|increased|decreased|elevated|lowered|improved) (?:risk|hazards?|odds|mortality|"
    r"chances?|probability|likelihood|incidence|rates?|survival))\b",
    re.IGNORECASE,
)
# `a 25% mortality risk reduction` (`12% dose reductions` may count patients).
_RISK_CHANGE_AFTER = Worded(
    r"[\s-](?:[a-z-]+\s){0,3}(?:risk|hazard|odds|rate|mortality|incidence)\s@differences\b",
    re.IGNORECASE,
)
_ABSOLUTE_CHANGE = Worded(
    r"\b(?:absolute|relative|proportional|risk)\s(?:\w+\s)?@differences\s(?:in|of)\b"
    r"[^;,(]{0,90}\b(?:was|of|were)\s$"
)
_BY = Worded(
    rf"\b(?:@changed_by|{CHANGED_BY_SO_MUCH})\b[^;,.(]{{0,80}}\bby\s"
    r"(?:about\s|a median of\s|only\s)?$",
    re.IGNORECASE,
)
_BETWEEN = (
    r"(?:between (?:(?:the )?(?:two |treatment |study |both )?(?:groups|arms)\s?"
    r"|[^,;.()%]{3,60} and [^,;.()%]{3,60}?\s))?"
)
_TO_VALUE = re.compile(
    rf"(?:\s?[(\[]\d\d% ?CI[)\]])?\s?{_BETWEEN}(?:(?:was|were|of|being|about|only|estimated at)\s|"
    r"[=:,;(\[\s])*"
)
_IN = re.compile(
    rf"\s{_BETWEEN}(?:in|for|of)\s(?:terms of\s)?(?:(?:the|median|rate of|rates of|[\d-]+-year)\s)*"
)
_WAS = re.compile(
    rf"(?:\s(?:rates?|at [\w-]+ (?:years?|months)))*,?\s{_BETWEEN}"
    r"(?:compared (?:with|to) (?:the )?[\w-]+ (?:(?:group|arm)\s)?)?(?:was|of|were)\s"
)
_DIFFERENCE_AFTER = re.compile(
    r"[\s-](?:(?:absolute|risk|between-group|group)\s)?difference\b"
    r"|[\s-]absolute\s(?:(?:risk|percentage|survival)\s)?(?:improvement|reduction|increase|benefit|gain)\b"
)
_SIDES = re.compile(
    r"(?:\s(?:at|after|in)\s[\w-]+\s\w+)?[\s,;:(\[]*(?:ie,?\s|i\.e\.,?\s)?(?:from\s)?"
)
_CHANGED = re.compile(r"\b(?:reduc|increas|decreas|improv|lower|declin|rais)(?:ed|es|e)\b")
# The share of those who had a change is none (`the proportion with an improvement of 8 was 50%`).
_OF_THOSE = re.compile(
    r"\b(?:proportions?|percentages?|fractions?|numbers?)\s(?:of\s(?:[a-z]+\s)?[a-z]+\s)?"
    r"(?:with|who|achieving|having|experiencing|reporting|showing)\b[^;%]*\s(?:was|were)\s$"
)
# An event that is a change by its name (`weight gain in 22%`).
_IS_NAMED = re.compile(r"\s?(?:\(|in\s|was\s|were\s|occurred in\s|,\s)?")
_CHANGE_IN_NAME = re.compile(r"\b(?:gain|increase|loss|decline|decrease|reduction)\b")
_OF_A_CHANGE = re.compile(
    r"\b(?:by|of|difference|(?<!clinical )benefit|gain|increase|reduction)\b[^;,(]{0,20}$"
)


def labelled_difference(place: Place) -> Claim | None:
    """The claim of a value that is called a difference (`difference, 0.5%`, `4.6% difference`)."""
    line, series = place.line, place.series
    value = series.items[0].value
    if series.is_ratio or any(item.value.number is None for item in series.items):
        return None
    if series.unit != "%" and series.unit not in TIMES:
        return None
    before = [
        m for m in line.within(place.start, value.start) if isinstance(m, Endpoint | Statistic)
    ]
    label = next(
        (m for m in reversed(before) if isinstance(m, Statistic) and m.id == "difference"), None
    )
    endpoints = [m for m in before if isinstance(m, Endpoint)]
    if label is not None:
        endpoint = endpoints[-1] if endpoints and endpoints[-1].start > label.end else None
        text = line.view[label.end : value.start]
        if endpoint is not None:
            opens = line.view[label.end : endpoint.start], line.view[endpoint.end : value.start]
            told = _IN.fullmatch(opens[0]) and _WAS.fullmatch(opens[1])
        else:
            told = _TO_VALUE.fullmatch(text)
        # Several values are differences only where the word says so (`differences in OS were`).
        several = len(series.items) > 1
        if several and (
            endpoint is None or "vs" in series.joints or line.view[label.end - 1] != "s"
        ):
            told = None
        if told:
            # `a gain of 6% in survival` names it behind the value.
            named = endpoint or _named_behind(place) or (endpoints[-1] if endpoints else None)
            return _difference_of(place, named)
    if len(series.items) == 1 and _DIFFERENCE_AFTER.match(line.view, value.end):
        return _difference_of(place, endpoints[-1] if endpoints else None)
    return None


def sides_of_difference(place: Place) -> Claim | None:
    """The claim of two amounts whose difference stands before them (`4% (from 81% to 85%)`)."""
    line, series, last = place.line, place.series, place.last
    if last is None or last.statistic != "difference":
        return None
    if len(series.items) != 2 or series.unit != last.series.unit or series.is_ratio:
        return None
    if not _SIDES.fullmatch(line.view, last.series.end, series.start):
        return None
    statistic = statistic_of(line, series, last.endpoint, "before")
    return Claim(series, last.endpoint, statistic, "sides") if statistic else None


def _named_behind(place: Place) -> Endpoint | None:
    """The endpoint that a difference is said to be in, right behind its value."""
    line, end = place.line, place.series.items[-1].value.end
    named = endpoint_behind(line, end)
    told = named is not None and _IN.fullmatch(line.view, end, named.start)
    return named if told else None


def _difference_of(place: Place, endpoint: Endpoint | None) -> Claim | None:
    """A claim of a difference in this endpoint, else in that of the values right before it."""
    if endpoint is None and place.claims:
        since = place.claims[-1].series.end
        named = [m for m in endpoints_before(place.line, place.series) if m.start >= since]
        endpoint = None if named else place.claims[-1].endpoint
    timed = place.series.unit in TIMES
    if endpoint is None or (timed and endpoint.kind not in {"survival", "duration"}):
        return None
    return Claim(place.series, endpoint, "difference", "difference")


def change(place: Place) -> Verdict:
    """The claim of a change in time or in percentage points; NOTHING of one in per cent."""
    if not _is_change(place.line, place.series):
        return None
    return _difference(place.line, place.series) or NOTHING


def _is_change(line: Line, series: Series) -> bool:
    """Whether the value is a change or a difference (`reduced by 49%`, `8 months longer`)."""
    if series.is_ratio:
        return False
    left = line.view[max(line.sentence.start, series.start - 70) : series.start]
    value = series.items[-1].value
    if _ABSOLUTE_CHANGE.of(line.words).search(
        line.view, max(line.sentence.start, series.start - 130), series.start
    ):
        return True
    if _OF_THOSE.search(line.view, max(line.sentence.start, series.start - 150), series.start):
        return False
    before = endpoints_before(line, series)
    if before and _is_named_change(line, before[-1], series):
        return False
    # `A fall in volume was obtained by 44%` tells who, `was reduced by 44%` how much.
    whom = left.endswith(" by ") and left.split()[-2] in line.words.seen | line.words.done
    by = left.endswith("by ") and _CHANGED.search(line.view, line.sentence.start, series.start)
    if not whom and (by or _BY.of(line.words).search(left)):
        return True
    if left.endswith(" to "):
        return False
    if len(series.items) == 1 and _OF_A_CHANGE.search(left) and CHANGED_BY.search(left):
        return True
    end = value.end if series.items[-1].interval is None else series.items[-1].interval.end
    if len(series.items) == 1 and _RISK_CHANGE_AFTER.of(line.words).match(
        line.view, end + (line.view[end : end + 1] in ")]")
    ):
        return True
    return bool(_CHANGE_AFTER.match(line.view, end)) and not series.items[-1].arms_after


def _is_named_change(line: Line, event: Endpoint, series: Series) -> bool:
    """Whether a word for a change is part of the name of an event (`weight gain in 22%`)."""
    beside = _IS_NAMED.fullmatch(line.view, event.end, series.start)
    return bool(beside and _CHANGE_IN_NAME.search(line.view, event.start, event.end))


def _difference(line: Line, series: Series) -> Claim | None:
    """The claim of a change in time or in percentage points; in per cent it is none."""
    value = series.items[0].value
    points = "point" in line.view[value.start : value.end]
    before = endpoints_before(line, series)
    if not before or len(series.items) > 1 or not (points or series.unit in TIMES):
        return None
    near = len(line.view[before[-1].end : series.start]) < 60
    return Claim(series, before[-1], "difference", "change") if near else None

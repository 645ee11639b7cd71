"""What a series measures: the statistic that its values are of its endpoint.

The kind of an endpoint says which units it can have: a time to an event has medians and rates, a
response has shares. A unit that does not fit the endpoint gives no statistic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extraction.claims.count_frames import SURVIVAL_EVENTS
from extraction.claims.grades_of_events import grade_of
from extraction.claims.time_points import is_cumulative, time_of
from extraction.mentions.follow_up import FOLLOW_UP
from extraction.mentions.lines import Line
from extraction.numbers.times import months
from extraction.series.series import Series
from extraction.tokens import TIME_UNITS, Endpoint, Noise, Statistic, Value
from extraction.word_lists import Worded

#: The units of a time to an event, which may not have come yet.
TIMES = TIME_UNITS | {"not reached"}
CHANGED_BY = re.compile(
    r"\b(?:reduc|increas|improv|decreas|declin|prolong|gain|longer|higher|lower|rose|fell|short|"
    r"difference|(?<!clinical )benefit)\w*\b"
    r"[^;,.(]{0,40}\b(?:by|of|was|were)?\s*(?:a |about |approximately |only )?$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\b(?:was|were|of|is|in|at|for|rates?|occurred|reached|observed|reported|being|to|by|than|"
    r"had|time|median|developed|with|respectively)\b|[:,(\[=;\u2013-])[\s(\[:,]*$"
)
_GAIN = Worded(
    r"\b@differences\s(?:in|of|for)\s(?:the\s|median\s|mean\s|overall\s)*$", re.IGNORECASE
)
_GAIN_NEAR = 80
_GAIN_WAS = re.compile(
    r"(?:\s(?:rates?|time|duration))?(?:\s(?:was|were|of|by)\s(?:\w+\s)?|\s?[(:,]\s?)"
)
_OF_PATIENTS = re.compile(r"\s(?:age|number|tumou?r|dose|body|duration of follow|follow)")
_NUMBERS_CLOSED = re.compile(r"\d[^;()]*\)[^;()]*,")
_ANNUAL = re.compile(
    r"\b(?:annuali[sz]ed|annual|yearly)\s(?:[a-z-]+\s){0,2}(?:rates?|incidences?|risks?|hazards?|"
    r"mortality|probabilit(?:y|ies)|hazard rates?)(?:\s(?:of|for)\s[^.;:,()%\d]{2,60}?)?"
    r"(?:\s(?:was|were|of))?[\s,:(]*$",
    re.IGNORECASE,
)
# `difference in response v placebo, 28%`.
_FROM_ONE = re.compile(r"\b(?:vs\.?|versus|v|from|compared with)\s(?:the\s)?[\w-]+,?\s$")
# `responded or had stable disease` is neither.
_OR_ELSE = re.compile(r"\sor\s(?:had|were|have|achieved)\b")
# `overall survival excluding deaths from other causes`, a score `(disease-specific survival)`.
_EXCLUDING = re.compile(
    r"\s(?:excluding|except|without counting)\b|\)\s(?:was|were)\s(?:observed|seen|found)\sin\b"
)
_EQUALS = re.compile(r"(?:\s(?:group|arm))?\s?[=:,]?\s?")
_TOLD = re.compile(r"\s?(?:[:,]|was|were)?\s")
# How a length of time is counted, between its name and its verb.
_ASIDE = re.compile(
    r",\s(?:which|that|as|defined|measured|counted|calculated|dated)\b[^,;.()]{3,90},"
)
_OR_MORE = re.compile(r"\s(?:or|and)\s(?:more|longer|greater|less|shorter|beyond|over)\b")
_ALIVE = re.compile(r"alive\b", re.IGNORECASE)
# `56% remained disease-free` tells a share, `a disease-free rate of 56%` one at some time.
_STATE = re.compile(
    r"(?:remain(?:ed)?|free (?:of|from)|survived|(?:still |were )living|"
    r"(?:disease|recurrence|relapse|event|progression|metastas[ie]s|failure)[- ]free"
    r"(?![- ](?:survivals?|intervals?|rates?|period|status)))\b",
    re.IGNORECASE,
)
# `6-year isolated central nervous system-relapse rate` is one name.
_ONE_NAME = re.compile(
    r"(?:[\s-](?!(?:was|were|had|and|or|with|in|for|who|after|before|the|follow-up|median|of\spatients)\b)"
    r"[A-Za-z]+){1,7}[\s-]"
)
_UP_TO = re.compile(
    r"\b(?:up to|at least|more than|less than|within|at most|the first)\s(?:the\s)?$"
)
_MEDIAN_BEHIND = re.compile(r"\s(?:(?:of|for|in)\s)?(?:the\s)?median\s")
_OF = re.compile(r"\s*(?:in \w+ )?(?:\(?was|of|:|,|=|\()\s*")


def statistic_of(line: Line, series: Series, endpoint: Endpoint, rule: str) -> str:
    """The statistic of a series of this endpoint's values, '' where it can be none."""
    if series.label is not None:
        is_hazard = series.label.id == "hazard_ratio"
        if endpoint.kind == "duration" or (is_hazard and endpoint.kind == "response"):
            return ""
        return series.label.id if all(i.value.number for i in series.items) else ""
    if endpoint.umbrella and not grade_of(line, endpoint, series) and series.unit != "%":
        return ""
    words = [m for m in line.of(Statistic) if m.end <= series.items[0].value.start]
    nearest = words[-1].id if words else ""
    of = bool(words) and _OF.fullmatch(line.view[words[-1].end : series.start])
    if nearest == "difference" and len(series.items) == 1 and of:
        return "difference"
    if nearest == "difference" and _FROM_ONE.search(line.view, words[-1].end, series.start):
        return "difference" if len(series.items) == 1 else ""
    if series.unit.startswith("per "):
        cumulative = any(word.id == "cumulative" for word in words)
        return "rate_at" if cumulative and "year" not in series.unit else "incidence_rate"
    if series.unit == "patients":
        if _OR_ELSE.match(line.view, endpoint.end):
            return ""
        return "count" if endpoint.kind in {"event", "response"} else ""
    if series.unit == "% per year" or (series.unit == "%" and _is_yearly(line, series)):
        return "incidence_rate"
    if series.unit in TIMES:
        return _time_statistic(line, series, endpoint, words, rule)
    if series.unit != "%":
        return ""
    if nearest == "mean" and not _is_told_of(line, words[-1], series, endpoint):
        return ""
    if any(item.value.operator or (item.value.number or 0) < 0 for item in series.items):
        return ""
    # `ejection fraction was 61% \u00b1 5%` is a mean.
    estimated = endpoint.kind == "survival" or any(word.id == "cumulative" for word in words)
    estimated = estimated or (endpoint.kind == "event" and _is_estimated(line, series, endpoint))
    if not estimated and any(item.value.with_error for item in series.items):
        return ""
    if endpoint.id.startswith("other:time "):
        return ""
    if endpoint.kind == "survival" and _EXCLUDING.match(line.view, endpoint.end):
        return ""
    if endpoint.kind == "survival":
        if SURVIVAL_EVENTS.match(line.view, endpoint.end):
            return "proportion"
        if time_of(line, series, endpoint) is not None:
            return "rate_at"
        if _ALIVE.match(line.view, endpoint.start):
            return "proportion"
        if rule == "after":
            return "proportion" if _STATE.match(line.view, endpoint.start) else ""
        return "rate_at"
    if endpoint.kind == "duration":
        return ""
    if endpoint.kind == "event" and _is_estimated(line, series, endpoint):
        return "rate_at"
    return "proportion"


def _time_statistic(
    line: Line, series: Series, endpoint: Endpoint, words: Sequence[Statistic], rule: str
) -> str:
    near = max(line.sentence.start, endpoint.start - _GAIN_NEAR)
    gain = _GAIN.of(line.words).search(line.view, near, endpoint.start)
    if gain and len(series.items) == 1:
        told = _GAIN_WAS.fullmatch(line.view, endpoint.end, series.start)
        return "difference" if rule == "before" and told else ""
    if endpoint.kind not in {"survival", "duration"}:
        return ""
    if rule == "after" and series.unit != "not reached":
        # `12.9 v 12.3 months median time to relapse`.
        behind = line.view[series.items[-1].value.end : endpoint.start]
        return "median" if _MEDIAN_BEHIND.fullmatch(behind) else ""
    if any(item.value.operator for item in series.items):
        return ""
    if _OR_MORE.match(line.view, series.items[-1].value.end):
        return ""  # `responses lasted 6 months or more`
    if _UP_TO.search(line.view, max(0, series.start - 14), series.start):
        return ""
    if _both_kinds(line, words):
        return ""
    telling = [
        word.id
        for word in words
        if word.id in {"median", "mean"} and not _OF_PATIENTS.match(line.view, word.end)
    ]
    if telling:
        return "median" if telling[-1] == "median" else ""
    text = _ASIDE.sub("", line.view[endpoint.end : series.start])
    if endpoint.kind != "survival" or CHANGED_BY.search(text):
        return ""
    if _ALIVE.match(line.view, endpoint.start):
        return ""
    if _beside_arm(line, series, endpoint):
        return "median"
    paired = "vs" in series.joints and text.rstrip().endswith(("(", ":", ";", ","))
    named = len(text) < 40 and _LEADS.search(text)
    # `OS 15.2 months (11.9-18.4) and 15.9 (12.0-19.5)`.
    alone = not text.strip() and (len(series.items) > 1 or series.items[0].interval is not None)
    return "median" if paired or named or alone or series.unit == "not reached" else ""


def _both_kinds(line: Line, words: Sequence[Statistic]) -> bool:
    """Whether means and medians are told together (`mean and median survival were`)."""
    return any(
        {left.id, right.id} == {"mean", "median"}
        and line.gap(left, right) in {" and ", "/", " or "}
        for left, right in pairwise(words)
    )


def _beside_arm(line: Line, series: Series, endpoint: Endpoint) -> bool:
    """Whether a value stands right behind its arm, and that opens a bracket or what is told.

    `(A = 16 months; B = 13 months)`, `PFS: A 16 months, B 13 months`.
    """
    first = series.items[0]
    if not first.arms_before:
        return False
    arm = first.arms_before[-1]
    if not _EQUALS.fullmatch(line.view, arm.end, first.value.start):
        return False
    inside = line.view.rfind("(", line.sentence.start, arm.start) > line.view.rfind(
        ")", line.sentence.start, arm.start
    )
    opens = endpoint.end <= arm.start and len(series.items) > 1
    return inside or (opens and _TOLD.fullmatch(line.view, endpoint.end, arm.start) is not None)


def _is_yearly(line: Line, series: Series) -> bool:
    """Whether shares are rates per year (`annualised rate, 0.30%`)."""
    first = series.items[0].value
    before = max(line.sentence.start, first.start - 110)
    return _ANNUAL.search(line.view, before, first.start) is not None


def _is_estimated(line: Line, series: Series, endpoint: Endpoint) -> bool:
    """Whether a share of patients is one at a time: cumulative, or `10-year recurrence`."""
    time = time_of(line, series, endpoint)
    if time is None:
        return False
    if is_cumulative(line, series, time):
        return True
    if endpoint.id.startswith("AE:") or series.items[0].value.events is not None:
        return False
    near = 0 <= endpoint.start - time.end < 25 or 0 <= time.start - endpoint.end < 25
    near = near or _ONE_NAME.fullmatch(line.view, time.end, endpoint.start) is not None
    # `At week 12, a response was seen in 29%` opens with its time, `10-year recurrence` has one.
    near = near and not line.view.startswith(",", time.end)
    return near and not endpoint.id.startswith("discontinuation")


def _is_told_of(line: Line, word: Statistic, series: Series, endpoint: Endpoint) -> bool:
    """Whether a word speaks of something before the series (`mean time (8 v 9 min), pain (`)."""
    closed = word.end <= endpoint.start and _NUMBERS_CLOSED.search(
        line.view, word.end, endpoint.start
    )
    told = (*line.of(Value), *(m for m in line.of(Noise) if m.why == FOLLOW_UP))
    return bool(closed) or any(word.end <= m.start and m.end <= series.start for m in told)


def value_months(value: float | None, unit: str) -> float | None:
    """A length of time in months, None where the unit is no time."""
    if value is None or unit not in TIMES:
        return None
    return round(months(value, unit), 2)

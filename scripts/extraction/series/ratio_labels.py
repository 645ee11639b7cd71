"""The label that makes a number a ratio: before it, or taken over from the ratio before.

In `HR 0.44 (95% CI ...) in A and 0.39 (95% CI ...) in B` the second number has the first one's
label: nothing but a joining word parts them, and an interval or p-value of its own follows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.mentions.lines import Line
from extraction.mentions.patients import whom_behind, whom_between
from extraction.series.beside import shape
from extraction.tokens import Endpoint, Interval, PValue, Statistic, Value
from extraction.word_lists import Worded

RATIOS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio"})
_THAT_FOR = re.compile(r"\b(?:that|those) (?:for|of)\b")
_TO_RATIO = re.compile(r"^(?:[^.;%]|\.\d|\bvs?\.){0,110}$")
# `a relative risk reduction of 0.2` is no risk.
_CHANGE = re.compile(r"\s(?:reduction|increase|difference|decrease)")
_BESIDE = re.compile(r"[\s,;:(\[=]*(?:with\s(?:an?\s)?)?")
_PLACE = r"(?:in|for|among|with|at|on|during|to|of|after|by|within)\s[^.;:()\d][^.;:()]{0,70}?"
_GOING_ON = re.compile(
    rf"[)\]\s]*(?:overall\b|altogether\b|{_PLACE})?[)\]\s]*(?:,|;)?\s?(?:(?:and|but|or|versus|vs\.?|v\.?|to|while|"
    r"whereas|compared (?:with|to)|as compared (?:with|to))\s(?:only\s)?|(?<=[,;]\s))"
    rf"(?:(?:it|that|those)\s)?(?:{_PLACE})?(?:\s?(?:it\s)?(?:was|were|of|being))?\s?[,:=(]?\s?"
)
_AND = re.compile(r"[)\]\s]*[,;]?\s?(?:and|but|while|whilst|whereas|or)\b|[)\]\s]*[,;]\s")
_OPENS = re.compile(r"(?:[^()\[\];.]|\.\d){0,60}[(\[]|(?:\s(?:was|were|of))?\s|,\s|:\s")
_THRESHOLD = re.compile(
    r"\b(?:(?:more|less|greater|lower|higher|smaller) than|below|above|exceed\w*|"
    r"margin(?: of| was|,)?|at least|up to)\s?$"
)
_PERIOD = re.compile(r"\b(?:first|last|at|over|within|after|of|next)\s$")
_SEMICOLON = re.compile(r"[)\]\s]*;\s")
_MOST = 50
# What opens the bracket that a ratio stands in, and what may stand between it and two amounts.
_OPENED = re.compile(r"\s?[(\[](?:adjusted\s)?$")
_AFTER_PAIR = re.compile(r"(?:[^.;()\d]|[)\]]){0,90}")
_BEHIND_PAIR = 100
_LIKELY_MOST = 20
COMPARED = Worded(r"\b@Comparing")
_NO_RATIO = re.compile(
    r"\b(?:means?|scores?|levels?|concentrations?|change[sd]?|scales?|points?|index|volumes?|slopes?|"
    r"coefficients?|beta|correlat\w+|kappa|sensitivity|specificity|AUC|curve|difference of)\b"
)


def ratio_label(line: Line, at: int) -> Statistic | None:
    """The ratio label that a bare number belongs to, where one stands close before it."""
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or value.number is None or _is_threshold(line, value):
        return None
    # A whole number alone is a class (`for status 1, 2, and 3 were 3.9 (95% CI ...)`).
    if "." not in line.view[value.start : value.end] and not _is_before_test(line, at):
        return None
    for index in range(at - 1, max(-1, at - 10), -1):
        mention = line.mentions[index]
        if isinstance(mention, Statistic) and mention.id in RATIOS:
            if _CHANGE.match(line.view, mention.end):
                return None
            text = shape(line, at - 1, at) if index < at - 4 else shape(line, index, at)
            fits = _TO_RATIO.match(text) and value.number <= 100
            return _whole(line, index) if fits else None
        if isinstance(mention, Value) and _is_period(line, mention):
            continue
        if isinstance(mention, Value | PValue | Interval):
            plural = any(
                isinstance(m, Statistic) and m.id in RATIOS and line.view[m.end - 1] == "s"
                for m in line.mentions[:index]
            )
            if not plural and not _THAT_FOR.search(line.view, mention.end, value.start):
                return None
    return None


def _whole(line: Line, at: int) -> Statistic:
    """A label with its long form before it (`hazard ratio [HR]`)."""
    label, before = line.mentions[at], line.mentions[at - 1] if at else None
    assert isinstance(label, Statistic)
    if not isinstance(before, Statistic) or before.id != label.id:
        return label
    return replace(label, start=before.start) if line.gap(before, label) in {" (", " ["} else label


def carried_label(line: Line, at: int, label: Statistic, end: int) -> Statistic | None:
    """The label of the ratio that ends at `end`, for a number that goes on with it.

    It stands for no words of its own: it is empty, at the number.
    """
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or value.number is None or value.number > _MOST:
        return None
    if "." not in line.view[value.start : value.end] or not _has_its_own_test(line, at):
        return None
    if any(end <= m.start < value.start for m in line.of(Statistic)):
        return None
    if not (
        _GOING_ON.fullmatch(line.view, end, value.start)
        or _of_new_endpoint(line, at, end)
        or whom_between(line, end, value.start)
        or whom_behind(line, end, value.start)
    ):
        return None
    return Statistic(start=value.start, end=value.start, id=label.id)


def behind_a_pair(line: Line, at: int, label: Statistic, end: int) -> Statistic | None:
    """The label for a number behind a semicolon and a pair, as the ratio with the label stood."""
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or value.number is None or value.number > _MOST:
        return None
    if "." not in line.view[value.start : value.end] or not _has_its_own_test(line, at):
        return None
    if not _SEMICOLON.fullmatch(line.view, end, value.start):
        return None
    return Statistic(start=value.start, end=value.start, id=label.id)


def unlabelled(line: Line, at: int, pair: int, ratio: str) -> Statistic | None:
    """The label for a number that opens a bracket with its interval, where none is printed.

    `OS was similar (0.95 [0.78-1.15])`, `7 v 9 months (0.92, 0.72-1.18)`. `ratio` is the one kind
    of ratio that the text has named, `pair` where two compared amounts before the number end.
    """
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or not value.number or value.number > _LIKELY_MOST or _is_threshold(line, value):
        return None
    if "." not in line.view[value.start : value.end] or not _has_its_own_test(line, at):
        return None
    interval = line.mentions[at + 1]
    opened = _OPENED.search(line.view, max(line.sentence.start, value.start - 12), value.start)
    if not isinstance(interval, Interval) or not opened:
        return None
    start = pair if 0 <= pair < opened.start() else line.sentence.start
    if _NO_RATIO.search(line.view, start, opened.start()):
        return None
    if pair >= 0 and opened.start() - pair < _BEHIND_PAIR:
        told = _AFTER_PAIR.fullmatch(line.view, pair, opened.start())
    else:
        told = None
        named = [m for m in line.mentions[:at] if isinstance(m, Endpoint)]
        if named and named[-1].kind in {"survival", "event", "response"}:
            told = COMPARED.of(line.words).search(line.view, line.sentence.start, opened.start())
    return Statistic(start=value.start, end=value.start, id=ratio) if told else None


def _is_threshold(line: Line, value: Value) -> bool:
    """Whether a number only says what a ratio was tested against (`being more than 2.03`)."""
    near = max(line.sentence.start, value.start - 24)
    return _THRESHOLD.search(line.view, near, value.start) is not None


def _is_period(line: Line, value: Value) -> bool:
    """Whether a length of time only says when (`during the first 24 months`)."""
    near = max(line.sentence.start, value.start - 12)
    return value.unit != "" and _PERIOD.search(line.view, near, value.start) is not None


def _of_new_endpoint(line: Line, at: int, end: int) -> bool:
    """Whether a number with its interval stands behind one more endpoint (`OS (0.9, 0.7-1)`)."""
    value = line.mentions[at]
    named = [
        m
        for m in line.mentions[:at]
        if isinstance(m, Endpoint) and end <= m.start and m.end <= value.start
    ]
    return (
        len({m.id for m in named}) == 1
        and isinstance(line.mentions[at + 1], Interval)
        and _AND.match(line.view, end, named[0].start) is not None
        and _OPENS.fullmatch(line.view, named[-1].end, value.start) is not None
    )


def _is_before_test(line: Line, at: int) -> bool:
    following = line.mentions[at + 1 : at + 2]
    beside = bool(following) and _BESIDE.fullmatch(line.gap(line.mentions[at], following[0]))
    return bool(beside) and isinstance(following[0], Interval | PValue)


def _has_its_own_test(line: Line, at: int) -> bool:
    """Whether an interval that holds the number, or a p-value, stands right behind it."""
    value, following = line.mentions[at], line.mentions[at + 1 : at + 2]
    assert isinstance(value, Value)
    if not following or not _BESIDE.fullmatch(line.gap(value, following[0])):
        return False
    beside = following[0]
    if isinstance(beside, Interval):
        low = beside.lower is None or beside.lower <= (value.number or 0)
        return low and (beside.upper is None or (value.number or 0) <= beside.upper)
    return isinstance(beside, PValue)

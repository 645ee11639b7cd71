"""The grade of an adverse event: at its value, beside its name, or at the head of its list."""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Grade

# A clause of its own between a grade and an event.
_TOLD = re.compile(r"\b(?:occurred|was|were|had|reported|observed|experienced)\b")
_TOLD_OF = re.compile(r"\s(?:occurred|was|were|had)\b")
_TOLD_BEFORE = re.compile(r"\b(?:had|reported|experienced|developed)\s(?:an?\s|any\s)?$")

_BEHIND = re.compile(r"\s(?:(?:was|were|had|being|at|of|with|as)\s)?[(\[]?")
_CLOSED = re.compile(r"\s?(?:[)\],;.]|and\b|but\b)")


def grade_of(line: Line, endpoint: Endpoint, series: Series) -> Grade | None:
    """The grade of an adverse event: at its value, right beside it, or at the head of its list."""
    grades = line.of(Grade)
    inside = [g for g in grades if endpoint.end <= g.start and g.end <= series.start]
    if inside and series.start - inside[-1].end < 40:
        return inside[-1]
    behind = grade_behind(line, series)
    if behind is not None and endpoint.end <= series.start:
        return behind
    after = [g for g in grades if g.start >= endpoint.end]
    if after and re.fullmatch(r"\s*[(,]?\s*(?:of\s)?", line.view[endpoint.end : after[0].start]):
        return after[0]
    before = [g for g in grades if g.end <= endpoint.start]
    if before and _told_apart(line, before[-1], endpoint):
        return None
    if before and (
        "." not in line.view[before[-1].end : endpoint.start].replace("vs.", "")
        or _heads_list(line, before[-1])
    ):
        return before[-1]
    return None


def grade_behind(line: Line, series: Series) -> Grade | None:
    """The grade that closes a value and names no other event (`(67%; 17% grade 3)`)."""
    end = series.items[-1].value.end
    for mention in line.of(Grade):
        if _BEHIND.fullmatch(line.view, end, mention.start):
            return mention if _CLOSED.match(line.view, mention.end) else None
    return None


def _told_apart(line: Line, grade: Grade, endpoint: Endpoint) -> bool:
    """Whether an event has a verb of its own, other than the one that the grade stands by."""
    if _heads_list(line, grade) or not _TOLD.search(line.view, grade.end, endpoint.start):
        return False
    start = max(grade.end, endpoint.start - 20)
    own = _TOLD_BEFORE.search(line.view, start, endpoint.start)
    return bool(own or _TOLD_OF.match(line.view, endpoint.end))


def _heads_list(line: Line, grade: Grade) -> bool:
    """Whether a grade is that of a whole list (`grade 3 adverse events were neutropenia ...`)."""
    following = [m for m in line.of(Endpoint) if m.start >= grade.end]
    return bool(following) and following[0].umbrella and following[0].start - grade.end < 30

"""One more grade of an event whose values at another grade stand before.

`Diarrhoea occurred in 67% v 48%, and was of grade 3 in 14% v 5%` names the event once.
"""

from __future__ import annotations

import re

from extraction.claims.grades_of_events import grade_behind
from extraction.claims.place import Claim, Place, shape_between
from extraction.tokens import Endpoint, Grade

_WHOM = r"patients|women|participants|subjects|cases|cycles|courses|those|groups?|arms?"
# Between the values before and the grade.
_AND = re.compile(
    rf"(?:[\s,;:()\[\]\u00a7]|\b(?:{_WHOM}|and|but|while|whereas|with|which|it|that|the|of|in|for|on|"
    r"was|were|being|as|only|respectively|classified|rated|graded|including|this|after|among|during|"
    r"under|by|given|treated|receiving|received|assigned|allocated|randomi[sz]ed|undergoing|to|who|"
    r"versus|vs?|compared)\b)*",
    re.IGNORECASE,
)
# Between the grade and its values.
_IN = re.compile(
    rf"(?:[\s,;:()\[\]=\u00a7]|\b(?:{_WHOM}|events?|toxicity|severity|or|worse|higher|above|more|"
    r"occurred|developed|was|were|seen|observed|noted|reported|recorded|found|in|by|with|for|on|"
    r"of|only|the|rates?|affected|all|treated|given|receiving)\b)*",
    re.IGNORECASE,
)


def of_another_grade(place: Place) -> Claim | None:
    """A claim of a series that tells one more grade of the event before it."""
    last = place.last_amount
    series, line = place.series, place.line
    if last is None or series.is_ratio or series.unit != last.series.unit or series.unit != "%":
        return None
    if last.endpoint.kind != "event" or last.statistic != "proportion":
        return None
    end = last.series.items[-1].value.end
    between = line.within(end, series.start)
    grades = [m for m in between if isinstance(m, Grade)]
    if any(isinstance(m, Endpoint) for m in between):
        return None
    if not grades and len(series.items) == 1 and grade_behind(line, series) is not None:
        told = _AND.fullmatch(shape_between(line, end, series.start))
        return Claim(series, last.endpoint, last.statistic, "another grade") if told else None
    if len(grades) != 1:
        return None
    grade = grades[0]
    before = shape_between(line, end, grade.start)
    after = shape_between(line, grade.end, series.start)
    if not _AND.fullmatch(before) or not _IN.fullmatch(after):
        return None
    return Claim(series, last.endpoint, last.statistic, "another grade")

"""The endpoint that a row prints: with its grade, or that of the time to the event."""

from __future__ import annotations

import re

from extraction.claims.grades_of_events import grade_of
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint

_RISK_OF = re.compile(
    r"\b(?:risks?|hazards?) (?:of|for)\b|\b(?:that|those) of\b|\bor\b|\bdied\b|\bany cause\b"
    r"|\ball[- ]cause\b"
)
_OF_ONE_CAUSE = re.compile(r"\s(?:after|from|due to|owing to|related to)\s(?!any)")
#: Whatever the words, a hazard ratio of deaths is that of overall survival.
_FROM_ANY_CAUSE = frozenset({"OS"})


def endpoint_id(line: Line, endpoint: Endpoint, series: Series, statistic: str) -> str:
    """The id of an endpoint as its row prints it."""
    if statistic == "hazard_ratio" and endpoint.hazard_of and _is_hazard_of(line, endpoint, series):
        return endpoint.hazard_of
    if not endpoint.id.startswith("AE:"):
        return endpoint.id
    grade = grade_of(line, endpoint, series)
    return f"{endpoint.id} {grade.text}" if grade else endpoint.id


def _is_hazard_of(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether a ratio is one for this very event (`hazard ratio for death`, `risk of death`)."""
    if series.label is None or endpoint.start >= series.label.start:
        return True
    text = line.view[max(line.sentence.start, endpoint.start - 14) : endpoint.end]
    if _OF_ONE_CAUSE.match(line.view, endpoint.end):
        return False
    return endpoint.hazard_of in _FROM_ANY_CAUSE or bool(_RISK_OF.search(text))

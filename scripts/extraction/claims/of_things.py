"""Shares of things: of cells, episodes, deaths or those who treat; no patient is counted.

`34% of tumour cells`, `61 of 100 specimens (61%)`, `82% of the responses came after one cycle`,
`most relapses (72%) were late`: what so many are of stands beside the share, whatever endpoint is
named near it.
"""

from __future__ import annotations

import re

from extraction.claims.place import NOTHING, Place, Verdict
from extraction.tokens import Value
from extraction.word_lists import Worded

#: Words that stand between `of` and what so many are of; none leads to another noun.
_WITHIN = (
    r"(?:(?:complete|partial|minor|major|early|late)\s(?:or|and)\s)?"
    r"(?:(?!(?:of|in|on|at|by|to|for|from|with|without|who|that|which|and|or|after|during|given|"
    r"receiving|treated|was|were|had|others|all|the|an?|any|no|both|"
    r"within|groups?|arms?|\d+)\b|@people\b|@counted_people\b)[\w-]+\s){0,4}?"
)
_WHAT = rf"{_WITHIN}(?:@things|@events_as_such)"
#: `cycle 1 patients`, `study visits of patients`: a noun behind it may be those counted.
_THERE = r"(?![\w-])(?!\s(?:\d+\s)?(?:@people|groups?|arms?)\b)"
_OF_THINGS = Worded(rf"[\s)\]]*(?:out )?of\s(?:(?:the|all|these|those)\s){{0,2}}{_WHAT}{_THERE}")
# `61 of 100 resection specimens (61%)`, `18/22 readings`.
_COUNTED = Worded(
    rf"(?:\bof\s(?:the\s)?|/\s?)\d[\d,]*\s(?!@people\b){_WHAT}{_THERE}\s?[(\[][^()\[\]]*$"
)
# `was evident on 14% of study days`, `in 195 of 220 (89%) readings`.
_BEHIND = Worded(rf"[\s)\]]+(?!@people\b){_WITHIN}@things{_THERE}")
# `Most relapses (72%) were late`, `the majority of deaths (63%)`.
_MOST = Worded(
    rf"\bof (?:the\s|these\s)?\d+\s(?!@people\b|days\b|weeks\b|months\b|hours\b){_WHAT},\s$"
    r"|\b(?:most|the majority|a majority|half|many|the rest)\s(?:of\s)?(?:the\s|all\s)?"
    r"(?:[\w-]+\s){0,2}?(?:@events_as_such|@things)\s[(\[]\s?(?:n\s?=\s?)?$",
    re.IGNORECASE,
)
_NEAR = 70


def of_things(place: Place) -> Verdict:
    """NOTHING of a share of what is no patient."""
    if place.series.unit != "%":
        return None
    return NOTHING if any(_is_of_things(place, i.value) for i in place.series.items) else None


def _is_of_things(place: Place, value: Value) -> bool:
    line = place.line
    view, words = line.view, line.words
    if _OF_THINGS.of(words).match(view, value.end, line.sentence.end):
        return True
    if value.total is not None:
        first = max(line.sentence.start, min(value.start, value.at - _NEAR))
        counted = _COUNTED.of(words).search(view, first, value.at)
        if counted or _BEHIND.of(words).match(view, value.end, line.sentence.end):
            return True
    near = max(line.sentence.start, value.start - _NEAR)
    return _MOST.of(words).search(view, near, value.start) is not None

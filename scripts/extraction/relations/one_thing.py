"""Whether values side by side are all of one thing, so that they can but be those of the arms.

`The complete response rates were 8% and 3%` gives one rate twice: for two groups of patients.
`Nausea and vomiting occurred in 8% and 3%` may be two events of one group.
"""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Grade, Subgroup, Time

_NEAR = 30
#: What joins two things of which two values may be one each; `or` joins what is counted together.
_JOINED = re.compile(r"\b(?:and|both)\b|;")
_GRADES = re.compile(r"\b(?:grades?|stages?)\s[\dIViv]+\s(?:and|or)\s[\dIViv]+\b")
_CLAUSE = re.compile(r"^.*,\s(?:and|but|while|whilst|whereas|with)\s")
_OF_GROUPS = re.compile(
    r"\b(?:between|among|in|for|of)\s(?:the\s)?(?:two|three|both|study|treatment|these|groups|arms)\b"
    r"[^.;]*$"
)
#: Two values that are the ends of one range.
_RANGE = re.compile(r"\b(?:between|from|ranged|ranging|range|within)\s(?:of\s)?$")
_ASIDE = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
#: What may stand between values of one thing; `in 9% at 1 year and 5% at 2` are of two.
_SIDE_BY_SIDE = re.compile(
    r"(?:[\W\d]|\b(?:and|but|or|in|by|for|of|only|patients|women|cases|respectively|versus|vs|v|"
    r"against|compared (?:with|to)|percent|per cent|cent|months|years|weeks|days)\b)*"
)
#: What ties the words of some values to those of others before them.
_CONNECTS = re.compile(r"^[^A-Za-z]*(?:(?:and|with|but|while|whereas)\s(?:a\s)?)?")


def endpoints_named(line: Line, start: int, end: int) -> int:
    """How many endpoints of the vocabulary stand in a stretch."""
    return len({m.id for m in line.of(Endpoint) if start <= m.start < end})


def are_of_one_thing(line: Line, series: Series, since: int) -> bool:
    """Whether nothing before some values joins two of a kind that they could be of.

    What stands before `since` is of other values.
    """
    start = max(line.view.rfind(";", since, series.start) + 1, since)
    head = _OF_GROUPS.sub("", _CONNECTS.sub("", line.view[start : series.start]))
    head = _GRADES.sub("", _CLAUSE.sub("", head))
    if _RANGE.search(head) or _JOINED.search(head):
        return False
    # What the text names itself is no mention.
    if endpoints_named(line, start, series.start) > 1:
        return False
    first, last = series.items[0].value, series.items[-1].value
    if (
        "%" in line.view[first.start : first.end + 1]
        and "%" not in line.view[last.start : last.end + 2]
    ):
        return False  # `(56%, 13)` counts the patients
    if not _SIDE_BY_SIDE.fullmatch(_ASIDE.sub("", line.view[first.end : last.start])):
        return False
    parts = [m for m in line.mentions if isinstance(m, Grade | Subgroup | Time)]
    kinds = [type(m) for m in parts if start <= m.start < series.start]
    stop = line.view.find(";", series.end, series.end + _NEAR)
    near = stop if stop >= 0 else series.end + _NEAR
    behind = [m for m in parts if series.end <= m.start < near]
    behind = [m for m in behind if not (isinstance(m, Time) and len(m.months) == 1)]
    return not behind and len(kinds) == len(set(kinds))

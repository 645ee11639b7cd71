"""Which way a sentence says that a comparison goes: whether those it speaks of had more or less.

`Compared with B, A raised the rate (2% v 15%)` gives its values in the order of the arms, `Compared
with B, A raised the rate (15% v 2%)` in that of the sense: only the verb tells which.
"""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Value
from extraction.word_lists import Worded

_TURN = Worded(
    r"\b(?:(?P<more>@more_of_it)|(?P<less>@less_of_it)|(?P<good>@for_the_better)|"
    r"(?P<bad>@for_the_worse))(?=[\s,;:()])",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not?|neither|nor|without|failed|similar\w*|comparable|any|never)\b")
_RISES = frozenset({"survival", "response", "duration"})


def way_of(line: Line, series: Series) -> int:
    """1 where the clause of two values says that its subject has more, -1 for less, else 0."""
    values = [m.end for m in line.of(Value) if m.unit and m.end <= series.start]
    # Where nothing new is said behind the values before, what was said before them still holds.
    for start in (max(values, default=line.sentence.start), line.sentence.start):
        start = max(start, line.view.rfind(";", start, series.start) + 1)
        turns = list(_TURN.of(line.words).finditer(line.view, start, series.start))
        if not turns:
            continue
        if _DENIED.search(line.view, start, series.start):
            return 0
        ways = {_way(turn, _endpoint(line, series, start)) for turn in turns}
        return ways.pop() if len(ways) == 1 else 0
    return 0


def _way(turn: re.Match[str], endpoint: Endpoint | None) -> int:
    if turn["more"] or turn["less"]:
        return 1 if turn["more"] else -1
    if endpoint is None or not endpoint.kind:
        return 0
    wanted = endpoint.kind in _RISES and not endpoint.id.startswith("other:progressive")
    return 1 if bool(turn["good"]) == wanted else -1


def _endpoint(line: Line, series: Series, start: int) -> Endpoint | None:
    """The outcome told last before some values."""
    before = [m for m in line.of(Endpoint) if start <= m.start < series.start]
    return before[-1] if before else None

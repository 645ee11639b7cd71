"""The arm of a value that stands alone in its clause: the only one that the clause names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.clauses.sequence import runs
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value

_COMPARED_NEXT = re.compile(r"^[^;)]{0,40}?\b(?:versus|vs?|compared)\b")
_EITHER = re.compile(r"^[^;,.]{0,30}\b(?:either|both|neither)\s(?:the\s)?$")
_IN = re.compile(r"\)?(?:\s(?:of\s)?(?:patients|women))?\s(?:in|with|for)\s(?:the\s)?")
_AND = re.compile(r"\sand\s(?:the\s)?")
_GROUPS = re.compile(r"\s(?:groups|arms|patients|treatments)\b")
_CONTRAST = re.compile(r"\b(?:but|while|whilst|whereas|versus|vs|than|compared|overall|without)\b")
# What is done with a treatment is no result of its arm alone (`72% required a reduction of A`).
_OBJECT = re.compile(
    r"\b(?:reductions?|doses?|interruptions?|discontinuations?|discontinued|delays?|exposure|due|"
    r"owing|attributed|related|attributable|prior|previous)\s(?:of|to)?\s?(?:the\s)?$"
)
_BEHIND_VALUE = re.compile(
    r"\)?(?:\s?[(\[][^()\[\]]{1,60}[)\]])?\s(?:of\s(?:the\s)?)?(?:patients\s|women\s)?"
    r"(?:in|with|for|on|receiving)\s(?:the\s)?"
)


def lone_arm(line: Line, series: Series) -> tuple[str, ...]:
    """The arm of a single value: the only one of its clause, with no contrast in between."""
    named = line.of(ArmMention)
    before = [m for m in named if m.end <= series.start]
    after = [m for m in named if m.start >= series.items[-1].value.end]
    shared = _either(line, series, after)
    if shared:
        return shared
    if len({m.labels for m in (*before, *after)}) != 1:
        return ()
    near = before[-1] if before else after[0]
    if before and _is_of_a_value(line, near):
        return ()
    text = line.view[min(near.end, series.end) : max(near.start, series.start)]
    if _CONTRAST.search(text) or (not before and (len(text) > 60 or ";" in text)):
        return ()
    if not before and text.count("(") > text.count(")") and not text.lstrip().startswith("("):
        return ()  # `14 patients stopped (seven in each group)`
    if not before and _OBJECT.search(text):
        return ()
    if len(near.labels) > 1 and _COMPARED_NEXT.search(line.view[series.end : series.end + 60]):
        return ()
    return near.labels


def _either(line: Line, series: Series, after: Sequence[ArmMention]) -> tuple[str, ...]:
    """Two arms that share a value (`in either the A group or the B group`, `in both A and B`)."""
    if len(after) < 2:
        return ()
    opening = line.view[series.items[-1].value.end : after[0].start]
    pair = runs(line, after)[0]
    if len(pair) != 2:
        return ()
    alone = sum(m.unit not in {"", "count"} for m in line.of(Value)) == 1
    joined = alone and _IN.fullmatch(opening) and _AND.fullmatch(line.gap(*after[:2]))
    together = joined and _GROUPS.match(line.view, after[1].end)
    return pair if together or _EITHER.search(opening) else ()


def _is_of_a_value(line: Line, arm: ArmMention) -> bool:
    """Whether an arm stands behind a value, whose own it is (`7% in A, 5% in the rest`)."""
    values = [m.end for m in line.of(Value) if m.end <= arm.start]
    return bool(values) and _BEHIND_VALUE.fullmatch(line.view, values[-1], arm.start) is not None

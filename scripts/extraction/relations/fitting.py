"""Which interval can be that of a value, and at which level."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extraction.claims.place import Claim
from extraction.mentions.lines import Line
from extraction.numbers.printed import UNIT
from extraction.series.ratio_labels import RATIOS
from extraction.tokens import ArmMention, Count, Endpoint, Interval, Level, Time, Value

_STATED_LEVEL = re.compile(r"\b(?P<level>\d\d)% (?:CI|confidence interval)")
# Between a value and an interval that can be of nothing else.
_RIGHT_BEHIND = re.compile(rf"\s?(?:{UNIT})?\s?[(\[,;]?\s?")

_CLAUSE_ENDS = re.compile(
    r"[;()\[\]]|\b(?:and|but|while|whilst|whereas|versus|vs|than|difference)\b"
)
_NEAR = 120


def fitting(interval: Interval | None, value: Value, claim: Claim, line: Line) -> Interval | None:
    """The interval, unless it cannot be one of this value.

    A bare pair of numbers must hold the value; so must an interval after the last of several
    amounts, which may be that of their difference, or one that words part from its value. A share
    has no interval that goes below zero.
    """
    series = claim.series
    if interval is None:
        return None
    below_zero = interval.lower is not None and interval.lower < 0
    amount = claim.statistic not in {"difference", *RATIOS}
    if amount and (interval.of_difference or below_zero):
        return None
    inside = (
        value.number is not None
        and interval.lower is not None
        and interval.lower <= value.number
        and (interval.upper is None or value.number <= interval.upper)
    )
    if interval.labelled:
        unknown = interval.lower is None or value.number is None or _is_reversed(interval)
        beside = all(item.interval for item in series.items) and _RIGHT_BEHIND.fullmatch(
            line.view, value.end, max(value.end, interval.start)
        )
        return interval if inside or unknown or series.is_ratio or beside else None
    if not inside:
        return None
    levels = [m.level for m in line.mentions if isinstance(m, Interval | Level) and m.level]
    if not levels:
        levels = list(_levels(line.view))
    if levels:
        return replace(interval, level=levels[0])
    return interval if series.is_ratio else None


def late_interval(line: Line, claim: Claim) -> Interval | None:
    """The interval of a lone amount behind its name or its arm (`57% responses with A (95% CI`).

    Nothing but these stands in between, and no clause ends there.
    """
    series = claim.series
    if series.is_ratio or len(series.items) != 1 or claim.statistic == "difference":
        return None
    end = series.items[0].value.end
    for mention in line.after(end):
        if isinstance(mention, Interval):
            opened = line.view[mention.start - 1] in "(["
            text = line.view[end : mention.start - 1]
            apart = len(text) > _NEAR or _CLAUSE_ENDS.search(text)
            return mention if opened and mention.labelled and not apart else None
        own = isinstance(mention, Endpoint) and mention.id == claim.endpoint.id
        if not own and not isinstance(mention, ArmMention | Count | Time | Level):
            return None
    return None


def _is_reversed(interval: Interval) -> bool:
    return interval.upper is not None and interval.upper < (interval.lower or 0)


@lru_cache(maxsize=4)
def _levels(view: str) -> tuple[float, ...]:
    """The level of the confidence intervals of a text, where it states one at all."""
    stated = _STATED_LEVEL.search(view)
    return (float(stated["level"]),) if stated else ()

"""A list of outcomes of several kinds, and one row of values for each arm.

`Median and 1-year survival were 14 months and 58% with A and 11 months and 46% with B`: the names
are the columns, each row holds a value of each, in units that tell the columns apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.claims.measures import TIMES
from extraction.claims.place import Claim
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import (
    ArmMention,
    Count,
    Endpoint,
    Interval,
    Mention,
    PValue,
    Statistic,
    Time,
    Value,
)

_MOST = 8
#: What parts the names of a list.
_NAMES = re.compile(
    r"[\s,(]*(?:(?:and|or|the|an?|for|of|projected|estimated|actuarial|overall|objective|crude|"
    r"observed|corresponding|/)[\s,]+|\([A-Za-z-]{1,6}\)[\s,]*)*"
)
_AT = re.compile(r"\s?(?:rates?\s)?(?:(?:at|after)\s(?:the\s)?)?")
_AT_ITSELF = re.compile(r"(?:at|after)\s")
# `median survival (1-year rate)`
_ITS_RATE = re.compile(r"\srates?\b")
#: From the last name to the first value, the arms on the way as signs.
_WERE = re.compile(
    r"[\s),]*(?:(?:rates?|times?|durations?|was|were|of|is|in|for|with|on|among|the|and|respectively|"
    r"patients|women|those|given|receiving|treated|assigned to|groups?|arms?|v|vs\.?|versus|"
    r"reached|amounted to|came to|\([A-Za-z-]{1,6}\)|\u00a7)[\s,:()]*)*[:=(]?\s?"
)
#: Between the values of a row.
_BESIDE = re.compile(r"[)\s]*(?:[,;/]\s?|\s)?(?:and\s|or\s|\()?(?:an?\s|with\s|of\s)*")
#: Between two rows.
_ROWS = re.compile(
    r"[\s)\]]*(?:[,;]?\s?(?:respectively,?\s?)?)?(?:(?:and|while|whereas|whilst|but|versus|vs\.?|v|"
    r"compared (?:with|to)|as compared (?:with|to)|as opposed to|against|as against|than|or|they|"
    r"it|were|was|only|the|in|with|for|of|on|to|under|among|those|patients|women|given|receiving|"
    r"treated|assigned|respectively|corresponding|figures?|values?|(?:groups?|arms?)(?:\s[A-Z\d]\b)?|"
    r"\u00a7)[\s,:;(/]*)*"
)
_BEHIND = re.compile(
    r"[\s)\]]*(?:,?\s?respectively,?)?(?:[\s,(]*(?:in|with|for|of|on|among|given|receiving|to|the|"
    r"those|patients|women|groups?|arms?|treated|assigned|and|v|vs\.?|versus|who|received|\u00a7))*"
)
_REACH = 120


@dataclass(frozen=True, slots=True)
class _Column:
    """One name of the list: its endpoint, whether it is a median or a rate, and at which time."""

    endpoint: Endpoint
    statistic: str
    months: float | None = None

    @property
    def is_time(self) -> bool:
        return self.statistic == "median"


def with_columns(line: Line, all_series: Sequence[Series], claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a sentence, those of rows of several kinds of values by their columns."""
    items = [
        (series, item)
        for series in all_series
        if not series.is_ratio and (series.unit in TIMES or series.unit == "%")
        for item in series.items
    ]
    if len({series.unit == "%" for series, _ in items}) < 2:
        return list(claims)
    for at, (_, item) in enumerate(items):
        columns = _columns(line, items[at - 1][1].value.end if at else line.sentence.start, item)
        if columns:
            rows = _rows(line, columns, items[at:])
            if rows:
                used = {id(series) for row in rows for series, _ in row}
                kept = [claim for claim in claims if id(claim.series) not in used]
                made = _claims(line, columns, rows)
                return sorted([*kept, *made], key=lambda claim: claim.series.start)
    return list(claims)


def _columns(line: Line, start: int, first: Item) -> list[_Column]:
    """The names of the list that the first value ends, [] where they are of one kind or unsure."""
    header = [m for m in line.within(start, first.value.start) if not isinstance(m, Count)]
    while header and isinstance(header[-1], ArmMention):
        header.pop()
    names: list[Mention] = []
    for mention in reversed(header):
        if not isinstance(mention, Endpoint | Statistic | Time):
            break
        if names and not _joined(line, mention, names[0]):
            break
        names.insert(0, mention)
    if not names or not _reaches(line, names[-1].end, first.value.start, _WERE):
        return []
    columns = _named(line, names)
    kinds = {column.is_time for column in columns}
    return columns if 2 <= len(columns) <= _MOST and len(kinds) == 2 else []


def _joined(line: Line, left: Mention, right: Mention) -> bool:
    gap = line.gap(left, right)
    return _stands_behind(line, left, right) or _NAMES.fullmatch(gap) is not None


def _stands_behind(line: Line, left: Mention | None, right: Mention) -> bool:
    """Whether a time stands behind the name it is of (`survival at 1 year`)."""
    if not isinstance(left, Endpoint) or not isinstance(right, Time):
        return False
    told = line.view[left.end : right.start]
    at = "at " in told or _AT_ITSELF.match(line.view, right.start) is not None
    return at and _AT.fullmatch(told) is not None


def _named(line: Line, names: Sequence[Mention]) -> list[_Column]:
    """Each name with the words for its statistic and its time, which stand before it."""
    columns: list[_Column] = []
    waiting: list[tuple[str, float | None]] = []
    for before, mention in zip([None, *names], names, strict=False):
        if isinstance(mention, Statistic):
            if mention.id not in {"median", "cumulative"}:
                return []
            waiting += [("median", None)] if mention.id == "median" else []
        elif isinstance(mention, Time):
            if _stands_behind(line, before, mention):
                if columns[-1].months is not None:
                    return []
                one = columns.pop().endpoint
                columns += [_Column(one, "rate_at", months) for months in mention.months]
            elif columns and _ITS_RATE.match(line.view, mention.end) and not waiting:
                one = columns[-1].endpoint
                columns += [_column(one, "rate_at", months) for months in mention.months]
            else:
                waiting += [("rate_at", months) for months in mention.months]
        elif isinstance(mention, Endpoint):
            columns += [_column(mention, *told) for told in waiting or [("", None)]]
            waiting = []
    return [] if waiting or any(not c.statistic for c in columns) else columns


def _column(endpoint: Endpoint, told: str, months: float | None) -> _Column:
    """A column; what is not said of it is told by the kind of its endpoint."""
    if told == "median":
        fits = endpoint.kind in {"survival", "duration"}
        return _Column(endpoint, "median" if fits else "")
    if told == "rate_at":
        share = {"survival": "rate_at", "event": "rate_at", "response": "proportion"}
        return _Column(endpoint, share.get(endpoint.kind, ""), months)
    if endpoint.umbrella:
        return _Column(endpoint, "")
    own = {"survival": "median", "duration": "median", "response": "proportion"}
    return _Column(endpoint, own.get(endpoint.kind, "proportion"))


def _rows(
    line: Line, columns: Sequence[_Column], items: Sequence[tuple[Series, Item]]
) -> list[Sequence[tuple[Series, Item]]]:
    """The rows of values, one of each column; [] where a value is left over or out of place."""
    size = len(columns)
    rows: list[Sequence[tuple[Series, Item]]] = []
    for at in range(0, len(items), size):
        row = items[at : at + size]
        before = items[at - 1][1] if at else None
        if before is not None and not _reaches(
            line, before.value.end, row[0][1].value.start, _ROWS
        ):
            break
        if len(row) < size or not _answers(line, columns, [item for _, item in row]):
            return []
        rows.append(row)
    return rows


def _answers(line: Line, columns: Sequence[_Column], row: Sequence[Item]) -> bool:
    """Whether each value is one of its column, and nothing else stands between them."""
    for column, item in zip(columns, row, strict=True):
        if (item.value.unit in TIMES) is not column.is_time or item.value.operator:
            return False
    return all(
        _reaches(line, left.value.end, right.value.start, _BESIDE) for left, right in pairwise(row)
    )


def _reaches(line: Line, start: int, end: int, between: re.Pattern[str]) -> bool:
    """Whether a stretch holds nothing but such words, arms as signs, intervals and tests."""
    if end - start > _REACH:
        return False
    parts, at = [], start
    for mention in line.within(start, end):
        if isinstance(mention, Endpoint | Statistic | Value):
            return False
        parts.append(line.view[at : mention.start])
        if isinstance(mention, ArmMention):
            parts.append("\u00a7")
        elif not isinstance(mention, Interval | PValue | Count):
            parts.append(line.view[mention.start : mention.end])
        at = mention.end
    parts.append(line.view[at:end])
    return between.fullmatch(re.sub(r"\s?[(\[][\s,;]*[)\]]", "", "".join(parts))) is not None


def _claims(
    line: Line, columns: Sequence[_Column], rows: Sequence[Sequence[tuple[Series, Item]]]
) -> list[Claim]:
    arms = _arms_of(line, rows)
    claims: list[Claim] = []
    for row, arm in zip(rows, arms, strict=True):
        for column, (series, item) in zip(columns, row, strict=True):
            own = Time(start=item.value.end, end=item.value.end, months=(column.months or 0,))
            time = own if column.months is not None else item.time
            before = [arm] if arm is not None else []
            lone = replace(item, arms_before=before, arms_after=[], time=time)
            last = series.items[-1] is item
            value = item.value
            end = series.end if last else max(value.end, item.interval.end if item.interval else 0)
            alone = replace(
                series,
                items=[lone],
                joints=[],
                start=value.start,
                end=end,
                respectively=False,
                p=series.p if last else None,
            )
            claims.append(Claim(alone, column.endpoint, column.statistic, "columns"))
    return claims


def _arms_of(line: Line, rows: Sequence[Sequence[tuple[Series, Item]]]) -> list[ArmMention | None]:
    """The arm of each row: beside it, or in the order in which they are named before or behind."""
    starts = [row[0][1].value.start for row in rows]
    ends = [row[-1][1].value.end for row in rows]
    named = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    before = [m for m in named if m.end <= starts[0]]
    between = [
        [m for m in named if end <= m.start and m.end <= start]
        for end, start in zip(ends, starts[1:], strict=False)
    ]
    behind = _behind(line, ends[-1], named)
    none: list[ArmMention | None] = [None] * len(rows)
    if len(rows) == 1:
        beside = behind or before
        return [beside[0]] if len(beside) == 1 else none
    if all(len(arms) == 1 for arms in between):
        inner = [arms[0] for arms in between]
        found = [*inner, *behind] if len(behind) == 1 else [*before[-1:], *inner]
    elif any(between):
        return none
    else:
        found = behind if behind else before
    apart = len({m.labels for m in found}) == len(found) == len(rows)
    return list(found) if apart else none


def _behind(line: Line, end: int, named: Sequence[ArmMention]) -> list[ArmMention]:
    """The arms right behind the last value."""
    found: list[ArmMention] = []
    for arm in named:
        if arm.start >= end and arm.end - end <= _REACH:
            if not _reaches(line, end, arm.end, _BEHIND):
                break
            found.append(arm)
    return found

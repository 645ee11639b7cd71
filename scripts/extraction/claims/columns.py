"""A list of outcomes of several kinds, and one row of values for each arm.

`Median and 1-year survival were 14 months and 58% with A and 11 months and 46% with B`: the names
are the columns, each row holds a value of each, in units that tell the columns apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extraction.claims.measures import TIMES
from extraction.claims.place import Claim
from extraction.claims.rows_of_columns import BETWEEN_ROWS, Column, claims_of, reaches
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import (
    ArmMention,
    Count,
    Endpoint,
    Mention,
    Statistic,
    Time,
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
    r"patients|women|those|given|receiving|treated|"
    r"(?:assigned|allocated|randomi[sz]ed) to|groups?|arms?|v|vs\.?|versus|"
    r"reached|amounted to|came to|\([A-Za-z-]{1,6}\)|\u00a7)[\s,:()]*)*[:=(]?\s?"
)
#: Between the values of a row.
_BESIDE = re.compile(r"[)\s]*(?:[,;/]\s?|\s)?(?:and\s|or\s|\()?(?:an?\s|with\s|of\s)*")
_NEAR = 60


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
                made = claims_of(line, columns, rows)
                return sorted([*kept, *made], key=lambda claim: claim.series.start)
    return _named_within(line, items, claims)


def _named_within(
    line: Line, items: Sequence[tuple[Series, Item]], claims: Sequence[Claim]
) -> list[Claim]:
    """The claims of two rows whose second value is named in each row, or in the first alone.

    `Median survival was 14 months (2-year survival, 31%) with A and 11 months (22%) with B`.
    """
    claimed = {id(claim.series): claim for claim in claims}
    for at in range(len(items) - 3):
        four = items[at : at + 4]
        whole, part = claimed.get(id(four[0][0])), claimed.get(id(four[1][0]))
        if whole is None or part is None or whole.statistic != "median":
            continue
        columns = [Column(c.endpoint, c.statistic) for c in (whole, part)]
        others = [claimed.get(id(series)) for series, _ in four[2:]]
        agree = all(
            other is None or (other.endpoint.id, other.statistic) == (c.endpoint.id, c.statistic)
            for other, c in zip(others, columns, strict=True)
        )
        values = [item.value for _, item in four]
        alone = all(len(series.items) == 1 for series, _ in four)
        kinds = [value.unit in TIMES for value in values] == [True, False, True, False]
        inside = [(values[0].end, values[1].start), (values[2].end, values[3].start)]
        if not (agree and alone and kinds) or any(_leaves_row(line, *gap) for gap in inside):
            continue
        if part.statistic != "rate_at" or not reaches(
            line, values[1].end, values[2].start, BETWEEN_ROWS
        ):
            continue
        made = claims_of(line, columns, [four[:2], four[2:]])
        used = {id(series) for series, _ in four}
        kept = [claim for claim in claims if id(claim.series) not in used]
        return sorted([*kept, *made], key=lambda claim: claim.series.start)
    return list(claims)


def _leaves_row(line: Line, start: int, end: int) -> bool:
    """Whether an arm or a new clause stands between the two values of a row."""
    armed = any(isinstance(m, ArmMention) for m in line.within(start, end))
    return armed or end - start > _NEAR or ")" in line.view[start:end]


def _columns(line: Line, start: int, first: Item) -> list[Column]:
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
    if not names or not reaches(line, names[-1].end, first.value.start, _WERE):
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


def _named(line: Line, names: Sequence[Mention]) -> list[Column]:
    """Each name with the words for its statistic and its time, which stand before it."""
    columns: list[Column] = []
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
                columns += [Column(one, "rate_at", months) for months in mention.months]
            elif columns and _ITS_RATE.match(line.view, mention.end) and not waiting:
                one = columns[-1].endpoint
                columns += [_column(one, "rate_at", months) for months in mention.months]
            else:
                waiting += [("rate_at", months) for months in mention.months]
        elif isinstance(mention, Endpoint):
            columns += [_column(mention, *told) for told in waiting or [("", None)]]
            waiting = []
    return [] if waiting or any(not c.statistic for c in columns) else columns


def _column(endpoint: Endpoint, told: str, months: float | None) -> Column:
    """A column; what is not said of it is told by the kind of its endpoint."""
    if told == "median":
        fits = endpoint.kind in {"survival", "duration"}
        return Column(endpoint, "median" if fits else "")
    if told == "rate_at":
        share = {"survival": "rate_at", "event": "rate_at", "response": "proportion"}
        return Column(endpoint, share.get(endpoint.kind, ""), months)
    if endpoint.umbrella:
        return Column(endpoint, "")
    own = {"survival": "median", "duration": "median", "response": "proportion"}
    return Column(endpoint, own.get(endpoint.kind, "proportion"))


def _rows(
    line: Line, columns: Sequence[Column], items: Sequence[tuple[Series, Item]]
) -> list[Sequence[tuple[Series, Item]]]:
    """The rows of values, one of each column; [] where a value is left over or out of place."""
    size = len(columns)
    rows: list[Sequence[tuple[Series, Item]]] = []
    for at in range(0, len(items), size):
        row = items[at : at + size]
        before = items[at - 1][1] if at else None
        if before is not None and not reaches(
            line, before.value.end, row[0][1].value.start, BETWEEN_ROWS
        ):
            break
        if len(row) < size or not _answers(line, columns, [item for _, item in row]):
            return []
        rows.append(row)
    return rows


def _answers(line: Line, columns: Sequence[Column], row: Sequence[Item]) -> bool:
    """Whether each value is one of its column, and nothing else stands between them."""
    for column, item in zip(columns, row, strict=True):
        if (item.value.unit in TIMES) is not column.is_time or item.value.operator:
            return False
    return all(
        reaches(line, left.value.end, right.value.start, _BESIDE) for left, right in pairwise(row)
    )

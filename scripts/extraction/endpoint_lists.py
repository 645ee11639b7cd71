"""Endpoints named as a list, and the series that answer one in its order.

`TTP, PFS, and OS` is a list; in `TTP and OS: 7 v 5 months; 20 v 18 months` each series has its own
endpoint, in `ORR and PFS were 40% and 6 months` each value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extraction.mentions import Line
from extraction.place import ONLY_SIGNS, endpoints_before, shape_between
from extraction.series import Series
from extraction.tokens import Endpoint

_SHORT_FORM = re.compile(r"\([^()\d]*\)")
_JOINED = re.compile(
    r"[\s,)]*(?:\band\b|\bor\b|/)?\s*(?:\([A-Za-z]+\))?\s*(?:the\s|median\s|\w+-year\s)*"
)


def list_ending_with(line: Line, last: Endpoint) -> tuple[Endpoint, ...]:
    """Endpoints named as a list that ends with this one (`TTP, PFS, and OS`)."""
    group = [last]
    for mention in reversed(
        [m for m in line.mentions if isinstance(m, Endpoint) and m.end <= last.start]
    ):
        gap = _SHORT_FORM.sub("", line.view[mention.end : group[0].start])
        same = mention.id == group[0].id
        if same and len(gap) < 4:
            group[0] = mention
            continue
        if same or not _JOINED.fullmatch(gap):
            break
        group.insert(0, mention)
    return tuple(group)


def in_parallel(line: Line, all_series: Sequence[Series]) -> dict[int, tuple[Endpoint, ...]]:
    """The endpoints of the series, by their number, that answer a list in its order."""
    for first, series in enumerate(all_series):
        before = endpoints_before(line, series)
        if not before:
            continue
        group = list_ending_with(line, before[-1])
        run = all_series[first : first + len(group)]
        joined = all(
            ONLY_SIGNS.fullmatch(shape_between(line, left.end, right.start))
            for left, right in itertools.pairwise(run)
        )
        several = len(series.items) > 1 or len(group) > 2
        if len(group) > 1 and len(run) == len(group) and joined and several:
            return {first + at: (endpoint,) for at, endpoint in enumerate(group)}
        mixed = _mixed(line, run, group)
        if mixed:
            return {first + at: its for at, its in enumerate(mixed)}
    return {}


def _mixed(
    line: Line, run: Sequence[Series], group: Sequence[Endpoint]
) -> list[tuple[Endpoint, ...]]:
    """Endpoints with one value each in series of several units (`ORR and PFS: 40%, 6 months`)."""
    shares: list[tuple[Endpoint, ...]] = []
    used = 0
    for at, series in enumerate(run):
        if at and not ONLY_SIGNS.fullmatch(shape_between(line, run[at - 1].end, series.start)):
            return []
        if series.is_ratio or "vs" in series.joints:
            return []
        shares.append(tuple(group[used : used + len(series.items)]))
        used += len(series.items)
        if used >= len(group):
            break
    return shares if used == len(group) > 2 and len(shares) > 1 else []

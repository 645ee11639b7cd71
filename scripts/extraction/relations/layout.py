"""Which value of a series belongs to which arm, time and endpoint.

Values may name their arms themselves (`7% in A and 5% in B`), follow a list of arms in its order
(`A compared with B (7 v 5 months)`), or be two lists at once: `98%, 93% and 91% v 89%, 76% and 66%
at 1, 2 and 3 years` goes arm by arm, `91% v 83%, 73% v 69%` time by time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.arms.study import Arms
from extraction.clauses.frames import arm_before_bracket
from extraction.clauses.sequence import compared_beside
from extraction.mentions.lines import Line
from extraction.relations.sides import side_of_crossed, sides_of
from extraction.relations.subject_sides import sides_of_each
from extraction.relations.whose import arms_of, has_one_arm, local_arm, opening_arm, shared_arm
from extraction.series.series import Item, Series
from extraction.tokens import Endpoint, Time


@dataclass(frozen=True, slots=True)
class Cell:
    """One value with its arms (two for a ratio, several where all share it), months, endpoint."""

    item: Item
    arms: tuple[str, ...] = ()
    months: float | None = None
    endpoint: Endpoint | None = None
    p_index: int = 0


def lay_out(
    line: Line,
    series: Series,
    endpoints: Sequence[Endpoint],
    time: Time | None,
    arms: Arms,
) -> list[Cell]:
    """Give every value of a series its arms, time and endpoint."""
    if series.is_ratio:
        return _ratios(line, series, endpoints, arms)
    times = time.months if time else ()
    width = compared_beside(line, series) if len(endpoints) < 2 else 0
    groups, by_arm = _chunks(series, len(times), width)
    _time_first_row(line, groups)
    cells: list[Cell] = []
    for row, group in enumerate(groups):
        for column, item in enumerate(group):
            arm_at, other_at = (row, column) if by_arm else (column, row)
            arm_count = len(groups) if by_arm else len(group)
            beside = group if by_arm else [item]
            cells.append(
                _cell(line, series, item, beside, arm_at, arm_count, other_at, times, arms)
            )
    if not by_arm:
        told = sum(bool(item.arms_before or item.arms_after) for item in series.items)
        listed = len(groups) == 1 and series.respectively and told > 1
        width = told if listed and len(cells) % told == 0 else len(groups[0])
        cells = _as_first_row(cells, width)
    return _told_apart(series, _by_lists(line, series, endpoints, times, cells))


def _as_first_row(cells: list[Cell], width: int) -> list[Cell]:
    """Rows without any arm follow the first (`7% with A v 5% with B, and 9% v 8%`)."""
    first = [cell.arms for cell in cells[:width]]
    if any(len(arms) != 1 for arms in first) or len(set(first)) != width:
        return cells
    kept = cells[:width]
    for at in range(width, len(cells), width):
        row = cells[at : at + width]
        silent = not any(cell.arms for cell in row)
        kept += (
            [replace(c, arms=arms) for c, arms in zip(row, first, strict=True)] if silent else row
        )
    return kept


def _told_apart(series: Series, cells: Sequence[Cell]) -> list[Cell]:
    """Values that are compared with each other cannot be of one arm: then their arms are unsure."""
    kept = list(cells)
    for at, joint in enumerate(series.joints):
        left, right = cells[at], cells[at + 1]
        same = (left.arms, left.months, left.endpoint) == (right.arms, right.months, right.endpoint)
        if joint == "vs" and same and len(left.arms) == 1:
            kept[at : at + 2] = [replace(left, arms=()), replace(right, arms=())]
    return kept


def _chunks(series: Series, times: int, width: int) -> tuple[list[list[Item]], bool]:
    """The values in rows, and whether a row is an arm (else a row holds one value per arm).

    `width` arms are compared beside the values.
    """
    items, joints = series.items, series.joints
    timed = _timed_groups(items)
    if "vs" not in joints and timed:
        return timed, False
    armed = _armed_groups(items)
    if "vs" not in joints and armed:
        return armed, True
    if "vs" not in joints and times > 1 and len(items) > times and len(items) % times == 0:
        return [items[at : at + times] for at in range(0, len(items), times)], True
    if "vs" not in joints and 1 < width < len(items) and len(items) % width == 0:
        return [items[at : at + width] for at in range(0, len(items), width)], False
    if "vs" not in joints or "list" not in joints:
        return [items], False
    outer_is_list = joints[0] == "vs"
    outer = "list" if outer_is_list else "vs"
    groups: list[list[Item]] = [[items[0]]]
    for joint, item in zip(joints, items[1:], strict=True):
        if joint == outer:
            groups.append([item])
        else:
            groups[-1].append(item)
    if len({len(group) for group in groups}) != 1:
        return [items], False
    return groups, not outer_is_list


def _timed_groups(items: Sequence[Item]) -> list[list[Item]]:
    """Rows of values that each end in a time (`79% and 65% at 1 year and 55% and 38% at 2`).

    The first time may open its sentence, and each later one its row.
    """
    starts = [at for at, item in enumerate(items) if _opens_with_time(item)]
    first = starts[0] if starts else 0
    if first > 1 and starts == list(range(first, len(items), first)):
        width = first
        if len(items) % width == 0 and sum(item.time is not None for item in items) == len(starts):
            rows = [list(items[at : at + width]) for at in range(0, len(items), width)]
            for row in rows[1:]:
                for item in row:
                    item.time = row[0].time
            return rows
    ends = [at for at, item in enumerate(items) if item.time is not None]
    width = ends[0] + 1 if ends else 0
    if len(ends) < 2 or width < 2 or ends != list(range(width - 1, len(items), width)):
        return []
    groups = [list(items[at : at + width]) for at in range(0, len(items), width)]
    for group in groups:
        for item in group:
            item.time = group[-1].time
    return groups


def _time_first_row(line: Line, groups: Sequence[Sequence[Item]]) -> None:
    """Give the first of several rows that open with a time the time that stands before it."""
    if len(groups) < 2 or groups[0][0].time or not _opens_with_time(groups[1][0]):
        return
    start = groups[0][0].value.start
    before = [m for m in line.of(Time) if m.end <= start]
    for item in groups[0]:
        item.time = before[-1] if before else None


def _opens_with_time(item: Item) -> bool:
    """Whether a time stands right before a value (`, and the 5-year rates were 81%`)."""
    return item.time is not None and item.time.start < item.value.start


def _armed_groups(items: Sequence[Item]) -> list[list[Item]]:
    """Rows of values that each end in an arm (`13% and 15% with A and 8% and 9% with B`)."""
    ends = [at for at, item in enumerate(items) if item.arms_after]
    width = ends[0] + 1 if ends else 0
    if len(ends) < 2 or width < 2 or ends != list(range(width - 1, len(items), width)):
        return []
    if any(item.arms_before for item in items) or any(
        len({mention.labels for mention in items[at].arms_after}) > 1 for at in ends
    ):
        return []
    return [list(items[at : at + width]) for at in range(0, len(items), width)]


def _cell(
    line: Line,
    series: Series,
    item: Item,
    beside: Sequence[Item],
    arm_at: int,
    arm_count: int,
    other_at: int,
    times: Sequence[float],
    arms: Arms,
) -> Cell:
    own = [labels for labels in (local_arm(series, one) for one in beside) if labels]
    labels = own[0] if own and len(beside) > 1 else ()
    labels = labels or arms_of(line, series, item, arm_at, arm_count, arms)
    its = item.time.months[0] if item.time and len(item.time.months) == 1 else None
    at = its if its is not None else (times[other_at] if other_at < len(times) else None)
    if at is None and times and not _timed_apart(series):
        at = times[-1]
    return Cell(item, labels, at, None, other_at)


def _timed_apart(series: Series) -> bool:
    """Whether the values of a series have times of their own, so that one without has none."""
    return len({item.time.months for item in series.items if item.time is not None}) > 1


def _by_lists(
    line: Line,
    series: Series,
    endpoints: Sequence[Endpoint],
    times: Sequence[float],
    cells: list[Cell],
) -> list[Cell]:
    """A plain list of values may follow a list of endpoints or of times rather than arms."""
    n = len(series.items)
    plain_list = "vs" not in series.joints
    has_arms = any(item.arms_before or item.arms_after for item in series.items)
    if n > 1 and plain_list and len(endpoints) == n and (not has_arms or has_one_arm(series)):
        shared = shared_arm(series) or opening_arm(line, series)
        shared = shared or arm_before_bracket(line, series, one_arm=True)
        return [
            Cell(cell.item, shared, cell.months, endpoint, at)
            for at, (cell, endpoint) in enumerate(zip(cells, endpoints, strict=True))
        ]
    if n > 1 and plain_list and len(times) == n and not (has_arms and not has_one_arm(series)):
        shared = shared_arm(series) or opening_arm(line, series)
        return [
            Cell(cell.item, shared, months, None, at)
            for at, (cell, months) in enumerate(zip(cells, times, strict=True))
        ]
    by_arm = _armed_groups(series.items) if plain_list else []
    arm_by_arm = bool(by_arm) and len(by_arm[0]) == len(endpoints) > 1
    divided = not plain_list and series.joints[0] == "list" and _divides(endpoints, series)
    if arm_by_arm or divided:
        inner = len(endpoints)
        return [
            Cell(cell.item, cell.arms, cell.months, endpoints[at % inner], at % inner)
            for at, cell in enumerate(cells)
        ]
    rows = len(cells) // max(1, len(endpoints))
    paired = len(endpoints) > 1 and rows > 1 and rows * len(endpoints) == len(cells)
    if paired and not plain_list and series.joints.count("list") == len(endpoints) - 1:
        return [
            Cell(cell.item, cell.arms, cell.months, endpoints[at // rows], at // rows)
            for at, cell in enumerate(cells)
        ]
    return cells


def _divides(endpoints: Sequence[Endpoint], series: Series) -> bool:
    """Whether values come arm by arm, each arm with one value per endpoint (`4, 9 v 3, 7`)."""
    inner = len(endpoints)
    joints = series.joints
    return (
        inner > 1
        and len(series.items) == 2 * inner
        and joints.count("vs") == 1
        and joints[inner - 1] == "vs"
    )


def _ratios(line: Line, series: Series, endpoints: Sequence[Endpoint], arms: Arms) -> list[Cell]:
    """Ratios: each with the two arms that it compares."""
    n = len(series.items)
    mapped = n > 1 and len(endpoints) == n
    if arms.are_crossed:
        pairs = [side_of_crossed(line, series, at) for at in range(n)]
    elif n == 1 or mapped:
        pairs = [sides_of(line, series, arms)] * n
    else:
        pairs = sides_of_each(line, series, arms)
    return [
        Cell(item, pairs[at], None, endpoints[at] if mapped else None, at)
        for at, item in enumerate(series.items)
    ]

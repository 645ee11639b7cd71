"""Values in a row, one for each arm of a study with three or more, that name none of them.

`Survival figures at the same point are 54, 63 and 68 per cent`: they follow the order in which the
text has compared all its arms last, or has introduced them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extraction.arms.study import Arms
from extraction.claims.place import Context
from extraction.mentions.lines import Line
from extraction.relations.layout import Cell
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint, Grade, Mention, Subgroup, Time

#: Fewer values may be those of any two of the arms.
FEWEST = 3
_LIST = re.compile(r"[^,;()]{1,60},\s[^,;()]{1,60}?,?\s(?:and|or)\s(?!respectively)")
_BEHIND = re.compile(
    r"[\s)]*,?\s?(?:respectively,?\s)?(?:in|for|among|of|with|at|after|on|by)\s"
    r"(?:[^,;.()]{1,50},\s[^,;.()]{1,50}?,?\s(?:and|or)\s|[^,;.()]{1,50}?\s(?:and|or)\s(?!older|over|more))"
)
_HIGHEST = re.compile(
    r"\b(?:most|highest|best|greatest|longest|commonest|largest|higher|better|longer|more)\b"
)
_LOWEST = re.compile(
    r"\b(?:least|lowest|worst|smallest|shortest|fewest|rarest|lower|worse|shorter|less|fewer)\b"
)
_PAUSE = re.compile(r"[,;)]\s")
_NEAR = 30


def order_of_row(
    line: Line, series: Series, cells: Sequence[Cell], arms: Arms, context: Context, since: int
) -> tuple[str, ...]:
    """The arms that values in a row are of, () where they may be of anything else.

    Words before `since` are those of other values.
    """
    n = len(series.items)
    if n < FEWEST or len(cells) != n or series.is_ratio or len(set(series.joints)) != 1:
        return ()
    order = _order_told(series, arms, context)
    if len(order) != n or any(cell.endpoint for cell in cells):
        return ()
    if len({cell.months for cell in cells}) > 1 or not _agrees(line, series, order, since):
        return ()
    start = max(since, line.view.rfind(";", since, series.start) + 1)
    if _LIST.search(line.view, start, series.start) or _names_parts(line, series, start):
        return ()
    behind = _BEHIND.match(line.view, series.end, line.sentence.end)
    if behind and not _names_all(line, series.end, n):
        return ()
    return order


def _order_told(series: Series, arms: Arms, context: Context) -> tuple[str, ...]:
    """The order in which a text tells of so many arms; of several, only that of the last one.

    () where it changes, and no word ties the row to what stands before it.
    """
    n = len(series.items)
    told = [order for order in context.orders if len(order) == n]
    if series.respectively and told:
        return told[-1]
    introduced = arms.in_order()
    orders = Counter([*told, introduced] if len(introduced) == n else told).most_common(2)
    if len(orders) > 1 and orders[0][1] == orders[1][1]:
        return ()
    return orders[0][0] if orders else ()


def _agrees(line: Line, series: Series, order: Sequence[str], since: int) -> bool:
    """Whether no arm is named beside the row but one that has the most or the least of it."""
    named = [
        m
        for m in line.of(ArmMention)
        if len(m.labels) == 1 and since <= m.start < series.end + _NEAR
    ]
    if not named:
        return True
    numbers = [item.value.number for item in series.items]
    if None in numbers or {m.labels for m in named} != {named[0].labels}:
        return False
    if named[0].labels[0] not in order or named[-1].end > series.start:
        return False
    own = numbers[order.index(named[0].labels[0])]
    text = line.view[since : series.start]
    most, least = _HIGHEST.search(text), _LOWEST.search(text)
    if bool(most) == bool(least):
        return False
    best = max(numbers, key=_number) if most else min(numbers, key=_number)
    return own == best and numbers.count(best) == 1


def _number(number: float | None) -> float:
    return number or 0.0


def _names_parts(line: Line, series: Series, start: int) -> bool:
    """Whether several grades, groups, times or outcomes stand before the row, or behind it."""
    kinds: list[type[Mention]] = []
    outcomes = set()
    pause = _PAUSE.search(line.view, series.end, line.sentence.end)
    end = min(series.end + _NEAR, pause.start() if pause else line.sentence.end)
    for mention in line.within(start, end):
        if series.start <= mention.start < series.end:
            continue
        if isinstance(mention, Grade | Subgroup | Time):
            kinds.append(type(mention))
            if isinstance(mention, Time) and len(mention.months) > 1:
                return True
        elif isinstance(mention, Endpoint) and mention.end <= series.start:
            outcomes.add(mention.id)
    return len(kinds) > len(set(kinds)) or len(outcomes) > FEWEST - 1


def _names_all(line: Line, at: int, n: int) -> bool:
    """Whether all arms are named behind a place."""
    return len({m.labels for m in line.of(ArmMention) if m.start >= at}) == n

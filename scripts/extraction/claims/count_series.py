"""The numbers of a frame of counts as a series: each a value with its total and its arms."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.claims import count_frames as frames
from extraction.claims.place import mention_behind
from extraction.clauses.shape import ARM, NUMBER, Number, Shape
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, PValue, Value

_RESPECTIVELY = re.compile(r"[^#;]{0,80}\brespectively\b")
# `... (12 v 19) within 30 days (`
_REST = re.compile(
    r"\)?,?\s(?:during|within|by|at|after|over|in|throughout|on|had|were|was|did|died|developed|"
    r"required|experienced|presented|reported|groups?|arms?|patients)\b[^;:.()\d]{0,50}(?:\d+\s[a-z]+)?\s?[(\[,]\s?"
)
_ARM_NAMED = re.compile(rf"{ARM}|\b(?:group|arm)\b(?<!{ARM} group)(?<!{ARM} arm)")


def count_series(
    shape: Shape, start: int, end: int, unit: str, counted: bool = False
) -> Series | None:
    """The counts of `shape[start:end]` with the arms beside them.

    Several of them are sides of one comparison: each names its arm, or they follow a list of arms
    (`respectively`), or the text says for each what it counts.
    """
    items: list[Item] = []
    joints: list[str] = []
    last = start
    for index, what in shape.signs(start, end):
        if isinstance(what, Number) and shape.text[index] == NUMBER:
            gap = shape.text[last + 1 : index]
            last = index
            if items and frames.OF.fullmatch(gap):
                items[-1].value = _of(items[-1].value, what.value, what.end)
                continue
            if items:
                joints.append("vs" if frames.VERSUS.search(gap) else "list")
            items.append(Item(_value(shape, index, what, unit)))
        elif isinstance(what, ArmMention) and items:
            items[-1].arms_after.append(what)
    if not items or any(_more_than_all(item.value) for item in items):
        return None
    listed = _RESPECTIVELY.match(shape.text, end) is not None
    if listed and len(items) > 1:
        for item in items:
            item.arms_after = []
    parted = _ARM_NAMED.findall(shape.text[start:end])
    if len(items) > 1 and len(parted) < len(items) and not (listed or counted):
        return None
    stop = max(shape.end(end), items[-1].value.end)
    p = _p_beside(shape.line, stop) if len(items) > 1 else None
    return Series(items, joints, unit, items[0].value.start, stop, respectively=listed, p=p)


def _more_than_all(value: Value) -> bool:
    return value.total is not None and (value.events or 0) > value.total


def _p_beside(line: Line, end: int) -> PValue | None:
    """The p-value of a comparison, with nothing but signs or the end of its clause before it."""
    following = mention_behind(line, end)
    if not isinstance(following, PValue):
        return None
    between = line.view[end : following.start]
    return following if not between.strip(" ;,([") or _REST.fullmatch(between) else None


def _value(shape: Shape, index: int, number: Number, unit: str) -> Value:
    value = _counted(number, unit)
    if value.total is not None:
        return value
    fraction = frames.FRACTION.match(shape.text, index + 1)
    if fraction is None:
        return value
    return _of(value, int(fraction["total"]), number.end + len(fraction[0]))


def _of(value: Value, total: int, end: int) -> Value:
    return replace(value, end=end, total=total, at=value.start)


def side_by_side(shape: Shape, start: int, end: int, unit: str) -> Series | None:
    """The counts of `shape[start:end]`, each with the arm before it or that behind it.

    They open with an arm that each has before it, or each arm stands behind its number, or all
    arms stand behind or before all numbers in the same order; a lone one needs none. What stands
    in brackets between is of something else.
    """
    signs = [what for _, what in _outside(shape, start, end)]
    arms = [what for what in signs if isinstance(what, ArmMention)]
    numbers = [what for what in signs if isinstance(what, Number)]
    if not numbers or len(arms) not in ({len(numbers)} if len(numbers) > 1 else {0, 1}):
        return None
    first = signs[0] in arms
    around = len(signs) == 4 and [signs[0], signs[3]] == arms
    items = [
        _item(number, arms[at : at + 1], first and not (around and at), unit)
        for at, number in enumerate(numbers)
    ]
    if any(_more_than_all(item.value) for item in items):
        return None
    stop = max(shape.end(end), items[-1].value.end)
    p = _p_beside(shape.line, stop) if len(items) > 1 else None
    return Series(items, ["list"] * (len(items) - 1), unit, items[0].value.start, stop, p=p)


def arm_by_arm(shape: Shape, start: int, end: int, unit: str) -> Series | None:
    """The counts of `shape[start:end]`, each in a bracket behind its arm."""
    signs = [what for _, what in shape.signs(start, end) if isinstance(what, ArmMention | Number)]
    arms = [what for what in signs if isinstance(what, ArmMention)]
    numbers = [what for what in signs if isinstance(what, Number)]
    if len(arms) != len(numbers) or signs[::2] != arms:
        return None
    items = [_item(number, [arm], True, unit) for arm, number in zip(arms, numbers, strict=True)]
    stop = max(shape.end(end), items[-1].value.end)
    return Series(
        items,
        ["vs"] * (len(items) - 1),
        unit,
        items[0].value.start,
        stop,
        p=_p_beside(shape.line, stop),
    )


def _outside(shape: Shape, start: int, end: int) -> list[tuple[int, ArmMention | Number]]:
    """The arms and numbers of a stretch that stand in no bracket within it."""
    opened = {at for at in range(start, end) if shape.text[at] in "(["}
    found = []
    for index, what in shape.signs(start, end):
        inside = any(
            at < index < shape.text.find(")" if shape.text[at] == "(" else "]", at) for at in opened
        )
        total = frames.OF_TOTAL.search(shape.text, start, index) if index > start else None
        if isinstance(what, ArmMention | Number) and not inside and not total:
            found.append((index, what))
    return found


def _item(number: Number, arms: list[ArmMention], first: bool, unit: str) -> Item:
    value = _counted(number, unit)
    return Item(value, arms_before=arms if first else [], arms_after=[] if first else arms)


def _counted(number: Number, unit: str) -> Value:
    """A count with the total printed beside it, if any."""
    return Value(
        start=number.start,
        end=number.end,
        number=float(number.value),
        unit=unit,
        events=number.value,
        total=number.total,
        at=number.start,
    )

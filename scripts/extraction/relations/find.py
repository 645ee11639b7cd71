"""Which number belongs to which endpoint, arm and time: from a sentence to findings.

The series of the sentence claim their endpoints, are laid out over arms and times, and each value
takes the interval and the p-value that stand with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.claims.counts import with_counts
from extraction.claims.exposure import is_exposure
from extraction.claims.find import find_claims
from extraction.claims.place import Claim, Context
from extraction.claims.time_points import time_of
from extraction.clauses.sequence import runs
from extraction.finding import ARM_ASSUMED, ASSUMED, Finding
from extraction.mentions.lines import Line
from extraction.relations.blocks import by_blocks
from extraction.relations.fitting import fitting, late_interval
from extraction.relations.hazards import endpoint_id
from extraction.relations.kept_sides import with_sides_kept
from extraction.relations.layout import Cell, lay_out
from extraction.relations.lists import share_closing_arm, share_opening_arm
from extraction.relations.narrowing import by_side, narrowed, subgroup_of
from extraction.relations.order import in_the_order_before
from extraction.relations.other_side import of_the_other_side
from extraction.relations.pairwise import give_tests, tests_of_row
from extraction.relations.ratio_behind import with_sides_before
from extraction.relations.rows import FEWEST
from extraction.relations.shared_tests import share_p, share_with_all
from extraction.relations.sides import group_of_ratio
from extraction.relations.significance import give_p_to_ratios, p_of
from extraction.relations.unnamed_side import with_unnamed_side
from extraction.relations.whose import local_arm
from extraction.series.find import find_series
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, PValue, Value

_PAIR = 2
_CONTRAST = re.compile(r"\b(?:whereas|while|whilst|but)\b")
_REDUCTION = re.compile(r"\b(?:reduction|decrease|reduced|decreased|fewer|less)\b")


def find_results(line: Line, arms: Arms, context: Context) -> list[Finding]:
    """The results of one sentence. `context` is read and brought up to date."""
    found: list[Finding] = []
    all_series = find_series(line, context.unit, context.ratio)
    context.ratios |= {series.label.id for series in all_series if series.label is not None}
    before = context.arms
    claims = find_claims(line, all_series, context)
    claims = with_counts(line, claims)
    if context.topic is None and len({claim.endpoint.id for claim in claims}) == 1:
        context.topic = claims[0].endpoint
    ordered: Series | None = None
    tests: dict[int, PValue | None] = {}
    previous_end = line.sentence.start
    for number, claim in enumerate(claims):
        cells = _cells(line, claim, arms)
        cells, assumed = in_the_order_before(
            line, claim, cells, arms, context, ordered, previous_end
        )
        cells = of_the_other_side(line, claim, cells, found, arms, context)
        subgroup = _subgroup(line, claims, number, arms)
        rows = [
            row
            for cell, whom in zip(cells, by_side(line, claim.series, cells, subgroup), strict=True)
            if whom is not None
            for row in _rows_of(line, claim, cell, cells, arms, whom)
        ]
        if claim.series.label is not None and not arms.told:
            rows = [with_sides_before(line, row, found, arms) for row in rows]
        if claim.rule == "another grade" and len(rows) == 1 and not rows[0].arm and found:
            rows = [replace(rows[0], arm=found[-1].arm)]
        if claim.statistic == "difference":
            rows = [_with_sides(line, row, found) for row in rows]
        told = tests_of_row(line, claim.series, cells)
        for cell, p in zip(cells, told or (), strict=False):
            tests[cell.item.value.start] = p
        if assumed:
            rows = [replace(row, flags=(*row.flags, ARM_ASSUMED)) for row in rows]
        found += rows
        order = tuple(cell.arms[0] for cell in cells if len(cell.arms) == 1)
        compared = len(order) == len(cells) > 1 and len(set(order)) == len(order)
        if compared and not (assumed or claim.series.from_to):
            context.arms, ordered = order, claim.series
            context.orders += [order] * (len(order) >= FEWEST)
        if ordered is None and len(arms) == _PAIR and (order := _one_after_the_other(found)):
            context.arms, ordered = order, claim.series
        previous_end = max(previous_end, claim.series.end)
    found = with_unnamed_side(line, found, arms)
    if ordered is None:
        unread = _order_of_unread(all_series, claims) or _order_named(line)
        context.arms = _one_after_the_other(found) or unread or context.arms
    if context.arms != before and _turns_for_now(line, context.arms, before):
        context.arms = before
    elif context.arms != before and ordered is None:
        context.orders += [context.arms] * (len(context.arms) >= FEWEST)
    found = by_blocks(line, share_opening_arm(line, share_closing_arm(line, found)))
    found = with_sides_kept(line, found, arms, context)
    found = give_tests(share_with_all(line, share_p(line, found)), tests)
    return give_p_to_ratios(line, found)


def _subgroup(line: Line, claims: Sequence[Claim], number: int, arms: Arms) -> str:
    """Some of the patients whom the values of a claim are of, '' where they are of all."""
    claim = claims[number]
    if arms.told and claim.series.label is not None:
        group = group_of_ratio(line, claim.series)
        if group:
            return group
    named_behind = claim.endpoint.start >= claim.series.end and claim.rule == "after"
    one_of_several = _one_of_several(claims, number) and not named_behind
    several = narrowed(line, claim.series) if one_of_several else ""
    return several or claim.subgroup or subgroup_of(line, claim.series)


def _turns_for_now(line: Line, order: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a sentence only sets its arms apart (`9% with B, whereas it was 12% with A`)."""
    sentence = line.sentence
    contrast = _CONTRAST.search(line.view, sentence.start, sentence.end)
    return contrast is not None and sorted(order) == sorted(before)


def _one_after_the_other(found: Sequence[Finding]) -> tuple[str, ...]:
    """The arms of a sentence that gives each of them its value of one thing in its own words."""
    own = [f for f in found if f.arm and not f.comparator and "all_arms" not in f.flags]
    if all(ARM_ASSUMED in f.flags for f in own):
        return ()
    if len({(f.endpoint, f.statistic, f.months) for f in own}) != 1:
        return ()
    order = tuple(f.arm for f in own)
    return order if len(set(order)) == len(order) > 1 else ()


def _order_of_unread(all_series: Sequence[Series], claims: Sequence[Claim]) -> tuple[str, ...]:
    """The arms of the last values of a sentence that each name their own, whatever these are of."""
    claimed = {id(claim.series) for claim in claims}
    for series in reversed(all_series):
        own = [local_arm(series, item) for item in series.items]
        order = tuple(arms[0] for arms in own if len(arms) == 1)
        free = id(series) not in claimed and not (series.is_ratio or series.from_to)
        if free and len(own) == len(order) == len(set(order)) > 1:
            return order
    return ()


def _order_named(line: Line) -> tuple[str, ...]:
    """The only order in which a sentence with amounts names two arms, each once."""
    named = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    amounts = [m for m in line.of(Value) if m.unit not in {"", "count"}]
    if len(named) != _PAIR or len(amounts) < _PAIR:
        return ()
    pairs = [pair for pair in runs(line, named) if len(pair) == _PAIR]
    return pairs[0] if pairs else ()


def _with_sides(line: Line, difference: Finding, found: Sequence[Finding]) -> Finding:
    """A difference with the sides of the two amounts right before it that it is one of."""
    amount = difference.value.number
    sides = [f for f in found[-2:] if f.endpoint == difference.endpoint and f.arm]
    if amount is None or len(sides) != 2 or any(f.comparator for f in sides):
        return difference
    first, second = (f.value.number for f in sides)
    if first is None or second is None or sides[0].arm == sides[1].arm:
        return difference
    order = [f.arm for f in sides]
    rise = abs(second - first - amount) < abs(first - second - amount)
    fall = _REDUCTION.search(line.view, found[-1].value.end, difference.value.end + 40)
    if rise != bool(fall):
        order.reverse()
    return difference.directed(*order)


def _cells(line: Line, claim: Claim, arms: Arms) -> list[Cell]:
    """The values of a series, each with its arms, time and endpoint."""
    timed = claim.statistic in {"rate_at", "proportion"}
    time = time_of(line, claim.series, claim.endpoint) if timed else None
    return lay_out(line, claim.series, claim.endpoints, time, arms)


def _rows_of(
    line: Line, claim: Claim, cell: Cell, cells: Sequence[Cell], arms: Arms, subgroup: str
) -> list[Finding]:
    series, item = claim.series, cell.item
    endpoint = cell.endpoint or claim.endpoint
    p = p_of(claim, cell, cells, line)
    if claim.statistic == "count" and len(series.items) == 1:
        p = None  # nothing is compared
    at = cell.months if claim.statistic in {"rate_at", "proportion"} else None
    start, end = _span(line, series, item)
    value = item.value
    size = item.count
    if size is not None and value.unit == "%" and value.total is None:
        beside = re.fullmatch(r"\s?[(\[]", line.view[value.end : size.start])
        value = replace(value, total=size.number) if beside else value
    base = Finding(
        endpoint=endpoint_id(line, endpoint, series, claim.statistic),
        statistic=claim.statistic,
        value=value,
        unit="" if item.value.not_reached else series.unit,
        start=start,
        end=end,
        rule=f"{claim.statistic}:{claim.rule}",
        interval=fitting(item.interval or late_interval(line, claim), item.value, claim, line),
        p=p.values[0] if p else None,
        one_sided=p.one_sided if p else False,
        months=at,
        subgroup=subgroup,
        label=line.sentence.label,
        flags=claim.flags,
    )
    if series.is_ratio or claim.statistic == "difference":
        return [_compared(line, base, claim, cell, arms)]
    if claim.statistic == "count" and len(cell.arms) > 1:
        # `in both groups` may count them together.
        around = (*item.arms_after, *item.arms_before)
        said = [m.start for m in around] + [item.value.end + 1]
        each = len(cell.arms) < 4 and any(line.view[at : at + 4].lower() == "each" for at in said)
        return [replace(base, arm=arm) for arm in cell.arms] if each else [base]
    if len(cell.arms) > 2:
        return [base]
    if len(cell.arms) > 1:
        return [replace(base, arm=arm, flags=(*base.flags, "all_arms")) for arm in cell.arms]
    if cell.arms and len(cells) == 1 and not arms.are_told and not _names_two(line):
        return [base]
    return [replace(base, arm=cell.arms[0] if cell.arms else _sole_arm(series, arms))]


def _names_two(line: Line) -> bool:
    """Whether a sentence speaks of two arms."""
    return len({m.labels for m in line.of(ArmMention)}) > 1


def _sole_arm(series: Series, arms: Arms) -> str:
    """The one arm of a study that compares nothing."""
    if len(arms) != 1 or len(series.items) != 1 or arms.compared or arms.loose:
        return ""
    return arms.labels[0]


def _span(line: Line, series: Series, item: Item) -> tuple[int, int]:
    """The words that carry one value: from it to what belongs to it."""
    value, interval = item.value, item.interval
    start, end = value.start, value.end
    if series.label is not None and series.items[0].value is value:
        start = series.label.start
    if interval is not None and interval.start > start:
        end = max(end, interval.end)
    for arm in item.arms_after:
        if arm.start - end < 40:
            end = max(end, arm.end)
    for arm in item.arms_before:
        if start - arm.end < 40 and "(" not in line.view[arm.end : start]:
            start = min(start, arm.start)
    if end - start > 260:
        start, end = value.start, value.end
    return start, end


def _one_of_several(claims: Sequence[Claim], number: int) -> bool:
    return any(claim.series.is_carried for claim in claims[number : number + 2])


def _compared(line: Line, base: Finding, claim: Claim, cell: Cell, arms: Arms) -> Finding:
    """A ratio or difference with its two sides; none where a factor, not an arm, is compared."""
    if claim.rule == "predicted" or is_exposure(line, claim.series):
        return replace(base, flags=(*base.flags, "exposure"))
    pair = cell.arms if len(cell.arms) == 2 else ()
    if not pair and claim.statistic == "difference":
        named = [m for m in line.of(ArmMention) if len(m.labels) == 1]
        pairs = runs(line, [m for m in named if m.end <= claim.series.start])
        pair = pairs[-1] if pairs and len(pairs[-1]) == 2 else ()
    if pair:
        return replace(base, arm=pair[0], comparator=pair[1])
    if arms.are_tied() and not arms.told:
        second = arms.comparator() or arms.labels[1]
        return replace(
            base,
            arm=arms.other(second),
            comparator=second,
            flags=(*base.flags, ASSUMED),
        )
    return base

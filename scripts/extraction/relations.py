"""Which number belongs to which endpoint, arm and time: from a sentence to findings.

The series of the sentence claim their endpoints, are laid out over arms and times, and each value
takes the interval and the p-value that stand with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extraction.arms import Arms
from extraction.beside import Item
from extraction.claims import find_claims
from extraction.counts import find_counts
from extraction.exposure import is_exposure
from extraction.frames import compares_others
from extraction.layout import Cell, lay_out
from extraction.measures import grade_of, time_of
from extraction.mentions import Line
from extraction.place import ONLY_SIGNS, Claim, Context
from extraction.sequence import contradicts
from extraction.series import Series, find_series
from extraction.tokens import (
    ArmMention,
    Endpoint,
    Interval,
    Level,
    PValue,
    Statistic,
    Subgroup,
    Value,
)

_RISK_OF = re.compile(
    r"\b(?:risks?|hazards?) (?:of|for)\b|\b(?:that|those) of\b|\bor\b|\bdied\b|\bany cause\b"
    r"|\ball[- ]cause\b"
)


_SIDES_OF_ONE = re.compile(
    r"^(?!.{160})(?:[^;:]|;\s(?=[^;]{0,40}$))*?(?:\b(?:and|versus|vs|v|than|but|while|whereas|"
    r"compared (?:with|to)|or)\b|,\s|/|;)"
)
_ONE_CAUSE = re.compile(r"\bcancer|cardi|-related|-specific|non-")
_MORTALITY_OF_ONE = re.compile(
    r"(?:cancer|-specific|cardi\w+) (?:mortality|deaths?)\b(?:[^;.]|\.\d)*$"
)
_DIFFERENCE = re.compile(r"^[^.]{0,60}\bdifference\b")
_NARROWED = re.compile(
    r"[)\]\s]*(?:for|in|among|within|at|during)\s(?P<words>[^,;.()\[\]]{3,70}?)"
    r"(?=\s(?:and|but|or|versus|vs|compared|while|whereas)\b|\s?[,;.()\[\]])"
)
_STATED_LEVEL = re.compile(r"\b(?P<level>\d\d)% (?:CI|confidence interval)")
_OF_ONE_CAUSE = re.compile(r"\s(?:after|from|due to|owing to|related to)\s(?!any)")
#: The arm follows the order of another sentence, without a word in its own.
ARM_ASSUMED = "arm_assumed"
#: Whatever the words, a hazard ratio of deaths is that of overall survival.
_FROM_ANY_CAUSE = frozenset({"OS"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: a value with all that belongs to it. Offsets are into the whole text."""

    endpoint: str
    statistic: str
    value: Value
    unit: str
    start: int
    end: int
    rule: str
    arm: str = ""
    comparator: str = ""
    interval: Interval | None = None
    p: tuple[str, float] | None = None
    one_sided: bool = False
    months: float | None = None
    subgroup: str = ""
    label: str = ""
    flags: tuple[str, ...] = ()


def find_results(line: Line, arms: Arms, context: Context) -> list[Finding]:
    """The results of one sentence. `context` is read and brought up to date."""
    found: list[Finding] = []
    all_series = find_series(line)
    claims = find_claims(line, all_series, context)
    claims += find_counts(line, all_series, claims)
    for number, claim in enumerate(claims):
        cells = _cells(line, claim, arms)
        cells, assumed = _in_the_order_before(line, claim, cells, arms, context)
        subgroup = claim.subgroup or _subgroup(line, claim.series)
        if _one_of_several(claims, number):
            subgroup = _narrowed(line, claim.series) or subgroup
        rows = [row for cell in cells for row in _rows_of(line, claim, cell, arms, subgroup)]
        if assumed:
            rows = [replace(row, flags=(*row.flags, ARM_ASSUMED)) for row in rows]
        found += rows
        order = tuple(cell.arms[0] for cell in cells if len(cell.arms) == 1)
        if len(order) == len(cells) > 1 and len(set(order)) == len(order):
            context.arms = context.arms if assumed or claim.series.from_to else order
    return _give_p_to_ratios(_share_p(line, found))


def _share_p(line: Line, found: list[Finding]) -> list[Finding]:
    """The p-value of a comparison also to its first side, where the sides are read one by one."""
    shared = list(found)
    for at in range(len(shared) - 1, 0, -1):
        left, right = shared[at - 1], shared[at]
        same = (left.endpoint, left.statistic, left.months, left.subgroup) == (
            right.endpoint,
            right.statistic,
            right.months,
            right.subgroup,
        )
        text = line.view[left.value.end : right.value.start]
        if same and left.p is None and right.p is not None and _SIDES_OF_ONE.search(text):
            shared[at - 1] = replace(left, p=right.p, one_sided=right.one_sided)
    return shared


def _cells(line: Line, claim: Claim, arms: Arms) -> list[Cell]:
    """The values of a series, each with its arms, time and endpoint."""
    timed = claim.statistic in {"rate_at", "proportion"}
    time = time_of(line, claim.series, claim.endpoint) if timed else None
    return lay_out(line, claim.series, claim.endpoints, time, arms)


def _in_the_order_before(
    line: Line, claim: Claim, cells: list[Cell], arms: Arms, context: Context
) -> tuple[list[Cell], bool]:
    """Values in a sentence without any arm follow an order, and whether that is but assumed.

    The order is that of the last comparison; before there is one, an arm before its control.
    """
    series = claim.series
    named = any(isinstance(m, ArmMention) and len(m.labels) == 1 for m in line.mentions)
    told = any(cell.arms or cell.endpoint for cell in cells)
    versus = set(series.joints) == {"vs"}
    order = context.arms
    if not order and versus:
        control = arms.comparator()
        order = (arms.other(control), control) if arms.other(control) else ()
    if named or told or len(cells) != len(order) or len(cells) != len(series.items):
        return cells, False
    if not (versus or series.respectively):
        return cells, False
    if series.from_to or compares_others(line, series) or contradicts(line, series):
        return cells, False
    given = [replace(cell, arms=(arm,)) for cell, arm in zip(cells, order, strict=True)]
    return given, not (series.respectively and context.arms)


def _rows_of(line: Line, claim: Claim, cell: Cell, arms: Arms, subgroup: str) -> list[Finding]:
    series, item = claim.series, cell.item
    endpoint = cell.endpoint or claim.endpoint
    p = item.p or series.p or _late_p(line, claim)
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
        endpoint=_endpoint_id(line, endpoint, series, claim.statistic),
        statistic=claim.statistic,
        value=value,
        unit="" if item.value.not_reached else series.unit,
        start=start,
        end=end,
        rule=f"{claim.statistic}:{claim.rule}",
        interval=_fitting(item.interval, item.value, series, line),
        p=_p_of(p, cell),
        one_sided=p.one_sided if p else False,
        months=at,
        subgroup=subgroup,
        label=line.sentence.label,
        flags=claim.flags,
    )
    if series.is_ratio or claim.statistic == "difference":
        return [_compared(line, base, claim, cell, arms)]
    if len(cell.arms) > 2:
        return [base]
    if len(cell.arms) > 1:
        return [replace(base, arm=arm, flags=(*base.flags, "all_arms")) for arm in cell.arms]
    return [replace(base, arm=cell.arms[0] if cell.arms else _sole_arm(series, arms))]


def _late_p(line: Line, claim: Claim) -> PValue | None:
    """A p-value further on in the clause, or right before a ratio, that is no other's."""
    series = claim.series
    for mention in line.mentions:
        if mention.start < series.end:
            continue
        if isinstance(mention, PValue):
            text = line.view[series.end : mention.start]
            clause = text.rpartition("(")[0] if text.count("(") > text.count(")") else text
            return mention if len(text) < 150 and ";" not in clause else None
        if isinstance(mention, Value) and not mention.unit and series.label is None:
            continue
        if _DIFFERENCE.search(line.view, series.end, mention.start) and isinstance(
            mention, Value | Statistic | Interval
        ):
            continue
        if isinstance(mention, Statistic) and mention.id == "difference":
            continue
        if isinstance(mention, Value | Statistic | Interval | Subgroup):
            break
        if isinstance(mention, Endpoint) and mention != claim.endpoint:
            break
    if series.label is not None:
        before = [m for m in line.mentions if m.end <= series.label.start]
        if (
            before
            and isinstance(before[-1], PValue)
            and ONLY_SIGNS.fullmatch(
                line.view[before[-1].end : series.label.start].replace(",", "x")
            )
        ):
            return before[-1]
    return None


def _sole_arm(series: Series, arms: Arms) -> str:
    """The one arm of a study that compares nothing."""
    if len(arms) != 1 or len(series.items) != 1 or arms.compared:
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


def _fitting(
    interval: Interval | None, value: Value, series: Series, line: Line
) -> Interval | None:
    """The interval, unless it cannot be one of this value.

    A bare pair of numbers must hold the value; so must an interval after the last of several
    shares, which may be that of their difference.
    """
    if interval is None:
        return None
    inside = (
        value.number is not None
        and interval.lower is not None
        and interval.lower <= value.number
        and (interval.upper is None or value.number <= interval.upper)
    )
    if interval.labelled:
        own = inside or series.is_ratio or len(series.items) == 1 or interval.lower is None
        return interval if own else None
    if not inside:
        return None
    levels = [m.level for m in line.mentions if isinstance(m, Interval | Level) and m.level]
    if not levels:
        levels = list(_levels(line.view))
    if levels:
        return replace(interval, level=levels[0])
    return interval if series.is_ratio else None


@lru_cache(maxsize=4)
def _levels(view: str) -> tuple[float, ...]:
    """The level of the confidence intervals of a text, where it states one at all."""
    stated = _STATED_LEVEL.search(view)
    return (float(stated["level"]),) if stated else ()


def _p_of(p: PValue | None, cell: Cell) -> tuple[str, float] | None:
    if p is None:
        return None
    return p.values[cell.p_index] if cell.p_index < len(p.values) else p.values[0]


def _endpoint_id(line: Line, endpoint: Endpoint, series: Series, statistic: str) -> str:
    if statistic == "hazard_ratio" and endpoint.hazard_of and _is_hazard_of(line, endpoint, series):
        return endpoint.hazard_of
    if not endpoint.id.startswith("AE:"):
        return endpoint.id
    grade = grade_of(line, endpoint, series)
    return f"{endpoint.id} {grade.text}" if grade else endpoint.id


def _is_hazard_of(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether a ratio is one for this very event (`hazard ratio for death`, `risk of death`)."""
    if series.label is None or endpoint.start >= series.label.start:
        return True
    text = line.view[max(line.sentence.start, endpoint.start - 14) : endpoint.end]
    clause = line.view[max(line.sentence.start, endpoint.start - 130) : endpoint.start]
    if _MORTALITY_OF_ONE.search(clause):
        return False
    if _ONE_CAUSE.search(text) or _OF_ONE_CAUSE.match(line.view, endpoint.end):
        return False
    return endpoint.hazard_of in _FROM_ANY_CAUSE or bool(_RISK_OF.search(text))


def _subgroup(line: Line, series: Series) -> str:
    groups = [m for m in line.mentions if isinstance(m, Subgroup)]
    near = [g for g in groups if g.end <= series.start or 0 <= g.start - series.end < 30]
    return near[-1].text if near else ""


def _narrowed(line: Line, series: Series) -> str:
    """Whom or when one of several ratios of a sentence concerns (`0.75 for low function and`)."""
    match = _NARROWED.match(line.view, series.end, line.sentence.end)
    if match is None or any(
        isinstance(m, Endpoint | ArmMention)
        and m.start < match.end("words")
        and match.start("words") < m.end
        for m in line.mentions
    ):
        return ""
    return match["words"]


def _one_of_several(claims: Sequence[Claim], number: int) -> bool:
    return any(claim.series.is_carried for claim in claims[number : number + 2])


def _compared(line: Line, base: Finding, claim: Claim, cell: Cell, arms: Arms) -> Finding:
    """A ratio or difference with its two sides; none where a factor, not an arm, is compared."""
    if claim.rule == "predicted" or is_exposure(line, claim.series):
        return replace(base, flags=(*base.flags, "exposure"))
    pair = cell.arms if len(cell.arms) == 2 else ()
    if pair:
        return replace(base, arm=pair[0], comparator=pair[1])
    if len(arms) == 2:
        second = arms.comparator() or arms.labels[1]
        return replace(
            base,
            arm=arms.other(second),
            comparator=second,
            flags=(*base.flags, "direction_assumed"),
        )
    return base


def _give_p_to_ratios(found: list[Finding]) -> list[Finding]:
    """Where a ratio of the same endpoint stands in the sentence, p belongs to it alone."""
    ratios = {f.endpoint: f for f in found if f.statistic.endswith("_ratio")}
    given: list[Finding] = []
    for finding in found:
        ratio = ratios.get(finding.endpoint)
        if ratio is None or finding.subgroup != ratio.subgroup:
            given.append(finding)
        elif finding.statistic.endswith("_ratio"):
            source = next((f for f in found if f.endpoint == finding.endpoint and f.p), None)
            if finding.p is None and source is not None and finding is ratio:
                finding = replace(finding, p=source.p, one_sided=source.one_sided)
            given.append(finding)
        else:
            given.append(replace(finding, p=None, one_sided=False))
    return given

"""What does not fit together in a result, and the same result printed twice.

A flag never removes a row: it tells the reader where to look first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.finding import Finding
from extraction.series.ratio_labels import RATIOS

#: Response categories that exclude each other, so that their shares cannot exceed 100 %.
_EXCLUSIVE = (
    "CR",
    "PR",
    "other:minimal response",
    "other:stable disease",
    "other:progressive disease",
)


#: Characters within which two values are compared rather than repeated.
_ONE_COMPARISON = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding that is kept, and where the same one is printed again."""

    finding: Finding
    duplicates: tuple[tuple[int, int], ...] = ()


def check(findings: Sequence[Finding]) -> list[Kept]:
    """Flag what does not cohere and fold repeated results into the first of them."""
    flagged = [replace(f, flags=_merged(f.flags, _flags(f))) for f in findings]
    return _fold([*_over_full(flagged)])


def flag_title(kept: Sequence[Kept], in_title: Sequence[Finding]) -> list[Kept]:
    """Flag results whose value in the title is another one.

    The title gives no rows of its own: every quote is from the abstract.
    """
    stated: dict[tuple[str, str], set[float | None]] = {}
    for finding in in_title:
        stated.setdefault((finding.endpoint, finding.statistic), set()).add(finding.value.number)
    values: dict[tuple[str, str], set[float | None]] = {}
    for one in kept:
        key = (one.finding.endpoint, one.finding.statistic)
        values.setdefault(key, set()).add(one.finding.value.number)
    return [
        replace(
            one,
            finding=replace(one.finding, flags=_merged(one.finding.flags, ["differs_from_title"])),
        )
        if (key := (one.finding.endpoint, one.finding.statistic)) in stated
        and not stated[key] <= values[key]
        else one
        for one in kept
    ]


def _merged(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*old, *new}))


def _flags(finding: Finding) -> Iterable[str]:
    if finding.value.not_reached:
        yield "not_reached"
    if finding.value.operator:
        yield "bound_only"
    if finding.one_sided:
        yield "one_sided_p"
    if finding.statistic == "rate_at" and finding.months is None:
        yield "no_timepoint"
    yield from _interval_flags(finding)
    value = finding.value
    if finding.unit == "%" and not counts_agree(value.number, value.events, value.total):
        yield "counts_disagree"
    if finding.unit == "%" and finding.value.number is not None and finding.value.number > 100:
        yield "over_100_percent"


def _interval_flags(finding: Finding) -> Iterable[str]:
    interval, value = finding.interval, finding.value.number
    if interval is None:
        return
    if interval.level is None:
        yield "ci_level_not_stated"
    elif interval.level != 95:
        yield "ci_level_not_95"
    lower, upper = interval.lower, interval.upper
    if lower is None or upper is None:
        yield "open_interval"
    elif lower > upper:
        yield "interval_reversed"
    low_ok = lower is None or value is None or lower <= value
    high_ok = upper is None or value is None or value <= upper
    if not (low_ok and high_ok):
        yield "value_outside_interval"
    if finding.statistic in RATIOS and p_disagrees(finding):
        yield "p_against_interval"


def p_disagrees(finding: Finding) -> bool:
    """Whether p and the interval tell different stories about a ratio of 1.

    Only a clear conflict counts: p on the other side of the level by more than rounding can do.
    """
    interval, p = finding.interval, finding.p
    if interval is None or p is None or interval.lower is None or interval.upper is None:
        return False
    if finding.one_sided:
        return False
    alpha = 1 - (interval.level or 95) / 100
    excludes_one = interval.lower > 1 or interval.upper < 1
    operator, number = p
    if excludes_one:
        return operator in {"=", ">", "\u2265"} and number > alpha * 1.2
    strictly_inside = interval.lower < 1 < interval.upper
    return strictly_inside and operator in {"=", "<", "\u2264"} and number < alpha * 0.8


def counts_agree(percent: float | None, events: int | None, total: int | None) -> bool:
    """Whether a printed percentage can be events / total, rounded as it is printed.

    >>> counts_agree(79, 169, 214), counts_agree(50, 169, 214)
    (True, False)
    """
    if percent is None or events is None or not total:
        return True
    exponent = Decimal(repr(percent)).normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0  # none where it is infinite
    return abs(100 * events / total - percent) <= 0.51 * 10.0**-decimals + 1e-9


def _over_full(findings: Sequence[Finding]) -> Iterable[Finding]:
    """Flag response categories of an arm whose shares add up to more than 100 %."""
    sums: dict[str, float] = {}
    for finding in findings:
        if (
            finding.endpoint in _EXCLUSIVE
            and finding.statistic == "proportion"
            and not finding.subgroup
        ):
            sums[finding.arm] = sums.get(finding.arm, 0.0) + (finding.value.number or 0.0)
    for finding in findings:
        if (
            finding.endpoint in _EXCLUSIVE
            and finding.statistic == "proportion"
            and not finding.subgroup
            and finding.arm
            and sums[finding.arm] > 101
        ):
            finding = replace(finding, flags=_merged(finding.flags, ["responses_over_100_percent"]))
        yield finding


def _fold(findings: Sequence[Finding]) -> list[Kept]:
    """Keep each result once, the fullest of its printings first in place."""
    kept: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (
            finding.endpoint,
            finding.statistic,
            finding.arm,
            finding.comparator,
            finding.value.number,
            finding.unit,
            finding.months,
            finding.subgroup,
        )
        group = kept.setdefault(key, [])
        if group and _side_by_side(group[-1], finding):
            group = kept.setdefault((*key, finding.start), [])
        group.append(finding)
    folded = []
    for group in kept.values():
        best = max(group, key=_fullness)
        others = tuple(
            (f.start, f.end) for f in group if (f.start, f.end) != (best.start, best.end)
        )
        if others:
            best = replace(best, flags=_merged(best.flags, ["printed_twice"]))
        folded.append(Kept(best, others))
    return sorted(folded, key=lambda one: (one.finding.start, one.finding.end, one.finding.arm))


def _side_by_side(one: Finding, other: Finding) -> bool:
    """Whether two equal values of no known arm are sides of one comparison (`6.0, 7.5 and 6.0`)."""
    apart = other.value.start - one.value.end
    return not other.arm and one.value.start != other.value.start and 0 <= apart < _ONE_COMPARISON


def _fullness(finding: Finding) -> tuple[int, int]:
    filled = sum(x is not None for x in (finding.interval, finding.p, finding.value.events))
    return filled, -finding.start

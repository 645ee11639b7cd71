"""What does not fit together in a result.

A flag never removes a row: it tells the reader where to look first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extraction.claims.measures import value_months
from extraction.finding import Finding
from extraction.numbers.printed import decimals
from extraction.repeats import Kept, fold
from extraction.series.ratio_labels import RATIOS
from extraction.tokens import Interval, Value

#: Response categories that exclude each other, so that their shares cannot exceed 100 %.
_EXCLUSIVE = (
    "CR",
    "PR",
    "other:minimal response",
    "other:stable disease",
    "other:progressive disease",
)


#: What the figures of a row alone can be flagged with.
_OF_FIGURES = frozenset(
    [
        "not_reached",
        "no_timepoint",
        "counts_disagree",
        "over_100_percent",
        "ci_level_not_stated",
        "ci_level_not_95",
        "open_interval",
        "interval_reversed",
        "value_outside_interval",
        "p_against_interval",
    ]
)


def check(findings: Sequence[Finding]) -> list[Kept]:
    """Flag what does not cohere and fold repeated results into the first of them."""
    flagged = [_with(f, *_flags(f)) for f in findings]
    return fold([*_over_full(flagged)])


def recheck(row: Mapping[str, Any]) -> set[str]:
    """The flags of a row of outcomes.csv whose cells a human gave: those of its figures anew."""
    bounds = row["ci_lower"], row["ci_upper"]
    places = {"start": row["start"], "end": row["end"]}
    finding = Finding(
        row["endpoint"],
        row["statistic"],
        Value(
            number=row["value"],
            unit=row["unit"],
            events=row["events"],
            total=row["total"],
            decimals=decimals(repr(row["value"]).removesuffix(".0")),
            **places,
        ),
        row["unit"],
        rule=row["rule"],
        interval=None
        if bounds == (None, None)
        else Interval(lower=bounds[0], upper=bounds[1], level=row["ci_level"], **places),
        p=None if row["p_value"] is None else (row["p_operator"] or "=", row["p_value"]),
        one_sided="one_sided_p" in row["flags"],
        months=row["timepoint_months"],
        **places,
    )
    return {flag for flag in row["flags"] if flag not in _OF_FIGURES} | set(_flags(finding))


def flag_title(kept: Sequence[Kept], in_title: Sequence[Finding]) -> list[Kept]:
    """Flag results whose value in the title is another one.

    The title gives no rows of its own: every quote is from the abstract. A title may round.
    """
    findings = [one.finding for one in kept]
    differing: set[int] = set()
    for stated in in_title:
        told = [at for at, finding in enumerate(findings) if _of_one_measure(stated, finding)]
        if not any(_one_value(stated, findings[at]) for at in told):
            differing.update(told)
    return [
        replace(one, finding=_with(one.finding, "differs_from_title")) if at in differing else one
        for at, one in enumerate(kept)
    ]


def _with(finding: Finding, *flags: str) -> Finding:
    return replace(finding, flags=_merged(finding.flags, flags))


def _of_one_measure(one: Finding, other: Finding) -> bool:
    same = (one.endpoint, one.statistic) == (other.endpoint, other.statistic)
    return same and (None in (one.months, other.months) or one.months == other.months)


def _one_value(one: Finding, other: Finding) -> bool:
    """Whether two values are one, rounded as the coarser of them is (`61%`, `60.8%`)."""
    first, second = one.value.number, other.value.number
    if first is None or second is None:
        return first is second
    scales = [value_months(1, finding.unit) or 1 for finding in (one, other)]
    within = max(
        _rounding(finding.value.decimals) * scale
        for finding, scale in zip((one, other), scales, strict=True)
    )
    return abs(first * scales[0] - second * scales[1]) <= within


def _rounding(decimals: int) -> float:
    """How far a number printed with so many decimals can be from what it was rounded from."""
    return float(0.51 * 10.0**-decimals + 1e-9)


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
    if finding.unit == "%" and not counts_agree(
        value.number, value.events, value.total, value.decimals
    ):
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
        lower, upper = upper, lower
    low_ok = lower is None or value is None or lower <= value
    high_ok = upper is None or value is None or value <= upper
    if not (low_ok and high_ok):
        yield "value_outside_interval"
    if p_disagrees(finding):
        yield "p_against_interval"


def p_disagrees(finding: Finding) -> bool:
    """Whether p and the interval tell different stories about a ratio of 1, or a difference of 0.

    Only a clear conflict counts: p on the other side of the level by more than rounding can do.
    """
    interval, p = finding.interval, finding.p
    if finding.statistic not in {*RATIOS, "difference"}:
        return False
    if interval is None or p is None or interval.lower is None or interval.upper is None:
        return False
    if finding.one_sided:
        return False
    alpha = 1 - (interval.level or 95) / 100
    none = 1 if finding.statistic in RATIOS else 0
    low, high = sorted((interval.lower, interval.upper))
    operator, number = p
    if low > none or high < none:
        return operator in {"=", ">", "\u2265"} and number > alpha * 1.2
    return low < none < high and operator in {"=", "<", "\u2264"} and number < alpha * 0.8


def counts_agree(
    percent: float | None, events: int | None, total: int | None, decimals: int = 0
) -> bool:
    """Whether a percentage can be events / total, rounded to the decimals that it is printed with.

    >>> counts_agree(79, 169, 214), counts_agree(79, 169, 214, 1)
    (True, True)
    >>> counts_agree(20, 41, 202), counts_agree(20, 41, 202, 1)
    (True, False)
    """
    if percent is None or events is None or not total:
        return True
    return abs(100 * events / total - percent) <= _rounding(decimals)


def _over_full(findings: Sequence[Finding]) -> Iterable[Finding]:
    """Flag response categories of an arm whose shares add up to more than 100 %.

    Of a category with several shares (at several times, say) the smallest counts.
    """
    shares: dict[str, dict[str, float]] = {}
    for finding in filter(_is_category, findings):
        share = finding.value.number or 0.0
        arm = shares.setdefault(finding.arm, {})
        arm[finding.endpoint] = min(share, arm.get(finding.endpoint, share))
    for finding in findings:
        if _is_category(finding) and sum(shares[finding.arm].values()) > 101:
            finding = _with(finding, "responses_over_100_percent")
        yield finding


def _is_category(finding: Finding) -> bool:
    return (
        finding.endpoint in _EXCLUSIVE
        and finding.statistic == "proportion"
        and not finding.subgroup
    )

"""Whether the figures that an abstract prints for its arms point as one of its ratios does.

The arm with the longer median, or with the higher rate of those without the event, has the lower
hazard; the arm with the larger share has the higher odds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from extraction.claims.measures import value_months
from extraction.finding import Finding
from extraction.lexicon import EndpointEntry
from extraction.series.ratio_labels import RATIOS

#: Places and amounts by arm and time, for each endpoint, subgroup and statistic.
Figures = dict[tuple[str, str, str], dict[tuple[str, float | None], list[tuple[int, float]]]]
# A smaller difference may be rounding, or curves that cross; so may a ratio closer to one.
_MARGIN = 0.04
_TOO_NEAR_ONE = 0.095
# Whole percentages of more than this that differ by one may be alike (`22% v 21%`).
_MAY_BE_ROUNDED = 10.0
_BESIDE_RATIO = 300
_RIGHT_BESIDE = 60
_LEAVES = re.compile(r"[;.](?!\d)|\b(?:and|but)\b")
_LONG = 1e9
# Names of those without the event, which the vocabulary need not have.
_OF_SURVIVORS = re.compile(r"surviv(?:al|orship)$|patency$|control$|[- ]free$|^other:freedom from ")


def agrees(ratio: Finding, figures: Figures, endpoints: Mapping[str, EndpointEntry]) -> bool | None:
    """Whether the arms' figures point as the ratio does, None where they say nothing."""
    number = ratio.value.number
    if not number or abs(math.log(number)) < _TOO_NEAR_ONE:
        return None
    hazard = ratio.statistic == "hazard_ratio"
    key = ratio.endpoint, ratio.subgroup, ratio.statistic
    others = [at for places in figures.get(key, {}).values() for at, _ in places]
    survivors = _counts_survivors(ratio.endpoint, endpoints)
    for statistic in ("median", "rate_at", "proportion") if hazard else ("proportion",):
        values = figures.get((ratio.endpoint, ratio.subgroup, statistic), {})
        times = {time for _, time in values}
        for time in sorted(times, key=lambda t: -1.0 if t is None else t, reverse=True):
            first = _nearest(values.get((ratio.arm, time), []), ratio, others)
            second = _nearest(values.get((ratio.comparator, time), []), ratio, others)
            if first is None or second is None:
                continue
            if _are_close(first, second, shares=statistic != "median"):
                continue
            lasting = statistic == "median" or (statistic == "rate_at" and survivors)
            higher = first < second if hazard and lasting else first > second
            return (number > 1) == higher
    return None


def agrees_beside(
    ratio: Finding,
    before: Sequence[Finding],
    view: str,
    endpoints: Mapping[str, EndpointEntry],
) -> bool | None:
    """Whether two amounts right before a ratio point as it does (`8% with A v 17% with B (HR 2.2`).

    What the ratio is one of may be said in other words than what they are amounts of.
    """
    number = ratio.value.number
    pair = list(before[-2:])
    if not number or abs(math.log(number)) < _TOO_NEAR_ONE or len(pair) < 2:
        return None
    first, second = pair
    amounts = _amount(first), _amount(second)
    if first.measure != second.measure or first.statistic in RATIOS or None in amounts:
        return None
    if [first.arm, second.arm] == [ratio.comparator, ratio.arm]:
        first, second, amounts = second, first, amounts[::-1]
    if [first.arm, second.arm] != [ratio.arm, ratio.comparator]:
        return None
    here, there = amounts[0] or 0.0, amounts[1] or 0.0
    end = max(first.value.end, second.value.end)
    far = _LEAVES.search(view, end, ratio.start) or ratio.start - end > _RIGHT_BESIDE
    if far or _are_close(here, there, shares=first.unit == "%"):
        return None
    lasting = first.statistic == "median" or _counts_survivors(first.endpoint, endpoints)
    if lasting and ratio.statistic != "hazard_ratio" and first.statistic != "proportion":
        return None
    higher = here < there if ratio.statistic == "hazard_ratio" and lasting else here > there
    return (number > 1) == higher


def _are_close(first: float, second: float, *, shares: bool) -> bool:
    """Whether two amounts are too alike to tell a direction; shares by whom fewer are of."""
    rarer = [min(share, 100 - share) for share in (first, second)] if shares else [first, second]
    apart = abs(first - second)
    if shares and apart == 1.0 and first.is_integer() and min(rarer) > _MAY_BE_ROUNDED:
        return True
    return apart <= _MARGIN * max(rarer)


def _nearest(
    amounts: Sequence[tuple[int, float]], ratio: Finding, others: Sequence[float]
) -> float | None:
    """The amount of an arm; of several different ones that beside the ratio, if there is one.

    An amount before which another ratio of the endpoint stands is that one's.
    """
    amounts = [
        one
        for one in amounts
        if not any(min(one[0], ratio.start) < at < max(one[0], ratio.start) for at in others)
    ]
    if len({amount for _, amount in amounts}) > 1:
        amounts = [one for one in amounts if abs(one[0] - ratio.start) < _BESIDE_RATIO]
    if not amounts:
        return None
    return min(amounts, key=lambda one: abs(one[0] - ratio.start))[1]


def _counts_survivors(endpoint: str, endpoints: Mapping[str, EndpointEntry]) -> bool:
    """Whether a rate of this endpoint is one of patients without the event."""
    entry = endpoints.get(endpoint)
    return entry.better == "higher" if entry else _OF_SURVIVORS.search(endpoint) is not None


def figures_of(findings: Sequence[Finding]) -> Figures:
    """Where each arm's amounts stand, by endpoint, subgroup, statistic and time."""
    figures: Figures = {}
    for finding in findings:
        own = finding.arm and not finding.comparator
        amount = _amount(finding) if own or finding.statistic in RATIOS else None
        if amount is not None:
            key = finding.endpoint, finding.subgroup, finding.statistic
            places = figures.setdefault(key, {}).setdefault((finding.arm, finding.months), [])
            places.append((finding.start, amount))
    return figures


def _amount(finding: Finding) -> float | None:
    if finding.value.not_reached:
        return _LONG
    if finding.statistic == "median":
        return value_months(finding.value.number, finding.unit)
    return finding.value.number

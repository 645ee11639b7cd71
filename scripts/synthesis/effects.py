"""Effect sizes: a study's figures turned into an estimate and its standard error on the
scale they are pooled on.

Ratios and rates are pooled as logarithms, proportions as logits. Corrections for zero cells
follow metafor's ``add=1/2, to="only0", drop00=TRUE``: one half is added to every cell of a
study with a zero cell, and a study with no event, or nothing but events, in both arms says
nothing about a ratio and gives no effect.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtri

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio")
ZERO_CELL = 0.5
_LARGEST = 700.0  # e to the power of it is the order of the largest number there is
# Beyond these no ratio, rate or share of patients lies: a misprint, or one misread.
_UTMOST_EFFECT, _UTMOST_ERROR = 14.0, 14.0


class NoEffect(ValueError):
    """The figures give no effect size; the message says why, for the reader of the report."""


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate ``yi`` with standard error ``se`` on the log or logit scale.

    ``source`` says what the standard error rests on: interval, p_value, events or
    rate_intervals.
    """

    yi: float
    se: float
    source: str
    corrected: bool = False

    def __post_init__(self) -> None:
        """Raise NoEffect for figures that no patients can have given, or without an error."""
        if not (self.se > 0 and self.se**2 > 0):
            raise NoEffect("the figures leave no standard error above zero")
        if not (abs(self.yi) <= _UTMOST_EFFECT and self.se <= _UTMOST_ERROR):
            raise NoEffect("the figures are beyond what any study of patients can give")

    def flipped(self) -> Effect:
        """Return the effect of the comparison read the other way round."""
        return Effect(-self.yi, self.se, self.source, self.corrected)


def on_natural_scale(value: float, statistic: str) -> float:
    """Return a pooled value as a ratio, a rate or a proportion."""
    # The ends of an interval with one degree of freedom can lie beyond any number.
    value = min(max(value, -_LARGEST), _LARGEST)
    if statistic == "proportion":
        return 1 / (1 + math.exp(-value))
    return math.exp(value)


def on_pooling_scale(value: float, statistic: str) -> float:
    """Return the logit of a proportion, the logarithm of a ratio or rate."""
    if statistic == "proportion":
        if not 0 < value < 1:
            raise NoEffect("a proportion of 0 or 1 has no logit")
        return math.log(value / (1 - value))
    if value <= 0:
        raise NoEffect("a ratio or rate of 0 has no logarithm")
    return math.log(value)


def from_interval(value: float, lower: float, upper: float, level: float, statistic: str) -> Effect:
    """Return the effect of an estimate printed with its interval at ``level`` per cent.

    The standard error is the interval's width on the pooling scale over twice the normal
    quantile of its own level (Cochrane Handbook 6.3.2).
    """
    if not 0 < level < 100:
        raise NoEffect(f"an interval cannot have the level {level:g} %")
    if not lower < upper or not lower <= value <= upper:
        raise NoEffect("the value does not lie inside its interval")
    width = on_pooling_scale(upper, statistic) - on_pooling_scale(lower, statistic)
    return Effect(on_pooling_scale(value, statistic), width / (2 * _z(level)), "interval")


def from_p(value: float, p: float, statistic: str, *, one_sided: bool = False) -> Effect:
    """Return the effect of a ratio printed with an exact p-value (Cochrane Handbook 6.3.2)."""
    yi = on_pooling_scale(value, statistic)
    tail = p if one_sided else p / 2
    if not 0 < tail < 0.5 or yi == 0:
        raise NoEffect("no standard error follows from this p-value")
    return Effect(yi, abs(yi) / float(-ndtri(tail)), "p_value")


def from_table(e1: float, n1: float, e0: float, n0: float, statistic: str) -> Effect:
    """Return the odds or risk ratio of ``e1`` events in ``n1`` against ``e0`` in ``n0``."""
    _check_counts((e1, n1), (e0, n0))
    if e1 == e0 == 0 or (e1 == n1 and e0 == n0):
        raise NoEffect("neither arm, or everyone in both arms, had the event")
    a, b, c, d = e1, n1 - e1, e0, n0 - e0
    corrected = 0 in (a, b, c, d)
    if corrected:
        a, b, c, d = (cell + ZERO_CELL for cell in (a, b, c, d))
    if statistic == "odds_ratio":
        yi = math.log(a * d / (b * c))
        variance = 1 / a + 1 / b + 1 / c + 1 / d
    else:
        yi = math.log(a / (a + b)) - math.log(c / (c + d))
        variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    return Effect(yi, math.sqrt(variance), "events", corrected)


def from_proportion(events: float, total: float) -> Effect:
    """Return the logit of ``events`` of ``total``."""
    _check_counts((events, total))
    a, b = events, total - events
    corrected = 0 in (a, b)
    if corrected:
        a, b = a + ZERO_CELL, b + ZERO_CELL
    return Effect(math.log(a / b), math.sqrt(1 / a + 1 / b), "events", corrected)


def from_person_time(events: float, time: float) -> Effect:
    """Return the logarithm of the rate of ``events`` in ``time`` units of person-time."""
    if events < 0 or time <= 0:
        raise NoEffect("events and person-time do not fit together")
    corrected = events == 0
    counted = events + ZERO_CELL if corrected else events
    return Effect(math.log(counted / time), math.sqrt(1 / counted), "events", corrected)


def ratio_of(experimental: Effect, control: Effect) -> Effect:
    """Return the ratio of two independent rates."""
    return Effect(
        experimental.yi - control.yi, math.hypot(experimental.se, control.se), "rate_intervals"
    )


def interval(effect: Effect, statistic: str, level: float = 95.0) -> tuple[float, float]:
    """Return the effect's own interval at ``level`` per cent, on the natural scale."""
    half = _z(level) * effect.se
    lower, upper = effect.yi - half, effect.yi + half
    return on_natural_scale(lower, statistic), on_natural_scale(upper, statistic)


def _z(level: float) -> float:
    return float(ndtri(0.5 + level / 200))


def _check_counts(*pairs: tuple[float, float]) -> None:
    for events, total in pairs:
        if not 0 <= events <= total or total <= 0:
            raise NoEffect(f"{events:g} of {total:g} is not a count of events")

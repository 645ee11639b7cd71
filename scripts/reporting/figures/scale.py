"""The scale of a forest plot: how far its axis reaches, and where its ticks stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def limits(rows: Sequence[Row], pooled: Row) -> tuple[float, float]:
    """Return the ends of the axis that shows the studies' and the pooled intervals."""
    names = ("ci_lower", "ci_upper", "prediction_lower", "prediction_upper")
    estimates = [row["estimate"] for row in rows]
    ends = [row[name] for row in rows for name in names[:2]]
    ends += [pooled[name] for name in names if pooled.get(name) is not None]
    if pooled["statistic"] == "proportion":
        return 0.0, min(1.0, max(ends) * 1.05)
    if pooled["statistic"] == "incidence_rate":
        return min(ends) * 0.8, max(ends) * 1.25
    # A very wide interval is cut off and marked with an arrow, so that the others stay legible.
    low = min(0.8, max(min(ends), min(estimates) / 4)) * 0.92
    high = max(1.25, min(max(ends), max(estimates) * 4)) * 1.08
    return low, high


def ticks(low: float, high: float) -> list[float]:
    """Return the finest of the usual steps that gives three to seven ticks, else even ones."""
    fine = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2, 3)
    ladders = (fine, (0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3), _decades(1, 2, 5), _decades(1, 3))
    for ladder in ladders[2:] if high / low > 8 else ladders:
        found = [step for step in ladder if low <= step <= high]
        if 3 <= len(found) <= 7:
            return found
    if high / low > 8:
        return [step for step in _decades(1) if low <= step <= high]
    from matplotlib.ticker import MaxNLocator

    even = (float(step) for step in MaxNLocator(5).tick_values(low, high))
    return [step for step in even if low <= step <= high]


def _decades(*steps: int) -> tuple[float, ...]:
    return tuple(float(f"{step}e{power}") for power in range(-4, 5) for step in steps)

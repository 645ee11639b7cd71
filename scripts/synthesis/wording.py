"""Numbers in words, the same in every table and sentence of the synthesis."""

from __future__ import annotations

from collections.abc import Sequence

_MEASURES = {
    "hazard_ratio": "hazard ratio",
    "odds_ratio": "odds ratio",
    "risk_ratio": "risk ratio",
    "rate_ratio": "rate ratio",
    "proportion": "proportion",
    "incidence_rate": "rate per 100 person-years",
}

_TOO_LARGE = 10_000


def measure(statistic: str) -> str:
    """Return the statistic in words."""
    return _MEASURES[statistic]


def number(value: float, statistic: str) -> str:
    """Return an estimate with the digits it is read with: per cent for proportions."""
    if statistic == "proportion":
        return f"{100 * value:.1f} %"
    if value > _TOO_LARGE:
        return f"more than {_TOO_LARGE:,}"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def figures(
    estimate: tuple[float, float, float], statistic: str, level: float, name: str = "CI"
) -> str:
    """Return an estimate and its interval: 0.79 (95 % CI 0.67 to 0.95)."""
    value, lower, upper = (number(part, statistic) for part in estimate)
    return f"{value} ({level:g} % {name} {lower} to {upper})"


def join(parts: Sequence[str]) -> str:
    """Return parts as a list in prose: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: one study, two studies, 3 studies."""
    words = {1: "one", 2: "two"}
    plural = noun if number == 1 else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{words.get(number, number)} {plural}"

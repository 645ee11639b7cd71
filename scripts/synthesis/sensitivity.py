"""Further analyses of a pooled result: without one study, without doubtful ones, by design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from synthesis.choice import Chosen
from synthesis.effects import RATIOS
from synthesis.model import Pooled
from synthesis.results import Result, pool_chosen
from synthesis.tables import rounded


def sensitivity_rows(result: Result) -> list[dict[str, Any]]:
    """Return the rows of sensitivity.csv for one result; none where nothing was pooled.

    An analysis that would leave out no study is not listed, since it is the main one.
    """
    if result.pooled is None:
        return []
    rows = []
    if result.pooled.k > 2:
        for left in result.studies:
            rest = [chosen for chosen in result.studies if chosen is not left]
            rows.append(_row(result, "leave_one_out", [left], rest))
    rows.append(_fixed_row(result))
    for name, keep in _filters(result):
        left_out = [chosen for chosen in result.studies if not keep(chosen)]
        if left_out:
            rest = [chosen for chosen in result.studies if keep(chosen)]
            rows.append(_row(result, name, left_out, rest))
    return [rounded(row) for row in rows]


def _filters(result: Result) -> list[tuple[str, Callable[[Chosen], bool]]]:
    doubtful = {
        *result.rules.flags_of_concern,
        "expression_of_concern",
        "corrected",
        "republished",
        "criteria_unclear",
    }

    def blinded(chosen: Chosen) -> bool:
        stated = chosen.candidate.report.facts.get("blinding", ())
        return any("blind" in value for value in stated)

    return [
        ("without_concerns", lambda c: not doubtful & set(c.candidate.concerns)),
        ("randomised_only", lambda c: c.candidate.report.allocation() == "randomised"),
        ("blinded_only", blinded),
        ("without_p_values", lambda c: c.candidate.source != "p_value"),
        ("without_percentages", lambda c: c.candidate.source != "percentages"),
    ]


def _row(
    result: Result, analysis: str, left_out: Sequence[Chosen], rest: Sequence[Chosen]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        **result.keys(),
        "analysis": analysis,
        "left_out": [chosen.candidate.report.study for chosen in left_out],
        "studies": len(rest),
        "changes": "not_poolable",
    }
    if len(rest) < 2:
        return row
    pooled = pool_chosen(rest, result.rules)
    assert result.pooled is not None
    return row | {
        "estimate": result.natural(pooled.estimate),
        "ci_lower": result.natural(pooled.ci_lower),
        "ci_upper": result.natural(pooled.ci_upper),
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "changes": _changes(
            result,
            (pooled.estimate, pooled.ci_lower, pooled.ci_upper),
            result.pooled,
        ),
    }


def _fixed_row(result: Result) -> dict[str, Any]:
    pooled = result.pooled
    assert pooled is not None
    values = (pooled.fixed_estimate, pooled.fixed_lower, pooled.fixed_upper)
    return {
        **result.keys(),
        "analysis": "fixed_effect",
        "left_out": [],
        "studies": pooled.k,
        "estimate": result.natural(values[0]),
        "ci_lower": result.natural(values[1]),
        "ci_upper": result.natural(values[2]),
        "changes": _changes(result, values, pooled),
    }


def _changes(result: Result, other: tuple[float, float, float], main: Pooled) -> str:
    """Say whether the conclusion moved; proportions and rates have no side to change to."""
    if result.statistic not in RATIOS:
        return "nothing"
    estimate, lower, upper = other
    if (estimate > 0) != (main.estimate > 0):
        return "direction"
    if (lower <= 0 <= upper) != (main.ci_lower <= 0 <= main.ci_upper):
        return "significance"
    return "nothing"

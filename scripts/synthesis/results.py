"""The results of every comparison and endpoint: the estimates chosen, pooled where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synthesis.candidate import LeftOut
from synthesis.candidates import find_candidates
from synthesis.choice import Chosen, Selection, select
from synthesis.comparisons import Comparison, Endpoint, Rules
from synthesis.effects import interval, on_natural_scale
from synthesis.evidence import Evidence
from synthesis.model import Pooled, pool

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One comparison and endpoint: the estimates chosen, and the pooled result if any."""

    comparison: Comparison
    endpoint: Endpoint
    rules: Rules
    selection: Selection
    left_out: tuple[LeftOut, ...]
    pooled: Pooled | None
    status: str
    why: str

    @property
    def statistic(self) -> str:
        """What is pooled."""
        return self.endpoint.statistic

    @property
    def studies(self) -> tuple[Chosen, ...]:
        """The estimates of studies, without the secondary research beside them."""
        return self.selection.studies

    def keys(self) -> dict[str, Any]:
        """Return the columns that name the comparison and endpoint in every table."""
        return {
            "comparison": self.comparison.id,
            "endpoint": self.endpoint.id,
            "statistic": self.statistic,
        }

    def natural(self, value: float | None) -> float | None:
        """Return a value of the pooling scale as a ratio, proportion or rate."""
        return None if value is None else on_natural_scale(value, self.statistic)

    def estimate(self) -> tuple[float, float, float] | None:
        """Return the pooled estimate with its interval, or those of the only study."""
        if self.pooled is not None:
            values = (self.pooled.estimate, self.pooled.ci_lower, self.pooled.ci_upper)
            first, second, third = (on_natural_scale(value, self.statistic) for value in values)
            return first, second, third
        if len(self.studies) == 1:
            effect = self.studies[0].candidate.effect
            ends = own_interval(self.studies[0], self)
            return on_natural_scale(effect.yi, self.statistic), *ends
        return None


def own_interval(chosen: Chosen, result: Result) -> tuple[float, float]:
    """Return a study's interval: as printed if its level is the one shown, else worked out."""
    printed = chosen.candidate.printed
    if printed is not None and printed[2] == result.rules.interval_level:
        return printed[0], printed[1]
    return interval(chosen.candidate.effect, result.statistic, result.rules.interval_level)


def compare(
    comparisons: Iterable[Comparison],
    outcomes: Sequence[Row],
    evidence: Evidence,
    rules: Rules,
) -> list[Result]:
    """Return a result for every comparison and endpoint, in the order of the file."""
    return [
        _result(comparison, endpoint, outcomes, evidence, rules)
        for comparison in comparisons
        for endpoint in comparison.endpoints
    ]


def _result(
    comparison: Comparison,
    endpoint: Endpoint,
    outcomes: Sequence[Row],
    evidence: Evidence,
    rules: Rules,
) -> Result:
    found = find_candidates(comparison, endpoint, outcomes, evidence, rules)
    selection = select(found.candidates, rules)
    used = {oid for c in selection.studies for oid in c.candidate.outcome_ids}
    used |= {oid for c in selection.context for oid in c.candidate.outcome_ids}
    unused = [entry for entry in found.left_out if entry.row["outcome_id"] not in used]
    for chosen in (*selection.studies, *selection.context):
        unused += _superseded(chosen, used)
    k = len(selection.studies)
    allowed = comparison.pool and endpoint.pool
    pooled = None
    if allowed and k >= rules.pool_from:
        pooled = pool_chosen(selection.studies, rules)
    status, why = _status(comparison, allowed, k, pooled, rules)
    return Result(comparison, endpoint, rules, selection, tuple(_once(unused)), pooled, status, why)


def pool_chosen(studies: Sequence[Chosen], rules: Rules) -> Pooled:
    """Pool the estimates that stand for the studies."""
    effects = [chosen.candidate.effect for chosen in studies]
    return pool(
        [effect.yi for effect in effects],
        [effect.se for effect in effects],
        level=rules.interval_level,
        prediction_from=rules.predict_from,
    )


def _status(
    comparison: Comparison, allowed: bool, k: int, pooled: Pooled | None, rules: Rules
) -> tuple[str, str]:
    if k == 0:
        return "none", "no record found gives a usable estimate"
    if not allowed:
        return "narrative", comparison.why_not or "the comparisons file rules pooling out"
    if k == 1:
        return "single", "one study: there is nothing to pool"
    if pooled is None:
        return "side_by_side", f"{k} studies; pooling starts at {rules.pool_from}"
    if k < rules.predict_from:
        wide = "two studies: the interval has one degree of freedom and is wide; " if k == 2 else ""
        fewer = f"no prediction interval from fewer than {rules.predict_from} studies"
        return "pooled", wide + fewer
    return "pooled", ""


def _superseded(chosen: Chosen, used: set[str]) -> list[LeftOut]:
    report = chosen.candidate.report
    left = []
    for other in chosen.alternatives:
        same = other.report.pmid == report.pmid
        reason = "another_estimate_of_the_report" if same else "another_report_of_the_study"
        detail = f"{chosen.because.replace('_', ' ')}: PMID {report.pmid} stands for the study"
        left += [
            LeftOut(row, other.report, reason, detail)
            for row in other.rows
            if row["outcome_id"] not in used
        ]
    return left


def _once(entries: Iterable[LeftOut]) -> list[LeftOut]:
    """Name each outcome row once, by the reason found first."""
    kept: dict[str, LeftOut] = {}
    for entry in entries:
        kept.setdefault(entry.row["outcome_id"], entry)
    return list(kept.values())

"""The results of every comparison and endpoint: what was pooled, from what, and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from synthesis.candidates import Candidate, LeftOut, find_candidates
from synthesis.choice import Chosen, Selection, select
from synthesis.comparisons import Comparison, Endpoint, Rules
from synthesis.effects import RATIOS, interval, on_natural_scale
from synthesis.evidence import Evidence
from synthesis.model import Pooled, pool, small_study_p

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
    used = {id(row) for c in selection.studies for row in c.candidate.rows}
    used |= {id(row) for c in selection.context for row in c.candidate.rows}
    unused = [entry for entry in found.left_out if id(entry.row) not in used]
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
        return "pooled", f"no prediction interval from fewer than {rules.predict_from} studies"
    return "pooled", ""


def _superseded(chosen: Chosen, used: set[int]) -> list[LeftOut]:
    report = chosen.candidate.report
    left = []
    for other in chosen.alternatives:
        same = other.report.pmid == report.pmid
        reason = "another_estimate_of_the_report" if same else "another_report_of_the_study"
        detail = f"{chosen.because.replace('_', ' ')}: PMID {report.pmid} stands for the study"
        left += [
            LeftOut(row, other.report, reason, detail) for row in other.rows if id(row) not in used
        ]
    return left


def _once(entries: Iterable[LeftOut]) -> list[LeftOut]:
    """Name each outcome row once, by the reason found first."""
    kept: dict[str, LeftOut] = {}
    for entry in entries:
        kept.setdefault(entry.row["outcome_id"], entry)
    return list(kept.values())


def pooled_row(result: Result) -> dict[str, Any]:
    """Return the row of pooled.csv."""
    comparison, pooled, rules = result.comparison, result.pooled, result.rules
    sizes = [_patients(chosen.candidate, result) for chosen in result.studies]
    known = [size for size in sizes if size is not None]
    row: dict[str, Any] = {
        **result.keys(),
        "label": comparison.label,
        "endpoint_label": result.endpoint.label,
        "experimental": comparison.experimental.label,
        "control": comparison.control.label if comparison.control else None,
        "theme": comparison.theme or None,
        "better": result.endpoint.better,
        "status": result.status,
        "why": result.why or None,
        "studies": len(result.studies),
        "patients": sum(known) if known else None,
        "patients_known_in": len(known),
        "ci_level": rules.interval_level,
        "study_ids": [chosen.candidate.report.study for chosen in result.studies],
        "pmids": [chosen.candidate.report.pmid for chosen in result.studies],
        "notes": _notes(result),
    }
    if pooled is None:
        return row
    ratio = result.statistic in RATIOS
    effects = [chosen.candidate.effect for chosen in result.studies]
    row |= {
        "estimate": result.natural(pooled.estimate),
        "ci_lower": result.natural(pooled.ci_lower),
        "ci_upper": result.natural(pooled.ci_upper),
        "p_value": pooled.p_value if ratio else None,
        "prediction_lower": result.natural(pooled.prediction_lower),
        "prediction_upper": result.natural(pooled.prediction_upper),
        "prediction_df": None if pooled.prediction_lower is None else pooled.k - 1,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
        "q_df": pooled.k - 1,
        "q_p": pooled.q_p,
        "fixed_estimate": result.natural(pooled.fixed_estimate),
        "fixed_lower": result.natural(pooled.fixed_lower),
        "fixed_upper": result.natural(pooled.fixed_upper),
    }
    if pooled.k >= rules.small_study_check_from:
        row["small_study_p"] = small_study_p([e.yi for e in effects], [e.se for e in effects])
    return rounded(row)


def estimate_rows(result: Result) -> list[dict[str, Any]]:
    """Return the rows of estimates.csv: the studies, then the secondary research."""
    pooled = result.pooled
    role = "pooled" if pooled else "side_by_side"
    rows = []
    for i, chosen in enumerate(result.studies):
        row = _estimate_row(result, chosen, role)
        if pooled:
            row |= {"weight": pooled.weights[i], "fixed_weight": pooled.fixed_weights[i]}
        rows.append(rounded(row))
    rows += [rounded(_estimate_row(result, c, "context")) for c in result.selection.context]
    return rows


def left_out_rows(result: Result) -> list[dict[str, Any]]:
    """Return the rows of left_out.csv."""
    return [
        {
            **result.keys(),
            "outcome_id": entry.row["outcome_id"],
            "study_id": entry.report.study,
            "pmid": entry.report.pmid,
            "reason": entry.reason,
            "detail": entry.detail,
        }
        for entry in sorted(
            result.left_out, key=lambda e: (int(e.report.pmid), e.row["outcome_id"])
        )
    ]


def rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Round floats to ten significant digits, so that no machine's last bit shows in a file."""
    return {
        key: float(f"{value:.10g}") if isinstance(value, float) else value
        for key, value in row.items()
    }


def _estimate_row(result: Result, chosen: Chosen, role: str) -> dict[str, Any]:
    candidate = chosen.candidate
    report, effect = candidate.report, candidate.effect
    lower, upper = own_interval(chosen, result)
    events1, events0 = candidate.events
    risk = None
    if events0 is not None and candidate.n_control:
        risk = events0 / candidate.n_control
    blinding = report.facts.get("blinding", ())
    return {
        **result.keys(),
        "study_id": report.study,
        "study_label": report.label,
        "pmid": report.pmid,
        "year": report.year,
        "role": role,
        "outcome_ids": list(candidate.outcome_ids),
        "arm": candidate.arm,
        "comparator": candidate.comparator or None,
        "estimate": on_natural_scale(effect.yi, result.statistic),
        "ci_lower": lower,
        "ci_upper": upper,
        "yi": effect.yi,
        "se": effect.se,
        "source": candidate.source,
        "flipped": candidate.flipped,
        "printed": "; ".join(_printed(row) for row in candidate.rows),
        "n_experimental": candidate.n_experimental,
        "n_control": candidate.n_control,
        "events_experimental": events1,
        "events_control": events0,
        "control_risk": risk,
        "follow_up_months": candidate.follow_up,
        "allocation": report.allocation() or None,
        "blinding": blinding[0] if blinding else None,
        "concerns": list(candidate.concerns),
        "chosen_because": chosen.because,
        "alternatives": [oid for other in chosen.alternatives for oid in other.outcome_ids],
    }


def _printed(row: Row) -> str:
    parts = []
    if row["value"] is not None:
        unit = row["unit"] or ""
        parts.append(f"{row['value']:g}" + (" %" if unit == "%" else ""))
    if row["events"] is not None:
        parts.append(f"{row['events']:g}" + (f"/{row['total']:g}" if row["total"] else ""))
    if row["ci_lower"] is not None and row["ci_upper"] is not None:
        level = "" if row["ci_level"] is None else f"{row['ci_level']:g} % "
        parts.append(f"{level}CI {row['ci_lower']:g} to {row['ci_upper']:g}")
    if row["p_value"] is not None:
        parts.append(f"p {row['p_operator'] or '='} {row['p_value']:g}")
    return ", ".join(parts)


def _patients(candidate: Candidate, result: Result) -> int | None:
    sizes = [candidate.n_experimental]
    if result.comparison.control is not None:
        sizes.append(candidate.n_control)
    if None in sizes:
        return None
    return sum(size for size in sizes if size is not None)


def _notes(result: Result) -> list[str]:
    notes = []
    if result.pooled is not None and result.pooled.k == 2:
        notes.append("two_studies")
    sources = {chosen.candidate.source for chosen in result.studies}
    notes += [f"uses_{name}" for name in ("p_value", "percentages") if name in sources]
    concerns = {c for chosen in result.studies for c in chosen.candidate.concerns}
    notes += sorted(concerns)
    if any(chosen.candidate.flipped for chosen in result.studies):
        notes.append("flipped")
    kinds = {chosen.candidate.report.kind for chosen in result.studies}
    if "pooled_analysis" in kinds:
        notes.append("pooled_analysis_stands_for_its_trials")
    if len({chosen.candidate.report.allocation() for chosen in result.studies}) > 1:
        notes.append("randomised_and_not")
    return notes

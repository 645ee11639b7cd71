"""Rows of pooled.csv, estimates.csv and left_out.csv from results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthesis.candidate import Candidate
from synthesis.choice import Chosen
from synthesis.effects import RATIOS, on_natural_scale
from synthesis.model import small_study_p
from synthesis.results import Result, own_interval

Row = Mapping[str, Any]


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
    """Return the patients of the arms compared, of a two-armed report failing that its total."""
    sizes = [candidate.n_experimental]
    if result.comparison.control is not None:
        sizes.append(candidate.n_control)
    known = [size for size in sizes if size is not None]
    if len(known) == len(sizes):
        return sum(known)
    two_armed = len(sizes) == len(candidate.report.arms.arms) == 2
    return candidate.report.total if two_armed else None


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

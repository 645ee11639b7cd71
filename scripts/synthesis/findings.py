"""Summary of findings: relative and absolute effects, and the facts a person needs to judge
certainty. The certainty itself is never judged here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from synthesis.arms import first_fit
from synthesis.choice import Chosen
from synthesis.effects import RATIOS, on_natural_scale
from synthesis.evidence import Evidence
from synthesis.results import Result
from synthesis.tables import pooled_row, rounded
from synthesis.wording import figures, join, measure

Row = Mapping[str, Any]

OPEN = "left open: all five domains are for a person to judge"


@dataclass(frozen=True, slots=True)
class ControlRisk:
    """The share of the control group with the event, between 0 and 1, and where it is from."""

    risk: float
    source: str


def findings_rows(
    results: Sequence[Result], outcomes: Sequence[Row], evidence: Evidence
) -> list[dict[str, Any]]:
    """Return the rows of summary_of_findings.csv, for results with at least one study."""
    return [_row(result, outcomes, evidence) for result in results if result.studies]


def _row(result: Result, outcomes: Sequence[Row], evidence: Evidence) -> dict[str, Any]:
    pooled = pooled_row(result)
    estimate = result.estimate()
    row: dict[str, Any] = {
        **result.keys(),
        "label": result.comparison.label,
        "endpoint_label": result.endpoint.label,
        "status": result.status,
        "studies": len(result.studies),
        "patients": pooled["patients"],
        "relative_effect": _relative(result, estimate),
        "event": result.endpoint.event or None,
        "facts_risk_of_bias": _bias(result),
        "facts_inconsistency": _inconsistency(result),
        "facts_indirectness": _indirectness(result, evidence),
        "facts_imprecision": _imprecision(result, estimate, pooled["patients"]),
        "facts_publication_bias": _publication(result),
        "certainty": OPEN,
    }
    if estimate is not None:
        row |= dict(zip(("estimate", "ci_lower", "ci_upper"), estimate, strict=True))
        control = _control_risk(result, outcomes)
        if control is not None:
            row |= _absolute(result.statistic, estimate, control)
    return rounded(row)


def _relative(result: Result, estimate: tuple[float, float, float] | None) -> str:
    if estimate is None:
        return f"not pooled: {result.why}"
    level = result.rules.interval_level
    words = f"{measure(result.statistic)} {figures(estimate, result.statistic, level)}"
    pooled = result.pooled
    if pooled is None or pooled.k > 2:
        return words
    fixed, lower, upper = (
        on_natural_scale(value, result.statistic)
        for value in (pooled.fixed_estimate, pooled.fixed_lower, pooled.fixed_upper)
    )
    shown = figures((fixed, lower, upper), result.statistic, level)
    return f"{words}, wide because two studies leave one degree of freedom; fixed effect {shown}"


def _absolute(
    statistic: str, estimate: tuple[float, float, float], control: ControlRisk
) -> dict[str, Any]:
    """Apply the relative effect to the control risk (Cochrane Handbook 14.1.5 and 15.4)."""
    risks = [_treated_risk(statistic, value, control.risk) for value in estimate]
    differences = [1000 * (risk - control.risk) for risk in risks]
    lowest, highest = min(differences[1:]), max(differences[1:])
    return {
        "absolute_effect": _fewer_or_more(differences[0], lowest, highest),
        "control_per_1000": round(1000 * control.risk, 1),
        "control_risk_source": control.source,
        "experimental_per_1000": round(1000 * risks[0], 1),
        "difference_per_1000": round(differences[0], 1),
        "difference_lower": round(lowest, 1),
        "difference_upper": round(highest, 1),
    }


def _fewer_or_more(difference: float, lowest: float, highest: float) -> str:
    """Return differences per 1,000 in words: 225 fewer per 1,000 (365 fewer to 9 more)."""

    def words(value: float) -> str:
        count = round(abs(value))
        return f"{count} {'fewer' if value < 0 else 'more'}" if count else "none"

    shown = "no difference" if not round(abs(difference)) else words(difference)
    return f"{shown} per 1,000 ({words(lowest)} to {words(highest)})"


def _treated_risk(statistic: str, ratio: float, risk: float) -> float:
    if statistic == "hazard_ratio":
        return float(1 - (1 - risk) ** ratio)
    if statistic == "odds_ratio":
        return ratio * risk / (1 - risk + ratio * risk)
    return min(1.0, ratio * risk)


def _control_risk(result: Result, outcomes: Sequence[Row]) -> ControlRisk | None:
    if result.statistic not in ("hazard_ratio", "odds_ratio", "risk_ratio"):
        return None
    if result.statistic == "hazard_ratio":
        return _survival_risk(result, outcomes)
    risks = [
        (risk, chosen.candidate.report.label)
        for chosen in result.studies
        if (risk := _share_of_control(result, chosen, outcomes)) is not None
    ]
    if not risks:
        return None
    if len(risks) == 1:
        return ControlRisk(risks[0][0], f"{risks[0][1]}, control arm")
    middle = median(risk for risk, _ in risks)
    return ControlRisk(middle, f"median of the control arms of {len(risks)} studies")


def _share_of_control(result: Result, chosen: Chosen, outcomes: Sequence[Row]) -> float | None:
    """Return the share of a study's control arm with the event, worked with or else printed."""
    candidate = chosen.candidate
    if candidate.events[1] is not None and candidate.n_control:
        return candidate.events[1] / candidate.n_control
    for row in _control_rows(result, candidate.report.pmid, outcomes):
        if row["statistic"] in ("proportion", "count"):
            if row["events"] is not None and row["total"]:
                return float(row["events"] / row["total"])
            if row["unit"] == "%" and row["value"] is not None and 0 <= row["value"] <= 100:
                return float(row["value"] / 100)
    return None


def _survival_risk(result: Result, outcomes: Sequence[Row]) -> ControlRisk | None:
    """Return the risk in a control arm at its latest time, of the largest study.

    Rates at a time are of those without the event unless the comparisons file says that they
    are incidences. Without any, it is the time at which half of the group had the event.
    """
    rates, medians = [], []
    for chosen in result.studies:
        report = chosen.candidate.report
        known = chosen.candidate.n_control or (report.total or 0) / 2
        for row in _control_rows(result, report.pmid, outcomes):
            size = (known, report.label)
            if row["statistic"] == "rate_at" and row["unit"] == "%" and row["timepoint_months"]:
                if row["value"] is not None:
                    rates.append((size, row["timepoint_months"], row["value"]))
            elif row["statistic"] == "median" and row["value_months"] is not None:
                medians.append((size, row["value_months"]))
    if rates:
        (_, label), months, value = max(rates)
        risk = value / 100 if result.endpoint.rates == "incidence" else 1 - value / 100
        return ControlRisk(risk, f"{label}, control arm at {months:g} months")
    if medians:
        (_, label), months = max(medians)
        return ControlRisk(0.5, f"{label}, control arm at its median of {months:g} months")
    return None


def _control_rows(result: Result, pmid: str, outcomes: Sequence[Row]) -> list[Row]:
    control = result.comparison.control
    assert control is not None
    report = next(c.candidate.report for c in result.studies if c.candidate.report.pmid == pmid)
    rows = []
    for row in outcomes:
        fits = row["pmid"] == pmid and result.endpoint.preference(row["endpoint"]) is not None
        if fits and row["arm"] and not row["comparator"] and not row["subgroup"]:
            arm = report.arms.find(row["arm"], row["arm_regimen"] or "")
            if first_fit(control.patterns, arm) is not None:
                rows.append(row)
    return rows


def _bias(result: Result) -> str:
    total = len(result.studies)
    reports = [chosen.candidate.report for chosen in result.studies]
    randomised = sum(report.allocation() == "randomised" for report in reports)
    blinded = sum(
        any("blind" in value for value in report.facts.get("blinding", ())) for report in reports
    )
    sources = {chosen.candidate.source for chosen in result.studies}
    parts = [f"{randomised} of {total} stated as randomised", f"{blinded} as blinded"]
    if "p_value" in sources:
        parts.append("a standard error is worked out from a p-value")
    concerns = sorted({c for chosen in result.studies for c in chosen.candidate.concerns})
    if concerns:
        parts.append("noted: " + ", ".join(c.replace("_", " ") for c in concerns))
    return "; ".join(parts)


def _inconsistency(result: Result) -> str:
    pooled = result.pooled
    if pooled is None:
        return "nothing pooled"
    words = f"I² {pooled.i2:.0f} %, tau² {pooled.tau2:.3f}, Q p {pooled.q_p:.3f}"
    if pooled.prediction_lower is None or pooled.prediction_upper is None:
        return f"{words}; too few studies for a prediction interval"
    ends = [
        result.natural(end) or 0.0 for end in (pooled.prediction_lower, pooled.prediction_upper)
    ]
    level = result.rules.interval_level
    return f"{words}; {level:g} % prediction interval {ends[0]:.2f} to {ends[1]:.2f}"


def _indirectness(result: Result, evidence: Evidence) -> str:
    settings = sorted(
        {
            value.replace("_", " ")
            for chosen in result.studies
            for value in evidence.facts(chosen.candidate.report, "setting")
        }
    )
    years = [c.candidate.report.year for c in result.studies if c.candidate.report.year]
    parts = [f"settings: {join(settings) or 'not stated'}"]
    if years:
        first, last = min(years), max(years)
        parts.append(f"report of {first}" if first == last else f"reports of {first} to {last}")
    return "; ".join(parts)


def _imprecision(
    result: Result, estimate: tuple[float, float, float] | None, patients: int | None
) -> str:
    parts = [f"{patients:,} patients" if patients else "number of patients not stated"]
    if estimate is not None and result.statistic in RATIOS:
        crosses = estimate[1] <= 1 <= estimate[2]
        side = "reaches both sides" if crosses else "lies on one side"
        parts.append(f"the interval {side} of no effect")
    if result.pooled is not None and result.pooled.k == 2:
        parts.append("two studies: an interval with one degree of freedom")
    return "; ".join(parts)


def _publication(result: Result) -> str:
    k, start = len(result.studies), result.rules.small_study_check_from
    if k < start or result.pooled is None:
        return f"no check for small-study effects below {start} studies"
    p = pooled_row(result).get("small_study_p")
    return f"Egger's regression p {p:.3f}"

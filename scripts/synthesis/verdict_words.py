"""What a test of a claim found, in the words a clinician reads, made from the numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from synthesis.choice import Chosen
from synthesis.effects import on_natural_scale
from synthesis.evidence import META_ANALYSIS, POOLED_ANALYSIS, Report
from synthesis.medians import MedianPair
from synthesis.results import Result, own_interval
from synthesis.wording import counted, figures, join, measure, number

_DOES = {"for": "supports the claim", "against": "speaks against it", "undecided": "leaves it open"}
_ALL_DO = {
    "for": "all supporting the claim",
    "against": "all speaking against it",
    "undecided": "none of which settles it",
    "differ": "which do not agree",
}


def result_words(result: Result, side: str, agreement: str, threshold: float) -> str:
    """Return the estimate, how many studies it is from, and what it does to the claim.

    ``side`` is that of the test; ``agreement`` that on which every study's own interval lies,
    or differ; ``threshold`` is on the pooling scale.
    """
    k = len(result.studies)
    pooled = result.pooled
    if k == 1:
        only = result.studies[0]
        return f"{_one(only.candidate.report)}, {study_words(only, result)}, which {_DOES[side]}"
    if pooled is None or k == 2:
        told = join([study_words(chosen, result) for chosen in result.studies])
        return f"{_studies(k, agreement)}: {told}{_pooled_of_two(result)}"
    words = f"{_pooled(result)} from {k} studies, which {_DOES[side]}"
    return words + _prediction(result, side, threshold)


def question_words(result: Result, closed: bool, decided: int) -> str:
    """Return the estimates on a question that the claim calls open, and what they do to it."""
    k = len(result.studies)
    if result.pooled is not None and k > 2:
        ends = "settles it" if closed else "leaves it open"
        return f"{_pooled(result)} from {k} studies, which {ends}"
    told = join([study_words(chosen, result) for chosen in result.studies])
    if k == 1:
        ends = "and one study does not settle the question" if decided else "which leaves it open"
        return f"{_one(result.studies[0].candidate.report)}, {told}, {ends}"
    if not decided:
        stand = "neither of which settles it" if k == 2 else "none of which settles it"
    elif closed:
        stand = "both of which settle it" if k == 2 else "all of which settle it"
    else:
        stand = f"of which {decided} would settle it alone"
    return f"{counted(k, 'study')}, {stand}: {told}{_pooled_of_two(result)}"


def medians_words(pairs: Sequence[MedianPair], agreement: str) -> str:
    """Return medians with their p-values, and what they do to the claim."""
    told = join([pair.words() for pair in pairs])
    if len(pairs) == 1:
        return f"{_one(pairs[0].report)}, {told}, which {_DOES[agreement]}"
    return f"{_studies(len(pairs), agreement)}: {told}"


def context_words(result: Result, *, alone: bool = False) -> str:
    """Return the secondary research beside the studies, '' where there is none."""
    if not result.selection.context:
        return ""
    told = join([
        f"{study_words(chosen, result)} ({_kind(chosen)})" for chosen in result.selection.context
    ])  # fmt: skip
    return f"; secondary research alone: {told}" if alone else f"; beside it, not pooled: {told}"


def later_words(result: Result, estimate: tuple[float, float, float]) -> str:
    """Return the estimate of the later studies alone."""
    shown = figures(estimate, result.statistic, result.rules.interval_level)
    label = result.comparison.label
    return f"{label}, {result.endpoint.label}: {measure(result.statistic)} {shown}"


def study_words(chosen: Chosen, result: Result) -> str:
    """Return a study with its estimate: FIRST with hazard ratio 0.78 (95 % CI 0.67 to 0.92)."""
    value = on_natural_scale(chosen.candidate.effect.yi, result.statistic)
    level = result.rules.interval_level
    shown = figures((value, *own_interval(chosen, result)), result.statistic, level)
    return f"{chosen.candidate.report.label} with {measure(result.statistic)} {shown}"


def _pooled(result: Result) -> str:
    estimate = result.estimate()
    assert estimate is not None
    shown = figures(estimate, result.statistic, result.rules.interval_level)
    return f"{measure(result.statistic)} {shown}"


def _pooled_of_two(result: Result) -> str:
    if result.pooled is None:
        return "; not pooled"
    return f"; pooled, {_pooled(result)}, an interval that two studies leave wide"


def _prediction(result: Result, side: str, threshold: float) -> str:
    """Say so where the studies as a whole lie on one side and a further one might not."""
    pooled = result.pooled
    if pooled is None or pooled.prediction_lower is None or pooled.prediction_upper is None:
        return ""
    if side == "undecided" or not pooled.prediction_lower < threshold < pooled.prediction_upper:
        return ""
    lower, upper = (
        number(on_natural_scale(end, result.statistic), result.statistic)
        for end in (pooled.prediction_lower, pooled.prediction_upper)
    )
    level = result.rules.interval_level
    span = f"{level:g} % prediction interval {lower} to {upper}"
    return f", though a further study need not agree ({span})"


def _studies(k: int, agreement: str) -> str:
    words = _ALL_DO[agreement]
    if k == 2:
        words = words.replace("all ", "both ").replace("none ", "neither ")
    return f"{counted(k, 'study')}, {words}"


def _one(report: Report) -> str:
    return "one pooled analysis" if report.kind == POOLED_ANALYSIS else "one study"


def _kind(chosen: Chosen) -> str:
    meta = chosen.candidate.report.kind == META_ANALYSIS
    return "meta-analysis" if meta else "pooled analysis"

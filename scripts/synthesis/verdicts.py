"""How one test of a claim comes out: which side of its threshold the evidence lies on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from synthesis.choice import Chosen
from synthesis.effects import on_natural_scale, on_pooling_scale
from synthesis.evidence import Evidence
from synthesis.medians import MedianPair, median_pairs
from synthesis.results import Result, own_interval, pool_chosen
from synthesis.wording import figures, join, measure

Row = Mapping[str, Any]

SUPPORTED, MIXED, CONTRADICTED = "supported", "mixed", "contradicted"
NOT_TESTED = "not tested by the records found"


@dataclass(slots=True)
class Outcome:
    """How one test came out; ``words`` are about the comparison that ``about`` names."""

    verdict: str
    rule: str
    words: str
    about: str = ""
    studies: int = 0
    estimate: tuple[float, float, float] | None = None
    sides: dict[str, list[str]] = field(
        default_factory=lambda: {"for": [], "against": [], "undecided": []}
    )
    context: dict[str, list[str]] = field(
        default_factory=lambda: {"for": [], "against": [], "undecided": []}
    )
    after: list[str] = field(default_factory=list)
    after_estimate: tuple[float, float, float] | None = None
    after_words: str = ""


def judge_test(
    test: Mapping[str, Any],
    year: int | None,
    results: Mapping[tuple[str, str], Result],
    outcomes: Sequence[Row],
    evidence: Evidence,
) -> Outcome:
    """Return how one test of a claims file comes out.

    ``results`` are by comparison and endpoint; ``year`` is that of the seed review.
    """
    if test["kind"] == "not_testable":
        return Outcome(NOT_TESTED, "no number can test it", f"no number tests it: {test['why']}")
    if test["kind"] == "medians":
        comparison = next(r.comparison for r in results.values()
                          if r.comparison.id == test["comparison"])  # fmt: skip
        pairs = median_pairs(comparison, [test["endpoint"]], outcomes, evidence)
        outcome = _judge_medians(test, pairs, year)
        outcome.about = comparison.label
        return outcome
    result = results[test["comparison"], test["endpoint"]]
    if test["kind"] == "open_question":
        return _judge_question(test, result, year)
    return _judge_estimate(test, result, year)


def _judge_estimate(test: Mapping[str, Any], result: Result, year: int | None) -> Outcome:
    threshold = on_pooling_scale(test.get("threshold", 1.0), result.statistic)
    outcome = Outcome(NOT_TESTED, "", "", studies=len(result.studies))
    outcome.estimate = result.estimate()
    _sort_studies(outcome, result, threshold, test["expects"])
    outcome.about, named = result.comparison.label, result.endpoint.label
    if outcome.studies < test.get("minimum_studies", 1):
        return _without_studies(outcome, test, result, named)
    outcome.verdict, outcome.rule = _verdict(outcome, result, threshold, test["expects"])
    outcome.words = f"{named}: {_result_words(result)}"
    _add_later(outcome, result, year)
    return outcome


def _verdict(outcome: Outcome, result: Result, threshold: float, expects: str) -> tuple[str, str]:
    """Three studies or more: the pooled interval decides. Fewer, or unpooled: each interval.

    With two studies the Hartung-Knapp interval has one degree of freedom and hardly ever
    excludes anything, so that the two studies' own intervals decide instead.
    """
    pooled = result.pooled
    if pooled is not None and pooled.k > 2:
        side = _side(pooled.ci_lower, pooled.ci_upper, threshold, expects)
        rule = f"the pooled interval of {pooled.k} studies"
    else:
        parts = {name for name, members in outcome.sides.items() if members}
        side = parts.pop() if len(parts) == 1 else "undecided"
        rule = "the study's own interval" if outcome.studies == 1 else "each study's own interval"
    verdict = {"for": SUPPORTED, "against": CONTRADICTED, "undecided": MIXED}[side]
    ends = {
        "for": "on the claim's side of",
        "against": "on the other side of",
        "undecided": "on both sides of",
    }
    return verdict, f"{rule} lies {ends[side]} {on_natural_scale(threshold, result.statistic):g}"


def _without_studies(
    outcome: Outcome, test: Mapping[str, Any], result: Result, named: str
) -> Outcome:
    asked = test.get("minimum_studies", 1)
    outcome.rule = (
        "no study gives a usable estimate"
        if asked == 1
        else f"fewer than {asked} studies with a usable estimate"
    )
    outcome.words = f"{named}: {outcome.rule}"
    if test.get("secondary") and result.selection.context and not result.studies:
        parts = {name for name, members in outcome.context.items() if members}
        side = parts.pop() if len(parts) == 1 else "undecided"
        outcome.verdict = {"for": SUPPORTED, "against": CONTRADICTED}.get(side, MIXED)
        outcome.rule = "no study gives an estimate; secondary research decides"
        shown = join([_study_words(chosen, result) for chosen in result.selection.context])
        outcome.words = f"{named}: secondary research only, {shown}"
    return outcome


def _judge_question(test: Mapping[str, Any], result: Result, year: int | None) -> Outcome:
    named = result.endpoint.label
    outcome = Outcome(NOT_TESTED, "", "", result.comparison.label, len(result.studies))
    outcome.estimate = result.estimate()
    if not result.studies:
        outcome.rule = "no study compares it, so the question stands as the claim left it"
        outcome.words = f"{named}: {outcome.rule}"
        return outcome
    _sort_studies(outcome, result, 0.0, "below")
    decided = outcome.sides["for"] + outcome.sides["against"]
    outcome.sides = {"for": outcome.sides["undecided"], "against": decided, "undecided": []}
    # One study rarely closes a question; two that are both decided do.
    closed = len(decided) > 1 and not outcome.sides["for"]
    outcome.verdict = CONTRADICTED if closed else MIXED
    outcome.rule = "two or more studies, all decided, speak against a claim that it is open"
    outcome.words = f"{named}: {_result_words(result)}"
    _add_later(outcome, result, year)
    return outcome


def _judge_medians(
    test: Mapping[str, Any], pairs: Sequence[MedianPair], year: int | None
) -> Outcome:
    outcome = Outcome(NOT_TESTED, "no report prints both medians and a p-value", "")
    outcome.studies = len(pairs)
    outcome.words = f"medians, {test['endpoint']}: {outcome.rule}"
    if not pairs:
        return outcome
    for pair in pairs:
        side = "for" if pair.side == test["expects"] else "against"
        outcome.sides["undecided" if pair.side == "undecided" else side].append(pair.report.study)
        if year is not None and (pair.report.year or 0) > year:
            outcome.after.append(pair.report.study)
    parts = {name for name, members in outcome.sides.items() if members}
    side = parts.pop() if len(parts) == 1 else "undecided"
    outcome.verdict = {"for": SUPPORTED, "against": CONTRADICTED}.get(side, MIXED)
    outcome.rule = "the medians printed and the p-value between them"
    outcome.words = f"medians, {test['endpoint']}: {join([pair.words() for pair in pairs])}"
    return outcome


def _sort_studies(outcome: Outcome, result: Result, threshold: float, expects: str) -> None:
    for chosen in result.studies:
        outcome.sides[_own_side(chosen, result, threshold, expects)].append(
            chosen.candidate.report.study
        )
    for chosen in result.selection.context:
        outcome.context[_own_side(chosen, result, threshold, expects)].append(
            chosen.candidate.report.pmid
        )


def _own_side(chosen: Chosen, result: Result, threshold: float, expects: str) -> str:
    ends = own_interval(chosen, result)
    lower, upper = (on_pooling_scale(end, result.statistic) for end in ends)
    return _side(lower, upper, threshold, expects)


def _side(lower: float, upper: float, threshold: float, expects: str) -> str:
    if upper < threshold:
        return "for" if expects == "below" else "against"
    if lower > threshold:
        return "for" if expects == "above" else "against"
    return "undecided"


def _add_later(outcome: Outcome, result: Result, year: int | None) -> None:
    if year is None:
        return
    later = [c for c in result.studies if (c.candidate.report.year or 0) > year]
    outcome.after = [chosen.candidate.report.study for chosen in later]
    if result.pooled is not None and len(later) >= result.rules.pool_from:
        pooled = pool_chosen(later, result.rules)
        values = (pooled.estimate, pooled.ci_lower, pooled.ci_upper)
        first, second, third = (on_natural_scale(value, result.statistic) for value in values)
        outcome.after_estimate = (first, second, third)
        shown = figures(outcome.after_estimate, result.statistic, result.rules.interval_level)
        outcome.after_words = f"{result.endpoint.label}: {measure(result.statistic)} {shown}"


def _result_words(result: Result) -> str:
    estimate = result.estimate()
    level = result.rules.interval_level
    each = join([_study_words(chosen, result) for chosen in result.studies])
    if estimate is None:
        return f"not pooled: {each}"
    shown = f"{measure(result.statistic)} {figures(estimate, result.statistic, level)}"
    count = len(result.studies)
    if count == 1:
        return f"{shown} from 1 study"
    return f"{shown} from {count} studies" + (f", {each}" if count == 2 else "")


def _study_words(chosen: Chosen, result: Result) -> str:
    value = on_natural_scale(chosen.candidate.effect.yi, result.statistic)
    level = result.rules.interval_level
    shown = figures((value, *own_interval(chosen, result)), result.statistic, level)
    return f"{chosen.candidate.report.label} with {shown}"

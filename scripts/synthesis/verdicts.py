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
from synthesis.verdict_words import (
    context_words,
    later_words,
    medians_words,
    question_words,
    result_words,
)

Row = Mapping[str, Any]

SUPPORTED, MIXED, CONTRADICTED = "supported", "mixed", "contradicted"
NOT_TESTED = "not tested by the records found"
_OF_SIDE = {"for": SUPPORTED, "against": CONTRADICTED, "undecided": MIXED, "differ": MIXED}
_LIES = {
    "for": "lies on the claim's side of",
    "against": "lies on the other side of",
    "undecided": "lies on both sides of",
    "differ": "does not agree with the others on the side of",
}


@dataclass(slots=True)
class Outcome:
    """How one test came out.

    ``words`` say what was found of the endpoint ``named`` in the comparison ``about``;
    ``rule`` is the rule that gave the verdict, and ``used`` the estimates it rests on;
    ``caution`` is why the comparison is never pooled.
    """

    verdict: str
    rule: str
    words: str
    about: str = ""
    named: str = ""
    studies: int = 0
    used: tuple[Chosen, ...] = ()
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
    caution: str = ""

    def agreement(self, sides: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return the side on which all studies lie, or differ."""
        held = [name for name, members in (sides or self.sides).items() if members]
        return held[0] if len(held) == 1 else "differ"


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
        labels = {endpoint.id: endpoint.label for endpoint in comparison.endpoints}
        outcome.about = comparison.label
        outcome.named = f"median {labels.get(test['endpoint'], test['endpoint'])}"
        return outcome
    result = results[test["comparison"], test["endpoint"]]
    if test["kind"] == "open_question":
        return _judge_question(test, result, year)
    return _judge_estimate(test, result, year)


def _judge_estimate(test: Mapping[str, Any], result: Result, year: int | None) -> Outcome:
    threshold = on_pooling_scale(test.get("threshold", 1.0), result.statistic)
    outcome = _outcome_of(result)
    _sort_studies(outcome, result, threshold, test["expects"])
    if outcome.studies < test.get("minimum_studies", 1):
        return _without_studies(outcome, test, result)
    side, rule = _side_of_all(outcome, result, threshold, test["expects"])
    outcome.verdict = _OF_SIDE[side]
    natural = on_natural_scale(threshold, result.statistic)
    outcome.rule = f"{rule} {_LIES[side]} {natural:g}"
    outcome.words = result_words(result, side, outcome.agreement(), threshold)
    outcome.words += context_words(result)
    _add_later(outcome, result, year)
    return outcome


def _outcome_of(result: Result) -> Outcome:
    return Outcome(
        NOT_TESTED,
        "",
        "",
        about=result.comparison.label,
        named=result.endpoint.label,
        studies=len(result.studies),
        used=result.studies,
        estimate=result.estimate(),
        caution=result.comparison.why_not,
    )


def _side_of_all(
    outcome: Outcome, result: Result, threshold: float, expects: str
) -> tuple[str, str]:
    """Three studies or more: the pooled interval decides. Fewer, or unpooled: each interval.

    With two studies the Hartung-Knapp interval has one degree of freedom and hardly ever
    excludes anything, so that the two studies' own intervals decide instead.
    """
    pooled = result.pooled
    if pooled is not None and pooled.k > 2:
        side = _side(pooled.ci_lower, pooled.ci_upper, threshold, expects)
        return side, f"the pooled interval of {pooled.k} studies"
    own = "the study's own interval" if outcome.studies == 1 else "each study's own interval"
    return outcome.agreement(), own


def _without_studies(outcome: Outcome, test: Mapping[str, Any], result: Result) -> Outcome:
    asked = test.get("minimum_studies", 1)
    outcome.used = ()
    outcome.rule = (
        "no study gives a usable estimate"
        if not result.studies
        else f"fewer than {asked} studies with a usable estimate"
    )
    outcome.words = outcome.rule
    if test.get("secondary") and result.selection.context and not result.studies:
        outcome.verdict = _OF_SIDE[outcome.agreement(outcome.context)]
        outcome.rule = "no study gives an estimate; secondary research decides"
        outcome.words = f"no single study{context_words(result, alone=True)}"
    return outcome


def _judge_question(test: Mapping[str, Any], result: Result, year: int | None) -> Outcome:
    """Judge a claim that something is not known: studies that decide it speak against it."""
    outcome = _outcome_of(result)
    if not result.studies:
        outcome.rule = "no study compares it, so the question stands as the claim left it"
        outcome.words = outcome.rule
        return outcome
    _sort_studies(outcome, result, 0.0, "below")
    decided = outcome.sides["for"] + outcome.sides["against"]
    outcome.sides = {"for": outcome.sides["undecided"], "against": decided, "undecided": []}
    pooled = result.pooled
    if pooled is not None and pooled.k > 2:
        closed = pooled.ci_lower > 0 or pooled.ci_upper < 0
        outcome.verdict = CONTRADICTED if closed else SUPPORTED
        outcome.rule = "the pooled interval of three or more studies settles it or does not"
    elif not decided:
        outcome.verdict = SUPPORTED
        outcome.rule = "no study settles it"
    else:
        # One study rarely closes a question; two that are both decided do.
        closed = len(decided) > 1 and not outcome.sides["for"]
        outcome.verdict = CONTRADICTED if closed else MIXED
        outcome.rule = "two or more studies, all decided, speak against a claim that it is open"
    outcome.words = question_words(result, outcome.verdict == CONTRADICTED, len(decided))
    outcome.words += context_words(result)
    _add_later(outcome, result, year)
    return outcome


def _judge_medians(
    test: Mapping[str, Any], pairs: Sequence[MedianPair], year: int | None
) -> Outcome:
    outcome = Outcome(NOT_TESTED, "no report prints both medians and a p-value", "")
    outcome.studies = len(pairs)
    outcome.words = outcome.rule
    if len(pairs) < test.get("minimum_studies", 1):
        return outcome
    for pair in pairs:
        side = "for" if pair.side == test["expects"] else "against"
        outcome.sides["undecided" if pair.side == "undecided" else side].append(pair.report.study)
        if year is not None and (pair.report.year or 0) > year:
            outcome.after.append(pair.report.study)
    outcome.verdict = _OF_SIDE[outcome.agreement()]
    outcome.rule = "the medians printed and the p-value between them"
    outcome.words = medians_words(pairs, outcome.agreement())
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
        # Where all studies came later, the estimate has been given already.
        if len(later) < len(result.studies):
            outcome.after_words = later_words(result, outcome.after_estimate)

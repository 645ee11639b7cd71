"""The seed review's claims put to the test: a verdict by rule, worded from the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import nearest
from synthesis.comparisons import Comparison, Endpoint, load_list
from synthesis.effects import RATIOS, NoEffect, on_pooling_scale
from synthesis.evidence import Evidence
from synthesis.results import Result
from synthesis.tables import rounded
from synthesis.verdicts import CONTRADICTED, MIXED, NOT_TESTED, SUPPORTED, Outcome, judge_test
from synthesis.wording import join

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the seed review with its tests as the claims file gives them."""

    id: str
    statement: str
    place: str
    theme: str
    tests: tuple[Mapping[str, Any], ...]


def load_claims(
    path: str | Path | None, comparisons: Sequence[Comparison]
) -> tuple[int | None, list[Claim]]:
    """Read a claims file; without one there are no claims.

    Raises ReviewError for a file that holds no claim, an id used twice, and a test that the
    ``comparisons`` cannot decide: of one that is not among them, of an endpoint it does not
    have, or with a threshold its statistic cannot take.
    """
    if path is None:
        return None, []
    document = load_list(path, "claims")
    known = {comparison.id: comparison for comparison in comparisons}
    claims = [
        Claim(
            entry["id"],
            entry["statement"],
            entry["place"],
            entry.get("theme", ""),
            tuple(entry["tests"]),
        )
        for entry in document["claims"]
    ]
    ids = [claim.id for claim in claims]
    for claim in claims:
        if ids.count(claim.id) > 1:
            raise ReviewError(
                "two claims have the same id", where=str(path), value=claim.id,
                fix="Give each claim an id of its own.",
            )  # fmt: skip
        for test in claim.tests:
            _check(test, known, f"{path}, claim '{claim.id}'")
    return document.get("year"), claims


def _check(test: Mapping[str, Any], known: Mapping[str, Comparison], where: str) -> None:
    if test["kind"] == "not_testable":
        return
    comparison = known.get(test["comparison"])
    if comparison is None:
        raise ReviewError(
            "tests a comparison that is not in the comparisons file",
            where=where,
            value=test["comparison"],
            fix=nearest(test["comparison"], known),
        )
    if test["kind"] == "medians":
        if comparison.control is None:
            raise ReviewError(
                "compares the medians of a comparison that has no control",
                where=where,
                value=comparison.id,
                fix="Name a comparison of two sides.",
            )
        return
    endpoints = {endpoint.id: endpoint for endpoint in comparison.endpoints}
    if test["endpoint"] not in endpoints:
        raise ReviewError(
            f"tests an endpoint that comparison '{comparison.id}' does not have",
            where=where,
            value=test["endpoint"],
            fix=nearest(test["endpoint"], endpoints),
        )
    _check_threshold(test, endpoints[test["endpoint"]], where)


def _check_threshold(test: Mapping[str, Any], endpoint: Endpoint, where: str) -> None:
    single = endpoint.statistic not in RATIOS
    if single and test["kind"] == "open_question":
        raise ReviewError(
            f"asks whether a {endpoint.statistic} is open, which has no side of no effect",
            where=where,
            value=endpoint.id,
            fix="Test an endpoint with a ratio, or use the kind estimate with a threshold.",
        )
    if single and "threshold" not in test:
        raise ReviewError(
            f"gives no threshold for a {endpoint.statistic}",
            where=where,
            value=endpoint.id,
            fix="Add threshold: a share between 0 and 1, or a rate above 0.",
        )
    try:
        on_pooling_scale(test.get("threshold", 1.0), endpoint.statistic)
    except NoEffect as error:
        raise ReviewError(
            f"has a threshold that no {endpoint.statistic} can be held against: {error}",
            where=where,
            value=test["threshold"],
            fix="Ratios and rates take a number above 0, proportions one between 0 and 1.",
        ) from error


def judge(
    claims: Sequence[Claim],
    year: int | None,
    results: Sequence[Result],
    outcomes: Sequence[Row],
    evidence: Evidence,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of claims.csv and of claim_tests.csv."""
    by_key = {(r.comparison.id, r.endpoint.id): r for r in results}
    claim_rows, test_rows = [], []
    for claim in claims:
        decided = [judge_test(test, year, by_key, outcomes, evidence) for test in claim.tests]
        claim_rows.append(_claim_row(claim, decided, year))
        test_rows += [
            _test_row(claim, number, test, outcome)
            for number, (test, outcome) in enumerate(
                zip(claim.tests, decided, strict=True), start=1
            )
        ]
    return claim_rows, test_rows


def _claim_row(claim: Claim, outcomes: Sequence[Outcome], year: int | None) -> dict[str, Any]:
    count = {
        verdict: sum(outcome.verdict == verdict for outcome in outcomes)
        for verdict in (SUPPORTED, MIXED, CONTRADICTED, NOT_TESTED)
    }
    tested = len(outcomes) - count[NOT_TESTED]
    if tested == 0:
        verdict = NOT_TESTED
    elif count[SUPPORTED] == tested:
        verdict = SUPPORTED
    elif count[CONTRADICTED] == tested:
        verdict = CONTRADICTED
    else:
        verdict = MIXED
    after = _union(outcome.after for outcome in outcomes)
    return {
        "claim": claim.id,
        "statement": claim.statement,
        "place": claim.place,
        "theme": claim.theme or None,
        "verdict": verdict,
        "sentence": _sentence(verdict, count, tested, outcomes),
        "tests": len(outcomes),
        "supported": count[SUPPORTED],
        "mixed": count[MIXED],
        "contradicted": count[CONTRADICTED],
        "not_tested": count[NOT_TESTED],
        "studies_for": _union(outcome.sides["for"] for outcome in outcomes),
        "studies_against": _union(outcome.sides["against"] for outcome in outcomes),
        "studies_undecided": _union(outcome.sides["undecided"] for outcome in outcomes),
        "after_year": year,
        "studies_after": after,
        "after_sentence": _after_sentence(year, after, outcomes),
    }


def _sentence(
    verdict: str, count: Mapping[str, int], tested: int, outcomes: Sequence[Outcome]
) -> str:
    details = _details(outcomes)
    if tested == 0:
        return f"Not tested by the records found. {details[0].upper()}{details[1:]}."
    shown = join(
        [f"{count[v]} {v}" for v in (SUPPORTED, MIXED, CONTRADICTED) if count[v]]
        + ([f"{count[NOT_TESTED]} not tested"] if count[NOT_TESTED] else [])
    )
    tests = "1 test" if len(outcomes) == 1 else f"{len(outcomes)} tests"
    return f"{verdict.capitalize()} ({tests}: {shown}). {details[0].upper()}{details[1:]}."


def _details(outcomes: Sequence[Outcome]) -> str:
    """Return the tests' words, each comparison named once before its endpoints."""
    groups: dict[str, list[str]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.about, []).append(outcome.words)
    return ". ".join(
        (f"{about}: " if about else "") + "; ".join(words) for about, words in groups.items()
    )


def _after_sentence(
    year: int | None, after: Sequence[str], outcomes: Sequence[Outcome]
) -> str | None:
    if year is None or all(outcome.studies == 0 for outcome in outcomes):
        return None
    if not after:
        return f"No study among these was reported after {year}."
    studies = "1 study" if len(after) == 1 else f"{len(after)} studies"
    alone = [outcome.after_words for outcome in outcomes if outcome.after_words]
    text = f"After {year}: {studies}."
    return f"{text} These alone: {'; '.join(alone)}." if alone else text


def _test_row(
    claim: Claim, number: int, test: Mapping[str, Any], outcome: Outcome
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "claim": claim.id,
        "test": number,
        "kind": test["kind"],
        "comparison": test.get("comparison"),
        "endpoint": test.get("endpoint"),
        "expects": test.get("expects"),
        "threshold": test.get("threshold", 1.0) if test["kind"] == "estimate" else None,
        "verdict": outcome.verdict,
        "rule": outcome.rule,
        "studies": outcome.studies,
        "studies_for": outcome.sides["for"],
        "studies_against": outcome.sides["against"],
        "studies_undecided": outcome.sides["undecided"],
        "context_for": outcome.context["for"],
        "context_against": outcome.context["against"],
        "studies_after": outcome.after,
    }
    if outcome.estimate is not None:
        row |= dict(zip(("estimate", "ci_lower", "ci_upper"), outcome.estimate, strict=True))
    if outcome.after_estimate is not None:
        names = ("after_estimate", "after_lower", "after_upper")
        row |= dict(zip(names, outcome.after_estimate, strict=True))
    return rounded(row)


def _union(lists: Any) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))

"""The seed review's claims put to the test: a verdict by rule, worded from the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from synthesis.claims import Claim
from synthesis.evidence import POOLED_ANALYSIS, Evidence
from synthesis.results import Result
from synthesis.tables import rounded
from synthesis.verdicts import CONTRADICTED, MIXED, NOT_TESTED, SUPPORTED, Outcome, judge_test
from synthesis.wording import join

Row = Mapping[str, Any]


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
        "evidence": _evidence(outcomes),
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
    parts = [_head(verdict, count, tested, len(outcomes))]
    weak = _weak_points(outcomes)
    if weak:
        parts.append(f"Weak points: {'; '.join(weak)}")
    return " ".join(f"{_capital(part)}." for part in parts)


def _head(verdict: str, count: Mapping[str, int], tested: int, tests: int) -> str:
    if tests == 1 or tested == 0:
        return verdict
    said = [
        f"{count[name]} {singular if count[name] == 1 else plural}"
        for name, singular, plural in (
            (SUPPORTED, "supports it", "support it"),
            (MIXED, "leaves it open", "leave it open"),
            (CONTRADICTED, "speaks against it", "speak against it"),
            (NOT_TESTED, "could not be done", "could not be done"),
        )
        if count[name]
    ]
    if len(said) == 1:
        every = "both tests" if tests == 2 else f"all {tests} tests"
        return f"{verdict}: {every} {said[0].split(' ', 1)[1]}"
    return f"{verdict}: of {tests} tests, {join(said)}"


def _evidence(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what each test found: a comparison is named once, what could not be done together."""
    groups: dict[str, dict[str, list[str]]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.about, {}).setdefault(outcome.words, []).append(outcome.named)
    found = []
    for about, told in groups.items():
        for first, (words, names) in zip((about, *[""] * len(told)), told.items(), strict=False):
            named = join([name for name in names if name])
            parts = [first, f"{named}: {words}" if named else words]
            found.append(" ".join(f"{_capital(part)}." for part in parts if part))
    return found


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _weak_points(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what weakens the tests that could be done, in words."""
    done = [outcome for outcome in outcomes if outcome.verdict != NOT_TESTED]
    used = [chosen.candidate for outcome in done for chosen in outcome.used]
    points = []
    secondary = sum(not outcome.studies for outcome in done)
    if secondary:
        tests = "1 test rests" if secondary == 1 else f"{secondary} tests rest"
        points.append(f"{tests} on secondary research alone")
    alone = sum(outcome.studies == 1 for outcome in done)
    if alone:
        each = "the test rests" if len(done) == 1 else "each test rests"
        tests = "1 test rests" if alone == 1 else f"{alone} tests rest"
        pooled = any(candidate.report.kind == POOLED_ANALYSIS for candidate in used)
        what = "one study or pooled analysis" if pooled else "one study"
        points.append(f"{each if alone == len(done) else tests} on {what}")
    if any(candidate.source == "p_value" for candidate in used):
        points.append("a standard error is worked out from a p-value")
    if any("arms_assumed_equal" in candidate.concerns for candidate in used):
        points.append("arms are taken to be of equal size")
    if any(candidate.report.allocation() != "randomised" for candidate in used):
        points.append("a study is not stated to be randomised")
    if any(candidate.report.status != "current" for candidate in used):
        points.append("a report has been corrected or questioned since")
    points += list(dict.fromkeys(outcome.caution for outcome in done if outcome.caution))
    return points


def _after_sentence(
    year: int | None, after: Sequence[str], outcomes: Sequence[Outcome]
) -> str | None:
    if year is None or all(outcome.studies == 0 for outcome in outcomes):
        return None
    every = _union(o.sides[side] for o in outcomes for side in ("for", "against", "undecided"))
    if not after:
        return f"No study among these was reported after {year}."
    if len(after) == len(every):
        words = {1: "The one study was", 2: "Both studies were"}
        whole = words.get(len(every), f"All {len(every)} studies were")
        return f"{whole} reported after {year}."
    text = f"{len(after)} of {len(every)} studies were reported after {year}."
    alone = [outcome.after_words for outcome in outcomes if outcome.after_words]
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


def _union(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(item for items in lists for item in items))

"""Verdicts follow from the numbers by rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from review.errors import ReviewError
from synthesis.claims import judge, load_claims
from synthesis.comparisons import load_comparisons

FIXTURES = Path(__file__).parents[2] / "fixtures" / "synthesis"
KNOWN = load_comparisons(FIXTURES / "invented-comparisons.yaml")[1]


def verdicts(review: Any) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    year, claims = load_claims(FIXTURES / "invented-claims.yaml", KNOWN)
    rows, tests = judge(
        claims, year, list(review.results.values()), review.outcomes, review.evidence
    )
    return {row["claim"]: row for row in rows}, tests


def test_three_studies_or_more_are_judged_by_the_pooled_interval(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    row = next(test for test in tests if test["claim"] == "longer_life")
    assert row["studies"] == 4
    assert row["ci_upper"] < 1
    assert claims["longer_life"]["verdict"] == "supported"
    assert claims["shorter_life"]["verdict"] == "contradicted"
    assert claims["longer_life"]["studies_for"] == ["PMID99000103", "NCT90000005"]
    assert claims["shorter_life"]["studies_against"] == ["PMID99000103", "NCT90000005"]
    assert "4 studies" in claims["longer_life"]["sentence"]


def test_two_studies_are_judged_by_their_own_intervals(review_of, reports) -> None:
    two = [r for r in reports if r["pmid"] in ("99000103", "99000104", "99000101")]
    claims, _ = verdicts(review_of(two))
    # The interval of two studies has one degree of freedom and includes everything.
    assert claims["longer_life"]["verdict"] == "supported"
    two[0]["outcomes"][0]["interval"] = [0.5, 1.1, 95]
    claims, _ = verdicts(review_of(two))
    assert claims["longer_life"]["verdict"] == "mixed"


def test_medians_speak_where_there_is_no_ratio(review_of, reports) -> None:
    claims, _ = verdicts(review_of(reports))
    assert claims["slower"]["verdict"] == "supported"
    assert "13 against 5 months (p < 0.001)" in claims["slower"]["sentence"]


def test_secondary_research_decides_only_alone_and_when_asked(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    rate, hazard = (test for test in tests if test["claim"] == "cancers")
    assert rate["verdict"] == "mixed"
    assert hazard["verdict"] == "supported"
    assert hazard["context_for"] == ["99000109"]
    assert claims["cancers"]["verdict"] == "mixed"
    assert "secondary research only" in claims["cancers"]["sentence"]


def test_a_claim_no_number_can_test_says_so(review_of, reports) -> None:
    claims, _ = verdicts(review_of(reports))
    row = claims["laboratory"]
    assert row["verdict"] == "not tested by the records found"
    assert "No number tests it: dishes do not report" in row["sentence"]
    assert row["after_sentence"] is None


def test_an_open_question_is_contradicted_by_decided_studies(review_of, reports) -> None:
    claims, _ = verdicts(review_of(reports))
    assert claims["open"]["verdict"] == "contradicted"
    without = [
        {**r, "outcomes": [o for o in r["outcomes"] if o["endpoint"] != "ORR"]} for r in reports
    ]
    claims, _ = verdicts(review_of(without))
    assert claims["open"]["verdict"] == "not tested by the records found"
    assert "stands as the claim left it" in claims["open"]["sentence"]


def test_what_came_after_the_seed_review_is_pooled_alone(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    row = claims["longer_life"]
    assert row["studies_after"] == [
        "NCT90000001",
        "PMID99000103",
        "NCT90000005",
        "NCT90000008",
    ]
    assert row["after_sentence"].startswith("After 2011: 4 studies.")
    test = next(test for test in tests if test["claim"] == "longer_life")
    assert test["after_estimate"] == pytest.approx(test["estimate"])


def test_no_study_is_for_and_against_one_test(review_of, reports) -> None:
    _, tests = verdicts(review_of(reports))
    for test in tests:
        sides = [test["studies_for"], test["studies_against"], test["studies_undecided"]]
        flat = [study for side in sides for study in side]
        assert len(flat) == len(set(flat)) == test["studies"]


def test_without_a_file_there_are_no_claims() -> None:
    assert load_claims(None, KNOWN) == (None, [])


@pytest.mark.parametrize("text", ["", "claims: null\n", "year: 2011\nclaims: []\n"])
def test_a_file_without_claims_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        load_claims(path, KNOWN)
    assert "holds no claims" in str(caught.value)
    assert "set synthesis.claims to null" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("comparison: addingalpha, endpoint: OS, expects: below", "Did you mean 'adding_alpha'?"),
        ("comparison: adding_alpha, endpoint: SO, expects: below", "does not have"),
        ("comparison: adding_alpha, endpoint: OS", "'expects' is missing"),
        ("comparison: adding_alpha, endpoint: OS, expects: below, side: up", "unknown key"),
        ("comparison: adding_alpha, endpoint: OS, expects: below, threshold: 0", "no logarithm"),
        ("comparison: response_to_alpha, endpoint: ORR, expects: above", "no threshold"),
        (
            "comparison: response_to_alpha, endpoint: ORR, expects: above, threshold: 60",
            "between 0 and 1",
        ),
        ("kind: open_question, comparison: response_to_alpha, endpoint: ORR", "no side of no"),
        ("kind: medians, comparison: response_to_alpha, endpoint: PFS, expects: above", "control"),
    ],
)
def test_a_test_that_cannot_be_run_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(
        "claims:\n  - id: a\n    statement: x\n    place: y\n    tests:\n"
        f"      - {{{text if 'kind' in text else 'kind: estimate, ' + text}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ReviewError) as caught:
        load_claims(path, KNOWN)
    assert said in str(caught.value)

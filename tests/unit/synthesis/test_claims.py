"""Verdicts follow from the numbers by rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from review.errors import ReviewError
from synthesis.claims import load_claims
from synthesis.comparisons import load_comparisons
from synthesis.judgement import judge

FIXTURES = Path(__file__).parents[2] / "fixtures" / "synthesis"
KNOWN = load_comparisons(FIXTURES / "invented-comparisons.yaml")[1]


def verdicts(review: Any) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    year, claims = load_claims(FIXTURES / "invented-claims.yaml", KNOWN)
    rows, tests = judge(
        claims, year, list(review.results.values()), review.outcomes, review.evidence
    )
    return {row["claim"]: row for row in rows}, tests


def told(row: dict[str, Any]) -> str:
    return " ".join([row["sentence"], *row["evidence"]])


def test_three_studies_or_more_are_judged_by_the_pooled_interval(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    row = next(test for test in tests if test["claim"] == "longer_life")
    assert row["studies"] == 4
    assert row["ci_upper"] < 1
    assert claims["longer_life"]["verdict"] == "supported"
    assert claims["shorter_life"]["verdict"] == "contradicted"
    assert claims["longer_life"]["studies_for"] == ["PMID99000103", "NCT90000005"]
    assert claims["shorter_life"]["studies_against"] == ["PMID99000103", "NCT90000005"]
    assert "4 studies" in told(claims["longer_life"])


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
    assert "13 against 5 months (p < 0.001)" in told(claims["slower"])


def test_secondary_research_decides_only_alone_and_when_asked(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    rate, hazard = (test for test in tests if test["claim"] == "cancers")
    assert rate["verdict"] == "mixed"
    assert hazard["verdict"] == "supported"
    assert hazard["context_for"] == ["99000109"]
    assert claims["cancers"]["verdict"] == "mixed"
    assert "secondary research alone: Author 2021" in told(claims["cancers"])
    assert "1 test rests on secondary research alone" in told(claims["cancers"])


def test_a_claim_no_number_can_test_says_so(review_of, reports) -> None:
    claims, _ = verdicts(review_of(reports))
    row = claims["laboratory"]
    assert row["verdict"] == "not tested by the records found"
    assert "No number tests it: dishes do not report" in told(row)
    assert row["after_sentence"] is None


def test_an_open_question_is_contradicted_by_decided_studies(review_of, reports) -> None:
    claims, _ = verdicts(review_of(reports))
    assert claims["open"]["verdict"] == "contradicted"
    without = [
        {**r, "outcomes": [o for o in r["outcomes"] if o["endpoint"] != "ORR"]} for r in reports
    ]
    claims, _ = verdicts(review_of(without))
    assert claims["open"]["verdict"] == "not tested by the records found"
    assert "stands as the claim left it" in told(claims["open"])


def test_what_came_after_the_seed_review_is_pooled_alone(review_of, reports) -> None:
    claims, tests = verdicts(review_of(reports))
    row = claims["longer_life"]
    assert row["studies_after"] == [
        "NCT90000001",
        "PMID99000103",
        "NCT90000005",
        "NCT90000008",
    ]
    assert row["after_sentence"] == "All 4 studies were reported after 2011."
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


def test_the_sentence_of_two_studies_says_whether_they_agree(review_of, reports) -> None:
    two = [r for r in reports if r["pmid"] in ("99000103", "99000104", "99000101")]
    sentence = told(verdicts(review_of(two))[0]["longer_life"])
    assert "two studies, both supporting the claim: EARLY with hazard ratio 0.70" in sentence
    assert "an interval that two studies leave wide" in sentence
    two[0]["outcomes"][0]["interval"] = [0.5, 1.1, 95]
    sentence = told(verdicts(review_of(two))[0]["longer_life"])
    assert "two studies, which do not agree" in sentence


def test_a_verdict_names_its_weak_points(review_of, reports) -> None:
    one = [r for r in reports if r["pmid"] == "99000105"]
    row = verdicts(review_of(one))[0]["longer_life"]
    assert row["verdict"] == "supported"
    assert row["sentence"].startswith("Supported. Weak points: ")
    assert row["evidence"][0].startswith("Alpha added to beta. Overall survival: one study")
    assert "Weak points: the test rests on one study; a standard error" in told(row)
    concern = [r for r in reports if r["pmid"] == "99000108"]
    row = verdicts(review_of(concern))[0]["longer_life"]
    assert "which leaves it open" in told(row)
    assert "not stated to be randomised" in told(row)
    assert "corrected or questioned" in told(row)


def test_studies_that_agree_need_not_speak_for_the_next_one(review_of, reports) -> None:
    trial = next(r for r in reports if r["pmid"] == "99000105")
    spread = [(0.3, 0.2, 0.45), (0.6, 0.5, 0.72), (0.75, 0.62, 0.91), (0.45, 0.36, 0.56)]
    many = [
        {
            **trial,
            "pmid": str(99000300 + i),
            "study": f"NCT9000030{i}",
            "trial": f"SPREAD {i}",
            "outcomes": [{**trial["outcomes"][0], "id": f"s{i}", "value": value,
                          "interval": [low, high, 95]}],
        }
        for i, (value, low, high) in enumerate(spread)
    ]  # fmt: skip
    row = verdicts(review_of(many))[0]["longer_life"]
    assert row["verdict"] == "supported"
    assert "though a further study need not agree (95 % prediction interval" in told(row)


def test_a_question_stays_open_while_no_study_settles_it(review_of, reports) -> None:
    first = next(r for r in reports if r["pmid"] == "99000103")
    first["outcomes"] = [
        {"id": "q1", "endpoint": "ORR", "statistic": "odds_ratio", "arm": "AB",
         "comparator": "B", "value": 1.1, "interval": [0.8, 1.5, 95]}
    ]  # fmt: skip
    row = verdicts(review_of([first]))[0]["open"]
    assert row["verdict"] == "supported"
    assert "which leaves it open" in told(row)
    first["outcomes"][0] |= {"value": 2.0, "interval": [1.5, 2.7, 95]}
    row = verdicts(review_of([first]))[0]["open"]
    assert row["verdict"] == "mixed"
    assert "one study does not settle the question" in told(row)

from __future__ import annotations

from typing import Any

import pytest

from synthesis.findings import OPEN, findings_rows
from synthesis.sensitivity import sensitivity_rows
from synthesis.tables import pooled_row


def test_each_study_is_left_out_once_and_doubtful_ones_together(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    rows = sensitivity_rows(result)
    single = [row["left_out"] for row in rows if row["analysis"] == "leave_one_out"]
    assert single == [[c.candidate.report.study] for c in result.studies]
    by_name = {row["analysis"]: row for row in rows}
    assert by_name["without_concerns"]["left_out"] == ["NCT90000008"]
    assert by_name["randomised_only"]["left_out"] == ["NCT90000008"]
    assert by_name["without_p_values"]["left_out"] == ["NCT90000005"]
    assert by_name["fixed_effect"]["estimate"] == pooled_row(result)["fixed_estimate"]
    assert "without_percentages" not in by_name


def test_an_analysis_that_leaves_too_few_studies_says_so(review_of, reports) -> None:
    result = review_of(reports, p_values="never").results["response_to_alpha", "ORR"]
    assert result.pooled is not None and result.pooled.k == 2
    rows = sensitivity_rows(result)
    assert all(row["analysis"] != "leave_one_out" for row in rows)
    few = [row for row in rows if row["analysis"] == "without_percentages"]
    assert few[0]["changes"] == "not_poolable"
    assert "estimate" not in few[0]


def test_nothing_pooled_gives_no_sensitivity(review_of, reports) -> None:
    assert sensitivity_rows(review_of(reports).results["adding_alpha", "CR"]) == []


def test_absolute_effects_apply_the_relative_effect_to_a_named_control_risk(
    review_of, reports
) -> None:
    review = review_of(reports)
    rows = {
        (r["comparison"], r["endpoint"]): r
        for r in findings_rows(list(review.results.values()), review.outcomes, review.evidence)
    }
    response = rows["adding_alpha", "CR"]
    assert response["control_per_1000"] == 20
    assert response["experimental_per_1000"] == pytest.approx(150, abs=0.1)
    assert response["difference_per_1000"] == pytest.approx(130, abs=0.1)
    assert response["absolute_effect"].startswith("130 more per 1,000 (")
    assert response["control_risk_source"] == "RATES, control arm"
    reports[1]["outcomes"].append(
        {"id": "b9", "endpoint": "OS", "statistic": "rate_at", "arm": "control", "value": 40,
         "timepoint_months": 36}
    )  # fmt: skip
    review = review_of(reports)
    rows = {
        (r["comparison"], r["endpoint"]): r
        for r in findings_rows(list(review.results.values()), review.outcomes, review.evidence)
    }
    death = rows["adding_alpha", "OS"]
    assert death["control_per_1000"] == 600
    assert "36 months" in death["control_risk_source"]
    ratio = death["estimate"]
    assert death["experimental_per_1000"] == pytest.approx(1000 * (1 - 0.4**ratio), abs=0.1)


def test_certainty_is_left_to_a_person(review_of, reports) -> None:
    review = review_of(reports)
    rows = findings_rows(list(review.results.values()), review.outcomes, review.evidence)
    assert rows and {row["certainty"] for row in rows} == {OPEN}
    assert all(row["studies"] > 0 for row in rows)


def test_small_study_effects_are_looked_for_from_ten_studies_on(review_of, reports) -> None:
    def trials(count: int) -> list[dict[str, object]]:
        return [
            {
                **reports[4],
                "pmid": str(99000200 + i),
                "study": f"NCT9000{200 + i}",
                "trial": f"TRIAL {i}",
                "outcomes": [
                    {"id": f"t{i}", "endpoint": "OS", "statistic": "hazard_ratio", "arm": "AB",
                     "comparator": "B", "value": 0.9 - 0.03 * i,
                     "interval": [(0.9 - 0.03 * i) / (1.2 + 0.1 * i),
                                  (0.9 - 0.03 * i) * (1.2 + 0.1 * i), 95]}
                ],
            }
            for i in range(count)
        ]  # fmt: skip

    nine = review_of(trials(9)).results["adding_alpha", "OS"]
    assert pooled_row(nine).get("small_study_p") is None
    review = review_of(trials(10))
    ten = review.results["adding_alpha", "OS"]
    assert 0 < pooled_row(ten)["small_study_p"] < 0.05
    rows = findings_rows([ten], review.outcomes, review.evidence)
    assert rows[0]["facts_publication_bias"].startswith("Egger's regression p ")


def found(review: Any, comparison: str, endpoint: str) -> dict[str, Any]:
    rows = findings_rows(list(review.results.values()), review.outcomes, review.evidence)
    return next(r for r in rows if (r["comparison"], r["endpoint"]) == (comparison, endpoint))


def test_the_control_risk_of_a_printed_ratio_is_the_share_printed_beside_it(
    review_of, reports
) -> None:
    report = next(r for r in reports if r["pmid"] == "99000103")
    report["outcomes"] = [
        {"id": "p1", "endpoint": "ORR", "statistic": "odds_ratio", "arm": "AB", "comparator": "B",
         "value": 2.0, "interval": [1.2, 3.3, 95]},
        {"id": "p2", "endpoint": "ORR", "statistic": "proportion", "arm": "B", "value": 50},
    ]  # fmt: skip
    row = found(review_of([report]), "adding_alpha", "ORR")
    assert row["control_per_1000"] == 500
    assert row["experimental_per_1000"] == pytest.approx(666.7)
    assert row["absolute_effect"] == "167 more per 1,000 (45 more to 267 more)"


def test_two_studies_show_their_fixed_effect_too(review_of, reports) -> None:
    two = [r for r in reports if r["pmid"] in ("99000103", "99000101")]
    words = found(review_of(two), "adding_alpha", "OS")["relative_effect"]
    assert "two studies leave one degree of freedom; fixed effect 0.7" in words

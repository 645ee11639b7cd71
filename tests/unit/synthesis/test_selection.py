"""Which estimate stands for a study, which way round, and why the others do not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from synthesis.effects import Effect, NoEffect
from synthesis.printed import printed_rate
from synthesis.results import Result
from synthesis.tables import estimate_rows, left_out_rows, pooled_row


def chosen(result: Result) -> dict[str, dict[str, Any]]:
    return {row["study_id"]: row for row in estimate_rows(result)}


def reasons(result: Result) -> dict[str, str]:
    return {row["outcome_id"]: row["reason"] for row in left_out_rows(result)}


def test_the_report_with_the_longest_follow_up_stands_for_its_study(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    row = chosen(result)["NCT90000001"]
    assert row["outcome_ids"] == ["b1"]
    assert row["chosen_because"] == "longest_follow_up"
    assert row["alternatives"] == ["a1"]
    assert reasons(result)["a1"] == "another_report_of_the_study"
    assert reasons(result)["b2"] == "subgroup"


def test_an_inverted_ratio_is_turned_and_its_own_level_is_used(review_of, reports) -> None:
    reports = [r for r in reports if r["pmid"] != "99000104"]
    row = chosen(review_of(reports).results["adding_alpha", "OS"])["PMID99000103"]
    assert row["flipped"] is True
    assert row["estimate"] == pytest.approx(1 / 1.25)
    assert row["se"] == pytest.approx(math.log(1.5625) / 2 / 1.6448536)
    assert row["ci_lower"] < 1 / 1.5625 < row["ci_upper"]


def test_reports_of_one_trial_name_without_registration_count_once(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    row = chosen(result)["PMID99000103"]
    assert row["outcome_ids"] == ["d1"]
    assert row["chosen_because"] == "latest_report"
    assert reasons(result)["c1"] == "another_report_of_the_study"
    # The later report prints percentages; the first one's counts of both arms come first only
    # where the report does not matter.
    responses = chosen(review_of(reports).results["adding_alpha", "ORR"])["PMID99000103"]
    assert responses["outcome_ids"] == ["d2", "d3"]
    assert responses["concerns"] == [
        "study_joined_by_trial_name",
        "arm_size_from_another_report",
    ]
    assert (responses["n_experimental"], responses["n_control"]) == (210, 205)


def test_a_p_value_gives_a_standard_error_only_where_the_rules_say_so(review_of, reports) -> None:
    never = review_of(reports, p_values="never").results["adding_alpha", "OS"]
    assert reasons(never)["e1"] == reasons(never)["f1"] == "no_standard_error"
    exact = review_of(reports, p_values="exact").results["adding_alpha", "OS"]
    assert chosen(exact)["NCT90000005"]["source"] == "p_value"
    assert reasons(exact)["f1"] == "no_standard_error"
    bound = review_of(reports, p_values="exact_or_bound").results["adding_alpha", "OS"]
    assert chosen(bound)["NCT90000006"]["se"] == pytest.approx(-math.log(0.65) / 3.2905267)
    assert "uses_p_value" in pooled_row(bound)["notes"]


def test_retracted_reports_never_enter_and_a_concern_is_named(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    assert reasons(result)["g1"] == "retracted"
    assert "expression_of_concern" in chosen(result)["NCT90000008"]["concerns"]
    assert "expression_of_concern" in pooled_row(result)["notes"]


def test_secondary_research_stands_beside_and_is_never_pooled(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    assert all(c.candidate.report.kind == "primary" for c in result.studies)
    assert reasons(result)["i1"] == "not_stated"
    anyone = review_of(reports).results["any_design", "SPM"]
    assert not anyone.studies
    assert [row["role"] for row in estimate_rows(anyone)] == ["context"]


def test_a_pooled_analysis_stands_for_its_trials_only_where_they_are_silent(
    review_of, reports
) -> None:
    pooled = next(r for r in reports if r["pmid"] == "99000109")
    pooled["facts"] = {"design": ["pooled_analysis"], "setting": ["relapsed_refractory"]}
    review = review_of(reports)
    assert [c.candidate.report.pmid for c in review.results["any_design", "SPM"].studies] == [
        "99000109"
    ]
    os_rows = estimate_rows(review.results["adding_alpha", "OS"])
    assert [row["role"] for row in os_rows if row["pmid"] == "99000109"] == ["context"]


def test_a_ratio_that_its_medians_contradict_is_left_out(review_of, reports) -> None:
    assert reasons(review_of(reports).results["adding_alpha", "OS"])["j1"] == (
        "direction_contradicted"
    )


def test_an_assumed_direction_needs_figures_that_confirm_it(review_of, reports) -> None:
    first, second = reports[0]["outcomes"][0], reports[1]["outcomes"][0]
    first["flags"] = second["flags"] = ["direction_assumed"]
    del reports[1]["outcomes"][1]
    result = review_of(reports).results["adding_alpha", "OS"]
    assert reasons(result)["b1"] == "direction_not_confirmed"
    assert chosen(result)["NCT90000001"]["outcome_ids"] == ["a1"]


def test_other_ratios_of_the_abstract_confirm_an_assumed_direction(review_of, reports) -> None:
    assumed = reports[1]["outcomes"][0]
    assumed["flags"] = ["direction_assumed"]
    del reports[1]["outcomes"][1]
    certain = {**assumed, "id": "b8", "endpoint": "PFS", "flags": []}
    reports[1]["outcomes"].append(certain)
    result = review_of(reports).results["adding_alpha", "OS"]
    assert chosen(result)["NCT90000001"]["outcome_ids"] == ["b1"]
    certain["arm"], certain["comparator"] = certain["comparator"], certain["arm"]
    assert reasons(review_of(reports).results["adding_alpha", "OS"])["b1"] == (
        "direction_contradicted"
    )


def test_studies_of_another_setting_or_none_stated_are_left_out(review_of, reports) -> None:
    found = reasons(review_of(reports).results["adding_alpha", "OS"])
    assert found["k1"] == "other_setting"
    assert found["l1"] == "not_stated"


def test_reports_still_to_be_decided_on_do_not_enter(review_of, reports) -> None:
    result = review_of(reports).results["adding_alpha", "OS"]
    assert "n1" not in reasons(result)
    assert "NCT90000014" not in chosen(result)


def test_ratios_from_two_rates_and_from_percentages_of_arms_assumed_equal(
    review_of, reports
) -> None:
    review = review_of(reports)
    rate = chosen(review.results["adding_alpha", "SPM"])["NCT90000013"]
    assert rate["estimate"] == pytest.approx(4.0 / 1.4)
    assert rate["source"] == "rate_intervals"
    share = chosen(review.results["adding_alpha", "CR"])["NCT90000013"]
    assert share["estimate"] == pytest.approx(15 * 98 / (85 * 2))
    assert "arms_assumed_equal" in share["concerns"]
    stated = review_of(reports, arm_size="stated").results["adding_alpha", "CR"]
    assert reasons(stated) == {"m3": "no_standard_error", "m4": "no_standard_error"}


def test_every_fitting_row_is_used_or_explained(review_of, reports) -> None:
    review = review_of(reports)
    for result in review.results.values():
        used = {oid for row in estimate_rows(result) for oid in row["outcome_ids"]}
        assert not used & set(reasons(result))
    result = review.results["adding_alpha", "OS"]
    ratios = {
        row["outcome_id"]
        for row in review.outcomes
        if row["endpoint"] == "OS" and row["statistic"] == "hazard_ratio"
    } - {"n1"}
    used = {oid for row in estimate_rows(result) for oid in row["outcome_ids"]}
    assert ratios == used | (set(reasons(result)) & ratios)


def test_the_order_of_the_rows_changes_nothing(review_of, reports) -> None:
    forwards = review_of(reports).results
    backwards = review_of(
        [{**r, "outcomes": r["outcomes"][::-1], "arms": r["arms"][::-1]} for r in reports[::-1]]
    ).results
    for key, result in forwards.items():
        assert pooled_row(result) == pooled_row(backwards[key])
        assert estimate_rows(result) == estimate_rows(backwards[key])
        assert left_out_rows(result) == left_out_rows(backwards[key])


def test_fewer_studies_than_the_rules_ask_stand_side_by_side(review_of, reports) -> None:
    result = review_of(reports, pool_from=9).results["adding_alpha", "OS"]
    row = pooled_row(result)
    assert row["status"] == "side_by_side"
    assert row["why"] == f"{len(result.studies)} studies; pooling starts at 9"
    assert "estimate" not in row
    assert {x["role"] for x in estimate_rows(result)} == {"side_by_side"}


def test_no_prediction_interval_from_two_studies(review_of, reports) -> None:
    result = review_of(reports[:4]).results["adding_alpha", "OS"]
    row = pooled_row(result)
    assert row["studies"] == 2
    assert row["prediction_lower"] is None
    assert "two_studies" in row["notes"]
    assert "prediction" in row["why"]


def test_a_percentage_with_its_own_interval_uses_it(review_of, reports) -> None:
    reports[0]["outcomes"][3] |= {"interval": [50.0, 69.2, 95]}
    reports[1]["outcomes"].clear()
    row = chosen(review_of(reports).results["response_to_alpha", "ORR"])["NCT90000001"]
    assert (row["source"], row["ci_lower"], row["ci_upper"]) == ("interval", 0.5, 0.692)
    assert row["se"] == pytest.approx((math.log(0.692 / 0.308)) / 2 / 1.959964, rel=1e-5)


def test_a_rate_without_an_interval_takes_its_error_from_its_events(review_of, reports) -> None:
    first, second = reports[12]["outcomes"][:2]
    del first["interval"], second["interval"]
    result = review_of(reports).results["adding_alpha", "SPM"]
    assert {"m1", "m2"} <= set(reasons(result))
    first["events"], second["events"] = [16, 200], [4, 200]
    row = chosen(review_of(reports).results["adding_alpha", "SPM"])["NCT90000013"]
    assert row["se"] == pytest.approx(math.sqrt(1 / 16 + 1 / 4))


def test_an_empty_cell_is_corrected_and_named(review_of, reports) -> None:
    reports[12]["outcomes"][3] |= {"value": 0}
    row = chosen(review_of(reports).results["adding_alpha", "CR"])["NCT90000013"]
    assert row["estimate"] == pytest.approx(15.5 * 100.5 / (85.5 * 0.5))
    assert "zero_cell_corrected" in row["concerns"]


def test_a_row_without_an_arm_is_of_all_patients_where_nothing_is_compared(
    review_of, reports
) -> None:
    cohort = {
        "pmid": "99000120", "study": "PMID99000120", "year": 2020,
        "facts": {"n_patients": ["200"]},
        "arms": [{"arm": "alpha", "drugs": ["alpha"]}, {"arm": "long alpha", "drugs": ["alpha"]}],
        "outcomes": [{"id": "s1", "endpoint": "ORR", "statistic": "proportion", "value": 45}],
    }  # fmt: skip
    row = chosen(review_of([cohort]).results["response_to_alpha", "ORR"])["PMID99000120"]
    assert (row["n_experimental"], row["events_experimental"]) == (200, 90)
    cohort["facts"]["allocation"] = ["randomised"]
    assert not chosen(review_of([cohort]).results["response_to_alpha", "ORR"])


def test_one_arm_s_size_and_the_total_give_the_other_s(review_of, reports) -> None:
    reports[12]["arms"][0]["n"] = 120
    row = chosen(review_of(reports).results["adding_alpha", "CR"])["NCT90000013"]
    assert (row["n_experimental"], row["n_control"]) == (120, 80)
    assert "arms_assumed_equal" not in row["concerns"]


def single_arms(review_of: Any, reports: list[dict[str, Any]]) -> Result:
    result: Result = review_of(reports).results["response_to_alpha", "ORR"]
    return result


def test_arms_of_a_randomised_trial_on_one_treatment_count_together(review_of, reports) -> None:
    trial = next(r for r in reports if r["pmid"] == "99000103")
    trial["arms"].append({"arm": "AG", "drugs": ["alpha", "gamma"], "n": 100})
    trial["outcomes"].append(
        {"id": "c4", "endpoint": "ORR", "statistic": "count", "arm": "AG", "value": 50,
         "events": [50, 100]}
    )  # fmt: skip
    row = chosen(single_arms(review_of, [trial]))["PMID99000103"]
    assert row["outcome_ids"] == ["c2", "c4"]
    assert (row["events_experimental"], row["n_experimental"]) == (180, 310)
    assert row["estimate"] == pytest.approx(180 / 310)
    assert row["arm"] == "AB and AG"
    assert "arms_combined" in row["concerns"]
    trial["facts"]["allocation"] = ["non_randomised"]
    row = chosen(single_arms(review_of, [trial]))["PMID99000103"]
    assert row["outcome_ids"] == ["c2"]
    assert row["alternatives"] == ["c4"]


def test_a_figure_without_its_counterpart_or_its_arms_is_named(review_of, reports) -> None:
    trial = next(r for r in reports if r["pmid"] == "99000103")
    trial["outcomes"] = [
        {"id": "w1", "endpoint": "ORR", "statistic": "proportion", "arm": "AB", "value": 60},
        {"id": "w2", "endpoint": "CR", "statistic": "proportion", "value": 20},
        {"id": "w3", "endpoint": "OS", "statistic": "hazard_ratio", "value": 0.7,
         "interval": [0.5, 0.9, 95]},
    ]  # fmt: skip
    results = review_of([trial]).results
    assert reasons(results["adding_alpha", "ORR"]) == {"w1": "no_counterpart"}
    assert reasons(results["adding_alpha", "CR"]) == {"w2": "arms_not_told"}
    assert reasons(results["adding_alpha", "OS"]) == {"w3": "arms_not_told"}
    # A report of one side only has nothing to do with the comparison.
    trial["arms"] = trial["arms"][:1]
    assert reasons(review_of([trial]).results["adding_alpha", "ORR"]) == {}


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("per 100 patient-years", 4.0),
        ("per 1,000 person-years", 40.0),
        ("per patient-year", 0.04),
        ("per 100 patient-months", 4 / 12),
    ],
)
def test_a_rate_counts_the_same_in_any_person_time(unit: str, value: float) -> None:
    row = {"value": value, "unit": unit, "events": 16, "ci_lower": None, "ci_upper": None}
    effect = printed_rate(row)
    assert math.exp(effect.yi) == pytest.approx(4)
    assert effect.se == pytest.approx(0.25)
    row |= {"ci_lower": value / 2, "ci_upper": value * 2, "ci_level": 95}
    assert math.exp(printed_rate(row).yi) == pytest.approx(4)


def test_a_rate_in_no_person_time_is_none() -> None:
    row = {"value": 4.0, "unit": "%", "events": 16, "ci_lower": None, "ci_upper": None}
    with pytest.raises(NoEffect, match="not understood as a unit"):
        printed_rate(row)


@pytest.mark.parametrize(
    ("yi", "se"), [(math.inf, 1), (math.nan, 1), (0.1, 0), (0.1, 1e-200), (0.1, math.inf), (700, 1)]
)
def test_no_effect_without_a_finite_error(yi: float, se: float) -> None:
    with pytest.raises(NoEffect):
        Effect(yi, se, "interval")


def test_a_drug_of_both_arms_is_no_third_arm(review_of, reports) -> None:
    trial = {
        "pmid": "99000600", "study": "NCT90000600", "year": 2015,
        "facts": {"allocation": ["randomised"], "setting": ["relapsed_refractory"],
                  "n_randomised": ["306"]},
        "arms": [{"arm": "beta", "drugs": ["beta"]}, {"arm": "AB", "drugs": ["alpha", "beta"]},
                 {"arm": "BG", "drugs": ["beta", "gamma"]}],
        "outcomes": [
            {"id": "z1", "endpoint": "ORR", "statistic": "proportion", "arm": "AB", "value": 60},
            {"id": "z2", "endpoint": "ORR", "statistic": "proportion", "arm": "BG", "value": 64},
        ],
    }  # fmt: skip
    row = chosen(single_arms(review_of, [trial]))["NCT90000600"]
    assert row["n_experimental"] == 153
    assert "arms_assumed_equal" in row["concerns"]
    trial["arms"][0]["drugs"] = ["delta"]
    assert chosen(single_arms(review_of, [trial])) == {}
    # Where one arm alone has results, the other one need not have any.
    trial["arms"] = [{"arm": "beta", "drugs": ["beta"]}, {"arm": "AB", "drugs": ["alpha", "beta"]}]
    trial["outcomes"] = trial["outcomes"][:1]
    assert chosen(single_arms(review_of, [trial]))["NCT90000600"]["n_experimental"] == 153

"""The ways abstracts word their results, each in several wordings, and the traps among them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import Finding

Read = Callable[[str], list[Finding]]

INTRO = (
    "Patients were randomly assigned to receive zetamab (n = 210) or placebo (n = 205). "
    "Median follow-up was 40.3 months. "
)
THREE = "Patients were randomly assigned to arm A, arm B, or arm C. "


def _brief(finding: Finding) -> tuple[object, ...]:
    return (
        finding.endpoint,
        finding.statistic,
        finding.arm,
        "NR" if finding.value.not_reached else finding.value.number,
    )


def _briefs(findings: list[Finding], *statistics: str) -> list[tuple[object, ...]]:
    return [_brief(f) for f in findings if not statistics or f.statistic in statistics]


@pytest.mark.parametrize(
    "text",
    [
        "Median PFS was 18.2 v 11.4 months (HR, 0.61; 95% CI, 0.48 to 0.77; P < .001) for zetamab "
        "v placebo.",
        "Median progression-free survival (PFS) was longer with zetamab than with placebo (18.2 "
        "vs. 11.4 months; hazard ratio, 0.61; 95% CI, 0.48-0.77; P<0.001).",
        "The median PFS was 18.2 months in the zetamab group and 11.4 months in the placebo group "
        "(hazard ratio [HR], 0.61; 95% confidence interval [CI], 0.48 to 0.77; P < .001).",
        "In the zetamab group, as compared with the placebo group, median PFS was 18\u00b72 "
        "months versus 11\u00b74 months (HR 0\u00b761 [95% CI 0\u00b748\u20130\u00b777]; "
        "p<0\u00b7001).",
    ],
)
def test_a_pair_of_medians_and_its_hazard_ratio(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert _briefs(found) == [
        ("PFS", "median", "zetamab", 18.2),
        ("PFS", "median", "placebo", 11.4),
        ("PFS", "hazard_ratio", "zetamab", 0.61),
    ]
    ratio = found[-1]
    assert ratio.comparator == "placebo"
    assert ratio.interval and (ratio.interval.lower, ratio.interval.upper) == (0.48, 0.77)
    assert ratio.interval.level == 95
    assert ratio.p == ("<", 0.001)
    assert found[0].p is None and found[1].p is None


@pytest.mark.parametrize(
    "text",
    [
        "OS was longer with zetamab (hazard ratio [HR], 0.82; 95% confidence interval [CI], "
        "0.70-0.96), as was PFS (HR, 0.66; 95% CI, 0.55-0.80).",
        "The hazard ratio (HR) for OS was 0.82 (95% confidence interval [CI], 0.70 to 0.96) and "
        "the HR for PFS was 0.66 (95% CI, 0.55 to 0.80).",
        "Zetamab improved OS (hazard ratio [HR] 0.82, 95% CI 0.70-0.96) and PFS (HR 0.66, 95% CI "
        "0.55-0.80).",
    ],
)
def test_spelt_out_first_abbreviated_later(findings: Read, text: str) -> None:
    found = [f for f in findings(INTRO + text) if f.statistic == "hazard_ratio"]
    assert {(f.value.number, f.interval.upper) for f in found if f.interval} == {
        (0.82, 0.96),
        (0.66, 0.80),
    }
    assert {f.value.number: f.endpoint for f in found}[0.82] == "OS"


@pytest.mark.parametrize(
    "text",
    [
        "Median time to progression was 41 months, vs. 23 months with placebo; hazard ratio, "
        "0.50; P<0.001.",
        "Median time to progression was 41 months, versus 23 months with placebo (hazard ratio "
        "0.50, P<0.001).",
        "Median time to progression: 41 months, compared with 23 months in the placebo group; HR "
        "0.50; P<0.001.",
    ],
)
def test_value_first_comparator_after_a_comma(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert ("TTP", "median", "placebo", 23) in _briefs(found)
    assert [f.value.number for f in found] == [41, 23, 0.5]
    assert found[-1].p == ("<", 0.001)


@pytest.mark.parametrize(
    "text",
    [
        "Median TTP, PFS, and OS were 5.2, 4.9, and 23.2 months, respectively.",
        "The medians of TTP, PFS and OS were 5.2 months, 4.9 months and 23.2 months, respectively.",
        "Median TTP, PFS, and OS with zetamab were 5.2, 4.9, and 23.2 months.",
    ],
)
def test_three_measures_one_value_each(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert [(f.endpoint, f.value.number) for f in found] == [
        ("TTP", 5.2),
        ("PFS", 4.9),
        ("OS", 23.2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Median TTP (24.0 v 8.3 months), PFS (27.7 v 12.0 months), and OS (not reached v 44.2 "
        "months) favored zetamab over placebo.",
        "Zetamab vs placebo: median TTP, 24.0 v 8.3 months; median PFS, 27.7 v 12.0 months; "
        "median OS, not reached v 44.2 months, respectively.",
        "For zetamab and placebo, respectively, median TTP was 24.0 and 8.3 months, median PFS "
        "27.7 and 12.0 months, and median OS not reached and 44.2 months.",
    ],
)
def test_three_paired_comparisons(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert [(f.endpoint, "NR" if f.value.not_reached else f.value.number) for f in found] == [
        ("TTP", 24.0),
        ("TTP", 8.3),
        ("PFS", 27.7),
        ("PFS", 12.0),
        ("OS", "NR"),
        ("OS", 44.2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Median OS was 56.2 vs 28.2 vs 35.5 months in arm A, arm B, and arm C, respectively.",
        "Median OS in arm A, arm B and arm C was 56.2, 28.2, and 35.5 months, respectively.",
        "Median OS was 56.2 months in arm A, 28.2 months in arm B, and 35.5 months in arm C.",
    ],
)
def test_three_arms(findings: Read, text: str) -> None:
    assert _briefs(findings(THREE + text)) == [
        ("OS", "median", "arm A", 56.2),
        ("OS", "median", "arm B", 28.2),
        ("OS", "median", "arm C", 35.5),
    ]


@pytest.mark.parametrize(
    ("text", "by_arm"),
    [
        (
            "The 1-, 2-, and 3-year OS rates were 98%, 93%, and 91% versus 89%, 76%, and 66% for "
            "zetamab versus placebo.",
            True,
        ),
        (
            "OS rates at 1, 2 and 3 years were 98%, 93% and 91% v 89%, 76% and 66% (zetamab v "
            "placebo).",
            True,
        ),
        (
            "With zetamab versus placebo, 1-, 2-, and 3-year OS was 98% v 89%, 93% v 76%, and 91% "
            "v 66%.",
            False,
        ),
    ],
)
def test_rates_at_several_times(findings: Read, text: str, by_arm: bool) -> None:
    found = findings(INTRO + text)
    table = {(f.arm, f.months): f.value.number for f in found}
    assert table == {
        ("zetamab", 12): 98,
        ("zetamab", 24): 93,
        ("zetamab", 36): 91,
        ("placebo", 12): 89,
        ("placebo", 24): 76,
        ("placebo", 36): 66,
    }
    assert {f.statistic for f in found} == {"rate_at"}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (
            "The 3-year overall survival rate was 88.0% with zetamab and 79.2% with placebo "
            "(P=0.04).",
            36,
        ),
        (
            "One-year overall survival was 88.0% vs. 79.2% in the zetamab and placebo groups, "
            "respectively (P=0.04).",
            12,
        ),
        (
            "At 38 months, overall survival was 88.0% in the zetamab group and 79.2% in the "
            "placebo group (P=0.04).",
            38,
        ),
        ("Overall survival at 37 months was 88.0% with zetamab v 79.2% with placebo (P=0.04).", 37),
    ],
)
def test_a_rate_at_a_fixed_time(findings: Read, text: str, months: float) -> None:
    found = findings(INTRO + text)
    assert _briefs(found) == [
        ("OS", "rate_at", "zetamab", 88.0),
        ("OS", "rate_at", "placebo", 79.2),
    ]
    assert {f.months for f in found} == {months}
    assert {f.p for f in found} == {("=", 0.04)}


@pytest.mark.parametrize(
    "text",
    [
        "Median OS was not reached with zetamab vs. 17.5 months with placebo.",
        "Median OS was not reached in the zetamab group and was 17.5 months in the placebo group.",
        "Median OS: NR v 17.5 months for zetamab v placebo.",
    ],
)
def test_a_median_not_reached_is_a_row_without_a_value(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert _briefs(found) == [("OS", "median", "zetamab", "NR"), ("OS", "median", "placebo", 17.5)]
    assert "not_reached" in found[0].flags and "not_reached" not in found[1].flags


@pytest.mark.parametrize(
    "bound", ["22.9 months to not reached", "22.9-NR", "22.9 to not estimable"]
)
def test_an_open_bound_of_an_interval(findings: Read, bound: str) -> None:
    (found,) = findings(INTRO + f"Median PFS with zetamab was 30.1 months (95% CI, {bound}).")
    assert found.interval and (found.interval.lower, found.interval.upper) == (22.9, None)
    assert "open_interval" in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "Zetamab reduced the risk of progression or death by 58% (hazard ratio, 0.42; P<0.001).",
        "There was a 58% reduction in the risk of progression or death with zetamab (HR 0.42; "
        "P<0.001).",
        "The risk of progression or death was 58% lower with zetamab than with placebo (HR, 0.42; "
        "P<0.001).",
    ],
)
def test_a_risk_reduction_is_not_a_value(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert _briefs(found) == [("PFS", "hazard_ratio", "zetamab", 0.42)]


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratio, placebo versus zetamab, was 1.53 (95% CI, 1.23-1.91) for PFS.",
        "For PFS the hazard ratio for placebo versus zetamab was 1.53 (95% CI, 1.23 to 1.91).",
        "PFS: HR (placebo v zetamab) 1.53; 95% CI, 1.23 to 1.91.",
    ],
)
def test_an_inverted_ratio_keeps_its_direction(findings: Read, text: str) -> None:
    found = [f for f in findings(INTRO + text) if f.statistic == "hazard_ratio"]
    assert [(f.arm, f.comparator, f.value.number) for f in found] == [("placebo", "zetamab", 1.53)]


@pytest.mark.parametrize(
    "text",
    [
        "Zetamab prolonged median OS by 8.7 months.",
        "The gain in median overall survival was about 13.5 months.",
        "Overall survival was 10 months longer with zetamab.",
    ],
)
def test_a_gain_is_not_a_median(findings: Read, text: str) -> None:
    assert "median" not in {f.statistic for f in findings(INTRO + text)}


@pytest.mark.parametrize(
    "text",
    [
        "Elevated LDH was prognostic for PFS (HR, 2.62; 95% CI, 1.40-4.90).",
        "In multivariate analysis, second cancers were associated with shorter OS (hazard ratio "
        "2.62).",
        "A high score predicted worse OS (HR = 2.62; P = .002).",
    ],
)
def test_a_ratio_of_an_exposure_names_no_arm(findings: Read, text: str) -> None:
    for found in findings(INTRO + text):
        assert (found.arm, found.comparator) == ("", "")
        assert "exposure" in found.flags


@pytest.mark.parametrize(
    "text",
    [
        "Median OS was 5.8 years with zetamab and 4.1 years with placebo.",
        "Median OS was 5.8 v 4.1 years for zetamab v placebo.",
        "Median OS in the zetamab and placebo groups was 5.8 and 4.1 years, respectively.",
    ],
)
def test_years_stay_years(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert [(f.value.number, f.unit) for f in found] == [(5.8, "years"), (4.1, "years")]


@pytest.mark.parametrize(
    "text",
    [
        "After a median follow-up of 34 months, no difference in OS was seen.",
        "Median follow-up was 53.3 and 55.8 months in the two groups; PFS was similar.",
        "With a minimum follow-up of 70.6 months, OS remained similar.",
        "At extended follow-up (median, 22.1 months) PFS did not differ.",
        "PFS was assessed at a 6-year median follow-up.",
    ],
)
def test_follow_up_is_no_result(findings: Read, text: str) -> None:
    assert findings(INTRO + text) == []


def test_a_median_equal_to_the_follow_up_is_still_read(findings: Read) -> None:
    found = findings(
        INTRO + "At a median follow-up of 14.7 months, median PFS with placebo was 14.7 months."
    )
    assert _briefs(found) == [("PFS", "median", "placebo", 14.7)]


@pytest.mark.parametrize(
    ("printed", "p"),
    [
        ("P = .0023", ("=", 0.0023)),
        ("P < .001", ("<", 0.001)),
        ("p=0\u00b70001", ("=", 0.0001)),
        ("P<0.001", ("<", 0.001)),
        ("P = 3.29 x 10-6", ("=", 3.29e-6)),
        ("P value of .02", ("=", 0.02)),
        ("p &lt; 0.05", ("<", 0.05)),
        ("P=025", ("=", 0.025)),
        ("P 5 .12", ("=", 0.12)),
    ],
)
def test_p_as_journals_print_it(findings: Read, printed: str, p: tuple[str, float]) -> None:
    found = findings(INTRO + f"OS did not differ (HR, 0.95; 95% CI, 0.70 to 1.20; {printed}).")
    assert [f.p for f in found] == [p]


@pytest.mark.parametrize("printed", ["one-sided P = .02", "1-sided P = .02", "P = .02, one-sided"])
def test_one_sided_p_is_flagged(findings: Read, printed: str) -> None:
    (found,) = findings(INTRO + f"OS favored zetamab (HR, 0.80; {printed}).")
    if printed.startswith(("one", "1")):
        assert "one_sided_p" in found.flags
    assert found.p == ("=", 0.02)


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        ("80% CI 0.60-0.90", 80),
        ("95.4% CI, 0.60 to 0.90", 95.4),
        ("95% CrI 0.60-0.90", 95),
        ("95% Cl 0.60-0.90", 95),
        ("99% confidence interval, 0.60 to 0.90", 99),
        ("95% CI = 0.60 to 0.90", 95),
        ("95 %-KI 0,60\u20130,90", 95),
        ("95% CI, 0.60-0 .90", 95),
    ],
)
def test_intervals_as_journals_print_them(findings: Read, printed: str, level: float) -> None:
    (found,) = findings(INTRO + f"For OS, HR 0.75; {printed}.")
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == (0.6, 0.9)
    assert found.interval.level == level


def test_an_interval_without_label_takes_the_level_said_before(findings: Read) -> None:
    text = "PFS differed, with a hazard ratio (96% confidence interval) of 0.742 (0.594, 0.928)."
    (found,) = findings(INTRO + text)
    assert found.interval and (found.interval.lower, found.interval.level) == (0.594, 96)
    text = (
        "At 1 year OS was 96% (95% CI 94\u201399) with zetamab and 87% (82\u201392) with placebo."
    )
    found_pair = findings(INTRO + text)
    assert [(f.interval.lower, f.interval.level) for f in found_pair if f.interval] == [
        (94, 95),
        (82, 95),
    ]


def test_a_range_is_not_an_interval(findings: Read) -> None:
    text = (
        "Median DoR was 8.8 months (range 0.4-18.8) with zetamab and 8.3 months "
        "(95% CI 6.5-9.8) with placebo."
    )
    first, second = findings(INTRO + text)
    assert first.interval is None
    assert second.interval and second.interval.lower == 6.5


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "A complete response occurred in 169 (79%) of 214 patients given zetamab.",
            (79, 169, 214),
        ),
        ("With zetamab, 86 of 231 patients (37%) had a complete response.", (37, 86, 231)),
        ("In the zetamab group 18 (8%) had a complete response.", (8, 18, None)),
        ("A complete response was seen in 37% (86/231) with zetamab.", (37, 86, 231)),
        ("Complete response rate with zetamab: 37% (86 of 231 patients).", (37, 86, 231)),
        ("Twelve of 40 patients (30%) given zetamab had a complete response.", (30, 12, 40)),
    ],
)
def test_counts_beside_shares(findings: Read, text: str, counts: tuple[object, ...]) -> None:
    (found,) = findings(INTRO + text)
    assert found.endpoint == "CR" and found.statistic == "proportion"
    assert (found.value.number, found.value.events, found.value.total) == counts


@pytest.mark.parametrize(
    "text",
    [
        "Overall response rates were 60.6 vs 21.9% with zetamab vs placebo.",
        "Overall response rates were 60.6 % and 21.9 % in the zetamab and placebo groups, "
        "respectively.",
        "The overall response rate was 60.6 percent with zetamab and 21.9 percent with placebo.",
        "Overall response rate (zetamab, 60.6% v placebo, 21.9%).",
        "Overall response rate: zetamab, 60.6%; placebo, 21.9%.",
    ],
)
def test_percent_signs(findings: Read, text: str) -> None:
    assert _briefs(findings(INTRO + text)) == [
        ("ORR", "proportion", "zetamab", 60.6),
        ("ORR", "proportion", "placebo", 21.9),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Complete responses were more frequent with zetamab (26% vs 14%; odds ratio [OR], 2.10; P "
        "< .001).",
        "The complete response rate was 26% with zetamab and 14% with placebo (OR 2.10, P < .001).",
        "Complete response: 26% v 14%, zetamab v placebo; odds ratio = 2.10; P < .001.",
    ],
)
def test_odds_ratios(findings: Read, text: str) -> None:
    found = findings(INTRO + text)
    assert [f.statistic for f in found] == ["proportion", "proportion", "odds_ratio"]
    assert found[-1].value.number == 2.1 and found[-1].p == ("<", 0.001)
    assert (found[-1].arm, found[-1].comparator) == ("zetamab", "placebo")


@pytest.mark.parametrize(
    "text",
    [
        "The incidence of second primary malignancies was 3.98 per 100 patient-years with zetamab "
        "and 1.38 per 100 patient-years with placebo.",
        "Incidence rates of SPMs per 100 patient-years were 3.98 with zetamab and 1.38 with "
        "placebo.",
        "SPM incidence was 3.98 (95% CI, 2.51-6.31) with zetamab and 1.38 (95% CI, 0.44-4.27) "
        "with placebo per 100 patient-years.",
    ],
)
def test_rates_per_patient_years(findings: Read, text: str) -> None:
    found = list(findings(INTRO + text))
    assert [(f.statistic, f.arm, f.value.number, f.unit) for f in found] == [
        ("incidence_rate", "zetamab", 3.98, "per 100 patient-years"),
        ("incidence_rate", "placebo", 1.38, "per 100 patient-years"),
    ]


@pytest.mark.parametrize(
    "token", ["vs", "vs.", "versus", "v", "compared with", "compared to", "as compared with"]
)
def test_comparison_words(findings: Read, token: str) -> None:
    text = f"Median PFS was 18.2 months with zetamab {token} 11.4 months with placebo."
    assert _briefs(findings(INTRO + text)) == [
        ("PFS", "median", "zetamab", 18.2),
        ("PFS", "median", "placebo", 11.4),
    ]


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        (
            "Grade 3-4 neutropenia occurred in 39.8% with zetamab and 20.1% with placebo.",
            "AE:neutropenia grade 3-4",
        ),
        (
            "Neutropenia of grade 3 or higher was seen in 39.8% v 20.1% (zetamab v placebo).",
            "AE:neutropenia grade >=3",
        ),
        (
            "Grade \u22653 neutropenia: 39.8% in the zetamab group, 20.1% in the placebo group.",
            "AE:neutropenia grade >=3",
        ),
        ("Neutropenia (39.8% v 20.1%) was more common with zetamab.", "AE:neutropenia"),
    ],
)
def test_adverse_events_carry_their_grade(findings: Read, text: str, endpoint: str) -> None:
    found = findings(INTRO + text)
    assert [(f.endpoint, f.value.number) for f in found] == [(endpoint, 39.8), (endpoint, 20.1)]


def test_glued_labels_and_lost_signs(findings: Read) -> None:
    text = "The treatment was safe.Results The median PFS was 18.2 months with zetamab (; = .002)."
    assert ("PFS", "median", "zetamab", 18.2) in _briefs(findings(INTRO + text))
    cut = "Response was similar (P RESULTS: median OS was 30.0 months with placebo."
    assert ("OS", "median", "placebo", 30.0) in _briefs(findings(INTRO + cut))

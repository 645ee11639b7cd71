"""What does not fit together is flagged, never dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.coherence import check, counts_agree, flag_title
from extraction.finding import Finding
from extraction.lexicon import Lexicon
from extraction.reader import read

Read = Callable[[str], list[Finding]]
STUDY = "Patients were randomly assigned to receive zetamab or placebo. "


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("OS did not differ (HR, 1.50; 95% CI, 0.70 to 1.20).", "value_outside_interval"),
        ("OS did not differ (HR, 0.90; 95% CI, 1.20 to 0.70).", "interval_reversed"),
        ("OS differed (HR, 0.80; 95% CI, 0.70 to 0.90; P = .20).", "p_against_interval"),
        ("OS differed (HR, 0.95; 95% CI, 0.70 to 1.20; P = .001).", "p_against_interval"),
        ("OS differed (HR, 0.80; one-sided P = .02).", "one_sided_p"),
        ("OS differed (HR, 0.80; 90% CI, 0.70 to 0.90).", "ci_level_not_95"),
        ("OS was not reached with zetamab.", "not_reached"),
        ("With zetamab, 50 of 200 patients (35%) had a complete response.", "counts_disagree"),
        ("DFS was 80% with zetamab.", "no_timepoint"),
        ("Median PFS with zetamab was 8.1 months (95% CI, 9.0 to 11.4).", "value_outside_interval"),
        ("The OS rate at 1 year was 71% (95% CI 77-64) with zetamab.", "interval_reversed"),
        ("With zetamab, 30 of 149 patients (20.0%) had a complete response.", "counts_disagree"),
        ("OS differed (HR, 0.80; one-sided Fisher's exact test, P = .02).", "one_sided_p"),
        ("All statistical tests were one-sided. OS differed (HR, 0.80; P = .02).", "one_sided_p"),
        (
            "The difference in OS at 1 year was 9.0% (95% CI, -2.0 to 20.0; P = .002).",
            "p_against_interval",
        ),
    ],
)
def test_flags(findings: Read, text: str, flag: str) -> None:
    assert flag in findings(STUDY + text)[0].flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("The OS rate at 1 year was 71% (95% CI 77-64) with zetamab.", "value_outside_interval"),
        ("Median PFS with zetamab was 9.0 months (95% CI, 9.0 to 11.4).", "value_outside_interval"),
        ("With zetamab, 30 of 149 patients (20%) had a complete response.", "counts_disagree"),
        ("All tests were one-sided. OS differed (HR, 0.80; two-sided P = .02).", "one_sided_p"),
        ("P values are two-sided. OS differed (HR, 0.80; P = .02).", "one_sided_p"),
        ("OS differed (HR, 0.80; 95% CI, 0.63 to 1.01; P = .048).", "p_against_interval"),
        (
            "The difference in OS at 1 year was 9% (95% CI, 0 to 18; P = .048).",
            "p_against_interval",
        ),
        ("OS differed (HR, 0.80; 95% CI, 0.63 to 1.01).", "ci_level_not_95"),
        ("The difference in OS did not reach significance (HR, 0.9; P = .3).", "not_reached"),
    ],
)
def test_what_only_looks_amiss_has_no_flag(findings: Read, text: str, flag: str) -> None:
    first, *_ = findings(STUDY + text)
    assert flag not in first.flags


def test_the_share_of_one_arm_does_not_keep_the_interval_of_a_difference(findings: Read) -> None:
    text = "The CR rate was 60% with zetamab and 45% with placebo (95% CI, 6 to 24)."
    assert [f.interval for f in findings(STUDY + text)] == [None, None]


def test_coherent_results_have_no_flags(findings: Read) -> None:
    text = "OS differed (HR for zetamab v placebo, 0.80; 95% CI, 0.70 to 0.90; P = .002)."
    assert [f.flags for f in findings(STUDY + text)] == [()]


@pytest.mark.parametrize(
    ("percent", "decimals", "events", "total", "agrees"),
    [
        (79, 0, 169, 214, True), (37.2, 1, 86, 231, True), (37, 0, 86, 231, True),
        (38, 0, 86, 231, False), (37.3, 1, 86, 231, False), (37.0, 1, 86, 231, False),
        (50, 0, None, 214, True), (50, 0, 107, None, True), (0, 0, 0, 40, True),
        (0.00001, 5, 1, 200, False), (0.00001, 5, 0, 200, False), (float("inf"), 0, 1, 200, False),
        (12, 0, 25, 200, True), (13, 0, 25, 200, True), (12.0, 1, 25, 200, False),
    ],
)  # fmt: skip
def test_counts_and_shares_as_printed(
    percent: float, decimals: int, events: int | None, total: int | None, agrees: bool
) -> None:
    assert counts_agree(percent, events, total, decimals) is agrees


def test_response_categories_over_100_percent(findings: Read) -> None:
    text = "With zetamab, the complete response rate was 60% and the partial response rate was 55%."
    assert all("responses_over_100_percent" in f.flags for f in findings(STUDY + text))


@pytest.mark.parametrize(
    "text",
    [
        "With zetamab, the complete response rate was 60% and the partial response rate was 40%.",
        "With zetamab, the complete response rate was 40% after induction and 55% after "
        "consolidation, and the partial response rate was 35%.",
        "The complete response rate was 60% with zetamab and 41% with placebo.",
    ],
)
def test_responses_that_fit_are_not_flagged(findings: Read, text: str) -> None:
    assert not any("responses_over_100_percent" in f.flags for f in findings(STUDY + text))


def test_the_same_result_printed_twice_is_kept_once(lexicon: Lexicon) -> None:
    text = (
        STUDY + "Median OS with zetamab was 31.0 months. In conclusion, median OS with zetamab was "
        "31.0 months."
    )
    (kept,) = check(read(text, lexicon).findings)
    assert len(kept.duplicates) == 1
    start, end = kept.duplicates[0]
    assert "31.0 months" in text[start:end] and start > kept.finding.start
    assert "printed_twice" in kept.finding.flags


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratio for death was 0.80 (95% CI, 0.60 to 1.10). In those who kept to it the "
        "hazard ratio for death was 0.80 (95% CI, 0.55 to 1.15).",
        "With zetamab, a complete response was seen in 20 of 50 patients (40%). After two years "
        "a complete response was seen in 16 of 40 patients (40%) with zetamab.",
        "With zetamab, nausea was found at the first, second and third visits in 42, 90 and 90%.",
    ],
    ids=["intervals_differ", "totals_differ", "members_of_one_list"],
)
def test_results_that_only_equal_one_another_are_all_kept(lexicon: Lexicon, text: str) -> None:
    findings = read(STUDY + text, lexicon).findings
    assert len(findings) > 1
    kept = check(findings)
    assert len(kept) == len(findings)
    assert not any(one.duplicates for one in kept)


def test_a_value_that_differs_from_the_title_is_flagged(lexicon: Lexicon) -> None:
    kept = check(read(STUDY + "Median OS with zetamab was 31.0 months.", lexicon).findings)
    title = read("Zetamab and a median OS of 33.0 months: a trial", lexicon).findings
    same = read("Zetamab and a median OS of 31.0 months: a trial", lexicon).findings
    assert "differs_from_title" in flag_title(kept, title)[0].finding.flags
    assert flag_title(kept, same) == kept


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Zetamab: a complete response rate of 61%",
            "The complete response rate with zetamab was 60.8%.",
        ),
        ("A median OS of 3 years with zetamab", "Median OS with zetamab was 36.0 months."),
        ("Five-year OS of 61% with zetamab", "OS with zetamab was 75% at 3 years."),
        ("Median OS of 14 months with zetamab", "Median PFS with zetamab was 6.0 months."),
    ],
)
def test_a_title_that_rounds_or_tells_something_else_does_not_differ(
    lexicon: Lexicon, title: str, text: str
) -> None:
    kept = check(read(STUDY + text, lexicon).findings)
    assert kept and flag_title(kept, read(title, lexicon).findings) == kept


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Zetamab: a complete response rate of 61%",
            "The complete response rate with zetamab was 59.4%.",
        ),
        ("Zetamab and death: hazard ratio for OS 0.50", "OS differed (HR, 0.55; P = .01)."),
        ("A median OS of 3 years with zetamab", "Median OS with zetamab was 28.0 months."),
    ],
)
def test_a_title_that_differs(lexicon: Lexicon, title: str, text: str) -> None:
    kept = check(read(STUDY + text, lexicon).findings)
    (flagged,) = flag_title(kept, read(title, lexicon).findings)
    assert "differs_from_title" in flagged.finding.flags

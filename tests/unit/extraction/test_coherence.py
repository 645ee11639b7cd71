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
    ],
)
def test_flags(findings: Read, text: str, flag: str) -> None:
    assert flag in findings(STUDY + text)[0].flags


def test_coherent_results_have_no_flags(findings: Read) -> None:
    text = "OS differed (HR for zetamab v placebo, 0.80; 95% CI, 0.70 to 0.90; P = .002)."
    assert [f.flags for f in findings(STUDY + text)] == [()]


@pytest.mark.parametrize(
    ("percent", "events", "total", "agrees"),
    [
        (79, 169, 214, True), (37.2, 86, 231, True), (37, 86, 231, True), (38, 86, 231, False),
        (37.3, 86, 231, False), (50, None, 214, True), (50, 107, None, True), (0, 0, 40, True),
        (0.00001, 1, 200, False), (0.00001, 0, 200, False), (float("inf"), 1, 200, False),
    ],
)  # fmt: skip
def test_counts_and_shares_as_printed(
    percent: float, events: int | None, total: int | None, agrees: bool
) -> None:
    assert counts_agree(percent, events, total) is agrees


def test_response_categories_over_100_percent(findings: Read) -> None:
    text = "With zetamab, the complete response rate was 60% and the partial response rate was 55%."
    assert all("responses_over_100_percent" in f.flags for f in findings(STUDY + text))


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


def test_a_value_that_differs_from_the_title_is_flagged(lexicon: Lexicon) -> None:
    kept = check(read(STUDY + "Median OS with zetamab was 31.0 months.", lexicon).findings)
    title = read("Zetamab and a median OS of 33.0 months: a trial", lexicon).findings
    same = read("Zetamab and a median OS of 31.0 months: a trial", lexicon).findings
    assert "differs_from_title" in flag_title(kept, title)[0].finding.flags
    assert flag_title(kept, same) == kept

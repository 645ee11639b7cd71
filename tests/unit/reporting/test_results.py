from pathlib import Path

import pytest

import report
from reporting.answer import answer, verdicts
from reporting.claims import claims_table
from reporting.overview import medians
from reporting.page import Page
from reporting.quotes import Opened
from reporting.results import (
    findings_table,
    forest_plots,
    pooled_table,
    sensitivity_table,
)
from reporting.themes import theme_sections
from review.tables import columns

QMD = Path(report.__file__).parents[1] / "reports" / "review.qmd"
KEY = {"comparison": "drug", "endpoint": "PFS", "statistic": "hazard_ratio"}
POOLED = {
    **KEY, "label": "The drug against nothing", "endpoint_label": "progression-free survival",
    "experimental": "the drug", "control": "nothing", "theme": "efficacy", "better": "lower",
    "status": "pooled", "studies": 3, "patients": 62, "patients_known_in": 2, "estimate": 0.61,
    "ci_lower": 0.4, "ci_upper": 0.93, "ci_level": 95, "tau2": 0.01, "i2": 12, "q": 2.2,
    "q_df": 2, "q_p": 0.33, "fixed_estimate": 0.6, "fixed_lower": 0.45, "fixed_upper": 0.8,
    "study_ids": "NCT99000001", "pmids": "99000001", "p_value": 0.04,
}  # fmt: skip
GAP = {
    **KEY, "endpoint": "OS", "label": "The drug against nothing",
    "endpoint_label": "overall survival", "theme": "efficacy", "better": "lower",
    "status": "none", "why": "no study reports it", "studies": 0, "experimental": "the drug",
}  # fmt: skip
ESTIMATE = {
    **KEY, "study_id": "NCT99000001", "study_label": "A {{< trial >}} `x`", "pmid": "99000001",
    "year": 2011, "role": "pooled", "outcome_ids": "99000001-1", "arm": "the drug",
    "comparator": "nothing", "estimate": 0.61, "ci_lower": 0.4, "ci_upper": 0.93, "yi": -0.49,
    "se": 0.2, "source": "interval", "flipped": "true", "printed": "0.61 (0.40 to 0.93)",
    "weight": 50, "fixed_weight": 50, "chosen_because": "only_estimate",
}  # fmt: skip
SENSITIVITY = {
    **KEY, "analysis": "leave_one_out", "left_out": "NCT99000001", "studies": 2, "estimate": 0.7,
    "ci_lower": 0.3, "ci_upper": 1.6, "changes": "significance",
}  # fmt: skip
FINDING = {
    **KEY, "label": "The drug against nothing", "endpoint_label": "progression-free survival",
    "status": "pooled", "studies": 3, "patients": 62, "estimate": 0.61, "ci_lower": 0.4,
    "ci_upper": 0.93, "event": "progression", "relative_effect": "HR 0.61",
    "control_per_1000": 500,
    "experimental_per_1000": 345, "facts_imprecision": "few patients", "certainty": "open",
}  # fmt: skip
CLAIM = {
    "claim": "helps", "statement": "It helps <b>all</b>.", "place": "last sentence",
    "theme": "efficacy", "verdict": "supported", "sentence": "Supported (1 test).",
    "evidence": "Overall survival: 1 < 2.",
    "tests": 1, "studies_for": "NCT99000001", "supported": 1,
}  # fmt: skip


@pytest.fixture
def synthesised(small_review, write_csv):
    folder = small_review.results / "synthesis"
    write_csv(folder / "pooled.csv", [POOLED, GAP])
    other = {**ESTIMATE, "study_id": "S2", "study_label": "Other", "pmid": "99000002"}
    write_csv(folder / "estimates.csv", [ESTIMATE, {**other, "outcome_ids": "none"}])
    write_csv(folder / "sensitivity.csv", [SENSITIVITY])
    write_csv(folder / "summary_of_findings.csv", [FINDING])
    write_csv(folder / "claims.csv", [CLAIM])
    return small_review


def test_the_answer_names_comparison_direction_size_and_what_it_rests_on(synthesised):
    shown, words = answer(synthesised, Opened(synthesised))[0]
    assert "<strong>The drug against nothing: </strong>the hazard of progression is " in shown
    assert "39\u202f% lower" in shown
    assert 'href="#fig-forest-drug-pfs-hazard-ratio">HR 0.61</a>' in shown
    assert "0.40 to 0.93; 3 studies, 62 patients)" in shown
    assert "0\\.61" in words
    assert "1 supported" in verdicts(synthesised)[0]


def told(synthesised, write_csv, *changes):
    """Return the answer to findings that differ in ``changes`` from the one of this file."""
    folder = synthesised.results / "synthesis"
    known = columns("summary_of_findings")
    write_csv(folder / "pooled.csv", [{**POOLED, **change} for change in changes])
    findings = [{**FINDING, **POOLED, **change} for change in changes]
    findings = [{key: row[key] for key in row if key in known} for row in findings]
    write_csv(folder / "summary_of_findings.csv", findings)
    return [str(shown) for shown, _ in answer(synthesised, Opened(synthesised))]


def test_an_interval_that_includes_no_difference_is_said_to_leave_it_open(synthesised, write_csv):
    change = {"estimate": 1.3, "ci_lower": 0.8, "ci_upper": 2.1}
    sentence = told(synthesised, write_csv, change)[0]
    assert "30\u202f% higher, but the interval includes no difference" in sentence


def test_what_the_comparisons_file_asks_first_is_told_first_though_one_study_reports_it(
    synthesised, write_csv
):
    first = {"comparison": "main", "label": "Main question", "endpoint": "OS", "studies": 1}
    other = {"comparison": "other", "label": "Another of the theme"}
    sentences = told(synthesised, write_csv, {**first, "status": "single"}, other)
    assert len(sentences) == 1
    assert "Main question" in sentences[0]
    assert "one study" in sentences[0]


def test_a_number_of_one_study_opens_its_sentence(synthesised, write_csv):
    sentence = told(synthesised, write_csv, {"status": "single", "studies": 1})[0]
    assert 'popovertarget="o-99000001-1"' in sentence


def test_harm_has_a_sentence_of_its_own_and_a_share_is_told_in_per_cent(synthesised, write_csv):
    harm = {"comparison": "harm", "label": "Share with a rash", "endpoint": "rash"}
    harm |= {"statistic": "proportion", "estimate": 0.1, "ci_lower": 0.02, "ci_upper": 0.4}
    sentences = told(synthesised, write_csv, {}, harm)
    assert len(sentences) == 2
    assert "10.0\u202f%</a> (95\u202f% CI 2.0\u202f% to 40.0\u202f%" in sentences[1]


def test_a_harm_whose_interval_says_nothing_is_told_after_one_that_says_something(
    synthesised, write_csv
):
    harm = {"endpoint": "rash", "better": "lower"}
    wide = {**harm, "comparison": "wide", "label": "Wide", "ci_lower": 0.01, "ci_upper": 70}
    share = {**harm, "comparison": "share", "label": "Share with a rash", "statistic": "proportion"}
    share |= {"estimate": 0.1, "ci_lower": 0.02, "ci_upper": 0.4}
    sentences = told(synthesised, write_csv, {}, wide, share)
    assert "Share with a rash" in sentences[1]


def test_a_forest_plot_stands_with_its_data_and_its_numbers_open(synthesised):
    text = forest_plots(synthesised, Opened(synthesised))
    assert "{#fig-forest-drug-pfs-hazard-ratio}" in text
    assert 'popovertarget="o-99000001-1"' in text
    assert "turned round" in text
    assert "{{<" not in text
    assert "`x`" not in text


def test_tables_of_the_synthesis_say_what_it_came_to(synthesised):
    assert "0.40 to 0.93" in pooled_table(synthesised)
    sensitivity = sensitivity_table(synthesised)
    assert "leave one out" in sensitivity
    assert "345" in findings_table(synthesised)
    assert "imprecision: few patients" in findings_table(synthesised)
    claims = claims_table(synthesised)
    assert "&lt;b&gt;all&lt;/b&gt;" in claims
    assert 'href="#study-NCT99000001"' in claims
    assert "<li>Overall survival: 1 &lt; 2.</li>" in claims


def test_a_theme_tells_statement_result_and_gap(synthesised):
    text = theme_sections(synthesised, Opened(synthesised))
    assert "The drug was said to help" in text
    assert "**Supported** \\(1 test\\)" in text
    assert "](#fig-forest-drug-pfs-hazard-ratio)" in text
    assert "overall survival" in text
    assert "*Gaps,*" in text


def test_a_theme_shows_first_what_its_comparisons_are_about(synthesised, write_csv):
    def order():
        table = theme_sections(synthesised, Opened(synthesised)).partition("<table")[2]
        return table.index("<td>ORR</td>") < table.index("<td>PFS</td>")

    write_csv(synthesised.results / "synthesis" / "pooled.csv", [POOLED])
    assert not order()
    write_csv(synthesised.results / "synthesis" / "pooled.csv", [{**POOLED, "endpoint": "ORR"}])
    assert order()


def test_without_a_synthesis_each_part_says_so(small_review):
    opened = Opened(small_review)
    assert "no forest plot" in forest_plots(small_review, opened)
    assert "nothing to vary" in sensitivity_table(small_review)
    assert "No claims file" in claims_table(small_review)
    assert "none is an estimate" in answer(small_review, opened)[0][1]
    assert medians(small_review, opened) == ""


def test_every_part_of_the_page_prints_something(synthesised, monkeypatch, capsys):
    monkeypatch.setenv("REVIEW_RESULTS", str(synthesised.results))
    monkeypatch.setenv("REVIEW_CONFIG", str(synthesised.home / "config.yaml"))
    monkeypatch.setenv("REVIEW_HOME", str(synthesised.home))
    page = Page(QMD.parent)
    parts = [name for name in dir(page) if not name.startswith("_") and name != "evidence"]
    for part in parts:
        getattr(page, part)()
        assert capsys.readouterr().out.strip() or part == "overview", part


def test_studies_that_are_never_pooled_stand_side_by_side_with_the_reason(synthesised, write_csv):
    never = {**POOLED, "status": "narrative", "studies": 2, "why": "nobody assigned it"}
    for name in ("estimate", "ci_lower", "ci_upper", "tau2", "i2", "q", "q_df", "q_p"):
        never.pop(name)
    write_csv(synthesised.results / "synthesis" / "pooled.csv", [never])
    plots = forest_plots(synthesised, Opened(synthesised))
    assert "Not pooled: nobody assigned it" in plots
    assert "<svg" in plots
    assert 'href="#fig-forest' in pooled_table(synthesised)

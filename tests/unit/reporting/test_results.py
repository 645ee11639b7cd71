from pathlib import Path

import pytest

import report
from reporting.claims import claims_table
from reporting.front import answer
from reporting.overview import medians
from reporting.page import Page
from reporting.quotes import Opened
from reporting.results import (
    findings_table,
    forest_plots,
    pooled_table,
    sensitivity_table,
    theme_sections,
)

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
    "status": "pooled", "studies": 3, "relative_effect": "HR 0.61", "control_per_1000": 500,
    "experimental_per_1000": 345, "facts_imprecision": "few patients", "certainty": "open",
}  # fmt: skip
CLAIM = {
    "claim": "helps", "statement": "It helps <b>all</b>.", "place": "last sentence",
    "theme": "efficacy", "verdict": "supported", "sentence": "Supported (1 test).",
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


def test_the_answer_follows_from_the_numbers(synthesised):
    shown, words = answer(synthesised)[0]
    assert 'href="#fig-forest-drug-pfs-hazard-ratio"' in shown
    assert "favours the drug" in words
    assert "0\\.61" in words
    assert "1 supported" in answer(synthesised)[-1][0]


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


def test_a_theme_tells_statement_result_and_gap(synthesised):
    text = theme_sections(synthesised, Opened(synthesised))
    assert "The drug was said to help" in text
    assert "**Supported** \\(1 test\\)" in text
    assert "](#fig-forest-drug-pfs-hazard-ratio)" in text
    assert "overall survival" in text
    assert "*Gaps,*" in text


def test_without_a_synthesis_each_part_says_so(small_review):
    opened = Opened(small_review)
    assert "no forest plot" in forest_plots(small_review, opened)
    assert "nothing to vary" in sensitivity_table(small_review)
    assert "No claims file" in claims_table(small_review)
    assert "two or more studies" in answer(small_review)[0][1]
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

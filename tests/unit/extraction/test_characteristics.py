"""Facts of a study, in words that abstracts use, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction.facts.fact import Fact
from extraction.facts.find import find_facts, follow_up_months, is_secondary
from extraction.facts.phrases import Phrases
from extraction.facts.table import fact_row
from extraction.facts.words import load_fact_words
from review.errors import ReviewError
from review.records import Record, Section
from review.tables import write_table

ROOT = Path(__file__).parents[3]
WORDS = load_fact_words(ROOT / "references" / "vocabulary")


def read(
    abstract: str, title: str = "A report", types: tuple[str, ...] = (), category: str = ""
) -> list[Fact]:
    sections = (Section("", category, 0, len(abstract)),) if category else ()
    record = Record(
        pmid="99000001", title=title, abstract=abstract, sections=sections, publication_types=types
    )
    return find_facts(record, WORDS)


def values(facts: list[Fact], name: str) -> list[str]:
    return [fact.value for fact in facts if fact.characteristic == name]


@pytest.mark.parametrize(
    ("title", "abstract", "name", "expected"),
    [
        ("A phase III trial of zetamab", "", "phase", ["3"]),
        ("A phase Ib/II study of zetamab", "", "phase", ["1/2"]),
        ("Zetamab", "In this phase 2b trial we gave zetamab.", "phase", ["2"]),
        ("Zetamab: a phase 3 trial", "Our phase 2 study came first.", "phase", ["3"]),
        ("Zetamab", "Cells in S-phase 3 were counted by us.", "phase", []),
        ("Zetamab", "We saw no effect in phase 2 of the treatment.", "phase", []),
        ("Zetamab", "We saw activity. A phase III trial is warranted.", "phase", []),
        ("Zetamab: a randomised trial", "", "allocation", ["randomised"]),
        ("Zetamab", "We assigned patients at random to two groups.", "allocation", ["randomised"]),
        ("Zetamab", "This non-randomized study gave zetamab.", "allocation", ["non_randomised"]),
        ("Zetamab", "In this single-arm study all had zetamab.", "allocation", ["non_randomised"]),
        ("Zetamab", "We saw activity. A randomized comparison is needed.", "allocation", []),
        ("Zetamab", "We treated ten. No randomised study has asked this.", "allocation", []),
        ("Zetamab", "At least one group of ours had fever.", "allocation", []),
        ("A double-blind trial of zetamab", "", "blinding", ["double-blind"]),
        ("Zetamab", "In this open label study we gave zetamab.", "blinding", ["open-label"]),
        (
            "Zetamab",
            "This double-blind trial was followed by an open-label extension.",
            "blinding",
            ["double-blind"],
        ),
        ("Zetamab", "We looked again after the study drug was unblinded.", "blinding", []),
        (
            "Zetamab",
            "We compared doses. Patients and investigators were masked to it. All recovered.",
            "blinding",
            ["double-blind"],
        ),
        (
            "Zetamab",
            "We compared doses. Assessors were blinded. All recovered.",
            "blinding",
            ["single-blind"],
        ),
        (
            "Zetamab",
            "We compared doses. Patients were not masked. All recovered.",
            "blinding",
            ["open-label"],
        ),
        ("Zetamab", "We did an uncontrolled pilot study.", "allocation", ["non_randomised"]),
        ("Zetamab", "We retrospectively looked at 40 charts.", "timing", ["retrospective"]),
        ("Zetamab: a prospective cohort", "", "timing", ["prospective"]),
        (
            "Zetamab",
            "We retrospectively analysed data that had been collected prospectively.",
            "timing",
            ["retrospective"],
        ),
        ("Zetamab", "We gave zetamab. The trial was retrospectively registered.", "timing", []),
        ("Zetamab", "We gave zetamab. Prospective studies are needed.", "timing", []),
        ("Zetamab: a meta-analysis of prospective cohorts", "", "timing", []),
        ("Zetamab: a meta-analysis of trials", "", "design", ["meta_analysis"]),
        ("Zetamab: a pooled analysis", "", "design", ["pooled_analysis"]),
        ("Zetamab", "We pooled the data of two trials.", "design", ["pooled_analysis"]),
        ("Outcome on zetamab in the SOLAR and LUNAR trials", "", "design", ["pooled_analysis"]),
        ("Zetamab", "We retrospectively reviewed all who had zetamab.", "design", ["cohort"]),
        ("Zetamab", "A chart review was conducted at one centre.", "design", ["cohort"]),
        (
            "Zetamab: a randomised trial",
            "A meta-analysis has shown a benefit. We compared two doses.",
            "design",
            ["trial"],
        ),
        ("Zetamab: study protocol for a randomised trial", "", "design", ["protocol"]),
        (
            "Early against late zetamab: a retrospective analysis of a trial",
            "",
            "design",
            ["trial"],
        ),
    ],
)
def test_design(title: str, abstract: str, name: str, expected: list[str]) -> None:
    assert values(read(abstract, title), name) == expected


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Zetamab in relapsed or refractory multiple myeloma", "", ["relapsed_refractory"]),
        ("Zetamab for previously treated myeloma", "", ["relapsed_refractory"]),
        ("Zetamab for previously untreated myeloma", "", ["newly_diagnosed"]),
        ("Zetamab in untreated multiple myeloma", "", ["newly_diagnosed"]),
        ("Zetamab as initial therapy for myeloma", "", ["newly_diagnosed"]),
        ("Zetamab in NDMM", "", ["newly_diagnosed"]),
        ("Zetamab in RRMM", "", ["relapsed_refractory"]),
        ("Zetamab in smouldering myeloma", "", ["smouldering"]),
        ("Zetamab in newly diagnosed or relapsed myeloma", "", ["mixed"]),
        (
            "Zetamab in newly diagnosed myeloma",
            "Relapsed disease is hard to treat. We gave zetamab until relapse.",
            ["newly_diagnosed"],
        ),
        ("Zetamab", "We enrolled patients with a first recurrent cancer.", ["relapsed_refractory"]),
        ("Zetamab", "Relapse is the rule. We gave zetamab to all.", []),
        ("Zetamab", "Many relapsed patients die. We gave zetamab to all.", []),
        ("Zetamab", "We treated adults; those previously treated were excluded.", []),
        ("Zetamab", "We treated adults who had not been previously treated.", []),
        (
            "Zetamab",
            "We enrolled patients with no prior therapy for their disease.",
            ["newly_diagnosed"],
        ),
        ("Zetamab", "We treated adults after failure of first-line treatment.", []),
        ("Zetamab", "We gave zetamab. Twelve patients relapsed and three died.", []),
    ],
)
def test_setting(title: str, abstract: str, expected: list[str]) -> None:
    assert values(read(abstract, title), "setting") == expected


@pytest.mark.parametrize(
    ("title", "abstract", "transplant", "setting"),
    [
        ("Zetamab in transplant-ineligible myeloma", "", ["ineligible"], ["newly_diagnosed"]),
        (
            "Zetamab after autologous stem-cell transplantation",
            "",
            ["eligible"],
            ["newly_diagnosed"],
        ),
        (
            "Zetamab",
            "We enrolled patients both eligible and not eligible for transplantation.",
            ["mixed"],
            ["newly_diagnosed"],
        ),
        (
            "Zetamab",
            "We enrolled patients who could not undergo transplantation.",
            ["ineligible"],
            ["newly_diagnosed"],
        ),
        (
            "Zetamab in patients not eligible for a stem-cell transplant",
            "",
            ["ineligible"],
            ["newly_diagnosed"],
        ),
        (
            "Zetamab",
            "We studied patients regardless of eligibility for transplantation.",
            ["mixed"],
            ["newly_diagnosed"],
        ),
        (
            "Zetamab in relapsed myeloma",
            "We enrolled patients after autologous transplantation.",
            [],
            ["relapsed_refractory"],
        ),
        ("Zetamab", "We treated patients after induction without transplantation.", [], []),
        ("Zetamab without intent for immediate transplantation", "", [], []),
    ],
)
def test_transplant_and_what_it_implies(
    title: str, abstract: str, transplant: list[str], setting: list[str]
) -> None:
    facts = read(abstract, title)
    assert values(facts, "transplant") == transplant
    assert values(facts, "setting") == setting


def test_what_is_implied_says_so() -> None:
    facts = read("", "Zetamab after stem-cell transplantation")
    (setting,) = [fact for fact in facts if fact.characteristic == "setting"]
    assert setting.rule == "setting:implied by transplant"


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Zetamab maintenance", "", ["maintenance"]),
        ("Induction and consolidation with zetamab", "", ["induction", "consolidation"]),
        ("Zetamab", "We compared two kinds of anaesthesia maintenance.", []),
        ("Zetamab", "Maintenance is usual. We gave zetamab once.", []),
    ],
)
def test_stage(title: str, abstract: str, expected: list[str]) -> None:
    assert values(read(abstract, title), "stage") == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (
            "We gave zetamab until disease progression or unacceptable toxicity.",
            ["until progression"],
        ),
        ("Patients were assigned to zetamab for 18 cycles.", ["fixed: 18 cycles"]),
        ("We gave zetamab for a maximum of six 28-day cycles.", ["fixed: 6 cycles"]),
        ("We gave zetamab maintenance for 2 years.", ["fixed: 2 years"]),
        ("We measured the time from randomisation until disease progression.", []),
        ("We defined survival as life until progression or death.", []),
        ("We followed all who were treated for 5 years.", []),
        ("We gave zetamab 10 mg daily for 3 months and then 15 mg daily.", []),
    ],
)
def test_rule_for_the_end_of_treatment(abstract: str, expected: list[str]) -> None:
    assert values(read(abstract), "duration_rule") == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We gave zetamab 25 mg on days 1 to 21.", ["zetamab 25 mg on days 1 to 21"]),
        ("We gave zetamab (16 mg/kg weekly) to all.", ["zetamab 16 mg/kg weekly"]),
        ("We gave zetamab 850 mg twice a day.", ["zetamab 850 mg twice a day"]),
        ("We gave zetamab 70 mg every four weeks.", ["zetamab 70 mg every four weeks"]),
        (
            "We gave zetamab 15 mg on days 1-21 of 28-day cycles.",
            ["zetamab 15 mg on days 1-21 of 28-day cycles"],
        ),
        ("We enrolled adults with creatinine 2 mg/dL or less.", []),
        ("We enrolled adults with serum calcium 3 g/dL or less.", []),
    ],
)
def test_dose(abstract: str, expected: list[str]) -> None:
    assert values(read(abstract), "dose") == expected


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Zetamab in Japanese patients", "", ["Japan"]),
        ("Zetamab", "We treated adults at twelve hospitals in northern Italy.", ["Italy"]),
        ("Zetamab", "Zetamab, approved in the United States, was studied by us.", []),
        ("Zetamab", "We asked African American women about screening.", []),
    ],
)
def test_country(title: str, abstract: str, expected: list[str]) -> None:
    assert values(read(abstract, title), "country") == expected


def test_publication_types_speak_where_words_do_not() -> None:
    types = ("Clinical Trial, Phase II", "Randomized Controlled Trial")
    facts = read("We gave zetamab.", types=types)
    assert values(facts, "phase") == ["2"]
    assert values(facts, "allocation") == ["randomised"]
    (phase,) = [fact for fact in facts if fact.characteristic == "phase"]
    assert (phase.field, phase.quote) == ("record", "Clinical Trial, Phase II")


def test_a_labelled_section_settles_what_a_sentence_speaks_of() -> None:
    words = "Relapsed myeloma was treated in a phase 2 trial."
    assert values(read(words, category="METHODS"), "phase") == ["2"]
    assert values(read(words, category="METHODS"), "setting") == ["relapsed_refractory"]


def test_secondary_research_is_told_from_a_trial() -> None:
    assert is_secondary(read("", "Zetamab: a network meta-analysis"))
    assert not is_secondary(read("", "Zetamab: a randomised trial"))


def test_the_longest_median_is_the_follow_up() -> None:
    facts = read(
        "Median follow-up was 20 months with zetamab and 31 months with placebo in our study."
    )
    assert follow_up_months(facts) == 31
    assert follow_up_months([]) is None


@given(st.text(max_size=400), st.text(max_size=80))
@example("We randomised 12 patients to A (n = 6) or B (n = 6) in the ABC1 trial.", "\u0130 trial")
def test_any_text_gives_facts_whose_words_stand_in_it(abstract: str, title: str) -> None:
    record = Record(pmid="99000001", title=title, abstract=abstract)
    for fact in find_facts(record, WORDS):
        row = fact_row(record, "PMID99000001", fact)
        text = title if fact.field == "title" else abstract
        if fact.field != "record":
            assert row["quote"] == text[fact.start : fact.end] != ""


def test_rows_fit_their_table(tmp_path: Path) -> None:
    record = Record(
        pmid="99000001",
        title="Zetamab for relapsed myeloma: a randomised, open-label, phase 3 trial (SOLAR)",
        abstract="Median follow-up was 20 months. We gave zetamab 5 mg until progression.",
        registry_ids=("NCT09900001",),
        publication_types=("Clinical Trial",),
    )
    rows = [fact_row(record, "NCT09900001", fact) for fact in find_facts(record, WORDS)]
    write_table(tmp_path / "characteristics.csv", rows, "characteristics")
    assert {row["characteristic"] for row in rows} >= {"phase", "setting", "registry_id", "dose"}


def test_a_fact_outside_its_text_is_refused() -> None:
    with pytest.raises(ReviewError, match="outside its text"):
        fact_row(Record(pmid="99000001", title="Short"), "x", Fact("phase", "3", "title", 2, 99))


def test_a_folder_without_facts_takes_the_projects_own(tmp_path: Path) -> None:
    for name in ("drugs", "populations", "regimens"):
        source = ROOT / "references" / "vocabulary" / f"{name}.yaml"
        (tmp_path / f"{name}.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    words = load_fact_words(tmp_path)
    record = Record(pmid="99000001", title="Zetamab: a phase 3 trial")
    assert values(find_facts(record, words), "phase") == ["3"]


def test_a_phrase_that_calls_an_unknown_term_is_named(tmp_path: Path) -> None:
    for name in ("drugs", "populations", "regimens", "facts"):
        source = ROOT / "references" / "vocabulary" / f"{name}.yaml"
        text = source.read_text(encoding="utf-8").replace("[salvage]", "[<nowhere>]")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError, match="<nowhere>"):
        load_fact_words(tmp_path)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("open-label", "an openlabel, Open Label trial", ["openlabel", "Open Label"]),
        ("randomi_ed", "randomised or randomized", ["randomised", "randomized"]),
        ("relaps*", "relapsing, not prelapsed", ["relapsing"]),
        ("fit for ... surgery", "fit for elective open surgery", ["fit for elective open surgery"]),
        ("after ... surgery", "after therapy without surgery", []),
        ("after ... surgery", "after rest. Then surgery", []),
    ],
)
def test_phrases(phrase: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Phrases([phrase]).find(text)] == found

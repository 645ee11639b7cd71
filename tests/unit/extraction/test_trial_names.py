"""Names of trials and groups, and the studies that share them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extraction.facts.find import find_facts
from extraction.facts.names import name_key
from extraction.facts.suggest import suggest
from extraction.facts.words import load_fact_words
from review.records import Record
from review.tables import write_table

WORDS = load_fact_words(Path(__file__).parents[3] / "references" / "vocabulary")


def read(title: str, abstract: str, name: str) -> list[str]:
    record = Record(pmid="99000001", title=title, abstract=abstract)
    return [fact.value for fact in find_facts(record, WORDS) if fact.characteristic == name]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Zetamab in myeloma (SOLAR): a randomised trial", "", ["SOLAR"]),
        ("Zetamab in myeloma: the SOLAR trial", "", ["SOLAR"]),
        ("Zetamab in myeloma: the phase III SOLAR-2 study", "", ["SOLAR-2"]),
        ("The SOLAR Nonrandomized Clinical Trial of zetamab", "", ["SOLAR"]),
        ("Zetamab in myeloma (SWOG S0999): a trial", "", ["SWOG S0999"]),
        ("A Southwest Oncology Group trial (S0999) of zetamab", "", ["SWOG S0999"]),
        ("Zetamab (ECOG E9A06) in myeloma", "", ["ECOG E9A06"]),
        ("Update of CALGB (Alliance) 900104 on zetamab", "", ["CALGB 900104"]),
        ("Zetamab", "We analysed IFM 2099-02 again.", ["IFM 2099-02"]),
        ("Zetamab for patients with myeloma (Myeloma XX): a trial", "", ["Myeloma XX"]),
        ("Zetamab", "SOLAR was an open-label, phase 3 trial of zetamab.", ["SOLAR"]),
        ("Zetamab", "In SOLAR, patients were randomised to zetamab.", ["SOLAR"]),
        ("Zetamab", "This double-blind trial (MM-999) gave zetamab.", ["MM-999"]),
        ("Zetamab", "PrZ1003 was a phase 1/2 study of zetamab.", ["PrZ1003"]),
        ("Safety run-in cohort of SOLAR", "", ["SOLAR"]),
        ("Zetamab after transplantation: results of trial FMG-99", "", ["FMG-99"]),
        ("A phase IIb study of zetamab", "", []),
        ("Zetamab", "This phase II/III trial gave zetamab.", []),
        ("Outcome of SOLAR and LUNAR", "", ["SOLAR", "LUNAR"]),
    ],
)
def test_trial_name(title: str, abstract: str, expected: list[str]) -> None:
    assert read(title, abstract, "trial_name") == expected


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Zetamab in multiple myeloma (RRMM): a trial", ""),
        ("Multiple Myeloma 1 Year After Zetamab", ""),
        ("Zetamab after transplantation (ASCT): a trial", ""),
        ("Zetamab", "We conducted a phase III trial."),
        ("Zetamab", "In RRMM, zetamab was given by us."),
        ("Zetamab", "Fast oral zetamab (FOZ) was studied. We ran the FOZ study arm twice."),
        ("Zetamab", "This trial (NCT09900001) gave zetamab."),
        ("Zetamab", "An IRB-approved study, an RCT study and a PK study were ours."),
        ("Zetamab", "Performance status by ECOG 0 was required; we treated all."),
    ],
)
def test_capitals_that_name_no_trial(title: str, abstract: str) -> None:
    assert read(title, abstract, "trial_name") == []


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("The Southwest Oncology Group conducted a randomised trial.", ["SWOG"]),
        ("We report for the Lower Elbe Lymphoma Study Group.", ["Lower Elbe Lymphoma Study Group"]),
        ("We required an Eastern Cooperative Oncology Group performance status of 0.", []),
        ("We asked for ECOG PS 0 and used EORTC QLQ-C30.", []),
        ("We compared the Zetamab Treatment Group with others.", []),
    ],
)
def test_group(abstract: str, expected: list[str]) -> None:
    assert read("Zetamab", abstract, "group") == expected


def test_one_name_in_two_spellings_has_one_key() -> None:
    assert name_key("SWOG S0999") == name_key("S-0999")
    assert name_key("Myeloma XX") != name_key("Myeloma XX+")


def fact(pmid: str, name: str, value: str) -> dict[str, Any]:
    return {"pmid": pmid, "study_id": f"PMID{pmid}", "characteristic": name, "value": value}


def arm(pmid: str, regimen: str) -> dict[str, Any]:
    return {"pmid": pmid, "study_id": f"PMID{pmid}", "regimen": regimen, "drugs": []}


def test_reports_with_one_trial_name_are_suggested(tmp_path: Path) -> None:
    rows = suggest(
        [fact("99000001", "trial_name", "SWOG S0999"), fact("99000002", "trial_name", "S0999")], []
    )
    assert [(row["pmid"], row["other_pmid"], row["basis"]) for row in rows] == [
        ("99000001", "99000002", "trial name")
    ]
    write_table(tmp_path / "suggested.csv", rows, "suggested")


def test_reports_with_one_group_regimen_and_size_are_suggested() -> None:
    facts = [
        fact(pmid, name, value)
        for pmid in ("99000001", "99000002")
        for name, value in (("group", "SWOG"), ("n_randomised", "192"))
    ]
    arms = [arm("99000001", "Rd"), arm("99000002", "Rd"), arm("99000002", "VRd")]
    (row,) = suggest(facts, arms)
    assert row["basis"] == "group, regimen and number of patients"
    assert row["evidence"] == "SWOG;Rd;192"


def test_a_shared_size_alone_suggests_nothing() -> None:
    facts = [fact(pmid, "n_randomised", "192") for pmid in ("99000001", "99000002")]
    assert suggest(facts, [arm("99000001", "Rd"), arm("99000002", "Rd")]) == []


def test_secondary_research_and_one_study_are_not_suggested() -> None:
    names = [fact(pmid, "trial_name", "SOLAR") for pmid in ("99000001", "99000002")]
    assert suggest([*names, fact("99000002", "design", "meta_analysis")], []) == []
    together = [{**row, "study_id": "NCT09900001"} for row in names]
    assert suggest(together, []) == []

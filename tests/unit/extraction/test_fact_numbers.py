"""Numbers of patients and lengths of follow-up, told from the numbers beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.facts.fact import Fact
from extraction.facts.find import find_facts
from extraction.facts.words import load_fact_words
from review.records import Record, Section

WORDS = load_fact_words(Path(__file__).parents[3] / "references" / "vocabulary")


def read(abstract: str, title: str = "A randomised trial") -> list[Fact]:
    return find_facts(Record(pmid="99000001", title=title, abstract=abstract), WORDS)


def values(facts: list[Fact], name: str) -> list[str]:
    return [fact.value for fact in facts if fact.characteristic == name]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We randomly assigned 700 patients to A or B.", "700"),
        ("A total of 1,623 adults underwent randomization.", "1623"),
        ("Sixty-two women were randomised to walking or rest.", "62"),
        ("In all, 88 previously treated patients were randomly allocated to A or B.", "88"),
        # one arm's number stands before the verb
        ("365 patients were randomly assigned to A and 357 to B.", "722"),
        ("Of 569 patients, 286 were randomly assigned to A and 283 to B.", "569"),
        ("Patients were randomised to A (n = 97) or B (n = 95).", "192"),
        ("Patients were randomised to A (A-B; n = 41), C (n=40), or neither (n = 39).", "120"),
        ("Patients were randomly assigned to A (152 patients) or B (MP, 154 patients).", "306"),
        ("Adults were assigned at random to A or B (120 patients, 60 in each arm).", "120"),
        ("Participants (N = 159) were randomly assigned to A (n = 81) or B (n = 78).", "159"),
        (
            "By random assignment Z was given to 21 (Z group) and not to 25 (control group).",
            "46",
        ),
        ("397 patients (198 on A and 199 on B) were randomised.", "397"),
        ("A total of 271 women were screened and 82 were randomised.", "82"),
        ("Among 200 randomized patients, half had a response.", "200"),
        ("From May 2004 to March 2008, 139 patients were randomised to A or B.", "139"),
    ],
)
def test_patients_randomised(abstract: str, expected: str) -> None:
    assert values(read(f"We compared A with B. {abstract}"), "n_randomised") == [expected]


@pytest.mark.parametrize(
    "abstract",
    [
        "We compared A with B. Patients were randomised 2:1 to A or B.",
        "We compared A with B. Patients were randomised between 1998 and 2004 to A or B.",
        "We compared A with B. Ninety-two percent of patients were randomised in time.",
        "We analysed 458 patients who had been enrolled in a randomised trial of C.",
        "We compared A with B. A sample size of 300 patients randomised was planned.",
    ],
)
def test_what_is_no_number_of_patients_randomised(abstract: str) -> None:
    assert values(read(abstract), "n_randomised") == []


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We enrolled 41 patients with fever.", ["41"]),
        ("We report on 72 patients with fever.", ["72"]),
        ("We used a registry. 3948 patients who had fever were included.", ["3948"]),
        ("We searched widely. In all, 4 trials (2421 patients) were included.", ["2421"]),
        ("We searched widely. The eligible trials had enrolled 7730 patients.", ["7730"]),
        ("We did a survey. The study population comprised 63 patients.", ["63"]),
        ("We did a survey. 120 women who had fever. All recovered.", ["120"]),
        ("Data of 1,203 adults from two trials were pooled.", ["1203"]),
        ("We enrolled 96 nurses.", ["96"]),
        ("We looked at 68 (62%) of 109 patients with fever.", []),
        ("We enrolled patients until 2013. Three died.", []),
    ],
)
def test_patients_enrolled(abstract: str, expected: list[str]) -> None:
    assert values(read(abstract, "A report"), "n_patients") == expected


def test_a_sum_quotes_all_its_arms() -> None:
    text = "We treated adults. 365 patients were randomly assigned to A and 357 to B."
    (fact,) = [fact for fact in read(text) if fact.characteristic == "n_randomised"]
    assert text[fact.start : fact.end].startswith("365")
    assert text[fact.start : fact.end].endswith("357")
    assert fact.rule == "n_randomised:sum of arms"


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Median follow-up was 37.0 months.", [("37", "median")]),
        ("After a median follow-up time of 5.5 years, many were well.", [("66", "median")]),
        ("Patients were followed for a median of 51.2 months.", [("51.2", "median")]),
        ("With 19 months of median follow-up, many were well.", [("19", "median")]),
        ("At a 47-month median follow-up, many were well.", [("47", "median")]),
        ("We report extended follow-up (median, 44.3 months).", [("44.3", "median")]),
        ("After a median of two years of follow-up, many were well.", [("24", "median")]),
        ("Mean follow-up was 30 months.", [("30", "mean")]),
        ("The minimum follow-up was 12 months.", [("12", "minimum")]),
        (
            "The median follow-up was 40 months and the minimum follow-up was 24 months.",
            [("40", "median"), ("24", "minimum")],
        ),
        (
            "Median follow-up was 53.3 months with A and 55.8 months with B.",
            [("55.8", "median"), ("53.3", "median")],
        ),
        ("After 11 years of follow-up, many were well.", [("132", "stated")]),
        ("After 11 years of follow-up (median follow-up 9 years), all lived.", [("108", "median")]),
        ("At the 3-month follow-up visit, many were well.", []),
        ("All patients will be followed for 24 months.", []),
        ("The median follow-up will be 5 years.", []),
        ("Pain was less at 6 months follow-up.", []),
        ("Median progression-free survival was 30 months at follow-up.", []),
    ],
)
def test_follow_up(abstract: str, expected: list[tuple[str, str]]) -> None:
    found = [
        (fact.value, fact.rule.partition(":")[2])
        for fact in read(f"We treated adults. {abstract}")
        if fact.characteristic == "follow_up_months"
    ]
    assert found == expected


def test_a_follow_up_in_the_methods_gives_way_to_that_of_the_results() -> None:
    methods = "The trial was unblinded at a median follow-up of 18 months."
    results = "Median follow-up was 91 months."
    record = Record(
        pmid="99000001",
        title="A trial",
        abstract=f"{methods}\n{results}",
        sections=(
            Section("METHODS", "METHODS", 0, len(methods)),
            Section("RESULTS", "RESULTS", len(methods) + 1, len(methods) + 1 + len(results)),
        ),
    )
    assert values(find_facts(record, WORDS), "follow_up_months") == ["91"]

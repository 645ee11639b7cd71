"""Verdicts of a small review: contexts, nearness, evidence, and order of reasons."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.records import MeshHeading, Record, Section
from screening.criteria import Criteria, load_criteria
from screening.reading import Reading
from screening.verdicts import Judgement, judge
from vocabulary.load import load_vocabulary

Load = Callable[..., Criteria]


@cache
def default_criteria() -> Criteria:
    references = Path(__file__).parents[3] / "references"
    return load_criteria(references / "criteria.yaml", load_vocabulary(references / "vocabulary"))


def screened(
    criteria: Criteria, abstract: str, title: str = "A trial", **more: object
) -> Judgement:
    record = Record("99000001", title=title, abstract=abstract, **more)  # type: ignore[arg-type]
    return judge(record, criteria)


def verdicts(judgement: Judgement) -> dict[str, str]:
    return {verdict.criterion: verdict.verdict for verdict in judgement.verdicts}


@pytest.mark.parametrize(
    ("abstract", "verdict"),
    [
        ("Patients with migraine received aspirin.", "met"),
        ("In migraine, aspirin was what they took.", "met"),
        ("Migraine refractory to aspirin was seen.", "failed"),
        ("Migraine refractory to paracetamol and to aspirin.", "failed"),
        ("Migraine. Those refractory to paracetamol received aspirin.", "met"),
        ("Aspirin-resistant migraine received caffeine.", "failed"),
        ("Future patients with migraine received aspirin, we hope.", "failed"),
        ("Migraine and aspirin.", "unclear"),
        ("Migraine: received nothing. Aspirin was there.", "unclear"),
        ("Migraine: the whole group received tea or coffee or aspirin.", "unclear"),
        ("Migraine: half took APC.", "met"),
        ("Migraine and tea.", "failed"),
    ],
)
def test_contexts_and_nearness(load: Load, abstract: str, verdict: str) -> None:
    assert verdicts(screened(load(), abstract))["intervention"] == verdict


def test_the_reason_is_the_first_failing_criterion_and_all_are_kept(load: Load) -> None:
    judgement = screened(load(), "Tea for gout.")
    assert (judgement.decision, judgement.reason) == ("exclude", "population")
    assert judgement.failed == ["population", "intervention"]


def test_no_abstract_is_a_verdict_of_its_own(load: Load) -> None:
    judgement = screened(load(), "", title="Migraine")
    assert judgement.decision == "unclear"
    assert judgement.verdicts[1].because == "no abstract"


def test_mesh_is_evidence(load: Load) -> None:
    heading = MeshHeading("Migraine Disorders", True)
    judgement = screened(load(), "All received aspirin.", mesh=(heading,))
    assert judgement.decision == "include"
    span = judgement.verdicts[0].span
    assert span is not None
    assert (span.field, span.start, span.quote) == ("mesh", None, "Migraine Disorders")


def test_a_section_can_be_a_context(load: Load) -> None:
    criteria = load(
        (
            "  later:\n    label: work to come\n",
            "  later:\n    label: work to come\n    sections: [BACKGROUND]\n",
        )
    )
    text = "Others received aspirin.\nMigraine was common."
    sections = (Section("Background", "BACKGROUND", 0, 24), Section("", "RESULTS", 25, len(text)))
    assert verdicts(screened(criteria, text, sections=sections))["intervention"] == "failed"
    assert verdicts(screened(criteria, text))["intervention"] == "met"


def test_themes_are_tagged_with_quotes_whether_included_or_not(load: Load) -> None:
    judgement = screened(load(), "Aspirin for gout.")
    assert judgement.decision == "exclude"
    assert [(theme, spans[0].quote) for theme, spans in judgement.themes] == [("relief", "Aspirin")]


@pytest.mark.parametrize(
    ("when", "more", "verdict"),
    [
        ("{publication_type: [Review]}", {"publication_types": ("Review",)}, "met"),
        ("{publication_type: [Review]}", {"publication_types": ("Letter",)}, "failed"),
        ("{language: [ger]}", {"languages": ("ger",)}, "met"),
        ("{status: [retracted]}", {"status": "retracted"}, "met"),
        ("{published: {from: 2010, to: 2012}}", {"year": 2012}, "met"),
        ("{published: {from: 2010, to: 2012}}", {"year": 2013}, "failed"),
        ("{published: {from: 2010}}", {"year": None}, "failed"),
        ("{registry: [NCT*]}", {"registry_ids": ("NCT00114101",)}, "met"),
        ("{registry: [NCT*]}", {"registry_ids": ("ISRCTN1",)}, "failed"),
        ("{abstract: absent}", {}, "failed"),
        ("{abstract: english}", {}, "met"),
        ("{patients: {at_least: 40}}", {}, "met"),
        ("{patients: {at_most: 39}}", {}, "failed"),
        ("{none: [{find: [aspirin]}]}", {}, "failed"),
        ("{any: [{language: [ger]}, {find: [aspirin]}]}", {}, "met"),
        ("{all: [{find: [migraine]}, {find: [aspirin]}]}", {}, "met"),
        ("{find: [aspirin], mentions: {at_least: 2}}", {}, "met"),
        ("{find: [aspirin], mentions: {at_least: 3}}", {}, "failed"),
        ("{find: [aspirin], some_in: [before]}", {}, "met"),
        ("{find: [migraine], some_in: [before]}", {}, "failed"),
        ("{find: [migraine], in: [keywords]}", {"keywords": ("tea", "migraine")}, "met"),
        ("{section: [areas covered]}", {"sections": (Section("Areas covered", "", 0, 4),)}, "met"),
    ],
)
def test_each_condition(load: Load, when: str, more: dict[str, object], verdict: str) -> None:
    criteria = load(("{find: [migraine], in: [title, abstract, mesh]}", when))
    abstract = "Forty-one patients with migraine received prior aspirin; 3 took aspirin."
    assert verdicts(screened(criteria, abstract, **more))["population"] == verdict


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("We enrolled 1,623 patients.", 1623),
        ("Of 351 randomised adults, 176", 351),
        ("Two groups (n = 176 and n=175)", 176),
        ("Thirty-five patients and 4 controls", 35),
        ("From 2010 to 2015 patients came", None),
        ("No numbers.", None),
    ],
)
def test_numbers_of_patients(load: Load, text: str, number: int | None) -> None:
    patients = Reading(Record("99000001", abstract=text), load().lexicon).patients
    assert (patients[0] if patients else None) == number


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "aspirin",
                "APC",
                "migraine",
                "received",
                "refractory to",
                "İ",
                "vs.",
                "\n",
                "ﬁ",
                "n=4",
            ]
        ),
        max_size=25,
    )
)
def test_every_quote_is_the_records_own_words(words: list[str]) -> None:
    criteria = default_criteria()
    text = " ".join(words)
    judgement = judge(Record("99000001", title=text[:20], abstract=text), criteria)
    record = {"title": text[:20], "abstract": text}
    for verdict in judgement.verdicts:
        if verdict.span and verdict.span.start is not None:
            quoted = record[verdict.span.field][verdict.span.start : verdict.span.end]
            assert quoted == verdict.span.quote

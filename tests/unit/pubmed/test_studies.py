"""Which reports are of one study, and which only mention it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmed.studies import link_reports, trial_name
from review.records import Record


def report(
    pmid: int, *banked: str, stated: tuple[str, ...] = (), date: str = "2011", **more
) -> Record:
    """Return a record with numbers from the data bank list and from its abstract."""
    return Record(
        pmid=str(pmid),
        pub_date=date,
        registry_ids=(*banked, *stated),
        registry_sources=("databank",) * len(banked) + ("abstract",) * len(stated),
        **more,
    )


def studies(*records: Record) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for row in link_reports(records):
        grouped.setdefault(row.study_id, []).append(row.pmid)
    return grouped


def test_reports_that_share_a_number_are_one_study_with_its_first_report_primary() -> None:
    rows = link_reports(
        [
            report(3, "NCT00000001", date="2009-05"),
            report(1, "NCT00000001", date="2012"),
            report(2, stated=("NCT00000001",), date="2010"),
        ]
    )
    assert [(row.study_id, row.pmid, row.primary, row.basis) for row in rows] == [
        ("NCT00000001", "3", True, "databank"),
        ("NCT00000001", "1", False, "databank"),
        ("NCT00000001", "2", False, "text"),
    ]


def test_one_trial_in_two_registries_joins_reports_of_either() -> None:
    grouped = studies(
        report(1, "NCT00000001"),
        report(2, "NCT00000001", "EUCTR2005-000001-11"),
        report(3, "EUCTR2005-000001-11"),
    )
    assert grouped == {"EUCTR2005-000001-11": ["1", "2", "3"]}


@pytest.mark.parametrize(
    "bridge",
    [
        report(9, "NCT00000001", "NCT00000002"),
        report(9, "NCT00000001", "EUCTR2005-000001-11", publication_types=("Meta-Analysis",)),
        report(9, "NCT00000001", title="A pooled safety analysis of two trials"),
        report(9, stated=("NCT00000001", "NCT00000002"), abstract="NCT00000001 and NCT00000002"),
        report(
            9,
            stated=("NCT00000001", "NTR213"),
            abstract=f"First NCT00000001. {'Then much else was said. ' * 9}Last NTR213.",
        ),
    ],
    ids=["two of one registry", "meta-analysis", "pooled by title", "two stated", "stated apart"],
)
def test_a_report_of_several_trials_glues_nothing(bridge: Record) -> None:
    grouped = studies(
        report(1, "NCT00000001"), report(2, "NCT00000002"), report(3, "NTR213"), bridge
    )
    assert grouped == {
        "NCT00000001": ["1"], "NCT00000002": ["2"], "NTR213": ["3"], "PMID9": ["9"],
    }  # fmt: skip


def test_numbers_stated_in_one_breath_are_one_trial() -> None:
    text = "This trial is registered (ClinicalTrials.gov, NCT00000001; EudraCT 2005-000001-11)."
    both = report(2, stated=("NCT00000001", "EUCTR2005-000001-11"), abstract=text)
    assert studies(report(1, "NCT00000001"), both) == {"EUCTR2005-000001-11": ["1", "2"]}


def test_numbers_that_do_not_link_are_still_listed() -> None:
    rows = link_reports([report(1, "NCT00000001", "NCT00000002")])
    assert rows[0].registry_ids == ("NCT00000001", "NCT00000002")
    assert (rows[0].basis, rows[0].study_id) == ("own", "PMID1")


def test_a_data_bank_entry_outranks_numbers_in_the_text() -> None:
    quoting = report(2, "NCT00000002", stated=("NCT00000001",))
    assert studies(report(1, "NCT00000001"), quoting) == {
        "NCT00000001": ["1"],
        "NCT00000002": ["2"],
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Results of the POLLUX trial", "POLLUX"),
        ("The ELOQUENT-2 study in elders", "ELOQUENT-2"),
        ("In the Invented XI trial we", "Invented XI"),
        ("A PrECOG study", "PrECOG"),
        ("A phase III trial", ""),
        ("A Phase 3 trial", ""),
        ("An RCT study", ""),
        ("This multicentre trial", ""),
    ],
)
def test_trial_names(text: str, name: str) -> None:
    assert trial_name(Record(pmid="1", title=text)) == name
    assert trial_name(Record(pmid="1", abstract=text)) == name


numbers = st.sampled_from(["NCT00000001", "NCT00000002", "NTR213", "EUCTR2005-000001-11"])


@given(st.lists(st.lists(numbers, max_size=3, unique=True), max_size=8), st.randoms())
def test_every_report_has_one_study_and_every_study_one_primary(lists, dice) -> None:
    records = [report(pmid, *banked) for pmid, banked in enumerate(lists, start=1)]
    rows = link_reports(records)
    assert sorted(row.pmid for row in rows) == sorted(record.pmid for record in records)
    for study in {row.study_id for row in rows}:
        assert sum(row.primary for row in rows if row.study_id == study) == 1
    shuffled = [replace(record) for record in records]
    dice.shuffle(shuffled)
    assert link_reports(shuffled) == rows

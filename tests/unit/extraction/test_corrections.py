"""What a human corrects is applied last, keeps both values, and goes stale with the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from extraction.corrections import Review, Source, apply_corrections
from extraction.lexicon import Lexicon
from extraction.reader import read
from extraction.studies import mark_most_mature
from review.errors import ReviewError
from review.records import Record

ABSTRACT = (
    "Patients were randomised to zetamab or placebo. Median OS was 31.0 months with zetamab. PFS "
    "was longer."
)
ID = "99000001-abc"
EMPTY = dict.fromkeys(
    [
        "outcome_id",
        "pmid",
        "endpoint",
        "statistic",
        "arm",
        "comparator",
        "value",
        "unit",
        "ci_lower",
        "ci_upper",
        "ci_level",
        "p_operator",
        "p_value",
        "events",
        "total",
        "timepoint_months",
        "subgroup",
        "quote",
        "text_sha256",
    ]
)


def _row(**cells: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "outcome_id": ID, "pmid": "99000001", "study_id": "S1", "endpoint": "OS",
        "statistic": "median", "arm": "zetamab", "comparator": "", "value": 31.0,
        "unit": "months", "timepoint_months": None, "subgroup": "", "flags": [], "start": 62,
        "end": 73, "follow_up_months": None, "value_months": 31.0, "rule": "median:before",
        **dict.fromkeys(["ci_lower", "ci_upper", "ci_level", "p_value", "events", "total"]),
        "p_operator": "",
    }  # fmt: skip
    return row | cells


def _correction(action: str, **cells: Any) -> dict[str, Any]:
    return {**EMPTY, "action": action, "reviewer": "AB", "reason": "misread", **cells}


@pytest.fixture(scope="module")
def review(lexicon: Lexicon) -> Review:
    """A review that holds two records and has included one."""
    record = Record(pmid="99000001", title="", abstract=ABSTRACT, text_sha256="a" * 64)
    source = Source(record, "S1", read(ABSTRACT, lexicon).arms, follow_up=24.0)
    return Review({"99000001", "99000002"}, {"99000001": source}, lexicon.endpoints)


Apply = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def applied(review: Review) -> Apply:
    """Apply corrections to one row, or to those given."""

    def apply(*corrections: dict[str, Any], rows: Any = None) -> list[dict[str, Any]]:
        return apply_corrections(rows or [_row()], corrections, review, "c.csv")[0]

    return apply


def test_a_corrected_value_keeps_the_extracted_one(applied: Apply) -> None:
    (row,) = applied(_correction("correct", outcome_id=ID, value=32.0))
    assert (row["value"], row["extracted_value"]) == (32.0, 31.0)
    assert row["corrected_by"] == "AB: misread" and "corrected_by_human" in row["flags"]


def test_what_follows_from_a_corrected_cell_is_corrected_too(applied: Apply) -> None:
    (row,) = applied(_correction("correct", outcome_id=ID, value=3.0, unit="years", arm="placebo"))
    assert (row["value_months"], row["arm_regimen"]) == (36.0, "placebo")
    assert row["extracted_cells"] == ["arm=zetamab", "unit=months"]


def test_flags_of_a_corrected_row_are_those_of_its_new_figures(applied: Apply) -> None:
    extracted = _row(value=None, flags=["arm_assumed", "not_reached", "printed_twice"])
    given = {"value": 40.0, "ci_lower": 41.0, "ci_upper": 50.0, "ci_level": 90.0}
    (row,) = applied(_correction("correct", outcome_id=ID, **given), rows=[extracted])
    flags = {"ci_level_not_95", "corrected_by_human", "printed_twice", "value_outside_interval"}
    assert set(row["flags"]) == flags | {"arm_assumed"}
    (row,) = applied(_correction("correct", outcome_id=ID, arm="placebo"), rows=[extracted])
    assert row["flags"] == ["corrected_by_human", "not_reached", "printed_twice"]


def test_a_removed_row_keeps_its_words_and_loses_its_figures(applied: Apply) -> None:
    extracted = _row(p_operator="=", p_value=0.02, events=12, total=40)
    (row,) = applied(_correction("remove", pmid="99000001", endpoint="OS"), rows=[extracted])
    assert (row["value"], row["extracted_value"]) == (None, 31.0)
    gone = ("value_months", "p_value", "events", "total")
    assert all(row[name] is None for name in gone)
    assert row["extracted_cells"] == ["p_operator==", "p_value=0.02", "events=12", "total=40"]


def test_an_added_row_quotes_the_abstract(applied: Apply) -> None:
    added = applied(
        _correction(
            "add", pmid="99000001", endpoint="PFS", statistic="median", value=1.5, unit="years",
            quote="PFS was longer", arm="placebo",
        )
    )[1]  # fmt: skip
    assert ABSTRACT[added["start"] : added["end"]] == added["quote"] == "PFS was longer"
    assert (added["rule"], added["study_id"]) == ("human", "S1")
    assert (added["value_months"], added["follow_up_months"]) == (18.0, 24.0)
    assert added["flags"] == ["added_by_human"] and added["arm_regimen"] == "placebo"


def test_an_added_median_without_a_value_was_not_reached(applied: Apply) -> None:
    cells = {"pmid": "99000001", "endpoint": "PFS", "statistic": "median"}
    added = applied(_correction("add", **cells, quote="PFS was longer"))[1]
    assert added["flags"] == ["added_by_human", "not_reached"]


def test_a_correction_of_a_text_that_changed_is_stale(applied: Apply) -> None:
    (row,) = applied(_correction("correct", outcome_id=ID, value=32.0, text_sha256="b" * 64))
    assert row["value"] == 31.0 and row["flags"] == ["stale_correction"]


_ADD = {"pmid": "99000001", "endpoint": "PFS", "statistic": "hazard_ratio", "value": 0.8}


@pytest.mark.parametrize(
    ("correction", "says"),
    [
        (
            _correction("correct", outcome_id="99000001-zzz", value=1.0),
            "no extracted rows .* 99000001-abc OS median zetamab 31.0",
        ),
        (_correction("remove", pmid="99000001", endpoint="TTP"), "no extracted rows"),
        (_correction("remove", endpoint="OS"), "no row is named"),
        (_correction("remove", pmid="99000001"), "no row is named"),
        (_correction("remove", pmid="99000009", endpoint="OS"), "no such record .*99000009"),
        (_correction("remove", outcome_id=ID, pmid="99000002"), "two records .*99000002"),
        (_correction("correct", outcome_id=ID), "nothing is corrected"),
        (
            _correction("correct", outcome_id=ID, endpoint="PFS", value=1.0),
            "endpoint is OS, which a correction cannot change .*PFS.*add another",
        ),
        (_correction("add", **_ADD, quote="no such words"), "exactly once .*no such words"),
        (_correction("add", **_ADD, quote="a"), "exactly once"),
        (_correction("add", **_ADD, outcome_id=ID), "no outcome_id yet"),
        (_correction("add", **_ADD | {"value": None}), "needs its value"),
        (_correction("add", **_ADD | {"endpoint": None}), "needs its endpoint"),
        (_correction("add", **_ADD | {"statistic": None}), "needs its statistic"),
        (_correction("add", **_ADD | {"endpoint": "PSF"}), "no such endpoint .*PSF"),
        (_correction("add", **_ADD | {"endpoint": "other:"}), "no such endpoint"),
    ],
)
def test_a_correction_that_does_not_say_what_is_meant_is_an_error(
    applied: Apply, correction: dict[str, Any], says: str
) -> None:
    with pytest.raises(ReviewError, match=rf"c\.csv line 2: .*{says}"):
        applied(correction)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_correction("correct", outcome_id=ID, value=1.0), _correction("remove", outcome_id=ID)),
        (
            _correction("correct", outcome_id=ID, value=1.0),
            _correction("correct", pmid="99000001", endpoint="OS", value=2.0),
        ),
        (
            _correction("add", **_ADD, quote="PFS was longer"),
            _correction("add", **_ADD, quote="PFS was longer"),
        ),
    ],
)
def test_two_corrections_of_one_row_are_an_error(
    applied: Apply, first: dict[str, Any], second: dict[str, Any]
) -> None:
    with pytest.raises(ReviewError, match=r"c\.csv line 3: line 2 corrects the same row"):
        applied(first, second)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"pmid": "99000002", "endpoint": "OS"}, r"c\.csv line 2: PMID 99000002 is not among"),
        ({"outcome_id": ID, "text_sha256": "0" * 64}, "99000001 has changed since"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_told(
    review: Review, cells: dict[str, Any], says: str
) -> None:
    correction = _correction("remove", **cells)
    (row,), (warning,) = apply_corrections([_row()], [correction], review, "c.csv")
    assert row["value"] == 31.0
    assert re.search(says, warning)


def test_the_report_with_the_latest_data_is_marked() -> None:
    records = {
        "99000001": Record(pmid="99000001", title="", abstract="", pub_date="2011"),
        "99000002": Record(pmid="99000002", title="", abstract="", pub_date="2017"),
    }
    rows = [_row(), _row(pmid="99000002"), _row(endpoint="PFS")]
    mark_most_mature(rows, records)
    assert [row["most_mature"] for row in rows] == [False, True, True]
    rows = [_row(follow_up_months=60.0), _row(pmid="99000002", follow_up_months=30.0)]
    mark_most_mature(rows, records)
    assert [row["most_mature"] for row in rows] == [True, False]


def test_a_removed_row_makes_no_report_the_latest() -> None:
    records = {
        "99000001": Record(pmid="99000001", title="", abstract="", pub_date="2011"),
        "99000002": Record(pmid="99000002", title="", abstract="", pub_date="2017"),
    }
    rows = [_row(), _row(pmid="99000002", flags=["removed_by_human"]), _row(endpoint="PFS")]
    mark_most_mature(rows, records)
    assert [row["most_mature"] for row in rows] == [True, False, True]

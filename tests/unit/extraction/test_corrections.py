"""What a human corrects is applied last, keeps both values, and goes stale with the text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from extraction.corrections import apply_corrections
from extraction.studies import mark_most_mature
from review.errors import ReviewError
from review.records import Record

ABSTRACT = "Median OS was 31.0 months with zetamab. PFS was longer."
RECORDS = {"99000001": Record(pmid="99000001", title="", abstract=ABSTRACT, text_sha256="a" * 64)}
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
        "outcome_id": "99000001-abc", "pmid": "99000001", "study_id": "S1", "endpoint": "OS",
        "statistic": "median", "arm": "zetamab", "comparator": "", "value": 31.0,
        "unit": "months", "timepoint_months": None, "subgroup": "", "flags": [], "start": 14,
        "end": 25, "follow_up_months": None,
    }  # fmt: skip
    return row | cells


def _correction(action: str, **cells: Any) -> dict[str, Any]:
    return {**EMPTY, "action": action, "reviewer": "AB", "reason": "misread", **cells}


def test_a_corrected_value_keeps_the_extracted_one() -> None:
    correction = _correction("correct", outcome_id="99000001-abc", value=32.0)
    (row,), _ = apply_corrections([_row()], [correction], RECORDS, {}, "config/corrections.csv")
    assert (row["value"], row["extracted_value"]) == (32.0, 31.0)
    assert row["corrected_by"] == "AB: misread" and "corrected_by_human" in row["flags"]


def test_a_removed_row_keeps_its_words_and_loses_its_value() -> None:
    correction = _correction("remove", pmid="99000001", endpoint="OS")
    (row,), _ = apply_corrections([_row()], [correction], RECORDS, {}, "config/corrections.csv")
    assert (row["value"], row["extracted_value"]) == (None, 31.0)


def test_an_added_row_quotes_the_abstract() -> None:
    correction = _correction(
        "add", pmid="99000001", endpoint="PFS", statistic="median", value=9.0, unit="months",
        quote="PFS was longer",
    )  # fmt: skip
    rows, _ = apply_corrections([_row()], [correction], RECORDS, {"99000001": "S1"}, "c.csv")
    added = rows[1]
    assert ABSTRACT[added["start"] : added["end"]] == added["quote"] == "PFS was longer"
    assert (added["rule"], added["study_id"]) == ("human", "S1")


def test_a_correction_of_a_text_that_changed_is_stale() -> None:
    correction = _correction("correct", outcome_id="99000001-abc", value=32.0, text_sha256="b" * 64)
    (row,), _ = apply_corrections([_row()], [correction], RECORDS, {}, "config/corrections.csv")
    assert row["value"] == 31.0 and row["flags"] == ["stale_correction"]


@pytest.mark.parametrize(
    "correction",
    [
        _correction("correct", outcome_id="99000001-zzz", value=1.0),
        _correction("remove", pmid="99000001", endpoint="TTP"),
        _correction("add", pmid="99000001", endpoint="PFS", statistic="median", quote="no such"),
    ],
)
def test_a_correction_that_fits_nothing_is_an_error(correction: dict[str, Any]) -> None:
    with pytest.raises(ReviewError, match=r"c\.csv line 2"):
        apply_corrections([_row()], [correction], RECORDS, {}, "c.csv")


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"pmid": "99000009", "endpoint": "OS"}, r"c\.csv line 2: PMID 99000009 is not among"),
        ({"outcome_id": "99000001-abc", "text_sha256": "0" * 64}, "99000001 has changed since"),
    ],
)
def test_a_correction_that_cannot_be_applied_is_told(cells: dict[str, Any], says: str) -> None:
    correction = _correction("remove", **cells)
    (row,), (warning,) = apply_corrections([_row()], [correction], RECORDS, {}, "c.csv")
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

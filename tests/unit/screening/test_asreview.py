"""Labels given in ASReview LAB come back as decisions."""

from pathlib import Path

import pytest
import rispy

import adopt
from review.errors import ReviewError
from review.records import Record, write_records
from screening.humans import read_human_decisions

HASHES = {"99000001": "a" * 64, "99000002": "b" * 64, "99000003": "c" * 64, "99000004": "d" * 64}
# As ASReview LAB 3 writes it: our columns, then its own; numbers become 1.0 where cells are empty.
EXPORT = """title,pmid,included,asreview_label,asreview_time,asreview_note
One,99000001,,1.0,2026-11-01 10:00:00,"good, long"
Two,99000002,,0.0,2026-11-01 10:01:00,
Three,99000003,1.0,1.0,2026-11-01 09:00:00,
Four,99000004,,,,
"""


def adopted(tmp_path: Path, export: str, *options: str, name: str = "labelled.csv") -> Path:
    labelled, records = tmp_path / name, tmp_path / "records.parquet"
    labelled.write_text(export, encoding="utf-8")
    write_records(records, [Record(p, text_sha256=text) for p, text in HASHES.items()])
    out = tmp_path / "decisions.csv"
    arguments = ["--labelled", str(labelled), "--records", str(records), "--out", str(out)]
    assert adopt.main([*arguments, "--reviewer", "AB", *options]) == 0
    return out


def test_labels_become_decisions_that_screening_reads(tmp_path: Path) -> None:
    rows = read_human_decisions([adopted(tmp_path, EXPORT)], HASHES, ["population"])
    assert [(row.pmid, row.decision, row.reason) for row in rows] == [
        ("99000001", "include", ""),
        ("99000002", "exclude", "other"),
    ]
    assert (rows[0].note, rows[0].date, rows[0].text_sha256) == (
        "good, long",
        "2026-11-01",
        "a" * 64,
    )


def test_a_reason_can_be_given_for_all_exclusions(tmp_path: Path) -> None:
    out = adopted(tmp_path, EXPORT, "--reason", "population")
    assert read_human_decisions([out], HASHES, ["population"])[1].reason == "population"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("asreview_label", "label", "no column asreview_label"),
        ("99000001", "99000009", "line 2: this review holds no such record"),
        ("0.0", "2.0", "line 3: the label is neither"),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ReviewError, match=says):
        adopted(tmp_path, EXPORT.replace(old, new))


def ris_export(**changes: object) -> str:
    """A RIS file as ASReview LAB 3 writes it: its label first, then the notes it was given."""
    notes = {
        "99000001": ["ASReview_relevant", "Living Review: unclear", 'asreview_note: "good, long"'],
        "99000002": ["ASReview_irrelevant", "Living Review: include (rules)"],
        "99000003": ["ASReview_irrelevant", "Living Review: exclude: population (rules)"],
        "99000004": ["ASReview_not_seen", "Living Review: unclear"],
    }
    notes["99000001"].append('asreview_time: "2026-11-01 10:00:00"')
    entries = [
        {"type_of_reference": "JOUR", "title": "T", "accession_number": pmid, "notes": kept}
        for pmid, kept in notes.items()
    ]
    entries[0] |= changes
    return str(rispy.dumps(entries))


def test_labels_in_ris_become_the_same_decisions(tmp_path: Path) -> None:
    out = adopted(tmp_path, ris_export(), name="labelled.ris")
    rows = read_human_decisions([out], HASHES, ["population"])
    assert [(row.pmid, row.decision, row.reason, row.date, row.note) for row in rows] == [
        ("99000001", "include", "", "2026-11-01", "good, long"),
        ("99000002", "exclude", "other", "", ""),
    ]


def test_ris_of_another_review_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="record 1: this review holds no such record"):
        adopted(tmp_path, ris_export(accession_number="99000009"), name="labelled.ris")


def test_ris_without_labels_is_refused(tmp_path: Path) -> None:
    entry = {"type_of_reference": "JOUR", "title": "T", "accession_number": "99000001"}
    with pytest.raises(ReviewError, match="no record carries a label"):
        adopted(tmp_path, str(rispy.dumps([entry])), name="labelled.ris")

"""Two runs side by side: every change is told once, with its cause."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

import compare
import keep
import remember
from review.errors import ReviewError
from review.records import Correction, MeshHeading, Record, write_records
from review.tables import read_table

RECORDS = [
    Record(
        pmid=str(pmid),
        title=f"Report {pmid}",
        abstract="Overall survival was longer with the drug.",
        created="2011-08-15",
        text_sha256="a",
        mesh=(MeshHeading("Neoplasms", False),),
    )
    for pmid in (99000001, 99000002, 99000003)
]


def write_csv(path: Path, columns: str, *rows: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns.split(","))
        writer.writerows(row.split(",") for row in rows)


def run_folder(
    folder: Path,
    records: list[Record],
    *,
    query: str = "x[tiab]",
    until: str = "2012-01-01",
    decisions: dict[str, str] | None = None,
    pooled: str = "drug_v_none,OS,0.7,0.6,0.8,2,pooled,99000001;99000002",
    effects: dict[str, str] | None = None,
    verdict: str = "supported",
    via: str = "search",
) -> Path:
    """Write a results folder with what a comparison reads."""
    (folder / "search").mkdir(parents=True)
    ledger = {"query": query, "until": until, "endpoint": "local"}
    (folder / "search/ledger.json").write_text(json.dumps(ledger))
    write_records(folder / "records/records.parquet", records)
    pmids = [record.pmid for record in records]
    write_csv(folder / "search/found.csv", "pmid,via,seed_pmid", *(f"{p},{via}," for p in pmids))
    write_csv(folder / "records/missing.csv", "pmid,why")
    write_csv(
        folder / "screening/decisions.csv",
        "pmid,decision,reason,decided_by",
        *(f"{p},{(decisions or {}).get(p, 'include')},,rules" for p in pmids),
    )
    write_csv(folder / "studies/studies.csv", "study_id,pmid", *(f"{p},{p}" for p in pmids))
    write_csv(
        folder / "synthesis/pooled.csv",
        "comparison,endpoint,estimate,ci_lower,ci_upper,studies,status,study_ids",
        pooled,
    )
    write_csv(
        folder / "synthesis/estimates.csv",
        "comparison,endpoint,study_id,role,yi,se",
        *(f"drug_v_none,OS,{p},pooled,{yi},0.1" for p, yi in (effects or {}).items()),
    )
    write_csv(
        folder / "synthesis/claims.csv",
        "claim,verdict,studies_for,studies_against",
        f"longer_life,{verdict},99000001,",
    )
    return folder


def compared(before: Path, after: Path, folder: Path) -> tuple[list[dict[str, str]], str]:
    out, text = folder / "changes.csv", folder / "changes.txt"
    arguments = ["--before", before, "--after", after, "--out", out, "--text", text]
    assert compare.main([str(argument) for argument in arguments]) == 0
    return read_table(out, "changes"), text.read_text(encoding="utf-8")


def test_a_run_compared_with_itself_has_not_changed(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "one", RECORDS)
    rows, text = compared(folder, folder, tmp_path)
    assert rows == []
    assert "Nothing changed." in text


def test_a_new_record_and_the_number_it_moves(tmp_path: Path) -> None:
    newer = replace(RECORDS[0], pmid="99000009", created="2012-03-01")
    before = run_folder(tmp_path / "before", RECORDS)
    after = run_folder(
        tmp_path / "after",
        [*RECORDS, newer],
        until="2012-06-01",
        pooled="drug_v_none,OS,0.65,0.55,0.77,3,pooled,99000001;99000002;99000009",
    )
    rows, text = compared(before, after, tmp_path)
    assert [row["kind"] for row in rows] == ["record_added", "pooled_moved"]
    assert rows[0]["cause"] == "created on 2012-03-01, after the former search's day 2012-01-01"
    assert rows[1]["before"] == "0.7 (0.6 to 0.8), 2 studies"
    assert rows[1]["after"] == "0.65 (0.55 to 0.77), 3 studies"
    assert rows[1]["cause"].startswith("study 99000009 entered (PMID 99000009: created on")
    assert "Pooled numbers that moved: 1" in text


def test_a_retraction_and_the_decision_it_moves(tmp_path: Path) -> None:
    notice = Correction("RetractionIn", "99000021", "J Invent. 2013;1:1")
    fallen = replace(RECORDS[1], status="retracted", corrections=(notice,))
    before = run_folder(tmp_path / "before", RECORDS)
    after = run_folder(
        tmp_path / "after",
        [RECORDS[0], fallen, RECORDS[2]],
        decisions={"99000002": "exclude"},
        verdict="mixed",
    )
    rows, text = compared(before, after, tmp_path)
    assert [row["kind"] for row in rows] == ["standing_changed", "decision_moved", "verdict_moved"]
    assert rows[0]["cause"] == "RetractionIn: J Invent. 2013;1:1"
    assert rows[1]["cause"] == "the record's standing: current, now retracted"
    assert text.index("Newly retracted") < text.index("Decisions that moved")


def test_revised_text_shows_only_what_differs(tmp_path: Path) -> None:
    revised = replace(
        RECORDS[2],
        abstract="Overall survival was not longer with the drug.",
        mesh=(MeshHeading("Neoplasms", True), MeshHeading("Humans", False)),
        revised="2012-02-02",
    )
    before = run_folder(tmp_path / "before", RECORDS)
    after = run_folder(tmp_path / "after", [*RECORDS[:2], revised])
    rows, _ = compared(before, after, tmp_path)
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("abstract", None, "not"),
        ("mesh", "Neoplasms", "Humans; Neoplasms*"),
    ]
    assert rows[0]["cause"] == "the source revised the record on 2012-02-02"


def test_an_abstract_that_only_gained_sections_has_changed(tmp_path: Path) -> None:
    divided = replace(RECORDS[2], abstract="Overall survival was longer\nwith the drug.")
    before = run_folder(tmp_path / "before", RECORDS)
    after = run_folder(tmp_path / "after", [*RECORDS[:2], divided])
    rows, _ = compared(before, after, tmp_path)
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("abstract", None, "¶")
    ]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"query": "y[tiab]"}, "the query changed and does not find it"),
        ({"until": "2011-01-01"}, "created on 2011-08-15, after the search's day 2011-01-01"),
        ({}, "the source changed: deleted, merged with another, or indexed otherwise"),
    ],
)
def test_a_record_that_went_says_why(tmp_path: Path, change: dict[str, str], cause: str) -> None:
    before = run_folder(tmp_path / "before", RECORDS)
    after = run_folder(tmp_path / "after", RECORDS[:2], **change)
    rows, _ = compared(before, after, tmp_path)
    assert [(row["kind"], row["subject"], row["cause"]) for row in rows] == [
        ("record_gone", "99000003", cause)
    ]


@pytest.mark.parametrize(
    ("via", "means"),
    [
        ("similar", "found by links of a seed record"),
        ("file", "found in a file of records beside the search"),
    ],
)
def test_a_record_that_the_search_did_not_find_says_how_it_came(tmp_path, via, means) -> None:
    before = run_folder(tmp_path / "before", RECORDS[:2], via=via)
    after = run_folder(tmp_path / "after", RECORDS, via=via)
    assert compared(before, after, tmp_path)[0][0]["cause"] == means
    assert compared(after, before, tmp_path)[0][0]["cause"] == f"no longer {means}"


def test_without_a_creation_day_the_moved_day_is_the_cause(tmp_path: Path) -> None:
    undated = replace(RECORDS[2], created="")
    before = run_folder(tmp_path / "before", RECORDS[:2])
    after = run_folder(tmp_path / "after", [*RECORDS[:2], undated], until="2013-01-01")
    for one, other in ((before, after), (after, before)):
        rows, _ = compared(one, other, tmp_path)
        assert "the search's day moved from 201" in rows[0]["cause"]


def test_another_estimate_of_a_study_is_named(tmp_path: Path) -> None:
    before = run_folder(tmp_path / "before", RECORDS, effects={"99000001": "-0.3"})
    after = run_folder(
        tmp_path / "after",
        RECORDS,
        effects={"99000001": "-0.4"},
        pooled="drug_v_none,OS,0.68,0.6,0.8,2,pooled,99000001;99000002",
    )
    rows, _ = compared(before, after, tmp_path)
    assert rows[0]["cause"] == "study 99000001 gives another estimate"


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "one", RECORDS)
    with pytest.raises(ReviewError, match=r"ledger\.json: the run to compare lacks this file"):
        compare.main(
            [
                *("--before", str(tmp_path / "none"), "--after", str(folder)),
                *("--out", str(tmp_path / "c.csv"), "--text", str(tmp_path / "c.txt")),
            ]
        )


def test_a_study_that_enters_without_a_new_record_was_read_otherwise(tmp_path: Path) -> None:
    before = run_folder(tmp_path / "before", RECORDS)
    more = "drug_v_none,OS,0.65,0.55,0.77,3,pooled,99000001;99000002;99000003"
    after = run_folder(tmp_path / "after", RECORDS, pooled=more)
    rows, _ = compared(before, after, tmp_path)
    assert rows[0]["cause"] == (
        "study 99000003 entered (no record or decision of it changed: it is read or compared "
        "otherwise)"
    )


def remembered(folder: Path, files: dict[str, str], program: str = "one") -> None:
    """Write what a run was made from: a text for each purpose."""
    place = folder.parent / f"inputs-of-{folder.name}"
    place.mkdir()
    named = []
    for purpose, text in files.items():
        (place.parent / f"{purpose}.yaml").write_text(text)
        named += ["--input", purpose, str(place.parent / f"{purpose}.yaml")]
    remember.main([*named, "--program", program, "--out", str(folder / "inputs.json")])


def test_what_a_run_was_made_from_is_blamed_by_name(tmp_path: Path) -> None:
    before = run_folder(tmp_path / "before", RECORDS, decisions={"99000001": "exclude"})
    remembered(before, {"criteria": "one", "vocabulary": "one"})
    after = run_folder(
        tmp_path / "after",
        RECORDS,
        pooled="drug_v_none,OS,0.65,0.55,0.77,3,pooled,99000001;99000002;99000003",
    )
    remembered(after, {"criteria": "two", "vocabulary": "one"}, program="two")
    rows, text = compared(before, after, tmp_path)
    moved = {row["kind"]: row["cause"] for row in rows}
    assert moved["decision_moved"].startswith("the criteria (")
    assert moved["decision_moved"].endswith("criteria.yaml) and the program changed")
    assert (
        "99000003 entered (no record or decision of it changed: the program changed)"
        in (moved["pooled_moved"])
    )
    assert "Changed since: the criteria (" in text and "Changed since: the program." in text
    assert "vocabulary" not in text


def test_a_kept_run_remembers_what_it_was_made_from(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "one", RECORDS)
    remembered(folder, {"criteria": "one"})
    (row,) = kept(folder, tmp_path)
    copy = tmp_path / "runs" / row["name"] / "inputs.json"
    assert copy.read_bytes() == (folder / "inputs.json").read_bytes()


def kept(results: Path, folder: Path) -> list[dict[str, str]]:
    out = folder / "runs.csv"
    keep.main(["--results", str(results), "--runs", str(folder / "runs"), "--list", str(out)])
    return read_table(out, "runs")


def test_runs_are_kept_once_each_and_can_be_compared(tmp_path: Path) -> None:
    before = run_folder(tmp_path / "before", RECORDS[:2])
    after = run_folder(tmp_path / "after", RECORDS, until="2013-01-01")
    assert len(kept(before, tmp_path)) == len(kept(before, tmp_path)) == 1
    first, second = kept(after, tmp_path)
    assert (first["until"], first["records"], first["included"]) == ("2012-01-01", 2, 2)
    assert (second["until"], second["records"]) == ("2013-01-01", 3)
    from_kept, _ = compared(
        tmp_path / "runs" / first["name"], tmp_path / "runs" / second["name"], tmp_path
    )
    assert from_kept == compared(before, after, tmp_path)[0] != []

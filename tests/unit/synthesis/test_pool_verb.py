"""The verb reads the workflow's tables and writes its own, whole or empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import pool
from review.errors import ReviewError
from review.records import Record, write_records
from review.tables import columns, read_table, write_table

FIXTURES = Path(__file__).parents[2] / "fixtures" / "synthesis"
TABLES = (
    "pooled",
    "estimates",
    "left_out",
    "sensitivity",
    "summary_of_findings",
    "claims",
    "claim_tests",
)


@pytest.fixture
def folder(tmp_path: Path, review_of, reports: list[dict[str, Any]]) -> Path:
    outcomes = [
        {**row, "quote": "x", "start": 0, "end": 1, "rule": "invented", "secondary": False}
        for row in review_of(reports).outcomes
    ]
    place = {"field": "abstract", "quote": "x", "start": 0, "end": 1}
    arms = [
        {**place, "pmid": r["pmid"], "study_id": r["study"], **arm}
        for r in reports
        for arm in r["arms"]
    ]
    facts = [
        {**place, "pmid": r["pmid"], "study_id": r["study"], "rule": "invented",
         "characteristic": name, "value": value}
        for r in reports for name, values in r["facts"].items() for value in values
    ]  # fmt: skip
    studies = [
        {"study_id": r["study"], "pmid": r["pmid"], "registry_ids": [], "basis": "own",
         "primary": True, "trial_name": r.get("trial")}
        for r in reports
    ]  # fmt: skip
    decisions = [
        {"pmid": r["pmid"], "decision": r.get("decision", "include"), "decided_by": "rules",
         "theme": [], "text_sha256": "0" * 64, "secondary": r.get("secondary", False),
         "failed": [], "unclear": [], "rules_decision": "include", "reviewers": []}
        for r in reports
    ]  # fmt: skip
    records = [
        Record(pmid=r["pmid"], year=r["year"], pub_date=str(r["year"]), authors=("Author A",),
               status=r.get("status", "current"))
        for r in reports
    ]  # fmt: skip
    write_table(tmp_path / "outcomes.csv", outcomes, "outcomes")
    write_table(tmp_path / "arms.csv", arms, "arms")
    write_table(tmp_path / "characteristics.csv", facts, "characteristics")
    write_table(tmp_path / "studies.csv", studies, "studies")
    write_table(tmp_path / "decisions.csv", decisions, "decisions")
    write_records(tmp_path / "records.parquet", records)
    return tmp_path


def arguments(folder: Path, *more: str) -> list[str]:
    names = ("outcomes", "characteristics", "arms", "studies", "decisions")
    given = [word for name in names for word in (f"--{name}", str(folder / f"{name}.csv"))]
    given += ["--records", str(folder / "records.parquet"), "--out-dir", str(folder / "out")]
    return [*given, *more]


def test_every_table_is_written_and_reads_back(folder: Path) -> None:
    comparisons = str(FIXTURES / "invented-comparisons.yaml")
    claims = str(FIXTURES / "invented-claims.yaml")
    assert pool.main(arguments(folder, "--comparisons", comparisons, "--claims", claims)) == 0
    rows = {name: read_table(folder / "out" / f"{name}.csv", name) for name in TABLES}
    assert len(rows["pooled"]) == 8
    assert len(rows["claims"]) == 6
    main = rows["pooled"][0]
    assert (main["status"], main["studies"]) == ("pooled", 4)
    used = [row for row in rows["estimates"] if row["role"] == "pooled"]
    assert {row["study_id"] for row in used} >= set(main["study_ids"])
    weights = [r["weight"] for r in used if (r["comparison"], r["endpoint"]) == (
        main["comparison"], main["endpoint"])]  # fmt: skip
    assert sum(weights) == pytest.approx(100)


def test_a_review_without_comparisons_or_claims_gets_empty_tables(folder: Path) -> None:
    assert pool.main(arguments(folder)) == 0
    for name in TABLES:
        path = folder / "out" / f"{name}.csv"
        assert read_table(path, name) == []
        assert path.read_text(encoding="utf-8").strip().split(",") == columns(name)


def test_two_runs_write_the_same_bytes(folder: Path) -> None:
    comparisons = str(FIXTURES / "invented-comparisons.yaml")
    pool.main(arguments(folder, "--comparisons", comparisons))
    first = {name: (folder / "out" / f"{name}.csv").read_bytes() for name in TABLES}
    pool.main(arguments(folder, "--comparisons", comparisons))
    assert first == {name: (folder / "out" / f"{name}.csv").read_bytes() for name in TABLES}


def test_tables_of_different_runs_are_refused(folder: Path) -> None:
    decisions = read_table(folder / "decisions.csv", "decisions")
    write_table(folder / "decisions.csv", decisions[1:], "decisions")
    with pytest.raises(ReviewError) as caught:
        pool.main(arguments(folder))
    assert "not screened (got '99000101')" in str(caught.value)
    write_table(folder / "decisions.csv", decisions, "decisions")
    write_records(folder / "records.parquet", [Record(pmid="99000102")])
    with pytest.raises(ReviewError) as caught:
        pool.main(arguments(folder))
    assert "a record that is not there" in str(caught.value)


@pytest.mark.parametrize("count", [0, 1])
def test_without_results_every_comparison_says_so(folder: Path, count: int) -> None:
    rows = read_table(folder / "outcomes.csv", "outcomes")
    write_table(folder / "outcomes.csv", rows[:count], "outcomes")
    comparisons = str(FIXTURES / "invented-comparisons.yaml")
    claims = str(FIXTURES / "invented-claims.yaml")
    assert pool.main(arguments(folder, "--comparisons", comparisons, "--claims", claims)) == 0
    pooled = read_table(folder / "out" / "pooled.csv", "pooled")
    assert [row["studies"] for row in pooled] == [count, *[0] * (len(pooled) - 1)]
    assert all(row["why"] for row in pooled)
    told = read_table(folder / "out" / "claims.csv", "claims")
    verdicts = {row["claim"]: row["verdict"] for row in told}
    assert verdicts["cancers"] == "not tested by the records found"


def test_a_result_printed_twice_counts_once(folder: Path) -> None:
    rows = read_table(folder / "outcomes.csv", "outcomes")
    comparisons = str(FIXTURES / "invented-comparisons.yaml")
    pool.main(arguments(folder, "--comparisons", comparisons))
    once = read_table(folder / "out" / "pooled.csv", "pooled")
    doubled = [*rows, *({**row, "outcome_id": f"{row['outcome_id']}-again"} for row in rows)]
    write_table(folder / "outcomes.csv", doubled, "outcomes")
    pool.main(arguments(folder, "--comparisons", comparisons))
    twice = read_table(folder / "out" / "pooled.csv", "pooled")
    figures = ("studies", "estimate", "ci_lower", "ci_upper", "patients")
    assert [[row[f] for f in figures] for row in once] == [
        [row[f] for f in figures] for row in twice
    ]

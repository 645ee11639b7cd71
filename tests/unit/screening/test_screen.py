"""The verb: from records and criteria to tables, the same bytes every time."""

import csv
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import screen
from review.errors import ReviewError
from review.records import Record, write_records
from review.tables import read_table

RECORDS = [
    Record(
        "99000001", title="Aspirin for migraine", abstract="All took aspirin.", text_sha256="a" * 64
    ),
    Record(
        "99000002", title="Aspirin and migraine", abstract="Nothing more.", text_sha256="b" * 64
    ),
    Record("99000003", title="Tea for gout", abstract="All took tea.", text_sha256="c" * 64),
    Record("99000004", title="Migraine", text_sha256="d" * 64),
]
TABLES = ("decisions", "evidence", "themes", "queue", "agreement")


@pytest.fixture
def run_screen(tmp_path: Path, write_review: Callable[..., Path]) -> Callable[..., Path]:
    criteria = write_review()
    write_records(tmp_path / "records.parquet", RECORDS)

    def run(*decisions: str, options: tuple[str, ...] = (), out: str = "out") -> Path:
        path = tmp_path / "human.csv"
        header = "pmid,decision,reason,reviewer,date,note,text_sha256"
        path.write_text("\n".join([header, *decisions]) + "\n", encoding="utf-8")
        arguments = ["--records", str(tmp_path / "records.parquet"), "--criteria", str(criteria)]
        arguments += ["--vocabulary", str(tmp_path / "vocabulary"), "--decisions", str(path)]
        for table in TABLES:
            arguments += [f"--out-{table}", str(tmp_path / out / f"{table}.csv")]
        assert screen.main([*arguments, *options]) == 0
        return tmp_path / out

    return run


def test_every_record_gets_one_decision_and_one_row_per_criterion(
    run_screen: Callable[..., Path],
) -> None:
    out = run_screen()
    decisions = {row["pmid"]: row for row in read_table(out / "decisions.csv", "decisions")}
    assert {pmid: row["decision"] for pmid, row in decisions.items()} == {
        "99000001": "include",
        "99000002": "unclear",
        "99000003": "exclude",
        "99000004": "unclear",
    }
    assert decisions["99000003"]["reason"] == "population"
    assert decisions["99000001"]["theme"] == ["relief"]
    evidence = read_table(out / "evidence.csv", "evidence")
    assert len(evidence) == 2 * len(RECORDS)
    texts = {record.pmid: record for record in RECORDS}
    for row in evidence:
        if row["start"] is not None:
            text = getattr(texts[row["pmid"]], row["field"])
            assert text[row["start"] : row["end"]] == row["quote"]
    nothing = [row for row in evidence if row["pmid"] == "99000003"]
    assert {row["quote"] for row in nothing} == {"nothing found in title, abstract, MeSH"}


def test_the_queue_holds_the_unclear_ones_ranked(run_screen: Callable[..., Path]) -> None:
    queue = read_table(run_screen() / "queue.csv", "queue")
    assert [row["rank"] for row in queue] == [1, 2]
    assert {row["pmid"] for row in queue} == {"99000002", "99000004"}
    assert queue[0]["score"] >= queue[1]["score"]
    assert "migraine" in queue[0]["words"]
    assert queue[-1]["p_recall_below_target"] == 0


def test_the_target_of_recall_can_be_chosen(run_screen: Callable[..., Path]) -> None:
    strict = read_table(run_screen(options=("--target-recall", "1")) / "queue.csv", "queue")
    loose = read_table(run_screen(options=("--target-recall", "0.5")) / "queue.csv", "queue")
    assert strict[0]["p_recall_below_target"] > loose[0]["p_recall_below_target"]


def test_a_human_overrides_the_rules_and_both_stay_visible(run_screen: Callable[..., Path]) -> None:
    out = run_screen("99000001,exclude,intervention,AB,2026-11-01,too little," + "a" * 64)
    (row, *_) = read_table(out / "decisions.csv", "decisions")
    assert (row["decision"], row["reason"], row["decided_by"]) == (
        "exclude",
        "intervention",
        "human",
    )
    assert (row["rules_decision"], row["reviewers"]) == ("include", ["AB"])


def test_a_stale_decision_is_loud(
    run_screen: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    out = run_screen("99000001,include,,AB,2026-11-01,," + "f" * 64)
    (row, *_) = read_table(out / "decisions.csv", "decisions")
    assert (row["decision"], row["human_state"]) == ("unclear", "stale")
    assert "PMID 99000001: human decision in state stale" in capsys.readouterr().err
    assert "99000001" in {row["pmid"] for row in read_table(out / "queue.csv", "queue")}


def test_pinning_writes_hashes_and_nothing_else(
    run_screen: Callable[..., Path], tmp_path: Path
) -> None:
    out = run_screen("99000001,include,,AB,,,", options=("--pin",))
    assert not out.exists()
    with (tmp_path / "human.csv").open(newline="") as lines:
        assert next(csv.DictReader(lines))["text_sha256"] == "a" * 64


def test_the_command_that_pins_is_told_whole(
    run_screen: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run_screen("99000001,include,,AB,,,")
    told = capsys.readouterr().err.strip()
    assert told.startswith("warning: human decisions without a text hash: 1.")
    script, *arguments = shlex.split(told.partition(".venv/bin/python ")[2])
    assert script == "scripts/screen.py"
    assert screen.main(arguments) == 0
    run_screen("99000001,include,,AB,,," + "a" * 64)
    assert "text hash" not in capsys.readouterr().err


def test_a_bad_decision_leaves_nothing_behind(
    run_screen: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(ReviewError, match="line 2"):
        run_screen("99000009,include,,AB,,,")
    assert not (tmp_path / "out").exists()


def test_two_runs_write_the_same_bytes(run_screen: Callable[..., Path]) -> None:
    first, second = run_screen(out="one"), run_screen(out="two")
    for table in TABLES:
        assert (first / f"{table}.csv").read_bytes() == (second / f"{table}.csv").read_bytes()

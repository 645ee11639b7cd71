"""Human decisions: strict reading, staleness, conflicts, consensus, agreement."""

from pathlib import Path

import pytest

from review.errors import ReviewError
from screening.agreement import agreement_rows
from screening.humans import HumanDecision, read_human_decisions, standings, with_hashes

HEADER = "pmid,decision,reason,reviewer,date,note"
NOW, THEN = "a" * 64, "b" * 64
PMIDS = {"99000001": NOW, "99000002": NOW}
REASONS = ["population", "intervention"]


def written(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "decisions.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def row(
    reviewer: str, decision: str, reason: str = "", text: str = "", pmid: str = "99000001"
) -> HumanDecision:
    return HumanDecision(pmid, decision, reason, reviewer, "2026-11-01", "", text, "x")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("99000009,include,,AB,,", "no such record"),
        ("99000001,maybe,,AB,,", "unknown decision"),
        ("99000001,exclude,population?,AB,,", "unknown reason"),
        ("99000001,exclude,,AB,,", "needs a reason"),
        ("99000001,include,population,AB,,", "carries no reason"),
        ("99000001,include,,,,", "no reviewer"),
        ("99000001,include,,AB,31.3.2026,", "not one"),
        ("99000001,include,,AB,2026-02-30,", "not one"),
        ("99000001,include,,AB,,,", "cells"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = written(tmp_path, "99000002,include,,AB,2026-11-01,fine", line)
    with pytest.raises(ReviewError, match=says) as refused:
        read_human_decisions([path], PMIDS, REASONS)
    assert "line 3" in str(refused.value)


def test_a_reviewer_decides_once_even_across_files(tmp_path: Path) -> None:
    path = written(tmp_path, "99000001,include,,AB,,")
    other = tmp_path / "other.csv"
    other.write_text(f"{HEADER}\n99000001,unclear,,AB,,\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=r"other\.csv line 2: AB .*decisions\.csv line 2"):
        read_human_decisions([path, other], PMIDS, REASONS)


def test_a_foreign_header_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, header="pmid,label")
    with pytest.raises(ReviewError, match="line 1"):
        read_human_decisions([path], PMIDS, REASONS)


def test_one_decision_stands(tmp_path: Path) -> None:
    path = written(tmp_path, '99000001,exclude,other,AB,2026-11-01,"dull, and long"')
    (stands,) = standings(read_human_decisions([path], PMIDS, REASONS), PMIDS, REASONS).values()
    assert (stands.decision, stands.reason, stands.state) == ("exclude", "other", "agreed")
    assert stands.note == "dull, and long"


def test_a_decision_on_another_text_is_stale_and_does_not_count() -> None:
    (stands,) = standings([row("AB", "include", text=THEN)], PMIDS, REASONS).values()
    assert (stands.decision, stands.state) == ("unclear", "stale")
    assert "include by AB" in stands.note


def test_a_conflict_is_unclear_until_consensus_settles_it() -> None:
    rows = [row("AB", "include"), row("CD", "exclude", "population")]
    (stands,) = standings(rows, PMIDS, REASONS).values()
    assert (stands.decision, stands.state) == ("unclear", "conflict")
    rows.append(row("consensus", "include"))
    (stands,) = standings(rows, PMIDS, REASONS).values()
    assert (stands.decision, stands.state) == ("include", "settled")


def test_of_two_reasons_the_first_criterion_counts() -> None:
    rows = [row("AB", "exclude", "intervention"), row("CD", "exclude", "population")]
    (stands,) = standings(rows, PMIDS, REASONS).values()
    assert stands.reason == "population"


def test_pinning_adds_the_hash_and_keeps_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, '99000001,include,,AB,2026-11-01,"a ""b"", c"')
    path.write_text(with_hashes(path, PMIDS), encoding="utf-8", newline="")
    (again,) = read_human_decisions([path], PMIDS, REASONS)
    assert (again.note, again.text_sha256) == ('a "b", c', NOW)
    assert with_hashes(path, {"99000001": THEN}).count(NOW) == 1


def test_kappa_is_that_of_the_textbook() -> None:
    # 50 grant proposals, 20 yes-yes, 15 no-no, 5 and 10 otherwise: kappa 0.4 (Wikipedia's example).
    pairs = [("include", "include")] * 20 + [("exclude", "exclude")] * 15
    pairs += [("include", "exclude")] * 5 + [("exclude", "include")] * 10
    pmids = {str(99000001 + i): NOW for i in range(50)}
    rows = []
    for pmid, (first, second) in zip(pmids, pairs, strict=True):
        rows += [row("AB", first, pmid=pmid), row("CD", second, pmid=pmid)]
    (found,) = agreement_rows(rows, pmids)
    assert (found["n"], found["agreed"], found["proportion"]) == (50, 35, 0.7)
    assert found["kappa"] == pytest.approx(0.4)
    assert found["ci_lower"] < 0.4 < found["ci_upper"]
    assert len(found["conflicts"]) == 15


def test_kappa_is_left_empty_where_both_say_the_same_throughout() -> None:
    (found,) = agreement_rows([row("AB", "include"), row("CD", "include")], PMIDS)
    assert found["proportion"] == 1
    assert "kappa" not in found


def test_stale_decisions_and_consensus_do_not_enter_agreement() -> None:
    rows = [row("AB", "include", text=THEN), row("CD", "include"), row("consensus", "include")]
    assert agreement_rows(rows, PMIDS) == []

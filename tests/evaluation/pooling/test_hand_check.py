"""Every estimate the default review uses, against the figures checked by hand.

hand_check.csv was worked out from the facts behind the bundled corpus, not from a run: which
figure of which report belongs into which comparison, which way round, and what it comes to.
``figure`` names the row of references/corpus/figures.csv (measure | arm or comparison).
``found`` is yes for those that a run must find, and ``note`` says why it may miss the others.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import extract
import link
import pool
import screen
from pubmed.articles import iter_elements
from pubmed.parse import record_of
from review.records import write_records
from review.tables import read_table

ROOT = Path(__file__).parents[3]
REFERENCES = ROOT / "references"
TOLERANCE = 0.02  # arm sizes of another report, or of halves of a total, move the third digit


def read_csv(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


HAND = read_csv(Path(__file__).with_name("hand_check.csv"))
BY_KEY = {(row["comparison"], row["endpoint"], row["pmid"]): row for row in HAND}


@pytest.fixture(scope="module")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run every stage after retrieval on the bundled corpus, without Snakemake."""
    folder = tmp_path_factory.mktemp("review")
    records = folder / "records.parquet"
    found = [
        record_of(element, path.name)
        for path in sorted((REFERENCES / "corpus").glob("*.xml"))
        for _, element in iter_elements(path)
    ]
    write_records(records, sorted(found, key=lambda record: int(record.pmid)))
    common = ["--records", str(records)]
    vocabulary = ["--vocabulary", str(REFERENCES / "vocabulary")]
    paths = {
        name: str(folder / f"{name}.csv")
        for name in (
            "studies", "decisions", "evidence", "themes", "queue", "agreement",
            "outcomes", "characteristics", "arms",
        )
    }  # fmt: skip
    link.main([*common, "--out", paths["studies"]])
    screened = ("decisions", "evidence", "themes", "queue", "agreement")
    screen.main(
        [*common, *vocabulary, "--criteria", str(REFERENCES / "criteria.yaml")]
        + [word for name in screened for word in (f"--out-{name}", paths[name])]
    )
    extract.main(
        [*common, *vocabulary, "--decisions", paths["decisions"], "--studies", paths["studies"]]
        + [w for n in ("outcomes", "characteristics", "arms") for w in (f"--out-{n}", paths[n])]
    )
    inputs = ("outcomes", "characteristics", "arms", "studies", "decisions")
    tables = [word for name in inputs for word in (f"--{name}", paths[name])]
    comparisons, claims = (str(REFERENCES / f"{name}.yaml") for name in ("comparisons", "claims"))
    rules = ["--comparisons", comparisons, "--claims", claims]
    pool.main([*common, *tables, *rules, "--out-dir", str(folder)])
    return folder


def test_the_table_repeats_the_facts_of_the_corpus() -> None:
    figures: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in read_csv(REFERENCES / "corpus" / "figures.csv"):
        name = f"{row['measure']} | {row['arm_or_comparison']}"
        figures.setdefault((row["pmid"], name), []).append(row)
    for row in HAND:
        for figure, value in (
            (row["figure"], row["value"]),
            (row["control_figure"], row["control_value"]),
        ):
            if not figure:
                continue
            facts = figures[row["pmid"], figure]
            assert float(value) in {float(fact["value"]) for fact in facts}, row
        if row["ci_lower"]:
            printed = {
                (float(f["ci_low"]), float(f["ci_high"]))
                for f in figures[row["pmid"], row["figure"]]
                if f["ci_low"]
            }
            assert (float(row["ci_lower"]), float(row["ci_upper"])) in printed, row


def test_the_worked_out_estimates_follow_from_the_figures() -> None:
    for row in HAND:
        estimate, value = float(row["estimate"]), float(row["value"])
        if row["source"] in ("interval", "p_value"):
            expected = 1 / value if row["direction"] == "turned" else value
            assert estimate == pytest.approx(expected, abs=6e-4), row


def test_no_estimate_is_used_that_was_not_checked(synthesis: Path) -> None:
    rows = read_table(synthesis / "estimates.csv", "estimates")
    used = [row for row in rows if row["role"] != "context"]
    unchecked = [
        (row["comparison"], row["endpoint"], row["pmid"], row["estimate"], row["printed"])
        for row in used
        if (row["comparison"], row["endpoint"], row["pmid"]) not in BY_KEY
    ]
    assert unchecked == []


def test_each_estimate_is_the_one_checked_and_points_the_right_way(synthesis: Path) -> None:
    wrong = []
    for row in read_table(synthesis / "estimates.csv", "estimates"):
        checked = BY_KEY.get((row["comparison"], row["endpoint"], row["pmid"]))
        if row["role"] == "context" or checked is None:
            continue
        if row["estimate"] != pytest.approx(float(checked["estimate"]), rel=TOLERANCE):
            wrong.append((row["comparison"], row["endpoint"], row["pmid"], row["estimate"],
                          checked["estimate"]))  # fmt: skip
    assert wrong == []


def test_what_a_run_must_find_is_found(synthesis: Path) -> None:
    rows = read_table(synthesis / "estimates.csv", "estimates")
    used = {(r["comparison"], r["endpoint"], r["pmid"]) for r in rows if r["role"] != "context"}
    expected = {key for key, row in BY_KEY.items() if row["found"] == "yes"}
    assert expected - used == set()


def test_at_least_eight_pairs_of_comparison_and_endpoint_are_pooled(synthesis: Path) -> None:
    pooled = [r for r in read_table(synthesis / "pooled.csv", "pooled") if r["status"] == "pooled"]
    assert len(pooled) >= 8
    assert all(row["studies"] >= 2 for row in pooled)

"""Pool what may be pooled, and put the seed review's claims to the test."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.program import run
from review.records import read_records
from review.tables import read_table, write_table
from synthesis.claims import load_claims
from synthesis.comparisons import load_comparisons
from synthesis.evidence import gather
from synthesis.findings import findings_rows
from synthesis.judgement import judge
from synthesis.results import compare
from synthesis.sensitivity import sensitivity_rows
from synthesis.tables import estimate_rows, left_out_rows, pooled_row
from vocabulary.load import load_vocabulary


def main(argv: list[str] | None = None) -> int:
    """Read the tables of the review, and write the tables of its synthesis."""
    options = _options(argv)
    drugs = load_vocabulary(options.vocabulary).drugs if options.vocabulary else None
    rules, comparisons = load_comparisons(options.comparisons, drugs)
    year, claims = load_claims(options.claims, comparisons)
    outcomes = read_table(options.outcomes, "outcomes")
    decisions = read_table(options.decisions, "decisions")
    records = read_records(options.records)
    _check_one_run(outcomes, decisions, {record.pmid for record in records}, options)
    evidence = gather(
        records,
        read_table(options.studies, "studies"),
        decisions,
        read_table(options.characteristics, "characteristics"),
        read_table(options.arms, "arms"),
        rules.not_drugs,
    )
    results = compare(comparisons, outcomes, evidence, rules)
    claim_rows, test_rows = judge(claims, year, results, outcomes, evidence)
    tables = {
        "pooled": [pooled_row(result) for result in results],
        "estimates": [row for result in results for row in estimate_rows(result)],
        "left_out": [row for result in results for row in left_out_rows(result)],
        "sensitivity": [row for result in results for row in sensitivity_rows(result)],
        "summary_of_findings": findings_rows(results, outcomes, evidence),
        "claims": claim_rows,
        "claim_tests": test_rows,
    }
    for name, rows in tables.items():
        write_table(Path(options.out_dir) / f"{name}.csv", rows, name)
    pooled = sum(result.pooled is not None for result in results)
    compared = f"{pooled} of {len(results)} comparisons and endpoints pooled"
    judged = f"{len(claims)} claims judged"
    print(
        f"{compared if options.comparisons else 'nothing to compare: no comparisons file'}, "
        f"{judged if options.claims else 'nothing to judge: no claims file'}"
    )
    return 0


def _check_one_run(
    outcomes: Sequence[Mapping[str, Any]],
    decisions: Sequence[Mapping[str, Any]],
    records: Collection[str],
    options: argparse.Namespace,
) -> None:
    """Refuse tables of different runs: reports would drop out of the synthesis without a word."""
    decided = {row["pmid"] for row in decisions}
    for where, listed, known, what in (
        (options.outcomes, outcomes, decided, "results of a report that was not screened"),
        (options.decisions, decisions, records, "a decision on a record that is not there"),
    ):
        unknown = sorted({row["pmid"] for row in listed} - set(known), key=int)
        if unknown:
            raise ReviewError(
                what,
                where=where,
                value=unknown[0],
                fix="Run the workflow again, so that all tables are of one run.",
            )


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outcomes", required=True, help="outcomes/outcomes.csv")
    parser.add_argument("--characteristics", required=True, help="studies/characteristics.csv")
    parser.add_argument("--arms", required=True, help="studies/arms.csv")
    parser.add_argument("--studies", required=True, help="studies/studies.csv")
    parser.add_argument("--decisions", required=True, help="screening/decisions.csv")
    parser.add_argument("--records", required=True, help="records/records.parquet")
    parser.add_argument(
        "--comparisons", help="comparisons file (YAML); without it nothing is compared"
    )
    parser.add_argument(
        "--vocabulary", help="vocabulary folder, to refuse drugs that no arm can have"
    )
    parser.add_argument("--claims", help="claims file (YAML); without it nothing is judged")
    parser.add_argument("--out-dir", required=True, help="folder to write the tables to")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(run(main))

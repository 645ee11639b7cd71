"""Read the included records: their results, arms and facts, each with the words it came from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.characteristics import find_facts, follow_up_months, is_secondary
from extraction.coherence import check
from extraction.lexicon import load_lexicon
from extraction.reader import read
from extraction.rows import Row, arm_rows, fact_row, outcome_rows
from review.program import run
from review.records import Record, read_records
from review.tables import read_table, write_table


def main(argv: list[str] | None = None) -> int:
    """Write outcomes.csv, characteristics.csv and arms.csv of the included records."""
    options = _parse(argv)
    lexicon = load_lexicon(options.vocabulary)
    included = {
        row["pmid"]
        for row in read_table(options.decisions, "decisions")
        if row["decision"] == "include"
    }
    studies = {row["pmid"]: row["study_id"] for row in read_table(options.studies, "studies")}
    outcomes: list[Row] = []
    characteristics: list[Row] = []
    arms: list[Row] = []
    for record in _included(options.records, included):
        study = studies.get(record.pmid, f"PMID{record.pmid}")
        facts = find_facts(record)
        reading = read(record.abstract, lexicon, record.sections, record.title)
        outcomes += outcome_rows(
            record,
            study,
            check(reading.findings),
            reading.arms,
            follow_up_months(facts),
            is_secondary(facts),
        )
        characteristics += [fact_row(record, study, fact) for fact in facts]
        arms += arm_rows(record, study, reading.arms)
    write_table(options.out_outcomes, outcomes, "outcomes")
    write_table(options.out_characteristics, characteristics, "characteristics")
    write_table(options.out_arms, arms, "arms")
    if options.out_suggested:
        write_table(options.out_suggested, [], "suggested")
    print(f"{len(outcomes)} results in {len(included)} included records", file=sys.stderr)
    return 0


def _included(path: Path, pmids: set[str]) -> list[Record]:
    return [record for record in read_records(path) if record.pmid in pmids]


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--records", type=Path, required=True, help="records.parquet, as parse.py writes it")
    add("--decisions", type=Path, required=True, help="decisions.csv, as screen.py writes it")
    add("--studies", type=Path, required=True, help="studies.csv, as link.py writes it")
    add("--vocabulary", type=Path, required=True, help="folder with endpoints.yaml and its fellows")
    add("--corrections", type=Path, help="human corrections, applied last (CSV)")
    add("--out-outcomes", type=Path, required=True, help="where to write outcomes.csv")
    add("--out-characteristics", type=Path, required=True, help="where to write characteristics.csv")
    add("--out-arms", type=Path, required=True, help="where to write arms.csv")
    add("--out-suggested", type=Path, help="where to write suggested.csv")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(run(main))

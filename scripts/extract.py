"""Read the included records: their results, arms and facts, each with the words it came from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.coherence import check, flag_title
from extraction.corrections import Review, Source, apply_corrections, pmid_of
from extraction.facts.find import find_facts, follow_up_months, is_secondary
from extraction.facts.suggest import suggest
from extraction.facts.table import fact_row
from extraction.facts.words import FactWords, load_fact_words
from extraction.lexicon import Lexicon, load_lexicon
from extraction.reader import read
from extraction.rows import Row, arm_rows, outcome_rows
from extraction.studies import mark_most_mature
from review.program import run
from review.progress import watched
from review.records import Record, read_records
from review.tables import read_table, write_table


def main(argv: list[str] | None = None) -> int:
    """Write outcomes.csv, characteristics.csv, arms.csv and suggested.csv."""
    options = _parse(argv)
    lexicon = load_lexicon(options.vocabulary)
    fact_words = load_fact_words(options.vocabulary)
    decisions = read_table(options.decisions, "decisions")
    included = {row["pmid"] for row in decisions if row["decision"] == "include"}
    studies = {row["pmid"]: row["study_id"] for row in read_table(options.studies, "studies")}
    records = {r.pmid: r for r in read_records(options.records) if r.pmid in included}
    corrections = (
        read_table(options.corrections, "corrections", by_hand=True) if options.corrections else []
    )
    to_correct = {pmid_of(correction) for correction in corrections}
    sources: dict[str, Source] = {}
    outcomes: list[Row] = []
    characteristics: list[Row] = []
    arms: list[Row] = []
    for record in watched(records.values(), len(records), "extracting"):
        study = studies.get(record.pmid, f"PMID{record.pmid}")
        results, facts, sides, source = _extract(record, study, lexicon, fact_words)
        if record.pmid in to_correct:
            sources[record.pmid] = source
        outcomes += results
        characteristics += facts
        arms += sides
    review = Review({row["pmid"] for row in decisions}, sources, lexicon.endpoints)
    outcomes, warnings = apply_corrections(outcomes, corrections, review, str(options.corrections))
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    mark_most_mature(outcomes, records)
    write_table(options.out_outcomes, outcomes, "outcomes")
    write_table(options.out_characteristics, characteristics, "characteristics")
    write_table(options.out_arms, arms, "arms")
    if options.out_suggested:
        write_table(options.out_suggested, suggest(characteristics, arms), "suggested")
    print(f"{len(outcomes)} results in {len(records)} included records", file=sys.stderr)
    return 0


def _extract(
    record: Record, study: str, lexicon: Lexicon, fact_words: FactWords
) -> tuple[list[Row], list[Row], list[Row], Source]:
    """The rows of one record: results, facts and arms; and what a correction of it needs."""
    facts = find_facts(record, fact_words)
    reading = read(record.abstract, lexicon, record.sections, record.title)
    in_title = read(record.title, lexicon).findings
    follow_up, secondary = follow_up_months(facts), is_secondary(facts)
    kept = flag_title(check(reading.findings), in_title)
    results = outcome_rows(record, study, kept, reading.arms, follow_up, secondary)
    facts_rows = [fact_row(record, study, fact) for fact in facts]
    source = Source(record, study, reading.arms, follow_up, secondary)
    return results, facts_rows, arm_rows(record, study, reading.arms), source


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--records", type=Path, required=True, help="records.parquet, as parse.py writes it")
    add("--decisions", type=Path, required=True, help="decisions.csv, as screen.py writes it")
    add("--studies", type=Path, required=True, help="studies.csv, as link.py writes it")
    add("--vocabulary", type=Path, required=True, help="folder with endpoints.yaml and its fellows")
    add("--corrections", type=Path, help="human corrections, applied last (CSV)")
    add("--out-outcomes", type=Path, required=True, help="where to write outcomes.csv")
    add(
        "--out-characteristics", type=Path, required=True, help="where to write characteristics.csv"
    )
    add("--out-arms", type=Path, required=True, help="where to write arms.csv")
    add("--out-suggested", type=Path, help="where to write suggested.csv")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(run(main))

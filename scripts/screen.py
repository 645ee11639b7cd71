"""Screen records by title and abstract: a decision, its evidence, themes, and what to read next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from review.files import write_atomically
from review.program import run
from review.records import iter_records
from review.tables import write_table
from screening.agreement import agreement_rows
from screening.criteria import Criteria, load_criteria
from screening.humans import read_human_decisions, standings, with_hashes
from screening.queueing import queue_rows
from screening.reading import FIELDS_READ
from screening.rows import Row, decision_row, evidence_rows, theme_rows
from screening.verdicts import judge
from vocabulary.load import load_vocabulary


def main(argv: list[str] | None = None) -> int:
    """Read records, criteria and human decisions; write the screening tables."""
    options = _parse(argv)
    criteria = load_criteria(options.criteria, load_vocabulary(options.vocabulary), options.themes)
    hashes = {
        record.pmid: record.text_sha256
        for record in iter_records(options.records, ("pmid", "text_sha256"))
    }
    human = read_human_decisions(options.decisions, hashes, criteria.ids)
    if options.pin:
        for path in options.decisions:
            write_atomically(path, with_hashes(path, hashes))
        return 0
    stand = standings(human, hashes, criteria.ids)
    decisions: list[Row] = []
    themes: list[Row] = []

    def evidence() -> Iterator[Row]:
        # Of a judgement only its rows are kept: a mirror of PubMed has millions of verdicts.
        for record in iter_records(options.records, FIELDS_READ):
            judgement = judge(record, criteria)
            decisions.append(decision_row(judgement, hashes[record.pmid], stand.get(record.pmid)))
            themes.extend(theme_rows(judgement))
            yield from evidence_rows(judgement)

    write_table(options.out_evidence, evidence(), "evidence")
    write_table(options.out_decisions, decisions, "decisions")
    write_table(options.out_themes, themes, "themes")
    write_table(options.out_queue, queue_rows(decisions, human, options.records), "queue")
    write_table(options.out_agreement, agreement_rows(human, hashes), "agreement")
    _say(decisions, criteria, sum(not row.text_sha256 for row in human))
    return 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--records", type=Path, required=True, help="records.parquet, as parse.py writes it")
    add("--criteria", type=Path, required=True, help="criteria of the review (YAML)")
    add("--themes", type=Path, help="themes file, in place of the one that the criteria name")
    add("--vocabulary", type=Path, required=True, help="folder with drugs.yaml and its fellows")
    add(
        "--decisions",
        type=Path,
        nargs="*",
        default=[],
        help="decisions by humans, one file or several",
    )
    add("--out-decisions", type=Path, help="one row per record")
    add("--out-evidence", type=Path, help="one row per record and criterion, with its quote")
    add("--out-themes", type=Path, help="themes of the seed review that records touch")
    add("--out-queue", type=Path, help="what is unclear, in the order to read it")
    add("--out-agreement", type=Path, help="agreement between pairs of reviewers")
    add(
        "--pin",
        action="store_true",
        help="write each record's text hash into the decisions files, so that a decision goes"
        " stale when the text changes; write nothing else",
    )
    options = parser.parse_args(argv)
    wanted = ("out_decisions", "out_evidence", "out_themes", "out_queue", "out_agreement")
    if not options.pin and not all(getattr(options, name) for name in wanted):
        parser.error("give all five --out files (only --pin does without)")
    return options


def _say(decisions: Sequence[Mapping[str, Any]], criteria: Criteria, unpinned: int) -> None:
    counts = dict.fromkeys(("include", "exclude", "unclear"), 0)
    for row in decisions:
        counts[row["decision"]] += 1
    shown = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"screened {len(decisions)} records by {len(criteria.ids)} criteria: {shown}")
    for row in decisions:
        if row["human_state"] in ("stale", "conflict"):
            print(
                f"warning: PMID {row['pmid']}: human decision in state {row['human_state']}"
                f" ({row['note']}); read it again",
                file=sys.stderr,
            )
    if unpinned:
        print(
            f"warning: {unpinned} human decisions carry no text hash, so a change of their"
            " records' text would pass unnoticed; run screen.py --pin",
            file=sys.stderr,
        )


if __name__ == "__main__":
    raise SystemExit(run(main))

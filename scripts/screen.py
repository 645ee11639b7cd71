"""Screen records by title and abstract: a decision, its evidence, themes, and what to read next."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from review.files import write_atomically
from review.program import run
from review.progress import watched
from review.records import iter_records, record_count
from review.tables import open_table, write_table
from screening.agreement import agreement_rows
from screening.criteria import Criteria, load_criteria
from screening.humans import (
    DECISIONS,
    Standing,
    pmids_named,
    read_human_decisions,
    standings,
    with_hashes,
)
from screening.queueing import Gathering, queue_rows
from screening.reading import FIELDS_READ
from screening.rows import decision_row, evidence_rows, theme_rows
from screening.stopping import TARGET_RECALL
from screening.verdicts import judge
from vocabulary.load import load_vocabulary


def main(argv: list[str] | None = None) -> int:
    """Read records, criteria and human decisions; write the screening tables."""
    options = _parse(argv)
    criteria = load_criteria(options.criteria, load_vocabulary(options.vocabulary), options.themes)
    named = pmids_named(options.decisions)
    hashes = {
        record.pmid: record.text_sha256
        for record in (iter_records(options.records, ("pmid", "text_sha256")) if named else ())
        if record.pmid in named
    }
    human = read_human_decisions(options.decisions, hashes, criteria.ids)
    if options.pin:
        for path in options.decisions:
            write_atomically(path, with_hashes(path, hashes))
        return 0
    stand = standings(human, hashes, criteria.ids)
    gathered = Gathering()
    counts: Counter[str] = Counter()
    # Row by row to the disk: a mirror of PubMed has more verdicts than memory holds.
    with (
        open_table(options.out_decisions, "decisions") as decide,
        open_table(options.out_evidence, "evidence") as bear_out,
        open_table(options.out_themes, "themes") as tag,
    ):
        every = iter_records(options.records, FIELDS_READ)
        for record in watched(every, record_count(options.records), "screening"):
            judgement = judge(record, criteria)
            row = decision_row(judgement, record.text_sha256, stand.get(record.pmid))
            decide(row)
            for found in evidence_rows(judgement):
                bear_out(found)
            for found in theme_rows(judgement):
                tag(found)
            gathered.add(row, record)
            counts[row["decision"]] += 1
    write_table(options.out_queue, queue_rows(gathered, human, options.target_recall), "queue")
    write_table(options.out_agreement, agreement_rows(human, hashes), "agreement")
    _say(counts, criteria, stand)
    unpinned = sum(not row.text_sha256 for row in human)
    if unpinned:
        print(
            f"warning: human decisions without a text hash: {unpinned}. A change of their records'"
            f" text would pass unnoticed. To add it: {_pinning(options)}",
            file=sys.stderr,
        )
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
        "--target-recall",
        type=float,
        default=TARGET_RECALL,
        help="share of the includes that must be found before reading may stop",
    )
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


def _say(counts: Mapping[str, int], criteria: Criteria, stand: Mapping[str, Standing]) -> None:
    shown = ", ".join(f"{counts[name]} {name}" for name in DECISIONS)
    print(f"screened {sum(counts.values())} records by {len(criteria.ids)} criteria: {shown}")
    for pmid in sorted(stand, key=int):
        if stand[pmid].state in ("stale", "conflict"):
            print(
                f"warning: PMID {pmid}: human decision in state {stand[pmid].state}"
                f" ({stand[pmid].note}); read it again",
                file=sys.stderr,
            )


def _pinning(options: argparse.Namespace) -> str:
    """Return the command that writes the missing hashes, ready to be copied."""
    words = [".venv/bin/python", "scripts/screen.py", "--pin"]
    for name in ("records", "criteria", "vocabulary"):
        words += [f"--{name}", str(getattr(options, name))]
    return shlex.join([*words, "--decisions", *map(str, options.decisions)])


if __name__ == "__main__":
    raise SystemExit(run(main))

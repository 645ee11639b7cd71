"""Turn a data set labelled in ASReview LAB into a file of human decisions."""

from __future__ import annotations

import argparse
from pathlib import Path

from review.files import write_atomically
from review.program import run
from review.records import iter_records
from screening.asreview import read_labelled
from screening.humans import OTHER_REASON, decisions_text


def main(argv: list[str] | None = None) -> int:
    """Read the labels, write the decisions with the hash of each record's text."""
    options = _parse(argv)
    read = iter_records(options.records, ("pmid", "text_sha256"))
    hashes = {record.pmid: record.text_sha256 for record in read}
    rows = read_labelled(options.labelled, hashes, options.reviewer, options.reason)
    write_atomically(options.out, decisions_text(sorted(rows, key=lambda row: int(row.pmid))))
    print(f"{len(rows)} decisions by {options.reviewer} in {options.out}")
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--labelled", type=Path, required=True, help="CSV, TSV or RIS that ASReview LAB 3 exported")
    add("--records", type=Path, required=True, help="records.parquet of the review")
    add("--reviewer", required=True, help="name or initials of who labelled")
    add("--reason", default=OTHER_REASON, help="criterion id for every exclusion (default: other)")
    add("--out", type=Path, required=True, help="decisions file to write; name it in the config")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(run(main))

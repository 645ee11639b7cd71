"""Print a record with every mention and relation that extraction finds in it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.coherence import check
from extraction.display import show
from extraction.lexicon import load_lexicon
from extraction.reader import read
from review.errors import ReviewError
from review.program import run
from review.records import Record, iter_records

RECORDS = Path("results/lenalidomide-myeloma/records/records.parquet")


def main(argv: list[str] | None = None) -> int:
    """Print one record, or any text from a file."""
    options = _parse(argv)
    lexicon = load_lexicon(options.vocabulary)
    if options.text:
        record = Record(pmid="0", title="", abstract=options.text.read_text(encoding="utf-8"))
    elif options.pmid:
        record = _record(options.records, options.pmid)
    else:
        raise ReviewError("no record is named", fix="Give one: make show PMID=19907437")
    reading = read(record.abstract, lexicon, record.sections, record.title)
    sys.stdout.write(show(f"{record.pmid} {record.title}", reading, check(reading.findings)))
    return 0


def _record(path: Path, pmid: str) -> Record:
    if not path.exists():
        raise ReviewError(
            "no such table of records", where=str(path), fix="Run the review, or give --records."
        )
    for record in iter_records(path):
        if record.pmid == pmid:
            return record
    raise ReviewError(
        "no record has this PMID",
        where=str(path),
        value=pmid,
        fix="Give one that search/pmids.txt of that review lists.",
    )


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--pmid", default="", help="record to print")
    add("--records", type=Path, default=RECORDS, help=f"records.parquet (default: {RECORDS})")
    add("--text", type=Path, help="a text file to read in place of a record")
    add("--vocabulary", type=Path, default=Path("references/vocabulary"), help="vocabulary folder")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(run(main))

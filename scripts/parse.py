"""Parse the raw batches into the table of records, and account for every PMID."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pubmed.pmids import read_pmids
from pubmed.retrieval import read_batches
from pubmed.snapshot import Account, records_of
from pubmed.standing import standings
from review.errors import ReviewError
from review.program import run
from review.progress import watched
from review.records import Record, write_records
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Parse, and write the records and the missing ones."""
    options = _parser().parse_args(argv)
    manifest = _manifest(Path(options.manifest))
    missing = {entry["pmid"]: entry["why"] for entry in manifest["missing"]}
    account = Account(read_pmids(options.pmids), missing)
    states: list[dict[str, str | None]] = []

    def noted() -> Iterator[Record]:
        every = records_of(read_batches(manifest, Path(options.raw)), account)
        for record in watched(every, len(account.asked), "parsing"):
            for standing in standings(record):
                states.append({name: text or None for name, text in asdict(standing).items()})
            yield record

    write_records(options.records, noted())
    rows = [{"pmid": pmid, "why": missing[pmid]} for pmid in sorted(missing, key=int)]
    write_table(options.missing, rows, "missing")
    if options.standing:
        write_table(options.standing, states, "standing")
    print(f"{len(account.parsed)} records, {len(missing)} missing")
    return 0


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if {"batches", "missing"} <= manifest.keys():
            return manifest
    except (ValueError, AttributeError):
        pass
    raise ReviewError(
        "not a manifest of raw batches", where=str(path), fix="Run the fetch rule again."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pmids", required=True, help="PMIDs that were asked for")
    parser.add_argument("--raw", required=True, help="folder of raw batches")
    parser.add_argument("--manifest", required=True, help="manifest of the raw batches (JSON)")
    parser.add_argument("--records", required=True, help="records to write (Parquet)")
    parser.add_argument("--missing", required=True, help="missing records to write (CSV)")
    parser.add_argument("--standing", help="retractions, corrections and notices to write (CSV)")
    return parser


if __name__ == "__main__":
    raise SystemExit(run(main))

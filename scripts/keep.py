"""Keep what a run of the review found, so that later runs can be compared with it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from changes.keeping import keep_run, kept_runs
from review.program import run
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Keep the run, and list all that are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--results", required=True, metavar="FOLDER", help="results folder of the run to keep"
    )
    parser.add_argument(
        "--runs", required=True, metavar="FOLDER", help="folder that holds the kept runs"
    )
    parser.add_argument("--list", required=True, help="list of kept runs to write (CSV)")
    options = parser.parse_args(argv)
    name = keep_run(Path(options.results), Path(options.runs))
    rows = [asdict(kept) for kept in kept_runs(Path(options.runs))]
    write_table(options.list, rows, "runs")
    print(f"kept as {name}; runs kept so far: {len(rows)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

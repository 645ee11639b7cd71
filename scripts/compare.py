"""Compare two runs of a review: what was added, went, changed or moved, and why."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from changes.account import all_changes, in_words
from changes.run import read_run
from review.files import write_atomically
from review.program import run
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Compare, and write the changes as a table and in words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--before", required=True, metavar="FOLDER", help="results folder of the former run"
    )
    parser.add_argument(
        "--after", required=True, metavar="FOLDER", help="results folder of this run"
    )
    parser.add_argument("--out", required=True, help="changes to write (CSV)")
    parser.add_argument("--text", required=True, help="short account to write (plain text)")
    options = parser.parse_args(argv)
    before, after = read_run(options.before), read_run(options.after)
    changes = all_changes(before, after)
    write_table(
        options.out,
        [{name: value or None for name, value in asdict(change).items()} for change in changes],
        "changes",
    )
    text = in_words(changes, before, after)
    write_atomically(options.text, text)
    print(text, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

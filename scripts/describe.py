"""Describe a search for those who must read and repeat it: PRISMA-S, and its queries as text."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pubmed.strategy import prisma_s_rows, strategy_text
from review.files import write_atomically
from review.program import run
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Read the ledger, write the checklist and the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", required=True, help="ledger of the search (JSON)")
    parser.add_argument(
        "--stated",
        default="{}",
        metavar="JSON",
        help='what the authors state of the search: {"contacts": "...", "peer_review": "..."}; '
        "the keys are those of search.reported",
    )
    parser.add_argument("--prisma-s", required=True, help="PRISMA-S checklist to write (CSV)")
    parser.add_argument(
        "--strategy", required=True, help="queries with dates and counts to write (text)"
    )
    options = parser.parse_args(argv)
    ledger = json.loads(Path(options.ledger).read_text(encoding="utf-8"))
    write_table(options.prisma_s, prisma_s_rows(ledger, json.loads(options.stated)), "prisma_s")
    write_atomically(options.strategy, strategy_text(ledger))
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

"""Index a corpus of PubMed XML, so that localpubmed can serve it."""

from __future__ import annotations

import argparse

from localpubmed.build import build_index
from review.program import run
from review.progress import watched


def main(argv: list[str] | None = None) -> int:
    """Build the index, and say what became of the records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpus",
        nargs="+",
        required=True,
        metavar="PATH",
        help="files (.xml, .xml.gz) or folders of PubMed XML, as EFetch returns it or as NLM's "
        "baseline and update files; later files update earlier ones",
    )
    parser.add_argument(
        "--out", required=True, metavar="FILE", help="the index to write; the same corpus keeps it"
    )
    arguments = parser.parse_args(argv)
    counts = build_index(
        arguments.corpus,
        arguments.out,
        watch=lambda files: watched(files, len(files), "indexing", "files"),
    )
    print(
        f"{'unchanged' if counts.unchanged else 'indexed'}: {counts.records} records from "
        f"{counts.files} files; {counts.superseded} superseded, {counts.deleted} deleted"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

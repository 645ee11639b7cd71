"""Remember what a run is made from besides PubMed, so that a comparison can say what changed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from changes.inputs import inputs_of
from review.files import write_atomically
from review.program import run


def main(argv: list[str] | None = None) -> int:
    """Write the digest of every input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--input",
        nargs=2,
        action="append",
        default=[],
        metavar=("PURPOSE", "PATH"),
        help="a file or folder, and what it is for: criteria, vocabulary, comparisons, claims, "
        "decisions or corrections; may be given more than once",
    )
    parser.add_argument("--program", required=True, help="fingerprint of the program")
    parser.add_argument("--out", required=True, help="digests to write (JSON)")
    options = parser.parse_args(argv)
    named = [(purpose, Path(path)) for purpose, path in options.input]
    text = json.dumps(inputs_of(named, options.program), indent=2, sort_keys=True)
    write_atomically(options.out, text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

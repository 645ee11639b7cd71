"""Serve a local index, or a corpus, as PubMed's E-utilities on this machine."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import threading
from pathlib import Path

from localpubmed.build import build_index
from localpubmed.service import serving
from review.program import run


def main(argv: list[str] | None = None) -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--index", metavar="FILE", help="an index that index.py wrote")
    source.add_argument(
        "--corpus",
        nargs="+",
        metavar="PATH",
        help="PubMed XML to index first, in a scratch folder",
    )
    parser.add_argument(
        "--port", type=int, default=0, help="port on 127.0.0.1 (default: any that is free)"
    )
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="localpubmed-") as scratch:
        index = arguments.index or Path(scratch) / "index.sqlite"
        if arguments.corpus:
            build_index(arguments.corpus, index)
        with serving(index, arguments.port) as url, contextlib.suppress(KeyboardInterrupt):
            print(f"serving {url} (stop with Ctrl-C)", flush=True)
            threading.Event().wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

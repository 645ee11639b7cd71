"""Opening the configured endpoint for as long as a verb runs."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from pubmed.client import Client, client_for
from review.errors import ReviewError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which E-utilities service to ask, and as whom."""
    parser.add_argument(
        "--endpoint",
        required=True,
        help="local (serve --index on loopback), ncbi, or the URL before esearch.fcgi",
    )
    parser.add_argument("--index", help="index of the corpus that `local` serves")
    parser.add_argument(
        "--email", help="your address, which NCBI requires; an API key comes from NCBI_API_KEY"
    )


def state(endpoint: str, index: str | None) -> str:
    """Name the state of a source, as far as it can be told, so that replies are not mixed."""
    parts = [endpoint]
    if index:
        about = Path(index).stat()
        parts += [str(about.st_mtime_ns), str(about.st_size)]
    return "\n".join(parts) + "\n"


@contextlib.contextmanager
def opened(endpoint: str, *, index: str | None, email: str | None) -> Iterator[Client]:
    """Give the client of an endpoint; for ``local``, serve the index while the block runs.

    Raises ReviewError when ``local`` has no index.
    """
    if endpoint != "local":
        yield client_for(endpoint, email=email)
        return
    if not index:
        raise ReviewError(
            "the local endpoint needs an index", where="--index", fix="Make one with index.py."
        )
    from localpubmed.service import serving

    with serving(index) as base_url:
        yield client_for("local", email=email, local_url=base_url)

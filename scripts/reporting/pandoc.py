"""Pandoc, from its Python package: Markdown to its document tree, and the tree to a format."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from review.errors import ReviewError


def read_markdown(text: str) -> dict[str, Any]:
    """Parse Pandoc Markdown; return the document as Pandoc's JSON tree."""
    tree: dict[str, Any] = json.loads(call(["-f", "markdown", "-t", "json"], text.encode("utf-8")))
    return tree


def write(
    tree: dict[str, Any],
    options: Sequence[str],
    folder: Path,
    day: str = "1970-01-01",
) -> bytes:
    """Write a document tree in ``folder`` with Pandoc's ``options``; return its bytes.

    ``day`` (ISO) is the date that formats such as Word's carry inside.
    """
    return call(["-f", "json", *options], json.dumps(tree).encode("utf-8"), folder, day)


def pandoc_version() -> str:
    """Return the version of the Pandoc that is used."""
    import pypandoc

    return str(pypandoc.get_pandoc_version())


def call(
    options: Sequence[str], data: bytes, folder: Path | None = None, day: str = "1970-01-01"
) -> bytes:
    """Run Pandoc in ``folder``. Raises ReviewError with Pandoc's own words when it fails."""
    import pypandoc

    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *options],
        input=data,
        capture_output=True,
        cwd=folder,
        # Pandoc reads the style and template in the locale's encoding.
        env={**os.environ, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(_seconds(day))},
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip()
        raise ReviewError(f"pandoc could not write the report: {words}")
    return done.stdout


def _seconds(day: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())

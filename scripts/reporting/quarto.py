"""Render the report with Quarto, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review.errors import ReviewError

# What a program needs to run at all; the rest of the caller's environment stays outside.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED")
LINES_OF_LOG = 8
# Quarto's own PDF needs LaTeX; Typst comes with it.
NAMES = {"pdf": "typst"}


def find_quarto() -> str | None:
    """Return the path of Quarto, None where it is not on PATH."""
    return shutil.which("quarto")


def quarto_version(program: str) -> str:
    """Return Quarto's version."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "of unknown version"


def render(
    program: str,
    qmd: Path,
    to: str,
    title: str,
    bibliography: list[dict[str, Any]],
    environment: Mapping[str, str],
) -> bytes:
    """Render ``qmd`` to html, docx or pdf and return the file's bytes.

    Works in a copy beside the document's folder, so that relative paths of the document hold
    and nothing is left among the sources. Raises ReviewError with the end of Quarto's log.
    """
    settings = {name: os.environ[name] for name in KEPT if name in os.environ}
    settings |= environment
    settings["QUARTO_PYTHON"] = sys.executable
    output_name = f"report.{to}"
    with tempfile.TemporaryDirectory(prefix=".report-", dir=qmd.parent.parent) as folder:
        copy = Path(folder)
        shutil.copy(qmd, copy / qmd.name)
        shutil.copytree(qmd.parent / "style", copy / "style")
        (copy / "references.json").write_text(json.dumps(bibliography), encoding="utf-8")
        done = subprocess.run(
            [
                program,
                "render",
                qmd.name,
                "--to",
                NAMES.get(to, to),
                "--output",
                output_name,
                "--metadata",
                f"title:{title}",
                "--metadata",
                "bibliography:references.json",
            ],
            cwd=copy,
            env=settings,
            capture_output=True,
            text=True,
            check=False,
        )
        output = copy / output_name
        if done.returncode or not output.exists():
            log = "\n".join((done.stderr or done.stdout).strip().splitlines()[-LINES_OF_LOG:])
            raise ReviewError(
                f"Quarto could not render the report: {log}",
                where=str(qmd),
                fix="Set report.renderer to pandoc for the built-in renderer.",
            )
        return output.read_bytes()

"""Render the report with Quarto, where it is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reporting.sealing import sealed
from reporting.word import without_data_uris
from review.errors import ReviewError

# What a program needs to run at all; the rest of the caller's environment stays outside.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED")
LINES_OF_LOG = 8
# Colours of a terminal, and lines that tell a reader nothing: Quarto's own call stack, rules.
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STACK = re.compile(r"^\s*(?:at |Stack trace:|file://|WARN: Error encountered|-+$)")
_COMPLAINT = re.compile(r"^\s*(?:ERROR|error)\b[:\s]*|.*?\bERROR: *")
# Quarto's own PDF needs LaTeX; Typst comes with it.
NAMES = {"pdf": "typst"}


def find_quarto() -> str | None:
    """Return the path of Quarto, None where it is not on PATH."""
    return shutil.which("quarto")


def quarto_version(program: str) -> str:
    """Return Quarto's version."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", _COLOUR.sub("", done.stdout))
    return found[0] if found else "of unknown version"


def render(
    program: str,
    qmd: Path,
    to: str,
    title: str,
    bibliography: list[dict[str, Any]],
    environment: Mapping[str, str],
) -> bytes:
    """Render ``qmd`` to html, docx or pdf and return the file's bytes.

    ``title`` (Markdown) stands in place of the document's own, ``bibliography`` is CSL JSON.
    Works in a copy beside the document's folder, so that relative paths of the document hold
    and nothing is left among the sources. Raises ReviewError with the end of Quarto's log.
    """
    settings = {name: os.environ[name] for name in KEPT if name in os.environ}
    settings |= {"NO_COLOR": "1", **environment}
    settings["QUARTO_PYTHON"] = sys.executable
    output_name = f"report.{to}"
    with tempfile.TemporaryDirectory(prefix=".report-", dir=qmd.parent.parent) as folder:
        copy = Path(folder)
        document = qmd.read_text(encoding="utf-8")
        (copy / qmd.name).write_text(_retitled(document, title), encoding="utf-8")
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
            raise ReviewError(
                f"Quarto could not render the report: {complaint(done.stderr or done.stdout)}",
                where=str(qmd),
                fix="Set report.renderer to pandoc for the built-in renderer.",
            )
        if to == "html":
            return sealed(output.read_text(encoding="utf-8"), str(qmd)).encode("utf-8")
        data = output.read_bytes()
        return without_data_uris(data) if to == "docx" else data


def _retitled(document: str, title: str) -> str:
    """Return a document with another title: one on the command line Quarto reads in two ways."""
    return re.sub(
        r"^title: .*$",
        lambda _: f"title: {json.dumps(title)}",
        document,
        count=1,
        flags=re.MULTILINE,
    )


def complaint(log: str) -> str:
    """Return what Quarto says went wrong: its ERROR lines on, without its own call stack.

    A log without such a line gives its end.
    """
    lines = [line.rstrip() for line in _COLOUR.sub("", log).splitlines()]
    lines = [line for line in lines if line.strip() and not _STACK.match(line)]
    first = next((at for at, line in enumerate(lines) if _COMPLAINT.match(line)), None)
    if first is None:
        return "\n".join(lines[-LINES_OF_LOG:])
    told = [_COMPLAINT.sub("", lines[first], count=1), *lines[first + 1 :]]
    told = [line for line in told if line.strip()]
    if len(told) <= LINES_OF_LOG:
        return "\n".join(told).rstrip(".")
    # Of a cell that failed the first lines show the cell, the last name the exception.
    half = LINES_OF_LOG // 2
    return "\n".join([*told[:half], "...", *told[-half:]])

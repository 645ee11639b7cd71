"""Run the Python cells of a Quarto document in one kernel and return its Markdown.

The kernel is this interpreter, not a kernelspec installed somewhere, and it talks over a Unix
socket in a folder of its own: nothing listens on the network.
"""

from __future__ import annotations

import html as stdlib_html
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reporting.escaping import markdown, raw_html
from reporting.qmd import Cell, Document, Prose
from review.errors import ReviewError

TIMEOUT_S = 1800
# Prints an inline expression's value: Markdown objects as they are, all else to be escaped.
_INLINE = (
    "_value = ({code})\n"
    "print(_value._repr_markdown_() if hasattr(_value, '_repr_markdown_')"
    " else '\\x00' + str(_value), end='')"
)


def run_cells(document: Document, folder: Path, environment: Mapping[str, str]) -> str:
    """Execute a document in ``folder`` and return it as Markdown without cells.

    ``environment`` is added to this process's. Raises ReviewError naming the cell, with the
    exception it ended in, when a cell fails.
    """
    notebook, owners = _notebook(document)
    _execute(notebook, owners, document, folder, environment)
    outputs = iter(notebook.cells)
    pieces: list[str] = []
    for part in document.parts:
        if isinstance(part, Prose):
            pieces.append("".join(_prose(part, outputs)))
        elif document.execute_option(part, "eval", True):
            pieces.append(_rendered(document, part, next(outputs).outputs))
        elif document.execute_option(part, "include", True):
            pieces.append(_echo(part) if document.execute_option(part, "echo", True) else "")
    return "\n".join(pieces)


def _notebook(document: Document) -> tuple[Any, list[tuple[str, int]]]:
    from nbformat.notebooknode import from_dict

    sources: list[str] = []
    owners: list[tuple[str, int]] = []
    for part in document.parts:
        if isinstance(part, Prose):
            for kind, text in part.pieces():
                if kind == "python":
                    sources.append(_INLINE.format(code=text))
                    owners.append((f"expression `{text}`", part.line))
        elif document.execute_option(part, "eval", True):
            sources.append(part.source)
            owners.append((f"cell '{part.label}'", part.line))
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{at}",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for at, source in enumerate(sources)
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return from_dict(notebook), owners  # type: ignore[no-untyped-call]


def _kernel_manager(private: str) -> Any:
    """Return the manager of one kernel, that of this interpreter, spoken to within a folder."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisInterpreter(KernelSpecManager):
        """Knows one kernel: the interpreter that is running."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(
                argv=[
                    sys.executable,
                    "-m",
                    "ipykernel_launcher",
                    "-f",
                    "{connection_file}",
                    "--HistoryManager.enabled=False",
                ],
                display_name="python",
                language="python",
            )

    return AsyncKernelManager(
        kernel_spec_manager=ThisInterpreter(),
        transport="ipc",
        ip=f"{private}/k",
        connection_file=f"{private}/kernel.json",
    )


def _execute(
    notebook: Any,
    owners: list[tuple[str, int]],
    document: Document,
    folder: Path,
    environment: Mapping[str, str],
) -> None:
    from jupyter_core.utils import run_sync
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    # The path of a Unix socket may not exceed 107 bytes, so the folder's name is short.
    with tempfile.TemporaryDirectory(prefix="lr-") as private:
        manager = _kernel_manager(private)
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=TIMEOUT_S,
            resources={"metadata": {"path": str(folder)}},
        )
        settings = {
            **os.environ,
            **environment,
            "IPYTHONDIR": private,
            "JUPYTER_CONFIG_DIR": private,
            "JUPYTER_RUNTIME_DIR": private,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        try:
            client.execute(env=settings)
        except CellExecutionError as error:
            at = next(
                index
                for index, cell in enumerate(notebook.cells)
                if any(output.output_type == "error" for output in cell.outputs)
            )
            what, line = owners[at]
            raise ReviewError(
                f"{what} ended in {error.ename}: {error.evalue}",
                where=f"{document.name} line {line}",
            ) from error
        except (CellTimeoutError, DeadKernelError) as error:
            raise ReviewError(
                f"the kernel that runs the cells stopped: {error}", where=document.name
            ) from error
        finally:
            run_sync(manager.shutdown_kernel)(now=True)


def _prose(part: Prose, outputs: Iterator[Any]) -> Iterator[str]:
    for kind, text in part.pieces():
        if kind == "text":
            yield text
            continue
        printed = "".join(output.get("text", "") for output in next(outputs).outputs)
        yield markdown(printed[1:]) if printed.startswith("\x00") else printed


def _rendered(document: Document, cell: Cell, outputs: list[Any]) -> str:
    if not document.execute_option(cell, "include", True):
        return ""
    shown = document.execute_option(cell, "output", True)
    pieces = [_echo(cell)] if document.execute_option(cell, "echo", True) else []
    if shown is not False:
        warnings = bool(document.execute_option(cell, "warning", True))
        pieces += [
            _output(output, asis=shown == "asis", alt=str(cell.options.get("fig-alt", "")))
            for output in outputs
            if warnings or output.get("name") != "stderr"
        ]
    body = "\n".join(piece for piece in pieces if piece)
    label = str(cell.options.get("label", ""))
    caption = cell.options.get("fig-cap" if label.startswith("fig-") else "tbl-cap")
    if label.startswith(("fig-", "tbl-")) and caption:
        # The same float as one written by hand, so that it is numbered with them.
        return f"\n::::::: {{#{label}}}\n{body}\n\n{caption}\n:::::::\n"
    return body


def _echo(cell: Cell) -> str:
    return f"\n```python\n{cell.source}\n```\n"


def _output(output: Any, *, asis: bool, alt: str) -> str:
    if output.output_type == "stream":
        return str(output.text) if asis else _verbatim(output.text)
    data = output.get("data", {})
    if "text/markdown" in data:
        return str(data["text/markdown"])
    if "text/html" in data:
        return raw_html(data["text/html"])
    if "image/svg+xml" in data:
        return raw_html(data["image/svg+xml"])
    if "image/png" in data:
        source = f"data:image/png;base64,{str(data['image/png']).strip()}"
        return raw_html(f'<img src="{source}" alt="{stdlib_html.escape(alt)}">')
    return _verbatim(data.get("text/plain", ""))


def _verbatim(text: str) -> str:
    body = "\n".join(f"    {line}" for line in str(text).rstrip("\n").splitlines())
    return f"\n{body}\n" if body else ""

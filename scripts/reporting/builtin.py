"""The built-in renderer: a Quarto document to HTML, Word and PDF files, without Quarto."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.execution import run_cells
from reporting.pandoc import read_markdown, write
from reporting.qmd import Document, read_qmd
from reporting.sealing import sealed
from reporting.setting import pdf
from reporting.tree import resolve
from reporting.word import without_data_uris

FORMATS = ("html", "docx", "pdf")
PAPER = ("papersize", "fontsize", "margin")


@dataclass(frozen=True)
class Rendering:
    """A document whose cells have run, to be written in as many formats as are wanted.

    ``title`` stands in place of the document's own, which names the default review;
    ``bibliography`` is CSL JSON; ``day`` (ISO) is the date that files carry inside. Styles,
    script and page template are those of the folder ``style`` beside the document.
    """

    qmd: Path
    document: Document
    markdown: str
    title: str
    bibliography: list[dict[str, Any]]
    day: str

    def write(self, target: str) -> bytes:
        """Return the report as html, docx or pdf.

        Raises ReviewError when the HTML would load something, or Typst cannot set the PDF.
        """
        writers = {"html": self._html, "docx": self._docx, "pdf": self._pdf}
        with tempfile.TemporaryDirectory(prefix="lr-") as aside:
            return writers[target](Path(aside))

    def _html(self, folder: Path) -> bytes:
        options = [
            "--section-divs",
            "--toc",
            f"--toc-depth={self._toc_depth() + 1}",
            "--wrap=none",
            f"--template={self._style / 'page.html'}",
            f"--variable=style:{self._joined('content.css', 'page.css')}",
            f"--variable=script:{self._joined('workbook.js', 'report.js')}",
        ]
        page = self._written("html", ["--to=html5", *options], folder).decode("utf-8")
        return sealed(page, str(self.qmd)).encode("utf-8")

    def _docx(self, folder: Path) -> bytes:
        reference = self._style / "paper.docx"
        options = ["--to=docx", f"--reference-doc={reference}", "--output=-"]
        return without_data_uris(self._written("docx", options, folder))

    def _pdf(self, folder: Path) -> bytes:
        options = [
            "--to=typst",
            "--extract-media=media",
            "--variable=page-numbering:1 / 1",
        ]
        source = self._written("typst", options, folder)
        style = self._joined("paper.typ").encode("utf-8")
        (folder / "report.typ").write_bytes(style + source)
        return pdf(folder / "report.typ", self.day, str(self.qmd))

    @property
    def _style(self) -> Path:
        return self.qmd.resolve().parent / "style"

    def _written(self, target: str, options: list[str], folder: Path) -> bytes:
        tree = resolve(read_markdown(self._with_metadata(target)), target)
        # Pandoc writes the names of these two into Word files, so they are names without a path.
        (folder / "references.json").write_text(
            json.dumps(self.bibliography, sort_keys=True), encoding="utf-8"
        )
        shutil.copy(self._style / "vancouver.csl", folder)
        shared = [
            "--standalone",
            "--citeproc",
            "--bibliography=references.json",
            "--csl=vancouver.csl",
            "--metadata=link-citations:true",
            "--metadata=lang:en-GB",
        ]
        return write(tree, [*options, *shared], folder, day=self.day)

    def _with_metadata(self, target: str) -> str:
        said = self.document.metadata
        metadata: dict[str, Any] = {k: said[k] for k in ("subtitle", "nocite") if k in said}
        if target == "typst":
            paper = (said.get("format") or {}).get("typst") or {}
            metadata |= {key: paper[key] for key in PAPER if key in paper}
        metadata["title"] = self.title
        return f"---\n{json.dumps(metadata)}\n---\n\n{self.markdown}"

    def _toc_depth(self) -> int:
        return int(self.document.metadata.get("toc-depth", 2))

    def _joined(self, *names: str) -> str:
        return "\n".join((self._style / name).read_text(encoding="utf-8") for name in names)


def run_document(
    qmd: Path,
    title: str,
    bibliography: list[dict[str, Any]],
    environment: Mapping[str, str],
    day: str = "1970-01-01",
) -> Rendering:
    """Run the cells of a .qmd file. Raises ReviewError naming the cell that failed."""
    document = read_qmd(qmd)
    markdown = run_cells(document, qmd.parent, environment)
    return Rendering(qmd, document, markdown, title, bibliography, day)

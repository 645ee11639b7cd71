"""The built-in renderer: a Quarto document to one self-contained HTML file, without Quarto."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reporting.execution import run_cells
from reporting.pandoc import read_markdown, write
from reporting.qmd import Document, read_qmd
from reporting.tree import resolve
from review.errors import ReviewError

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# What a browser would fetch. Links that a reader follows are not among them.
_FETCHED = re.compile(
    r"""<(?:script|img|link|iframe|object|embed|source|video|audio|use|image)\b[^>]*?
    \s(?:src|href|data|xlink:href)\s*=\s*["']?(?!data:|\#)([^"'\s>]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def render_html(
    qmd: Path,
    title: str,
    bibliography: list[dict[str, Any]],
    environment: Mapping[str, str],
) -> str:
    """Render a .qmd file as one HTML page that asks nothing of the network.

    ``title`` stands in place of the document's own, which names the default review.

    ``bibliography`` is CSL JSON. Styles, script and page template are those of the folder
    ``style`` beside the document. Raises ReviewError naming the cell that failed.
    """
    document = read_qmd(qmd)
    style = qmd.parent / "style"
    markdown = run_cells(document, qmd.parent, environment)
    tree = resolve(read_markdown(_with_metadata(document, title, markdown)), "html")
    with tempfile.TemporaryDirectory(prefix="lr-") as aside:
        references = Path(aside) / "references.json"
        references.write_text(json.dumps(bibliography, sort_keys=True), encoding="utf-8")
        options = [
            "--to=html5",
            "--standalone",
            "--section-divs",
            "--toc",
            f"--toc-depth={_toc_depth(document) + 1}",
            "--wrap=none",
            f"--template={style / 'page.html'}",
            "--citeproc",
            f"--bibliography={references}",
            f"--csl={style / 'vancouver.csl'}",
            "--metadata=link-citations:true",
            "--metadata=lang:en-GB",
            f"--variable=style:{_styles(style)}",
            f"--variable=script:{(style / 'report.js').read_text(encoding='utf-8')}",
        ]
        page = write(tree, options).decode("utf-8")
    page = page.replace("@SCRIPT-HASHES@", _script_hashes(page))
    _refuse_requests(page, qmd)
    return page


def _with_metadata(document: Document, title: str, markdown: str) -> str:
    kept = ("subtitle", "nocite")
    metadata = {key: document.metadata[key] for key in kept if key in document.metadata}
    metadata["title"] = title
    return f"---\n{json.dumps(metadata)}\n---\n\n{markdown}"


def _toc_depth(document: Document) -> int:
    options = (document.metadata.get("format") or {}).get("html") or {}
    return int(options.get("toc-depth", document.metadata.get("toc-depth", 2)))


def _styles(style: Path) -> str:
    return "\n".join(
        (style / name).read_text(encoding="utf-8") for name in ("content.css", "page.css")
    )


def _script_hashes(page: str) -> str:
    """List the hashes of the page's own scripts, for its Content-Security-Policy."""
    digests = {
        base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        for script in _SCRIPT.findall(page)
    }
    return " ".join(f"'sha256-{digest}'" for digest in sorted(digests))


def _refuse_requests(page: str, qmd: Path) -> None:
    match = _FETCHED.search(page)
    if match:
        raise ReviewError(
            "the report would load something from elsewhere",
            where=str(qmd),
            value=match[1],
            fix="Put it into the page itself.",
        )

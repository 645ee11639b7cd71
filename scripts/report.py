"""Render the report of a finished run, with Quarto where it is on PATH, else by ourselves."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reporting import builtin, quarto
from reporting.bibliography import shown_items
from reporting.escaping import markdown
from reporting.evidence import Evidence, load_evidence
from reporting.front import title
from reporting.pandoc import pandoc_version
from reporting.screening_page import screening_page
from review.errors import ReviewError
from review.files import write_atomically
from review.program import run


def main(argv: list[str] | None = None) -> int:
    """Write the report; print where it is and which renderer made it."""
    args = _parser().parse_args(argv)
    program = _quarto(args.renderer)
    config = args.config or _config_of(args.results)
    evidence = load_evidence(args.results, config, Path.cwd())
    made_by = (
        f"Quarto {quarto.quarto_version(program)}"
        if program
        else f"the built-in renderer with Pandoc {pandoc_version()}"
    )
    environment = {
        "REVIEW_RESULTS": str(args.results.resolve()),
        "REVIEW_CONFIG": str(config.resolve()),
        "REVIEW_HOME": str(Path.cwd()),
        "REVIEW_RENDERER": made_by,
        "REVIEW_FORMATS": " ".join(args.formats),
    }
    bibliography = shown_items(evidence.records[pmid] for pmid in evidence.included)
    render = _renderer(program, args.qmd, evidence, bibliography, environment)
    for target in dict.fromkeys(["html", *args.formats]):
        out = args.out if target == "html" else args.out.with_name(f"report.{target}")
        data = render(target)
        write_atomically(out, data)
        print(f"{out}: {len(data) / 1e6:.1f} MB, made by {made_by}")
    if args.screening:
        write_atomically(args.screening, screening_page(evidence, args.qmd.parent / "style"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qmd", type=Path, required=True, help="the Quarto document")
    parser.add_argument("--results", type=Path, required=True, help="folder results/<review>")
    parser.add_argument(
        "--config",
        type=Path,
        help="configuration of the run; default: RESULTS/config.yaml, else config/config.yaml",
    )
    parser.add_argument(
        "--renderer",
        default="auto",
        choices=["auto", "quarto", "pandoc"],
        help="auto: Quarto where it is on PATH, else the built-in renderer, which is 'pandoc'",
    )
    parser.add_argument(
        "--formats",
        nargs="*",
        default=["html"],
        choices=builtin.FORMATS,
        help="html is always made; docx and pdf are written beside it as report.docx, report.pdf",
    )
    parser.add_argument("--out", type=Path, required=True, help="the HTML file to write")
    parser.add_argument(
        "--screening", type=Path, help="page to write on which a human reads the queue (HTML)"
    )
    return parser


def _quarto(renderer: str) -> str | None:
    if renderer == "pandoc":
        return None
    program = quarto.find_quarto()
    if program is None and renderer == "quarto":
        raise ReviewError(
            "report.renderer is quarto, but quarto is not on PATH",
            fix="Install Quarto 1.6 or later, or set report.renderer to auto or pandoc.",
        )
    return program


def _config_of(results: Path) -> Path:
    beside = results / "config.yaml"
    return beside if beside.exists() else Path("config/config.yaml")


def _renderer(
    program: str | None,
    qmd: Path,
    evidence: Evidence,
    bibliography: list[dict[str, Any]],
    environment: dict[str, str],
) -> Callable[[str], bytes]:
    """Return what turns a format's name into the bytes of the report."""
    if program:
        return lambda target: quarto.render(
            program, qmd, target, markdown(title(evidence)), bibliography, environment
        )
    day = str(evidence.setting("search", "until", default="1970-01-01"))
    return builtin.run_document(
        qmd, markdown(title(evidence)), bibliography, environment, day
    ).write


if __name__ == "__main__":
    raise SystemExit(run(main))

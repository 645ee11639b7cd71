"""Write the review for other programs: references, screening file, workbook, RO-Crate."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from reporting.bibliography import csl_items
from reporting.crate import crate_metadata
from reporting.evidence import Evidence, load_evidence
from reporting.front import question, title
from reporting.references import bibtex, one_line, ris
from reporting.revman import revman_csv
from reporting.spreadsheets import Sheet, safe_csv, workbook
from review.files import replace_folder
from review.program import run
from review.tables import columns

SHEETS = {
    "Studies": "studies/studies",
    "Characteristics": "studies/characteristics",
    "Arms": "studies/arms",
    "Outcomes": "outcomes/outcomes",
    "Pooled": "synthesis/pooled",
    "Estimates": "synthesis/estimates",
    "Left out": "synthesis/left_out",
    "Claims": "synthesis/claims",
    "Decisions": "screening/decisions",
}
PROVENANCE = {
    "config.yaml": "Configuration as the run resolved it",
    "search/ledger.json": "Search ledger: every request window, its translation and count",
    "records/manifest.json": "SHA-256 of the bytes received",
    "prisma.json": "Counts of the PRISMA 2020 flow diagram and their checks",
}
FILES = {
    "records.ris": "Every record screened, with its decision as a note",
    "included.ris": "The included reports",
    "included.bib": "The included reports",
    "included.csl.json": "The included reports",
    "screening.csv": "Titles, abstracts and labels, as ASReview LAB reads them",
    "outcomes.csv": "Every extracted result with its quote",
    "revman.csv": "Each study's estimate, in the columns of Cochrane's analysis data (RevMan)",
    "review.xlsx": "The review's tables with a data dictionary",
}
LABEL = {"include": "1", "exclude": "0"}


def main(argv: list[str] | None = None) -> int:
    """Write the folder of exports, whole or not at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, required=True, help="folder results/<review>")
    parser.add_argument(
        "--config", type=Path, help="configuration of the run; default: RESULTS/config.yaml"
    )
    parser.add_argument(
        "--workflow",
        type=Path,
        default=Path(__file__).resolve().parents[1] / "Snakefile",
        help="the workflow that ran",
    )
    parser.add_argument("--out-dir", type=Path, required=True, help="folder to write")
    args = parser.parse_args(argv)
    config = args.config or args.results / "config.yaml"
    evidence = load_evidence(args.results, config, Path.cwd())
    with replace_folder(args.out_dir) as folder:
        _write_references(evidence, folder)
        _write_tables(evidence, folder)
        _write_crate(evidence, folder, config, args.workflow)
    print(f"{args.out_dir}: {len(evidence.records):,} records, {len(evidence.included):,} included")
    return 0


def _write_references(evidence: Evidence, folder: Path) -> None:
    records = list(evidence.records.values())
    included = [evidence.records[pmid] for pmid in evidence.included]
    _text(folder / "records.ris", ris(records, evidence.decisions))
    _text(folder / "included.ris", ris(included, evidence.decisions))
    _text(folder / "included.bib", bibtex(included))
    items = json.dumps(csl_items(included), ensure_ascii=False, indent=1)
    _text(folder / "included.csl.json", items + "\n")


def _write_tables(evidence: Evidence, folder: Path) -> None:
    _text(folder / "screening.csv", _screening(evidence))
    _text(folder / "outcomes.csv", safe_csv(columns("outcomes"), evidence.outcomes))
    estimates = evidence.typed("synthesis/estimates")
    pooled = evidence.typed("synthesis/pooled")
    _text(folder / "revman.csv", revman_csv(pooled, estimates))
    sheets = []
    for name, place in SHEETS.items():
        schema = Path(place).name
        if (evidence.results / f"{place}.csv").exists():
            sheets.append(Sheet(name, schema, columns(schema), evidence.typed(place)))
    about = [
        ("Review", title(evidence)),
        ("Question", question(evidence)),
        ("Query", evidence.query),
        ("Records created up to", _day(evidence)),
        *((box["label"], f"{box['count']:,}") for box in evidence.prisma["boxes"].values()),
    ]
    (folder / "review.xlsx").write_bytes(workbook(about, sheets, _day(evidence)))


def _screening(evidence: Evidence) -> str:
    names = ["title", "abstract", "authors", "year", "doi", "pmid", "url", "keywords", "included"]
    rows: list[Mapping[str, object]] = []
    for record in evidence.records.values():
        decision = evidence.decisions[record.pmid]
        rows.append(
            {
                "title": one_line(record.title),
                "abstract": one_line(record.abstract),
                "authors": "; ".join(record.authors),
                "year": record.year,
                "doi": record.doi,
                "pmid": record.pmid,
                "url": f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/",
                "keywords": "; ".join(record.keywords),
                "included": LABEL.get(decision["decision"], ""),
            }
        )
    return safe_csv(names, rows)


def _write_crate(evidence: Evidence, folder: Path, config: Path, workflow: Path) -> None:
    kept = folder / "provenance"
    kept.mkdir()
    shutil.copyfile(workflow, kept / "Snakefile")
    descriptions = dict(FILES)
    for place, meaning in PROVENANCE.items():
        source = config if place == "config.yaml" else evidence.results / place
        if source.exists():
            shutil.copyfile(source, kept / Path(place).name)
            descriptions[f"provenance/{Path(place).name}"] = meaning
    metadata = crate_metadata(
        folder,
        name=title(evidence),
        description=question(evidence),
        day=_day(evidence),
        inputs=["provenance/config.yaml"],
        descriptions=descriptions,
    )
    _text(folder / "ro-crate-metadata.json", metadata)


def _day(evidence: Evidence) -> str:
    return str(evidence.setting("search", "until", default="1970-01-01"))


def _text(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    raise SystemExit(run(main))

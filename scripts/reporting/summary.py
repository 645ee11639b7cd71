"""What a run came to, in ten lines for the terminal."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path


def summary(results: Path, report: Path) -> list[str]:
    """Return the lines that end a run: records, decisions, studies, estimates, where to look.

    ``results`` is the folder of a finished review. Counts come from its tables as written.
    """
    boxes = {
        name: box["count"]
        for name, box in json.loads((results / "prisma.json").read_text("utf-8"))["boxes"].items()
    }
    ledger = json.loads((results / "search" / "ledger.json").read_text("utf-8"))
    outcomes = _rows(results / "outcomes" / "outcomes.csv")
    flagged = sum(1 for row in outcomes if row["flags"])
    pooled = Counter(row["status"] for row in _rows(results / "synthesis" / "pooled.csv"))
    verdicts = Counter(row["verdict"] for row in _rows(results / "synthesis" / "claims.csv"))
    whole = ledger["whole"]
    warnings = len(ledger["lint"]) + len(whole["error_list"]) + len(whole["warning_list"])
    told = {
        "Records": f"{boxes['unique']} found, {boxes['not_retrieved']} missing",
        "Screened": f"{boxes['screened']}: {boxes['included_reports']} included, "
        f"{boxes['excluded']} excluded, {boxes['unclear']} for a human to decide",
        "Studies": f"{boxes['included_studies']} in {boxes['included_reports']} reports",
        "Estimates": f"{len(outcomes)} from {boxes['reports_with_outcomes']} reports, "
        f"{flagged} flagged",
        "Pooled": f"{pooled['pooled']} of {sum(pooled.values())} comparisons and endpoints",
        "Claims": ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
        or "none to test",
        "Warnings": f"{warnings} in the search (search/ledger.json)",
        "Tables": f"{results}/",
        "Report": str(report),
    }
    return [f"{label + ':':<11}{text}" for label, text in told.items()]


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))

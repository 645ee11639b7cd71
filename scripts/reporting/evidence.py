"""Everything a finished run knows, read from its results folder."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from review.config import question
from review.errors import ReviewError
from review.records import Record, read_records
from review.schema import read_yaml
from review.tables import read_table

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read a table of the workflow as text; an absent file is an empty table.

    The cells were checked against their schema when they were written.
    """
    if not path.exists():
        return []
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def items(cell: str) -> list[str]:
    """Return the items of a list cell (joined with ``;``)."""
    return [item.replace("\\;", ";") for item in re.split(r"(?<!\\);", cell) if item]


def number(cell: str | None) -> float | None:
    """Return a cell as a number, None when it is empty."""
    return float(cell) if cell else None


def by_pmid(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their PMID, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["pmid"]].append(row)
    return dict(groups)


@dataclass(frozen=True)
class Criterion:
    """An eligibility criterion, as far as the reader of a report needs it."""

    id: str
    label: str
    reason: str
    dimension: str


@dataclass(frozen=True)
class Theme:
    """A theme of the seed review, and what the seed review says on it, in our words."""

    label: str
    summary: str = ""


@dataclass(frozen=True)
class Evidence:
    """The results of one run. Tables are read when first asked for.

    ``results`` is the folder ``results/<review>``; ``settings`` the configuration it was made
    with, as a nested dict; ``home`` the folder that paths in the configuration start from.
    """

    results: Path
    settings: dict[str, Any]
    home: Path

    @property
    def name(self) -> str:
        """The review's name."""
        return str(self.settings.get("review") or self.results.name)

    @cached_property
    def records(self) -> dict[str, Record]:
        """Every record screened, by PMID, in numeric order."""
        found = read_records(self.results / "records" / "records.parquet")
        return {record.pmid: record for record in found}

    @cached_property
    def ledger(self) -> dict[str, Any]:
        """The search ledger."""
        return _read_json(self.results / "search" / "ledger.json")

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The checksums of the bytes received."""
        return _read_json(self.results / "records" / "manifest.json")

    @cached_property
    def prisma(self) -> dict[str, Any]:
        """The boxes of the flow diagram and the sums between them."""
        return _read_json(self.results / "prisma.json")

    def table(self, name: str) -> list[Row]:
        """Return a table by its path under the results folder, without ``.csv``."""
        if name not in self._tables:
            self._tables[name] = read_rows(self.results / f"{name}.csv")
        return self._tables[name]

    def typed(self, name: str) -> list[dict[str, Any]]:
        """Return a table with its cells typed by its schema; an absent file is empty."""
        path = self.results / f"{name}.csv"
        return read_table(path, path.stem) if path.exists() else []

    @cached_property
    def _tables(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def decisions(self) -> dict[str, Row]:
        """The decision on each record."""
        return {row["pmid"]: row for row in self.table("screening/decisions")}

    @cached_property
    def included(self) -> list[str]:
        """PMIDs of the included reports, in numeric order."""
        return sorted(
            (p for p, row in self.decisions.items() if row["decision"] == "include"), key=int
        )

    @cached_property
    def study_of(self) -> dict[str, str]:
        """The study each report belongs to."""
        return {row["pmid"]: row["study_id"] for row in self.table("studies/studies")}

    @cached_property
    def studies(self) -> dict[str, list[str]]:
        """The included reports of each study, studies in the order of their first report."""
        groups: dict[str, list[str]] = {}
        for pmid in self.included:
            groups.setdefault(self.study_of.get(pmid, f"PMID{pmid}"), []).append(pmid)
        return groups

    @cached_property
    def characteristics(self) -> dict[str, list[Row]]:
        """Rows of the study characteristics, by PMID."""
        return by_pmid(self.table("studies/characteristics"))

    @cached_property
    def arms(self) -> dict[str, list[Row]]:
        """Arms, by PMID."""
        return by_pmid(self.table("studies/arms"))

    @cached_property
    def outcomes(self) -> list[Row]:
        """Rows of outcomes.csv."""
        return self.table("outcomes/outcomes")

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """The eligibility criteria by id, in the order they are asked."""
        path = self._criteria_file
        return read_criteria(path) if path and path.exists() else {}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The seed review's themes by id, in the order of their file."""
        path = self._criteria_file
        themes = read_themes(path) if path and path.exists() else {}
        for row in self.table("screening/themes"):
            themes.setdefault(row["theme"], Theme(row["theme"].replace("_", " ").capitalize()))
        return themes

    @property
    def query(self) -> str:
        """The query as it was asked."""
        return " ".join(str(self.setting("search", "query", default="")).split())

    @property
    def _criteria_file(self) -> Path | None:
        path = self.setting("screening", "criteria")
        return self.home / path if path else None

    def setting(self, *keys: str, default: Any = None) -> Any:
        """Return a value of the configuration, ``default`` when it is absent or null."""
        value: Any = self.settings
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return default if value is None else value


def load_evidence(results: str | Path, config: str | Path, home: str | Path) -> Evidence:
    """Open a results folder. Raises ReviewError when it holds no finished run."""
    results = Path(results)
    if not (results / "prisma.json").exists():
        raise ReviewError(
            "there is no finished run here: prisma.json is missing",
            where=str(results),
            fix="Run the workflow for this review first.",
        )
    path = Path(config)
    settings = read_yaml(path)[0] if path.exists() else {}
    return Evidence(results, settings or {}, Path(home))


def from_environment(document_folder: Path) -> Evidence:
    """Open the results that REVIEW_RESULTS names, or those of the default review.

    REVIEW_CONFIG names the configuration; without it, the one beside the results
    (``config.yaml``) or the default ``config/config.yaml``. Relative paths start from
    ``document_folder``.
    """
    home = document_folder.parent
    results = document_folder / os.environ.get("REVIEW_RESULTS", "../results/lenalidomide-myeloma")
    beside = results / "config.yaml"
    config = os.environ.get("REVIEW_CONFIG") or (
        beside if beside.exists() else home / "config" / "config.yaml"
    )
    return load_evidence(results, document_folder / config, os.environ.get("REVIEW_HOME", home))


def read_criteria(path: Path) -> dict[str, Criterion]:
    """Return the criteria of a criteria file by id, in their order."""
    declared = (read_yaml(path)[0] or {}).get("criteria") or {}
    return {
        key: Criterion(key, value["label"], value["reason"], value["dimension"])
        for key, value in declared.items()
    }


def read_themes(path: Path) -> dict[str, Theme]:
    """Return the themes that a criteria file names, by id; none where it names no file."""
    beside = question(path).get("themes")
    if not beside:
        return {}
    declared = read_yaml(path.parent / beside)[0]["themes"]
    return {key: Theme(value["label"], value["summary"]) for key, value in declared.items()}


def _read_json(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value

"""One run of a review, as far as two runs can be compared.

Tables are read by their columns' names alone: a former run may have been written by an older
program, whose tables lack what was added since.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

from changes.inputs import Inputs
from review.errors import ReviewError
from review.records import Record, iter_records

Row = dict[str, str]

LEDGER = "search/ledger.json"
FOUND = "search/found.csv"
RECORDS = "records/records.parquet"
MISSING = "records/missing.csv"
STUDIES = "studies/studies.csv"
DECISIONS = "screening/decisions.csv"
POOLED = "synthesis/pooled.csv"
ESTIMATES = "synthesis/estimates.csv"
CLAIMS = "synthesis/claims.csv"
# Runs of older programs lack it.
INPUTS = "inputs.json"
# What of a run must be kept so that a later one can be compared with it.
FILES = (LEDGER, FOUND, RECORDS, MISSING, STUDIES, DECISIONS, POOLED, ESTIMATES, CLAIMS)


@dataclass(frozen=True, slots=True)
class Run:
    """A results folder: its search, records, decisions, pooled numbers and claims."""

    query: str
    until: str
    endpoint: str
    records: dict[str, Record]
    missing: dict[str, str]
    via: dict[str, set[str]]
    decisions: dict[str, Row]
    study_of: dict[str, str]
    pooled: dict[tuple[str, str], Row]
    estimates: dict[tuple[str, str, str], Row]
    claims: dict[str, Row] = field(default_factory=dict)
    inputs: Inputs = field(default_factory=dict)


def read_run(folder: str | Path) -> Run:
    """Read a results folder. Raises ReviewError naming the first file that is not there."""
    place = Path(folder)
    ledger = json.loads(present(place / LEDGER).read_text(encoding="utf-8"))
    records = present(place / RECORDS)
    via: dict[str, set[str]] = {}
    for row in _table(place / FOUND):
        via.setdefault(row["pmid"], set()).add(row["via"])
    return Run(
        query=ledger["query"],
        until=ledger["until"],
        endpoint=ledger["endpoint"],
        records={record.pmid: record for record in iter_records(records)},
        missing={row["pmid"]: row["why"] for row in _table(place / MISSING)},
        via=via,
        decisions={row["pmid"]: row for row in _table(place / DECISIONS)},
        study_of={row["pmid"]: row["study_id"] for row in _table(place / STUDIES)},
        pooled={(row["comparison"], row["endpoint"]): row for row in _table(place / POOLED)},
        estimates={
            (row["comparison"], row["endpoint"], row["study_id"]): row
            for row in _table(place / ESTIMATES)
            if row.get("role") != "context"
        },
        claims={row["claim"]: row for row in _table(place / CLAIMS)},
        inputs=_inputs(place / INPUTS),
    )


def _inputs(path: Path) -> Inputs:
    if not path.is_file():
        return {}
    found: Inputs = json.loads(path.read_text(encoding="utf-8"))
    return found


def _table(path: Path) -> list[Row]:
    with open(present(path), encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def present(path: Path) -> Path:
    """Return a path that is a file. Raises ReviewError naming it when it is not."""
    if not path.is_file():
        raise ReviewError(
            "the run to compare lacks this file",
            where=str(path),
            fix="Give the results folder of a run that ended well, such as results/<review>.",
        )
    return path

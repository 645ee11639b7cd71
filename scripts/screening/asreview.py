"""Decisions made in ASReview LAB, read from the data set it exports."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from review.errors import ReviewError
from screening.humans import HumanDecision

LABEL = "asreview_label"
# The label this review gave the record when it exported the data set, empty where unclear.
OUR_LABEL = "included"
_DECISIONS = {"1": "include", "0": "exclude"}


def read_labelled(
    path: Path, hashes: Mapping[str, str], reviewer: str, reason: str
) -> list[HumanDecision]:
    """The decisions in a CSV or TSV that ASReview LAB 3 exported, in the order of the file.

    Records without a label are left out, and so are those whose label only repeats what this
    review exported. ASReview asks for no reason, so `reason` stands for every exclusion.
    `hashes` holds the text hash of every record of the review.

    Raises ReviewError where the file is no such export, names a record that the review does not
    hold, or holds a label other than 0 and 1.
    """
    return list(_decisions(path, hashes, reviewer, reason))


def _decisions(
    path: Path, hashes: Mapping[str, str], reviewer: str, reason: str
) -> Iterator[HumanDecision]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t" if path.suffix == ".tsv" else ",")
        missing = [name for name in ("pmid", LABEL) if name not in (reader.fieldnames or ())]
        if missing:
            raise ReviewError(
                f"no column {' and no column '.join(missing)}",
                where=str(path),
                fix="Give the data set that ASReview exports from a project made of screening.csv",
            )
        for row in reader:
            where = f"{path} line {reader.line_num}"
            label = _whole(row[LABEL])
            if label == "" or label == _whole(row.get(OUR_LABEL) or ""):
                continue
            if label not in _DECISIONS:
                raise ReviewError("the label is neither 0 nor 1", where=where, value=label)
            pmid = _whole(row["pmid"])
            if pmid not in hashes:
                raise ReviewError(
                    "this review holds no such record",
                    where=where,
                    value=pmid,
                    fix="Give records.parquet of the run that the data set was exported from",
                )
            decision = _DECISIONS[label]
            yield HumanDecision(
                pmid=pmid,
                decision=decision,
                reason=reason if decision == "exclude" else "",
                reviewer=reviewer,
                date=(row.get("asreview_time") or "")[:10],
                note=row.get("asreview_note") or "",
                text_sha256=hashes[pmid],
                where=where,
            )


def _whole(number: str) -> str:
    """A number as ASReview writes it where other cells are empty (1.0), without the fraction."""
    return number.strip().removesuffix(".0")

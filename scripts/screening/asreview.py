"""Decisions made in ASReview LAB, read from the data set it exports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from review.errors import ReviewError
from screening.humans import HumanDecision

LABEL = "asreview_label"
_DECISIONS = {"1": "include", "0": "exclude"}
# In RIS a label is a note, and every other column of ASReview a note "asreview_time: <JSON>".
_RIS_LABELS = {"ASReview_relevant": "1", "ASReview_irrelevant": "0", "ASReview_not_seen": ""}
# What this review thought of the record when it exported the data set: in a table the column
# "included", in RIS a note.
OUR_COLUMN = "included"
OUR_NOTE = "Living Review: "
_OUR_LABELS = {"include": "1", "exclude": "0"}


@dataclass(frozen=True)
class _Labelled:
    """One record of an export; labels are 1, 0, or '' where there is none."""

    pmid: str
    label: str
    ours: str
    time: str
    note: str
    where: str


def read_labelled(
    path: Path, hashes: Mapping[str, str], reviewer: str, reason: str
) -> list[HumanDecision]:
    """The decisions in a CSV, TSV or RIS file that ASReview LAB 3 exported, in its order.

    Records without a label are left out, and so are those whose label only repeats what this
    review exported. ASReview asks for no reason, so `reason` stands for every exclusion.
    `hashes` holds the text hash of every record of the review.

    Raises ReviewError where the file is no such export, names a record that the review does not
    hold, or holds a label other than 0 and 1.
    """
    read = _from_ris if path.suffix == ".ris" else _from_table
    return list(_decisions(read(path), hashes, reviewer, reason))


def _decisions(
    labelled: Iterable[_Labelled], hashes: Mapping[str, str], reviewer: str, reason: str
) -> Iterator[HumanDecision]:
    for found in labelled:
        if found.label in ("", found.ours):
            continue
        if found.label not in _DECISIONS:
            raise ReviewError("the label is neither 0 nor 1", where=found.where, value=found.label)
        if found.pmid not in hashes:
            raise ReviewError(
                "this review holds no such record",
                where=found.where,
                value=found.pmid,
                fix="Give records.parquet of the run that the data set was exported from",
            )
        decision = _DECISIONS[found.label]
        yield HumanDecision(
            pmid=found.pmid,
            decision=decision,
            reason=reason if decision == "exclude" else "",
            reviewer=reviewer,
            date=found.time[:10],
            note=found.note,
            text_sha256=hashes[found.pmid],
            where=found.where,
        )


def _from_table(path: Path) -> Iterator[_Labelled]:
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
            yield _Labelled(
                pmid=_whole(row["pmid"]),
                label=_whole(row[LABEL]),
                ours=_whole(row.get(OUR_COLUMN) or ""),
                time=row.get("asreview_time") or "",
                note=row.get("asreview_note") or "",
                where=f"{path} line {reader.line_num}",
            )


def _from_ris(path: Path) -> Iterator[_Labelled]:
    import rispy

    with path.open(encoding="utf-8-sig") as lines:
        entries = rispy.load(lines, skip_unknown_tags=True)
    if not any(_label_in(entry.get("notes", ())) is not None for entry in entries):
        raise ReviewError(
            "no record carries a label of ASReview in its notes (N1)",
            where=str(path),
            value=f"{len(entries)} records",
            fix="Give the data set that ASReview exports from a project made of records.ris",
        )
    for number, entry in enumerate(entries, start=1):
        notes = entry.get("notes", [])
        ours = next((note for note in notes if note.startswith(OUR_NOTE)), "")
        verdict = ours.removeprefix(OUR_NOTE).split(":")[0].split(" ")[0]
        yield _Labelled(
            pmid=entry.get("accession_number", "").strip(),
            label=_label_in(notes) or "",
            ours=_OUR_LABELS.get(verdict, ""),
            time=_column_in(notes, "asreview_time"),
            note=_column_in(notes, "asreview_note"),
            where=f"{path} record {number}",
        )


def _label_in(notes: Sequence[str]) -> str | None:
    """The label among the notes of a record; ASReview writes its own before those it was given."""
    return next((_RIS_LABELS[note] for note in notes if note in _RIS_LABELS), None)


def _column_in(notes: Sequence[str], name: str) -> str:
    value = next((n.removeprefix(f"{name}: ") for n in notes if n.startswith(f"{name}: ")), "")
    try:
        return str(json.loads(value))
    except json.JSONDecodeError:  # absent, or written by hand
        return value


def _whole(number: str) -> str:
    """A number as ASReview writes it where other cells are empty (1.0), without the fraction."""
    return number.strip().removesuffix(".0")

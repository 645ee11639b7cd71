"""Corrections that a human makes to extracted results, applied after everything else.

Both values are kept: a corrected or removed row holds what was extracted in `extracted_value`. A
correction made on a text that has changed since is stale: it is not applied, and its row says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extraction.rows import outcome_id
from review.errors import ReviewError
from review.records import Record

Row = dict[str, Any]

_VALUES = (
    "arm", "comparator", "value", "unit", "ci_lower", "ci_upper", "ci_level", "p_operator",
    "p_value", "events", "total", "timepoint_months", "subgroup",
)  # fmt: skip
_NAMED_BY = ("pmid", "endpoint", "statistic", "arm", "comparator")


def apply_corrections(
    rows: Sequence[Row],
    corrections: Sequence[Row],
    records: Mapping[str, Record],
    studies: Mapping[str, str],
    file: str,
) -> tuple[list[Row], list[str]]:
    """Return the rows with all corrections applied, and a warning for each that was not.

    Rows come in the order of record and place; `file` names the corrections in messages. Raises
    ReviewError for a correction that fits no row, or fits several.
    """
    corrected = [dict(row) for row in rows]
    warnings: list[str] = []
    for number, correction in enumerate(corrections, start=2):
        where = f"{file} line {number}"
        pmid = (correction["outcome_id"] or "").partition("-")[0] or correction["pmid"] or ""
        if pmid not in records:
            warnings.append(f"{where}: PMID {pmid} is not among the included records: not applied")
            continue
        if _is_stale(correction, records[pmid]):
            warnings.append(f"{where}: the text of PMID {pmid} has changed since: not applied")
        if correction["action"] == "add":
            corrected += _added(correction, records[pmid], studies, where)
            continue
        row = _meant(corrected, correction, records[pmid], where)
        if row is None:
            continue
        if _is_stale(correction, records[pmid]):
            row["flags"] = sorted({*row["flags"], "stale_correction"})
        else:
            _change(row, correction)
    in_order = sorted(corrected, key=lambda row: (int(row["pmid"]), row["start"], row["end"]))
    return in_order, warnings


def _meant(rows: Sequence[Row], correction: Row, record: Record, where: str) -> Row | None:
    """The row that a correction speaks of; None where its text changed and the row is gone."""
    if correction["outcome_id"]:
        found = [row for row in rows if row["outcome_id"] == correction["outcome_id"]]
    else:
        names = [name for name in _NAMED_BY if correction[name] is not None]
        if correction["action"] == "correct":
            names = [name for name in names if name not in ("arm", "comparator")]
        found = [row for row in rows if all(row[name] == correction[name] for name in names)]
    if len(found) == 1:
        return found[0]
    if _is_stale(correction, record):
        return None
    raise ReviewError(
        f"{len(found) or 'no'} extracted rows are meant by this correction",
        where=where,
        value=correction["outcome_id"] or f"{record.pmid} {correction['endpoint']}",
        fix="Name the row by its outcome_id, as outcomes.csv has it",
    )


def _is_stale(correction: Row, record: Record) -> bool:
    stated = correction["text_sha256"]
    return bool(stated and stated != record.text_sha256)


def _change(row: Row, correction: Row) -> None:
    row["extracted_value"] = row["value"]
    row["corrected_by"] = f"{correction['reviewer']}: {correction['reason']}"
    if correction["action"] == "remove":
        row["value"] = None
        row["flags"] = sorted({*row["flags"], "removed_by_human"})
        return
    for name in _VALUES:
        if correction[name] is not None:
            row[name] = correction[name]
    row["flags"] = sorted({*row["flags"], "corrected_by_human"})


def _added(correction: Row, record: Record, studies: Mapping[str, str], where: str) -> list[Row]:
    """A row that extraction missed; its words must stand in the abstract exactly once."""
    if _is_stale(correction, record):
        return []
    words = correction["quote"] or ""
    if not words or record.abstract.count(words) != 1:
        raise ReviewError(
            "the quote of an added row must stand in the abstract exactly once",
            where=where,
            value=words,
            fix="Copy enough words of the abstract to be unmistakable",
        )
    start = record.abstract.index(words)
    row: Row = {name: correction[name] for name in _VALUES}
    row |= {name: correction[name] or "" for name in ("arm", "comparator", "unit", "subgroup")}
    row |= {
        "pmid": record.pmid,
        "study_id": studies.get(record.pmid, f"PMID{record.pmid}"),
        "endpoint": correction["endpoint"],
        "statistic": correction["statistic"],
        "quote": words,
        "start": start,
        "end": start + len(words),
        "rule": "human",
        "flags": ["added_by_human"],
        "duplicate_spans": [],
        "corrected_by": f"{correction['reviewer']}: {correction['reason']}",
    }
    row["outcome_id"] = outcome_id(row)
    return [row]

"""Corrections that a human makes to extracted results, applied after everything else.

Both values are kept: a corrected or removed row holds what was extracted in `extracted_value` and
`extracted_cells`. A correction made on a text that has changed since is stale: it is not applied,
and its row says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.arms.study import Arms
from extraction.coherence import recheck
from extraction.rows import derive, outcome_id
from review.errors import ReviewError
from review.records import Record

Row = dict[str, Any]

#: The cells that a correction may give.
CELLS = (
    "arm", "comparator", "value", "unit", "ci_lower", "ci_upper", "ci_level", "p_operator",
    "p_value", "events", "total", "timepoint_months", "subgroup",
)  # fmt: skip
_FIGURES = ("ci_lower", "ci_upper", "ci_level", "p_operator", "p_value", "events", "total")
_NAMED_BY = ("pmid", "endpoint", "statistic", "arm", "comparator")
#: What is no longer assumed once a human has named the arms.
_ASSUMED = frozenset({"arm_assumed", "direction_assumed", "direction_from_figures"})
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class Source:
    """A record that corrections may speak of, and what its rows share."""

    record: Record
    study_id: str
    arms: Arms
    follow_up: float | None = None
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a review holds: its PMIDs, the sources of those included, its endpoints."""

    pmids: Collection[str]
    sources: Mapping[str, Source]
    endpoints: Collection[str]


def pmid_of(correction: Row) -> str:
    """The PMID that a correction names, '' where it names none."""
    return (correction["outcome_id"] or "").partition("-")[0] or correction["pmid"] or ""


def apply_corrections(
    rows: Sequence[Row], corrections: Sequence[Row], review: Review, file: str
) -> tuple[list[Row], list[str]]:
    """Return the rows with all corrections applied, and a warning for each that was not.

    Rows come in the order of record and place; `file` names the corrections in messages. Raises
    ReviewError for a correction that does not say enough, that contradicts itself or another, or
    that fits no row, or several.
    """
    corrected = [dict(row) for row in rows]
    warnings: list[str] = []
    done: dict[str, int] = {}
    for number, correction in enumerate(corrections, start=2):
        where = f"{file} line {number}"
        pmid = _checked(correction, review, where)
        if pmid not in review.sources:
            warnings.append(f"{where}: PMID {pmid} is not among the included records: not applied")
            continue
        source = review.sources[pmid]
        stale = _is_stale(correction, source.record)
        if stale:
            warnings.append(f"{where}: the text of PMID {pmid} has changed since: not applied")
        if correction["action"] == "add":
            row = None if stale else _added(correction, source, where)
            corrected += [row] if row else []
        else:
            row = _meant(corrected, correction, source.record, where)
        if row is None:
            continue
        _only_once(row, done, number, where)
        if stale:
            row["flags"] = sorted({*row["flags"], "stale_correction"})
        elif correction["action"] != "add":
            _change(row, correction, source)
    in_order = sorted(corrected, key=lambda row: (int(row["pmid"]), row["start"], row["end"]))
    return in_order, warnings


def _checked(correction: Row, review: Review, where: str) -> str:
    """The PMID of a correction that says all it must."""

    def refuse(what: str, fix: str, value: object = None) -> ReviewError:
        return ReviewError(what, where=where, value=value, fix=fix)

    action, pmid = correction["action"], pmid_of(correction)
    if not pmid:
        raise refuse("no row is named", "Give its outcome_id, or pmid and endpoint")
    if correction["pmid"] and correction["pmid"] != pmid:
        raise refuse("outcome_id and pmid name two records", "Leave pmid empty", correction["pmid"])
    if pmid not in review.pmids:
        raise refuse("no such record in this review", "Correct the PMID, or take the row out", pmid)
    if action == "add":
        if correction["outcome_id"]:
            raise refuse("an added row has no outcome_id yet", "Give pmid, endpoint, statistic")
        for name in ("endpoint", "statistic"):
            if not correction[name]:
                raise refuse(f"an added row needs its {name}", f"Fill in {name}")
        if correction["value"] is None and correction["statistic"] != "median":
            raise refuse("an added row needs its value", "Fill in value")
    elif not correction["outcome_id"] and not correction["endpoint"]:
        raise refuse("no row is named", "Give its outcome_id, or its endpoint beside the pmid")
    if action == "correct" and all(correction[name] is None for name in CELLS):
        raise refuse("nothing is corrected", f"Fill in one of {', '.join(CELLS)}")
    endpoint = correction["endpoint"] or ""
    if action == "add" and not _is_endpoint(endpoint, review.endpoints):
        raise refuse(
            "no such endpoint",
            "Write an id of endpoints.yaml, AE:<term> or other:<words>",
            endpoint,
        )
    return pmid


def _is_endpoint(name: str, known: Collection[str]) -> bool:
    kind, _, words = name.partition(":")
    return name in known or (kind in ("AE", "other") and bool(words.strip()))


def _only_once(row: Row, done: dict[str, int], number: int, where: str) -> None:
    earlier = done.setdefault(row["outcome_id"], number)
    if earlier != number:
        raise ReviewError(
            f"line {earlier} corrects the same row",
            where=where,
            value=row["outcome_id"],
            fix="Keep one of the two lines",
        )


def _meant(rows: Sequence[Row], correction: Row, record: Record, where: str) -> Row | None:
    """The row that a correction speaks of; None where its text changed and the row is gone."""
    of_record = [row for row in rows if row["pmid"] == record.pmid]
    if correction["outcome_id"]:
        found = [row for row in of_record if row["outcome_id"] == correction["outcome_id"]]
    else:
        names = [name for name in _NAMED_BY if correction[name] is not None]
        if correction["action"] == "correct":
            names = [name for name in names if name not in ("arm", "comparator")]
        found = [row for row in of_record if all(row[name] == correction[name] for name in names)]
    if len(found) == 1:
        _is_of_that_measure(found[0], correction, where)
        return found[0]
    if _is_stale(correction, record):
        return None
    raise ReviewError(
        f"{len(found) or 'no'} extracted rows are meant by this correction",
        where=where,
        value=correction["outcome_id"] or f"{record.pmid} {correction['endpoint']}",
        fix=f"Name the row by its outcome_id, out of: {_listed(found or of_record)}",
    )


def _is_of_that_measure(row: Row, correction: Row, where: str) -> None:
    for name in ("endpoint", "statistic"):
        if correction[name] not in (None, row[name]):
            raise ReviewError(
                f"the row's {name} is {row[name]}, which a correction cannot change",
                where=where,
                value=correction[name],
                fix="Remove the row, and add another with the right one",
            )


def _listed(rows: Sequence[Row]) -> str:
    words = [
        " ".join(
            str(row[name])
            for name in ("outcome_id", "endpoint", "statistic", "arm", "value")
            if row[name] not in (None, "")
        )
        for row in rows[:_MOST_LISTED]
    ]
    more = [f"{len(rows) - _MOST_LISTED} more in outcomes.csv"] if rows[_MOST_LISTED:] else []
    return "; ".join([*words, *more]) or "none of this record"


def _is_stale(correction: Row, record: Record) -> bool:
    stated = correction["text_sha256"]
    return bool(stated and stated != record.text_sha256)


def _change(row: Row, correction: Row, source: Source) -> None:
    removed = correction["action"] == "remove"
    new = dict.fromkeys(_FIGURES) if removed else {n: correction[n] for n in CELLS}
    given = {n: cell for n, cell in new.items() if n != "value" and (removed or cell is not None)}
    row["extracted_value"] = row["value"]
    row["extracted_cells"] = [
        f"{n}={row[n]}" for n in given if row.get(n) not in (None, "", given[n])
    ]
    row["corrected_by"] = f"{correction['reviewer']}: {correction['reason']}"
    row.update(given)
    if removed:
        row["value"] = None
        row["flags"] = sorted({*row["flags"], "removed_by_human"})
    else:
        row["value"] = row["value"] if correction["value"] is None else correction["value"]
        settled = _ASSUMED if {"arm", "comparator"} & given.keys() else frozenset()
        flags = {flag for flag in row["flags"] if flag not in settled}
        if correction["value"] is not None or given.keys() & {*_FIGURES, "timepoint_months"}:
            flags = recheck(row | {"flags": flags})
        row["flags"] = sorted({*flags, "corrected_by_human"})
    derive(row, source.arms)


def _added(correction: Row, source: Source, where: str) -> Row:
    """A row that extraction missed; its words must stand in the abstract exactly once."""
    record, words = source.record, correction["quote"] or ""
    if not words or record.abstract.count(words) != 1:
        raise ReviewError(
            "the quote of an added row must stand in the abstract exactly once",
            where=where,
            value=words,
            fix="Copy enough words of the abstract to be unmistakable",
        )
    start = record.abstract.index(words)
    row: Row = {name: correction[name] for name in CELLS}
    row |= {name: correction[name] or "" for name in ("arm", "comparator", "unit", "subgroup")}
    row |= {
        "pmid": record.pmid,
        "study_id": source.study_id,
        "endpoint": correction["endpoint"],
        "statistic": correction["statistic"],
        "section": next((s.label for s in record.sections if s.start <= start < s.end), ""),
        "quote": words,
        "start": start,
        "end": start + len(words),
        "rule": "human",
        "flags": [],
        "follow_up_months": source.follow_up,
        "duplicate_spans": [],
        "secondary": source.secondary,
        "corrected_by": f"{correction['reviewer']}: {correction['reason']}",
    }
    row["flags"] = sorted({*recheck(row), "added_by_human"})
    derive(row, source.arms)
    row["outcome_id"] = outcome_id(row)
    return row

"""Decisions made by people: read strictly, set beside the rules' own, never used when stale."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from review.errors import ReviewError
from review.files import read_text

COLUMNS = ("pmid", "decision", "reason", "reviewer", "date", "note")
HASH_COLUMN = "text_sha256"
CONSENSUS = "consensus"
OTHER_REASON = "other"
DECISIONS = ("include", "exclude", "unclear")


@dataclass(frozen=True)
class HumanDecision:
    """One row of a decisions file, with where it stands."""

    pmid: str
    decision: str
    reason: str
    reviewer: str
    date: str
    note: str
    text_sha256: str
    where: str


@dataclass(frozen=True)
class Standing:
    """What the humans' decisions on one record amount to.

    `state` is agreed (one alone agrees with itself), settled, conflict or stale; in the last two
    the decision is unclear.
    """

    decision: str
    reason: str
    state: str
    reviewers: tuple[str, ...]
    note: str


def read_human_decisions(
    paths: Iterable[str | Path], pmids: Collection[str], reasons: Collection[str]
) -> list[HumanDecision]:
    """Read decisions files, all of them or none.

    Raises ReviewError with file and line for a wrong header, a PMID that the review does not
    hold, a decision or reason that does not exist, an exclusion without a reason, or a second row
    of one reviewer for one record.
    """
    rows: list[HumanDecision] = []
    first_seen: dict[tuple[str, str], str] = {}
    for path in paths:
        for row in _rows(Path(path)):
            _check(row, pmids, reasons)
            earlier = first_seen.setdefault((row.pmid, row.reviewer), row.where)
            if earlier != row.where:
                raise ReviewError(
                    f"{row.reviewer} decided on PMID {row.pmid} before, at {earlier}",
                    where=row.where,
                    fix="Keep one of the two rows",
                )
            rows.append(row)
    return rows


def pmids_named(paths: Iterable[str | Path]) -> set[str]:
    """The PMIDs that decisions files name, known or not."""
    return {row.pmid for path in paths for row in _rows(Path(path))}


def standings(
    rows: Iterable[HumanDecision], hashes: Mapping[str, str], order: Iterable[str]
) -> dict[str, Standing]:
    """What each record's human decisions amount to, given the records' present text hashes.

    `order` is the criteria's: of several reasons for excluding one record the first counts.
    """
    ranks = {reason: rank for rank, reason in enumerate((*order, OTHER_REASON))}
    by_pmid: dict[str, list[HumanDecision]] = {}
    for row in rows:
        by_pmid.setdefault(row.pmid, []).append(row)
    return {pmid: _standing(group, hashes[pmid], ranks) for pmid, group in by_pmid.items()}


def is_stale(row: HumanDecision, text_sha256: str) -> bool:
    """Whether the record's text is no longer the one that was read."""
    return bool(row.text_sha256) and row.text_sha256 != text_sha256


def with_hashes(path: Path, hashes: Mapping[str, str]) -> str:
    """The text of a decisions file with the present hash in every row that has none."""
    return decisions_text(
        row if row.text_sha256 else replace(row, text_sha256=hashes[row.pmid])
        for row in _rows(path)
    )


def decisions_text(rows: Iterable[HumanDecision]) -> str:
    """The text of a decisions file that holds some rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([*COLUMNS, HASH_COLUMN])
    writer.writerows([getattr(row, name) for name in (*COLUMNS, HASH_COLUMN)] for row in rows)
    return buffer.getvalue()


def _rows(path: Path) -> Iterable[HumanDecision]:
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    header = next(reader, [])
    if tuple(header[:6]) != COLUMNS or header[6:] not in ([], [HASH_COLUMN]):
        raise ReviewError(
            "the header is not that of a decisions file",
            where=f"{path} line 1",
            value=",".join(header),
            fix=f"With commas: {','.join(COLUMNS)}, and {HASH_COLUMN} may follow",
        )
    for cells in reader:
        if not any(cells):
            continue
        where = f"{path} line {reader.line_num}"
        if len(cells) != len(header):
            raise ReviewError(
                f"{len(cells)} cells under {len(header)} columns",
                where=where,
                fix="Write a comma for each empty cell, and quotes around a note that holds one",
            )
        cells = [cell.strip() for cell in cells]
        pmid, decision, reason, reviewer, day, note, *text_hash = cells
        yield HumanDecision(pmid, decision, reason, reviewer, day, note, "".join(text_hash), where)


def _check(row: HumanDecision, pmids: Collection[str], reasons: Collection[str]) -> None:
    allowed = f"Reasons: {', '.join(reasons)}, {OTHER_REASON}"
    if row.pmid not in pmids:
        raise ReviewError(
            "this review holds no such record",
            where=row.where,
            value=row.pmid,
            fix="Correct the PMID, delete the row, or name another file in screening.decisions",
        )
    if row.decision not in DECISIONS:
        raise ReviewError(
            "unknown decision",
            where=row.where,
            value=row.decision,
            fix=f"Decisions: {', '.join(DECISIONS)}",
        )
    if row.date and not _is_day(row.date):
        raise ReviewError(
            "the date is not one",
            where=row.where,
            value=row.date,
            fix="Write the day as 2026-03-31, or leave the cell empty",
        )
    if not row.reviewer:
        raise ReviewError("the row names no reviewer", where=row.where, fix="Say who decided")
    if row.decision == "exclude" and row.reason not in (*reasons, OTHER_REASON):
        what = "unknown reason" if row.reason else "an exclusion needs a reason"
        raise ReviewError(what, where=row.where, value=row.reason or None, fix=allowed)
    if row.decision == "include" and row.reason:
        raise ReviewError(
            "an include carries no reason",
            where=row.where,
            value=row.reason,
            fix="Empty the cell; remarks go into the note",
        )
    if row.reason and row.reason not in (*reasons, OTHER_REASON):
        raise ReviewError("unknown reason", where=row.where, value=row.reason, fix=allowed)


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _standing(group: list[HumanDecision], present: str, ranks: Mapping[str, int]) -> Standing:
    reviewers = tuple(row.reviewer for row in group)
    current = [row for row in group if not is_stale(row, present)]
    settled = [row for row in current if row.reviewer == CONSENSUS]
    stale = ", ".join(
        f"{row.decision} by {row.reviewer}" for row in group if is_stale(row, present)
    )
    changed = f"text changed since: {stale}" if stale else ""
    if not current:
        return Standing("unclear", "", "stale", reviewers, changed)
    counted = settled or current
    decisions = {row.decision for row in counted}
    if len(decisions) > 1:
        said = ", ".join(f"{row.decision} by {row.reviewer}" for row in counted)
        return Standing(
            "unclear", "", "conflict", reviewers, "; ".join(filter(None, (said, changed)))
        )
    reason = min((row.reason for row in counted), key=lambda name: ranks.get(name, -1))
    notes = [row.note for row in counted if row.note]
    return Standing(
        counted[0].decision,
        reason if counted[0].decision == "exclude" else "",
        "settled" if settled and len(current) > 1 else "agreed",
        reviewers,
        "; ".join([*notes, *([changed] if changed else [])]),
    )

"""From what was read to rows of tables; every quote is checked as it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from extraction.arms.merging import Arm
from extraction.arms.study import Arms
from extraction.claims.measures import value_months
from extraction.reader import TITLE_BREAK
from extraction.repeats import Kept
from review.errors import ReviewError
from review.records import Record

Row = dict[str, Any]


def outcome_rows(
    record: Record,
    study_id: str,
    kept: Sequence[Kept],
    arms: Arms,
    follow_up: float | None,
    secondary: bool,
) -> list[Row]:
    """Rows of outcomes.csv for one record."""
    return [_outcome(record, study_id, one, arms, follow_up, secondary) for one in kept]


def _outcome(
    record: Record,
    study_id: str,
    kept: Kept,
    arms: Arms,
    follow_up: float | None,
    secondary: bool,
) -> Row:
    finding = kept.finding
    interval, value = finding.interval, finding.value
    row: Row = {
        "pmid": record.pmid,
        "study_id": study_id,
        "endpoint": finding.endpoint,
        "statistic": finding.statistic,
        "arm": finding.arm,
        "comparator": finding.comparator,
        "value": value.number,
        "unit": finding.unit,
        "ci_lower": interval.lower if interval else None,
        "ci_upper": interval.upper if interval else None,
        "ci_level": interval.level if interval else None,
        "p_operator": finding.p[0] if finding.p else "",
        "p_value": finding.p[1] if finding.p else None,
        "events": value.events,
        "total": value.total,
        "timepoint_months": finding.months,
        "subgroup": finding.subgroup,
        "section": finding.label,
        "quote": quote(record.abstract, finding.start, finding.end, record.pmid),
        "start": finding.start,
        "end": finding.end,
        "rule": finding.rule,
        "flags": list(finding.flags),
        "follow_up_months": follow_up,
        "duplicate_spans": [f"{start}-{end}" for start, end in kept.duplicates],
        "secondary": secondary,
    }
    derive(row, arms)
    row["outcome_id"] = outcome_id(row)
    return row


def derive(row: Row, arms: Arms) -> None:
    """Set the cells of a row that follow from others: its length in months, its regimens."""
    row["value_months"] = value_months(row["value"], row["unit"])
    row["arm_regimen"] = regimen(arms, row["arm"])
    row["comparator_regimen"] = regimen(arms, row["comparator"])


def outcome_id(row: Row) -> str:
    """A name for a result that stays the same as long as its words and its meaning do."""
    parts = [
        row[key] for key in ("pmid", "start", "end", "endpoint", "statistic", "arm", "comparator")
    ]
    parts += [row["value"], row["timepoint_months"], row["subgroup"]]
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    return f"{row['pmid']}-{digest[:10]}"


def regimen(arms: Arms, label: str) -> str:
    """The regimen id of an arm, else its drugs joined by `+`, else ''."""
    if not label or label not in arms.labels:
        return ""
    arm = arms[label]
    return arm.regimen or "+".join(arm.drugs)


def arm_rows(record: Record, study_id: str, arms: Arms) -> list[Row]:
    """Rows of arms.csv for one record."""
    return [_arm(record, study_id, arm, len(record.title) + len(TITLE_BREAK)) for arm in arms.arms]


def _arm(record: Record, study_id: str, arm: Arm, shift: int) -> Row:
    in_title = arm.start < len(record.title)
    start, end = (arm.start, arm.end) if in_title else (arm.start - shift, arm.end - shift)
    text = record.title if in_title else record.abstract
    return {
        "pmid": record.pmid,
        "study_id": study_id,
        "arm": arm.label,
        "aliases": arm.aliases,
        "regimen": arm.regimen,
        "drugs": list(arm.drugs),
        "n": arm.n,
        "field": "title" if in_title else "abstract",
        "quote": quote(text, start, end, record.pmid),
        "start": start,
        "end": end,
    }


def quote(text: str, start: int, end: int, pmid: str) -> str:
    """The words at a place, which must exist.

    Raises ReviewError where the place is not in the text: a fault of the program.
    """
    if not 0 <= start < end <= len(text):
        raise ReviewError(
            "a result points outside its text", where=f"record {pmid}", value=f"{start}-{end}"
        )
    return text[start:end]

"""What has changed since an earlier run, where two runs were compared."""

from __future__ import annotations

from collections import Counter

from reporting.evidence import Evidence
from reporting.tables import Cell, Column, Table
from reporting.wording import and_list, count, words_of

KINDS = {
    "standing_changed": "change of standing",
    "record_added": "record added",
    "record_gone": "record gone",
    "record_changed": "record changed",
    "decision_moved": "decision moved",
    "pooled_moved": "pooled number moved",
    "verdict_moved": "verdict moved",
}


def changes_in_a_line(evidence: Evidence) -> str:
    """Return the number of changes by kind, '' where no earlier run was compared."""
    if not (evidence.results / "changes.csv").exists():
        return ""
    kinds = Counter(row["kind"] for row in evidence.table("changes"))
    if not kinds:
        return "Nothing has changed since the last run."
    parts = [_told(kinds[kind], words) for kind, words in KINDS.items() if kinds[kind]]
    return f"Since the last run: {and_list(parts)}."


def changes_table(evidence: Evidence) -> str:
    """List each change with its cause."""
    rows = [
        [
            Cell(KINDS.get(row["kind"], words_of(row["kind"]))),
            Cell(row["subject"]),
            Cell(words_of(row["field"])),
            Cell(row["before"]),
            Cell(row["after"]),
            Cell(row["cause"]),
        ]
        for row in evidence.table("changes")
    ]
    columns = [
        Column("What"),
        Column("Of"),
        Column("Field"),
        Column("Before", wide=True),
        Column("Now", wide=True),
        Column("Why", wide=True),
    ]
    return Table(
        "tbl-changes",
        "Changes since the last run: records, decisions, pooled numbers and verdicts.",
        columns,
        rows,
        empty=changes_in_a_line(evidence) or "No earlier run was named to compare with.",
        elsewhere="changes.csv",
    ).markdown()


def _told(number: int, words: str) -> str:
    noun, _, rest = words.partition(" ")
    if rest == "number moved":
        return f"{count(number, 'pooled number')} moved"
    return f"{count(number, noun)} {rest}".strip()

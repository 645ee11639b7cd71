"""The queue of unclear records: ranked, explained, and with a hint when to stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from screening.humans import HumanDecision
from screening.ranking import Example, Score, score
from screening.stopping import chance_below_target

Row = dict[str, Any]


def queue_rows(
    decisions: Sequence[Row], human: Iterable[HumanDecision], records: Path
) -> list[Row]:
    """The rows of queue.csv, likeliest includes first.

    Texts are read again from `records`, and only where something is unclear. Where the decisions
    so far hold no include or no exclude, records with fewer open criteria come first.
    """
    waiting = [row for row in decisions if row["decision"] == "unclear"]
    if not waiting:
        return []
    decided = {row["pmid"]: row for row in decisions}
    titles, texts = _texts(records)
    examples = [
        Example(texts[pmid], row["decision"] == "include", row["decided_by"] == "human")
        for pmid, row in decided.items()
        if row["decision"] != "unclear"
    ]
    scores = score([texts[row["pmid"]] for row in waiting], examples)
    by_row: list[Score | None] = list(scores) if scores else [None for _ in waiting]
    ranked = sorted(zip(waiting, by_row, strict=True), key=_order)
    includes = sum(example.included for example in examples)
    already_read = _read_since_last_include(human, decided)
    return [
        {
            "rank": rank,
            "pmid": row["pmid"],
            "score": found.value if found else None,
            "words": list(found.words) if found else [],
            "unclear": row["unclear"],
            "why": row["note"] or f"unclear: {', '.join(row['unclear'])}",
            "title": titles[row["pmid"]],
            "p_recall_below_target": round(
                chance_below_target(includes, len(waiting) - rank, already_read + rank), 6
            ),
        }
        for rank, (row, found) in enumerate(ranked, start=1)
    ]


def _texts(records: Path) -> tuple[dict[str, str], dict[str, str]]:
    titles: dict[str, str] = {}
    texts: dict[str, str] = {}
    with pq.ParquetFile(records) as table:
        for batch in table.iter_batches(columns=["pmid", "title", "abstract"]):
            for row in batch.to_pylist():
                titles[row["pmid"]] = row["title"]
                texts[row["pmid"]] = f"{row['title']}\n{row['abstract']}"
    return titles, texts


def _order(item: tuple[Row, Score | None]) -> tuple[float, int, int]:
    row, found = item
    return (-found.value if found else 0.0), len(row["unclear"]), int(row["pmid"])


def _read_since_last_include(human: Iterable[HumanDecision], decided: dict[str, Row]) -> int:
    """How many unclear records humans have excluded since they last included one.

    Reading order is that of the dates, then of the rows; records that the rules had decided do
    not count, since they were never in the queue.
    """
    count = 0
    for row in sorted(human, key=lambda row: row.date):
        if decided[row.pmid]["rules_decision"] != "unclear":
            continue
        count = 0 if row.decision == "include" else count + 1
    return count

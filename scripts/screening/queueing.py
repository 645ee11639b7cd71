"""The queue of unclear records: ranked, explained, and with a hint when to stop."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from review.records import iter_records
from review.tables import harmless
from screening.humans import HumanDecision
from screening.ranking import Example, Score, score
from screening.stopping import chance_below_target

Row = dict[str, Any]

# So many of the rules' excludes the ranking learns from, which bounds its time and memory.
MOST_EXCLUDES = 1000


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
    teaching = _teaching(decisions)
    titles, texts = _texts(records, {row["pmid"] for row in (*waiting, *teaching)})
    examples = [
        Example(texts[row["pmid"]], row["decision"] == "include", row["decided_by"] == "human")
        for row in teaching
    ]
    scores = score([texts[row["pmid"]] for row in waiting], examples)
    by_row: list[Score | None] = list(scores) if scores else [None for _ in waiting]
    ranked = sorted(zip(waiting, by_row, strict=True), key=_order)
    includes = sum(row["decision"] == "include" for row in decisions)
    already_read = _read_since_last_include(human, {row["pmid"]: row for row in decisions})
    return [
        {
            "rank": rank,
            "pmid": row["pmid"],
            "score": found.value if found else None,
            "words": list(found.words) if found else [],
            "unclear": row["unclear"],
            "why": row["note"] or f"unclear: {', '.join(row['unclear'])}",
            "title": harmless(titles[row["pmid"]]),
            "p_recall_below_target": round(
                chance_below_target(includes, len(waiting) - rank, already_read + rank), 6
            ),
        }
        for rank, (row, found) in enumerate(ranked, start=1)
    ]


def _teaching(decisions: Sequence[Row]) -> list[Row]:
    """The decided records to learn from.

    That is every include, every human decision, and of the rules' excludes those that fail
    fewest criteria: they are likest to the unclear ones, and a mirror of PubMed holds far more of
    the others than would fit into memory.
    """
    decided = [row for row in decisions if row["decision"] != "unclear"]
    kept = [r for r in decided if r["decision"] == "include" or r["decided_by"] == "human"]
    rest = [r for r in decided if r["decision"] == "exclude" and r["decided_by"] != "human"]
    nearest = sorted(rest, key=lambda row: (len(row["failed"]), int(row["pmid"])))
    return sorted(kept + nearest[:MOST_EXCLUDES], key=lambda row: int(row["pmid"]))


def _texts(records: Path, wanted: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    titles: dict[str, str] = {}
    texts: dict[str, str] = {}
    for record in iter_records(records, ("pmid", "title", "abstract")):
        if record.pmid in wanted:
            titles[record.pmid] = record.title
            texts[record.pmid] = f"{record.title}\n{record.abstract}"
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

"""The queue of unclear records: ranked, explained, and with a hint when to stop."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from review.records import Record
from review.tables import harmless
from screening.humans import HumanDecision
from screening.ranking import Example, Score, score
from screening.stopping import TARGET_RECALL, chance_below_target

Row = dict[str, Any]

# So many of the rules' excludes the ranking learns from, which bounds its time and memory.
MOST_EXCLUDES = 1000


@dataclass(frozen=True)
class Decided:
    """A row of decisions.csv with the title and the text it was made on."""

    row: Row
    title: str
    text: str


class Gathering:
    """What a queue is made from, gathered while records are decided one by one.

    Kept are all unclear records, and to learn from every include, every human decision, and of
    the rules' excludes those that fail fewest criteria: they are likest to the unclear ones, and a
    mirror of PubMed holds far more of the others than would fit into memory.
    """

    def __init__(self) -> None:
        self.waiting: list[Decided] = []
        self.kept: list[Decided] = []
        self._nearest: list[tuple[int, int, Decided]] = []

    def add(self, row: Row, record: Record) -> None:
        """Take in one decision and the record it was made on."""
        decided = Decided(row, record.title, f"{record.title}\n{record.abstract}")
        if row["decision"] == "unclear":
            self.waiting.append(decided)
        elif row["decision"] == "include" or row["decided_by"] == "human":
            self.kept.append(decided)
        else:
            ranked = -len(row["failed"]), -int(row["pmid"]), decided
            if len(self._nearest) < MOST_EXCLUDES:
                heapq.heappush(self._nearest, ranked)
            elif ranked[:2] > self._nearest[0][:2]:
                heapq.heapreplace(self._nearest, ranked)

    def teaching(self) -> list[Decided]:
        """The decided records to learn from, by PMID."""
        nearest = (decided for _, _, decided in self._nearest)
        return sorted((*self.kept, *nearest), key=lambda decided: int(decided.row["pmid"]))


def queue_rows(
    gathered: Gathering, human: Iterable[HumanDecision], target_recall: float = TARGET_RECALL
) -> list[Row]:
    """The rows of queue.csv, likeliest includes first.

    Where the decisions so far hold no include or no exclude, records with fewer open criteria
    come first.
    """
    waiting = gathered.waiting
    if not waiting:
        return []
    examples = [
        Example(each.text, each.row["decision"] == "include", each.row["decided_by"] == "human")
        for each in gathered.teaching()
    ]
    scores = score([each.text for each in waiting], examples)
    by_row: list[Score | None] = list(scores) if scores else [None for _ in waiting]
    ranked = sorted(zip(waiting, by_row, strict=True), key=_order)
    includes = sum(each.row["decision"] == "include" for each in gathered.kept)
    known = {each.row["pmid"]: each.row for each in (*gathered.kept, *waiting)}
    already_read = _read_since_last_include(human, known)
    return [
        {
            "rank": rank,
            "pmid": each.row["pmid"],
            "score": found.value if found else None,
            "words": list(found.words) if found else [],
            "unclear": each.row["unclear"],
            "why": each.row["note"] or f"unclear: {', '.join(each.row['unclear'])}",
            "title": harmless(each.title),
            "p_recall_below_target": round(
                chance_below_target(
                    includes, len(waiting) - rank, already_read + rank, target_recall
                ),
                6,
            ),
        }
        for rank, (each, found) in enumerate(ranked, start=1)
    ]


def _order(item: tuple[Decided, Score | None]) -> tuple[float, int, int]:
    each, found = item
    return (-found.value if found else 0.0), len(each.row["unclear"]), int(each.row["pmid"])


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

"""From the raw batches of a fetch to records, with every PMID accounted for."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pubmed.articles import iter_elements, version_of
from pubmed.parse import record_of
from pubmed.retrieval import Batch
from review.errors import ReviewError
from review.records import Record


@dataclass(slots=True)
class Account:
    """What became of each PMID: parsed, or missing and why. Filled while records are read."""

    asked: Sequence[str]
    missing: dict[str, str]
    parsed: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """Raise ReviewError unless every PMID asked for was parsed or is named missing."""
        foreign = sorted(self.parsed - set(self.asked), key=int)
        if foreign:
            raise ReviewError(
                f"{len(foreign)} records that nobody asked for",
                where="records",
                value=foreign[0],
                fix="Run the fetch rule again.",
            )
        known = self.parsed | self.missing.keys()
        lost = [pmid for pmid in self.asked if pmid not in known]
        if lost:
            raise ReviewError(
                f"{len(lost)} of {len(self.asked)} records are neither parsed nor named missing",
                where="records",
                value=lost[0],
                fix="Run the fetch rule again.",
            )
        # A record that came after all is not missing.
        for pmid in self.parsed & self.missing.keys():
            del self.missing[pmid]


def records_of(batches: Iterable[tuple[Batch, Path]], account: Account) -> Iterator[Record]:
    """Yield the records of all batches by PMID; at the end, settle the account.

    Memory holds one batch, and what of others overlaps it. Raises ReviewError when a PMID is
    unaccounted for.
    """
    waiting: list[tuple[int, str, Record]] = []
    for batch, path in sorted(batches, key=lambda pair: int(pair[0].asked[0])):
        while waiting and waiting[0][0] < int(batch.asked[0]):
            yield heapq.heappop(waiting)[2]
        for record in _records(batch, path, account):
            heapq.heappush(waiting, (int(record.pmid), record.source_file, record))
    while waiting:
        yield heapq.heappop(waiting)[2]
    account.settle()


def _records(batch: Batch, path: Path, account: Account) -> Iterable[Record]:
    """Return a batch's records; of several versions of one, the latest."""
    latest: dict[str, tuple[int, Record]] = {}
    deleted: list[str] = []
    aside = set(batch.set_aside)
    for pmid, element in iter_elements(path, deleted=deleted):
        version = version_of(element)
        if pmid not in aside and (pmid not in latest or version >= latest[pmid][0]):
            latest[pmid] = (version, record_of(element, batch.file))
    for pmid in set(deleted) & set(batch.asked) - latest.keys():
        account.missing[pmid] = "PubMed has deleted this record"
    account.parsed.update(latest)
    return [record for _, record in latest.values()]

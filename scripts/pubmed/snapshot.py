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

    Batches ascend; those fetched alone come last and are merged in. Memory holds one batch
    and the singles. Raises ReviewError when a PMID is unaccounted for.
    """
    singles: list[Record] = []
    main: list[tuple[Batch, Path]] = []
    for batch, path in batches:
        if main and int(batch.asked[0]) < int(main[-1][0].asked[-1]):
            singles += _sorted(batch, path, account)
        else:
            main.append((batch, path))
    singles.sort(key=_number)
    regular = (record for batch, path in main for record in _sorted(batch, path, account))
    yield from heapq.merge(regular, singles, key=_number)
    account.settle()


def _sorted(batch: Batch, path: Path, account: Account) -> list[Record]:
    """Return a batch's records by PMID; of several versions of one, the latest."""
    latest: dict[str, tuple[int, Record]] = {}
    deleted: list[str] = []
    for pmid, element in iter_elements(path, deleted=deleted):
        version = version_of(element)
        if pmid not in latest or version >= latest[pmid][0]:
            latest[pmid] = (version, record_of(element, batch.file))
    for pmid in set(deleted) & set(batch.asked) - latest.keys():
        account.missing[pmid] = "PubMed has deleted this record"
    account.parsed.update(latest)
    return sorted((record for _, record in latest.values()), key=_number)


def _number(record: Record) -> int:
    return int(record.pmid)

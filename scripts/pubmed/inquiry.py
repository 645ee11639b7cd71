"""One complete inquiry to PubMed: the search, its blocks, related records, files, known papers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pubmed.concepts import Block
from pubmed.exported import Export
from pubmed.known import Known, check_known
from pubmed.query import Finding
from pubmed.related import Relation, Service, relation, resolve
from pubmed.windows import Search, creation_range, search_all

_AT_ONCE = 10
VIA_ORDER = ("search", "similar", "cited_by", "references", "file")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a query (as blocks where it has any) up to a day, and what goes beside it."""

    query: str
    until: datetime.date
    blocks: Sequence[Block] = ()
    allowed: Sequence[str] = ()
    seeds: Sequence[str] = ()
    links: Sequence[str] = ()
    limit: int = 1
    exports: Sequence[Export] = ()
    known: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One way in which one record was found; ``seed_pmid`` is '' where no seed led to it."""

    pmid: str
    via: str
    seed_pmid: str = ""


@dataclass(slots=True)
class Answer:
    """What came back: every window, the blocks' own counts, and every way each record came."""

    question: Question
    warnings: Sequence[Finding]
    search: Search
    counts: list[tuple[Block, int]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def pmids(self) -> list[str]:
        """Return all PMIDs in numeric order, each once."""
        return list(dict.fromkeys(row.pmid for row in self.found))


def ask(service: Service, question: Question, warnings: Sequence[Finding] = ()) -> Answer:
    """Ask everything of a question. Raises ReviewError where any of it cannot be answered."""
    day = creation_range(question.until)
    search = search_all(service.search, question.query, question.until, allowed=question.allowed)
    answer = Answer(question, warnings, search)
    # Independent requests go together: the lane keeps the rate, a reply takes its time.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        blocks = question.blocks if len(question.blocks) > 1 else ()
        counts = pool.map(
            lambda block: service.search(f"({block.text}) AND {day}", 0).count, blocks
        )
        seeds = list(pool.map(lambda given: resolve(service, given), question.seeds))
        answer.relations = list(
            pool.map(
                lambda pair: relation(service, pair[0], pair[1], question.limit, day),
                [(seed, link) for seed in seeds for link in question.links],
            )
        )
        answer.counts = list(zip(blocks, counts, strict=True))
    answer.found = _found(search, answer.relations, question.exports)
    ways: dict[str, list[str]] = {}
    for row in answer.found:
        if row.via not in ways.setdefault(row.pmid, []):
            ways[row.pmid].append(row.via)
    answer.known = check_known(service, question.known, ways, question.blocks, day)
    return answer


def _found(search: Search, linked: Sequence[Relation], exports: Sequence[Export]) -> list[Found]:
    rows = {Found(pmid, "search") for pmid in search.pmids}
    rows |= {
        Found(pmid, relation.link, relation.seed.pmid)
        for relation in linked
        for pmid in relation.pmids
    }
    rows |= {Found(pmid, "file") for export in exports for pmid in export.pmids}
    return sorted(
        rows,
        key=lambda row: (int(row.pmid), VIA_ORDER.index(row.via), int(row.seed_pmid or 0)),
    )

"""One complete inquiry to PubMed: the search, its blocks, related records, files, known papers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pubmed.concepts import Block
from pubmed.exported import Export
from pubmed.finding import Finding
from pubmed.known import Known, explain, locate
from pubmed.related import Relation, Service, relation, resolve
from pubmed.update import Update, update_of
from pubmed.windows import NothingFound, Search, creation_range, search_all
from review.errors import ReviewError

# At ten requests a second, with replies that take a second and a half.
_AT_ONCE = 16
VIA_ORDER = ("search", "similar", "cited_by", "references", "file")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a query (as blocks where it has any) up to a day, and what goes beside it.

    ``since`` is the day of the earlier search that this one updates, if any.
    """

    query: str
    until: datetime.date
    since: datetime.date | None = None
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
    update: Update | None = None
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
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        return _asked(pool, service, question, warnings, day)
    finally:
        pool.shutdown(cancel_futures=True)


def _asked(
    pool: ThreadPoolExecutor,
    service: Service,
    question: Question,
    warnings: Sequence[Finding],
    day: str,
) -> Answer:
    # What needs no other answer goes at once: the lane keeps the rate, a reply takes its time.
    searching = pool.submit(
        search_all,
        service.search,
        question.query,
        question.until,
        allowed=question.allowed,
        spell=service.spelling,
    )
    blocks = question.blocks if len(question.blocks) > 1 else ()
    counting = pool.map(lambda block: service.search(f"({block.text}) AND {day}", 0).count, blocks)
    resolving = pool.map(lambda given: resolve(service, given), question.seeds)
    locating = pool.map(lambda given: locate(service, given), question.known)
    updating = (
        pool.submit(update_of, service.search, question.query, question.since, day)
        if question.since
        else None
    )
    try:
        pairs = [(seed, link) for seed in resolving for link in question.links]
    except ReviewError:
        searching.result()  # a fault of the query itself is told first
        raise
    try:
        search = searching.result()
    except NothingFound as error:
        alone = [f"{block.text}: {count}" for block, count in zip(blocks, counting, strict=True)]
        hint = f"Each part alone finds: {'; '.join(alone)}. " if alone else ""
        raise NothingFound(question.query, question.until, error.translation, hint) from None
    relating = pool.map(
        lambda pair: relation(service, pair[0], pair[1], question.limit, day), pairs
    )
    answer = Answer(question, warnings, search)
    answer.update = updating.result() if updating else None
    answer.counts = list(zip(blocks, counting, strict=True))
    answer.relations = list(relating)
    answer.found = _found(answer.search, answer.relations, question.exports)
    ways: dict[str, list[str]] = {}
    for row in answer.found:
        if row.via not in ways.setdefault(row.pmid, []):
            ways[row.pmid].append(row.via)
    explaining = pool.map(
        lambda known: explain(service, known, ways, question.blocks, day), locating
    )
    answer.known = list(explaining)
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

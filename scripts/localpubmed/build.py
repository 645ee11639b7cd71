"""Build an index from PubMed XML, in one pass and in memory that does not grow with it."""

from __future__ import annotations

import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lxml import etree

from localpubmed.document import Document, document_of, element_of
from localpubmed.fields import COLUMNS
from localpubmed.layout import FORMAT, SETTINGS, TABLES
from localpubmed.sources import Source, sources_of
from pubmed.articles import iter_articles, version_of
from review.errors import ReviewError
from review.files import name_aside, remove_abandoned, sha256_of

_BLOCK = 160_000  # bytes of XML compressed together: small enough to unpack for one record
_BATCH = 40 * _BLOCK  # bytes of XML gathered and written together
_INSERT_WORDS = f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"
_INSERT_CITED = "INSERT INTO cites (rowid, cited) VALUES (?, ?)"
_DELETE_CITED = "INSERT INTO cites (cites, rowid, cited) VALUES ('delete', ?, ?)"
_DELETE_WORDS = (
    f"INSERT INTO words (words, rowid, {', '.join(COLUMNS)})"
    f" VALUES ('delete', ?{', ?' * len(COLUMNS)})"
)


@dataclass(frozen=True, slots=True)
class _Version:
    number: int
    raw: bytes
    document: Document


@dataclass(slots=True)
class Counts:
    """What became of the records of a corpus.

    ``superseded`` are versions of a record that gave way to another, ``deleted`` the records
    that a file declared deleted after they had appeared.
    """

    files: int = 0
    records: int = 0
    superseded: int = 0
    deleted: int = 0
    unchanged: bool = False


def build_index(
    paths: Iterable[str | Path],
    out: str | Path,
    watch: Callable[[Sequence[Source]], Iterable[Source]] = iter,
) -> Counts:
    """Index the PubMed XML at ``paths`` into one file, whole or not at all.

    The same files give the same bytes. An index of the very same files is kept as it is.
    Of several versions of a record the highest counts, and the later of two equal ones; a
    record that a file deletes goes if it came before. Raises ReviewError for a corpus that is
    missing, empty or damaged, naming file and position. ``watch`` sees the files go by.
    """
    out = Path(out)
    sources = sources_of(paths)
    if counts := _unchanged(out, sources):
        os.utime(out)
        return counts
    with (
        _aside(out) as path,
        closing(_new(path)) as connection,
        _Builder(connection, sources) as builder,
    ):
        for source in watch(sources):
            builder.add(source)
        return builder.finish()


def _new(path: Path) -> sqlite3.Connection:
    # Two threads use it, never at once: one waits while the other writes.
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def _unchanged(out: Path, sources: Sequence[Source]) -> Counts | None:
    if not out.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{out.resolve().as_uri()}?mode=ro", uri=True)) as index:
            meta = dict(index.execute("SELECT key, value FROM meta"))
            names = index.execute("SELECT name, sha256 FROM sources ORDER BY position").fetchall()
    except sqlite3.Error:  # not an index, or one of another format: it is built anew
        return None
    if meta.get("fingerprint") != _fingerprint(sources) or len(names) != len(sources):
        return None
    return Counts(
        files=len(sources),
        records=int(meta["records"]),
        superseded=int(meta["superseded"]),
        deleted=int(meta["deleted"]),
        unchanged=True,
    )


def _fingerprint(sources: Sequence[Source]) -> str:
    return sha256_of("\n".join([FORMAT, *(f"{s.sha256} {s.name}" for s in sources)]))


@contextmanager
def _aside(out: Path) -> Iterator[Path]:
    """Give a neighbour of ``out`` that takes its name when the block ends well."""
    out.parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(out)
    aside = name_aside(out)
    aside.unlink(missing_ok=True)
    try:
        yield aside
        with open(aside, "rb+") as handle:
            os.fsync(handle.fileno())
        os.replace(aside, out)
    except sqlite3.Error as error:
        fix = "Make room on the disk, or write the index elsewhere."
        if "fts5" in str(error):
            fix = "Use a Python whose SQLite has FTS5, as those of python.org and conda have."
        raise ReviewError(
            f"the index cannot be written: {error}", where=str(out), fix=fix
        ) from error
    finally:
        aside.unlink(missing_ok=True)


class _Builder:
    """Writes records into a new index.

    Records are gathered and written by PMID, some hundred at a time, because FTS5 begins a
    new segment whenever a row number falls. Writing runs in a thread of its own, one batch
    behind reading: SQLite and zlib leave Python's lock to the parser while they work.
    """

    def __init__(self, connection: sqlite3.Connection, sources: Sequence[Source]) -> None:
        self._index = connection
        self._sources = sources
        self._counts = Counts(files=len(sources))
        self._pending: dict[int, _Version] = {}
        self._pending_size = 0
        self._blocks = 0
        self._writer = ThreadPoolExecutor(1)
        self._written: Future[None] | None = None
        connection.executescript(SETTINGS)
        connection.executescript(TABLES)
        for table in ("words", "cites"):
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('automerge', 0)")
        connection.execute("BEGIN")

    def __enter__(self) -> Self:
        # Between two rows the writer wants Python's lock back sooner than in the usual 5 ms.
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-3)
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.shutdown()
        sys.setswitchinterval(self._interval)

    def add(self, source: Source) -> None:
        deleted: list[str] = []
        for pmid, raw, element in iter_articles(source.path, name=source.name, deleted=deleted):
            self._put(int(pmid), version_of(element), raw, element)
        if deleted:
            self._write_pending()
            self._wait()
            for text in deleted:
                self._counts.deleted += text.isdecimal() and self._remove(int(text))

    def finish(self) -> Counts:
        self._write_pending()
        self._wait()
        counts, index = self._counts, self._index
        counts.records = index.execute("SELECT count(*) FROM records").fetchone()[0]
        meta = {
            "format": FORMAT,
            "fingerprint": _fingerprint(self._sources),
            "records": counts.records,
            "superseded": counts.superseded,
            "deleted": counts.deleted,
        }
        index.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        index.executemany(
            "INSERT INTO sources VALUES (?, ?, ?)",
            ((place, s.name, s.sha256) for place, s in enumerate(self._sources)),
        )
        for table in ("words", "cites"):
            index.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
        index.execute("COMMIT")
        return counts

    def _put(self, pmid: int, version: int, raw: bytes, element: etree._Element) -> None:
        held = self._pending.get(pmid)
        if held:
            self._counts.superseded += 1
            if held.number > version:
                return
            self._pending_size -= len(held.raw)
        self._pending[pmid] = _Version(version, raw, document_of(pmid, element))
        self._pending_size += len(raw)
        if self._pending_size >= _BATCH:
            self._write_pending()

    def _write_pending(self) -> None:
        self._wait()
        batch = sorted(self._pending.items())
        self._pending, self._pending_size = {}, 0
        self._written = self._writer.submit(self._write, batch)

    def _wait(self) -> None:
        if self._written:
            self._written.result()
            self._written = None

    def _write(self, batch: Sequence[tuple[int, _Version]]) -> None:
        block: list[bytes] = []
        size = 0
        for pmid, version in batch:
            if not self._gives_way(pmid, version.number):
                continue
            document, raw = version.document, version.raw
            self._index.execute(_INSERT_WORDS, (pmid, *document.columns))
            if document.cited:
                self._index.execute(_INSERT_CITED, (pmid, _cited(document)))
            self._index.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (pmid, version.number, self._blocks, size, len(raw), *document.order),
            )
            block.append(raw)
            size += len(raw)
            if size >= _BLOCK:
                self._write_block(block)
                block, size = [], 0
        if block:
            self._write_block(block)

    def _write_block(self, block: Sequence[bytes]) -> None:
        data = zlib.compress(b"".join(block), 1)
        self._index.execute("INSERT INTO blocks VALUES (?, ?)", (self._blocks, data))
        self._blocks += 1

    def _gives_way(self, pmid: int, version: int) -> bool:
        """Say whether a version is to be written, after removing the one it supersedes."""
        held = self._index.execute("SELECT version FROM records WHERE pmid = ?", (pmid,)).fetchone()
        if held:
            self._counts.superseded += 1
            if held[0] > version:
                return False
            self._remove(pmid)
        return True

    def _remove(self, pmid: int) -> bool:
        """Take a record out again; FTS5 without text of its own wants to be told its words."""
        place = self._index.execute(
            "SELECT block, start, size FROM records WHERE pmid = ?", (pmid,)
        ).fetchone()
        if not place:
            return False
        block, start, size = place
        data = self._index.execute("SELECT data FROM blocks WHERE id = ?", (block,)).fetchone()[0]
        document = document_of(pmid, element_of(zlib.decompress(data)[start : start + size]))
        self._index.execute(_DELETE_WORDS, (pmid, *document.columns))
        if document.cited:
            self._index.execute(_DELETE_CITED, (pmid, _cited(document)))
        self._index.execute("DELETE FROM records WHERE pmid = ?", (pmid,))
        return True


def _cited(document: Document) -> str:
    return " ".join(document.cited)

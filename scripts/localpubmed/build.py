"""Build an index from PubMed XML, in one pass and in memory that does not grow with it."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from localpubmed.document import Document, document_of
from localpubmed.fields import COLUMNS
from localpubmed.layout import FORMAT, POSTINGS_IN_MEMORY, SETTINGS, TABLES
from localpubmed.sources import Source, sources_of
from pubmed.articles import iter_articles, version_of
from review.errors import ReviewError
from review.files import sha256_of

_BLOCK = 160_000  # bytes of XML compressed together: small enough to unpack for one record
_INSERT_WORDS = f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})"
_DELETE_WORDS = (
    f"INSERT INTO words (words, rowid, {', '.join(COLUMNS)})"
    f" VALUES ('delete', ?{', ?' * len(COLUMNS)})"
)


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


def build_index(paths: Iterable[str | Path], out: str | Path) -> Counts:
    """Index the PubMed XML at ``paths`` into one file, whole or not at all.

    The same files give the same bytes. An index of the very same files is kept as it is.
    Of several versions of a record the highest counts, and the later of two equal ones; a
    record that a file deletes goes if it came before. Raises ReviewError for a corpus that is
    missing, empty or damaged, naming file and position.
    """
    out = Path(out)
    sources = sources_of(paths)
    if counts := _unchanged(out, sources):
        os.utime(out)
        return counts
    with _aside(out) as path, closing(sqlite3.connect(path, isolation_level=None)) as connection:
        builder = _Builder(connection, sources)
        for source in sources:
            builder.add(source)
        return builder.finish()


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
    aside = out.with_name(f".{out.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    try:
        yield aside
        with open(aside, "rb+") as handle:
            os.fsync(handle.fileno())
        os.replace(aside, out)
    except sqlite3.Error as error:
        raise ReviewError(
            f"the index cannot be written: {error}",
            where=str(out),
            fix="Make room on the disk, or write the index elsewhere.",
        ) from error
    finally:
        aside.unlink(missing_ok=True)


class _Builder:
    """Writes records into a new index in the order in which they come."""

    def __init__(self, connection: sqlite3.Connection, sources: Sequence[Source]) -> None:
        self._index = connection
        self._sources = sources
        self._counts = Counts(files=len(sources))
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._blocks = 0
        connection.executescript(SETTINGS)
        connection.executescript(TABLES)
        for table in ("words", "cites"):
            for option, value in (("automerge", 0), ("hashsize", POSTINGS_IN_MEMORY)):
                connection.execute(
                    f"INSERT INTO {table}({table}, rank) VALUES (?, ?)", (option, value)
                )
        connection.execute("BEGIN")

    def add(self, source: Source) -> None:
        deleted: list[str] = []
        for pmid, raw, element in iter_articles(source.path, name=source.name, deleted=deleted):
            self._put(int(pmid), version_of(element), raw, element)
        for text in deleted:
            if text.isdecimal() and self._remove(int(text)):
                self._counts.deleted += 1

    def finish(self) -> Counts:
        self._write_block()
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
        held = self._index.execute("SELECT version FROM records WHERE pmid = ?", (pmid,)).fetchone()
        if held:
            self._counts.superseded += 1
            if held[0] > version:
                return
            self._remove(pmid)
        document = document_of(element)
        self._index.execute(_INSERT_WORDS, (pmid, *document.columns))
        if document.cited:
            self._index.execute(
                "INSERT INTO cites (rowid, cited) VALUES (?, ?)", (pmid, _cited(document))
            )
        self._index.execute(
            "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                pmid,
                version,
                self._blocks,
                self._pending_size,
                len(raw),
                document.published,
                document.author,
                document.journal,
                document.title,
            ),
        )
        self._pending.append(raw)
        self._pending_size += len(raw)
        if self._pending_size >= _BLOCK:
            self._write_block()

    def _write_block(self) -> None:
        data = zlib.compress(b"".join(self._pending), 1)
        self._index.execute("INSERT INTO blocks VALUES (?, ?)", (self._blocks, data))
        self._blocks += 1
        self._pending = []
        self._pending_size = 0

    def _remove(self, pmid: int) -> bool:
        """Take a record out again; FTS5 without text of its own wants to be told its words."""
        place = self._index.execute(
            "SELECT block, start, size FROM records WHERE pmid = ?", (pmid,)
        ).fetchone()
        if not place:
            return False
        block, start, size = place
        if block == self._blocks:
            self._write_block()
        data = self._index.execute("SELECT data FROM blocks WHERE id = ?", (block,)).fetchone()[0]
        raw = zlib.decompress(data)[start : start + size]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        document = document_of(etree.fromstring(raw, parser))
        self._index.execute(_DELETE_WORDS, (pmid, *document.columns))
        if document.cited:
            self._index.execute(
                "INSERT INTO cites (cites, rowid, cited) VALUES ('delete', ?, ?)",
                (pmid, _cited(document)),
            )
        self._index.execute("DELETE FROM records WHERE pmid = ?", (pmid,))
        return True


def _cited(document: Document) -> str:
    return " ".join(map(str, document.cited))

"""An index, opened for reading by any number of threads."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock

from localpubmed.layout import FORMAT
from localpubmed.match import Match
from localpubmed.query import QueryError
from review.errors import ReviewError

WINDOW = 9_999
"""PubMed lists no more than this many records of one search."""

_REMEMBERED = 32  # results kept, so that paging through one search does not repeat it

_WEIGHTS = "bm25(words, 4.0, 1.0, 0.5, 2.0, 2.0, 1.0, 0.5, 0.1, 0.5, 0.1, 0.0)"
_BY_PMID = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
_SORTED = (
    "SELECT words.rowid FROM words JOIN records ON records.pmid = words.rowid"
    " WHERE words MATCH ? ORDER BY records.{} {}, words.rowid DESC LIMIT ?"
)
_ORDERS = {
    "relevance": _BY_PMID.replace("ORDER BY", f"ORDER BY {_WEIGHTS},"),
    "most recent": _BY_PMID,
    "recently added": _BY_PMID,
    "date added": _BY_PMID,
    "pmid": _BY_PMID,
    "pub date": _SORTED.format("published", "DESC"),
    "author": _SORTED.format("author", "ASC"),
    "first author": _SORTED.format("author", "ASC"),
    "journalname": _SORTED.format("journal", "ASC"),
    "journal": _SORTED.format("journal", "ASC"),
    "title": _SORTED.format("title", "ASC"),
}


def order_of(sort: str) -> str:
    """Return the name of an order (``pub_date`` and ``pub+date`` alike); '' if there is none."""
    name = " ".join(sort.lower().replace("_", " ").replace("+", " ").split())
    return name if name in _ORDERS else ""


class Index:
    """Records and their words, read-only. Methods may be called from several threads at once."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._results: OrderedDict[tuple[str, str], tuple[int, array[int]]] = OrderedDict()
        self._lock = Lock()
        self._meta = self._read_meta()

    @property
    def records(self) -> int:
        """How many records it holds."""
        return int(self._meta["records"])

    @property
    def fingerprint(self) -> str:
        """A digest of the corpus it was built from."""
        return self._meta["fingerprint"]

    def close(self) -> None:
        """Close the file; no method may be running."""
        while not self._idle.empty():
            self._idle.get().close()

    def exists(self, match: Match) -> bool:
        """Say whether any record matches."""
        return bool(match) and bool(
            self._rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT 1", match.text)
        )

    def search(self, match: Match, order: str) -> tuple[int, Sequence[int]]:
        """Return how many records match, and the first 9,999 PMIDs of them in an order.

        Raises QueryError for an expression nested more deeply than SQLite can follow.
        """
        if not match:
            return 0, ()
        if order == "relevance" and not match.ranks:
            order = "most recent"
        key = (match.text, order)
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        try:
            rows = self._rows(_ORDERS[order], match.text, WINDOW)
        except sqlite3.OperationalError as error:
            if not str(error).startswith("fts5:"):
                raise
            raise QueryError("Search Backend failed: operators are nested too deeply") from error
        pmids = array("q", (row[0] for row in rows))
        count = len(pmids)
        if count == WINDOW:
            (row,) = self._rows("SELECT count(*) FROM words WHERE words MATCH ?", match.text)
            count = row[0]
        with self._lock:
            self._results[key] = count, pmids
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return count, pmids

    def ranked(self, match: Match, limit: int) -> list[tuple[int, float]]:
        """Return the PMIDs that match best, with their scores (higher is better)."""
        if not match:
            return []
        statement = (
            f"SELECT rowid, -{_WEIGHTS} FROM words WHERE words MATCH ?"
            f" ORDER BY {_WEIGHTS}, rowid DESC LIMIT ?"
        )
        return self._rows(statement, match.text, limit)

    def held(self, pmids: Iterable[int]) -> list[int]:
        """Return those of the PMIDs that the index holds, in the order given."""
        statement = "SELECT pmid FROM records WHERE pmid = ?"
        with self._connection() as connection:
            return [pmid for pmid in pmids if connection.execute(statement, (pmid,)).fetchone()]

    def citing(self, pmid: int) -> list[int]:
        """Return the PMIDs of the records whose reference lists hold a PMID, newest first."""
        statement = "SELECT rowid FROM cites WHERE cites MATCH ? ORDER BY rowid DESC"
        return [row[0] for row in self._rows(statement, f'"{pmid}"')]

    def xml(self, pmids: Iterable[int]) -> Iterator[bytes]:
        """Yield the XML of records, as the corpus has it, in the order given; none if not held."""
        place = "SELECT block, start, size FROM records WHERE pmid = ?"
        block, data = -1, b""
        with self._connection() as connection:
            for pmid in pmids:
                row = connection.execute(place, (pmid,)).fetchone()
                if not row:
                    continue
                if row[0] != block:
                    block = row[0]
                    packed = connection.execute("SELECT data FROM blocks WHERE id = ?", (block,))
                    data = zlib.decompress(packed.fetchone()[0])
                yield data[row[1] : row[1] + row[2]]

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return in how many records each word occurs."""
        statement = "SELECT doc FROM vocabulary WHERE term = ?"
        with self._connection() as connection:
            found = ((word, connection.execute(statement, (word,)).fetchone()) for word in words)
            return {word: row[0] for word, row in found if row}

    def words_from(self, prefix: str) -> list[str]:
        """Return the words that begin with ``prefix``, codes left out."""
        statement = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
        rows = self._rows(statement, prefix, f"{prefix}\U0010ffff")
        return [word for (word,) in rows if "_" not in word]

    def terms(self, prefix: str) -> int:
        """Return how many codes begin with ``prefix`` and an underscore."""
        statement = "SELECT count(*) FROM vocabulary WHERE term >= ? AND term < ?"
        return int(self._rows(statement, f"{prefix}_", f"{prefix}`")[0][0])

    def _read_meta(self) -> dict[str, str]:
        fix = "Build it again: python scripts/index.py --corpus PATH --out FILE."
        if not self._path.is_file():
            raise ReviewError("there is no index", where=str(self._path), fix=fix)
        try:
            meta = dict(self._rows("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise ReviewError(f"not an index: {error}", where=str(self._path), fix=fix) from error
        if meta.get("format") != FORMAT:
            raise ReviewError(
                "an index of another format",
                where=str(self._path),
                value=meta.get("format"),
                fix=fix,
            )
        return meta

    def _rows(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._connection() as connection:
            return connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one thread; an idle one if there is any."""
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.put(connection)

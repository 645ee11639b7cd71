"""The tables of an index: one SQLite file, written once and then only read.

``words`` is the full-text index over localpubmed.fields.COLUMNS, by PMID; it holds positions
but no text. ``cites`` finds who cites a PMID. ``blocks`` keep the records' XML, compressed
some twenty together; ``records`` says where each lies, and what search results are sorted by.
"""

from __future__ import annotations

from localpubmed.fields import COLUMNS

FORMAT = "1"
"""Changes whenever an index written before can no longer be read."""

TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE records (
    pmid INTEGER PRIMARY KEY, version INTEGER NOT NULL,
    block INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL,
    published INTEGER NOT NULL, author TEXT NOT NULL, journal TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE blocks (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(COLUMNS)}, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
CREATE VIRTUAL TABLE cites USING fts5(
    cited, content='', columnsize=0, detail=none, tokenize="ascii");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
"""

SETTINGS = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;
PRAGMA temp_store = MEMORY;
"""

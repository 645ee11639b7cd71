"""A record as every stage after parsing sees it, and the Parquet table that holds records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from review.errors import ReviewError
from review.files import open_atomically


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an abstract: ``abstract[start:end]``."""

    label: str
    category: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OtherAbstract:
    """An abstract beside the main one: a translation or a plain-language summary."""

    type: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class MeshHeading:
    """One MeSH heading; ``major`` when it or a qualifier is a major topic."""

    heading: str
    major: bool
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One CommentsCorrections entry: its RefType, and the PMID ('' if none) and citation."""

    ref_type: str
    pmid: str
    citation: str


@dataclass(frozen=True, slots=True)
class Record:
    """One PubMed record. Text offsets anywhere in the workflow are str offsets into these.

    Dates are ISO texts ('' when the record has none): ``created`` is the day PubMed first
    held the record, ``added`` its entry date, ``mesh_date`` the day MeSH was given.
    ``abstract`` joins its sections with a line break and leaves their labels out.
    """

    pmid: str
    record_type: str = "article"
    title: str = ""
    vernacular_title: str = ""
    abstract: str = ""
    sections: tuple[Section, ...] = ()
    other_abstracts: tuple[OtherAbstract, ...] = ()
    journal: str = ""
    journal_abbrev: str = ""
    year: int | None = None
    pub_date: str = ""
    pub_date_raw: str = ""
    created: str = ""
    added: str = ""
    mesh_date: str = ""
    revised: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    doi: str = ""
    pmcid: str = ""
    publication_types: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    registry_ids: tuple[str, ...] = ()
    registry_sources: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    references: tuple[str, ...] = ()
    status: str = "current"
    medline_status: str = ""
    indexing_method: str = ""
    abstract_sha256: str = ""
    text_sha256: str = ""
    source_file: str = field(default="")


RECORD_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Record))

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_NESTED: dict[str, tuple[type, pa.StructType]] = {
    "sections": (
        Section,
        pa.struct(
            [("label", _TEXT), ("category", _TEXT), ("start", pa.int64()), ("end", pa.int64())]
        ),
    ),
    "other_abstracts": (
        OtherAbstract,
        pa.struct([("type", _TEXT), ("language", _TEXT), ("text", _TEXT)]),
    ),
    "mesh": (
        MeshHeading,
        pa.struct([("heading", _TEXT), ("major", pa.bool_()), ("qualifiers", _TEXTS)]),
    ),
    "corrections": (
        Correction,
        pa.struct([("ref_type", _TEXT), ("pmid", _TEXT), ("citation", _TEXT)]),
    ),
}
_LISTS = {
    "authors",
    "publication_types",
    "keywords",
    "languages",
    "registry_ids",
    "registry_sources",
    "references",
}


def _arrow_type(name: str) -> pa.DataType:
    if name in _NESTED:
        return pa.list_(_NESTED[name][1])
    if name in _LISTS:
        return _TEXTS
    return {"year": pa.int32(), "authors_complete": pa.bool_()}.get(name, _TEXT)


ARROW_SCHEMA = pa.schema([(name, _arrow_type(name)) for name in RECORD_FIELDS])

_ROW_GROUP = 2000


def write_records(path: str | Path, records: Iterable[Record]) -> None:
    """Write records to Parquet, whole or not at all; they must ascend by PMID, each once.

    Raises ReviewError naming the PMID that is out of order or stands twice.
    """
    last = -1
    with (
        open_atomically(path) as sink,
        pq.ParquetWriter(sink, ARROW_SCHEMA, compression="zstd") as writer,
    ):
        group: list[dict[str, Any]] = []
        for record in records:
            if int(record.pmid) <= last:
                raise ReviewError(
                    f"PMID {record.pmid} follows {last}: records must ascend, each once",
                    where=str(path),
                )
            last = int(record.pmid)
            group.append(_row(record))
            if len(group) == _ROW_GROUP:
                writer.write_table(pa.Table.from_pylist(group, schema=ARROW_SCHEMA))
                group = []
        writer.write_table(pa.Table.from_pylist(group, schema=ARROW_SCHEMA))


def iter_records(path: str | Path, only: Collection[str] = RECORD_FIELDS) -> Iterator[Record]:
    """Yield the records of a Parquet table one by one, by PMID, in flat memory.

    Only the fields named in `only` are read, which takes less time; "pmid" must be among them.
    The other fields of each record hold their defaults.
    """
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=_ROW_GROUP, columns=sorted(only)):
            for row in batch.to_pylist():
                yield _record(row)


def record_count(path: str | Path) -> int:
    """Return how many records a Parquet table holds, without reading them."""
    with pq.ParquetFile(path) as table:
        return int(table.metadata.num_rows)


def read_records(path: str | Path) -> list[Record]:
    """Return all records of a Parquet table, by PMID."""
    return list(iter_records(path))


def _row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in RECORD_FIELDS:
        value = getattr(record, name)
        if name in _NESTED:
            kind = _NESTED[name][0]
            keys = [f.name for f in fields(kind)]
            value = [{key: getattr(item, key) for key in keys} for item in value]
        row[name] = value
    return row


def _record(row: dict[str, Any]) -> Record:
    for name, value in row.items():
        if name in _NESTED:
            kind = _NESTED[name][0]
            row[name] = tuple(kind(**_frozen(item)) for item in value)
        elif name in _LISTS:
            row[name] = tuple(value)
    return Record(**row)


def _frozen(item: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in item.items()}

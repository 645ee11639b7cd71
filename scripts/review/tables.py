"""The tables that the workflow writes: typed rows, one closed schema each, stable bytes.

A table's schema, ``workflow/schemas/tables/<name>.schema.yaml``, describes one row. The order
of its properties is the order of the columns. Lists are joined with ``;`` (a ``;`` inside an
item is written ``\\;``). An empty cell is None. Files are UTF-8 and follow RFC 4180.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import fastjsonschema

from review.errors import ReviewError
from review.files import open_atomically, read_text
from review.schema import check, load_schema

Row = dict[str, Any]

_A = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}
_SEPARATOR = re.compile(r"(?<!\\);")


# The csv module writes these as this module would.
_AS_THEY_ARE = {str, int, type(None)}

# A spreadsheet program reads a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")


def harmless(value: object) -> str:
    """Return a cell that no spreadsheet program takes for a formula; numbers stay as they are."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA) and not _NUMBER.match(text):
        return f"'{text}"
    return text


def columns(schema: str) -> list[str]:
    """Return the names of a table's columns, in order."""
    return list(load_schema(f"tables/{schema}")["properties"])


def write_table(path: str | Path, rows: Iterable[Mapping[str, Any]], schema: str) -> None:
    """Check every row against the schema and write the table, whole or not at all.

    Raises ReviewError naming the row and the column for a cell that does not fit: such a
    row is a fault of the program that made it, and nothing is written.
    """
    with open_table(path, schema) as write:
        for row in rows:
            write(row)


@contextlib.contextmanager
def open_table(path: str | Path, schema: str) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Give a function that writes one row; the table stands at ``path`` when the block ends well.

    Rows are checked as by write_table, and go to the disk as they come.
    """
    names = columns(schema)
    validate = _row_validator(schema)
    number = 0
    with open_atomically(path) as handle:
        text = io.TextIOWrapper(handle, encoding="utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow(names)

        def write(row: Mapping[str, Any]) -> None:
            nonlocal number
            number += 1
            present = {name: value for name, value in row.items() if value is not None}
            try:
                validate(present)
            except fastjsonschema.JsonSchemaValueException as error:
                raise ReviewError(
                    f"row {number} does not fit the schema '{schema}': {error.message}",
                    where=str(path),
                    value=error.value,
                ) from error
            cells = map(present.get, names)
            writer.writerow([c if c.__class__ in _AS_THEY_ARE else _cell(c) for c in cells])

        yield write
        text.detach()


def read_table(path: str | Path, schema: str, *, by_hand: bool = False) -> list[Row]:
    """Read a table and type its cells by the schema; an empty cell is None.

    ``by_hand`` is for tables that people write: their rows are checked against the schema,
    as a program's rows are when they are written. Raises ReviewError naming the line for text
    that is not UTF-8, a missing or unknown column, a row of the wrong length, or a cell that
    is not of its column's type.
    """
    names = columns(schema)
    types = _cell_types(schema)
    reader = csv.reader(io.StringIO(read_text(path), newline=""))
    header = next(reader, None)
    if header is None or sorted(header) != sorted(names):
        _refuse_header(str(path), header or [], names)
    assert header is not None
    rows: list[Row] = []
    for cells in reader:
        if not cells:
            continue
        where = f"{path} line {reader.line_num}"
        if len(cells) != len(header):
            raise ReviewError(
                f"{len(cells)} cells where the header has {len(header)}",
                where=where,
                fix="Quote cells that contain commas or line breaks.",
            )
        row = {
            name: _typed(cell, types[name], where, name)
            for name, cell in zip(header, cells, strict=True)
        }
        if by_hand:
            present = {name: value for name, value in row.items() if value is not None}
            check(present, f"tables/{schema}", where=where, whole="the row")
        rows.append(row)
    return rows


@functools.cache
def _row_validator(schema: str) -> Callable[[Any], Any]:
    document = {k: v for k, v in load_schema(f"tables/{schema}").items() if k != "$schema"}
    return cast(Callable[[Any], Any], fastjsonschema.compile(document))


@functools.cache
def _cell_types(schema: str) -> dict[str, str]:
    types: dict[str, str] = {}
    for name, rule in load_schema(f"tables/{schema}")["properties"].items():
        declared = rule.get("type", "string")
        names = declared if isinstance(declared, list) else [declared]
        types[name] = next(kind for kind in names if kind != "null")
    return types


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # repr() is the shortest text that reads back as the same number.
        return repr(value).removesuffix(".0")
    if isinstance(value, list | tuple):
        return ";".join(str(item).replace(";", "\\;") for item in value)
    return str(value)


def _typed(cell: str, kind: str, where: str, column: str) -> Any:
    if kind == "array":
        items = _SEPARATOR.split(cell) if cell else []
        return [item.replace("\\;", ";") for item in items]
    if cell == "":
        return None
    if kind == "string":
        return cell
    try:
        if kind == "integer":
            return int(cell)
        if kind == "number":
            number = float(cell)
            if not math.isfinite(number):
                raise ValueError(cell)
            return number
        return {"true": True, "false": False}[cell.lower()]
    except (ValueError, KeyError) as error:
        raise ReviewError(
            f"column '{column}' does not hold {_A[kind]}", where=where, value=cell
        ) from error


def _refuse_header(path: str, header: list[str], names: list[str]) -> None:
    if len(header) == 1 and header[0] not in names and set(header[0]) & {";", "\t"}:
        raise ReviewError(
            "the cells are not parted by commas",
            where=f"{path} line 1",
            value=header[0],
            fix="Save it as CSV with commas",
        )
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    parts = []
    if missing:
        parts.append(f"missing columns {', '.join(missing)}")
    if unknown:
        parts.append(f"unknown columns {', '.join(unknown)}")
    raise ReviewError(
        "; ".join(parts) or "a column stands twice",
        where=f"{path} line 1",
        fix=f"The header must be: {','.join(names)}",
    )

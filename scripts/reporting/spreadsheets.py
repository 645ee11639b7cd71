"""Tables for spreadsheet programs: CSV without formulas, and a workbook with its dictionary."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.escaping import visible
from review.schema import load_schema
from review.tables import harmless

LONGEST_CELL = 32_767
CUT = " … [cut: a cell of a workbook holds 32,767 characters]"
WIDEST = 60


def safe_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as CSV (RFC 4180) whose cells are all harmless."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(row.get(column)) for column in columns])
    return buffer.getvalue()


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the table schema that describes its columns ('' if none), its rows."""

    name: str
    schema: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]


def workbook(about: Sequence[tuple[str, str]], sheets: Sequence[Sheet], day: str) -> bytes:
    """Return an XLSX workbook: what it is, the sheets, and a dictionary of their columns.

    No cell is a formula. ``day`` (ISO) stands as its date, so that the bytes do not depend on
    when it was made.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _write(book, "About", ["What", "Value"], [{"What": a, "Value": b} for a, b in about])
    for sheet in sheets:
        _write(book, sheet.name, sheet.columns, sheet.rows)
    _write(book, "Data dictionary", ["sheet", "column", "type", "meaning"], _dictionary(sheets))
    buffer = io.BytesIO()
    book.save(buffer)
    return _with_date(buffer.getvalue(), day)


def _write(book: Any, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def cell(value: Any, *, head: bool = False) -> Any:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        made = WriteOnlyCell(sheet, value if number else _text(value))
        if not number:
            made.data_type = "s"
        if head:
            made.font = Font(bold=True)
        else:
            made.alignment = Alignment(vertical="top", wrap_text=len(str(value)) > WIDEST)
        return made

    rows = list(rows)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for at, column in enumerate(columns, start=1):
        longest = max([len(column), *(len(str(row.get(column) or "")) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(at)].width = min(longest, WIDEST) + 2
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    sheet.append([cell(column, head=True) for column in columns])
    for row in rows:
        sheet.append([cell(row.get(column)) for column in columns])


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    text = visible("" if value is None else str(value))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _dictionary(sheets: Sequence[Sheet]) -> list[dict[str, str]]:
    rows = []
    for sheet in sheets:
        described = load_schema(f"tables/{sheet.schema}")["properties"] if sheet.schema else {}
        for column in sheet.columns:
            rule = described.get(column, {})
            kind = rule.get("type") or "one of: " + ", ".join(map(str, rule.get("enum", [])))
            rows.append(
                {
                    "sheet": sheet.name,
                    "column": column,
                    "type": kind if isinstance(kind, str) else " or ".join(kind),
                    "meaning": " ".join(str(rule.get("description", "")).split()),
                }
            )
    return rows


def _with_date(data: bytes, day: str) -> bytes:
    """Return the workbook with ``day`` in place of every time that its writer put into it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", f"{day}T00:00:00Z".encode(), content
                )
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, content)
    return buffer.getvalue()

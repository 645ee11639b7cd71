"""Read a Quarto document: its front matter, prose, Python cells and inline expressions.

The part of Quarto's format that the report uses is read here; anything else is refused by
name, so that a document never renders differently from what Quarto would make of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from review.errors import ReviewError

_FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})\s*(?P<info>.*?)\s*$")
_CELL = re.compile(r"^\{(?P<language>[A-Za-z0-9_]+)\s*(?P<rest>[^}]*)\}$")
_INLINE = re.compile(r"`\{python\}\s+(?P<code>[^`\n]+)`")
OPTIONS: dict[str, type | tuple[type, ...]] = {
    "label": str,
    "fig-cap": str,
    "fig-alt": str,
    "tbl-cap": str,
    "echo": bool,
    "eval": bool,
    "include": bool,
    "output": (bool, str),
    "warning": bool,
}


@dataclass(frozen=True)
class Prose:
    """Markdown as it stands; ``line`` is where it begins in the file, from 1."""

    text: str
    line: int

    def pieces(self) -> list[tuple[str, str]]:
        """Split into ("text", Markdown) and ("python", expression) pairs, in order."""
        found: list[tuple[str, str]] = []
        at = 0
        for match in _INLINE.finditer(self.text):
            found += [("text", self.text[at : match.start()]), ("python", match["code"].strip())]
            at = match.end()
        return [*found, ("text", self.text[at:])]


@dataclass(frozen=True)
class Cell:
    """A Python cell: its source without the option lines, and the options."""

    source: str
    line: int
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The cell's label, or where it stands."""
        return str(self.options.get("label") or f"at line {self.line}")


@dataclass(frozen=True)
class Document:
    """A parsed document; ``metadata`` is the front matter."""

    metadata: dict[str, Any]
    parts: tuple[Prose | Cell, ...]
    name: str = ""

    def execute_option(self, cell: Cell, option: str, default: object) -> Any:
        """Return an option of a cell, else the document's own, else ``default``."""
        shared = self.metadata.get("execute") or {}
        return cell.options.get(option, shared.get(option, default))


def read_qmd(path: str | Path) -> Document:
    """Read a .qmd file. Raises ReviewError with file and line for what cannot be rendered."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReviewError(
            "the Quarto document is not there", where=str(path), fix="Check --qmd."
        ) from error
    return parse_qmd(text, str(path))


def parse_qmd(text: str, name: str = "document") -> Document:
    """Parse the text of a .qmd file; ``name`` stands in messages."""
    lines = text.replace("\r\n", "\n").split("\n")
    metadata, at = _front_matter(lines, name)
    parts: list[Prose | Cell] = []
    prose: list[str] = []
    prose_line = at + 1
    while at < len(lines):
        match = _FENCE.match(lines[at])
        if match is None:
            prose.append(lines[at])
            at += 1
            continue
        end = _closing(lines, at, match["fence"], name)
        cell = _CELL.match(match["info"])
        if cell is None:
            prose += lines[at : end + 1]
        else:
            if cell["language"] != "python" or cell["rest"].strip():
                raise ReviewError(
                    "only cells that open with ```{python} can be run",
                    where=f"{name} line {at + 1}",
                    value=match["info"],
                )
            _keep(parts, prose, prose_line)
            parts.append(_cell(lines[at + 1 : end], at + 1, name))
            prose = []
            prose_line = end + 2
        at = end + 1
    _keep(parts, prose, prose_line)
    return Document(metadata, tuple(parts), name)


def _keep(parts: list[Prose | Cell], prose: list[str], line: int) -> None:
    text = "\n".join(prose)
    if text:
        parts.append(Prose(text + "\n", line))


def _front_matter(lines: list[str], name: str) -> tuple[dict[str, Any], int]:
    if not lines or lines[0].rstrip() != "---":
        return {}, 0
    for end in range(1, len(lines)):
        if lines[end].rstrip() in {"---", "..."}:
            break
    else:
        raise ReviewError("the front matter is not closed with ---", where=f"{name} line 1")
    try:
        metadata = yaml.safe_load("\n".join(lines[1:end])) or {}
    except yaml.YAMLError as error:
        raise ReviewError(f"the front matter is not valid YAML: {error}", where=name) from error
    if not isinstance(metadata, dict):
        raise ReviewError("the front matter is not a set of keys", where=name)
    return metadata, end + 1


def _closing(lines: list[str], start: int, fence: str, name: str) -> int:
    closing = re.compile(rf"^{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    for at in range(start + 1, len(lines)):
        if closing.match(lines[at]):
            return at
    raise ReviewError("a block opened here is never closed", where=f"{name} line {start + 1}")


def _cell(lines: list[str], line: int, name: str) -> Cell:
    count = 0
    while count < len(lines) and lines[count].startswith("#|"):
        count += 1
    try:
        options = yaml.safe_load("\n".join(row[2:].removeprefix(" ") for row in lines[:count]))
    except yaml.YAMLError as error:
        raise ReviewError(
            f"the options of this cell are not valid YAML: {error}", where=f"{name} line {line}"
        ) from error
    options = options or {}
    for key, value in options.items():
        if key not in OPTIONS:
            raise ReviewError(
                f"the built-in renderer does not know the cell option '{key}'",
                where=f"{name} line {line}",
                fix=f"Use one of {', '.join(sorted(OPTIONS))}, or render with Quarto.",
            )
        if not isinstance(value, OPTIONS[key]):
            raise ReviewError(
                f"the cell option '{key}' has the wrong type",
                where=f"{name} line {line}",
                value=value,
            )
    return Cell("\n".join(lines[count:]).strip("\n"), line, options)

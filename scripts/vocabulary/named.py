"""Read a file of things with their names, as endpoints and adverse events are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import load_yaml, nearest, read_yaml
from vocabulary.alternatives import write_out


def load_named(path: Path, schema: str, refers: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """The entries of a file by id, their `words` written out; `refers` are keys that hold ids.

    Raises ReviewError naming the line where the file breaks its schema, a name's alternatives
    cannot be written out, or a key refers to an id that the file does not have.
    """
    entries: dict[str, dict[str, Any]] = load_yaml(path, schema)
    for name, entry in entries.items():
        written: list[str] = []
        for number, phrase in enumerate(entry["words"]):
            try:
                written += write_out(phrase)
            except ReviewError as error:
                raise _placed(error, path, (name, "words", number)) from error
        entry["words"] = written
        for key, other in _referred(entry, refers):
            if other not in entries:
                unknown = ReviewError("no such entry", value=other, fix=nearest(other, entries))
                raise _placed(unknown, path, (name, key))
    return entries


def _referred(entry: Mapping[str, Any], refers: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in refers:
        given = entry.get(key, [])
        for other in [given] if isinstance(given, str) else given:
            yield key, other


def _placed(error: ReviewError, path: Path, keys: tuple[str | int, ...]) -> ReviewError:
    """The error of an entry, with the file, line and key it stands at."""
    _, places = read_yaml(path)
    where = f"{places[keys]}: {keys[0]}.{keys[1]}"
    return ReviewError(error.what, where=where, value=error.value, fix=error.fix)

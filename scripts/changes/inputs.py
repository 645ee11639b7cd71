"""What a run was made from besides PubMed: criteria, vocabulary, human files, the program.

Two runs that differ in one of these can differ without any record having changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from review.files import sha256_of

PROGRAM = "program"
_NAMES = {
    "criteria": "the criteria",
    "vocabulary": "the vocabulary",
    "comparisons": "the comparisons",
    "claims": "the claims",
    "decisions": "the human decisions",
    "corrections": "the human corrections",
    PROGRAM: "the program",
}

Inputs = Mapping[str, Mapping[str, str]]
"""SHA-256 of each file by its path, under what the file is for."""


def inputs_of(named: Sequence[tuple[str, Path]], program: str) -> dict[str, dict[str, str]]:
    """Return the digests of files and folders named for a purpose, and of the program."""
    found: dict[str, dict[str, str]] = {PROGRAM: {"": program}}
    for purpose, place in named:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        digests = {path.as_posix(): sha256_of(path) for path in files if path.is_file()}
        found.setdefault(purpose, {}).update(digests)
    return found


def changed(before: Inputs, after: Inputs, purposes: Sequence[str] = tuple(_NAMES)) -> list[str]:
    """Name what differs between two runs, with its files; [] where either run did not tell."""
    if not before or not after:
        return []
    told = []
    for purpose in purposes:
        old, new = before.get(purpose, {}), after.get(purpose, {})
        files = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
        if files:
            names = ", ".join(filter(None, files))
            told.append(f"{_NAMES[purpose]} ({names})" if names else _NAMES[purpose])
    return told


def blamed(before: Inputs, after: Inputs, purposes: Sequence[str], otherwise: str) -> str:
    """Return in words which of these changed, or ``otherwise`` where none is known to have."""
    told = changed(before, after, purposes)
    return f"{' and '.join(told)} changed" if told else otherwise

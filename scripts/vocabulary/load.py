"""Read a review's vocabulary: drugs.yaml, regimens.yaml and populations.yaml of one folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import load_yaml
from vocabulary.match import Matcher, fold


@dataclass(frozen=True)
class Entry:
    """One drug, regimen or population and every way of naming it.

    `words` ignore case, `abbreviations` are matched as written, `mesh` are headings, `drugs` are
    the ids of the drugs that make up a regimen, `kind` is a drug's class.
    """

    id: str
    label: str
    words: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The drugs, regimens and populations of a review, by id, in the order of their files."""

    drugs: Mapping[str, Entry]
    regimens: Mapping[str, Entry]
    populations: Mapping[str, Entry]

    def regimens_with(self, drug: str) -> list[Entry]:
        """The regimens that contain a drug."""
        return [regimen for regimen in self.regimens.values() if drug in regimen.drugs]


SHIPPED = Path(__file__).resolve().parents[2] / "references" / "vocabulary"


def language_file(folder: str | Path, name: str) -> Path:
    """The file of a vocabulary folder, or the shipped one where the folder has none.

    For files about the language of abstracts, which are the same in every review.
    """
    own = Path(folder) / f"{name}.yaml"
    return own if own.exists() else SHIPPED / own.name


def load_vocabulary(folder: str | Path) -> Vocabulary:
    """Read and check the three files of `folder`.

    Raises ReviewError where a file is missing or breaks its schema, where two entries of a file
    claim one spelling, or where a regimen names a drug that drugs.yaml does not have.
    """
    folder = Path(folder)
    drugs, regimens, populations = (
        _entries(folder / f"{name}.yaml", name) for name in ("drugs", "regimens", "populations")
    )
    for regimen in regimens.values():
        for drug in regimen.drugs:
            if drug not in drugs:
                raise ReviewError(
                    "the regimen is made of a drug that drugs.yaml does not have",
                    where=f"{folder / 'regimens.yaml'}: {regimen.id}",
                    value=drug,
                    fix="Add the drug to drugs.yaml or correct its id",
                )
    return Vocabulary(drugs, regimens, populations)


def matcher(entries: Iterable[Entry]) -> Matcher:
    """A Matcher for the words and abbreviations of some entries."""
    entries = list(entries)
    return Matcher(
        {entry.id: entry.words for entry in entries},
        {entry.id: entry.abbreviations for entry in entries},
    )


def _entries(path: Path, schema: str) -> dict[str, Entry]:
    entries = {name: _entry(name, found) for name, found in load_yaml(path, schema).items()}
    claimed: dict[str, str] = {}
    for entry in entries.values():
        keys = {fold(word) for word in entry.words} | set(entry.abbreviations)
        for key in sorted(keys):
            if claimed.setdefault(key, entry.id) != entry.id:
                raise ReviewError(
                    f"the same spelling stands under {claimed[key]} too",
                    where=f"{path}: {entry.id}",
                    value=key,
                    fix="Keep it in one of the two entries",
                )
    return entries


def _entry(entry_id: str, found: Mapping[str, Any]) -> Entry:
    return Entry(
        id=entry_id,
        label=found["label"],
        words=tuple(found.get("words", ())),
        abbreviations=tuple(found.get("abbreviations", ())),
        mesh=tuple(found.get("mesh", ())),
        drugs=tuple(found.get("drugs", ())),
        kind=found.get("class", ""),
    )

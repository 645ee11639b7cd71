"""The files of a corpus: PubMed XML, plain or gzipped, in one order on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from review.errors import ReviewError
from review.files import sha256_of


@dataclass(frozen=True, slots=True)
class Source:
    """One file: where it is, its name inside the corpus, and the SHA-256 of its bytes."""

    path: Path
    name: str
    sha256: str


def sources_of(paths: Iterable[str | Path]) -> list[Source]:
    """Return the XML files among files and folders, folders in order of name, each file once.

    The order matters: of two versions of a record that bear one number the later one counts.
    Raises ReviewError for a path that does not exist, a file that is no XML by its name, or a
    folder without XML.
    """
    found: dict[Path, str] = {}
    for path in map(Path, paths):
        for file, name in _files(path):
            found.setdefault(file.resolve(), name)
    if not found:
        raise ReviewError(
            "no corpus was named",
            where="corpus",
            fix="Name at least one file or folder of PubMed XML.",
        )
    return [Source(path, name, sha256_of(path)) for path, name in found.items()]


def _files(path: Path) -> list[tuple[Path, str]]:
    if path.is_file():
        if not _is_xml(path):
            raise ReviewError(
                "not an .xml or .xml.gz file",
                where=str(path),
                fix="The corpus is PubMed XML: files that end in .xml or .xml.gz.",
            )
        return [(path, path.name)]
    if not path.exists():
        raise ReviewError(
            "corpus not found",
            where=str(path),
            fix="Check source.corpus in the configuration, or get the files.",
        )
    files = sorted((file.relative_to(path).as_posix(), file) for file in path.rglob("*"))
    xml = [(file, name) for name, file in files if file.is_file() and _is_xml(file)]
    if not xml:
        raise ReviewError(
            "the folder holds no .xml or .xml.gz file",
            where=str(path),
            fix="Put PubMed XML there, or name another folder in source.corpus.",
        )
    return xml


def _is_xml(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith((".xml", ".xml.gz")) and not name.startswith(".")

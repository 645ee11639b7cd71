"""Runs that are kept, so that no later search, query or criterion destroys what one found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from changes.run import FILES, INPUTS, present, read_run
from review.files import replace_folder


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A kept run: its folder's name, its search, and how many records and inclusions it had."""

    name: str
    until: str
    endpoint: str
    query: str
    records: int
    included: int


def keep_run(results: Path, runs: Path) -> str:
    """Copy what a comparison reads of a run into ``runs``; return the copy's name.

    The name is the search's day and a digest of what came out: the same run is kept once,
    whatever it was made from.
    Raises ReviewError naming a file that the run lacks.
    """
    contents = {name: present(results / name).read_bytes() for name in FILES}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    run_name = f"{read_run(results).until}-{digest.hexdigest()[:8]}"
    if (results / INPUTS).is_file():
        contents[INPUTS] = (results / INPUTS).read_bytes()
    if not (runs / run_name).is_dir():
        with replace_folder(runs / run_name) as fresh:
            for name, content in contents.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
    return run_name


def kept_runs(runs: Path) -> Iterator[KeptRun]:
    """Yield the kept runs, by name."""
    for folder in sorted(path for path in runs.iterdir() if path.is_dir() and path.name[:1] != "."):
        run = read_run(folder)
        included = sum(row["decision"] == "include" for row in run.decisions.values())
        yield KeptRun(folder.name, run.until, run.endpoint, run.query, len(run.records), included)

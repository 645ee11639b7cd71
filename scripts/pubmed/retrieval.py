"""Getting the records of a list of PMIDs: batches, checked PMID against PMID, kept as received.

A batch is written to a partial folder as soon as it is whole, so that a run that was killed
asks again only for what was in flight. What PubMed leaves out of a batch is asked for again
with the batch, then alone, and what it never gives is named.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from review.clock import iso, now
from review.errors import ReviewError
from review.files import replace_folder, sha256_of, write_atomically

BATCH = 200
# A reply takes seconds and the lane lets three to ten go each second.
IN_FLIGHT = 32
_ROUNDS = 3
NEVER_GIVEN = "the source gave no record for this PMID, neither in its batch nor asked alone"


class Service(Protocol):
    """What records are fetched from."""

    def fetch(self, pmids: Sequence[str]) -> tuple[bytes, list[str]]:
        """Return PubMed XML of records of these PMIDs and no others, and whose they are."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One stored reply: file name, SHA-256 of the file and of its XML, PMIDs asked and given.

    ``set_aside`` are PMIDs in the file whose records are not used: a former fetch asked for
    them, and they are no longer wanted or were revised since.
    """

    file: str
    sha256: str
    xml_sha256: str
    bytes: int
    asked: tuple[str, ...]
    given: tuple[str, ...]
    received_at: str
    set_aside: tuple[str, ...] = ()

    @property
    def lost(self) -> list[str]:
        """Return the PMIDs that were asked for and not given."""
        given = set(self.given)
        return [pmid for pmid in self.asked if pmid not in given]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Batch:
        """Return the batch that a manifest entry describes."""
        lists = {key: tuple(values[key]) for key in ("asked", "given", "set_aside")}
        return cls(**{**values, **lists})


@dataclass(slots=True)
class Snapshot:
    """All batches of a fetch, and the PMIDs that were never given."""

    batches: list[Batch] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def fetch_all(
    service: Service,
    pmids: Sequence[str],
    folder: Path,
    *,
    source: str,
    held: Sequence[tuple[Batch, Path]] = (),
    in_flight: int = IN_FLIGHT,
    batch_size: int = BATCH,
    watch: Callable[[Sequence[Any]], Iterable[Any]] = iter,
) -> Snapshot:
    """Fetch the records of ``pmids`` (numeric order) into ``folder``, whole or not at all.

    What ``held`` batches of a former fetch give (see pubmed.held) is taken over. ``source``
    tells one state of the source from another: batches that a killed run left beside the
    folder are taken over only under the same text. ``watch`` sees the batches come in. Raises
    ReviewError when the service gives up, or gives none of the records.
    """
    partial = _partial(folder)
    _claim(partial, source)
    kept = [_kept(partial, _name(place), *pair) for place, pair in enumerate(held)]
    have = {pmid for batch in kept for pmid in batch.given}
    wanted = [pmid for pmid in pmids if pmid not in have]
    groups = [tuple(wanted[i : i + batch_size]) for i in range(0, len(wanted), batch_size)]
    names = [_name(len(kept) + place) for place in range(len(groups))]

    with ThreadPoolExecutor(in_flight) as pool:
        jobs = [
            pool.submit(_batch, service, partial, name, group)
            for name, group in zip(names, groups, strict=True)
        ]
        try:
            batches = kept + [job.result() for job in watch(jobs)]
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise

    if pmids and not any(batch.given for batch in batches):
        raise ReviewError(
            f"the source gave none of the {len(pmids)} records",
            where="fetch",
            fix="Check that search and fetch ask the same source.",
        )
    snapshot = _completed(service, partial, batches)
    with replace_folder(folder) as fresh:
        for batch in snapshot.batches:
            link_file(partial / batch.file, fresh / batch.file)
    return snapshot


def _completed(service: Service, partial: Path, batches: Sequence[Batch]) -> Snapshot:
    """Ask again for what batches lack: with its batch, then alone; name what never comes."""
    snapshot = Snapshot(list(batches))
    for place, batch in enumerate(batches):
        given_alone = [pmid for pmid in batch.lost if _comes_alone(service, pmid)]
        if given_alone:
            # Once more for the whole: a passing fault then leaves no trace in the files.
            snapshot.batches[place] = _received(service, partial, batch.file, batch.asked)
        for pmid in snapshot.batches[place].lost:
            name = _name(len(snapshot.batches))
            single = _batch(service, partial, name, (pmid,)) if pmid in given_alone else None
            if single and single.given:
                snapshot.batches.append(single)
            else:
                snapshot.missing.append(pmid)
    return snapshot


def forget_partial(folder: Path) -> None:
    """Remove what resumption needs, once the folder and its manifest are both written."""
    shutil.rmtree(_partial(folder), ignore_errors=True)


def _partial(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.partial")


def manifest_of(snapshot: Snapshot, *, endpoint: str) -> dict[str, Any]:
    """Return the manifest as it is written to JSON: no secrets, no address of `local`."""
    return {
        "endpoint": endpoint,
        "request": {"utility": "efetch", "db": "pubmed", "retmode": "xml"},
        "batches": [asdict(batch) for batch in snapshot.batches],
        "missing": [{"pmid": pmid, "why": NEVER_GIVEN} for pmid in snapshot.missing],
        "totals": {
            "asked": len({pmid for batch in snapshot.batches for pmid in batch.asked}),
            "given": len({pmid for batch in snapshot.batches for pmid in batch.given}),
            "missing": len(snapshot.missing),
        },
    }


def read_batches(manifest: dict[str, Any], folder: Path) -> Iterator[tuple[Batch, Path]]:
    """Yield each batch of a manifest with its file, the SHA-256 checked.

    Raises ReviewError naming a file that is missing or was changed.
    """
    for entry in manifest["batches"]:
        batch = Batch.from_json(entry)
        path = folder / batch.file
        if not path.is_file():
            raise ReviewError("a raw file is missing", where=str(path), fix=_FETCH_AGAIN)
        if sha256_of(path) != batch.sha256:
            raise ReviewError(
                "a raw file is not the one that was received: its SHA-256 differs",
                where=str(path),
                value=sha256_of(path),
                fix=_FETCH_AGAIN,
            )
        yield batch, path


_FETCH_AGAIN = "Run the fetch rule again (snakemake --forcerun fetch)."


def _claim(partial: Path, source: str) -> None:
    """Keep what a killed run left if it came from the same state of the source."""
    stamp = partial / "source.txt"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != source:
        shutil.rmtree(partial, ignore_errors=True)
        write_atomically(stamp, source)


def _name(place: int) -> str:
    return f"batch-{place + 1:04d}.xml.gz"


def _kept(partial: Path, name: str, batch: Batch, path: Path) -> Batch:
    (partial / name).unlink(missing_ok=True)
    link_file(path, partial / name)
    return replace(batch, file=name)


def _batch(service: Service, partial: Path, name: str, pmids: tuple[str, ...]) -> Batch:
    return _held(partial, name, pmids) or _received(service, partial, name, pmids)


def _comes_alone(service: Service, pmid: str) -> bool:
    return any(service.fetch([pmid])[1] for _ in range(_ROUNDS))


def _received(service: Service, partial: Path, name: str, pmids: tuple[str, ...]) -> Batch:
    """Ask until the batch is whole, a few times, and write what came."""
    body = b""
    given: list[str] = []
    for _ in range(_ROUNDS):
        body, given = service.fetch(pmids)
        if set(given) == set(pmids):
            break
    # Without a time stamp in its header, the same bytes always pack to the same file.
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    batch = Batch(
        file=name,
        sha256=sha256_of(packed),
        xml_sha256=sha256_of(body),
        bytes=len(body),
        asked=pmids,
        given=tuple(sorted(set(given), key=int)),
        received_at=iso(now()),
    )
    write_atomically(partial / name, packed)
    # The entry comes second: a file without one is as good as absent.
    write_atomically(partial / f"{name}.json", json.dumps(asdict(batch)))
    return batch


def _held(partial: Path, name: str, pmids: tuple[str, ...]) -> Batch | None:
    entry = partial / f"{name}.json"
    if not entry.is_file():
        return None
    batch = Batch.from_json(json.loads(entry.read_text(encoding="utf-8")))
    path = partial / name
    if batch.asked != pmids or not path.is_file() or sha256_of(path) != batch.sha256:
        return None
    return batch


def link_file(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)

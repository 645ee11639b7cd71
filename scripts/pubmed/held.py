"""What a former fetch holds and PubMed has not revised since, so that it is not asked again.

Every record held is checked anew each time: one that was revised since, or that PubMed now
counts as retracted or doubted, is fetched again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from pubmed.replies import SearchReply
from pubmed.retrieval import Batch, link_file
from review.files import replace_folder, sha256_of, write_atomically

_CHUNK = 400
_MANIFEST = "manifest.json"
# A revision bears the day on which it was made, and reaches PubMed some days later.
_LAG = datetime.timedelta(days=14)
# Asked for besides: a notice need not count as a revision of the paper it is about.
_FALLEN = '"retracted publication"[pt] OR "expression of concern"[pt]'
# Below this share of a file's records, asking anew is better than dragging the file along.
_WORTH_KEEPING = 0.25


class Service(Protocol):
    """What is asked which records were revised."""

    def search(self, term: str, retmax: int = ...) -> SearchReply:
        """Ask ESearch."""


def read_held(folder: Path, endpoint: str) -> list[tuple[Batch, Path]]:
    """Return the intact batches that a former fetch from this endpoint left; [] if none."""
    path = folder / _MANIFEST
    if not path.is_file():
        return []
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest["endpoint"] != endpoint:
        return []
    batches = [(batch, folder / batch.file) for batch in map(Batch.from_json, manifest["batches"])]
    return [
        (batch, file)
        for batch, file in batches
        if file.is_file() and sha256_of(file) == batch.sha256
    ]


def still_good(
    service: Service, held: Sequence[tuple[Batch, Path]], pmids: Sequence[str]
) -> list[tuple[Batch, Path]]:
    """Return the held batches with what of them is wanted and unrevised.

    PubMed is asked which records were revised ([lr]) since the day each was received, or are
    of a publication type that says they no longer stand.
    """
    wanted = set(pmids)
    good = []
    for batch, path in held:
        of_use = [pmid for pmid in batch.given if pmid in wanted]
        if not of_use:
            continue
        revised = set(_revised(service, of_use, batch.received_at[:10]))
        given = tuple(pmid for pmid in of_use if pmid not in revised)
        if len(given) < _WORTH_KEEPING * (len(batch.given) + len(batch.set_aside)):
            continue
        wanted.difference_update(given)
        aside = sorted({*batch.given, *batch.set_aside} - set(given), key=int)
        good.append((replace(batch, asked=given, given=given, set_aside=tuple(aside)), path))
    return good


def keep(folder: Path, raw: Path, manifest: dict[str, Any]) -> None:
    """Keep a finished fetch for the next one."""
    with replace_folder(folder) as fresh:
        for entry in manifest["batches"]:
            link_file(raw / entry["file"], fresh / entry["file"])
        write_atomically(fresh / _MANIFEST, json.dumps(manifest))


def _revised(service: Service, pmids: Sequence[str], received: str) -> Iterator[str]:
    since = datetime.date.fromisoformat(received) - _LAG
    for start in range(0, len(pmids), _CHUNK):
        listed = " OR ".join(f"{pmid}[uid]" for pmid in pmids[start : start + _CHUNK])
        term = f"({listed}) AND ({since:%Y/%m/%d}:3000[lr] OR {_FALLEN})"
        yield from service.search(term, _CHUNK).pmids

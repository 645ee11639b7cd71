"""Replies to a search as they come, so that a run that was killed does not ask for them again.

Fetched records are kept by pubmed.retrieval; this is for the many small requests before them.
Each reply is given back once: whoever asks a second time wants to know anew, and what was
asked twice is held twice.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review.files import sha256_of, write_atomically

# Replies of different days do not make one search.
_LONGEST_S = 24 * 3600.0
_STAMP = "source.txt"


class Journal:
    """The replies of one search from one source. Methods may be called from several threads."""

    def __init__(self, folder: Path, source: str, *, anew: bool = False) -> None:
        """Take over what a killed run left, if ``source`` is the same and it is of today.

        With ``anew`` nothing is taken over.
        """
        self._folder = folder
        stamp = folder / _STAMP
        if anew or not (
            stamp.is_file()
            and stamp.read_text(encoding="utf-8") == source
            and time.time() - stamp.stat().st_mtime < _LONGEST_S
        ):
            self.forget()
            write_atomically(stamp, source)
        self._lock = threading.Lock()
        self._held: dict[str, list[Path]] = {}
        self._kept: dict[str, int] = {}  # the highest number given to a reply of each name
        for path in sorted(folder.glob("*.reply")):
            name, number, _ = path.name.split(".")
            self._held.setdefault(name, []).append(path)
            self._kept[name] = int(number)

    def take(self, utility: str, parameters: Mapping[str, Any]) -> tuple[str, bytes] | None:
        """Return (time of asking, body) of a reply that is held; None the second time."""
        with self._lock:
            paths = self._held.get(_name(utility, parameters))
            path = paths.pop(0) if paths else None
        if not path:
            return None
        asked_at, _, body = path.read_bytes().partition(b"\n")
        return asked_at.decode("ascii"), body

    def keep(self, utility: str, parameters: Mapping[str, Any], asked_at: str, body: bytes) -> None:
        """Keep a reply."""
        name = _name(utility, parameters)
        with self._lock:
            self._kept[name] = self._kept.get(name, 0) + 1
            path = self._folder / f"{name}.{self._kept[name]:04d}.reply"
        write_atomically(path, asked_at.encode("ascii") + b"\n" + body)

    def forget(self) -> None:
        """Remove all that is held, once the search is written or has failed for good."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _name(utility: str, parameters: Mapping[str, Any]) -> str:
    asked = json.dumps([utility, *sorted(parameters.items())], ensure_ascii=False)
    return sha256_of(asked)

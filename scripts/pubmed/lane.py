"""The one lane to a service: requests leave it at an allowed rate, whoever asks.

NCBI counts requests per address, not per program, so two reviews that run on one machine
must share the rate. Their lane is a small file with the time of the next free slot.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

# A slot further ahead than this can only come from a clock that was set back.
_FURTHEST_SLOT = 600.0


class Lane:
    """Hands out start times ``interval`` seconds apart to the threads of this process.

    An interval of 0 lets everybody through at once. ``clock`` and ``sleep`` are seconds of
    one time scale; tests bring their own.
    """

    def __init__(
        self,
        interval: float,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.interval = interval
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Take the next free slot and sleep until it comes."""
        with self._held():
            now = self._clock()
            slot = max(now, self._next_slot(now))
            self._set_next(slot + self.interval)
        if slot > now:
            self._sleep(slot - now)

    def hold(self, seconds: float) -> None:
        """Let nobody start for ``seconds``: the service has asked for a pause."""
        with self._held():
            now = self._clock()
            self._set_next(max(self._next_slot(now), now + min(seconds, _FURTHEST_SLOT)))

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock:
            yield

    def _next_slot(self, now: float) -> float:
        return self._next if self._next <= now + _FURTHEST_SLOT else now

    def _set_next(self, slot: float) -> None:
        self._next = slot


class SharedLane(Lane):
    """A lane that every process of this user on this machine shares, through a file."""

    def __init__(
        self,
        interval: float,
        file: Path,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(interval, clock=clock, sleep=sleep)
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._file_lock = FileLock(file.with_suffix(".lock"))

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock, self._file_lock:
            try:
                self._next = float(self._file.read_text(encoding="ascii"))
            except (FileNotFoundError, ValueError):
                self._next = 0.0
            yield

    def _set_next(self, slot: float) -> None:
        self._file.write_text(repr(slot), encoding="ascii")


def lane_file(service: str) -> Path:
    """Return the file of a service's lane: in the user's cache, else in a temporary folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache) / "living-review"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        usable = os.access(folder, os.W_OK)
    except OSError:
        usable = False
    if not usable:
        folder = Path(tempfile.gettempdir()) / f"living-review-{os.getuid()}"
    return folder / f"{service}.slot"

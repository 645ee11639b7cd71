"""How far a long stage is: records, rate and time left, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")

# A terminal gets one line that changes; a log gets a plain line now and then, or none when the
# stage is over before the first is due.
ON_TERMINAL_S = 0.5
IN_LOG_S = 10.0


def watched(
    items: Iterable[Item],
    total: int,
    doing: str,
    noun: str = "records",
    *,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Item]:
    """Yield ``items``, of which there are ``total``, and say now and then how far they are.

    ``doing`` names the stage (``screening``) and ``noun`` what is counted. The lines go to
    ``stream``, which is standard error.
    """
    stream = stream or sys.stderr
    is_terminal = stream.isatty()
    every = ON_TERMINAL_S if is_terminal else IN_LOG_S
    began = told = clock()
    shown = False
    for done, item in enumerate(items, start=1):
        yield item
        now = clock()
        if now - told < every:
            continue
        told = now
        shown = True
        line = progress_line(done, total, now - began, doing, noun)
        stream.write(f"\r\x1b[K{line}" if is_terminal else f"{line}\n")
        stream.flush()
    if shown and is_terminal:
        stream.write("\r\x1b[K")
        stream.flush()


def progress_line(done: int, total: int, elapsed: float, doing: str, noun: str) -> str:
    """Return ``screening: 1,200 of 5,000 records (24 %), 240 a second, 16 s left``."""
    rate = done / elapsed if elapsed > 0 else 0.0
    share = f" ({100 * done // total} %)" if total else ""
    parts = [f"{doing}: {done:,} of {total:,} {noun}{share}"]
    if rate:
        per_second = f"{rate:,.0f} a second" if rate >= 10 else f"{rate * 60:,.0f} a minute"
        parts += [per_second, f"{_duration(max(total - done, 0) / rate)} left"]
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"

"""How a verb ends: with a status, and with one clear line when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from review.errors import ReviewError


def run(main: Callable[[], int]) -> int:
    """Call a verb's ``main``; return its status, or 1 after printing ``error: ...``.

    ReviewError and missing or unreadable files are the user's to mend and print one line.
    Anything else is ours to mend and keeps its traceback.
    """
    try:
        return main()
    except ReviewError as error:
        message = str(error)
    except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
        message = f"{error.filename}: {(error.strerror or 'cannot be read').lower()}"
    print(f"error: {message}", file=sys.stderr)
    return 1


@contextmanager
def in_one_line() -> Iterator[None]:
    """End the program with ``error: ...`` and status 1 where the block raises ReviewError.

    For the Snakefile: Snakemake prints the frames of any exception after its message, and with
    ``--quiet all`` neither.
    """
    try:
        yield
    except ReviewError as error:
        raise SystemExit(f"error: {error}") from None

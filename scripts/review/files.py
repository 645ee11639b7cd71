"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import os
import platform
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from review.errors import ReviewError

_CHUNK = 1 << 20
# Machines that share a disk do not share their processes' numbers.
_MACHINE = re.sub(r"[^\w-]", "_", platform.node()) or "localhost"


def write_atomically(path: str | Path, data: bytes | str) -> None:
    """Write ``data`` to ``path`` so that no reader ever sees a part of it.

    Text is written as UTF-8. Raises ReviewError when the disk is full or the folder is
    read-only; what stood at ``path`` before is then untouched.
    """
    with open_atomically(path) as handle:
        handle.write(data.encode("utf-8") if isinstance(data, str) else data)


@contextlib.contextmanager
def open_atomically(path: str | Path) -> Iterator[BinaryIO]:
    """Give a file to write, piece by piece, that takes the name ``path`` when the block ends well.

    The bytes go to a neighbour first, reach the disk, and then take the name. On an exception
    what stood at ``path`` before is untouched; a full disk is a ReviewError.
    """
    path = Path(path)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = name_aside(path)
        try:
            with open(aside, "wb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        _sync_folder(path.parent)


@contextlib.contextmanager
def replace_folder(path: str | Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``path`` when the block ends well.

    On an exception the new folder is removed and the old one stays as it was.
    """
    path = Path(path)
    aside = name_aside(path)
    before = aside.with_suffix(".former.part")
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_abandoned(path)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            yield aside
            if path.exists():
                # Removing it would take long, and leave neither if killed meanwhile.
                os.replace(path, before)
            os.replace(aside, path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            shutil.rmtree(before, ignore_errors=True)
        _sync_folder(path.parent)


def name_aside(path: Path) -> Path:
    """Return the neighbour under which this thread writes what will be ``path``."""
    writer = f"{_MACHINE}-{os.getpid()}.{threading.get_ident()}"
    return path.with_name(f".{path.name}.{writer}.part")


def remove_abandoned(path: Path) -> None:
    """Remove what processes of this machine that were killed had begun to write for ``path``."""
    prefix = f".{path.name}.{_MACHINE}-"
    for aside in path.parent.glob(f"{glob.escape(prefix)}*.part"):
        process = aside.name[len(prefix) :].partition(".")[0]
        if process.isdecimal() and not _is_running(int(process)):
            if aside.is_dir():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):  # somebody else's, or no process number at all
        return True
    return True


def read_text(path: str | Path) -> str:
    """Read a text file that a person wrote, without its byte-order mark; line ends stay.

    Raises ReviewError naming the byte where it is not UTF-8.
    """
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReviewError(
            f"not UTF-8 text at byte {error.start}", where=str(path), fix="Save it as UTF-8."
        ) from error


def sha256_of(content: bytes | str | Path) -> str:
    """Return the SHA-256 of bytes, of text (as UTF-8), or of the file at a Path, in hex."""
    if isinstance(content, Path):
        digest = hashlib.sha256()
        with open(content, "rb") as handle:
            while chunk := handle.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
    payload = content.encode("utf-8") if isinstance(content, str) else content
    return hashlib.sha256(payload).hexdigest()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        fixes = {
            errno.ENOSPC: "Free some space and run again; nothing was changed.",
            errno.EDQUOT: "Free some of your quota and run again; nothing was changed.",
            errno.EROFS: "Run in a folder that can be written to.",
            errno.EACCES: "Give this user the right to write there.",
            errno.EPERM: "Give this user the right to write there.",
        }
        if error.errno not in fixes:
            raise
        reason = (error.strerror or "not writable").lower()
        raise ReviewError(
            f"cannot be written: {reason}", where=str(path), fix=fixes[error.errno]
        ) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

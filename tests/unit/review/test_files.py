"""A file or folder is whole or not there; errors of the disk are explained."""

import errno
import os
import subprocess
import sys

import pytest

from review import files
from review.errors import ReviewError
from review.files import read_text, replace_folder, sha256_of, write_atomically


def test_a_write_makes_its_folders_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_atomically(path, "µ")
    assert path.read_bytes() == "µ".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_keeps_the_old_file_and_names_the_fix(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomically(path, "old")

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(ReviewError, match=r"a\.txt: cannot be written: no space.*Free some space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_replaced_only_when_the_block_ends_well(tmp_path):
    path = tmp_path / "raw"
    with replace_folder(path) as new:
        (new / "one").write_text("1")
    with pytest.raises(RuntimeError), replace_folder(path) as new:
        (new / "two").write_text("2")
        raise RuntimeError
    assert [p.name for p in path.iterdir()] == ["one"]
    assert list(tmp_path.iterdir()) == [path]


def test_text_bytes_and_file_have_one_checksum(tmp_path):
    path = tmp_path / "a"
    path.write_text("abc")
    assert sha256_of("abc") == sha256_of(b"abc") == sha256_of(path)


def test_text_of_another_encoding_is_named_by_its_byte(tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_bytes("Sánchez".encode("cp1252"))
    with pytest.raises(ReviewError, match=r"decisions\.csv: not UTF-8 text at byte 1\. Save it"):
        read_text(path)
    path.write_bytes("\ufeffSánchez\r\n".encode())
    assert read_text(path) == "Sánchez\r\n"


def abandoned(path, process):
    """Leave what a process of this number would have begun to write."""
    mine = files.name_aside(path)
    aside = mine.with_name(mine.name.replace(f"-{os.getpid()}.", f"-{process}."))
    aside.mkdir()
    (aside / "half").write_text("h")
    return aside


def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    path = tmp_path / "raw"
    dead, alive = abandoned(path, ended.pid), abandoned(path, running.pid)
    odd = abandoned(path, "notes")
    elsewhere = abandoned(tmp_path / "raw2", ended.pid)
    with replace_folder(path) as new:
        (new / "one").write_text("1")
    running.communicate(b"\n")
    assert not dead.exists()
    assert alive.exists() and odd.exists() and elsewhere.exists()


def test_a_folder_killed_while_it_is_replaced_leaves_a_whole_one(tmp_path, monkeypatch):
    path = tmp_path / "raw"
    with replace_folder(path) as new:
        (new / "one").write_text("1")
    seen = []

    def watched(place, **options):
        seen.append(path.is_dir())
        return rmtree(place, **options)

    rmtree = files.shutil.rmtree
    monkeypatch.setattr(files.shutil, "rmtree", watched)
    with replace_folder(path) as new:
        (new / "two").write_text("2")
    assert all(seen)  # whenever time is spent on removing, a whole folder stands there
    assert [entry.name for entry in path.iterdir()] == ["two"]
    assert list(tmp_path.iterdir()) == [path]

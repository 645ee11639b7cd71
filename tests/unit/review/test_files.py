"""A file or folder is whole or not there; errors of the disk are explained."""

import errno
import os

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

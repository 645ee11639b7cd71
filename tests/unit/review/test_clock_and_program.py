"""The clock obeys SOURCE_DATE_EPOCH; a verb ends with a status and one line."""

from pathlib import Path

import pytest

from review.clock import iso, now
from review.errors import ReviewError
from review.program import in_one_line, run


def test_the_epoch_overrides_the_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763856000")
    assert iso(now()) == "2025-11-23T00:00:00Z"


def test_an_epoch_that_is_no_number_is_named(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(ReviewError, match=r"SOURCE_DATE_EPOCH.*'today'"):
        now()


def test_a_users_error_is_one_line_and_status_1(capsys):
    def main():
        raise ReviewError("unknown key", where="a.yaml line 2", value="x", fix="Remove it.")

    assert run(main) == 1
    assert capsys.readouterr().err == "error: a.yaml line 2: unknown key (got 'x'). Remove it.\n"


def test_a_missing_file_is_named(capsys):
    assert run(lambda: Path("no-such-file").stat().st_size) == 1
    assert capsys.readouterr().err == "error: no-such-file: no such file or directory\n"


def test_a_fault_of_ours_keeps_its_traceback():
    def main():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(main)


def test_a_users_error_in_a_block_ends_the_program_with_one_line():
    with pytest.raises(SystemExit) as ended, in_one_line():
        raise ReviewError("unknown key", where="a.yaml line 2")
    assert ended.value.code == "error: a.yaml line 2: unknown key"


def test_a_fault_of_ours_in_a_block_is_no_end_in_one_line():
    with pytest.raises(ZeroDivisionError), in_one_line():
        raise ZeroDivisionError

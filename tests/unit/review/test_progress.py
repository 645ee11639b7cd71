"""A long stage says how far it is: on a line that changes, or in plain lines of a log."""

import io

import pytest

from review.progress import progress_line, watched


class Terminal(io.StringIO):
    def isatty(self):
        return True


def ticking(step):
    """Return a clock that goes on by ``step`` seconds each time it is asked."""
    now = -step

    def clock():
        nonlocal now
        now += step
        return now

    return clock


def test_every_item_comes_through_and_a_short_stage_says_nothing():
    stream = io.StringIO()
    assert list(watched(range(50), 50, "screening", stream=stream, clock=ticking(0.1))) == [
        *range(50)
    ]
    assert stream.getvalue() == ""


def test_a_log_gets_plain_lines_with_count_rate_and_time_left():
    stream = io.StringIO()
    list(watched(range(40), 40, "screening", stream=stream, clock=ticking(1)))
    lines = stream.getvalue().splitlines()
    assert lines[0] == "screening: 10 of 40 records (25 %), 60 a minute, 30 s left"
    assert len(lines) == 4
    assert "\r" not in stream.getvalue()


def test_a_terminal_gets_one_line_that_is_wiped_at_the_end():
    stream = Terminal()
    list(watched("abc", 3, "fetching", "batches", stream=stream, clock=ticking(1)))
    assert "fetching: 2 of 3 batches" in stream.getvalue()
    assert "\n" not in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "says"),
    [
        (0, 0, 0.0, "x: 0 of 0 records"),
        (1_000, 1_000_000, 1.0, "1,000 a second, 17 min left"),
        (1, 10_000, 1.0, "60 a minute, 2 h 47 min left"),
    ],
)
def test_numbers_are_such_as_a_reader_would_say_them(done, total, elapsed, says):
    assert progress_line(done, total, elapsed, "x", "records").endswith(says)

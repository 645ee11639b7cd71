"""Whatever the text, rows quote it and reading ends."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.lexicon import Lexicon
from extraction.reader import read
from extraction.text.normalise import normalise

_PIECES = st.sampled_from(
    [
        "median PFS",
        "OS",
        "12.3 months",
        "45%",
        "hazard ratio",
        "HR",
        "0.69",
        "(95% CI, 0.5-0.8)",
        "P < .001",
        "P=025",
        "v",
        "versus",
        "and",
        ", ",
        "; ",
        "(",
        ")",
        "[",
        "]",
        ". ",
        "respectively",
        "in the placebo group",
        "the X arm",
        "(n = 12)",
        "not reached",
        "grade 3-4 neutropenia",
        "1-, 2- and 3-year",
        "of 214",
        "12 (3%) of",
        "\u00b7",
        "\u2264",
        "&lt;",
        "\n",
        "0",
        "95%",
        "median follow-up of",
        "no",
        "(n = 9)",
        "RR",
        "arms A and B",
        "1 of 20 patients",
        "-",
        "to",
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map(" ".join)))
def test_any_text_gives_rows_that_quote_it(lexicon: Lexicon, text: str) -> None:
    reading = read(text, lexicon)
    for finding in reading.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.start <= finding.value.start < finding.value.end <= finding.end


@given(text=st.text(max_size=400))
def test_the_view_is_as_long_as_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "three deaths, four deaths and ",
        "12 patients and 13 patients in the A group and ",
        "5 early late new deaths and ",
        "1 of 2 of 3 of 4 ",
        "(12 on A and 5 on B; ",
        "progression-free survival and disease-free survival 12% in A vs 13% in B; ",
    ],
)
def test_reading_ends_in_time_linear_in_the_text(lexicon: Lexicon, unit: str) -> None:
    taken = []
    for size in (20_000, 80_000):
        text = "Patients were randomised to A or B. " + unit * (size // len(unit))
        started = time.process_time()
        read(text, lexicon)
        taken.append(time.process_time() - started)
    # Quadratic reading of a text four times as long takes sixteen times as long.
    assert taken[1] < 9 * taken[0] + 0.2

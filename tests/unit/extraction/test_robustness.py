"""Whatever the text, rows quote it and reading ends."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.lexicon import Lexicon
from extraction.normalise import normalise
from extraction.reader import read

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

"""The lower steps of the grammar, each alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.lexicon import load_lexicon
from extraction.numbers.find import scan
from extraction.numbers.numerals import value_of
from extraction.numbers.times import months
from extraction.text.normalise import normalise
from extraction.text.sentences import split
from extraction.tokens import Count, Interval, Noise, PValue, RateUnit, Time, Value
from review.records import Section

LEXICON = load_lexicon(Path(__file__).parents[3] / "references" / "vocabulary")


@pytest.mark.parametrize(
    ("printed", "view"),
    [
        ("0\u00b775", "0.75"),
        ("a \u00b7 b", "a \u00b7 b"),
        ("0\u201390\u2009months", "0-90 months"),
        ("p&lt;0.05", "p   <0.05"),
        ("> or = 3", "\u2265     3".rjust(8)),
        ("P 5 .12", "P = .12"),
        ("n 5 535", "n = 535"),
        ("0.94-1 .02", "0.94- 1.02"),
        ("HR 0,75 (95 %-KI 0,63\u20130,90)", "HR 0.75 (95 %-KI 0.63-0.90)"),
    ],
)
def test_normalise(printed: str, view: str) -> None:
    assert normalise(printed).split() == view.split()
    assert len(normalise(printed)) == len(printed)


def test_sentences_do_not_break_at_abbreviations_or_decimals() -> None:
    text = "It was 7 vs. 4 months (P < .001). Then, e.g. Smith et al. agreed.Results Good."
    assert [text[s.start : s.end] for s in split(text, ())] == [
        "It was 7 vs. 4 months (P < .001).",
        "Then, e.g. Smith et al. agreed.",
        "Good.",  # its label is no word of it
    ]
    assert [s.category for s in split(text, ())] == ["", "", "RESULTS"]


def test_sentences_know_their_section() -> None:
    text = "We asked.\nIt rose. It fell."
    parts = [Section("AIM", "OBJECTIVE", 0, 9), Section("FINDINGS", "RESULTS", 10, len(text))]
    assert [(s.label, s.category) for s in split(text, parts)] == [
        ("AIM", "OBJECTIVE"),
        ("FINDINGS", "RESULTS"),
        ("FINDINGS", "RESULTS"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("41 months (95% CI 36-45; P < .001)", [Value, Interval, PValue]),
        ("25 mg/day on days 1-21 for 4 cycles", [Noise, Noise, Noise]),
        ("women aged 70 years or older", [Noise]),
        ("1-, 2- and 3-year", [Time]),
        ("at 5 years", [Time]),
        ("(n = 192)", [Count]),
        ("per 100 patient-years", [RateUnit]),
        ("3.1 per 100 patient-years", [Value]),
        ("range, 0.4-18.8", [Noise]),
        ("between March 2004 and June 2009", [Noise, Noise]),
        ("not reached", [Value]),
        ("weight loss of \u22655%", [Noise]),
    ],
)
def test_kinds_of_numbers(text: str, kinds: list[type]) -> None:
    assert [type(mention) for mention in scan(text, 0, len(text), LEXICON.clauses)] == kinds


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("one", 1),
        ("Eighty-six", 86),
        ("two hundred and three", 203),
        ("no", 0),
        ("apple", None),
        ("One thousand two hundred", 1200),
        ("forty five", 45),
    ],
)
def test_numbers_as_words(words: str, number: int | None) -> None:
    assert value_of(words) == number


def test_lengths_of_time_in_months() -> None:
    assert months(2, "years") == 24
    assert round(months(52, "weeks"), 1) == 12.0
    assert round(months(90, "days"), 1) == 3.0


@pytest.mark.parametrize(
    ("text", "values", "one_sided"),
    [
        ("Plog-rank = 0.55", (("=", 0.55),), False),
        ("one-sided stratified log-rank P < .03", (("<", 0.03),), True),
        ("P = .12, one-sided", (("=", 0.12),), True),
        ("P = .02, two-sided", (("=", 0.02),), False),
        ("p<0.001 for noninferiority and superiority", (("<", 0.001),), False),
        ("P = 0.04, 0.2, and 0.6, respectively", (("=", 0.04), ("=", 0.2), ("=", 0.6)), False),
    ],
)
def test_p_values(text: str, values: tuple[tuple[str, float], ...], one_sided: bool) -> None:
    p = scan(text, 0, len(text), LEXICON.clauses)[0]
    assert isinstance(p, PValue)
    assert (p.values, p.one_sided) == (values, one_sided)


@pytest.mark.parametrize(
    "text",
    [
        "P = .02 for noninferiority",
        "P for interaction = .3",
        "p[interaction] = .01",
        "Pinteraction = 0.2",
        "P = .7 for heterogeneity",
        "P < .001 by test for trend",
        "group-by-time P = .04",
    ],
)
def test_p_values_of_another_test_are_no_results(text: str) -> None:
    assert [type(mention) for mention in scan(text, 0, len(text), LEXICON.clauses)] == [Noise]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("95% confidence interval [CI]1.59-3.22", (1.59, 3.22, 95)),
        ("confidence interval (CI) 95%, 1.2 to 4.5", (1.2, 4.5, 95)),
        ("95% CI 13-43%", (13, 43, 95)),
        ("99% CI: [0.36, 2.09]", (0.36, 2.09, 99)),
        ("95% CIs 0.4-0.9", (0.4, 0.9, 95)),
        ("(OR 3.2; 1.2, 8.9)", (1.2, 8.9, None)),
        ("(46.1%; 32.9-61.5)", (32.9, 61.5, None)),
    ],
)
def test_intervals(text: str, bounds: tuple[float, float, float | None]) -> None:
    found = [m for m in scan(text, 0, len(text), LEXICON.clauses) if isinstance(m, Interval)]
    assert [(m.lower, m.upper, m.level) for m in found] == [bounds]

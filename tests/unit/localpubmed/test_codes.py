"""Codes: ranges are covered exactly, and words are folded as PubMed folds them."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localpubmed.dates import covering_codes, date_codes, span_of
from localpubmed.numbers import covering_pmid_codes, number_of, pmid_codes
from localpubmed.words import code_of, folded, indexable, words_of

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2090, 12, 31))
TODAY = datetime.date(2024, 2, 29)


@given(DAYS, DAYS, DAYS)
def test_a_day_carries_one_code_of_each_range_that_holds_it(
    first: datetime.date, last: datetime.date, day: datetime.date
) -> None:
    carried = set(date_codes("crdt", day.isoformat()).split())
    covering = covering_codes("crdt", (first, last))
    assert len(carried & set(covering)) == (first <= day <= last)
    assert len(covering) == len(set(covering))


@given(DAYS, st.integers(0, 4000))
def test_a_range_takes_few_codes(first: datetime.date, days: int) -> None:
    last = first + datetime.timedelta(days=days)
    assert len(covering_codes("dp", (first, last))) <= 2 * 30 + 2 * 11 + days // 365 + 1


def test_a_range_without_end_takes_no_more_codes_than_there_are_years() -> None:
    whole = (datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
    assert len(covering_codes("dp", whole)) == 600


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011", "2011-01-01", "2011-12-31"),
        ("2011/2", "2011-02-01", "2011-02-28"),
        ("2012/02", "2012-02-01", "2012-02-29"),
        ("2012/12", "2012-12-01", "2012-12-31"),
        ("2011-03-04", "2011-03-04", "2011-03-04"),
        ("3000", "3000-01-01", "3000-12-31"),
        ("9999/12", "9999-12-01", "9999-12-31"),
        ("last 1 year", "2023-02-28", "2024-02-29"),
        ("Last 2 Days", "2024-02-27", "2024-02-29"),
        ("last 9999 years", "0001-02-28", "2024-02-29"),
    ],
)
def test_dates_are_read_at_their_precision(text: str, first: str, last: str) -> None:
    span = span_of(text, TODAY)
    assert span and [day.isoformat() for day in span] == [first, last]


@pytest.mark.parametrize(
    "text", ["", "11", "2011/13", "2011/02/30", "2011/0", "0000", "soon", "2011//"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert span_of(text, TODAY) is None


def test_a_date_without_day_is_indexed_under_its_first() -> None:
    assert date_codes("dp", "2011") == "dp_2011 dp_201101 dp_20110101"
    assert date_codes("dp", "2011-08") == "dp_2011 dp_201108 dp_20110801"
    assert date_codes("dp", "") == ""


PMIDS = st.integers(1, 99_999_999)


@given(PMIDS, PMIDS, PMIDS)
def test_a_pmid_carries_one_code_of_each_range_that_holds_it(
    low: int, high: int, pmid: int
) -> None:
    carried = set(pmid_codes(pmid).split())
    covering = covering_pmid_codes(low, high)
    assert len(carried & set(covering)) == (low <= pmid <= high)
    assert len(covering) < 900


def test_numbers_are_digits_of_any_length() -> None:
    assert number_of("007") == 7
    assert number_of("0") == 0
    assert number_of("٣") is None
    assert number_of("-1") is None
    assert covering_pmid_codes(1, number_of("9" * 6000) or 0) != []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sánchez-Juárez", ["sanchez", "juarez"]),
        ("TGF-β1 and IFNγ", ["tgf", "beta1", "and", "ifngamma"]),
        ("CO₂, 10⁶ cells", ["co2", "106", "cells"]),
        ("Crohn's µg ½", ["crohn", "s", "mug", "1", "2"]),
        ("naïve Æther Straße Øst Łódź", ["naive", "aether", "strasse", "ost", "lodz"]),
        ("ﬁbrosis Ⅳ", ["fibrosis", "iv"]),
        ("foo_bar", ["foo", "bar"]),
        ("лечение 治疗", ["лечение", "治疗"]),
        ("ΑΛΦΑ Ά", ["alphalambdaphialpha", "alpha"]),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert words_of(text) == words
    assert words_of(indexable(text)) == words


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert "_" not in indexable(text)


@given(st.text(max_size=60))
def test_a_code_is_one_word_of_letters_digits_and_joints(term: str) -> None:
    assert re.fullmatch(r"\w*", code_of(term))
    assert code_of(term.upper()) == code_of(term.lower()) or not term.isascii()


def test_the_code_of_an_inverted_heading_keeps_its_joints() -> None:
    assert code_of("Leukemia, Myeloid, Acute") == "leukemia__myeloid__acute"
    assert code_of("Aged, 80 and over") == "aged__80_and_over"
    assert code_of("Receptors, Interleukin-2") == "receptors__interleukin_2"

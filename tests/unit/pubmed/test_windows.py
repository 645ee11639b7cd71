"""A search over the cap: windows that add up, whatever the spread of the records."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmed.replies import SearchReply
from pubmed.windows import search_all
from review.errors import ReviewError

UNTIL = datetime.date(2026, 11, 22)


class FakePubMed:
    """Answers date and PMID ranges over records with creation days, up to a cap."""

    def __init__(self, created: dict[int, datetime.date], cap: int) -> None:
        self.created = created
        self.cap = cap
        self.terms: list[str] = []

    def ask(self, term: str, retmax: int) -> SearchReply:
        self.terms.append(term)
        pmids = set(self.created)
        for first, last in re.findall(r"(\S+):(\S+)\[crdt\]", term):
            low, high = (
                datetime.date(*map(int, day.split("/"))) for day in (first.lstrip("("), last)
            )
            pmids = {pmid for pmid in pmids if low <= self.created[pmid] <= high}
        for first, last in re.findall(r"(\d+):(\d+)\[uid\]", term):
            pmids = {pmid for pmid in pmids if int(first) <= pmid <= int(last)}
        listed = sorted(pmids, key=lambda pmid: pmid * 7919 % 104729)[: min(retmax, self.cap)]
        return SearchReply(len(pmids), tuple(map(str, listed)), term, ())


days = st.dates(datetime.date(1999, 12, 25), datetime.date(2000, 1, 5))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(1, 45_000_000), days, min_size=1, max_size=60), st.integers(1, 20)
)
def test_windows_find_every_record_once(created: dict[int, datetime.date], cap: int) -> None:
    pubmed = FakePubMed(created, cap)
    search = search_all(pubmed.ask, "x[tiab]", UNTIL, cap=cap)
    assert search.pmids == [str(pmid) for pmid in sorted(created)]
    assert sum(window.count for window in search.windows) == search.count == len(created)
    assert all(window.count <= cap for window in search.windows)


def test_a_day_over_the_cap_is_split_by_pmid() -> None:
    day = datetime.date(2005, 10, 14)
    pubmed = FakePubMed({16_000_000 + number: day for number in range(50)}, cap=9)
    search = search_all(pubmed.ask, "x[tiab]", UNTIL, cap=9)
    assert len(search.pmids) == 50
    assert any("[uid]" in window.term for window in search.windows)


def test_records_after_the_day_are_left_out() -> None:
    created = {1: UNTIL, 2: UNTIL + datetime.timedelta(days=1)}
    assert search_all(FakePubMed(created, 10).ask, "x[tiab]", UNTIL, cap=10).pmids == ["1"]


def test_windows_that_never_add_up_are_an_error() -> None:
    created = {number: datetime.date(2000, 1, number) for number in range(1, 29)}
    pubmed = FakePubMed(created, 5)

    def losing(term: str, retmax: int) -> SearchReply:
        if "1780/01/01:2026" in term:
            return pubmed.ask(term, retmax)
        pubmed.created = {number: day for number, day in created.items() if number != 7}
        return pubmed.ask(term, retmax)

    pubmed.created = created
    with pytest.raises(ReviewError, match=r"add up to 27.*the whole counts"):
        first = pubmed.ask
        whole = {"done": False}

        def ask(term: str, retmax: int) -> SearchReply:
            if "1780/01/01:2026" in term:
                pubmed.created = created
                whole["done"] = True
                return first(term, retmax)
            return losing(term, retmax)

        search_all(ask, "x[tiab]", UNTIL, cap=5)


def test_nothing_found_names_query_and_reading() -> None:
    reply = SearchReply(0, (), "as PubMed reads it", ())
    with pytest.raises(ReviewError, match=r"as PubMed reads it.*x\[tiab\].*Widen"):
        search_all(lambda term, retmax: reply, "x[tiab]", UNTIL)

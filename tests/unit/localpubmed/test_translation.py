"""What PubMed says of a query: its translation, and what it could not find."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localpubmed.query import QueryError
from localpubmed.store import Index
from localpubmed.translate import Translation

Meaning = Callable[[str], Translation]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("lenalidomide[tiab]", '"lenalidomide"[Title/Abstract]'),
        ("Multiple Myeloma[mh]", '"multiple myeloma"[MeSH Terms]'),
        ('"leukemia"[mh:noexp]', '"leukemia"[MeSH Terms:noexp]'),
        ("mainten*[ti]", '"mainten*"[Title]'),
        ("ifn*[ab] OR early[ti]", '"ifn"[Abstract] OR "early"[Title]'),
        ("2010:2012[dp]", "2010/01/01:2012/12/31[Date - Publication]"),
        ("2010/03/04[crdt]", "2010/03/04[Date - Create]"),
        ("1:7500[uid]", "00000001:00007500[UID]"),
        ('"survival lenalidomide"[tiab:~5]', '"survival lenalidomide"[Title/Abstract:~5]'),
        (
            "open survival[tiab]",
            '"open"[Title/Abstract] AND "survival"[Title/Abstract]',
        ),
        (
            "stroke",
            '"stroke"[MeSH Terms] OR "stroke"[All Fields]',
        ),
        (
            "multiple myeloma AND aspirin[ti]",
            '("multiple myeloma"[MeSH Terms] OR ("multiple"[All Fields] AND "myeloma"[All Fields])'
            ' OR "multiple myeloma"[All Fields]) AND "aspirin"[Title]',
        ),
        (
            "aspirin[ti] AND stroke[ti] OR early[ti]",
            '("aspirin"[Title] AND "stroke"[Title]) OR "early"[Title]',
        ),
        ("smith ja", "smith ja[Author]"),
        ("blood", '"blood"[Journal] OR "blood"[All Fields]'),
    ],
)
def test_the_translation_is_worded_as_pubmed_words_it(
    meaning: Meaning, query: str, shown: str
) -> None:
    assert meaning(query).shown == shown


def test_untagged_terms_are_mapped_and_said_to_be(meaning: Meaning) -> None:
    mapped = meaning("myeloid acute leukemia stroke").mapped
    assert [told for told, _ in mapped] == ["leukemia", "stroke"]
    assert [told for told, _ in meaning("acute myeloid leukemia").mapped] == [
        "acute myeloid leukemia"
    ]
    assert meaning("lenalidomide[tiab]").mapped == []
    assert meaning('"stroke"').mapped == []


def test_a_field_that_does_not_exist_is_reported_and_its_term_searched_everywhere(
    meaning: Meaning,
) -> None:
    translation = meaning("sedation[bogus]")
    assert translation.fields_not_found == ["bogus"]
    assert translation.shown == '"sedation"[All Fields]'


@pytest.mark.parametrize(
    "query",
    [
        "zzzz[tiab]",
        "zzzz",
        "zzzz*[ti]",
        "no heading[mh]",
        "nobody x[au]",
        "2010/13[dp]",
        "zz9[uid]",
    ],
)
def test_a_term_that_no_record_holds_is_reported(meaning: Meaning, query: str) -> None:
    translation = meaning(query)
    assert translation.phrases_not_found == [query.partition("[")[0]]
    assert not translation.match


def test_a_term_not_found_finds_nothing_and_takes_nothing_with_it(
    found: Callable[[str], list[int]],
) -> None:
    assert found("zzzz[tiab] AND aspirin[ti]") == []
    assert found("zzzz[tiab] OR aspirin[ti]") == found("aspirin[ti]") != []
    assert found("aspirin[ti] NOT zzzz[tiab]") == found("aspirin[ti]")


def test_a_term_of_nlms_lists_that_records_only_use_in_words_finds_nothing_unreported(
    meaning: Meaning,
) -> None:
    used = meaning('"early"[mh] OR stroke[ti]')
    assert used.quoted_not_found == used.phrases_not_found == []
    assert used.shown == '"early"[MeSH Terms] OR "stroke"[Title]'
    assert meaning('"erly"[mh] OR stroke[ti]').quoted_not_found == ['"erly"']


def test_a_quoted_phrase_not_found_is_broken_up_and_reported(meaning: Meaning) -> None:
    translation = meaning('"survival aspirin of"[tiab]')
    assert translation.quoted_not_found == ['"survival aspirin of"']
    assert translation.phrases_not_found == []
    assert translation.shown == '"survival"[Title/Abstract] AND "aspirin"[Title/Abstract]'
    assert translation.match


def test_a_quoted_phrase_of_unknown_words_stays_as_it_was_typed(meaning: Meaning) -> None:
    translation = meaning('"zzqx unfound"')
    assert translation.quoted_not_found == ['"zzqx unfound"']
    assert translation.phrases_not_found == []
    assert translation.shown == '"zzqx unfound"'
    assert not translation.match


def test_a_hyphenated_word_is_not_broken_up(meaning: Meaning) -> None:
    assert meaning("survival-free[tiab]").phrases_not_found == ["survival-free"]
    assert meaning("free survival progression[tiab]").match


def test_stop_words_are_ignored_outside_phrases(meaning: Meaning) -> None:
    assert meaning("the[tiab] AND aspirin[ti]").phrases_ignored == ["the"]
    assert meaning("the[tiab] AND aspirin[ti]").shown == '"aspirin"[Title]'
    assert meaning("quality of life[tiab]").phrases_ignored == []
    assert meaning("aspirin and stroke").phrases_ignored == ["and"]
    assert not meaning("the").match


def test_a_star_inside_proximity_makes_the_proximity_ignored(meaning: Meaning) -> None:
    assert meaning('"surviv* lenalidomide"[tiab:~2]').shown == (
        '"surviv*"[Title/Abstract] AND "lenalidomide"[Title/Abstract]'
    )


def test_the_last_years_count_back_from_today(meaning: Meaning) -> None:
    assert meaning('"last 5 years"[crdt]').shown == "2021/11/22:2026/11/22[Date - Create]"
    assert meaning('"last 10 days"[dp]').shown == "2026/11/12:2026/11/22[Date - Publication]"
    assert meaning("last 13 months[edat]").shown == "2025/10/22:2026/11/22[Date - Entry]"


@pytest.mark.parametrize("query", ["1:2[ti]", "#7", "a[tiab:~x]", "the[ti] NOT aspirin[ti]"])
def test_what_makes_no_sense_is_refused(meaning: Meaning, query: str) -> None:
    with pytest.raises(QueryError):
        meaning(query)


@given(
    st.text(max_size=30), st.sampled_from(["", "tiab", "mh", "au", "ta", "dp", "uid", "pt", "la"])
)
def test_no_term_breaks_the_search(index: Index, meaning: Meaning, text: str, tag: str) -> None:
    try:
        translation = meaning(f"{text}[{tag}]" if tag else text)
    except QueryError:
        return
    count, pmids = index.search(translation.match, "relevance")
    assert count == len(set(pmids))


@given(st.text(alphabet="ab\"*:()[]{}^+-_'#AND NOT", max_size=40))
def test_nothing_in_a_phrase_reaches_the_search_engine(
    index: Index, meaning: Meaning, text: str
) -> None:
    phrase = text.replace('"', " ")
    try:
        index.search(meaning(f'"{phrase}"[tiab]').match, "most recent")
    except QueryError:
        assert not phrase.strip()

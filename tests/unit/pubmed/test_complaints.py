"""Whatever PubMed did not use of a query stops the search, with phrase, spelling and the key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from localpubmed.service import serving
from pubmed.client import Client, client_for
from pubmed.replies import Complaint, SearchReply
from pubmed.windows import Search, search_all
from review.errors import ReviewError

UNTIL = datetime.date(2026, 11, 22)


def searched(*complaints: tuple[str, str], translation: str = "reading", **more) -> Search:
    reply = SearchReply(1, ("1",), translation, tuple(Complaint(*pair) for pair in complaints))
    return search_all(lambda term, retmax: reply, "x[tiab]", UNTIL, **more)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("PhraseNotFound", "no record of the source holds this term"),
        ("FieldNotFound", "field tag is unknown"),
        ("PhraseIgnored", "was ignored"),
        ("QuotedPhraseNotFound", r'split into its words.*"odd phrase"\[tiab:~0\]'),
        ("OutputMessage", "says so itself"),
        ("KindOfNextYear", "says so itself"),
    ],
)
def test_whatever_pubmed_did_not_use_stops_the_search(kind: str, says: str) -> None:
    with pytest.raises(ReviewError, match=says) as caught:
        searched((kind, '"odd phrase"'))
    assert caught.value.value == '"odd phrase"'
    assert 'search.allow_ignored: ["odd phrase"]' in caught.value.fix
    assert "reading" in caught.value.fix


@pytest.mark.parametrize(
    ("complaint", "allowed"),
    [
        ('"odd phrase"', '"odd phrase"'),
        ('"odd phrase"', "odd phrase"),
        ("odd phrase[Title/Abstract]", "Odd Phrase"),
        ("cc 5013", "CC-5013"),
        ("CC-5013", "cc 5013"),
    ],
)
def test_a_phrase_allowed_by_name_passes_however_it_is_written(complaint, allowed) -> None:
    assert searched(("PhraseNotFound", complaint), allowed=[allowed]).windows[0].complaints


@pytest.mark.parametrize("allowed", ["odd", "phrase", "odd phrases", ""])
def test_another_phrase_does_not_allow_it(allowed: str) -> None:
    with pytest.raises(ReviewError, match="odd phrase"):
        searched(("QuotedPhraseNotFound", '"odd phrase"'), allowed=[allowed])


def test_all_that_was_not_used_is_told_at_once() -> None:
    with pytest.raises(ReviewError) as caught:
        searched(("PhraseIgnored", "three"), ("PhraseNotFound", "one"), ("PhraseNotFound", "two"))
    assert caught.value.value == "one"
    assert "; nor did it use 'two', 'three'" in caught.value.what
    assert 'search.allow_ignored: ["one", "two", "three"]' in caught.value.fix


def test_a_spelling_is_suggested_where_the_source_knows_one() -> None:
    spellings = {"mieloma": "myeloma", "odd": "odd"}
    with pytest.raises(ReviewError) as caught:
        searched(
            ("PhraseNotFound", "mieloma[tiab]"),
            ("PhraseNotFound", "odd"),
            spell=lambda phrase: spellings.get(phrase, ""),
        )
    assert caught.value.fix.startswith("Did you mean 'myeloma' for 'mieloma'? Check")


def test_a_rewrite_of_a_search_without_hits_stops_it() -> None:
    with pytest.raises(ReviewError, match="dropped the field tags"):
        searched(translation="Schema: all x")


def test_a_service_without_espell_costs_the_message_nothing(service, client: Client, make) -> None:
    service.spellings = {"mieloma": "myeloma"}
    assert client.spelling("mieloma") == "myeloma"
    assert client.spelling("myeloma") == ""
    service.faults = [make.status(404)]
    assert client.spelling("mieloma") == ""


@pytest.mark.parametrize(
    ("query", "fix"),
    [
        ("inventime[tiab]", "Did you mean 'inventine' for 'inventime'?"),
        ("invnetine[tiab]", "Did you mean 'inventine' for 'invnetine'?"),
        ('"invented diseas"[tiab:~0]', "Did you mean 'invented disease'"),
        ("zzyzx[tiab]", "Check its spelling."),
    ],
)
def test_the_local_service_spells_by_its_corpus(corpus: Path, query: str, fix: str) -> None:
    with serving(corpus) as url:
        client = client_for("local", email=None, local_url=url)
        with pytest.raises(ReviewError) as caught:
            search_all(client.search, query, UNTIL, spell=client.spelling)
    assert caught.value.fix.startswith(fix)

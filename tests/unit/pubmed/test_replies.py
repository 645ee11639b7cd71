"""What replies say, and what is no reply."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmed.replies import read_articles, read_links, read_search
from pubmed.transport import Transient
from review.errors import ReviewError


def test_search_replies_tell_what_was_not_used() -> None:
    reply = read_search(
        b"<eSearchResult><Count>0</Count><IdList/><QueryTranslation>x</QueryTranslation>"
        b"<ErrorList><PhraseNotFound>abcXYZ</PhraseNotFound></ErrorList><WarningList>"
        b'<QuotedPhraseNotFound>"a b"</QuotedPhraseNotFound>'
        b"<OutputMessage>No items found.</OutputMessage></WarningList></eSearchResult>"
    )
    assert [(each.kind, each.phrase) for each in reply.complaints] == [
        ("PhraseNotFound", "abcXYZ"),
        ("QuotedPhraseNotFound", '"a b"'),
    ]


def test_a_search_past_the_cap_is_not_asked_again() -> None:
    body = (
        b"<eSearchResult><ERROR>Search Backend failed: Exception:\n'retstart' cannot be larger "
        b"than 9998.</ERROR></eSearchResult>"
    )
    with pytest.raises(ReviewError, match="retstart"):
        read_search(body)


def test_links_of_another_name_are_not_taken() -> None:
    body = (
        b"<eLinkResult><LinkSet><LinkSetDb><LinkName>pubmed_pubmed_reviews</LinkName><Link>"
        b"<Id>1</Id></Link></LinkSetDb><LinkSetDb><LinkName>pubmed_pubmed</LinkName><Link>"
        b"<Id>2</Id></Link></LinkSetDb></LinkSet></eLinkResult>"
    )
    assert read_links(body, "pubmed_pubmed") == ["2"]
    with pytest.raises(Transient):
        read_links(b"<eLinkResult></eLinkResult>", "pubmed_pubmed")


WHOLE_REPLIES = [
    b"<?xml version='1.0'?><eSearchResult><Count>2</Count><IdList><Id>1</Id><Id>2</Id></IdList>"
    b"<QueryTranslation>x</QueryTranslation></eSearchResult>",
    b"<?xml version='1.0'?><eLinkResult><LinkSet><LinkSetDb><LinkName>pubmed_pubmed</LinkName>"
    b"<Link><Id>1</Id></Link></LinkSetDb></LinkSet></eLinkResult>",
]


@given(
    st.sampled_from(WHOLE_REPLIES), st.integers(0, 200), st.binary(max_size=5), st.integers(0, 9)
)
def test_damaged_replies_are_read_or_refused_never_a_crash(
    whole: bytes, place: int, put: bytes, cut: int
) -> None:
    place %= len(whole)
    damaged = whole[:place] + put + whole[place + cut :]
    for read in (read_search, lambda body: read_links(body, "pubmed_pubmed"), read_articles):
        with contextlib.suppress(Transient, ReviewError):
            read(damaged)

"""Whole words, hyphens, case, truncation, and offsets that always point at what was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary.match import Matcher, fold

DRUG = Matcher(
    {"len": ["lenalidomide", "CC-5013"], "mm": ["multiple myeloma", "myelom*"]}, {"rd": ["Rd"]}
)


def found(text: str) -> list[tuple[str, str]]:
    return [(match.id, text[match.start : match.end]) for match in DRUG.find(text)]


@pytest.mark.parametrize("text", ["CC-5013", "cc 5013", "CC5013", "CC\u20115013", "cc\u00a05013"])
def test_a_hyphen_any_dash_a_space_and_nothing_are_alike(text: str) -> None:
    assert found(f"given {text} daily") == [("len", text)]


def test_only_whole_words_count() -> None:
    assert found("prelenalidomide lenalidomides ACC-5013 CC-50133") == []
    assert found("(lenalidomide) lenalidomide/dexamethasone") == [("len", "lenalidomide")] * 2


def test_abbreviations_keep_their_capitals() -> None:
    assert found("Rd, RD, rd and Rd-R") == [("rd", "Rd"), ("rd", "Rd")]


def test_the_longest_phrase_at_a_place_wins() -> None:
    assert found("Multiple\nmyeloma, antimyeloma, myelomas") == [
        ("mm", "Multiple\nmyeloma"),
        ("mm", "myelomas"),
    ]


def test_entries_that_share_a_phrase_are_both_found() -> None:
    shared = Matcher({"b": ["low dose"], "a": ["low-dose"]})
    assert [match.id for match in shared.find("low-dose")] == ["a", "b"]


def test_an_empty_phrase_is_refused() -> None:
    with pytest.raises(ValueError):
        Matcher({"x": [""]})


@given(st.text(alphabet=st.sampled_from("İIß lenalidomide-–ﬁ5013CcRd\u00a0éΣ"), max_size=60))
def test_offsets_hold_in_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)
    previous = 0
    for match in DRUG.find(text):
        assert previous <= match.start < match.end <= len(text)
        assert fold(text[match.start : match.end]) == fold(text)[match.start : match.end]
        previous = match.end


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_phrase_set_apart_is_always_found(before: str, after: str) -> None:
    text = f"{before} lenalidomide {after}"
    at = len(before) + 1
    assert any((m.id, m.start, m.end) == ("len", at, at + 12) for m in DRUG.find(text))

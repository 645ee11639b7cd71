"""The tree of some words takes what the list of the same words does, written out longest first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.word_tree import any_of

_LETTERS = "abB -."


def plain(words: list[str], *, either: bool) -> str:
    """The words one after another, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(form(word, either) for word in longest_first)})"


def form(word: str, either: bool) -> str:
    start, end = r"\w*" * word.startswith("*"), r"[\w-]*" * word.endswith("*")
    letters = word.strip("*")
    first = f"[{letters[0].upper()}{letters[0].lower()}]" if either else re.escape(letters[0])
    rest = "".join("[- ]" if letter == " " else re.escape(letter) for letter in letters[1:])
    return start + first + rest + end


def words_of(letters: str) -> st.SearchStrategy[str]:
    inner = st.text(letters, min_size=1, max_size=5).filter(lambda word: word[0] not in " -")
    return st.builds(
        lambda before, word, behind: before + word + behind,
        st.sampled_from(["", "", "", "*"]),
        inner,
        st.sampled_from(["", "", "", "*"]),
    )


LISTS = st.lists(words_of(_LETTERS), min_size=1, max_size=8)


@st.composite
def lists_and_texts(draw: st.DrawFn) -> tuple[list[str], str]:
    """Words, and a text of them, with more letters behind some or run together."""
    words = draw(LISTS)
    pieces = st.sampled_from([word.strip("*") for word in words]) | st.text(_LETTERS, max_size=3)
    joints = st.sampled_from(["", "", " ", "-", "a", ". "])
    return words, "".join(
        draw(pieces) + draw(joints) for _ in range(draw(st.integers(min_value=1, max_value=6)))
    )


@given(
    lists_and_texts(), st.booleans(), st.sampled_from([r"{}", r"\b{}\b", r"{}a", r"{}+(?=\s|$)"])
)
def test_a_tree_takes_what_the_list_takes(
    given_: tuple[list[str], str], either: bool, around: str
) -> None:
    words, text = given_
    tree = re.compile(around.format(f"(?:{any_of(words, either=either)})"))
    listed = re.compile(around.format(plain(words, either=either)))
    for at in range(len(text)):
        assert span(tree.match(text, at)) == span(listed.match(text, at))
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in listed.finditer(text)]


@given(lists_and_texts())
def test_a_tree_tries_the_same_words_in_the_same_order(given_: tuple[list[str], str]) -> None:
    words, text = given_
    tree = any_of(words)
    listed = plain(words, either=False)
    ends = range(len(text) + 1)
    for end in ends:
        # A match that must go on to `end` is found by turning back from all that come before it.
        behind = re.escape(text[end:]) + r"\Z"
        assert span(re.match(f"(?:{tree}){behind}", text)) == span(
            re.match(f"{listed}{behind}", text)
        )


def span(match: re.Match[str] | None) -> tuple[int, int] | None:
    return match.span() if match else None


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (["patient", "patients"], "patients?"),
        (["women", "woman"], "wom[ae]n"),
        (["pick*", "picks", "pick"], r"pick(?:[\w-]*|s)"),
        (["therapies", "therapy"], "therap(?:ies|y)"),
        (["follow up", "follow-up"], r"follow[ \-]up"),
    ],
)
def test_letters_that_words_share_are_written_once(words: list[str], pattern: str) -> None:
    assert any_of(words) == pattern


def test_a_blank_at_the_end_is_taken_before_the_rest_of_a_word() -> None:
    tree = any_of(["oral*", "oral "])
    assert [re.match(tree, text).group() for text in ("oral x", "oral-x", "orally")] == [  # type: ignore[union-attr]
        "oral ",
        "oral-",
        "orally",
    ]

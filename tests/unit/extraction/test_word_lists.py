"""Patterns with the words of a vocabulary, and the shipped lists that they name."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from extraction.word_lists import Worded, WordedSigned, WordLists

ROOT = Path(__file__).parents[3]
LISTS = WordLists(
    {
        "fruits": ["apple", "apple pie", "pears?"],
        "acts": ["pick*", "(un)?eaten"],
        "ills": ["*itis"],
    }
)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"@fruits", "an apple pie", "apple pie"),
        (r"@fruits", "an apple-pie", "apple-pie"),
        (r"@fruits\b", "two pears", "pears"),
        (r"\b@Fruits", "Apples", "Apple"),
        (r"@fruits were @acts", "pears were uneaten", "pears were uneaten"),
        (r"\b@acts\b", "was picked-up", "picked-up"),
        (r"@ills$", "with arthritis", "arthritis"),
    ],
)
def test_a_list_stands_for_any_of_its_words(pattern: str, text: str, found: str) -> None:
    match = Worded(pattern).of(LISTS).search(text)
    assert match is not None
    assert match.group() == found


def test_a_list_without_a_capital_leaves_capitals_alone() -> None:
    assert Worded(r"\b@fruits").of(LISTS).search("Apples") is None


def test_words_are_no_patterns_of_their_own() -> None:
    odd = WordLists({"odd": ["i.v.", "a+b"]})
    assert Worded("@odd").of(odd).search("ixv. aab") is None
    assert Worded("@odd").of(odd).findall("i.v. a+b") == ["i.v.", "a+b"]


def test_a_pattern_is_made_once_for_each_vocabulary() -> None:
    pattern = Worded("@fruits")
    other = WordLists({"fruits": ["plum"]})
    assert pattern.of(LISTS) is pattern.of(LISTS)
    assert pattern.of(other).search("plum and apple").group() == "plum"  # type: ignore[union-attr]


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="nuts"):
        Worded("@nuts").of(LISTS)


def test_a_signed_pattern_takes_its_words_too() -> None:
    signed = WordedSigned(r"@fruits\b", ("apple", "pear"), flags=re.IGNORECASE)
    assert [m.group() for m in signed.of(LISTS).finditer("Pears, plums, APPLE")] == [
        "Pears",
        "APPLE",
    ]


def test_every_pattern_of_the_grammar_names_lists_that_are_shipped() -> None:
    from extraction.lexicon import load_lexicon

    lists = load_lexicon(ROOT / "references" / "vocabulary").arms.lists
    seen = 0
    for path in sorted((ROOT / "scripts" / "extraction").rglob("*.py")):
        module = importlib.import_module(
            ".".join(path.relative_to(ROOT / "scripts").with_suffix("").parts)
        )
        for value in vars(module).values():
            if isinstance(value, Worded | WordedSigned):
                value.of(lists)
                seen += 1
    assert seen

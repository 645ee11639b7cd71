"""Values go to the arms that the sentence gives them, and to none where it is not clear."""

from __future__ import annotations

import pytest

from extraction.lexicon import Lexicon
from extraction.reader import read

INTRODUCED = "Patients were randomly assigned to zetamab or placebo. "


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        (
            "With placebo, the response rate was 8%, 6%, and 5%; with zetamab, 18%, 16%, and 15%.",
            {8: "placebo", 6: "placebo", 5: "placebo", 18: "zetamab", 16: "zetamab"},
        ),
        (
            "Neutropenia was found in 42, 50, and 60% of the placebo group and in 16, 30, and 31% "
            "of the zetamab group.",
            {42: "placebo", 60: "placebo", 16: "zetamab", 30: "zetamab"},
        ),
        (
            "A response was seen in 62% with zetamab vs 45% with placebo, and a complete response "
            "in 21% vs 10%.",
            {62: "zetamab", 45: "placebo", 21: "zetamab", 10: "placebo"},
        ),
        (
            "The response rate was 10% in the treatment group and 2% in the placebo group.",
            {10: "zetamab", 2: "placebo"},
        ),
    ],
)
def test_arms_of_lists(lexicon: Lexicon, sentence: str, arms: dict[float, str]) -> None:
    told = {f.value.number: f.arm for f in read(INTRODUCED + sentence, lexicon).findings}
    assert {number: told.get(number) for number in arms} == arms


@pytest.mark.parametrize(
    "sentence",
    [
        "The response and complete response rates of the zetamab group were 28.6% and 26.5%.",
        "The response rate was higher with zetamab than with placebo (41% v 69%).",
        "The response rate was 7%, 8% and 9% in three dose levels of zetamab, respectively.",
    ],
)
def test_no_arm_where_the_text_does_not_tell(lexicon: Lexicon, sentence: str) -> None:
    findings = read(INTRODUCED + sentence, lexicon).findings
    assert "placebo" not in {finding.arm for finding in findings}
    values = [f.arm for f in findings if f.value.number in {69.0, 9.0}]
    assert all(not arm for arm in values)

"""Arms are told in the ways abstracts introduce them, and linked across their names."""

from __future__ import annotations

import pytest

from extraction.arms import find_arms
from extraction.lexicon import Lexicon


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Patients were randomly assigned to receive zetamab or placebo.", {"zetamab", "placebo"}),
        (
            "Patients were randomised to surgery plus zetanib (n = 101) versus surgery alone (n = "
            "99).",
            {"surgery plus zetanib", "surgery alone"},
        ),
        ("The zetamab group and the observation group were followed.", {"zetamab", "observation"}),
        ("Patients received AC (120 patients) or TC (118 patients).", {"AC", "TC"}),
        ("We randomised patients between arm A and arm B.", {"arm A", "arm B"}),
        (
            "Toxicity was worse in groups 1 and 2 than in group 3.",
            {"group 1", "group 2", "group 3"},
        ),
    ],
)
def test_labels(lexicon: Lexicon, text: str, labels: set[str]) -> None:
    assert {name for arm in find_arms(text, lexicon).arms for name in arm.names} >= labels


def test_sizes_and_short_names(lexicon: Lexicon) -> None:
    text = (
        "Patients were assigned to lenalidomide plus dexamethasone (Rd; n = 120) or melphalan, "
        "prednisone and thalidomide (MPT; n = 118). PFS was longer with Rd than with MPT."
    )
    arms = find_arms(text, lexicon)
    first = next(arm for arm in arms.arms if "Rd" in arm.names)
    second = next(arm for arm in arms.arms if "MPT" in arm.names)
    assert (first.regimen, first.n) == ("Rd", 120)
    assert (second.regimen, second.n) == ("MPT", 118)
    assert [m.labels for m in arms.find(text)][-2:] == [(first.label,), (second.label,)]


def test_words_before_group_that_are_no_arm(lexicon: Lexicon) -> None:
    text = (
        "The two age groups, each study group and the Zeta Oncology Group agreed. Both groups did."
    )
    assert find_arms(text, lexicon).arms == []


def test_all_arms_at_once(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to receive zetamab or placebo. OS was 80% in both groups."
    )
    arms = find_arms(text, lexicon)
    assert arms.find(text)[-1].labels == ("zetamab", "placebo")
    assert arms.comparator() == "placebo" and arms.other("placebo") == "zetamab"

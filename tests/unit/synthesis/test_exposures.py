"""Ratios between what patients are or reach take their sides from the words of their sentence."""

from __future__ import annotations

from typing import Any

import pytest

from synthesis.arms import Pattern
from synthesis.comparisons import Comparison, Side
from synthesis.exposures import sides_of_exposure

DEEPER = Side("deeper", (Pattern(words=("MRD negativity", "MRD-negative", "remission"),
                                 not_words=("failure",)),))  # fmt: skip
SHALLOWER = Side("shallower", (Pattern(words=("MRD-positive", "no remission")),
                               Pattern(unnamed=True)))  # fmt: skip
DEPTH = Comparison("depth", "Depth", "", DEEPER, SHALLOWER, {}, (), False, "nobody assigned it")


def sides(text: str, figure: str, value: float) -> tuple[str, str, bool] | None:
    start = text.index(figure)
    row: dict[str, Any] = {"start": start, "end": start + len(figure), "value": value}
    found = sides_of_exposure(DEPTH, SHALLOWER, text, row)
    return None if found is None else (found[0].label, found[1].label, found[2])


def test_one_side_is_enough_where_words_and_ratio_go_the_same_way() -> None:
    text = "We looked at 90 patients. MRD negativity came with longer survival (HR 0.4)."
    assert sides(text, "HR 0.4", 0.4) == ("MRD negativity", "", False)
    assert sides(text.replace("longer", "worse"), "HR 0.4", 0.4) is None
    assert sides(text.replace("longer ", ""), "HR 0.4", 0.4) is None
    assert sides(text.replace("longer", "longer or shorter"), "HR 0.4", 0.4) is None


def test_of_two_sides_the_first_is_the_numerator() -> None:
    text = "The HR for MRD-negative v MRD-positive patients was 0.30."
    assert sides(text, "0.30", 0.3) == ("MRD-negative", "MRD-positive", False)
    text = "MRD-positive patients died sooner than MRD-negative ones (HR 3.1)."
    assert sides(text, "HR 3.1", 3.1) == ("MRD-negative", "MRD-positive", True)


@pytest.mark.parametrize(
    "text",
    [
        "Failure to reach remission came with better survival (HR 0.4).",
        "Remission was frequent. High-risk disease came with better survival (HR 0.4).",
        "Age came with better survival (HR 0.4), and so did remission.",
    ],
)
def test_what_the_sentence_does_not_say_is_not_read_into_it(text: str) -> None:
    assert sides(text, "HR 0.4", 0.4) is None


def test_an_exposure_stands_beside_and_its_caution_is_told(review_of, reports) -> None:
    text = "MRD negativity came with longer survival (HR 0.4)."
    report = next(r for r in reports if r["pmid"] == "99000103")
    report["abstract"] = text
    report["outcomes"] = [
        {"id": "x1", "endpoint": "OS", "statistic": "hazard_ratio", "value": 0.4,
         "interval": [0.2, 0.8, 95], "flags": ["exposure"], "start": 0, "end": len(text)}
    ]  # fmt: skip
    result = review_of([report]).results["depth", "OS"]
    assert result.status == "narrative"
    assert [c.candidate.arm for c in result.studies] == ["MRD negativity"]

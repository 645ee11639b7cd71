"""Which arm is over which: words at the ratio first, then the figures of the two arms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import Finding
from extraction.lexicon import Lexicon
from extraction.reader import read

TWO = "Patients were randomly assigned to zetamab (zetamab group) or iotanib (iotanib group). "
CONTROLLED = "Patients were randomly assigned to zetamab or to placebo. "


@pytest.fixture
def ratios(lexicon: Lexicon) -> Callable[[str], list[Finding]]:
    def read_ratios(text: str) -> list[Finding]:
        return [f for f in read(text, lexicon).findings if f.statistic.endswith("_ratio")]

    return read_ratios


Ratios = Callable[[str], list[Finding]]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        # The longer median has the lower hazard, in whatever order the arms are named.
        (
            "Median PFS was 12 months in the iotanib group and 20 months in the zetamab group "
            "(hazard ratio, 0.60).",
            ("zetamab", "iotanib"),
        ),
        (
            "Median PFS was 12 months in the iotanib group and 20 months in the zetamab group "
            "(hazard ratio, 1.66).",
            ("iotanib", "zetamab"),
        ),
        # What is not reached is the longest.
        (
            "Median OS was 31 months in the iotanib group and not reached in the zetamab group "
            "(hazard ratio, 0.70).",
            ("zetamab", "iotanib"),
        ),
        # The higher rate of survivors has the lower hazard.
        (
            "OS at 2 years was 61% in the iotanib group and 74% in the zetamab group "
            "(hazard ratio, 0.70).",
            ("zetamab", "iotanib"),
        ),
        # The larger share has the higher odds.
        (
            "A complete response was seen in 12% of the iotanib group and 31% of the zetamab "
            "group (odds ratio, 3.29).",
            ("zetamab", "iotanib"),
        ),
    ],
)
def test_figures_set_the_direction(ratios: Ratios, text: str, sides: tuple[str, str]) -> None:
    (ratio,) = ratios(TWO + text)
    assert (ratio.arm, ratio.comparator) == sides
    assert "direction_assumed" not in ratio.flags


def test_a_turned_ratio_is_flagged_and_an_agreeing_one_is_not(ratios: Ratios) -> None:
    medians = "Median PFS was 12 months in the {} group and 20 months in the {} group"
    (turned,) = ratios(TWO + medians.format("iotanib", "zetamab") + " (hazard ratio, 0.60).")
    (printed,) = ratios(TWO + medians.format("iotanib", "zetamab") + " (hazard ratio, 1.66).")
    assert "direction_from_figures" in turned.flags
    assert printed.flags == ()


def test_words_at_the_ratio_outweigh_the_medians(ratios: Ratios) -> None:
    (ratio,) = ratios(
        TWO + "Median PFS was 20 months in the zetamab group and 12 months in the iotanib group "
        "(hazard ratio for iotanib vs. zetamab, 0.60)."
    )
    assert (ratio.arm, ratio.comparator) == ("iotanib", "zetamab")
    assert "direction_contradicts_medians" in ratio.flags


def test_ratios_without_figures_follow_the_others(ratios: Ratios) -> None:
    text = (
        "Median PFS was 12 months in the zetamab group and 20 months in the iotanib group "
        "(hazard ratio, 0.60). The hazard ratio for overall survival was 0.90."
    )
    first, second = ratios(TWO + text)
    assert (first.arm, first.comparator) == ("iotanib", "zetamab")
    assert (second.arm, second.comparator) == ("iotanib", "zetamab")


def test_a_direction_that_nothing_tells_stays_assumed(ratios: Ratios) -> None:
    (ratio,) = ratios(TWO + "The hazard ratio for overall survival was 0.90.")
    assert "direction_assumed" in ratio.flags


def test_close_figures_tell_nothing(ratios: Ratios) -> None:
    (ratio,) = ratios(
        CONTROLLED + "Median OS was 30.1 months with placebo and 30.0 months with zetamab "
        "(hazard ratio, 0.93)."
    )
    assert (ratio.arm, ratio.comparator) == ("zetamab", "placebo")
    assert "direction_from_figures" not in ratio.flags


def test_the_figures_beside_a_ratio_count_and_not_those_far_away(ratios: Ratios) -> None:
    filler = "Adverse events were as expected and are listed with their grades elsewhere. " * 5
    (ratio,) = ratios(
        TWO
        + "Median PFS was 41 months in the iotanib group and 28 months in the zetamab group. "
        + filler
        + "Median PFS was 10.2 months in the iotanib group and 20.2 months in the zetamab group "
        "(hazard ratio, 0.49)."
    )
    assert (ratio.arm, ratio.comparator) == ("zetamab", "iotanib")


def test_a_slash_between_arms_is_a_direction(ratios: Ratios) -> None:
    (ratio,) = ratios(
        TWO + "OS at 6 years was 75% in the zetamab group and 70% in the iotanib group (HR "
        "zetamab/iotanib, 1.25)."
    )
    assert (ratio.arm, ratio.comparator) == ("zetamab", "iotanib")


def test_one_treatment_in_two_inflections_has_no_comparator(ratios: Ratios) -> None:
    found = ratios(
        "Users of statins were compared. The risk of death was lower with statins than with "
        "statin (hazard ratio for statins versus statin, 0.80)."
    )
    assert [f.comparator for f in found] == [""]
    assert all(not f.arm or "comparator_same_as_arm" in f.flags for f in found)


def test_sides_named_after_each_of_two_ratios(ratios: Ratios) -> None:
    text = (
        "Patients were randomly assigned to VRd (80 patients), Rd (81 patients) or KRd "
        "(82 patients). The hazard ratio for progression or death was 0.55 for KRd vs. Rd and "
        "0.71 for KRd vs. VRd."
    )
    sides = [(f.value.number, f.arm, f.comparator) for f in ratios(text)]
    assert sides == [(0.55, "KRd", "Rd"), (0.71, "KRd", "VRd")]


def test_the_opening_of_a_sentence_names_the_comparator(ratios: Ratios) -> None:
    text = (
        "Patients were assigned to VRd (80 patients), Rd (81 patients) or KRd (82 patients). "
        "Compared with Rd, KRd reduced the hazard of progression or death (hazard ratio, 0.55). "
        "Compared with VRd it also reduced the hazard of progression or death (hazard ratio, "
        "0.71)."
    )
    second = ratios(text)[-1]
    assert (second.value.number, second.arm, second.comparator) == (0.71, "KRd", "VRd")


def test_figures_of_another_ratio_do_not_turn_one(ratios: Ratios) -> None:
    text = (
        "Patients were randomly assigned to zetamab or placebo. The response rate was 46% with "
        "zetamab and 29% with placebo at week 4 (odds ratio, 2.31), and the odds ratio for a "
        "response with zetamab versus placebo was 0.89 at week 8."
    )
    assert [(f.arm, f.comparator) for f in ratios(text)] == [("zetamab", "placebo")] * 2


def test_a_ratio_behind_two_figures_follows_those_that_say_their_direction(ratios: Ratios) -> None:
    text = (
        "Patients were randomly assigned to Z-Rd or Rd. The hazard ratio for PFS was 0.44 for Z-Rd "
        "versus Rd. The next treatment was needed after 23.1 months on Rd and 50.6 months on Z-Rd "
        "(HR 0.39; 95% CI, 0.31-0.50)."
    )
    assert {(f.arm, f.comparator) for f in ratios(text)} == {("Z-Rd", "Rd")}

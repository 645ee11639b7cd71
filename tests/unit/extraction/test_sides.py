"""Which arm a ratio is over: by whom its clause speaks of, and by what all ratios are over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import Finding

Read = Callable[[str], list[Finding]]

TWO = "Women were randomly assigned to zetamab (n = 101) or iotanib (n = 99). "
THREE = "Women were randomly assigned to zetamab, iotanib, or kappafen. "
NONE = "Women were randomised to radiotherapy or no radiotherapy. "
HR = "0.71; 95% CI, 0.52 to 0.97"


def _sides(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.arm, f.comparator) for f in found if f.statistic.endswith("ratio")]


@pytest.mark.parametrize(
    "text",
    [
        f"Overall survival was longer with iotanib (HR {HR}).",
        f"Survival was better in the iotanib arm (HR {HR}) than in the zetamab arm.",
        f"Iotanib reduced the risk of death by 29% (HR {HR}).",
        f"The risk of death was lower with iotanib (HR {HR}).",
        f"Patients receiving iotanib were less likely to die (hazard ratio {HR}).",
        f"Treatment with iotanib was associated with longer overall survival (HR {HR}).",
        f"Overall survival favoured iotanib (HR {HR}).",
        f"Compared with zetamab, the hazard ratio for death with iotanib was {HR}.",
        "Overall survival was worse with zetamab (HR 0.71).",
        "Those in the iotanib group had a higher response rate (OR 2.01) than those in the zetamab "
        "group.",
        "The zetamab group had a lower response rate (odds ratio 1.8).",
    ],
)
def test_the_clause_of_one_arm_tells_the_direction(findings: Read, text: str) -> None:
    assert _sides(findings(TWO + text)) == [("iotanib", "zetamab")]


@pytest.mark.parametrize(
    "text",
    [
        "Zetamab had no effect on overall survival (HR 0.95).",
        "There was no difference in overall survival (HR 0.95).",
    ],
)
def test_nothing_said_leaves_the_order_of_the_arms(findings: Read, text: str) -> None:
    assert _sides(findings(TWO + text)) == [("zetamab", "iotanib")]


@pytest.mark.parametrize(
    "text",
    [
        "The hazard ratios for disease-free survival versus kappafen were 0.83 (95% CI 0.73-0.94) "
        "for zetamab and 0.80 (95% CI 0.70-0.91) for iotanib.",
        "Compared with kappafen, disease-free survival was improved with zetamab (HR 0.83, 95% CI "
        "0.73-0.94) and iotanib (HR 0.80, 95% CI 0.70-0.91).",
        "Disease-free survival was longer with zetamab (HR 0.83, 95% CI 0.73-0.94) and iotanib (HR "
        "0.80, 95% CI 0.70-0.91) than with kappafen.",
        "Disease-free survival: zetamab v kappafen HR 0.83 (95% CI 0.73-0.94); iotanib v kappafen "
        "HR 0.80 (95% CI 0.70-0.91).",
    ],
)
def test_ratios_over_one_arm(findings: Read, text: str) -> None:
    assert _sides(findings(THREE + text)) == [("zetamab", "kappafen"), ("iotanib", "kappafen")]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Omission of radiotherapy increased local recurrence (HR 2.6).",
            ("no radiotherapy", "radiotherapy"),
        ),
        (
            "The hazard ratio for death among women who received radiotherapy, as compared with "
            "those who did not, was 0.91.",
            ("radiotherapy", "no radiotherapy"),
        ),
    ],
)
def test_those_who_were_not_given_it(findings: Read, text: str, sides: tuple[str, str]) -> None:
    assert _sides(findings(NONE + text)) == [sides]


def test_amounts_beside_a_ratio_turn_it_whatever_they_are_called(findings: Read) -> None:
    text = (
        "A wound infection was seen in 8% with zetamab versus 17% with iotanib (hazard ratio for "
        "surgical complications, 2.2; 95% CI, 1.03 to 4.62)."
    )
    assert _sides(findings(TWO + text)) in ([("iotanib", "zetamab")], [])


@pytest.mark.parametrize(
    "text",
    [
        "Necrosis was related to the drug (8% with zetamab, 5% with iotanib), smoking (OR 2.03) "
        "and diabetes (OR 2.11).",
    ],
)
def test_a_ratio_of_a_factor_is_not_the_arms(findings: Read, text: str) -> None:
    assert set(_sides(findings(TWO + text))) <= {("", "")}

"""What the order in which a text introduces its arms does not bear: the sides of ratios."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import ARM_ASSUMED, Finding

Read = Callable[[str], list[Finding]]

TOLD = (
    "Patients were randomised to two courses of either daunorubicin and cytarabine (DA) or "
    "daunorubicin and clofarabine (DClo). The toxicity of DClo was no greater. "
)
SAYS = [
    "There were no differences in relapse (74% vs 68%, HR 0.93 (0.77-1.14)).",
    "Relapse was no different (74% v 68%; hazard ratio, 0.93; 95% CI, 0.77 to 1.14).",
    "Overall survival at 3 years was 23% versus 22% (HR 1.08, 95% CI 0.93-1.26).",
    "Complete remission was reached in 60% vs 58% (odds ratio 0.92, 0.70-1.21).",
]


@pytest.mark.parametrize("says", SAYS)
def test_ratios_do_not_rest_on_assumed_arms(findings: Read, says: str) -> None:
    pair = [f for f in findings(TOLD + says) if not f.statistic.endswith("ratio")]
    ratio = next(f for f in findings(TOLD + says) if f.statistic.endswith("ratio"))
    assert all(not f.arm or ARM_ASSUMED in f.flags for f in pair)
    assert "arm_assumed" not in ratio.flags
    assert not ratio.arm or "direction_assumed" in ratio.flags or "exposure" in ratio.flags


def test_an_assumed_pair_does_not_tell_the_order_of_the_next(findings: Read) -> None:
    says = "There were no differences in relapse (74% vs 68%) or survival (23% v 22% at 3 years)."
    assert all(ARM_ASSUMED in f.flags for f in findings(TOLD + says) if f.arm)


def test_told_arms_give_a_ratio_its_sides(findings: Read) -> None:
    says = "Relapse was 74% with DA and 68% with DClo (hazard ratio 0.93, 0.77-1.14)."
    ratio = next(f for f in findings(TOLD + says) if f.statistic == "hazard_ratio")
    assert {ratio.arm, ratio.comparator} == {"DA", "DClo"}

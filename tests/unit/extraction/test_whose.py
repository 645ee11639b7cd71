"""Whose value it is: shares, rates and medians with the arm that each of them is of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extraction.finding import Finding

Read = Callable[[str], list[Finding]]

TWO = "Women were randomly assigned to zetamab (n = 101) or iotanib (n = 99). "
LETTERED = "Women were randomised to group A (zetamab, n = 50) or group B (iotanib, n = 53). "
ROLES = "The study group was given zetamab, the control group was not. "
THREE = "Women were randomly assigned to zetamab, iotanib, or kappafen. "


def arms_of(found: list[Finding]) -> dict[float | None, list[str]]:
    """The arms of each value, in order."""
    arms: dict[float | None, list[str]] = {}
    for finding in found:
        arms.setdefault(finding.value.number, []).append(finding.arm)
    return arms


def _each(**arms: str) -> dict[float, list[str]]:
    return {float(name[1:].replace("_", ".")): [arm] for name, arm in arms.items()}


@pytest.mark.parametrize(
    "text",
    [
        "The overall response rates were 41% and 28%, respectively.",
        "There was no difference between the groups in response rate (41% versus 28%).",
        "Response did not differ between the two arms (41% and 28%; P = .3).",
        "The response rate was higher with zetamab than with iotanib (41% v 28%).",
        "Compared to patients on iotanib, those on zetamab more often had a response (41% v 28%).",
        "A response was more common in the zetamab group: 41% and 28%.",
        "The zetamab group had more responses (41 patients, 41%) than the iotanib group (28%).",
        "Treatment with zetamab improved the response rate from 28% to 41%.",
        "Responses were seen in 41% of the zetamab group and in 28% of the other group.",
    ],
)
def test_of_two_values_each_is_of_one_arm(findings: Read, text: str) -> None:
    assert arms_of(findings(TWO + text)) == {41: ["zetamab"], 28: ["iotanib"]}


@pytest.mark.parametrize(
    "text",
    [
        "The complete response rates were 8% and 3%.",
        "Complete response rates of 8% and 3% were seen.",
        "The complete response rate was 8% and 3%, respectively.",
    ],
)
def test_a_plain_pair_follows_the_comparison_before_it(findings: Read, text: str) -> None:
    before = "The response rate was 41% with iotanib and 28% with zetamab. "
    arms = arms_of(findings(TWO + before + text))
    if "of 8%" in text:
        assert arms[8] in (["iotanib"], [""])
    else:
        assert (arms[8], arms[3]) == (["iotanib"], ["zetamab"])


@pytest.mark.parametrize(
    "text",
    [
        "Complete and partial response rates were 8% and 33%.",
        "The response rates were 41% in visceral and 28% in other disease.",
        "Grade 3 and 4 neutropenia was seen in 8% and 3%.",
        "Response rates were 41% and 28% in women under and over 50.",
    ],
)
def test_a_pair_of_other_things_names_no_arm(findings: Read, text: str) -> None:
    before = "The response rate was 51% with iotanib and 38% with zetamab. "
    arms = arms_of(findings(TWO + before + text))
    assert {arm for number in (8, 33, 41, 28, 3) for arm in arms.get(number, [])} <= {""}


def test_pairs_of_an_abstract_that_names_its_arms_in_both_orders_are_unsure(findings: Read) -> None:
    turned = "This trial compared iotanib versus zetamab. " + TWO
    assert arms_of(findings(turned + "The response rate was 41% vs 28%.")) == {41: [""], 28: [""]}


@pytest.mark.parametrize(
    "text",
    [
        "Response rates to induction and iotanib were 41% and 28%, respectively.",
        "Response rates were 41% and 28% for the experimental drug and iotanib, respectively.",
        "There was no difference in response between the new and the iotanib group: 41 and 28%.",
        "Response rates after zetamab and salvage were 41% and 28%, respectively.",
    ],
)
def test_an_arm_beside_an_unknown_side_keeps_its_place(findings: Read, text: str) -> None:
    assert arms_of(findings(TWO + text)) == {41: ["zetamab"], 28: ["iotanib"]}


def test_the_study_and_control_group(findings: Read) -> None:
    text = "Complications did not differ between the study and control group: 25.6 and 34.1%."
    arms = arms_of(findings(ROLES + text))
    assert arms[34.1] == ["control"] and arms[25.6] != ["control"]


def test_rows_of_times_keep_the_order_of_the_arms(findings: Read) -> None:
    text = (
        "The 2-year overall survival rates in groups A and B were 93.4 and 66.0%, and the 5-year "
        "rates were 81.4 and 48.3%, respectively."
    )
    assert [(f.arm, f.months, f.value.number) for f in findings(LETTERED + text)] == [
        ("group A", 24, 93.4),
        ("group B", 24, 66.0),
        ("group A", 60, 81.4),
        ("group B", 60, 48.3),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The incidence of nausea was 35% in zetamab and iotanib groups.",
        "Nausea occurred in 35% of patients in both groups.",
        "Nausea was seen in 35% with both zetamab and iotanib.",
    ],
)
def test_a_value_of_both_arms(findings: Read, text: str) -> None:
    (arms,) = arms_of(findings(TWO + text)).values()
    assert sorted(arms) == ["iotanib", "zetamab"]


@pytest.mark.parametrize(
    "text",
    [
        "In the iotanib group, nausea occurred in 35% of patients, vomiting in 12% and fatigue in "
        "21%, all of which were more frequent than in the zetamab group.",
        "Patients in the iotanib arm had nausea (35%), vomiting (12%) and fatigue (21%).",
    ],
)
def test_a_list_stays_with_the_arm_that_opens_it(findings: Read, text: str) -> None:
    arms = arms_of(findings(TWO + text))
    assert {number: arms[number] for number in (35, 12, 21)} == {
        number: ["iotanib"] for number in (35, 12, 21)
    }


def test_two_lists_of_two_arms(findings: Read) -> None:
    text = (
        "Patients in the zetamab arm had neutropenia (60%), stomatitis (9%) and diarrhoea (7%), "
        "whereas those in the iotanib arm had neutropenia (42%), stomatitis (2%) and diarrhoea "
        "(3%)."
    )
    assert arms_of(findings(TWO + text)) == {
        **_each(p60="zetamab", p9="zetamab", p7="zetamab"),
        **_each(p42="iotanib", p2="iotanib", p3="iotanib"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Disease-free survival at 5 years was 85% (A) and 88% (B).",
        "Five-year disease-free survival was 85% in A and 88% in B.",
        "Disease-free survival at 5 years (A vs B) was 85% vs 88%.",
    ],
)
def test_letters_of_the_groups_alone(findings: Read, text: str) -> None:
    assert arms_of(findings(LETTERED + text)) == {85: ["group A"], 88: ["group B"]}


def test_each_contrast_has_its_own_comparison(findings: Read) -> None:
    text = (
        "More women taking zetamab reported nausea (25% vs 10%, P = .01), whereas dry mouth was "
        "more common with iotanib (30% vs 18%)."
    )
    assert arms_of(findings(TWO + text)) == {
        **_each(p25="zetamab", p10="iotanib", p30="iotanib", p18="zetamab")
    }


def test_pairs_of_a_list_follow_the_first_pair(findings: Read) -> None:
    text = (
        "Hot flushes, arthritis and myalgia were more frequent with zetamab (47% v 41%, 6% v 4% "
        "and 12% v 10%)."
    )
    arms = arms_of(findings(TWO + text))
    assert [arms[number] for number in (47, 6, 12)] == [["zetamab"]] * 3
    assert [arms[number] for number in (41, 4, 10)] == [["iotanib"]] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Diarrhoea, mostly grade 1, affected 34%, 46% and 28%.",
        "Diarrhoea was reported in 34%, 46%, and 28%.",
        "The rates of diarrhoea were 34%, 46% and 28%, respectively.",
    ],
)
def test_three_values_follow_the_three_arms_of_the_sentence_before(
    findings: Read, text: str
) -> None:
    before = "The response rate was 39% (zetamab), 47% (iotanib) and 24% (kappafen). "
    arms = arms_of(findings(THREE + before + text))
    assert (arms[34], arms[46], arms[28]) == (["zetamab"], ["iotanib"], ["kappafen"])


@pytest.mark.parametrize(
    "text",
    [
        "Recurrence was detected in 11% of each group.",
        "Recurrence was equally rare (11% in both).",
    ],
)
def test_both_or_each_alone(findings: Read, text: str) -> None:
    assert sorted(arms_of(findings(TWO + text))[11]) == ["iotanib", "zetamab"]


@pytest.mark.parametrize(
    "text",
    [
        "The response rate was 41% for the zetamab group and 28% for the others.",
        "A response was more common with zetamab as opposed to iotanib (41% and 28%).",
        "A response was half again as common with zetamab as with iotanib (41% and 28%).",
    ],
)
def test_more_words_for_the_two_sides(findings: Read, text: str) -> None:
    assert arms_of(findings(TWO + text)) == {41: ["zetamab"], 28: ["iotanib"]}


@pytest.mark.parametrize(
    "text",
    [
        "The overall frequency of nausea for zetamab and iotanib, respectively, was 66.5 and 58.9% "
        "in the first study and 83.2 and 82.1% in the second.",
        "Nausea was seen with zetamab and iotanib in 66.5% and 58.9% in cycle 1 and in 83.2% and "
        "82.1% in cycle 2.",
    ],
)
def test_rows_of_a_list_go_over_the_arms_before_it(findings: Read, text: str) -> None:
    arms = arms_of(findings(TWO + text))
    assert (arms[66.5], arms[58.9]) == (["zetamab"], ["iotanib"])
    if 83.2 in arms:
        assert (arms[83.2], arms[82.1]) == (["zetamab"], ["iotanib"])


@pytest.mark.parametrize(
    "text",
    [
        "The main toxicities were diarrhoea (18%, zetamab) and neutropenia (57%, iotanib).",
        "Diarrhoea (18% - zetamab) and neutropenia (57% - iotanib) were the main toxicities.",
    ],
)
def test_an_arm_closes_the_bracket_of_its_value(findings: Read, text: str) -> None:
    assert arms_of(findings(TWO + text)) == {18: ["zetamab"], 57: ["iotanib"]}


@pytest.mark.parametrize(
    "text",
    [
        "Response rate and pain relief were 41% and 60% for the 101 patients in the zetamab group.",
        "Patients on zetamab had a response rate of 41% and a complete response rate of 60%, both "
        "higher than in the iotanib group.",
    ],
)
def test_values_of_one_arm_side_by_side(findings: Read, text: str) -> None:
    arms = arms_of(findings(TWO + text))
    assert [arm for number in (41, 60) for arm in arms.get(number, [])] in (
        ["zetamab", "zetamab"],
        ["zetamab"],
    )


def test_the_side_not_named_is_that_of_the_comparison_before(findings: Read) -> None:
    text = (
        "The response rate was 41% with zetamab and 28% with kappafen. Nausea was more frequent "
        "in the zetamab group (35% v 12%)."
    )
    arms = arms_of(findings(THREE + text))
    assert (arms[35], arms[12]) == (["zetamab"], ["kappafen"])


@pytest.mark.parametrize(
    "before",
    [
        "The response rate was 41% with zetamab and 28% with iotanib. ",
        "In the zetamab group the response rate was 41%, and in the iotanib group 28%. ",
        "",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "Alopecia was seen in 98% v 45% of patients.",
        "Alopecia was seen in 98% and 45% of patients.",
        "The disease control rate was 98% (95% CI, 94-99) and 45% (95% CI, 38-51).",
        "The 2-year survival was 98% compared with 45%.",
    ],
)
def test_bare_pairs_follow_the_order_of_the_two_arms(
    findings: Read, before: str, text: str
) -> None:
    arms = arms_of(findings(TWO + before + text))
    assert (arms[98], arms[45]) == (["zetamab"], ["iotanib"])


def test_each_value_has_the_patients_behind_it(findings: Read) -> None:
    text = (
        "Local recurrence was seen in 14.3% of women with negative margins and in 39.2% of women "
        "with positive margins."
    )
    groups = {f.value.number: f.subgroup for f in findings(TWO + text)}
    assert "positive" not in groups.get(14.3, "") and "negative" not in groups.get(39.2, "")

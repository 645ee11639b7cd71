"""Values go to the arms that the sentence gives them, and to none where it is not clear."""

from __future__ import annotations

import pytest

from extraction.finding import ARM_ASSUMED
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


@pytest.mark.parametrize(
    ("sentence", "first", "second"),
    [
        ("More women had nausea with zetamab than those given placebo (31% v 12%).", 0, 1),
        ("Zetamab was associated with gains in OS (median: 9.2 vs 7.1 months) over placebo.", 0, 1),
        ("Group differences favoured zetamab: nausea was rarer (12% versus 31%).", 0, 1),
        ("Compared with placebo, zetamab led to more nausea (31% v 12%).", 0, 1),
        ("Fewer patients had nausea (12% vs 31%) in the zetamab arm.", 0, 1),
        ("Patients on placebo had more nausea (31% vs 12%) than patients on zetamab.", 1, 0),
    ],
)
def test_pair_follows_what_the_clause_compares(
    lexicon: Lexicon, sentence: str, first: int, second: int
) -> None:
    told = [f.arm for f in read(INTRODUCED + sentence, lexicon).findings]
    arms = ["zetamab", "placebo"]
    assert told == [arms[first], arms[second]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Among patients given zetamab, nausea was more frequent in women than in men (31% v 12%).",
        "Women older than 60 given zetamab had less nausea (12% v 31%).",
        "With zetamab, nausea was seen in 31% vs 12% in smokers and non-smokers, respectively.",
        "With zetamab, nausea was found in 31% at 3 months versus 12% at 6 months.",
    ],
)
def test_pair_of_other_groups_has_not_two_arms(lexicon: Lexicon, sentence: str) -> None:
    told = {f.arm for f in read(INTRODUCED + sentence, lexicon).findings}
    assert "placebo" not in told


@pytest.mark.parametrize(
    ("sentence", "arms", "assumed"),
    [
        (
            "The response rate was 41% with zetamab and 20% with placebo. Nausea occurred in "
            "31% vs 12%.",
            ["zetamab", "placebo", "zetamab", "placebo"],
            2,
        ),
        ("Nausea occurred in 31% versus 12% of patients.", ["zetamab", "placebo"], 2),
        ("Nausea was rarer in non-smokers than in smokers (12% vs 31%).", ["", ""], 0),
        ("Nausea fell from 31% to 12%.", ["", ""], 0),
    ],
)
def test_pair_without_arms_in_its_sentence(
    lexicon: Lexicon, sentence: str, arms: list[str], assumed: int
) -> None:
    found = read(INTRODUCED + sentence, lexicon).findings
    assert [f.arm for f in found][: len(arms)] == arms[: len(found)]
    assert sum(ARM_ASSUMED in f.flags for f in found) == assumed


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        (
            "Nausea was seen in 31 (31%) of 100 women in the zetamab group, compared with 12 (12%) "
            "of 101 in the placebo group.",
            ["zetamab", "placebo"],
        ),
        (
            "In all, 31% of women had nausea with zetamab, while 12% had nausea on placebo.",
            ["zetamab", "placebo"],
        ),
        ("Ten zetamab patients (31%) and four placebo patients (12%) had nausea.", None),
        ("Nausea was rare (3.1%, zetamab; 1.2%, placebo; P = .39).", ["zetamab", "placebo"]),
        (
            "Zetamab led to more nausea (31% vs 12%) in the first 24 hours than placebo.",
            ["zetamab", "placebo"],
        ),
        ("The median PFS was 6.0 months for both zetamab and placebo.", ["zetamab", "placebo"]),
    ],
)
def test_arm_of_a_clause(lexicon: Lexicon, sentence: str, arms: list[str] | None) -> None:
    told = [f.arm for f in read(INTRODUCED + sentence, lexicon).findings]
    assert told == (arms or ["zetamab", "placebo"])


def test_a_role_is_an_arm_of_its_own_where_no_treatment_is_sure(lexicon: Lexicon) -> None:
    text = (
        "Patients were divided into a study group and a control group and had zetamab or yttrinib, "
        "respectively. In the study group the response rate was 31%; in the control group the "
        "response rate was 12%."
    )
    assert [f.arm for f in read(text, lexicon).findings] == ["study group", "control"]


@pytest.mark.parametrize(
    "sentence",
    [
        "MRD negativity was associated with longer PFS (hazard ratio, 0.47; P < .001).",
        "The hazard ratio for PFS was 0.47 in MRD-negative versus MRD-positive patients.",
        "Responders to zetamab or placebo had longer PFS than non-responding patients (HR, 0.47).",
    ],
)
def test_ratio_of_what_patients_have_compares_no_arms(lexicon: Lexicon, sentence: str) -> None:
    found = read(INTRODUCED + sentence, lexicon).findings
    assert [(f.arm, f.comparator) for f in found] == [("", "")] * len(found)


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        (  # the bracket after an arm is about it
            "Nausea was seen in 69% of patients on zetamab (vomiting 31%, anorexia 11%) and in 20% "
            "on placebo.",
            {31: "zetamab", 11: "zetamab", 20: "placebo"},
        ),
        (  # one arm closes a list
            "Nausea and vomiting occurred in 31% and 12% of patients on zetamab.",
            {31: "zetamab", 12: "zetamab"},
        ),
        (
            "Zetamab was superior in TTP (6.1 and 3.4 months, P = .01).",
            {6.1: "zetamab", 3.4: "placebo"},
        ),
        (
            "Zetamab did not differ from placebo in the response rate (31% vs. 27%).",
            {31: "zetamab", 27: "placebo"},
        ),
        (
            "Nausea occurred in 4% with placebo, anorexia in 16 (19%) with zetamab.",
            {4: "placebo", 19: "zetamab"},
        ),
        (
            "Vomiting occurred in 7.8% (10 events) with zetamab versus 16.6% (21 events) with "
            "placebo.",
            {7.8: "zetamab", 16.6: "placebo"},
        ),
        (
            "OS was longer with zetamab than with placebo, though nausea was found in 31% of the "
            "latter group.",
            {31: "placebo"},
        ),
    ],
)
def test_arms_of_values_apart(lexicon: Lexicon, sentence: str, arms: dict[float, str]) -> None:
    told = {f.value.number: f.arm for f in read(INTRODUCED + sentence, lexicon).findings}
    assert {number: told.get(number) for number in arms} == arms


def test_order_of_the_sentence_before_though_one_arm_is_favoured(lexicon: Lexicon) -> None:
    text = INTRODUCED + (
        "Nausea was seen in 31% on zetamab and 12% on placebo. Median PFS was 39.4 months and 14.1 "
        "months, respectively, with a hazard ratio of 0.46 in favor of zetamab."
    )
    medians = [f.arm for f in read(text, lexicon).findings if f.statistic == "median"]
    assert medians == ["zetamab", "placebo"]


def test_second_randomisation_to_no_treatment(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to transplantation or MPR. Then 251 patients were "
        "assigned to zetamab maintenance or to no maintenance. Median PFS was 41.9 months with "
        "zetamab maintenance and 21.6 months in the group without maintenance; OS at 3 years was "
        "88.0% and 79.2%, respectively."
    )
    told = {f.value.number: f.arm for f in read(text, lexicon).findings}
    assert told[21.6] == told[79.2] == "no maintenance"
    assert told[41.9] == told[88.0] == "zetamab maintenance"


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        ("Nausea was similar in both groups (31% vs 29%; P=.39).", {31: "zetamab", 29: "placebo"}),
        ("Nausea was increased in the placebo group (0% vs 8%).", {0: "", 8: ""}),
        ("Nausea was similar between kappanib and placebo (31% vs 29%).", {31: "", 29: ""}),
        ("Of all patients, 40% had nausea at post-placebo visits.", {40: ""}),
        ("Nausea made 72% stop, after a dose reduction of zetamab.", {72: ""}),
    ],
)
def test_no_arm_by_a_half_read_comparison(
    lexicon: Lexicon, sentence: str, arms: dict[float, str]
) -> None:
    found = read(INTRODUCED + sentence, lexicon).findings
    told = {f.value.number: f.arm for f in found}
    assert {number: told.get(number, "") for number in arms} == arms


def test_no_order_is_assumed_where_the_control_comes_first(lexicon: Lexicon) -> None:
    text = "Patients were assigned to zetanib alone or zetamab. Nausea occurred in 31% vs 12%."
    assert {f.arm for f in read(text, lexicon).findings} == {""}


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        (
            "The commonest events were nausea (15 [14%]), vomiting (14 [13%]), and fever (10 [9%]) "
            "in the zetamab group, and anaemia (eight [7%]) and cough (seven [6%]) in the placebo "
            "group.",
            {14: "zetamab", 13: "zetamab", 9: "zetamab", 7: "placebo", 6: "placebo"},
        ),
        (
            "Nausea (31%), vomiting (20%), and fever (12%) were seen with zetamab.",
            {12: "zetamab"},
        ),
        (
            "Nausea (31%), vomiting (20%) and fever (12%) with zetamab; nausea (9%) with placebo.",
            {31: "zetamab", 20: "zetamab", 12: "zetamab", 9: "placebo"},
        ),
    ],
)
def test_arm_behind_a_list(lexicon: Lexicon, sentence: str, arms: dict[float, str]) -> None:
    told = {f.value.number: f.arm for f in read(INTRODUCED + sentence, lexicon).findings}
    assert {number: told.get(number) for number in arms} == arms


def test_pairs_go_on_in_the_order_of_their_sentence(lexicon: Lexicon) -> None:
    text = INTRODUCED + (
        "Serious events occurred in 75 (50%) of 149 patients in the placebo group versus 59 (39%) "
        "of 150 patients in the zetamab group; pneumonia (23 [15%] vs 12 [8%] patients) and nausea "
        "(18 [12%] vs 14 [9%]) were most common."
    )
    told = {f.value.number: (f.arm, f.flags) for f in read(text, lexicon).findings}
    assert told[15] == told[12] == ("placebo", ())
    assert told[8] == told[9] == ("zetamab", ())


@pytest.mark.parametrize(
    ("sentence", "arms"),
    [
        (
            "Nausea was reported in 45 (54%) of 83 patients in the zetamab group versus one (1%) "
            "of 77 patients in the placebo group, fever in 16 (19%) versus none.",
            {54: "zetamab", 1: "placebo", 19: ""},
        ),
        (
            "Nausea occurred in 60% of the sham treatment group.",
            {60: ""},
        ),
    ],
)
def test_arm_of_another_value_or_role_is_not_taken(
    lexicon: Lexicon, sentence: str, arms: dict[float, str]
) -> None:
    introduced = INTRODUCED + "The control group and the treatment group had placebo or zetamab. "
    found = read(introduced + sentence, lexicon).findings
    told = {f.value.number: f.arm for f in found}
    for number, arm in arms.items():
        if arm:
            assert told[number] == arm
        else:
            assert told.get(number, "") in {"", "zetamab"} if number == 19 else not told.get(number)


def test_this_group_is_the_arm_named_last(lexicon: Lexicon) -> None:
    text = INTRODUCED + (
        "A response was seen in 61% of the patients in the zetamab group, including complete "
        "responses in 14%. In this group the median PFS was 11.1 months."
    )
    told = {f.value.number: f.arm for f in read(text, lexicon).findings}
    assert told == {61: "zetamab", 14: "zetamab", 11.1: "zetamab"}


def test_pairs_in_brackets_go_on_in_the_order_of_the_first(lexicon: Lexicon) -> None:
    text = INTRODUCED + (
        "Placebo was superior in TTP (6.1 and 3.4 months, P=0.001), overall survival (19.1 and "
        "11.8 months, P=0.004), and response rate (40.3% and 16.4%, P <0.001)."
    )
    told = [f.arm for f in read(text, lexicon).findings]
    assert told == ["placebo", "zetamab"] * 3

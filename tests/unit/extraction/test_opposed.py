"""Groups of patients that a study compares without assigning anything to them."""

from __future__ import annotations

import pytest

from extraction.finding import Finding
from extraction.lexicon import Lexicon
from extraction.reader import read


def _armed(abstract: str, lexicon: Lexicon) -> list[tuple[float | None, str]]:
    return [(f.value.number, f.arm) for f in read(abstract, lexicon).findings]


def _ratio(abstract: str, lexicon: Lexicon) -> Finding:
    return next(f for f in read(abstract, lexicon).findings if f.statistic.endswith("ratio"))


@pytest.mark.parametrize(
    ("abstract", "first", "second"),
    [
        ("Stroke occurred in 4.1% of male and 2.6% of female participants.", "male", "female"),
        ("Five-year overall survival was 71% and 64% for women and men, respectively.", "women",
         "men"),
        ("Median overall survival was 31 months in EBV-positive patients and 19 months in "
         "EBV-negative patients.", "EBV-positive", "EBV-negative"),
        ("Median PFS was 9.4 months in the high-LDH group versus 15.2 months in the low-LDH group.",
         "high-LDH", "low-LDH"),
        ("Three-year overall survival was 58% in patients with ascites and 77% in patients without "
         "ascites.", "with ascites", "without ascites"),
        ("Sepsis occurred in 20% and 12% of patients with and without cirrhosis, respectively.",
         "with cirrhosis", "without cirrhosis"),
        ("The response rate was 42% in smokers and 27% in non-smokers.", "smokers", "non-smokers"),
        ("Patients with lobar bleeding had a 1-year OS of 46%, whereas patients with deep bleeding "
         "had a 1-year OS of 29%.", "with lobar bleeding", "with deep bleeding"),
        ("Two-year PFS was 61% in patients aged < 65 years and 48% in those aged \u2265 65 years.",
         "aged < 65 years", "aged \u2265 65 years"),
    ],
)  # fmt: skip
def test_values_of_opposite_groups_are_of_these(
    lexicon: Lexicon, abstract: str, first: str, second: str
) -> None:
    text = f"We reviewed the records of 300 consecutive patients given zetamab. {abstract}"
    assert [arm for _, arm in _armed(text, lexicon)] == [first, second]


def test_where_treatments_are_assigned_opposites_are_no_arms(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to zetamab or placebo. The response rate was 42% in men "
        "and 27% in women."
    )
    assert {arm for _, arm in _armed(text, lexicon)} <= {"", "zetamab", "placebo"}


def test_a_ratio_in_one_group_is_of_that_alone(lexicon: Lexicon) -> None:
    found = _ratio(
        "Gout was found in 6.0% of men and 2.5% of women. The hazard ratio of death with gout was "
        "1.40 (95% CI 1.10-1.80) in men.",
        lexicon,
    )
    assert (found.arm, found.comparator) == ("", "")


def test_a_ratio_compares_opposites_where_words_do(lexicon: Lexicon) -> None:
    found = _ratio(
        "Overall survival at 3 years was 52% with cachexia and 70% without cachexia. Death was "
        "more frequent in patients with cachexia than in patients without cachexia (HR 1.9; 95% CI "
        "1.2-3.0).",
        lexicon,
    )
    assert (found.arm, found.comparator) == ("with cachexia", "without cachexia")


def test_treatments_that_a_cohort_names_are_no_sides_of_its_ratios(lexicon: Lexicon) -> None:
    found = _ratio(
        "We reviewed a registry of patients with imatinib resistance, of whom some were on "
        "sunitinib. Resection was associated with longer progression-free survival (hazard ratio "
        "0.50; P = .03).",
        lexicon,
    )
    assert (found.arm, found.comparator) == ("", "")


def test_several_times_follow_no_order_of_arms(lexicon: Lexicon) -> None:
    text = (
        "Non-ZX individuals (n = 80) and the control group (n = 90) were matched. The 5- and "
        "10-year overall survival of ZX patients was 96.8% and 95.0%, respectively."
    )
    assert {arm for _, arm in _armed(text, lexicon)} == {""}


def test_two_arms_right_before_a_ratio_are_its_sides_in_their_order(lexicon: Lexicon) -> None:
    text = (
        "Patients were in the KRT (n = 80), the LQX (n = 90) or the HQX group (n = 85). "
        "Deaths differed (HQX vs. LQX: HR 2.11 [95% CI 1.33-3.37], P = .002; KRT vs. HQX: HR 0.50 "
        "[95% CI 0.37-0.69], P = .001)."
    )
    found = read(text, lexicon).findings
    assert [(f.arm, f.comparator) for f in found] == [("HQX", "LQX"), ("KRT", "HQX")]


def test_whilst_parts_the_arms_of_two_values(lexicon: Lexicon) -> None:
    text = "The relapse rate was 6.1% in the QND group whilst it was 18.8% in the MXND group."
    assert _armed(text, lexicon) == [(6.1, "QND"), (18.8, "MXND")]


def test_group_a_to_b(lexicon: Lexicon) -> None:
    text = (
        "Patients had stents (group A) or open repair (group B). When comparing group A to B, "
        "3-year overall survival was 91.6% and 90.2%, respectively."
    )
    assert _armed(text, lexicon) == [(91.6, "group A"), (90.2, "group B")]


def test_a_pair_in_the_bracket_of_one_group_is_not_of_both(lexicon: Lexicon) -> None:
    text = (
        "We reviewed 900 records (500 males v 400 females). Chemotherapy was rarer in unmarried "
        "males (15.6 vs. 19.6%, P = 0.001) and unmarried females (13.8 vs. 23.6%, P < 0.001). "
        "Stroke occurred in 12.0% of males and 9.1% of females."
    )
    arms = dict(_armed(text, lexicon))
    assert (arms[12.0], arms[9.1]) == ("males", "females")
    assert not {arms.get(15.6, ""), arms.get(23.6, "")} & {"females"}


def test_a_disease_that_heads_a_group_is_one_beside_the_control_group(lexicon: Lexicon) -> None:
    text = (
        "Recipients with chronic kidney disease (CKD) were compared with a control group. Relapse "
        "(29.8% vs. 28.3%, P = 0.56) did not differ between the CKD group and the control group."
    )
    assert _armed(text, lexicon) == [(29.8, "CKD"), (28.3, "control")]


def test_two_times_of_each_arm_after_its_name(lexicon: Lexicon) -> None:
    text = "The 1- and 2-year PFS was 61% and 53% after zetamab versus 68% and 46% after oxotinib."
    assert _armed(text, lexicon) == [
        (61, "zetamab"), (53, "zetamab"), (68, "oxotinib"), (46, "oxotinib"),
    ]  # fmt: skip


def test_arms_behind_a_pair_are_not_of_the_pair_after_it(lexicon: Lexicon) -> None:
    text = (
        "Patients received zetamab or placebo. Median OS was 7.0 versus 11.6 months for zetamab "
        "versus placebo, 7.8 versus 11.9 months for high versus low expression, respectively."
    )
    assert (11.6, "zetamab") not in _armed(text, lexicon)
    assert (7.8, "placebo") not in _armed(text, lexicon)


def test_no_group_reaches_from_the_title_into_the_abstract(lexicon: Lexicon) -> None:
    title = "Sepsis in women and men"
    text = "Patients were seen in 2010. Sepsis occurred in 20% of men and 12% of women."
    arms = read(text, lexicon, title=title).arms.arms
    assert {arm.label for arm in arms} == {"women", "men"}
    assert all(arm.end <= len(title) for arm in arms)

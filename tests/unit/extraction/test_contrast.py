"""Arms named by their difference or role get the drugs that the text says they had."""

from __future__ import annotations

import pytest

from extraction.arms.combinations import Contrast, find_contrasts, find_runs
from extraction.arms.contrast import complete
from extraction.arms.find import find_arms
from extraction.arms.mentioned import find_mentions
from extraction.lexicon import Lexicon

RD = ("dexamethasone", "lenalidomide")


def drugs_by_label(text: str, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    arms = complete(find_arms(text, lexicon), text, lexicon)
    return {arm.label: arm.drugs for arm in arms.arms}


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("given lenalidomide, bortezomib, and dexamethasone.", [{"bortezomib", *RD}]),
        ("given lenalidomide plus low-dose dexamethasone.", [set(RD)]),
        ("lenalidomide (25 mg on days 1 to 21) with weekly dexamethasone", [set(RD)]),
        ("lenalidomide 25 mg plus dexamethasone 40 mg", [set(RD)]),
        ("lenalidomide or dexamethasone", [{"lenalidomide"}, {"dexamethasone"}]),
        ("We compared lenalidomide with bortezomib.", [{"lenalidomide"}, {"bortezomib"}]),
        ("VRd. Lenalidomide", [{"bortezomib", *RD}, {"lenalidomide"}]),
    ],
)
def test_combinations(lexicon: Lexicon, text: str, drugs: list[set[str]]) -> None:
    assert [set(run.drugs) for run in find_runs(text, lexicon)] == drugs


@pytest.mark.parametrize(
    "text",
    [
        "Carfilzomib, lenalidomide, and dexamethasone versus lenalidomide and dexamethasone.",
        "We compared carfilzomib plus lenalidomide and dexamethasone with lenalidomide and "
        "dexamethasone alone.",
        "They had carfilzomib, lenalidomide, and dexamethasone or lenalidomide and dexamethasone "
        "alone (control).",
        "Lenalidomide and dexamethasone with or without carfilzomib were given.",
        "The addition of carfilzomib to lenalidomide and dexamethasone was studied.",
        "Carfilzomib was added to lenalidomide and dexamethasone.",
        "They had lenalidomide and dexamethasone with either carfilzomib or placebo.",
        "All patients received lenalidomide and dexamethasone; by random assignment, half had "
        "carfilzomib and half a placebo.",
        "Lenalidomide and dexamethasone were given in both groups; carfilzomib was assigned at "
        "random.",
    ],
)
def test_what_is_tested_on_top_of_what(lexicon: Lexicon, text: str) -> None:
    found = find_contrasts(text, find_runs(text, lexicon), lexicon)
    assert found == {Contrast(frozenset({"carfilzomib"}), frozenset(RD))}


@pytest.mark.parametrize(
    "text",
    [
        "Lenalidomide and bortezomib were compared.",
        "All patients had previously received lenalidomide and dexamethasone.",
        "All patients received bortezomib induction before randomisation to lenalidomide.",
        "Carfilzomib, lenalidomide, and dexamethasone with lenalidomide maintenance was given.",
    ],
)
def test_no_contrast(lexicon: Lexicon, text: str) -> None:
    assert find_contrasts(text, find_runs(text, lexicon), lexicon) == set()


def test_what_stands_before_a_group_in_brackets(lexicon: Lexicon) -> None:
    text = (
        "Of 90 patients, 45 were randomly assigned to carfilzomib, lenalidomide, and "
        "dexamethasone (carfilzomib group) and 45 to lenalidomide and dexamethasone (control "
        "group). PFS was longer in the carfilzomib group than in the control group."
    )
    assert drugs_by_label(text, lexicon) == {
        "carfilzomib": ("carfilzomib", *RD),
        "control": RD,
    }


def test_a_placebo_adds_nothing_to_the_backbone(lexicon: Lexicon) -> None:
    text = (
        "Lenalidomide plus dexamethasone for myeloma \nPatients were randomly assigned to "
        "lenalidomide or to placebo. Dexamethasone, 40 mg, was given in both groups. PFS was "
        "longer in the lenalidomide group than in the placebo group."
    )
    assert drugs_by_label(text, lexicon) == {
        "lenalidomide": RD,
        "placebo": ("dexamethasone", "placebo"),
    }


def test_regimens_follow_the_drugs(lexicon: Lexicon) -> None:
    text = (
        "Daratumumab with lenalidomide and dexamethasone versus lenalidomide and dexamethasone "
        "alone. PFS was longer in the daratumumab group than in the control group."
    )
    arms = complete(find_arms(text, lexicon), text, lexicon)
    assert {arm.label: arm.regimen for arm in arms.arms} == {"daratumumab": "DRd", "control": "Rd"}


def test_nothing_is_completed_where_the_text_says_two_things(lexicon: Lexicon) -> None:
    text = (
        "Carfilzomib was added to lenalidomide and dexamethasone in some centres. Carfilzomib was "
        "added to bortezomib in others. PFS was longer in the carfilzomib group than in the "
        "control group."
    )
    drugs = drugs_by_label(text, lexicon)
    assert drugs["carfilzomib"] == ("carfilzomib",)
    assert drugs["control"] == ()


def test_maintenance_against_placebo_is_left_alone(lexicon: Lexicon) -> None:
    text = (
        "All patients received bortezomib and dexamethasone before transplantation. They were "
        "then randomly assigned to lenalidomide or placebo. PFS was longer in the lenalidomide "
        "group than in the placebo group."
    )
    assert drugs_by_label(text, lexicon) == {
        "lenalidomide": ("lenalidomide",),
        "placebo": ("placebo",),
    }


def test_triplet_and_doublet(lexicon: Lexicon) -> None:
    text = (
        "Carfilzomib, lenalidomide, and dexamethasone versus lenalidomide and dexamethasone. PFS "
        "was longer in the triplet group than in the doublet group."
    )
    drugs = drugs_by_label(text, lexicon)
    assert drugs["triplet"] == ("carfilzomib", *RD)
    assert drugs["doublet"] == RD


def test_the_end_of_a_list_is_no_name_of_the_whole(lexicon: Lexicon) -> None:
    text = (
        "We tested adding daratumumab to lenalidomide, bortezomib, and dexamethasone (D-RVd). "
        "Patients were assigned to D-RVd (50 patients) or RVd (51 patients)."
    )
    arms = complete(find_arms(text, lexicon), text, lexicon)
    first = next(arm for arm in arms.arms if arm.label == "D-RVd")
    assert first.regimen == "DRVd"
    assert "bortezomib, and dexamethasone" not in first.aliases


def test_an_abstracts_own_short_name_is_not_the_vocabularys(lexicon: Lexicon) -> None:
    text = (
        "Patients were assigned to cyclophosphamide, lenalidomide, and dexamethasone (CRD) or to "
        "melphalan (MEL). PFS was longer with CRD than with MEL."
    )
    drugs = drugs_by_label(text, lexicon)
    assert drugs["CRD"] == ("cyclophosphamide", "dexamethasone", "lenalidomide")


def test_alone_and_with_something_are_two_arms(lexicon: Lexicon) -> None:
    text = (
        "We assigned 60 patients to RVD with transplantation (transplantation group) and 61 to "
        "RVD without it (RVD-alone group). PFS was longer in the transplantation group than in "
        "the RVD-alone group."
    )
    arms = complete(find_arms(text, lexicon), text, lexicon)
    assert sorted(arms.labels) == ["RVD-alone", "transplantation"]
    assert [m.labels for m in find_mentions(arms, text)][-2:] == [
        ("transplantation",),
        ("RVD-alone",),
    ]


def test_an_arm_is_not_parted_where_its_other_half_is_told_already(lexicon: Lexicon) -> None:
    text = (
        "Patients were assigned to tamoxinib plus radiotherapy (irradiation plus tamoxinib group) "
        "or to tamoxinib alone (tamoxinib group). PFS was longer in the tamoxinib group."
    )
    before = find_arms(text, lexicon)
    assert len(complete(before, text, lexicon)) == len(before)


def test_each_of_two_parted_arms_has_its_own_drugs(lexicon: Lexicon) -> None:
    text = (
        "Patients were assigned to lenalidomide alone or to lenalidomide plus dexamethasone. PFS "
        "was longer with lenalidomide plus dexamethasone than with lenalidomide alone."
    )
    drugs = drugs_by_label(text, lexicon)
    assert drugs["lenalidomide alone"] == ("lenalidomide",)
    assert drugs["lenalidomide plus dexamethasone"] == RD


@pytest.mark.parametrize(
    "text",
    [
        "We studied unknownine, lenalidomide, and dexamethasone (ULX).",
        "We studied bortezomib followed by lenalidomide and dexamethasone (ULX).",
        "We studied lenalidomide and dexamethasone (ULX), ULX meaning lenalidomide (ULX) too.",
    ],
)
def test_part_of_a_regimen_is_not_taken_for_all_of_it(lexicon: Lexicon, text: str) -> None:
    text += " Patients were assigned to ULX (40 patients) or MP (41 patients)."
    assert drugs_by_label(text, lexicon)["ULX"] == ()


def test_the_difference_names_the_arm_that_has_it(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to dexamethasone plus usual care (dexamethasone group, "
        "210 patients) or usual care alone (432 patients). Death was rarer in the dexamethasone "
        "group than in the usual care group."
    )
    arms = complete(find_arms(text, lexicon), text, lexicon)
    by_name = {name: arm for arm in arms.arms for name in arm.names}
    assert by_name["dexamethasone"].drugs == ("dexamethasone",)
    assert by_name["usual care"].drugs == ()
    assert (by_name["dexamethasone"].n, by_name["usual care"].n) == (210, 432)
    mentions = [m.labels[0] for m in find_mentions(arms, text)][-2:]
    assert mentions == [by_name["dexamethasone"].label, by_name["usual care"].label]


def test_two_regimens_in_brackets_are_two_arms(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to melphalan-prednisone-lenalidomide induction followed "
        "by lenalidomide maintenance (MPR-R, 52 patients), to the same induction followed by "
        "placebo (MPR, 53 patients), or to melphalan-prednisone followed by placebo (MP, 54 "
        "patients). PFS was 13 months in the MP group, 14 months in the MPR group, and 31 months "
        "in the MPR-R group."
    )
    arms = complete(find_arms(text, lexicon), text, lexicon)
    assert {arm.label: arm.n for arm in arms.arms} == {"MPR-R": 52, "MPR": 53, "MP": 54}
    assert arms["MPR"].regimen == "MPR"
    assert "lenalidomide" not in arms["MP"].drugs


def test_places_of_labels_are_where_they_are_printed(lexicon: Lexicon) -> None:
    text = (
        "We assigned 60 patients to RVD with transplantation (transplantation group) and 61 to "
        "RVD without it (RVD-alone group)."
    )
    for arm in complete(find_arms(text, lexicon), text, lexicon).arms:
        assert text[arm.start : arm.end] == arm.label

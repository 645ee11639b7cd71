"""Arms are told in the ways abstracts introduce them, and linked across their names."""

from __future__ import annotations

import pytest

from extraction.arms.find import find_arms
from extraction.arms.mentioned import find_mentions
from extraction.arms.sizes import count
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
    assert [m.labels for m in find_mentions(arms, text)][-2:] == [(first.label,), (second.label,)]


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
    assert find_mentions(arms, text)[-1].labels == ("zetamab", "placebo")
    assert arms.comparator() == "placebo" and arms.other("placebo") == "zetamab"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "EFS was 3.1 years with tandem transplantation and 2.4 years with a single "
            "transplantation.",
            {"tandem transplantation", "single transplantation"},
        ),
        (
            "Response was 72% with subcutaneous and 69% with intravenous zetamab.",
            {"subcutaneous", "intravenous zetamab"},
        ),
        ("Anaemia was rarer in the weekly arm than in the daily arm.", {"weekly", "daily"}),
        ("Zetamab plus surgery (ZS) or zetanib plus surgery (NS). PFS favoured ZS over NS, "
         "comparing ZS and NS.", {"ZS", "NS"}),
        ("In group S and in group SF nausea was rare.", {"group S", "group SF"}),
        ("The rate was 5% in the combination group and 9% with monotherapy.",
         {"combination", "monotherapy"}),
    ],
)  # fmt: skip
def test_arms_told_by_manner_letters_or_acronyms(
    lexicon: Lexicon, text: str, labels: set[str]
) -> None:
    assert {name for arm in find_arms(text, lexicon).arms for name in arm.names} >= labels


@pytest.mark.parametrize(
    "words", ["28-day cycle (n = 90)", "2 Gy group", "the KPS subset (n = 80)"]
)
def test_times_amounts_and_selections_are_no_arms(lexicon: Lexicon, words: str) -> None:
    text = f"Zetamab or placebo was given at random in the {words}."
    assert all(arm.label not in words for arm in find_arms(text, lexicon).arms)


def test_what_an_arm_does_without_is_the_other(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to zetamab or to observation. Relapse: 4% without "
        "zetamab. Anaemia: 9% with zetamab and 4% without it."
    )
    arms = find_arms(text, lexicon)
    told = [mention.labels[0] for mention in find_mentions(arms, text)]
    assert told == ["zetamab", "observation", "observation", "zetamab", "observation"]


def test_control_is_another_name_of_the_arm_that_is_one(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to zetamab (n = 46) or placebo (n = 45). Pain was worse "
        "in the control group than in the zetamab group."
    )
    assert find_mentions(find_arms(text, lexicon), text)[2].labels == ("placebo",)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("365 patients were randomly assigned to zetamab and 357 to placebo.", (365, 357)),
        ("704 patients were randomly assigned to zetamab or placebo.", (None, None)),
        ("Patients received zetamab or placebo at random, 396 in each group.", (396, 396)),
        ("We randomised 80 patients (zetamab group) and 81 patients (placebo group).", (80, 81)),
    ],
)
def test_sizes_beside_the_name(
    lexicon: Lexicon, text: str, sizes: tuple[int | None, int | None]
) -> None:
    text += " PFS was longer in the zetamab group than in the placebo group."
    arms = find_arms(text, lexicon)
    count(arms, text, find_mentions(arms, text))
    assert (arms["zetamab"].n, arms["placebo"].n) == sizes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Women were randomly assigned to receive a single 6-mg injection of zetagrastim or "
            "four cycles of betagrastim. The zetagrastim group had less pain.",
            [{"zetagrastim"}, {"betagrastim"}],
        ),
        (
            "We randomly assigned patients to zetamab 20 mg daily (experimental group; n = 40) or "
            "zetamab 20 mg plus yttrinib (intensive group; n = 41).",
            [{"experimental"}, {"intensive"}],
        ),
        (
            "Patients were randomised to oral zetamab 10 mg daily (Z group) or to no further "
            "therapy (control group).",
            [{"oral zetamab", "Z"}, {"control"}],
        ),
        (
            "Patients were randomised to chemotherapy with zetamab (ZET+; n = 61) or without "
            "zetamab (ZET-; n = 60). Events were rarer in ZET+ than in ZET-.",
            [{"ZET+"}, {"ZET-"}],
        ),
    ],
)
def test_members_of_an_allocation(lexicon: Lexicon, text: str, names: list[set[str]]) -> None:
    arms = find_arms(text, lexicon).arms
    for wanted in names:
        assert any(wanted <= set(arm.names) for arm in arms), [arm.names for arm in arms]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (  # a role and the treatment that has it
            "Women were randomised to a walking programme or to usual care. The walking group "
            "and the usual care group met weekly. Fatigue fell in the intervention group and rose "
            "in the control group.",
            [["walking", "intervention"], ["usual care", "control"]],
        ),
        (  # a part of the patients beside two arms
            "The zetamab group and the placebo group were alike. With zetamab, women without "
            "baseline tenderness (n = 1438) did well. Zetamab was better than placebo in the "
            "zetamab group and in the placebo group.",
            [["zetamab"], ["placebo"]],
        ),
        (  # what is seldom named beside two arms that are
            "Patients were randomised to zetamab or placebo, with yttrinib. Zetamab was safe. The "
            "zetamab group did well, the placebo group badly; 4% with zetamab and 5% with placebo "
            "died. The zetamab group was older than the placebo group. One took kappanib.",
            [["zetamab"], ["placebo"]],
        ),
    ],
)
def test_which_labels_are_arms(lexicon: Lexicon, text: str, labels: list[list[str]]) -> None:
    arms = find_arms(text, lexicon).arms
    assert len(arms) == len(labels), [arm.names for arm in arms]
    for wanted in labels:
        assert any(set(wanted) <= {name.lower() for name in arm.names} for arm in arms)


@pytest.mark.parametrize(
    ("introduction", "sentence", "labels"),
    [
        (
            "Women were randomly assigned to receive breast irradiation plus zetifen (38 women) "
            "or zetifen alone (39 women). ",
            "Relapse occurred in 1% in the group given zetifen plus radiotherapy and in 4% "
            "in the group given zetifen alone.",
            ["irradiation plus zetifen", "zetifen alone"],
        ),
        (
            "Patients were randomised to peritumoral administration of the tracer (PERI group) or "
            "intratumoral administration of the tracer (INTRA group). ",
            "Detection was better for intratumoral injection than for peritumoral injection.",
            ["INTRA", "PERI"],
        ),
        (
            "Patients were randomly assigned to zetamab or usual care. ",
            "The response rate was 31% with zetamab and 12% with standard care.",
            ["zetamab", "usual care"],
        ),
    ],
)
def test_other_words_for_an_arm(
    lexicon: Lexicon, introduction: str, sentence: str, labels: list[str]
) -> None:
    arms = find_arms(introduction + sentence, lexicon)
    shared = [set(arm.names) for label in labels for arm in arms.arms if label in arm.names]
    found = [
        m.labels[0]
        for m in find_mentions(arms, introduction + sentence)
        if m.start > len(introduction)
    ]
    assert [label in names for label, names in zip(found, shared, strict=True)] == [True, True]


def test_what_patients_had_before_is_no_word_for_an_arm(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomised to oral zetifen or oral placebo. All had prior zetifen. Nausea "
        "was rarer with zetifen."
    )
    assert len(find_mentions(find_arms(text, lexicon), text)) == 3


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "The rate of recurrence was 10% versus 6% for the 0 Gy and the 16 Gy boost groups.",
            ["0 Gy", "16 Gy"],
        ),
        (
            "Neutropenia was seen in 70% of the zetagrastim 100 \u03bcg/kg group and 68% of the "
            "zetagrastim 6 mg group.",
            ["zetagrastim 100 \u03bcg/kg", "zetagrastim 6 mg"],
        ),
        ("Patients received zetamab 10 mg. One had 20 mg twice.", []),
    ],
)
def test_arms_told_by_their_dose(lexicon: Lexicon, text: str, labels: list[str]) -> None:
    found = [arm.label for arm in find_arms(text, lexicon).arms]
    assert [label for label in found if label[-2:] in {"Gy", "mg", "kg"}] == labels


def test_short_name_in_brackets_at_a_later_place(lexicon: Lexicon) -> None:
    text = (
        "Gemzetabine plus docezaxel versus capezetabine plus docezaxel in older patients. The "
        "efficacy of gemzetabine plus docezaxel (GD) and capezetabine plus docezaxel (CD) was "
        "compared. The GD group did well, the CD group badly."
    )
    arms = find_arms(text, lexicon).arms
    assert len(arms) == 2
    assert all(any(set(arm.names) >= {short} for arm in arms) for short in ("GD", "CD"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Zetamab plus yttrinib versus placebo plus yttrinib. Patients were randomly assigned "
            "to zetamab (n = 178) or placebo (n = 180), each with yttrinib.",
            [{"zetamab", "Zetamab plus yttrinib"}, {"placebo", "placebo plus yttrinib"}],
        ),
        (
            "Patients were assigned to yttrinib with either high-dose zetasone (40 mg on days "
            "1-4; n=223) or low-dose zetasone (40 mg weekly; n=222).",
            [{"high-dose zetasone"}, {"low-dose zetasone"}],
        ),
        (
            "Women were randomised to a boost or to no further therapy. The boost group did well.",
            [{"boost"}, {"no further therapy"}],
        ),
    ],
)
def test_two_arms_and_their_names(lexicon: Lexicon, text: str, names: list[set[str]]) -> None:
    arms = find_arms(text, lexicon).arms
    assert len(arms) == 2, [arm.names for arm in arms]
    for wanted in names:
        low = {name.lower() for name in wanted}
        assert any(low <= {name.lower() for name in arm.names} for arm in arms)


def test_short_form_of_a_disease_or_outcome_is_no_arm(lexicon: Lexicon) -> None:
    text = (
        "Tibolone (TIB) and the risk of Alzheimer disease (AD) and vascular dementia (VD). The "
        "hazard ratio of TIB for AD and VD was 1.2."
    )
    assert {"AD", "VD"}.isdisjoint(find_arms(text, lexicon).labels)


def test_members_parted_by_their_numbers(lexicon: Lexicon) -> None:
    text = (
        "We randomized 48 patients to undergo biceps tenodesis and 52 patients to undergo biceps "
        "tenotomy. The tenodesis group did well."
    )
    names = [set(arm.names) for arm in find_arms(text, lexicon).arms]
    assert any("biceps tenodesis" in one for one in names)
    assert any("biceps tenotomy" in one for one in names)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Patients were randomly assigned to receive zetacitinib 15 mg, zetacitinib 30 mg, or "
            "placebo. The zetacitinib groups had less pain.",
            {"zetacitinib 15 mg", "zetacitinib 30 mg", "placebo"},
        ),
        (
            "Patients were assigned to N + C (zetinib 240 mg, C) or L + C (lanib 1,250 mg, C).",
            {"N + C", "L + C"},
        ),
        (
            "Zetamab monotherapy was compared with aspirin monotherapy and with conventional care. "
            "Bleeding was rarer with zetamab monotherapy than with aspirin monotherapy.",
            {"aspirin monotherapy", "zetamab monotherapy"},
        ),
    ],
)
def test_arms_that_look_alike(lexicon: Lexicon, text: str, labels: set[str]) -> None:
    found = [{name.lower() for name in arm.names} for arm in find_arms(text, lexicon).arms]
    for label in labels:
        assert sum(label.lower() in names for names in found) == 1, found
    for one in found:
        assert len(one & {label.lower() for label in labels}) <= 1


def test_acronym_within_a_label_stands_for_its_arm(lexicon: Lexicon) -> None:
    text = (
        "Patients were randomly assigned to BAE associated with medical therapy or to medical "
        "therapy alone. Bleeding was rarer in the BAE strategy than without it."
    )
    arms = find_arms(text, lexicon)
    at = text.index("BAE strategy")
    assert [m.labels for m in find_mentions(arms, text) if m.start == at] == [(arms.labels[0],)]
    assert arms.labels[0].startswith("BAE")

from __future__ import annotations

from pathlib import Path

import pytest

from review.errors import ReviewError
from synthesis.arms import Arm, ArmsOfReport, Pattern, holds_phrase
from synthesis.comparisons import Rules, load_comparisons

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("Rd continuous", "Rd", True),
        ("Rd18", "Rd", False),
        ("MPR–R group", "MPR-R", True),
        ("MPR", "MPR-R", False),
        ("placebo-Rd", "placebo", True),
        ("No  Maintenance", "no maintenance", True),
        ("nonmaintenance", "maintenance", False),
    ],
)
def test_phrases_are_whole_words_whatever_case_and_dash(text: str, phrase: str, held: bool) -> None:
    assert holds_phrase(text, phrase) is held


@pytest.mark.parametrize(
    ("pattern", "drugs", "fits"),
    [
        (Pattern(only=frozenset({"a", "b"})), {"a", "b"}, True),
        (Pattern(only=frozenset({"a", "b"})), {"a", "b", "c"}, False),
        (Pattern(all=frozenset({"a"}), at_least=3), {"a", "b"}, False),
        (Pattern(all=frozenset({"a"}), none=frozenset({"c"})), {"a", "c"}, False),
        (Pattern(any=frozenset({"b", "c"})), {"c"}, True),
        (Pattern(only=frozenset()), set(), True),
        (Pattern(only=frozenset()), None, False),
        (Pattern(none=frozenset({"a"})), None, True),
        (Pattern(not_words=("arm two",)), None, False),
        (Pattern(none=frozenset({"a"}), words=("arm one",)), None, True),
        (Pattern(all=frozenset({"a"}), words=("arm one",)), None, False),
        (Pattern(all=frozenset({"a"}), not_words=("arm one",)), {"a"}, False),
    ],
)
def test_patterns_ask_for_drugs_and_words(pattern: Pattern, drugs, fits: bool) -> None:
    arm = Arm("arm one", drugs=None if drugs is None else frozenset(drugs))
    assert pattern.fits(arm) is fits


def test_the_side_a_ratio_leaves_unnamed_fits_only_where_asked() -> None:
    unnamed = Arm("")
    assert Pattern(unnamed=True).fits(unnamed)
    assert not Pattern(unnamed=True).fits(Arm("control"))
    assert not Pattern(none=frozenset({"a"})).fits(unnamed)


def test_an_arm_is_found_by_any_name_and_made_from_its_regimen_otherwise() -> None:
    arms = ArmsOfReport(
        [Arm("AB", ("the combination",), frozenset({"a", "b"}), n=10)], {"X": frozenset({"a"})}
    )
    assert arms.find("The Combination", "").n == 10
    assert arms.find("other", "X").drugs == {"a"}
    assert arms.find("other", "b+c").drugs == {"b", "c"}
    assert arms.find("other", "").drugs is None


def test_without_a_file_nothing_is_compared() -> None:
    assert load_comparisons(None) == (Rules(), [])


@pytest.mark.parametrize("text", ["", "comparisons: null\n", "rules: null\ncomparisons: []\n"])
def test_a_file_without_comparisons_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "comparisons.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        load_comparisons(path)
    assert "holds no comparisons" in str(caught.value)
    assert "set synthesis.comparisons to null" in str(caught.value)


def test_a_drug_that_no_arm_can_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comparisons.yaml"
    path.write_text(
        "comparisons:\n  - id: x\n    label: x\n"
        "    experimental: {label: x, arms: [{only: [alpha]}]}\n"
        "    control: {label: y, arms: [{any: [betta]}]}\n"
        "    endpoints: [{id: OS, label: OS, statistic: hazard_ratio, better: lower}]\n",
        encoding="utf-8",
    )
    with pytest.raises(ReviewError) as caught:
        load_comparisons(path, {"alpha", "beta"})
    assert "comparison 'x'" in str(caught.value)
    assert "Did you mean 'beta'?" in str(caught.value)
    assert load_comparisons(path)[1][0].id == "x"


SIDE = "{label: x, arms: [{only: [a]}]}"
ENDPOINT = "{id: OS, label: o, statistic: hazard_ratio, better: lower}"
FULL = f"experimental: {SIDE}, control: {SIDE}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"[{{id: a, label: b, experimental: {SIDE}, endpoints: [{ENDPOINT}]}}]", "need a control"),
        (
            f"[{{id: a, label: b, {FULL}, endpoints: [{ENDPOINT}, {ENDPOINT}]}}]",
            "two endpoints of one id",
        ),
        (
            f"[{{id: a, label: b, {FULL}, endpoints: [{ENDPOINT}]}},"
            f" {{id: a, label: b, {FULL}, endpoints: [{ENDPOINT}]}}]",
            "two comparisons have the same id",
        ),
        (f"[{{id: a, label: b, {FULL}, endpoint: []}}]", "Did you mean 'endpoints'?"),
    ],
)
def test_a_file_that_means_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "comparisons.yaml"
    path.write_text(f"comparisons: {text}\n", encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        load_comparisons(path)
    assert said in str(caught.value)


def test_the_shipped_comparisons_load_and_name_known_drugs() -> None:
    import yaml

    _, comparisons = load_comparisons(ROOT / "references" / "comparisons.yaml")
    text = (ROOT / "references" / "vocabulary" / "drugs.yaml").read_text(encoding="utf-8")
    drugs = set(yaml.safe_load(text))
    for comparison in comparisons:
        for side in (comparison.experimental, comparison.control):
            for pattern in side.patterns if side else ():
                assert pattern.all | pattern.any | pattern.none | (pattern.only or set()) <= drugs


def arms_of(*drugs: set[str]) -> ArmsOfReport:
    return ArmsOfReport(
        [Arm(f"arm {i}", drugs=frozenset(given)) for i, given in enumerate(drugs)], {}
    )


@pytest.mark.parametrize(
    ("partial", "full", "completed"),
    [
        (({"k"}, set()), ({"r", "d"}, {"k", "r", "d"}), [{"k", "r", "d"}, {"r", "d"}]),
        (({"k"}, {"r", "d"}), ({"k", "r", "d"}, {"r", "d"}), [{"k", "r", "d"}, {"r", "d"}]),
        # Both ways fit, neither fits, or there is nothing to complete.
        (({"r"}, {"d"}), ({"k", "r", "d"}, {"r", "d"}), None),
        (({"t"}, set()), ({"k", "r", "d"}, {"r", "d"}), None),
        (({"k", "r", "d"}, {"r", "d"}), ({"k", "r", "d"}, {"r", "d"}), None),
        # A control known to be given nothing, or a third arm, completes nothing.
        (({"r"}, set()), ({"r", "d"}, set()), None),
        (({"k"}, set()), ({"k", "r"}, {"r"}, {"d"}), None),
    ],
)
def test_arms_named_by_their_difference_are_completed_where_only_one_way_fits(
    partial, full, completed
) -> None:
    found = arms_of(*partial).completed_by(arms_of(*full))
    expected = partial if completed is None else completed
    assert [arm.drugs for arm in found.arms] == [frozenset(drugs) for drugs in expected]
    assert all(arm.completed is (completed is not None) for arm in found.arms)

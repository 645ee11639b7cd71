"""Criteria that contradict themselves or hold dead terms do not load, and say where."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from review.errors import ReviewError
from screening.criteria import Criteria

Load = Callable[..., Criteria]
MET = "{verdict: met, because: named, when: {find: [migraine], in: [title, abstract, mesh]}}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "find: [migraine], in: [title, abs",
            "find: [migrane], in: [title, abs",
            "unknown concept",
        ),
        ("unless: [before, later]", "unless: [befor]", "unknown context"),
        ("theme: relief", "theme: relieve", "theme"),
        ("drugs: [aspirin]", "drugs: [aspirine]", "drugs.yaml has no such entry"),
        ("  given: {words", "  tea: {words: [tea]}\n  given: {words", "nothing uses this concept"),
        ("words: [received, took]", "words: [receiv*, received, took]", "finds everything"),
        ("words: [received, took]", "words: [Took, took]", "finds everything"),
        (MET, f"{MET}\n      - {MET}", "decides every record"),
        (MET, f"{MET}\n      - {MET.replace('met', 'failed', 1)}", "with another verdict"),
        (
            MET,
            f"{MET}\n      - {{verdict: unclear, because: x, when: {{find: [migraine], in: [title],"
            " mentions: {at_least: 3}}}",
            "with another verdict",
        ),
        (MET, MET.replace("verdict: met", "verdict: unclear"), "no rule can ever meet"),
        ("{at_least: 2}", "{at_least: 3, at_most: 2}", "nothing is both"),
        ("unless: [before, later]", "unless: [before], only_in: [before]", "in a context and out"),
        (
            "when: {abstract: absent}",
            "when: {abstract: absent, find: [aspirin], in: [abstract]}",
            "absent",
        ),
        (
            "given: {words: [received, took]}",
            "given: {words: [migraine attack], not_within: [migraine]}",
            None,
        ),
        (
            "given: {words: [received, took]}",
            "given: {words: [migraines, took], not_within: [migraine]}",
            "always a mention of 'migraine'",
        ),
        ("words: [refractory to, prior]", "words: [prior, Prior]", "finds everything"),
        ("words: [resistant]", "words: [resist*, resistant]", "finds everything"),
        ("stop_at: [received]", "stop_at: [receiv*, received]", "finds everything"),
        ("{side: sentence, words", "{side: sentence, within: 3, words", "has no distance"),
        ("words: [future]", "words: [future work], stop_at: [work]", "holds a word that stops it"),
        ("within: 4, words", "within: 0, words", "so none can stop it"),
        (
            "when: {abstract: absent}",
            "when: {publication_type: ['Clinical Trial, Phase 2']}",
            "Clinical Trial, Phase II",
        ),
        ("when: {abstract: absent}", "when: {publication_type: [Tale]}", None),
        (
            "when: {abstract: absent}",
            "when: {all: [{abstract: absent}, {language: [ger]}], none: [{language: [ger, fre]}]}",
            "can never hold",
        ),
        ("dimension: population", "dimension: people", "not one of the values allowed"),
        (
            "otherwise: {verdict: failed, because: migraine",
            "otherwise: {because: migraine",
            "verdict",
        ),
        ("find: [migraine], in: [title, abs", "finds: [migraine], in: [title, abs", "unknown key"),
    ],
)
def test_refused(load: Load, old: str, new: str, says: str | None) -> None:
    if says is None:
        load((old, new))
        return
    with pytest.raises(ReviewError, match=says) as refused:
        load((old, new))
    assert "criteria.yaml" in str(refused.value)


def test_errors_give_the_line(load: Load) -> None:
    with pytest.raises(ReviewError, match=r"criteria\.yaml line 11: "):
        load(("words: [refractory to, prior]", "word: [x]"))


def test_a_theme_file_may_not_redefine_a_concept(load: Load) -> None:
    themes = """
seed: {citation: A review}
concepts: {migraine: {words: [migraine]}}
themes: {relief: {label: Relief, summary: Relief., when: [{find: [migraine]}]}}
"""
    with pytest.raises(ReviewError, match="define this concept already"):
        load(themes=themes)


def test_a_superfluous_word_of_the_themes_is_refused_too(load: Load) -> None:
    themes = """
seed: {citation: A review}
concepts: {calm: {words: [calm*, calmed]}}
themes: {relief: {label: Relief, summary: Relief., when: [{find: [calm]}]}}
"""
    with pytest.raises(ReviewError, match=r"themes\.yaml line 3: 'calm\*' finds everything"):
        load(themes=themes)


def test_criteria_need_no_themes(load: Load, tmp_path: Path) -> None:
    criteria = load(("themes: themes.yaml\n", ""), ("    theme: relief\n", ""))
    assert criteria.themes == ()


def test_a_missing_themes_file_is_named(load: Load) -> None:
    with pytest.raises(ReviewError, match=r"nowhere\.yaml"):
        load(("themes: themes.yaml", "themes: nowhere.yaml"))


def test_the_manual_explains_every_condition() -> None:
    repository = Path(__file__).parents[3]
    schema = repository / "workflow" / "schemas" / "criteria.schema.yaml"
    definitions = yaml.safe_load(schema.read_text(encoding="utf-8"))["$defs"]
    manual = (repository / "config" / "README.md").read_text(encoding="utf-8")
    keys = {*definitions["condition"]["properties"], *definitions["concept"]["properties"]}
    assert sorted(key for key in keys if f"`{key}" not in manual) == []

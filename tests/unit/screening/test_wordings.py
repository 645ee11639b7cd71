"""The default criteria against the wordings in which the usual traps come."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from review.records import Record
from screening.criteria import Criteria, load_criteria
from screening.verdicts import judge
from vocabulary.load import load_vocabulary

REPOSITORY = Path(__file__).parents[3]
FIXTURES = REPOSITORY / "tests" / "fixtures" / "screening"
WORDINGS = yaml.safe_load((FIXTURES / "wordings.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    vocabulary = load_vocabulary(REPOSITORY / "references" / "vocabulary")
    return load_criteria(REPOSITORY / "references" / "criteria.yaml", vocabulary)


@pytest.mark.parametrize(
    ("trap", "wording"),
    [
        pytest.param(trap, wording, id=f"{trap}: {wording['title'][:50]}")
        for trap, wordings in WORDINGS.items()
        for wording in wordings
    ],
)
def test_wording(criteria: Criteria, trap: str, wording: dict[str, Any]) -> None:
    record = Record(
        "99000001",
        title=wording["title"],
        abstract=wording["abstract"],
        publication_types=tuple(wording.get("types", ["Journal Article"])),
        languages=tuple(wording.get("languages", ["eng"])),
    )
    judgement = judge(record, criteria)
    expected, _, reason = wording["expect"].partition("/")
    if expected == "kept":
        assert judgement.decision != "exclude"
    elif expected == "doubted":
        assert judgement.decision != "include"
    else:
        assert judgement.decision == expected
        assert not reason or judgement.reason == reason


TITLES = yaml.safe_load((FIXTURES / "titles.yaml").read_text(encoding="utf-8"))


def _given(title: str, criteria: Criteria, abstract: str = "Not said here.") -> str:
    judgement = judge(Record("99000001", title=title, abstract=abstract), criteria)
    return next(v.verdict for v in judgement.verdicts if v.criterion == "lenalidomide_given")


@pytest.mark.parametrize("title", TITLES["given"])
def test_a_title_that_says_lenalidomide_was_given(criteria: Criteria, title: str) -> None:
    assert _given(title, criteria) == "met"


@pytest.mark.parametrize("title", TITLES["not given"])
def test_a_title_that_names_lenalidomide_in_passing(criteria: Criteria, title: str) -> None:
    assert _given(title, criteria) != "met"


SENTENCES = yaml.safe_load((FIXTURES / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES["given"])
def test_a_sentence_that_says_lenalidomide_was_given(criteria: Criteria, sentence: str) -> None:
    title = "Outcome of multiple myeloma in nine hospitals"
    abstract = (
        f"We followed 120 patients with multiple myeloma. {sentence} Half lived for 51 months."
    )
    assert _given(title, criteria, abstract) == "met"


@pytest.mark.parametrize("sentence", SENTENCES["not given"])
def test_a_sentence_that_names_lenalidomide_in_passing(criteria: Criteria, sentence: str) -> None:
    title = "Pomalidomide and dexamethasone in relapsed multiple myeloma"
    abstract = (
        f"We gave 74 patients with multiple myeloma pomalidomide 4 mg. {sentence} 38% responded."
    )
    assert _given(title, criteria, abstract) == "failed"


@pytest.mark.parametrize("year", [1975, 1998])
def test_a_record_older_than_lenalidomide_is_not_queued_for_it(
    criteria: Criteria, year: int
) -> None:
    record = Record("99000001", title="Treatment of multiple myeloma", year=year)
    judgement = judge(record, criteria)
    assert (judgement.decision, judgement.reason) == ("exclude", "lenalidomide_given")
    later = judge(Record("99000001", title="Treatment of multiple myeloma", year=2008), criteria)
    assert later.decision == "unclear"


THEMES = yaml.safe_load((FIXTURES / "themes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("theme", "sentence"), [(theme, each) for theme, group in THEMES.items() for each in group]
)
def test_a_sentence_is_tagged_with_its_theme_and_quoted(
    criteria: Criteria, theme: str, sentence: str
) -> None:
    judgement = judge(Record("99000001", title="A study", abstract=sentence), criteria)
    quotes = dict(judgement.themes).get(theme, ())
    assert quotes
    assert all(sentence[quote.start : quote.end] == quote.quote for quote in quotes)


def test_every_theme_of_the_seed_review_has_sentences(criteria: Criteria) -> None:
    assert {theme.id for theme in criteria.themes} == THEMES.keys()

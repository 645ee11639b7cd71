"""The default criteria against invented openings of abstracts in many manners of writing."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from review.records import Record
from screening.criteria import load_criteria
from screening.verdicts import judge
from vocabulary.load import load_vocabulary

REPOSITORY = Path(__file__).parents[3]
OPENINGS = REPOSITORY / "tests" / "fixtures" / "screening" / "openings.yaml"
MOST_UNCLEAR = 0.15


@pytest.fixture(scope="module")
def decided() -> dict[str, list[tuple[str, str]]]:
    """For each label, each opening's title with what the default criteria decide on it."""
    vocabulary = load_vocabulary(REPOSITORY / "references" / "vocabulary")
    criteria = load_criteria(REPOSITORY / "references" / "criteria.yaml", vocabulary)

    def decision(opening: dict[str, Any]) -> str:
        record = Record(
            "99000001",
            title=opening["title"],
            abstract=opening["abstract"],
            publication_types=tuple(opening.get("types", ["Journal Article"])),
            languages=("eng",),
        )
        return judge(record, criteria).decision

    openings = yaml.safe_load(OPENINGS.read_text(encoding="utf-8"))
    return {
        label: [(opening["title"], decision(opening)) for opening in group]
        for label, group in openings.items()
    }


def test_no_eligible_record_is_excluded(decided: dict[str, list[tuple[str, str]]]) -> None:
    assert [title for title, decision in decided["eligible"] if decision == "exclude"] == []


def test_no_other_record_is_included(decided: dict[str, list[tuple[str, str]]]) -> None:
    assert [title for title, decision in decided["not_eligible"] if decision == "include"] == []


def test_few_are_left_to_a_human(decided: dict[str, list[tuple[str, str]]]) -> None:
    counts = Counter(decision for group in decided.values() for _, decision in group)
    assert counts["unclear"] <= MOST_UNCLEAR * counts.total()

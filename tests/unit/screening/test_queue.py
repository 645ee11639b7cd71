"""The order of the queue and the estimate of when to stop."""

import pytest
from scipy.stats import hypergeom

from review.records import Record
from screening import queueing
from screening.ranking import Example, Indistinct, Ranker, score
from screening.stopping import chance_below_target

EXAMPLES = [
    Example("lenalidomide maintenance prolonged survival in myeloma", True),
    Example("lenalidomide and dexamethasone in relapsed myeloma", True),
    Example("hip fracture in elderly mice", False),
    Example("a survey of surgeons on hernia", False),
]


def test_likelier_includes_come_first_and_say_why() -> None:
    likely, unlikely = score(["relapsed myeloma on lenalidomide", "hernia in mice"], EXAMPLES) or []
    assert likely.value > unlikely.value
    assert "lenalidomide" in likely.words
    assert "hernia" not in likely.words


def test_scores_do_not_depend_on_anything_but_the_texts() -> None:
    texts = ["relapsed myeloma on lenalidomide", "hernia in mice"]
    assert score(texts, EXAMPLES) == score(texts, EXAMPLES)


def test_a_human_outweighs_the_rules() -> None:
    text = "thalidomide in amyloidosis"
    rules = [*EXAMPLES, Example("thalidomide in amyloidosis of the elderly", False)]
    human = [*rules, Example("thalidomide in amyloidosis of the young", True, by_human=True)]
    again = [*rules, Example("thalidomide in amyloidosis of the young", True)]
    (with_human,), (without,) = score([text], human) or [], score([text], again) or []
    assert with_human.value > without.value


@pytest.mark.parametrize("examples", [[], EXAMPLES[:2], EXAMPLES[2:]])
def test_nothing_is_learnt_from_one_label(examples: list[Example]) -> None:
    assert score(["text"], examples) is None


@pytest.mark.parametrize("texts", [["", ""], ["of myeloma", "of myeloma"]])
def test_texts_that_no_word_tells_apart_are_not_ranked(texts: list[str]) -> None:
    examples = [Example(texts[0], True), Example(texts[1], False)]
    assert score(texts[:1], examples) is None
    with pytest.raises(Indistinct, match="no word tells the 2 texts to rank apart"):
        Ranker(texts)


def test_of_many_excludes_those_that_fail_fewest_criteria_teach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queueing, "MOST_EXCLUDES", 1)
    titles = ["Lenalidomide helps", "Hernia in mice", "Hernia mesh", "Lenalidomide or hernia"]
    made = [("include", []), ("exclude", ["a", "b"]), ("exclude", ["a"]), ("unclear", [])]

    def queue(without: list[str] | None) -> list[queueing.Row]:
        gathered = queueing.Gathering()
        for number, (title, (decision, failed)) in enumerate(zip(titles, made, strict=True)):
            pmid = str(99000001 + number)
            row = {"pmid": pmid, "decision": decision, "failed": failed, "decided_by": "rules"}
            row |= {"rules_decision": decision, "unclear": ["a"], "note": None}
            if failed != without:
                gathered.add(row, Record(pmid, title=title))
        return queueing.queue_rows(gathered, [])

    assert queue(without=None) == queue(without=["a", "b"])
    assert queue(without=None) != queue(without=["a"])


@pytest.mark.parametrize("order", [1, -1])
def test_what_teaches_does_not_depend_on_the_order_of_the_records(
    order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "MOST_EXCLUDES", 3)
    gathered = queueing.Gathering()
    for number in list(range(9))[::order]:
        row = {"pmid": str(99000001 + number), "decision": "exclude", "decided_by": "rules"}
        gathered.add(row | {"failed": ["a"] * (1 + number % 3)}, Record(row["pmid"]))
    taught = [each.row["pmid"] for each in gathered.teaching()]
    assert taught == ["99000001", "99000004", "99000007"]


@pytest.mark.parametrize(("includes", "unread", "read"), [(80, 50, 50), (0, 20, 5), (10, 30, 40)])
def test_chance_of_low_recall_is_hypergeometric(includes: int, unread: int, read: int) -> None:
    missed = int(includes / 0.95 - includes + 1e-9) + 1
    expected = hypergeom.cdf(0, unread + read, missed, read)
    assert chance_below_target(includes, unread, read) == pytest.approx(expected)


def test_the_chance_falls_as_reading_goes_on_and_ends_at_nought() -> None:
    chances = [chance_below_target(40, 100 - read, read) for read in range(101)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1
    assert chances[-1] == 0


def test_a_lower_target_is_sooner_met() -> None:
    chances = [chance_below_target(40, 30, 30, target) for target in (0.8, 0.9, 0.95, 1.0)]
    assert chances == sorted(chances)
    assert chances[0] < 0.1 < chances[-1]

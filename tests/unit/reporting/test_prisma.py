from dataclasses import replace

import pytest

from reporting.prisma import Flow, reconcile
from review.errors import ReviewError

FLOW = Flow(
    found=[
        {"pmid": "1", "via": "search"},
        {"pmid": "2", "via": "search"},
        {"pmid": "10", "via": "search"},
        {"pmid": "2", "via": "similar"},
        {"pmid": "3", "via": "similar"},
        {"pmid": "2", "via": "cited_by"},
    ],
    listed=["1", "2", "3", "10"],
    count=3,
    records=["1", "2", "3"],
    missing={"10": "not returned"},
    decisions=[
        {"pmid": "1", "decision": "include", "reason": "", "decided_by": "rules"},
        {"pmid": "2", "decision": "exclude", "reason": "b", "decided_by": "rules"},
        {"pmid": "3", "decision": "unclear", "reason": "", "decided_by": "rules"},
    ],
    studies={"1": "NCT1", "2": "PMID2", "3": "NCT1"},
    with_outcomes={"1"},
    criteria={"a": "First", "b": "Second"},
)


def test_every_box_is_counted():
    boxes = reconcile(FLOW)["boxes"]
    counts = {key: box["count"] for key, box in boxes.items()}
    assert counts == {
        "identified_search": 3,
        "identified_similar": 2,
        "identified_cited_by": 1,
        "identified_references": 0,
        "identified_file": 0,
        "duplicates": 2,
        "unique": 4,
        "not_retrieved": 1,
        "screened": 3,
        "excluded": 1,
        "excluded_by_rules": 1,
        "excluded_by_humans": 0,
        "unclear": 1,
        "included_reports": 1,
        "included_studies": 1,
        "reports_with_outcomes": 1,
    }
    assert boxes["unique"]["pmids"] == ["1", "2", "3", "10"]
    assert boxes["included_studies"]["study_ids"] == ["NCT1"]


def test_reasons_stand_in_the_order_of_the_criteria():
    decisions = [
        {"pmid": pmid, "decision": "exclude", "reason": reason, "decided_by": "rules"}
        for pmid, reason in (("1", "b"), ("2", "other"), ("3", "a"))
    ]
    flow = replace(FLOW, decisions=decisions, with_outcomes=set())
    assert list(reconcile(flow)["reasons"]) == ["a", "b", "other"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"count": 5}, "count that the search service gave .* 5 is not 3"),
        ({"listed": ["1", "2", "3"]}, "holds exactly the records found.*PMID 10"),
        ({"missing": {}}, "has a record or is named as missing.*PMID 10"),
        ({"missing": {"10": "", "3": ""}}, "no PMID has a record and is named.*PMID 3"),
        ({"records": ["1", "2", "3", "4"]}, "PMID 4"),
        ({"decisions": FLOW.decisions[:2]}, "every record has a decision.*PMID 3"),
        ({"decisions": [*FLOW.decisions, FLOW.decisions[0]]}, "one decision only.*PMID 1"),
        ({"studies": {}}, "belongs to a study.*PMID 1"),
        ({"with_outcomes": {"1", "2"}}, "from included reports only.*PMID 2"),
    ],
)
def test_a_sum_that_fails_names_the_records(change, message):
    with pytest.raises(ReviewError, match=message):
        reconcile(replace(FLOW, **change))


def test_an_empty_search_reconciles():
    empty = Flow([], [], 0, [], {}, [], {}, set())
    prisma = reconcile(empty)
    assert all(check["holds"] for check in prisma["checks"])
    assert prisma["boxes"]["included_studies"]["count"] == 0

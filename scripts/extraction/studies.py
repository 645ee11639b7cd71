"""Reports of one study: which holds the latest data, and which studies may be one and the same.

Nothing is merged here. Records without a common registry number that share a trial name, or a
group, the same regimens and the same number of patients, are suggested to a human.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from review.records import Record

Row = dict[str, Any]


def mark_most_mature(rows: Sequence[Row], records: Mapping[str, Record]) -> None:
    """Set `most_mature` on the rows of each study's latest report of each endpoint.

    The latest has the longest follow-up; where a report does not state it, the date decides.
    """
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    follow_up: dict[str, float | None] = {}
    for row in rows:
        reports[row["study_id"], row["endpoint"]].add(row["pmid"])
        follow_up[row["pmid"]] = row.get("follow_up_months")
    latest: dict[tuple[str, str], str] = {}
    for key, pmids in reports.items():
        stated = all(follow_up[pmid] is not None for pmid in pmids)
        latest[key] = max(
            pmids,
            key=lambda pmid, stated=stated: (  # type: ignore[misc]
                (follow_up[pmid] or 0.0) if stated else 0.0,
                records[pmid].pub_date,
                int(pmid),
            ),
        )
    for row in rows:
        row["most_mature"] = latest[row["study_id"], row["endpoint"]] == row["pmid"]


def suggest(characteristics: Iterable[Row], arms: Iterable[Row]) -> list[Row]:
    """Rows of suggested.csv: pairs of studies that a human should compare."""
    studies: dict[str, str] = {}
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in characteristics:
        studies[row["pmid"]] = row["study_id"]
        facts[row["pmid"]][row["characteristic"]].add(row["value"])
    for row in arms:
        studies[row["pmid"]] = row["study_id"]
        named = row["regimen"] or "+".join(row["drugs"])
        if named:
            facts[row["pmid"]]["regimen"].add(named)
    pairs = []
    for first, second in itertools.combinations(sorted(studies, key=int), 2):
        if studies[first] == studies[second]:
            continue
        shared = _shared(facts[first], facts[second])
        if shared:
            basis, evidence = shared
            pairs.append(
                {
                    "study_id": studies[first],
                    "pmid": first,
                    "other_study_id": studies[second],
                    "other_pmid": second,
                    "basis": basis,
                    "evidence": evidence,
                }
            )
    return pairs


def _shared(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> tuple[str, str] | None:
    names = one.get("trial_name", set()) & other.get("trial_name", set())
    if names:
        return "trial name", ", ".join(sorted(names))
    sizes = one.get("n_randomised", set()) & other.get("n_randomised", set())
    regimens = one.get("regimen", set()) & other.get("regimen", set())
    if sizes and len(regimens) >= 2 and regimens == one["regimen"] == other["regimen"]:
        groups = one.get("group", set()) & other.get("group", set())
        basis = "group, regimens and patients" if groups else "regimens and patients"
        return basis, ", ".join(sorted({*regimens, *sizes, *groups}))
    return None

"""Counts of the PRISMA 2020 flow diagram, and the sums that must hold between them.

Page et al., BMJ 2021;372:n71. Every record is in exactly one box of each row of the diagram;
the checks compare sets of PMIDs, not numbers, so that a failure can name them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from review.errors import ReviewError

WAYS = {
    "search": "Records identified by the search",
    "similar": "Records similar to the seed records",
    "cited_by": "Records that cite the seed records",
    "references": "Records in the reference lists of the seed records",
    "file": "Records from files that people gave",
}
SHOWN_IN_MESSAGES = 10


@dataclass(frozen=True)
class Flow:
    """What the stages of a run wrote, as far as the diagram counts it.

    ``found``: pmid and via, one row per way and seed. ``count``: what the endpoint said the
    search would give, None where there was no search. ``missing``: the PMIDs without a record.
    ``studies``: study of each report.
    """

    found: Sequence[Mapping[str, str]]
    listed: Collection[str]
    count: int | None
    records: Collection[str]
    missing: Mapping[str, str]
    decisions: Sequence[Mapping[str, str]]
    studies: Mapping[str, str]
    with_outcomes: Collection[str]
    criteria: Mapping[str, str] = field(default_factory=dict)


def reconcile(flow: Flow) -> dict[str, Any]:
    """Return boxes, exclusion reasons and checks. Raises ReviewError if a sum does not hold."""
    boxes = _boxes(flow)
    reasons = _reasons(flow)
    checks = list(_checks(flow, boxes, reasons))
    for check, pmids in checks:
        if not check["holds"]:
            raise ReviewError(
                f"the flow of records does not add up: {check['says']}, "
                f"but {check['left']} is not {check['right']}{_naming(pmids)}",
                where="prisma.json",
                fix="A stage lost or invented records; run it again, and report it if it stays.",
            )
    return {
        "boxes": boxes,
        "reasons": reasons,
        "other_methods": _other_methods(flow),
        "checks": [check for check, _ in checks],
    }


def _boxes(flow: Flow) -> dict[str, Any]:
    by_way: dict[str, set[str]] = {way: set() for way in WAYS}
    for row in flow.found:
        by_way.setdefault(row["via"], set()).add(row["pmid"])
    unique = set().union(*by_way.values())
    several = [pmid for pmid in unique if sum(pmid in found for found in by_way.values()) > 1]
    by_decision = _by_decision(flow)
    by_rules = [
        row["pmid"]
        for row in flow.decisions
        if row["decision"] == "exclude" and row["decided_by"] != "human"
    ]
    by_humans = [pmid for pmid in by_decision["exclude"] if pmid not in set(by_rules)]
    studies = sorted({flow.studies[p] for p in by_decision["include"] if p in flow.studies})
    boxes = {
        f"identified_{way}": _box(WAYS.get(way, f"Records found by {way}"), pmids)
        for way, pmids in by_way.items()
    }
    duplicates = _box("Records found in more than one way", several)
    duplicates["count"] = sum(len(found) for found in by_way.values()) - len(unique)
    boxes |= {
        "duplicates": duplicates,
        "unique": _box("Records after duplicates were removed", unique),
        "not_retrieved": _box("Records not retrieved", flow.missing),
        "screened": _box("Records screened", flow.records),
        "excluded": _box("Records excluded", by_decision["exclude"]),
        "excluded_by_rules": _box("Excluded by the rules of this workflow", by_rules),
        "excluded_by_humans": _box("Excluded by a human reviewer", by_humans),
        "unclear": _box("Records awaiting a human decision", by_decision["unclear"]),
        "included_reports": _box("Reports included", by_decision["include"]),
        "included_studies": {
            "label": "Studies included",
            "count": len(studies),
            "pmids": _ordered(by_decision["include"]),
            "study_ids": studies,
        },
        "reports_with_outcomes": _box(
            "Reports with at least one extracted result", flow.with_outcomes
        ),
    }
    return boxes


def _other_methods(flow: Flow) -> dict[str, Any]:
    """Follow the records that the search missed and links or files of people brought.

    PRISMA 2020 draws them as an arm of their own ("other methods"). The boxes of both arms add
    up to those of the whole.
    """
    by_search = {row["pmid"] for row in flow.found if row["via"] == "search"}
    brought = {row["pmid"] for row in flow.found} - by_search
    ways: dict[str, set[str]] = {}
    for row in flow.found:
        if row["pmid"] in brought:
            ways.setdefault(row["via"], set()).add(row["pmid"])
    decided = {
        decision: [pmid for pmid in pmids if pmid in brought]
        for decision, pmids in _by_decision(flow).items()
    }
    reasons: dict[str, list[str]] = {}
    for row in flow.decisions:
        if row["decision"] == "exclude" and row["pmid"] in brought:
            reasons.setdefault(row["reason"], []).append(row["pmid"])
    known = [reason for reason in flow.criteria if reason in reasons]
    others = sorted(reason for reason in reasons if reason not in flow.criteria)
    return {
        "identified": _box("Records not found by the search", brought),
        "ways": {way: _box(label, ways[way]) for way, label in WAYS.items() if way in ways},
        "not_retrieved": _box("Records not retrieved", brought & set(flow.missing)),
        "screened": _box("Records assessed", brought & set(flow.records)),
        "excluded": _box("Records excluded", decided["exclude"]),
        "reasons": {
            reason: _box(flow.criteria.get(reason, reason.replace("_", " ")), reasons[reason])
            for reason in [*known, *others]
        },
        "unclear": _box("Records awaiting a human decision", decided["unclear"]),
        "included_reports": _box("Reports included", decided["include"]),
    }


def _reasons(flow: Flow) -> dict[str, Any]:
    groups: dict[str, list[str]] = {}
    for row in flow.decisions:
        if row["decision"] == "exclude":
            groups.setdefault(row["reason"], []).append(row["pmid"])
    known = [reason for reason in flow.criteria if reason in groups]
    others = sorted(reason for reason in groups if reason not in flow.criteria)
    return {
        reason: _box(flow.criteria.get(reason, reason.replace("_", " ")), groups[reason])
        for reason in [*known, *others]
    }


def _checks(
    flow: Flow, boxes: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Iterable[tuple[dict[str, Any], set[str]]]:
    by_search = set(boxes["identified_search"]["pmids"])
    unique = set(boxes["unique"]["pmids"])
    records = set(flow.records)
    missing = set(flow.missing)
    decided = [row["pmid"] for row in flow.decisions]
    included = set(boxes["included_reports"]["pmids"])
    identified = sum(box["count"] for key, box in boxes.items() if key.startswith("identified_"))
    if flow.count is not None:
        yield _check(
            "the count that the search service gave equals the PMIDs it listed",
            flow.count,
            len(by_search),
        )
    yield _check(
        "records identified less duplicates equal the distinct records",
        identified - boxes["duplicates"]["count"],
        len(unique),
    )
    listed = set(flow.listed)
    yield _same("the list of PMIDs holds exactly the records found", listed, unique)
    yield _same("each PMID has a record or is named as missing", unique, records | missing)
    yield _same("no PMID has a record and is named as missing", missing - records, missing)
    yield _same("every record has a decision", records, set(decided))
    check, _ = _check("every record has one decision only", len(decided), len(set(decided)))
    yield check, {pmid for pmid, times in Counter(decided).items() if times > 1}
    parts = ("excluded", "unclear", "included_reports")
    yield _check(
        "records screened are the excluded, the unclear and the included together",
        boxes["screened"]["count"],
        sum(boxes[part]["count"] for part in parts),
    )
    yield _check(
        "records excluded are those of all reasons together",
        boxes["excluded"]["count"],
        sum(box["count"] for box in reasons.values()),
    )
    yield _same("every included report belongs to a study", included, included & set(flow.studies))
    with_outcomes = set(flow.with_outcomes)
    yield _same("results come from included reports only", with_outcomes, with_outcomes & included)


def _by_decision(flow: Flow) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {"include": [], "exclude": [], "unclear": []}
    for row in flow.decisions:
        if row["decision"] not in groups:
            raise ReviewError(
                f"PMID {row['pmid']} has the unknown decision '{row['decision']}'",
                where="screening/decisions.csv",
                fix="A decision is include, exclude or unclear.",
            )
        groups[row["decision"]].append(row["pmid"])
    return groups


def _box(label: str, pmids: Iterable[str]) -> dict[str, Any]:
    ordered = _ordered(pmids)
    return {"label": label, "count": len(ordered), "pmids": ordered}


def _check(says: str, left: int, right: int) -> tuple[dict[str, Any], set[str]]:
    return {"says": says, "left": left, "right": right, "holds": left == right}, set()


def _same(says: str, left: set[str], right: set[str]) -> tuple[dict[str, Any], set[str]]:
    check = {"says": says, "left": len(left), "right": len(right), "holds": left == right}
    return check, left ^ right


def _naming(pmids: Collection[str]) -> str:
    if not pmids:
        return ""
    shown = ", ".join(_ordered(pmids)[:SHOWN_IN_MESSAGES])
    more = len(pmids) - SHOWN_IN_MESSAGES
    return f" (PMID {shown}{f' and {more} more' if more > 0 else ''})"


def _ordered(pmids: Iterable[str]) -> list[str]:
    return sorted(pmids, key=lambda pmid: (len(pmid), pmid))

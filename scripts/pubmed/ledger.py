"""The search ledger: what was asked, when and how, what PubMed made of it, and the sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import Bio

from pubmed.client import TOOL
from pubmed.query import Finding
from pubmed.related import Relation
from pubmed.windows import Search, Window

VERSION = "0.1.0"
VIA_ORDER = ("search", "similar", "cited_by", "references")


@dataclass(frozen=True, slots=True)
class Found:
    """One way in which one record was found; ``seed_pmid`` is '' for the search itself."""

    pmid: str
    via: str
    seed_pmid: str = ""


def found_rows(search: Search, relations: Iterable[Relation]) -> list[Found]:
    """Return every way each record was found, by PMID, then way, then seed."""
    rows = {Found(pmid, "search") for pmid in search.pmids}
    for relation in relations:
        rows |= {Found(pmid, relation.link, relation.seed.pmid) for pmid in relation.pmids}
    return sorted(
        rows,
        key=lambda row: (int(row.pmid), VIA_ORDER.index(row.via), int(row.seed_pmid or 0)),
    )


def ledger_of(
    search: Search,
    relations: Sequence[Relation],
    found: Sequence[Found],
    warnings: Sequence[Finding],
    *,
    endpoint: str,
    allowed: Sequence[str],
) -> dict[str, Any]:
    """Return the ledger as it is written to JSON.

    ``endpoint`` is the configured one: the address at which ``local`` is served changes from
    run to run and says nothing.
    """
    assert search.whole is not None
    by_search = set(search.pmids)
    all_pmids = {row.pmid for row in found}
    return {
        "endpoint": endpoint,
        "database": "pubmed",
        "tools": {TOOL: VERSION, "biopython": Bio.__version__},
        "query": search.query,
        "until": search.until,
        "lint": [
            {"part": each.part, "says": each.what, "suggestion": each.fix} for each in warnings
        ],
        "allowed_phrases": sorted(allowed),
        "whole": _entry(search.whole),
        "windows": [_entry(window) for window in search.windows],
        "related": [
            {
                "seed": relation.seed.given,
                "seed_pmid": relation.seed.pmid,
                "link": relation.link,
                "available": relation.available,
                "taken": len(relation.pmids),
                "new_to_search": len(set(relation.pmids) - by_search),
            }
            for relation in relations
        ],
        "totals": {
            "count": search.count,
            "windows": len(search.windows),
            "sum_of_windows": sum(window.count for window in search.windows),
            "pmids_by_search": len(search.pmids),
            "pmids_by_related_only": len(all_pmids - by_search),
            "pmids": len(all_pmids),
        },
    }


def _entry(window: Window) -> dict[str, Any]:
    def phrases(*kinds: str) -> list[dict[str, str]]:
        return [
            {"kind": complaint.kind, "phrase": complaint.phrase}
            for complaint in window.complaints
            if complaint.kind in kinds
        ]

    return {
        "term": window.term,
        "query_translation": window.translation,
        "error_list": phrases("PhraseNotFound", "FieldNotFound"),
        "warning_list": phrases("PhraseIgnored", "QuotedPhraseNotFound", "OutputMessage"),
        "count": window.count,
        "listed": window.listed,
        "asked_at": window.asked_at,
    }

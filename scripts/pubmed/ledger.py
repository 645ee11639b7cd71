"""The search ledger: what was asked, when and how, what PubMed made of it, and the sums."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import Bio

from pubmed.client import TOOL
from pubmed.inquiry import Answer
from pubmed.known import recall
from pubmed.replies import ERRORS
from pubmed.windows import Window

VERSION = "0.1.0"


def ledger_of(answer: Answer, *, endpoint: str) -> dict[str, Any]:
    """Return the ledger as it is written to JSON.

    ``endpoint`` is the configured one: the address at which ``local`` is served changes from
    run to run and says nothing.
    """
    search = answer.search
    assert search.whole is not None
    return {
        "endpoint": endpoint,
        "database": "pubmed",
        "tools": {TOOL: VERSION, "biopython": Bio.__version__},
        "query": search.query,
        "until": search.until,
        "lint": [
            {"part": each.part, "says": each.what, "suggestion": each.fix}
            for each in answer.warnings
        ],
        "allowed_phrases": sorted(answer.question.allowed),
        "whole": _entry(search.whole),
        "windows": [_entry(window) for window in search.windows],
        "update": asdict(answer.update) if answer.update else None,
        "blocks": [
            {"name": block.name, "term": block.text, "negated": block.negated, "count": count}
            for block, count in answer.counts
        ],
        "related": _related(answer),
        "files": _files(answer),
        "known": _known(answer),
        "totals": _totals(answer),
    }


def _related(answer: Answer) -> list[dict[str, Any]]:
    by_search = set(answer.search.pmids)
    return [
        {
            "seed": relation.seed.given,
            "seed_pmid": relation.seed.pmid,
            "link": relation.link,
            "available": relation.available,
            "taken": len(relation.pmids),
            "new_to_search": len(set(relation.pmids) - by_search),
        }
        for relation in answer.relations
    ]


def _files(answer: Answer) -> list[dict[str, Any]]:
    by_search = set(answer.search.pmids)
    return [
        {
            "file": export.file,
            "sha256": export.sha256,
            "records": len(export.pmids),
            "new_to_search": len(set(export.pmids) - by_search),
        }
        for export in answer.question.exports
    ]


def _known(answer: Answer) -> dict[str, Any]:
    share = recall(answer.known)
    return {
        "listed": len(answer.known),
        "held_by_source": sum(bool(known.pmid) for known in answer.known),
        "found": sum("search" in known.found_by for known in answer.known),
        "recall": None if share is None else round(share, 4),
    }


def _totals(answer: Answer) -> dict[str, int]:
    search = answer.search
    return {
        "count": search.count,
        "windows": len(search.windows),
        "sum_of_windows": sum(window.count for window in search.windows),
        "pmids_by_search": len(search.pmids),
        "pmids_by_other_means_only": len(answer.pmids) - len(set(search.pmids)),
        "pmids": len(answer.pmids),
    }


def _entry(window: Window) -> dict[str, Any]:
    def phrases(*, errors: bool) -> list[dict[str, str]]:
        return [
            {"kind": complaint.kind, "phrase": complaint.phrase}
            for complaint in window.complaints
            if (complaint.kind in ERRORS) == errors
        ]

    return {
        "term": window.term,
        "query_translation": window.translation,
        "error_list": phrases(errors=True),
        "warning_list": phrases(errors=False),
        "count": window.count,
        "listed": window.listed,
        "asked_at": window.asked_at,
    }

"""The search as others must be able to read and repeat it: PRISMA-S, and a text to paste.

PRISMA-S: Rethlefsen et al., Syst Rev 2021;10:39. What the ledger cannot know (contacts, prior
work, peer review of the strategy) is said to be unrecorded, never filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_UNRECORDED = "Not recorded by this workflow; to be stated by the reviewers."
_FILTERS = re.compile(r"\[(?:pt|publication type|sb|filter|subset|la|language)\]", re.IGNORECASE)


def prisma_s_rows(ledger: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the 16 items, each with what the ledger says; ``known`` tells whether it does."""
    rows = []
    for number, (name, text) in enumerate(_items(ledger), start=1):
        known = text != _UNRECORDED
        rows.append({"item": number, "name": name, "reported": text, "from_ledger": known})
    return rows


def strategy_text(ledger: dict[str, Any]) -> str:
    """Return the queries with dates and counts, as plain text for copy and paste."""
    whole = ledger["whole"]
    lines = [
        f"PubMed ({_source(ledger)})",
        f"Asked {whole['asked_at']}; records created up to {ledger['until']}; "
        f"{whole['count']} records",
        "",
        "Query",
        ledger["query"],
        "",
        "Query as sent",
        whole["term"],
        "",
        "As PubMed read it",
        whole["query_translation"],
    ]
    if ledger["blocks"]:
        lines += ["", "Block by block, each alone up to the same day"]
        for number, block in enumerate(ledger["blocks"], start=1):
            word = " (taken away)" if block["negated"] else ""
            lines.append(f"#{number}{word} {block['name']}: {block['term']} — {block['count']}")
    if len(ledger["windows"]) > 1:
        lines += ["", f"Asked in {len(ledger['windows'])} windows, under PubMed's cap"]
        lines += [f"{window['term']} — {window['count']}" for window in ledger["windows"]]
    return "\n".join(lines) + "\n"


def _items(ledger: dict[str, Any]) -> Iterator[tuple[str, str]]:
    totals, whole = ledger["totals"], ledger["whole"]
    yield "Database name", f"PubMed, {_source(ledger)}, through the E-utilities"
    yield "Multi-database searching", "None: one database was searched."
    yield (
        "Study registries",
        "None searched; registration numbers in the records link reports to studies.",
    )
    yield "Online resources and browsing", "None."
    yield "Citation searching", _citations(ledger)
    yield "Contacts", _UNRECORDED
    yield "Other methods", _other(ledger)
    yield (
        "Full search strategies",
        f"{whole['term']} (read by PubMed as: {whole['query_translation']})",
    )
    yield "Limits and restrictions", f"Records created up to {ledger['until']}."
    filters = sorted({tag.lower() for tag in _FILTERS.findall(ledger["query"])})
    yield (
        "Search filters",
        f"Fields used as filters in the query: {', '.join(filters)}." if filters else "None.",
    )
    yield "Prior work", _UNRECORDED
    yield (
        "Updates",
        "The search is run anew with a later day; every change since the former run is listed.",
    )
    yield "Dates of searches", f"{whole['asked_at']}; records created up to {ledger['until']}."
    yield "Peer review", _UNRECORDED
    yield (
        "Total records",
        f"{totals['pmids_by_search']} by the search, "
        f"{totals['pmids_by_other_means_only']} more by other means, {totals['pmids']} in all.",
    )
    yield "Deduplication", "By PMID: each record is kept once, with every way it was found."


def _source(ledger: dict[str, Any]) -> str:
    endpoint = ledger["endpoint"]
    names = {"ncbi": "NCBI", "local": "the corpus configured as source.corpus, served locally"}
    return names.get(endpoint, f"the service at {endpoint}")


def _citations(ledger: dict[str, Any]) -> str:
    told = [
        f"{entry['link'].replace('_', ' ')} of PMID {entry['seed_pmid']}: "
        f"{entry['taken']} of {entry['available']} taken"
        for entry in ledger["related"]
        if entry["link"] != "similar"
    ]
    return "; ".join(told) + "." if told else "None."


def _other(ledger: dict[str, Any]) -> str:
    told = [
        f"similar articles of PMID {entry['seed_pmid']}: "
        f"{entry['taken']} of {entry['available']} taken"
        for entry in ledger["related"]
        if entry["link"] == "similar"
    ]
    told += [
        f"{entry['records']} records from the file {entry['file']}" for entry in ledger["files"]
    ]
    return "; ".join(told) + "." if told else "None."

"""The search as others must be able to read and repeat it: PRISMA-S, and a text to paste.

PRISMA-S: Rethlefsen et al., Syst Rev 2021;10:39. What the ledger cannot know (registries and
sites searched by hand, contacts, prior work, peer review of the strategy) is taken from what
the authors state in the configuration, or left to them; it is never filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

LEDGER, AUTHORS, OPEN = "the ledger", "the authors", "for the authors"
_FILTERS = re.compile(r"\[(?:pt|publication type|sb|filter|subset|la|language)\]", re.IGNORECASE)
# Item, the key under which the authors may state it, and whether only they can know it.
_STATED = {
    "Multi-database searching": ("databases", True),
    "Study registries": ("registries", True),
    "Online resources and browsing": ("online_resources", True),
    "Citation searching": ("citation_searching", False),
    "Contacts": ("contacts", True),
    "Other methods": ("other_methods", False),
    "Limits and restrictions": ("limits", False),
    "Search filters": ("filters", False),
    "Prior work": ("prior_work", True),
    "Peer review": ("peer_review", True),
}


def prisma_s_rows(
    ledger: Mapping[str, Any], stated: Mapping[str, str | None]
) -> Iterator[dict[str, Any]]:
    """Yield the 16 items: what the ledger says, then what the authors state (by _STATED's keys).

    ``stated_by`` tells from whom it comes, or that it is left to the authors.
    """
    for number, (name, told) in enumerate(_items(ledger), start=1):
        key, theirs_alone = _STATED.get(name, ("", False))
        theirs = " ".join((stated.get(key) or "").split())
        by = [LEDGER] if told and not theirs_alone else []
        by += [AUTHORS] if theirs else []
        yield {
            "item": number,
            "name": name,
            "reported": " ".join(filter(None, (told, theirs))) or "To be stated by the authors.",
            "stated_by": " and ".join(by) or OPEN,
        }


def strategy_text(ledger: Mapping[str, Any]) -> str:
    """Return the queries with dates and counts, as plain text for copy and paste."""
    whole, update = ledger["whole"], ledger.get("update")
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
    if update:
        lines += [
            "",
            f"Update of the search of {update['since']}: records created or given MeSH since",
            f"{update['term']} — {update['count']}",
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


def _items(ledger: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    totals, whole = ledger["totals"], ledger["whole"]
    yield "Database name", f"PubMed, {_source(ledger)}, through the E-utilities."
    yield "Multi-database searching", "This workflow searches one database."
    yield (
        "Study registries",
        "This workflow searches none; registration numbers in the records link reports to studies.",
    )
    yield "Online resources and browsing", "This workflow browses none."
    yield "Citation searching", _citations(ledger)
    yield "Contacts", ""
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
    yield "Prior work", ""
    yield "Updates", _updates(ledger)
    yield "Dates of searches", f"{whole['asked_at']}; records created up to {ledger['until']}."
    yield "Peer review", ""
    yield (
        "Total records",
        f"{totals['pmids_by_search']} by the search, "
        f"{totals['pmids_by_other_means_only']} more by other means, {totals['pmids']} in all.",
    )
    yield "Deduplication", "By PMID: each record is kept once, with every way it was found."


def _updates(ledger: Mapping[str, Any]) -> str:
    update = ledger.get("update")
    rerun = "The whole search is run anew with a later day, and every change is listed."
    if not update:
        return rerun
    return (
        f"Update of the search of {update['since']}: {update['count']} records, of which "
        f"{update['created']} created since then and {update['indexed']} older ones given MeSH "
        f"since then. {rerun}"
    )


def _source(ledger: Mapping[str, Any]) -> str:
    endpoint = ledger["endpoint"]
    names = {"ncbi": "NCBI", "local": "the corpus configured as source.corpus, served locally"}
    return names.get(endpoint, f"the service at {endpoint}")


def _citations(ledger: Mapping[str, Any]) -> str:
    told = [
        f"{entry['link'].replace('_', ' ')} of PMID {entry['seed_pmid']}: "
        f"{entry['taken']} of {entry['available']} taken"
        for entry in ledger["related"]
        if entry["link"] != "similar"
    ]
    return "; ".join(told) + "." if told else "None."


def _other(ledger: Mapping[str, Any]) -> str:
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

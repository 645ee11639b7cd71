"""The search as an information specialist checks it: query, windows, translation, links."""

from __future__ import annotations

from typing import Any

from reporting.escaping import markdown
from reporting.evidence import Evidence, items
from reporting.tables import Cell, Column, Table, pubmed_link
from reporting.wording import and_list, count, words_of


def strategy(evidence: Evidence) -> str:
    """Return the query as asked, how the service read it, and what it complained of."""
    ledger = evidence.ledger
    whole = ledger.get("whole") or {}
    tools = ", ".join(f"{name} {version}" for name, version in (ledger.get("tools") or {}).items())
    lines = [
        f"Database: PubMed, through the endpoint `{markdown_code(ledger.get('endpoint', ''))}`. "
        f"Asked at {markdown(whole.get('asked_at', 'an unknown time'))} (UTC) with "
        f"{markdown(tools)}. Only records created up to {markdown(ledger.get('until', ''))} count.",
        "",
        "Query as asked:",
        "",
        *_verbatim(ledger.get("query", evidence.query)),
        "",
        "As the service understood it:",
        "",
        *_verbatim(whole.get("query_translation", "")),
        "",
        _complaints(whole),
        "",
    ]
    lint = [f"{row['part']}: {row['says']}" for row in ledger.get("lint") or []]
    if lint:
        lines += [f"Remarks of the query check: {markdown('; '.join(lint))}.", ""]
    return "\n".join(lines)


def windows_table(evidence: Evidence) -> str:
    """List every request window: term as sent, count announced, PMIDs listed, time."""
    rows = [
        [
            Cell(str(at), sort=at),
            Cell(window.get("term", "")),
            _number(window.get("count")),
            _number(window.get("listed")),
            Cell(str(window.get("asked_at", ""))),
        ]
        for at, window in enumerate(evidence.ledger.get("windows") or [], start=1)
    ]
    columns = [
        Column("Window", numeric=True),
        Column("Term as sent", wide=True),
        Column("Announced", numeric=True),
        Column("Listed", numeric=True),
        Column("Asked at (UTC)"),
    ]
    return Table(
        "tbl-windows",
        "Search windows. What the service announced must equal what it listed.",
        columns,
        rows,
        empty="No search window was needed.",
        elsewhere="search/ledger.json",
    ).markdown()


def related_table(evidence: Evidence) -> str:
    """List the links followed from the seed records."""
    rows = [
        [
            Cell(str(row.get("seed_pmid") or row.get("seed", ""))),
            Cell(words_of(row.get("link", ""))),
            _number(row.get("available")),
            _number(row.get("taken")),
            _number(row.get("new_to_search")),
        ]
        for row in evidence.ledger.get("related") or []
    ]
    columns = [
        Column("Seed"),
        Column("Link"),
        Column("Available", numeric=True),
        Column("Taken", numeric=True),
        Column("Not in the search", numeric=True),
    ]
    return Table(
        "tbl-related",
        "Records related to the seed records, beside the search.",
        columns,
        rows,
        empty="No links were followed from seed records.",
    ).markdown()


def known_table(evidence: Evidence) -> str:
    """List the papers that the search had to find, and what became of them."""
    rows = [
        [
            Cell(row["given"]),
            Cell(row["pmid"], pubmed_link(row["pmid"]) if row["pmid"] else None),
            Cell("found by the search" if row["found"] == "true" else "missed by the search"),
            Cell(", ".join(words_of(way) for way in items(row["found_by"]))),
            Cell(row["explanation"]),
        ]
        for row in evidence.table("search/known")
    ]
    columns = [
        Column("Listed as"),
        Column("PMID"),
        Column("Result"),
        Column("Found by"),
        Column("Why missed", wide=True),
    ]
    return Table(
        "tbl-known",
        "Papers that the search must find, named beforehand.",
        columns,
        rows,
        empty="No papers were named that the search must find.",
        elsewhere="search/known.csv",
    ).markdown()


def checks_table(evidence: Evidence) -> str:
    """List the sums between the boxes of the flow diagram."""
    rows = [
        [
            Cell(check["says"]),
            Cell(f"{check['left']:,}", sort=check["left"]),
            Cell(f"{check['right']:,}", sort=check["right"]),
            Cell("holds" if check["holds"] else "fails"),
        ]
        for check in evidence.prisma["checks"]
    ]
    columns = [
        Column("Sum", wide=True),
        Column("One side", numeric=True),
        Column("Other side", numeric=True),
        Column("Result"),
    ]
    return Table(
        "tbl-checks",
        "Sums that must hold between the stages; the report is not made when one fails.",
        columns,
        rows,
        whole_on_paper=True,
    ).markdown()


def markdown_code(text: str) -> str:
    """Return text that can stand between backticks."""
    return text.replace("`", "'")


def _verbatim(text: str) -> list[str]:
    return [f"    {line}" for line in str(text).replace("{{", "{ {").splitlines() or [""]]


def _complaints(window: dict[str, Any]) -> str:
    phrases = [
        f"{row['kind']}: {row['phrase']}"
        for key in ("error_list", "warning_list")
        for row in window.get(key) or []
    ]
    if not phrases:
        return "The service ignored no part of the query."
    return f"The service noted {count(len(phrases), 'remark')}: {markdown(and_list(phrases))}."


def _number(value: Any) -> Cell:
    return Cell("" if value is None else f"{value:,}", sort=value)

"""Search PubMed: write every PMID a query finds up to a day, how it was found, and the ledger."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from typing import Any

from pubmed import endpoint
from pubmed.ledger import found_rows, ledger_of
from pubmed.query import check_query
from pubmed.related import LINKS, relations, resolve
from pubmed.windows import creation_range, search_all
from review.errors import ReviewError
from review.files import write_atomically
from review.program import run
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Search, and write the ledger, the PMIDs and how each was found."""
    options = _parser().parse_args(argv)
    warnings = check_query(options.query)
    for warning in warnings:
        print(f"warning: {warning.part}: {warning.what}. {warning.fix}", file=sys.stderr)
    until = _day(options.until)
    related = _related(options.related)
    with endpoint.opened(options.endpoint, index=options.index, email=options.email) as service:
        search = search_all(service.search, options.query, until, allowed=options.allow_ignored)
        seeds = [resolve(service, str(seed)) for seed in related["seeds"]]
        found_by_link = [
            relation
            for seed in seeds
            for relation in relations(
                service, seed, related["links"], related["limit"], creation_range(until)
            )
        ]
    found = found_rows(search, found_by_link)
    ledger = ledger_of(
        search,
        found_by_link,
        found,
        warnings,
        endpoint=options.endpoint,
        allowed=options.allow_ignored,
    )
    pmids = list(dict.fromkeys(row.pmid for row in found))
    write_table(
        options.found,
        [{"pmid": row.pmid, "via": row.via, "seed_pmid": row.seed_pmid or None} for row in found],
        "found",
    )
    write_atomically(options.pmids, "".join(f"{pmid}\n" for pmid in pmids))
    write_atomically(options.ledger, json.dumps(ledger, indent=2, ensure_ascii=False) + "\n")
    totals = ledger["totals"]
    print(
        f"{totals['pmids']} records: {totals['pmids_by_search']} by the search, "
        f"{totals['pmids_by_related_only']} by links of seeds only"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    endpoint.add_arguments(parser)
    parser.add_argument("--query", required=True, help="query in PubMed's syntax")
    parser.add_argument(
        "--until", required=True, metavar="YYYY-MM-DD", help="records created up to this day"
    )
    parser.add_argument(
        "--related",
        default='{"seeds": [], "links": [], "limit": 1}',
        metavar="JSON",
        help="seeds (PMIDs or DOIs), links (similar, cited_by, references) and a limit each: "
        '{"seeds": [], "links": [], "limit": 50}',
    )
    parser.add_argument(
        "--allow-ignored",
        action="append",
        default=[],
        metavar="PHRASE",
        help="a phrase that PubMed may leave unused; may be given more than once",
    )
    parser.add_argument("--ledger", required=True, help="ledger to write (JSON)")
    parser.add_argument("--pmids", required=True, help="PMIDs to write, one a line")
    parser.add_argument("--found", required=True, help="how each PMID was found, to write (CSV)")
    return parser


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ReviewError(
            "not a day of the calendar",
            where="search.until",
            value=text,
            fix="Write it as YYYY-MM-DD.",
        ) from error


def _related(text: str) -> dict[str, Any]:
    try:
        related: dict[str, Any] = json.loads(text)
        return {
            "seeds": list(related["seeds"]),
            "links": [link for link in LINKS if link in related["links"]],
            "limit": int(related["limit"]),
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ReviewError(
            "not JSON with seeds, links and limit", where="--related", value=text
        ) from error


if __name__ == "__main__":
    raise SystemExit(run(main))

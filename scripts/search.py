"""Search PubMed: write every PMID a query finds up to a day, how it was found, and the ledger."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from pubmed import endpoint
from pubmed.concepts import blocks_of_concepts, blocks_of_query, query_of
from pubmed.exported import read_export
from pubmed.inquiry import Answer, Question, ask
from pubmed.journal import Journal
from pubmed.ledger import ledger_of
from pubmed.query import check_query
from pubmed.related import LINKS
from pubmed.transport import NoReplyError
from review.errors import ReviewError
from review.files import write_atomically
from review.program import run
from review.schema import load_yaml, nearest
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Search, and write the ledger, the PMIDs and how each was found."""
    options = _parser().parse_args(argv)
    question = _question(options)
    warnings = check_query(question.query)
    for warning in warnings:
        print(f"warning: {warning.part}: {warning.what}. {warning.fix}", file=sys.stderr)
    source = endpoint.state(options.endpoint, options.index)
    journal = Journal(Path(f"{options.ledger}.partial"), source, anew=options.refresh)
    with endpoint.opened(options.endpoint, index=options.index, email=options.email) as service:
        service.journal = journal
        try:
            answer = ask(service, question, warnings)
        except NoReplyError:
            raise
        except ReviewError:
            journal.forget()  # what is wrong with the question is asked anew once it is mended
            raise
    ledger = ledger_of(answer, endpoint=options.endpoint)
    _write(options, answer, ledger)
    journal.forget()
    totals = ledger["totals"]
    print(
        f"{totals['pmids']} records: {totals['pmids_by_search']} by the search, "
        f"{totals['pmids_by_other_means_only']} by other means only"
    )
    if answer.update:
        print(
            f"since {answer.update.since}: {answer.update.created} created, "
            f"{answer.update.indexed} older ones given MeSH"
        )
    for known in answer.known:
        if "search" not in known.found_by:
            print(f"warning: known study {known.given}: {known.explanation}", file=sys.stderr)
    return 0


def _question(options: argparse.Namespace) -> Question:
    concepts = _json(options.concepts, "--concepts")
    blocks = blocks_of_concepts(concepts) if concepts else []
    query = options.query.strip() or query_of(blocks)
    if options.query.strip():
        # The query outranks the concepts; its own outermost parts are its blocks.
        blocks = blocks_of_query(query)
    related = _json(options.related, "--related")
    unknown = sorted(set(related.get("links", [])) - set(LINKS))
    if unknown:
        raise ReviewError(
            "unknown link",
            where="search.related.links",
            value=unknown[0],
            fix=nearest(unknown[0], LINKS),
        )
    return Question(
        query=query,
        until=_day(options.until, "search.until"),
        since=_day(options.since, "search.since") if options.since else None,
        blocks=blocks,
        allowed=options.allow_ignored,
        seeds=[str(seed) for seed in related.get("seeds", [])],
        links=[link for link in LINKS if link in related.get("links", [])],
        limit=int(related.get("limit", 50)),
        exports=[read_export(path) for path in options.files],
        known=_known(options.known),
    )


def _write(options: argparse.Namespace, answer: Answer, ledger: dict[str, Any]) -> None:
    rows = [
        {"pmid": row.pmid, "via": row.via, "seed_pmid": row.seed_pmid or None}
        for row in answer.found
    ]
    write_table(options.found, rows, "found")
    write_atomically(options.pmids, "".join(f"{pmid}\n" for pmid in answer.pmids))
    write_atomically(options.ledger, json.dumps(ledger, indent=2, ensure_ascii=False) + "\n")
    if options.known_out:
        write_table(
            options.known_out,
            [
                {
                    "given": known.given,
                    "pmid": known.pmid or None,
                    "found": "search" in known.found_by,
                    "found_by": known.found_by,
                    "explanation": known.explanation or None,
                }
                for known in answer.known
            ],
            "known",
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    endpoint.add_arguments(parser)
    parser.add_argument("--query", default="", help="query in PubMed's syntax; outranks --concepts")
    parser.add_argument(
        "--concepts",
        default="{}",
        metavar="JSON",
        help='concepts to build the query from: {"population": {"mesh": [], "words": []}, ...}',
    )
    parser.add_argument(
        "--until", required=True, metavar="YYYY-MM-DD", help="records created up to this day"
    )
    parser.add_argument(
        "--since",
        metavar="YYYY-MM-DD",
        help="day of the earlier search that this one updates: what was created or given MeSH "
        "since is counted on its own",
    )
    parser.add_argument(
        "--related",
        default="{}",
        metavar="JSON",
        help="seeds (PMIDs or DOIs), links (similar, cited_by, references) and a limit each: "
        '{"seeds": [], "links": [], "limit": 50}',
    )
    parser.add_argument(
        "--files",
        nargs="*",
        default=[],
        metavar="PATH",
        help="exports beside the search: .nbib, PubMed XML, or PMIDs one a line",
    )
    parser.add_argument("--known", help="papers that the search must find (YAML)")
    parser.add_argument(
        "--allow-ignored",
        action="append",
        default=[],
        metavar="PHRASE",
        help="a phrase that PubMed may leave unused; may be given more than once",
    )
    parser.add_argument(
        "--refresh",
        action="store_true",
        help="ask everything anew, whatever a run that was killed had received",
    )
    parser.add_argument("--ledger", required=True, help="ledger to write (JSON)")
    parser.add_argument("--pmids", required=True, help="PMIDs to write, one a line")
    parser.add_argument("--found", required=True, help="how each PMID was found, to write (CSV)")
    parser.add_argument("--known-out", help="what became of the known papers, to write (CSV)")
    return parser


def _day(text: str, key: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ReviewError(
            "not a day of the calendar",
            where=key,
            value=text,
            fix="Write it as YYYY-MM-DD.",
        ) from error


def _json(text: str, option: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ReviewError(
            "not JSON", where=option, value=text, fix="Quote it for the shell: '{...}'."
        ) from error
    if not isinstance(value, dict):
        raise ReviewError(
            "not a JSON object", where=option, value=text, fix="It begins with { and ends with }."
        )
    return value


def _known(path: str | None) -> list[str]:
    if not path:
        return []
    return [entry["id"] for entry in load_yaml(path, "known_studies")["known"]]


if __name__ == "__main__":
    raise SystemExit(run(main))

"""Fetch the records of a list of PMIDs from PubMed, and keep the bytes as received."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pubmed import endpoint
from pubmed.held import keep, read_held, still_good
from pubmed.pmids import read_pmids
from pubmed.retrieval import fetch_all, forget_partial, manifest_of
from review.files import sha256_of, write_atomically
from review.program import run
from review.progress import watched


def main(argv: list[str] | None = None) -> int:
    """Fetch, and write the raw folder and its manifest."""
    options = _parser().parse_args(argv)
    pmids = read_pmids(options.pmids)
    with endpoint.opened(options.endpoint, index=options.index, email=options.email) as service:
        # A service of one's own machine is asked anew: its corpus can change at any time.
        known = options.held and options.endpoint != "local" and not options.refresh
        former = read_held(Path(options.held), options.endpoint) if known else []
        held = still_good(service, former, pmids)
        snapshot = fetch_all(
            service,
            pmids,
            Path(options.out_dir),
            held=held,
            source=_source(options.endpoint, options.index, options.pmids),
            watch=lambda batches: watched(batches, len(batches), "fetching", "batches"),
        )
    manifest = manifest_of(snapshot, endpoint=options.endpoint)
    write_atomically(options.manifest, json.dumps(manifest, indent=2) + "\n")
    if options.held and options.endpoint != "local":
        keep(Path(options.held), Path(options.out_dir), manifest)
    forget_partial(Path(options.out_dir))
    totals = manifest["totals"]
    print(
        f"{totals['given']} of {len(pmids)} records in {len(snapshot.batches)} batches, "
        f"{totals['missing']} missing, {service.requests} requests"
    )
    return 0


def _source(endpoint_name: str, index: str | None, pmids: str) -> str:
    """Name the state of the source and of the search that a partial fetch belongs to."""
    about = Path(pmids).stat()
    state = endpoint.state(endpoint_name, index)
    return f"{state}{sha256_of(Path(pmids))}\n{about.st_mtime_ns}\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    endpoint.add_arguments(parser)
    parser.add_argument("--pmids", required=True, help="PMIDs to fetch, one a line")
    parser.add_argument("--out-dir", required=True, help="folder of raw batches to write")
    parser.add_argument(
        "--held",
        metavar="FOLDER",
        help="where the batches of the last fetch are kept: records that PubMed did not revise "
        "since are taken from there (not with local)",
    )
    parser.add_argument(
        "--refresh", action="store_true", help="ask for every record anew, whatever is held"
    )
    parser.add_argument("--manifest", required=True, help="manifest to write (JSON)")
    return parser


if __name__ == "__main__":
    raise SystemExit(run(main))

"""Count every box of the PRISMA 2020 flow diagram and check that the sums hold."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reporting.evidence import read_criteria, read_rows
from reporting.prisma import Flow, reconcile
from review.files import write_atomically
from review.program import run

FILES = {
    "ledger": "search/ledger.json",
    "pmids": "search/pmids.txt",
    "found": "search/found.csv",
    "missing": "records/missing.csv",
    "records": "records/records.parquet",
    "studies": "studies/studies.csv",
    "decisions": "screening/decisions.csv",
    "outcomes": "outcomes/outcomes.csv",
}


def main(argv: list[str] | None = None) -> int:
    """Write prisma.json, or fail naming the records that are in no box or in two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, help="a results folder; each file can be named too")
    for name, place in FILES.items():
        parser.add_argument(f"--{name}", type=Path, help=f"default: RESULTS/{place}")
    parser.add_argument("--criteria", type=Path, help="criteria file, for the labels of reasons")
    parser.add_argument("--out", type=Path, required=True, help="prisma.json to write")
    args = parser.parse_args(argv)
    paths = {}
    for name, place in FILES.items():
        given = getattr(args, name)
        if given is None and args.results is None:
            parser.error(f"give --results, or --{name} with the other files")
        paths[name] = given or args.results / place
    prisma = reconcile(_flow(paths, args.criteria))
    text = json.dumps(prisma, ensure_ascii=False, indent=1, sort_keys=False)
    write_atomically(args.out, text + "\n")
    boxes = prisma["boxes"]
    shown = ("unique", "screened", "excluded", "unclear", "included_reports", "included_studies")
    print("; ".join(f"{boxes[box]['label'].lower()}: {boxes[box]['count']:,}" for box in shown))
    return 0


def _flow(paths: dict[str, Path], criteria: Path | None) -> Flow:
    import pyarrow.parquet as parquet

    ledger = json.loads(paths["ledger"].read_text(encoding="utf-8"))
    return Flow(
        found=read_rows(paths["found"]),
        listed=paths["pmids"].read_text(encoding="utf-8").split(),
        count=(ledger.get("totals") or {}).get("count"),
        records=parquet.read_table(paths["records"], columns=["pmid"])["pmid"].to_pylist(),
        missing={row["pmid"]: row.get("why", "") for row in read_rows(paths["missing"])},
        decisions=read_rows(paths["decisions"]),
        studies={row["pmid"]: row["study_id"] for row in read_rows(paths["studies"])},
        with_outcomes={row["pmid"] for row in read_rows(paths["outcomes"])},
        criteria={key: each.reason for key, each in read_criteria(criteria).items()}
        if criteria
        else {},
    )


if __name__ == "__main__":
    raise SystemExit(run(main))

"""Group reports into studies by trial registration number."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from pubmed.studies import link_reports
from review.program import run
from review.records import read_records
from review.tables import write_table


def main(argv: list[str] | None = None) -> int:
    """Link, and write the table of studies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", required=True, help="records to link (Parquet)")
    parser.add_argument("--out", required=True, help="studies to write (CSV)")
    options = parser.parse_args(argv)
    rows = link_reports(read_records(options.records))
    write_table(
        options.out,
        ({**asdict(row), "trial_name": row.trial_name or None} for row in rows),
        "studies",
    )
    print(f"{len(rows)} reports of {len({row.study_id for row in rows})} studies")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))

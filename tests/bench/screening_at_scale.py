"""Screen the records of the NLM file, over parsing them, in one process; and its memory.

Both do the whole job of their verb: parsing ends with records.parquet on disk, screening reads it
and ends with its five tables on disk. Processor time is compared, which other work on the machine
disturbs least.
"""

from __future__ import annotations

import contextlib
import io
import resource
import tempfile
import time
from pathlib import Path

from lxml import etree

from pubmed.articles import iter_elements
from pubmed.parse import record_of
from review.records import Record, write_records

ROOT = Path(__file__).resolve().parents[2]
NLM_FILE = ROOT / "tests" / "nlm" / "pubmed21n1298.xml.gz"
TABLES = ("decisions", "evidence", "themes", "queue", "agreement")
TARGET = 1.0


def main() -> None:
    """Print the two times, their ratio, and the peak of memory."""
    if not NLM_FILE.exists():
        print(f"not measured: {NLM_FILE.name} is not there (make nlm)")
        return
    import screen

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.parquet"
        started = time.process_time()
        records = {int(r.pmid): r for r in map(_record, iter_elements(NLM_FILE))}
        write_records(path, (records[pmid] for pmid in sorted(records)))
        parsing = time.process_time() - started
        count = len(records)
        del records
        arguments = ["--records", str(path), "--criteria", str(ROOT / "references/criteria.yaml")]
        arguments += ["--vocabulary", str(ROOT / "references/vocabulary")]
        for table in TABLES:
            arguments += [f"--out-{table}", str(Path(folder) / f"{table}.csv")]
        started = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            screen.main(arguments)
        screening = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} records: parsed in {parsing:.1f} s, screened in {screening:.1f} s of processor")
    print(f"screening / parsing: {screening / parsing:.2f} (target {TARGET}), peak {peak:.0f} MiB")


def _record(found: tuple[str, etree._Element]) -> Record:
    return record_of(found[1])


if __name__ == "__main__":
    main()

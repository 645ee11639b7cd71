"""Screen the records of the NLM files, over parsing them, in one process each; and their memory.

Both do the whole job of their verb: parsing ends with records.parquet on disk, screening reads it
and ends with its five tables on disk. Processor time is compared, which other work on the machine
disturbs least. Screened are the larger file and then both: twice as many records, and memory that
should hardly grow.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NLM_FILES = [
    ROOT / "tests" / "nlm" / name for name in ("pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz")
]
TABLES = ("decisions", "evidence", "themes", "queue", "agreement")
TARGET = 1.0


def main() -> None:
    """Print the times, their ratio, and the peak of screening's memory, for one file and two."""
    if missing := [path.name for path in NLM_FILES if not path.exists()]:
        print(f"not measured: {', '.join(missing)} not there (make nlm)")
        return
    for files in (NLM_FILES[1:], NLM_FILES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records.parquet"
            count, parsing, _ = _alone(_parse, files, path)
            _, screening, peak = _alone(_screen, path)
        print(
            f"{count} records: parsed in {parsing:.1f} s, screened in {screening:.1f} s of"
            f" processor; screening / parsing: {screening / parsing:.2f} (target {TARGET}),"
            f" peak of screening {peak:.0f} MiB"
        )


def _alone(job: Callable[..., int], *given: object) -> tuple[int, float, float]:
    """Run a job in a process of its own: what it counted, its seconds, its peak of memory."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(_measured, job, *given).result()


def _measured(job: Callable[..., int], *given: object) -> tuple[int, float, float]:
    sys.path.insert(0, str(ROOT / "scripts"))
    started = time.process_time()
    count = job(*given)
    seconds = time.process_time() - started
    return count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _parse(files: list[Path], path: Path) -> int:
    from pubmed.articles import iter_elements
    from pubmed.parse import record_of
    from review.records import write_records

    found = (record_of(element) for file in files for _, element in iter_elements(file))
    records = {int(record.pmid): record for record in found}
    write_records(path, (records[pmid] for pmid in sorted(records)))
    return len(records)


def _screen(path: Path) -> int:
    import screen

    arguments = ["--records", str(path), "--criteria", str(ROOT / "references/criteria.yaml")]
    arguments += ["--vocabulary", str(ROOT / "references/vocabulary")]
    for table in TABLES:
        arguments += [f"--out-{table}", str(path.with_name(f"{table}.csv"))]
    with contextlib.redirect_stdout(io.StringIO()):
        return screen.main(arguments)


if __name__ == "__main__":
    main()

"""A list of PMIDs as a file: one a line, in numeric order, each once."""

from __future__ import annotations

from pathlib import Path

from review.errors import ReviewError


def read_pmids(path: str | Path) -> list[str]:
    """Return the PMIDs of a file. Raises ReviewError naming the line that is not in order."""
    pmids: list[str] = []
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        pmid = line.strip()
        if not (pmid.isascii() and pmid.isdecimal() and pmid[0] != "0"):
            raise ReviewError(
                "not a PMID", where=f"{path} line {number}", value=line, fix="One PMID a line."
            )
        if pmids and int(pmid) <= int(pmids[-1]):
            raise ReviewError(
                "PMIDs must ascend, each once",
                where=f"{path} line {number}",
                value=pmid,
                fix="Run the search again (snakemake --forcerun search), or sort the file.",
            )
        pmids.append(pmid)
    return pmids

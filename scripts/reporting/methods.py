"""What the workflow did by itself, what nobody has checked, and what the source cannot hold."""

from __future__ import annotations

import os
import platform
from collections import Counter
from importlib.metadata import version

from reporting.escaping import markdown
from reporting.evidence import Evidence, items
from reporting.tables import Cell, Column, Table
from reporting.wording import count, words_of

PACKAGES = ("snakemake", "biopython", "lxml", "pyarrow", "scipy", "scikit-learn", "matplotlib")


def automation(evidence: Evidence) -> str:
    """Say what was done without a human, and how much of it a human has looked at."""
    decisions = evidence.decisions.values()
    by_rules = sum(row["decided_by"] != "human" for row in decisions)
    by_human = len(evidence.decisions) - by_rules
    flagged = sum(bool(items(row["flags"])) for row in evidence.outcomes)
    lines = [
        f"- Screening: {count(by_rules, 'record')} decided by rules on title, abstract, MeSH and "
        f"publication type; {count(by_human, 'record')} by a human reviewer.",
        f"- Extraction: {count(len(evidence.outcomes), 'result')} read from abstracts by rules, "
        f"{flagged:,} of them with a flag. Each was checked against the text by string equality, "
        "which shows that the words are there, not that they were understood.",
        "- Synthesis: which estimates may be pooled is fixed in the comparisons file; the choice "
        "of one estimate per study follows a stated rule and is listed with its alternatives.",
        "- No risk-of-bias judgement and no certainty of evidence was made: both need a human.",
    ]
    return "\n".join(["", *lines, ""])


def limits(evidence: Evidence) -> str:
    """Say what the source cannot contain."""
    without = sum(not record.abstract for record in evidence.records.values())
    lines = [
        "- Titles and abstracts only: no full text was read. A result that a paper reports "
        "outside its abstract is not here.",
        "- One database: no conference abstracts, trial registries, preprints or other "
        "databases were searched.",
        f"- {count(without, 'record')} of {len(evidence.records):,} have no abstract, so the "
        "rules can say little of them.",
    ]
    if (
        "references/corpus" in " ".join(map(str, evidence.setting("source", "corpus", default=[])))
        and evidence.setting("source", "endpoint") == "local"
    ):
        lines.append(
            "- The bundled corpus holds selected publications with abstracts that this project "
            "wrote from reported figures. It shows how the review works; its counts and pooled "
            "numbers are not those of the literature."
        )
    return "\n".join(["", *lines, ""])


def flags_table(evidence: Evidence) -> str:
    """Count the flags that extraction put on results."""
    flags = Counter(flag for row in evidence.outcomes for flag in items(row["flags"]))
    rows = [
        [Cell(words_of(flag)), Cell(f"{number:,}", sort=number)]
        for flag, number in sorted(flags.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return Table(
        "tbl-flags",
        "Flags on extracted results.",
        [Column("Flag", wide=True), Column("Results", numeric=True)],
        rows,
        empty="No extracted result carries a flag.",
    ).markdown()


def made_with() -> str:
    """Name the programs that made the report, and the renderer."""
    renderer = os.environ.get("REVIEW_RENDERER", "Quarto")
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"\nRendered by {markdown(renderer)}, Python {platform.python_version()}; "
        f"{markdown(packages)}.\n"
    )

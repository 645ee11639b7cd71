"""Estimates for RevMan, in the columns of the analysis data of a Cochrane review.

The first columns are those of the file of data rows in Cochrane's data package, version 1
(https://documentation.cochrane.org/revman-kb/previous-version-version-1-data-package-332136475.html),
so that tools that read a Cochrane review's data read these. RevMan itself takes study results
through templates that it makes for the review in hand, or typed in as custom input: the names of
the columns are the names of its fields.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from reporting.spreadsheets import safe_csv

Row = Mapping[str, Any]

DATA_ROWS = (
    *("Analysis group", "Analysis number", "Analysis name", "Subgroup", "Applicability"),
    *("Study", "Study year", "GIV Mean", "GIV SE", "Experimental mean", "Experimental SD"),
    *("Experimental cases", "Experimental N", "Control mean", "Control SD", "Control cases"),
    *("Control N", "O-E", "Variance", "Weight", "Mean", "CI start", "CI end", "Footnotes"),
)
# What the package keeps in a second file, beside each row here.
SETTINGS = (
    *("Analysis group name", "Effect measure", "Log-scale data"),
    *("Experimental group label", "Control group label"),
)
COLUMNS = (*DATA_ROWS, *SETTINGS, "PMID")


def revman_csv(pooled: Sequence[Row], estimates: Sequence[Row]) -> str:
    """Return each study's estimate as RevMan wants it for generic inverse variance.

    ``GIV Mean`` and ``GIV SE`` are on the log scale of ratios (logits of proportions), ``Mean``
    and its interval as a reader sees them. Counts stand beside where they are known, for
    dichotomous analyses. Context rows (meta-analyses) are left out.
    """
    groups = {name: at for at, name in enumerate(_distinct(pooled, "comparison"), start=1)}
    numbers: dict[tuple[Any, ...], tuple[int, Row]] = {}
    for row in pooled:
        before = sum(key[0] == row["comparison"] for key in numbers)
        numbers[_key(row)] = (before + 1, row)
    rows = []
    for row in estimates:
        if row["role"] == "context":
            continue
        number, analysis = numbers[_key(row)]
        rows.append(_row(row, analysis, groups[row["comparison"]], number))
    return safe_csv(COLUMNS, rows)


def _row(row: Row, analysis: Row, group: int, number: int) -> dict[str, object]:
    return {
        "Analysis group": group,
        "Analysis number": number,
        "Analysis name": analysis["endpoint_label"],
        "Study": row["study_label"],
        "Study year": row["year"],
        "GIV Mean": row["yi"],
        "GIV SE": row["se"],
        "Experimental cases": row["events_experimental"],
        "Experimental N": row["n_experimental"],
        "Control cases": row["events_control"],
        "Control N": row["n_control"],
        "Variance": None if row["se"] is None else f"{math.pow(row['se'], 2):.10g}",
        "Weight": row["weight"],
        "Mean": row["estimate"],
        "CI start": row["ci_lower"],
        "CI end": row["ci_upper"],
        "Footnotes": f"PubMed {row['pmid']}",
        "Analysis group name": analysis["label"],
        "Effect measure": row["statistic"].replace("_", " ").capitalize(),
        "Log-scale data": "TRUE",
        "Experimental group label": analysis["experimental"],
        "Control group label": analysis["control"],
        "PMID": row["pmid"],
    }


def _key(row: Row) -> tuple[Any, ...]:
    return (row["comparison"], row["endpoint"], row["statistic"])


def _distinct(rows: Sequence[Row], column: str) -> list[Any]:
    return list(dict.fromkeys(row[column] for row in rows))

"""Reports of one study: which holds the latest data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from review.records import Record

Row = dict[str, Any]


def mark_most_mature(rows: Sequence[Row], records: Mapping[str, Record]) -> None:
    """Set `most_mature` on the rows of each study's latest report of each endpoint.

    The latest has the longest follow-up; where a report does not state it, the date decides. What
    a human has removed is no report of its endpoint.
    """
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    follow_up: dict[str, float | None] = {}
    for row in rows:
        if "removed_by_human" in row["flags"]:
            continue
        reports[row["study_id"], row["endpoint"]].add(row["pmid"])
        follow_up[row["pmid"]] = row.get("follow_up_months")
    latest: dict[tuple[str, str], str] = {}
    for key, pmids in reports.items():
        stated = all(follow_up[pmid] is not None for pmid in pmids)
        latest[key] = max(
            pmids,
            key=lambda pmid, stated=stated: (  # type: ignore[misc]
                (follow_up[pmid] or 0.0) if stated else 0.0,
                records[pmid].pub_date,
                int(pmid),
            ),
        )
    for row in rows:
        row["most_mature"] = latest.get((row["study_id"], row["endpoint"])) == row["pmid"]

"""From outcome rows to the estimates that may stand for a study in one comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from synthesis.candidate import Candidate, LeftOut
from synthesis.comparisons import Comparison, Endpoint, Rules
from synthesis.evidence import Evidence
from synthesis.finder import Finder
from synthesis.one_arm import read_one_arm
from synthesis.ratios import read_ratios
from synthesis.two_arms import read_two_arms

Row = Mapping[str, Any]


@dataclass(slots=True)
class Found:
    """Candidates and rows left out for one comparison and endpoint."""

    candidates: list[Candidate]
    left_out: list[LeftOut]


def find_candidates(
    comparison: Comparison,
    endpoint: Endpoint,
    outcomes: Iterable[Row],
    evidence: Evidence,
    rules: Rules,
) -> Found:
    """Return every estimate that could be used, and every fitting row that could not.

    ``outcomes`` are rows of outcomes.csv. Rows of reports that are not included are passed
    over, since screening has already said why.
    """
    found = Found([], [])
    by_report: dict[str, list[Row]] = {}
    for row in outcomes:
        if row["pmid"] in evidence.reports:
            by_report.setdefault(row["pmid"], []).append(row)
    for pmid in sorted(by_report, key=int):
        report = evidence.reports[pmid]
        finder = Finder(comparison, endpoint, evidence, rules, report, by_report[pmid])
        if comparison.control is None:
            read_one_arm(finder)
        else:
            read_ratios(finder, comparison.control)
            read_two_arms(finder, comparison.control)
        found.candidates += finder.candidates
        found.left_out += finder.left_out
    return found

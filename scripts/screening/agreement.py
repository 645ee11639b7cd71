"""How far two reviewers agree: share, Cohen's kappa with its interval, and the conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from screening.humans import CONSENSUS, DECISIONS, HumanDecision, is_stale

CI_LEVEL = 95
METHOD = "Cohen's kappa, unweighted, asymptotic interval (Fleiss, Cohen and Everitt 1969)"


def agreement_rows(
    rows: Iterable[HumanDecision], hashes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One row per pair of reviewers with records in common; stale decisions do not count."""
    by_reviewer: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.reviewer != CONSENSUS and not is_stale(row, hashes[row.pmid]):
            by_reviewer.setdefault(row.reviewer, {})[row.pmid] = row.decision
    found = []
    for first, second in combinations(sorted(by_reviewer), 2):
        common = sorted(by_reviewer[first].keys() & by_reviewer[second].keys(), key=int)
        if common:
            pairs = [(by_reviewer[first][pmid], by_reviewer[second][pmid]) for pmid in common]
            found.append(
                {
                    "reviewer_a": first,
                    "reviewer_b": second,
                    **_agreement(pairs),
                    "conflicts": [
                        pmid for pmid, pair in zip(common, pairs, strict=True) if len({*pair}) > 1
                    ],
                }
            )
    return found


def _agreement(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    agreed = sum(first == second for first, second in pairs)
    row: dict[str, Any] = {
        "n": len(pairs),
        "agreed": agreed,
        "proportion": agreed / len(pairs),
        "method": METHOD,
    }
    used = [name for name in DECISIONS if any(name in pair for pair in pairs)]
    if len(used) > 1:
        # Two seconds to import, so only where two reviewers have to be compared.
        from statsmodels.stats.inter_rater import cohens_kappa

        table = [[pairs.count((first, second)) for second in used] for first in used]
        result = cohens_kappa(table)  # its interval is at 95 per cent
        row["kappa"] = round(float(result.kappa), 6)
        row["ci_lower"] = round(float(result.kappa_low), 6)
        row["ci_upper"] = round(float(result.kappa_upp), 6)
        row["ci_level"] = CI_LEVEL
    return row

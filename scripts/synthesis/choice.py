"""One estimate per study: which of several candidates stands for it, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from synthesis.candidate import Candidate
from synthesis.comparisons import Rules
from synthesis.evidence import META_ANALYSIS, POOLED_ANALYSIS

_Key = Callable[[Candidate], float | tuple[int, ...] | str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The estimate that stands for a study, the reason, and what else could have stood."""

    candidate: Candidate
    because: str
    alternatives: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Studies to pool, and secondary research to show beside them."""

    studies: tuple[Chosen, ...]
    context: tuple[Chosen, ...]


def select(candidates: Sequence[Candidate], rules: Rules) -> Selection:
    """Return one estimate per study, studies in the order of year and label.

    A meta-analysis never stands beside its own trials: it is context. A pooled analysis of
    trials by patient data stands for them only where none of the reports of single trials
    gives an estimate.
    """
    by_study: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        # Secondary research is told apart by report: two of them are never one study.
        report = candidate.report
        key = report.study if report.kind == "primary" else f"{report.kind} {report.pmid}"
        by_study.setdefault(key, []).append(candidate)
    chosen = [_choose(group, rules) for _, group in sorted(by_study.items())]
    primary = [c for c in chosen if c.candidate.report.kind == "primary"]
    pooled = [c for c in chosen if c.candidate.report.kind == POOLED_ANALYSIS]
    meta = [c for c in chosen if c.candidate.report.kind == META_ANALYSIS]
    if not primary and len(pooled) == 1:
        return Selection(tuple(pooled), tuple(sorted(meta, key=_order)))
    return Selection(
        tuple(sorted(primary, key=_order)), tuple(sorted([*pooled, *meta], key=_order))
    )


def _order(chosen: Chosen) -> tuple[int, str, int]:
    report = chosen.candidate.report
    return report.year or 0, report.label, int(report.pmid)


def _choose(group: Sequence[Candidate], rules: Rules) -> Chosen:
    keys = _keys(group, rules)
    ranked = sorted(group, key=lambda c: tuple(key(c) for _, key in keys))
    best, rest = ranked[0], ranked[1:]
    if not rest:
        return Chosen(best, "only_estimate", ())
    because = next((name for name, key in keys if key(best) != key(rest[0])), "first_in_order")
    return Chosen(best, because, tuple(rest))


def _keys(group: Sequence[Candidate], rules: Rules) -> list[tuple[str, _Key]]:
    """Return the criteria in order: smaller keys are preferred."""
    stated = all(c.follow_up is not None for c in group)
    ranks = {date: -i for i, date in enumerate(sorted({c.report.pub_date for c in group}))}
    criteria: dict[str, tuple[str, _Key]] = {
        "whole_population": ("whole_population", lambda c: 1 if c.subgroup else 0),
        "follow_up": (
            ("longest_follow_up", lambda c: -(c.follow_up or 0))
            if stated
            else ("latest_report", lambda c: ranks[c.report.pub_date])
        ),
        "source": ("best_source", lambda c: _place(c.source, rules)),
        "latest_time_point": ("latest_time_point", lambda c: -c.time_point),
    }
    first: list[tuple[str, _Key]] = [("preferred_endpoint_or_arms", lambda c: c.preference)]
    last: list[tuple[str, _Key]] = [
        ("latest_report", lambda c: ranks[c.report.pub_date]),
        ("first_in_the_text", lambda c: c.rows[0]["start"] or 0),
        ("first_in_order", lambda c: c.outcome_ids[0]),
    ]
    return first + [criteria[name] for name in rules.preference] + last


def _place(source: str, rules: Rules) -> int:
    return rules.sources.index(source) if source in rules.sources else len(rules.sources)

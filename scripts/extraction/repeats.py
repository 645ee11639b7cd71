"""The same result printed twice is kept once; results that only equal one another are all kept."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.finding import Finding

#: Characters within which two values of no known arm are compared rather than repeated.
_ONE_COMPARISON = 60
#: Characters within which two values of one arm are members of a list rather than repeated.
_ONE_LIST = 20
#: How many equal results an abstract has at the most, so that looking for one ends soon.
_SEVERAL = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding that is kept, and where the same one is printed again."""

    finding: Finding
    duplicates: tuple[tuple[int, int], ...] = ()


def fold(findings: Sequence[Finding]) -> list[Kept]:
    """Keep each result once, the fullest of its printings first in place."""
    kept: dict[tuple[object, ...], list[list[Finding]]] = {}
    for finding in findings:
        key = (
            finding.endpoint,
            finding.statistic,
            finding.arm,
            finding.comparator,
            finding.value.number,
            finding.unit,
            finding.months,
            finding.subgroup,
        )
        groups = kept.setdefault(key, [])
        group = next((one for one in groups[-_SEVERAL:] if not _is_another(finding, one)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    folded = []
    for group in itertools.chain.from_iterable(kept.values()):
        best = max(group, key=_fullness)
        others = tuple(
            (f.start, f.end) for f in group if (f.start, f.end) != (best.start, best.end)
        )
        if others:
            best = replace(best, flags=(*best.flags, "printed_twice"))
        folded.append(Kept(best, others))
    return sorted(folded, key=lambda one: (one.finding.start, one.finding.end, one.finding.arm))


def _is_another(finding: Finding, printed: Sequence[Finding]) -> bool:
    """Whether a result only equals one that is printed elsewhere, and is another."""
    return any(
        _side_by_side(one, finding) or _contradict(one, finding) for one in printed[-_SEVERAL:]
    )


def _side_by_side(one: Finding, other: Finding) -> bool:
    """Whether two equal values are members of one list or sides of one comparison.

    Such as `42, 90 and 90%`, or, of no known arm, `6.0, 7.5 and 6.0`.
    """
    apart = other.value.start - one.value.end
    near = _ONE_LIST if other.arm else _ONE_COMPARISON
    return one.value.start != other.value.start and 0 <= apart < near


def _contradict(one: Finding, other: Finding) -> bool:
    """Whether two equal values have intervals or numbers of patients that differ."""
    if one.interval and other.interval:
        bounds = [(found.lower, found.upper) for found in (one.interval, other.interval)]
        if bounds[0] != bounds[1]:
            return True
    totals = {one.value.total, other.value.total} - {None}
    return len(totals) > 1


def _fullness(finding: Finding) -> tuple[int, int]:
    filled = sum(x is not None for x in (finding.interval, finding.p, finding.value.events))
    return filled, -finding.start

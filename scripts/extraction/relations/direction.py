"""Which side of a ratio is over the other, where the abstract's own words or figures tell.

An abstract often leaves a ratio's direction to its reader. Words at the ratio (`A versus B`)
count first. Else the medians, rates or shares that it prints for the two arms settle it. Ratios
of one abstract that print no figures of their own follow those that do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.finding import ASSUMED, Finding
from extraction.lexicon import EndpointEntry
from extraction.relations.arm_figures import Figures, agrees, agrees_beside, figures_of
from extraction.relations.worded_sides import with_sides_said, worded_sides
from extraction.series.ratio_labels import RATIOS
from vocabulary.match import fold

#: The figures of the two arms gave the direction.
FROM_FIGURES = "direction_from_figures"
#: The words at the ratio give one direction, the figures of the two arms the other.
CONTRADICTS = "direction_contradicts_medians"
#: The two sides were one treatment in two inflections.
ONE_SIDE = "comparator_same_as_arm"


def settle(
    findings: Sequence[Finding],
    arms: Arms,
    view: str,
    endpoints: Mapping[str, EndpointEntry],
) -> list[Finding]:
    """Turn each ratio that the figures of its arms contradict, and confirm those they support.

    `view` is the normalised abstract that the findings' offsets are into.
    """
    figures = figures_of(findings)
    settled: list[Finding] = []
    known: list[bool] = []
    for finding in map(_with_two_sides, with_sides_said(findings, arms, view)):
        done, sure = _settled(finding, figures, arms, view, endpoints)
        if not sure and _two_sided(done) and not worded_sides(done, arms, view):
            beside = agrees_beside(done, settled, view, endpoints)
            done, sure = (done, False) if beside is None else _turned(done, agreed=beside)
        settled.append(done)
        known.append(sure)
    over = {(f.arm, f.comparator) for f, sure in zip(settled, known, strict=True) if sure}
    if len(over) != 1:
        unordered = arms.are_turned and not arms.comparator()
        return [_undirected(f) if unordered and not over else f for f in settled]
    arm, comparator = next(iter(over))
    # Where an arm that is named as a control is over the other, names tell nothing. Nor does an
    # abstract turn its ratios from one to the next without a word.
    unsure = arms.comparator() == arm
    return [
        _following(finding, arm, comparator)
        if not sure and (unsure or ASSUMED in finding.flags or _sides(finding) == (comparator, arm))
        else finding
        for finding, sure in zip(settled, known, strict=True)
    ]


def _sides(finding: Finding) -> tuple[str, str]:
    return finding.arm, finding.comparator


def _settled(
    finding: Finding,
    figures: Figures,
    arms: Arms,
    view: str,
    endpoints: Mapping[str, EndpointEntry],
) -> tuple[Finding, bool]:
    """A finding in the direction that its words or figures give, and whether any do."""
    if not _two_sided(finding):
        return finding, False
    said = worded_sides(finding, arms, view)
    worded = finding.directed(*said) if said else None
    agreed = agrees(worded or finding, figures, endpoints)
    if worded:
        return (_flagged(worded, CONTRADICTS), False) if agreed is False else (worded, True)
    return (finding, False) if agreed is None else _turned(finding, agreed=agreed)


def _turned(finding: Finding, *, agreed: bool) -> tuple[Finding, bool]:
    """A ratio whose sides agree with figures, else with them turned; and that this is sure."""
    sides = _sides(finding)
    if agreed:
        return finding.directed(*sides), True
    return _flagged(finding.directed(*reversed(sides)), FROM_FIGURES), True


def _with_two_sides(finding: Finding) -> Finding:
    """A ratio without its comparator where that is the arm again (`statins` over `statin`)."""
    if not _two_sided(finding) or _stem(finding.arm) != _stem(finding.comparator):
        return finding
    return _flagged(replace(finding, comparator=""), ONE_SIDE)


def _stem(label: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in fold(label).split())


def _two_sided(finding: Finding) -> bool:
    return finding.statistic in RATIOS and bool(finding.arm and finding.comparator)


def _flagged(finding: Finding, flag: str) -> Finding:
    return replace(finding, flags=tuple(sorted({*finding.flags, flag})))


def _undirected(finding: Finding) -> Finding:
    """A ratio without the sides that only the order of the arms gives it, where there is none."""
    assumed = _two_sided(finding) and ASSUMED in finding.flags
    return finding.directed("", "") if assumed else finding


def _following(finding: Finding, arm: str, comparator: str) -> Finding:
    """A ratio between two arms in the direction of the abstract's other ratios between them."""
    if not _two_sided(finding) or {arm, comparator} != {finding.arm, finding.comparator}:
        return finding
    return _flagged(finding.directed(arm, comparator), FROM_FIGURES)

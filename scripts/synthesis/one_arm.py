"""Shares and rates of single arms, those of a trial's arms on the same treatment together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from synthesis.arms import Arm, first_fit
from synthesis.effects import NoEffect, from_proportion
from synthesis.finder import COUNTED, Finder
from synthesis.printed import events_of, printed_rate, printed_share

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Share:
    """Events and patients of one arm."""

    row: Row
    arm: Arm
    place: int
    events: float
    total: float
    source: str
    notes: tuple[str, ...]


def read_one_arm(finder: Finder) -> None:
    """Add the shares or rates of the arms the comparison is about, or note why there is none."""
    rate = finder.endpoint.statistic == "incidence_rate"
    wanted = ("incidence_rate",) if rate else COUNTED
    shares: list[_Share] = []
    for row in finder.rows():
        if row["comparator"] or row["statistic"] not in wanted:
            continue
        arm = finder.arm(row["arm"], row["arm_regimen"]) or _whole_report(finder)
        if arm is None:
            finder.leave_unattributed(row)
            continue
        place = first_fit(finder.comparison.experimental.patterns, arm)
        if place is None or not finder.allowed([row]):
            continue
        try:
            if rate:
                effect = printed_rate(row)
                finder.add([row], effect, effect.source, False, (arm, None), (place, 0))
                continue
            effect_printed = printed_share(row, finder.rules)
            if effect_printed is not None:
                finder.add([row], effect_printed, "interval", False, (arm, None), (place, 0))
                continue
            found = events_of(
                row, arm, finder.report, finder.evidence, finder.rules, finder.printed
            )
        except NoEffect as error:
            finder.leave(row, "no_standard_error", str(error))
            continue
        if finder.allows_source([row], found[2]):
            shares.append(_Share(row, arm, place, *found))
    _add_shares(finder, shares)


def _add_shares(finder: Finder, shares: list[_Share]) -> None:
    """Add the shares; arms of a randomised trial that fit one pattern make one group.

    Choosing one of two arms on the same treatment would throw the other's patients away.
    """
    groups: dict[tuple[Any, ...], list[_Share]] = {}
    for share in shares:
        row = share.row
        key = (row["endpoint"], row["subgroup"], row["timepoint_months"], share.place)
        groups.setdefault(key, []).append(share)
    for members in groups.values():
        labels = [share.arm.label for share in members]
        apart = finder.report.allocation() == "randomised" and len(set(labels)) == len(labels)
        for together in [members] if apart else [[share] for share in members]:
            _add(finder, together)


def _add(finder: Finder, shares: list[_Share]) -> None:
    rows = [share.row for share in shares]
    events = sum(share.events for share in shares)
    total = sum(share.total for share in shares)
    try:
        effect = from_proportion(events, total)
    except NoEffect as error:
        for row in rows:
            finder.leave(row, "no_standard_error", str(error))
        return
    arm = replace(shares[0].arm, label=" and ".join(share.arm.label for share in shares))
    source = "events" if all(share.source == "events" for share in shares) else "percentages"
    notes = [note for share in shares for note in share.notes]
    if len(shares) > 1:
        notes.append("arms_combined")
    finder.add(
        rows, effect, source, False, (arm, None), (shares[0].place, 0),
        events=(events, None), sizes=(int(total), None), notes=notes,
    )  # fmt: skip


def _whole_report(finder: Finder) -> Arm | None:
    """Return all patients of a report that compares no arms, for a row that names none."""
    report = finder.report
    arms = report.arms.arms
    patterns = finder.comparison.experimental.patterns
    if not arms or any(first_fit(patterns, arm) is None for arm in arms):
        return None
    if len(arms) > 1 and report.allocation() == "randomised":
        return None
    return replace(arms[0], n=arms[0].n if len(arms) == 1 and arms[0].n else report.total)

"""Ratios as a report prints them, turned to the direction of the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthesis.arms import Arm, first_fit
from synthesis.comparisons import Side
from synthesis.direction import AGREES, CONTRADICTS, check_direction
from synthesis.effects import NoEffect
from synthesis.exposures import FLAG, sides_of_exposure
from synthesis.finder import Finder
from synthesis.printed import printed_ratio

Row = Mapping[str, Any]


def read_ratios(finder: Finder, control: Side) -> None:
    """Add the report's ratios between the two sides, or note why they are left out."""
    for row in finder.rows():
        if row["statistic"].endswith("_ratio"):
            _read(finder, control, row)


def _read(finder: Finder, control: Side, row: Row) -> None:
    statistic = finder.endpoint.statistic
    oriented = _orient(finder, control, row)
    if oriented is None:
        return
    arm, comparator, flipped, places = oriented
    if row["statistic"] != statistic:
        named = row["statistic"].replace("_", " ")
        finder.leave(row, "another_statistic", f"printed as a {named}")
    elif finder.allowed([row]):
        try:
            effect, source = printed_ratio(row, statistic, finder.rules)
        except NoEffect as error:
            finder.leave(row, "no_standard_error", str(error))
            return
        if _direction_holds(finder, row):
            effect = effect.flipped() if flipped else effect
            finder.add([row], effect, source, flipped, (arm, comparator), places)


def _orient(
    finder: Finder, control: Side, row: Row
) -> tuple[Arm, Arm, bool, tuple[int, int]] | None:
    """Return the arms of a ratio in the comparison's direction, or None."""
    if not row["arm"] and not row["comparator"] and FLAG in (row["flags"] or ()):
        return sides_of_exposure(finder.comparison, control, finder.report.abstract, row)
    unnamed = Arm(label="")
    first = finder.arm(row["arm"], row["arm_regimen"]) or _only_arm(finder, row) or unnamed
    second = finder.arm(row["comparator"], row["comparator_regimen"]) or unnamed
    experimental = finder.comparison.experimental
    ways = []
    for one, other, flipped in ((first, second, False), (second, first, True)):
        places = first_fit(experimental.patterns, one), first_fit(control.patterns, other)
        if places[0] is not None and places[1] is not None:
            ways.append((one, other, flipped, (places[0], places[1])))
    if len(ways) == 2:
        finder.leave(row, "ambiguous_arms", "either arm could be either side")
    elif not ways and not (first.label and second.label):
        finder.leave_unattributed(row)
    return ways[0] if len(ways) == 1 else None


def _only_arm(finder: Finder, row: Row) -> Arm | None:
    """Return the arm a ratio without any is of, where its report names a single one.

    "Lenalidomide was associated with a hazard ratio of 1.55 for second malignancies."
    """
    arms = finder.report.arms.arms
    return arms[0] if len(arms) == 1 and not row["comparator"] else None


def _direction_holds(finder: Finder, row: Row) -> bool:
    """Hold a ratio against what else the report prints of its two arms."""
    doubtful = frozenset(finder.rules.flags_to_confirm)
    verdict = check_direction(row, finder.printed, finder.report, doubtful)
    unsure = sorted(doubtful & set(row["flags"] or ()))
    if verdict == CONTRADICTS:
        detail = "the figures of the two arms, or the other ratios, point the other way"
        finder.leave(row, "direction_contradicted", detail)
    elif unsure and verdict != AGREES:
        detail = f"flagged {', '.join(unsure)}, and nothing in the abstract confirms it"
        finder.leave(row, "direction_not_confirmed", detail)
    else:
        return True
    return False

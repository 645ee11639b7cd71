"""From outcome rows to the estimates that may stand for a study in one comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from synthesis.arms import Arm, first_fit
from synthesis.candidate import Candidate, LeftOut
from synthesis.comparisons import Comparison, Endpoint, Rules
from synthesis.direction import AGREES, CONTRADICTS, check_direction
from synthesis.effects import Effect, NoEffect, from_proportion, from_table, ratio_of
from synthesis.evidence import Evidence, Report
from synthesis.printed import (
    events_of,
    printed_interval,
    printed_rate,
    printed_ratio,
    printed_share,
)

Row = Mapping[str, Any]

_COUNTED = ("proportion", "count")


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
        search = _Search(comparison, endpoint, evidence, rules, evidence.reports[pmid])
        search.run(by_report[pmid])
        found.candidates += search.candidates
        found.left_out += search.left_out
    return found


class _Search:
    """The search through one report."""

    def __init__(
        self,
        comparison: Comparison,
        endpoint: Endpoint,
        evidence: Evidence,
        rules: Rules,
        report: Report,
    ) -> None:
        self.comparison, self.endpoint = comparison, endpoint
        self.evidence, self.rules, self.report = evidence, rules, report
        self.candidates: list[Candidate] = []
        self.left_out: list[LeftOut] = []
        self.printed: Sequence[Row] = ()

    def run(self, printed: Sequence[Row]) -> None:
        """Read the report's rows; those of other endpoints only help to tell directions."""
        self.printed = printed
        rows = [row for row in printed if self.endpoint.preference(row["endpoint"]) is not None]
        if self.comparison.control is None:
            for row in rows:
                self._single_arm(row)
        else:
            for row in rows:
                if row["statistic"].endswith("_ratio"):
                    self._printed_ratio(row)
            self._both_arms([row for row in rows if not row["statistic"].endswith("_ratio")])

    def _printed_ratio(self, row: Row) -> None:
        oriented = self._orient(row)
        if oriented is None:
            return
        arm, comparator, flipped, places = oriented
        if row["statistic"] != self.endpoint.statistic:
            named = row["statistic"].replace("_", " ")
            self._leave(row, "another_statistic", f"printed as a {named}")
        elif self._usable([row]):
            try:
                effect, source = printed_ratio(row, self.endpoint.statistic, self.rules)
            except NoEffect as error:
                self._leave(row, "no_standard_error", str(error))
                return
            effect = effect.flipped() if flipped else effect
            if self._direction_holds(row):
                self._add([row], effect, source, flipped, (arm, comparator), places)

    def _direction_holds(self, row: Row) -> bool:
        """Hold a ratio against what else the report prints of its two arms."""
        doubtful = frozenset(self.rules.flags_to_confirm)
        verdict = check_direction(row, self.printed, self.report, doubtful)
        unsure = sorted(doubtful & set(row["flags"] or ()))
        if verdict == CONTRADICTS:
            detail = "the figures of the two arms, or the other ratios, point the other way"
            self._leave(row, "direction_contradicted", detail)
        elif unsure and verdict != AGREES:
            detail = f"flagged {', '.join(unsure)}, and nothing in the abstract confirms it"
            self._leave(row, "direction_not_confirmed", detail)
        else:
            return True
        return False

    def _orient(self, row: Row) -> tuple[Arm, Arm, bool, tuple[int, int]] | None:
        """Return the arms of a ratio in the comparison's direction, or None."""
        assert self.comparison.control is not None
        unnamed = Arm(label="")
        first = self._arm(row["arm"], row["arm_regimen"]) or unnamed
        second = self._arm(row["comparator"], row["comparator_regimen"]) or unnamed
        experimental, control = self.comparison.experimental, self.comparison.control
        ways = []
        for one, other, flipped in ((first, second, False), (second, first, True)):
            places = first_fit(experimental.patterns, one), first_fit(control.patterns, other)
            if places[0] is not None and places[1] is not None:
                ways.append((one, other, flipped, (places[0], places[1])))
        if len(ways) == 2:
            self._leave(row, "ambiguous_arms", "either arm could be either side")
        return ways[0] if len(ways) == 1 else None

    def _arm(self, label: str | None, regimen: str | None) -> Arm | None:
        if not label:
            return None
        return self.report.arms.find(label, regimen or "")

    def _both_arms(self, rows: Sequence[Row]) -> None:
        assert self.comparison.control is not None
        sides: dict[str, list[tuple[Row, Arm, int]]] = {"experimental": [], "control": []}
        for row in rows:
            arm = self._arm(row["arm"], row["arm_regimen"])
            if arm is None or row["comparator"]:
                continue
            for name, side in (
                ("experimental", self.comparison.experimental),
                ("control", self.comparison.control),
            ):
                place = first_fit(side.patterns, arm)
                if place is not None and self._counts(row):
                    sides[name].append((row, arm, place))
        for row1, arm1, place1 in sides["experimental"]:
            for row0, arm0, place0 in sides["control"]:
                same = all(
                    (row1[key] or "") == (row0[key] or "")
                    for key in ("endpoint", "statistic", "subgroup", "timepoint_months", "unit")
                )
                if same and arm1.label != arm0.label and self._usable([row1, row0]):
                    self._pair((row1, row0), (arm1, arm0), (place1, place0))

    def _counts(self, row: Row) -> bool:
        """Return whether the row is of the kind a ratio of this statistic is made from."""
        if self.endpoint.statistic == "rate_ratio":
            return bool(row["statistic"] == "incidence_rate")
        if self.endpoint.statistic in ("odds_ratio", "risk_ratio"):
            return row["statistic"] in _COUNTED
        return False

    def _pair(self, rows: tuple[Row, Row], arms: tuple[Arm, Arm], places: tuple[int, int]) -> None:
        try:
            if self.endpoint.statistic == "rate_ratio":
                effect = ratio_of(*(printed_rate(row) for row in rows))
                self._add(rows, effect, "rate_intervals", False, arms, places)
                return
            (e1, n1, how1, notes1), (e0, n0, how0, notes0) = (
                events_of(row, arm, self.report, self.evidence, self.rules)
                for row, arm in zip(rows, arms, strict=True)
            )
            effect = from_table(e1, n1, e0, n0, self.endpoint.statistic)
        except NoEffect as error:
            for row in rows:
                self._leave(row, "no_standard_error", str(error))
            return
        source = "events" if how1 == how0 == "events" else "percentages"
        if source not in self.rules.sources:
            for row in rows:
                self._leave(row, "source_not_allowed", f"the rules do not allow {source}")
            return
        self._add(
            rows, effect, source, False, arms, places,
            events=(e1, e0), sizes=(int(n1), int(n0)), notes=(*notes1, *notes0),
        )  # fmt: skip

    def _single_arm(self, row: Row) -> None:
        arm = self._arm(row["arm"], row["arm_regimen"]) or self._whole_report()
        if arm is None or row["comparator"]:
            return
        place = first_fit(self.comparison.experimental.patterns, arm)
        wanted = ("incidence_rate",) if self.endpoint.statistic == "incidence_rate" else _COUNTED
        if place is None or row["statistic"] not in wanted or not self._usable([row]):
            return
        try:
            if self.endpoint.statistic == "incidence_rate":
                rate = printed_rate(row)
                self._add([row], rate, rate.source, False, (arm, None), (place, 0))
                return
            share = printed_share(row, self.rules)
            if share is not None:
                self._add([row], share, "interval", False, (arm, None), (place, 0))
                return
            events, total, source, notes = events_of(
                row, arm, self.report, self.evidence, self.rules
            )
            effect = from_proportion(events, total)
        except NoEffect as error:
            self._leave(row, "no_standard_error", str(error))
            return
        if source not in self.rules.sources:
            self._leave(row, "source_not_allowed", f"the rules do not allow {source}")
            return
        self._add(
            [row], effect, source, False, (arm, None), (place, 0),
            events=(events, None), sizes=(int(total), None), notes=notes,
        )  # fmt: skip

    def _whole_report(self) -> Arm | None:
        """Return all patients of a report that compares no arms, for a row that names none."""
        arms = self.report.arms.arms
        patterns = self.comparison.experimental.patterns
        if not arms or any(first_fit(patterns, arm) is None for arm in arms):
            return None
        if len(arms) > 1 and self.report.allocation() == "randomised":
            return None
        return replace(arms[0], n=arms[0].n if len(arms) == 1 and arms[0].n else self.report.total)

    def _usable(self, rows: Sequence[Row]) -> bool:
        """Check the report and the rows against the rules, noting why one is left out."""
        reason = self._objection(rows)
        if reason is None:
            return True
        for row in rows:
            self._leave(row, *reason)
        return False

    def _objection(self, rows: Sequence[Row]) -> tuple[str, str] | None:
        if self.report.status == "retracted":
            return "retracted", "the report has been retracted"
        flags = {flag for row in rows for flag in row["flags"] or ()}
        barred = sorted(flags & set(self.rules.flags_left_out))
        if barred:
            return "flagged", f"flagged {', '.join(barred)}"
        if self.rules.subgroups == "never" and any(row["subgroup"] for row in rows):
            return "subgroup", "an estimate of a subgroup"
        for name, allowed in self.comparison.studies.items():
            values = self.evidence.facts(self.report, name)
            if not values:
                return "not_stated", f"the report does not state its {name}"
            if not set(values) & set(allowed):
                return f"other_{name}", f"{name} is {', '.join(values)}"
        return None

    def _add(
        self,
        rows: Sequence[Row],
        effect: Effect,
        source: str,
        flipped: bool,
        arms: tuple[Arm, Arm | None],
        places: tuple[int, int],
        *,
        events: tuple[float | None, float | None] = (None, None),
        sizes: tuple[int | None, int | None] = (None, None),
        notes: Sequence[str] = (),
    ) -> None:
        experimental, control = arms
        n1, n0 = sizes
        if n1 is None:
            n1, _ = self.evidence.arm_size(self.report, experimental)
        if n0 is None and control is not None:
            n0, _ = self.evidence.arm_size(self.report, control)
        preference = self.endpoint.preference(rows[0]["endpoint"])
        assert preference is not None
        # A direction that had to be confirmed has been, or the row would not stand here.
        flags = {flag for row in rows for flag in row["flags"] or ()}
        flags -= set(self.rules.flags_to_confirm)
        state = () if self.report.status == "current" else (self.report.status,)
        corrected = ("zero_cell_corrected",) if effect.corrected else ()
        named = any(arm is not None and arm.completed for arm in arms)
        completed = ("arm_drugs_from_another_report",) if named else ()
        stated = [r["follow_up_months"] for r in rows if r["follow_up_months"] is not None]
        self.candidates.append(
            Candidate(
                report=self.report,
                rows=tuple(rows),
                effect=effect,
                source=source,
                flipped=flipped,
                printed=self._printed(rows[0], source, flipped),
                arm=experimental.label,
                comparator=control.label if control else "",
                n_experimental=n1,
                n_control=n0,
                events=events,
                follow_up=max(stated, default=self.report.follow_up),
                preference=(preference, *places),
                concerns=tuple(
                    dict.fromkeys(
                        [
                            *state,
                            *self.report.concerns,
                            *completed,
                            *notes,
                            *corrected,
                            *sorted(flags),
                        ]
                    )
                ),
            )
        )

    def _printed(self, row: Row, source: str, flipped: bool) -> tuple[float, float, float] | None:
        if source != "interval":
            return None
        lower, upper, level = printed_interval(row, flipped=flipped)
        scale = 100 if self.endpoint.statistic == "proportion" else 1
        return lower / scale, upper / scale, level

    def _leave(self, row: Row, reason: str, detail: str) -> None:
        self.left_out.append(LeftOut(row, self.report, reason, detail))

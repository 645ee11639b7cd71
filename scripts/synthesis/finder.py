"""The search through one report for estimates of one comparison and endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synthesis.arms import Arm, first_fit
from synthesis.candidate import Candidate, LeftOut
from synthesis.comparisons import Comparison, Endpoint, Rules
from synthesis.effects import Effect
from synthesis.evidence import Evidence, Report
from synthesis.printed import printed_interval

Row = Mapping[str, Any]

COUNTED = ("proportion", "count")


class Finder:
    """What is asked for, the report it is looked for in, and what has been found so far.

    ``printed`` are all of the report's rows; those of other endpoints help to tell directions.
    """

    def __init__(
        self,
        comparison: Comparison,
        endpoint: Endpoint,
        evidence: Evidence,
        rules: Rules,
        report: Report,
        printed: Sequence[Row],
    ) -> None:
        self.comparison, self.endpoint = comparison, endpoint
        self.evidence, self.rules, self.report = evidence, rules, report
        self.printed = printed
        self.candidates: list[Candidate] = []
        self.left_out: list[LeftOut] = []

    def rows(self) -> list[Row]:
        """Return the report's rows of the endpoint."""
        return [
            row for row in self.printed if self.endpoint.preference(row["endpoint"]) is not None
        ]

    def arm(self, label: str | None, regimen: str | None) -> Arm | None:
        """Return the arm a row names, None where it names none."""
        if not label:
            return None
        return self.report.arms.find(label, regimen or "")

    def allowed(self, rows: Sequence[Row]) -> bool:
        """Check the report and the rows against the rules, noting why one is left out."""
        reason = self._objection(rows)
        if reason is None:
            return True
        for row in rows:
            self.leave(row, *reason)
        return False

    def allows_source(self, rows: Sequence[Row], source: str) -> bool:
        """Check what a standard error rests on against the rules, noting why it is left out."""
        if source in self.rules.sources:
            return True
        for row in rows:
            self.leave(row, "source_not_allowed", f"the rules do not allow {source}")
        return False

    def leave(self, row: Row, reason: str, detail: str) -> None:
        """Note that a row is not used."""
        self.left_out.append(LeftOut(row, self.report, reason, detail))

    def leave_unattributed(self, row: Row) -> None:
        """Note a row that names no arm, if its report has arms of the comparison.

        Rows of other reports are no concern of the comparison, nor are those it would not use.
        """
        if self.compares() and self._objection([row]) is None:
            self.leave(row, "arms_not_told", "it is not known which arms the figure is of")

    def compares(self) -> bool:
        """Return whether the report names an arm for each side of the comparison."""
        arms = self.report.arms.arms
        fitting = [
            {arm.label for arm in arms if first_fit(side.patterns, arm) is not None}
            for side in (self.comparison.experimental, self.comparison.control)
            if side is not None
        ]
        return all(fitting) and len(set().union(*fitting)) >= len(fitting)

    def add(
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
        """Note an estimate that may stand for the study.

        ``arms`` are the experimental and the control arm and ``places`` those of the patterns
        they fit; ``sizes`` are looked up where not given.
        """
        experimental, control = arms
        n1, n0 = sizes
        if n1 is None:
            n1, _ = self.evidence.arm_size(self.report, experimental)
        if n0 is None and control is not None:
            n0, _ = self.evidence.arm_size(self.report, control)
        preference = self.endpoint.preference(rows[0]["endpoint"])
        assert preference is not None
        stated = [r["follow_up_months"] for r in rows if r["follow_up_months"] is not None]
        self.candidates.append(
            Candidate(
                report=self.report,
                rows=tuple(rows),
                effect=effect,
                source=source,
                flipped=flipped,
                printed=self._interval_shown(rows[0], source, flipped),
                arm=experimental.label,
                comparator=control.label if control else "",
                n_experimental=n1,
                n_control=n0,
                events=events,
                follow_up=max(stated, default=self.report.follow_up),
                preference=(preference, *places),
                concerns=self._concerns(rows, effect, arms, notes),
            )
        )

    def _concerns(
        self,
        rows: Sequence[Row],
        effect: Effect,
        arms: tuple[Arm, Arm | None],
        notes: Sequence[str],
    ) -> tuple[str, ...]:
        # A direction that had to be confirmed has been, or the row would not stand here.
        flags = {flag for row in rows for flag in row["flags"] or ()}
        flags -= set(self.rules.flags_to_confirm)
        state = () if self.report.status == "current" else (self.report.status,)
        named = any(arm is not None and arm.completed for arm in arms)
        completed = ("arm_drugs_from_another_report",) if named else ()
        corrected = ("zero_cell_corrected",) if effect.corrected else ()
        every = (*state, *self.report.concerns, *completed, *notes, *corrected, *sorted(flags))
        return tuple(dict.fromkeys(every))

    def _interval_shown(
        self, row: Row, source: str, flipped: bool
    ) -> tuple[float, float, float] | None:
        if source != "interval":
            return None
        lower, upper, level = printed_interval(row, flipped=flipped)
        if self.endpoint.statistic == "proportion":
            return lower / 100, upper / 100, level
        if self.endpoint.statistic == "incidence_rate":
            return None
        return lower, upper, level

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

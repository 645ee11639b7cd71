"""An estimate that may stand for a study in a comparison, and a row that may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from synthesis.effects import Effect
from synthesis.evidence import Report

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One estimate a report gives for a comparison, turned to the comparison's direction.

    ``printed`` is the interval as printed with its level, turned like the effect.
    ``preference`` places the endpoint name and the arms' patterns among those the file
    lists: lower is preferred.
    """

    report: Report
    rows: tuple[Row, ...]
    effect: Effect
    source: str
    flipped: bool
    printed: tuple[float, float, float] | None
    arm: str
    comparator: str
    n_experimental: int | None
    n_control: int | None
    events: tuple[float | None, float | None]
    follow_up: float | None
    preference: tuple[int, ...]
    concerns: tuple[str, ...]

    @property
    def outcome_ids(self) -> tuple[str, ...]:
        """Rows of outcomes.csv the estimate is made of."""
        return tuple(row["outcome_id"] for row in self.rows)

    @property
    def subgroup(self) -> str:
        """The subgroup the estimate is of, '' for all patients."""
        return next((row["subgroup"] for row in self.rows if row["subgroup"]), "")

    @property
    def time_point(self) -> float:
        """The latest time point of its rows in months, -1 where none is stated."""
        return max(-1.0 if row["timepoint_months"] is None else row["timepoint_months"]
                   for row in self.rows)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An outcome row that fits a comparison's arms and endpoint and was not used."""

    row: Row
    report: Report
    reason: str
    detail: str

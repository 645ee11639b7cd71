"""One result as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.tokens import Interval, Value


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: a value with all that belongs to it. Offsets are into the whole text."""

    endpoint: str
    statistic: str
    value: Value
    unit: str
    start: int
    end: int
    rule: str
    arm: str = ""
    comparator: str = ""
    interval: Interval | None = None
    p: tuple[str, float] | None = None
    one_sided: bool = False
    months: float | None = None
    subgroup: str = ""
    label: str = ""
    flags: tuple[str, ...] = ()

    @property
    def measure(self) -> tuple[str, str, float | None, str]:
        """What it is a result of: endpoint, statistic, months and subgroup."""
        return self.endpoint, self.statistic, self.months, self.subgroup

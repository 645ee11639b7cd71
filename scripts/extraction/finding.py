"""One result as it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extraction.tokens import Interval, Value

#: Flags a ratio or difference whose direction nothing but habit gives.
ASSUMED = "direction_assumed"
#: Flags an amount whose arm follows the order of another sentence, or is what is left for it.
ARM_ASSUMED = "arm_assumed"


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

    def directed(self, arm: str, comparator: str) -> Finding:
        """The finding as one of an arm over another, which is no longer assumed."""
        flags = tuple(flag for flag in self.flags if flag != ASSUMED)
        return replace(self, arm=arm, comparator=comparator, flags=flags)

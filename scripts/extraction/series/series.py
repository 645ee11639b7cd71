"""Numbers that stand side by side, and what belongs to each of them.

What they are numbers of is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extraction.tokens import ArmMention, Count, Interval, Mention, PValue, Statistic, Time, Value


@dataclass(slots=True)
class Item:
    """One value of a series and what stands beside it."""

    value: Value
    interval: Interval | None = None
    p: PValue | None = None
    count: Count | None = None
    time: Time | None = None
    arms_before: list[ArmMention] = field(default_factory=list)
    arms_after: list[ArmMention] = field(default_factory=list)

    def take(self, mention: Mention, *, after: bool) -> None:
        """Note a mention that belongs to the value; `after` tells that it stands behind it."""
        if isinstance(mention, Interval):
            self.interval = self.interval or mention
        elif isinstance(mention, PValue):
            self.p = self.p or mention
        elif isinstance(mention, Count):
            self.count = mention
        elif isinstance(mention, Time):
            self.time = mention
        elif isinstance(mention, ArmMention):
            (self.arms_after if after else self.arms_before).append(mention)


@dataclass(slots=True)
class Series:
    """Values side by side; `joints[i]` is `vs` or `list`, between items i and i + 1.

    `label` is the ratio label of a series of ratios. `respectively` tells whether the word follows.
    `p` is a p-value that follows all the values. `from_to` marks `from 22 to 34 months`, which
    names the comparator first.
    """

    items: list[Item]
    joints: list[str]
    unit: str
    start: int
    end: int
    label: Statistic | None = None
    respectively: bool = False
    p: PValue | None = None
    from_to: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether the values are ratios between arms."""
        return self.label is not None

    @property
    def is_carried(self) -> bool:
        """Whether the label is that of the ratio before, which stands for no words here."""
        return self.label is not None and self.label.start == self.label.end

    def alone(self, item: Item, arms: list[ArmMention], time: Time | None) -> Series:
        """One of its values by itself, as that of the arms given, at a time."""
        last = self.items[-1] is item
        value = item.value
        return replace(
            self,
            items=[replace(item, arms_before=arms, arms_after=[], time=time)],
            joints=[],
            start=value.start,
            end=self.end if last else max(value.end, item.interval.end if item.interval else 0),
            respectively=False,
            p=self.p if last else None,
        )

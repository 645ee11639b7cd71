"""The arms of one study, and which of them is compared with which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extraction.arms.choosing import compares
from extraction.arms.merging import Arm
from extraction.lexicon import ArmWords
from extraction.tokens import ArmMention

_NUMBERED = re.compile(r"(?:arm|group) (?P<number>[A-H]|[1-8]|I{1,3}|IV|V)", re.IGNORECASE)
_PLACES = {
    sign: place
    for signs in ("ABCDEFGH", "12345678", ("I", "II", "III", "IV", "V"))
    for place, sign in enumerate(signs, 1)
}


class Arms:
    """The arms of one study, in the order in which it tells of them."""

    def __init__(
        self,
        arms: Sequence[Arm],
        words: ArmWords,
        compared: bool,
        told: Sequence[ArmMention] = (),
        *,
        loose: bool = False,
    ) -> None:
        self.arms = list(arms)
        #: Where the text names its arms, if these are groups of patients that are given nothing.
        self.told = list(told)
        #: Whether they are but treatments that a text names which tells of no trial.
        self.loose = loose
        #: Whether the text compares treatments at all, with however many of them told.
        self.compared = compared
        #: Arms that the text names side by side, in that order.
        self.paired: frozenset[tuple[str, str]] = frozenset()
        #: The orders in which the text lists all of its arms, one for each time.
        self.orders: tuple[tuple[str, ...], ...] = ()
        #: Whether patients were given each of the treatments with and without the others.
        self.crossed = False
        #: The words that the field has for arms.
        self.words = words
        self._by_label = {arm.label: arm for arm in self.arms}
        self._comparator: str | None = None
        absent = {arm.label[3:]: arm.label for arm in arms if arm.label.startswith("no ")}
        pairs = [(label, absent[label]) for label in self._by_label if label in absent]
        #: What each treatment is compared with whose absence is an arm, and the other way round.
        self._opposite = {one: other for pair in pairs for one, other in (pair, pair[::-1])}

    def __len__(self) -> int:
        """How many arms were told."""
        return len(self.arms)

    def __getitem__(self, label: str) -> Arm:
        """The arm of a label."""
        return self._by_label[label]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in order of first appearance."""
        return tuple(arm.label for arm in self.arms)

    def other(self, label: str) -> str:
        """The other arm of a study with two, else ''; of two that are crossed none is."""
        if len(self.arms) != 2 or label not in self._by_label or self.are_crossed:
            return ""
        first, second = self.labels
        return second if label == first else first

    @property
    def are_crossed(self) -> bool:
        """Whether the arms are two treatments that were crossed, none of which is the control."""
        return self.crossed and len(self.arms) == 2 and not self.comparator()

    def without(self, label: str) -> str:
        """The other arm of two, or of more the one that is the absence of a treatment, else ''."""
        return self._opposite.get(label, "") or self.other(label)

    def against(self, label: str) -> str:
        """The arm that another is compared with, where the text introduces but one, else ''."""
        if len(self.arms) == 2 or label not in self._by_label:
            return self.other(label)
        if label in self._opposite:
            return self._opposite[label]
        arm = self._by_label[label]
        rest = [other for other in self.arms if other is not arm]
        ties = [
            2 * len(arm.lists & other.lists)
            + len(arm.sides & other.sides)
            + (arm.headed and other.headed and not (arm.lists or other.lists))
            for other in rest
        ]
        best = [other for other, tie in zip(rest, ties, strict=True) if tie == max(ties) > 0]
        if len(best) == 1:
            return best[0].label
        return ""

    @property
    def are_told(self) -> bool:
        """Whether a text shows its treatments to be arms, not what all patients were given."""
        return self.compared or len(self.arms) < 2 or any(map(_is_introduced, self.arms))

    def are_tied(self) -> bool:
        """Whether the text sets two arms against each other, by a list, as sides or as groups."""
        if len(self.arms) != 2 or self.are_crossed:
            return False
        headed = all(arm.headed for arm in self.arms)
        return self._are_introduced_together() or headed or bool(self.comparator())

    def _are_introduced_together(self) -> bool:
        """Whether one place introduces both of two arms, or each with its patients."""
        first, second = self.arms
        listed = bool(first.lists & second.lists or first.sides & second.sides)
        return listed or (first.n is not None and second.n is not None)

    @property
    def are_turned(self) -> bool:
        """Whether a text names its arms now in one order and now in the other."""
        return any((second, first) in self.paired for first, second in self.paired)

    def in_order(self) -> tuple[str, ...]:
        """The arms as values without a word of them follow: as one list introduces them.

        Where a text names the control first, or its arms now in one order and now in the other,
        its pairs may begin with either.
        """
        if len(self.arms) > 2 and not self.loose and (numbered := self._numbered()):
            return numbered
        control = self.comparator()
        if self.loose or not self.are_told or self.are_turned or self.are_crossed:
            return ()
        if len(self.arms) > 2:
            orders = Counter(self.orders).most_common(2)
            unsure = len(orders) > 1 and orders[0][1] == orders[1][1]
            return orders[0][0] if orders and not unsure else ()
        if control and control == self.labels[0]:
            return ()
        if len(self.arms) == 2 and (control or self._are_introduced_together()):
            return self.labels
        return ()

    def _numbered(self) -> tuple[str, ...]:
        """Arms that are called by letters or numbers, each by the next one, in that order."""
        found: dict[int, str] = {}
        for arm in self.arms:
            for match in filter(None, map(_NUMBERED.fullmatch, arm.names)):
                found.setdefault(_PLACES[match["number"].upper()], arm.label)
        labels = tuple(found[place] for place in sorted(found))
        whole = sorted(found) == list(range(1, len(self.arms) + 1))
        return labels if whole and len({*labels}) == len(self.arms) else ()

    def comparator(self) -> str:
        """The arm that others are compared with, where its label tells, else ''."""
        if self._comparator is None:
            marked = [arm.label for arm in self.arms if compares(arm, self.words)]
            self._comparator = marked[0] if len(marked) == 1 else ""
        return self._comparator


def _is_introduced(arm: Arm) -> bool:
    """Whether a text shows an arm to be one, by a list, sides, a group or a number of patients."""
    return bool(arm.lists or arm.sides) or arm.headed or arm.listed or arm.n is not None

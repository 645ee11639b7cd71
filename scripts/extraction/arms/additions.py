"""What one arm adds to the other: `A plus B` against `B alone`.

Where a text tests a treatment on top of another, it calls the arm with both by any of their sums,
by what is added or as `the combination`, and the other by what both have (`B`, `B alone`) or as
the control. All of these are names of two arms.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.arms.designs import is_factorial
from extraction.arms.labels import Side
from extraction.arms.merging import LETTERED, STRONG, Arm, absorb
from extraction.arms.sums import (
    Sum,
    Tell,
    Words,
    are_turned,
    find_sums,
    given_alone,
    says_alone,
    teller,
)
from extraction.lexicon import ArmWords, Lexicon
from vocabulary.match import fold

_COMBINED = frozenset(
    {"combination", "combination therapy", "combination treatment", "combined", "both"}
    | {"combined-modality", "combined therapy", "combined treatment", "combined-therapy"}
)


@dataclass(frozen=True, slots=True)
class _Design:
    """What is given alone, where it is said to be, its sums, and all that is given alone."""

    base: Words
    sides: Sequence[Side]
    sums: Sequence[Sum]
    alone: set[Words]
    tell: Tell

    def is_base(self, arm: Arm) -> bool:
        """Whether an arm is called by what is given alone."""
        return any(self.tell(name) == self.base for name in arm.names)

    def is_sum(self, arm: Arm) -> bool:
        """Whether an arm is called by what is given alone and more."""
        return any(self.base < self.tell(name) for name in arm.names)

    def is_more(self, arm: Arm) -> bool:
        """Whether an arm is called by a sum, or by what one of the sums adds."""
        return self.is_sum(arm) or any(self._is_added(self.tell(name)) for name in arm.names)

    def _is_added(self, own: Words) -> bool:
        told = bool(own) and own not in self.alone
        return told and any(own <= one.words - self.base for one in self.sums)

    def is_part(self, arm: Arm) -> bool:
        """Whether an arm is but some of what is given alone."""
        told = arm.headed or arm.n is not None or arm.listed
        return not told and all(self.tell(name) < self.base for name in arm.names)

    def added_by(self, arm: Arm) -> Words:
        """All that an arm has by its names beside what is given alone."""
        return frozenset(word for name in arm.names for word in self.tell(name)) - self.base

    def adds_several(self, more: Sequence[Arm]) -> bool:
        """Whether each of several arms has something of its own that sums add."""
        own = {self.added_by(arm) for arm in more} & {one.words - self.base for one in self.sums}
        return any(not one & other for one, other in itertools.combinations(own, 2))

    def sums_of(self, arm: Arm, view: str) -> list[str]:
        """The sums, as printed, that add nothing but what an arm is known to have."""
        own = self.added_by(arm)
        added = [(one, one.words - self.base) for one in self.sums if one.name]
        if own - {"combination"} and any(more == own for _, more in added):
            named = [one for one, more in added if more == own]
        elif own:
            named = [one for one, more in added if more <= own]
        else:  # `the combination`, of which there must be but one
            named = [one for one, _ in added] if len({more for _, more in added}) == 1 else []
        return [view[one.start : one.end] for one in named]


def link_sums(arms: Sequence[Arm], view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms, of which those of an addition have all names that the text has for them."""
    words = lexicon.arms
    tell = teller(words)
    bases = list(given_alone(view, words))
    told = {tell(name) for arm in arms for name in arm.names} - {frozenset()}
    nested = {one for one in told for other in told if one < other}
    lettered = [arm for arm in arms if arm.coded or any(map(LETTERED.fullmatch, arm.names))]
    if is_factorial(view) or len(lettered) > 1 or not (bases or nested):
        return list(arms)
    known = {word for own in told for word in own}
    known |= {word for side in bases for word in tell(side[2])}
    sums = find_sums(view, known, tell, lexicon)
    if are_turned(view, sums):
        return list(arms)
    summed = told & {one.words for one in sums}
    found: dict[Words, list[Side]] = {
        base: [] for base in nested if any(base < other for other in summed)
    }
    for side in bases:
        base, start = _base_of(side, sums, tell)
        found.setdefault(base, []).append((start, side[1], side[2]))
    alone = {base for base, sides in found.items() if sides}
    kept = list(arms)
    for base, sides in sorted(found.items(), key=lambda item: (-len(item[0]), sorted(item[0]))):
        more = [one for one in sums if base < one.words]
        if more and base:
            kept = _linked(kept, _Design(base, sides, more, alone, tell), view, words)
    return kept


def _base_of(side: Side, sums: Sequence[Sum], tell: Tell) -> tuple[Words, int]:
    """What is given alone and where it begins: a sum that ends there, if another adds to that."""
    start, end = side[0], side[0] + len(side[2])
    for one in sums:
        if one.start < start and one.end == end and any(one.words < other.words for other in sums):
            return one.words, one.start
    return tell(side[2]), start


def _linked(arms: list[Arm], design: _Design, view: str, words: ArmWords) -> list[Arm]:
    """The arms with all names of one addition given to two of them."""
    own = [arm for arm in arms if design.is_base(arm)]
    more = [arm for arm in arms if design.is_more(arm)]
    if len(own) > 1 or any(arm in more for arm in own):
        return arms
    whole = [arm for arm in more if design.is_sum(arm)]
    controls = [arm for arm in arms if any(fold(n) in words.control_roles for n in arm.names)]
    bases = [*own, *(arm for arm in controls if arm not in more)]
    taken = {fold(name) for arm in arms for name in arm.names}
    several = any(_are_apart(one, other) for one, other in itertools.combinations(whole, 2))
    if len({design.added_by(arm) for arm in whole}) > 1 or several or design.adds_several(more):
        if not bases and design.sides and len(arms) == 1:
            arms.append(_new(view, *design.sides[0][:2]))
        for arm in more:
            _call(arm, design.sums_of(arm, view), taken)
        return sorted(arms, key=lambda arm: arm.start)
    combined = [arm for arm in arms if {fold(name) for name in arm.names} & _COMBINED]
    hosts = [*whole, *(arm for arm in [*more, *combined] if arm not in whole)]
    if not hosts and design.sides and len(design.sums) > 1 and 0 < len(bases) == len(arms):
        hosts = [_new(view, design.sums[0].start, design.sums[0].end)]
        arms.append(hosts[0])
    if not bases and design.sides and 0 < len(hosts) == len(arms):
        bases = [_new(view, *design.sides[0][:2])]
        arms.append(bases[0])
    tested = [arm for arm in arms if all(_is_tested(name, words) for name in arm.names)]
    told = [*hosts, *bases, *tested]
    others = [arm for arm in arms if arm not in told and not design.is_part(arm)]
    if not hosts or not bases or (others and not own):
        return arms
    host, base = hosts[0], bases[0]
    _fold_in(host, [*hosts[1:], *tested], arms)
    _fold_in(base, bases[1:], arms)
    _call(host, design.sums_of(host, view), taken)
    alone = [view[start:end] for start, end, _ in design.sides]
    _call(base, [name for name in alone if own or says_alone(name)], taken)
    kept = [arm for arm in arms if arm in (host, base) or not design.is_part(arm)]
    return sorted(kept, key=lambda arm: arm.start)


def _fold_in(host: Arm, others: Iterable[Arm], arms: list[Arm]) -> None:
    """Make other arms names of a host, where nothing speaks against it."""
    for arm in others:
        if arm in arms and arm is not host and not _are_apart(arm, host):
            absorb(host, arm)
            host.headed = host.headed or arm.headed
            arms.remove(arm)


def _are_apart(one: Arm, other: Arm) -> bool:
    """Whether a text sets two arms against each other, or counts them differently."""
    counted = one.n and other.n and one.n != other.n
    shared = one.lists & other.lists or one.sides & other.sides or one.beside & other.beside
    return bool(counted or shared)


def _is_tested(name: str, words: ArmWords) -> bool:
    low = fold(name)
    return low in words.tested_roles or f"{low} group" in words.tested_roles


def _new(view: str, start: int, end: int) -> Arm:
    return Arm(view[start:end], start, end, weight=STRONG)


def _call(arm: Arm, names: Iterable[str], taken: set[str]) -> None:
    """Give an arm names that no arm has yet."""
    for name in names:
        if fold(name) not in taken:
            taken.add(fold(name))
            arm.aliases.append(name)

"""Arms of trials, and the patterns that say which arms a comparison is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SPACES = re.compile(r"[\s\u00a0\u2009]+")


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a report: its label as printed, other names, drugs and patients.

    ``drugs`` is None when nothing is known of what the arm was given, and empty for an arm
    known to be given none of the vocabulary's drugs. ``completed`` when another report of the
    study told the drugs.
    """

    label: str
    names: tuple[str, ...] = ()
    drugs: frozenset[str] | None = None
    regimen: str = ""
    n: int | None = None
    completed: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Conditions on an arm; all that are given must hold.

    ``all``, ``any``, ``none`` and ``only`` are about drugs, ``at_least`` about how many
    there are; ``words`` and ``not_words`` about any of the arm's names. An arm whose drugs
    are not known fulfils no condition that asks for a drug. ``unnamed`` fits the other side
    of a ratio whose abstract does not name it, and nothing else does.
    """

    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    at_least: int = 0
    words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    unnamed: bool = False

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Pattern:
        """Return the pattern that one entry of a comparisons file describes."""
        return cls(
            all=frozenset(given.get("all", ())),
            any=frozenset(given.get("any", ())),
            none=frozenset(given.get("none", ())),
            only=frozenset(given["only"]) if "only" in given else None,
            at_least=given.get("at_least", 0),
            words=tuple(given.get("words", ())),
            not_words=tuple(given.get("not_words", ())),
            unnamed=given.get("unnamed", False),
        )

    def fits(self, arm: Arm) -> bool:
        """Return whether the arm fulfils every condition."""
        if self.unnamed or not arm.label:
            return self.unnamed and not arm.label
        return self._drugs_fit(arm.drugs) and self._words_fit((arm.label, *arm.names))

    def _drugs_fit(self, drugs: frozenset[str] | None) -> bool:
        if drugs is None:
            asked = self.all or self.any or self.at_least or self.only is not None
            return not asked and bool(self.words or self.none)
        return (
            self.all <= drugs
            and (not self.any or bool(self.any & drugs))
            and not self.none & drugs
            and (self.only is None or self.only == drugs)
            and len(drugs) >= self.at_least
        )

    def _words_fit(self, names: Sequence[str]) -> bool:
        if any(holds_phrase(name, word) for word in self.not_words for name in names):
            return False
        return not self.words or any(holds_phrase(n, w) for w in self.words for n in names)


def first_fit(patterns: Sequence[Pattern], arm: Arm) -> int | None:
    """Return the place of the first pattern the arm fits, or None."""
    return next((i for i, pattern in enumerate(patterns) if pattern.fits(arm)), None)


def holds_phrase(text: str, phrase: str) -> bool:
    """Return whether text holds the phrase as whole words, whatever its case or dashes."""
    return phrase_at(text, phrase) >= 0


def phrase_at(text: str, phrase: str) -> int:
    """Return where text first holds the phrase, as holds_phrase means it, else -1."""
    pattern = rf"(?<![^\W_]){re.escape(plain(phrase))}(?![^\W_])"
    found = re.search(pattern, plain(text))
    return -1 if found is None else found.start()


def plain(text: str) -> str:
    """Return text in lower case with hyphens for dashes and single spaces."""
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip().casefold()


class ArmsOfReport:
    """The arms one report names, looked up by any of their names."""

    def __init__(self, arms: Iterable[Arm], regimens: Mapping[str, frozenset[str]]) -> None:
        self.arms = tuple(arms)
        self._regimens = regimens
        self._by_name: dict[str, Arm] = {}
        for arm in self.arms:
            self._by_name.setdefault(plain(arm.label), arm)
        for arm in self.arms:
            for name in arm.names:
                self._by_name.setdefault(plain(name), arm)

    def find(self, label: str, regimen: str) -> Arm:
        """Return the arm an outcome row names, made from its regimen if it is not listed.

        ``regimen`` is a regimen's id or drug ids joined by +, as in outcomes.csv.
        """
        found = self._by_name.get(plain(label))
        if found is None:
            return Arm(label=label, drugs=self._drugs(regimen), regimen=regimen)
        if found.drugs is None and regimen:
            return Arm(found.label, found.names, self._drugs(regimen), regimen, found.n)
        return found

    def completed_by(self, other: ArmsOfReport) -> ArmsOfReport:
        """Return the arms with the drugs that another report of the study names in full.

        Abstracts of two-armed trials name the arms by what differs between them: the
        carfilzomib group and the control group. Where the other report's arms hold these
        drugs in one way only, each arm is the one that holds its own. The arms stay as they
        are in every other case.
        """
        full = [arm.drugs or frozenset() for arm in other.arms]
        partial = [arm.drugs or frozenset() for arm in self.arms]
        if len(full) != 2 or len(partial) != 2 or not all(full) or full[0] == full[1]:
            return self
        ways = [
            order
            for order in ((full[0], full[1]), (full[1], full[0]))
            if all(own <= whole for own, whole in zip(partial, order, strict=True))
        ]
        if len(ways) != 1 or tuple(partial) == ways[0]:
            return self
        arms = [
            replace(arm, drugs=drugs, completed=True)
            for arm, drugs in zip(self.arms, ways[0], strict=True)
        ]
        return ArmsOfReport(arms, self._regimens)

    def _drugs(self, regimen: str) -> frozenset[str] | None:
        if not regimen:
            return None
        return self._regimens.get(regimen, frozenset(regimen.split("+")))

"""What a rule asks of a record: phrases in fields and contexts, MeSH, types, dates and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from screening.concepts import Context
from screening.reading import SIGNS, TEXT_FIELDS, Mention, Reading, Span, section_names, sign

# What a condition found: the quotes that bear it out, empty where it rests on an absence.
Evidence = list[Span]


@dataclass(frozen=True)
class Condition:
    """One condition of a rule. Every part that is given must hold; see config/README.md."""

    find: tuple[str, ...] = ()
    fields: tuple[str, ...] = ("title", "abstract")
    mesh: bool = False
    near: Near | None = None
    unless: tuple[Context, ...] = ()
    only_in: tuple[Context, ...] = ()
    some_in: tuple[Context, ...] = ()
    mentions: Mapping[str, int] = field(default_factory=dict)
    signs: tuple[frozenset[str], ...] = ()
    facts: tuple[Callable[[Reading], Evidence | None], ...] = ()
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Of each of these sets one sign must be present in a record for this to hold.

        Signs are concepts that the record names, and its publication types and status. Looking
        at them first passes over most rules in no time.
        """
        needs = [*self.signs]
        if self.find:
            needs.append(frozenset(self.find))
        for part in self.all_of:
            needs += part.needs
        if self.any_of and all(part.needs for part in self.any_of):
            needs.append(frozenset().union(*(part.needs[0] for part in self.any_of)))
        return tuple(dict.fromkeys(needs))

    def check(self, reading: Reading) -> Evidence | None:
        """The quotes for this condition, or None where it does not hold."""
        evidence: Evidence = []
        if self.find:
            if reading.present.isdisjoint(self.find):
                return None
            found = self._find(reading)
            if found is None:
                return None
            evidence += found
        for fact in self.facts:
            found = fact(reading)
            if found is None:
                return None
            evidence += found
        for condition in self.all_of:
            found = condition.check(reading)
            if found is None:
                return None
            evidence += found
        if self.any_of:
            found = next((f for c in self.any_of if (f := c.check(reading)) is not None), None)
            if found is None:
                return None
            evidence += found
        for condition in self.none_of:
            if condition.check(reading) is not None:
                return None
        return evidence

    def _find(self, reading: Reading) -> Evidence | None:
        mentions = reading.named(self.find, self.fields)
        if self.only_in:
            return self._only_in_contexts(reading, mentions)
        if self.some_in:
            places = (
                place
                for mention in mentions
                for context in self.some_in
                if (place := reading.in_context(mention, context))
            )
            first = next(places, None)
            return [first] if first else None
        counted: Evidence = []
        for mention in mentions:
            if any(reading.in_context(mention, context) for context in self.unless):
                continue
            if self.near is None:
                counted.append(reading.span(*mention))
            else:
                near = reading.near(mention, self.near.find, self.near.within, self.near.side)
                if near is None:
                    continue
                counted.append(near)
            if not self.mentions:
                break
        if self.mentions:
            fewest, most = self.mentions.get("at_least", 0), self.mentions.get("at_most")
            if len(counted) < fewest or (most is not None and len(counted) > most):
                return None
            return counted[:1]
        if not counted and self.mesh:
            heading = reading.heading(self.find)
            return [heading] if heading else None
        return counted or None

    def _only_in_contexts(self, reading: Reading, mentions: list[Mention]) -> Evidence | None:
        first: Span | None = None
        for mention in mentions:
            places = (reading.in_context(mention, context) for context in self.only_in)
            place = next((found for found in places if found), None)
            if place is None:
                return None
            first = first or place
        return [first] if first else None


@dataclass(frozen=True)
class Near:
    """Other concepts that must stand in the same sentence, at most `within` words away."""

    find: tuple[str, ...]
    within: int
    side: str = "either"


def build_condition(spec: Mapping[str, Any], contexts: Mapping[str, Context]) -> Condition:
    """A condition from its YAML; ids have been checked before."""
    fields = tuple(spec.get("in", ("title", "abstract")))
    near = spec.get("near")
    return Condition(
        find=tuple(spec.get("find", ())),
        fields=tuple(name for name in fields if name in TEXT_FIELDS),
        mesh="mesh" in fields,
        near=Near(tuple(near["find"]), near["within"], near.get("side", "either"))
        if near
        else None,
        unless=tuple(contexts[name] for name in spec.get("unless", ())),
        only_in=tuple(contexts[name] for name in spec.get("only_in", ())),
        some_in=tuple(contexts[name] for name in spec.get("some_in", ())),
        mentions=spec.get("mentions", {}),
        signs=tuple(
            frozenset(sign(key, name.upper() if key == "section" else name) for name in spec[key])
            for key in SIGNS
            if key in spec
        ),
        facts=tuple(_FACTS[key](spec[key]) for key in _FACTS if key in spec),
        all_of=tuple(build_condition(part, contexts) for part in spec.get("all", ())),
        any_of=tuple(build_condition(part, contexts) for part in spec.get("any", ())),
        none_of=tuple(build_condition(part, contexts) for part in spec.get("none", ())),
    )


Fact = Callable[[Reading], Evidence | None]


def _publication_type(types: list[str]) -> Fact:
    wanted = frozenset(types)

    def check(reading: Reading) -> Evidence | None:
        for name in reading.record.publication_types:
            if name in wanted:
                return [Span("publication_types", None, None, name)]
        return None

    return check


def _language(wanted: list[str]) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        for name in reading.record.languages:
            if name in wanted:
                return [Span("languages", None, None, name)]
        return None

    return check


def _status(wanted: list[str]) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        status = reading.record.status
        return [Span("status", None, None, status)] if status in wanted else None

    return check


def _published(years: Mapping[str, int]) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        year = reading.record.year
        if year is None:
            return None
        if years.get("from", year) <= year <= years.get("to", year):
            return [Span("pub_date", None, None, reading.record.pub_date)]
        return None

    return check


def _registry(patterns: list[str]) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        for number in reading.record.registry_ids:
            if any(fnmatchcase(number, pattern) for pattern in patterns):
                return [Span("registry_ids", None, None, number)]
        return None

    return check


def _section(wanted: list[str]) -> Fact:
    names = {name.upper() for name in wanted}

    def check(reading: Reading) -> Evidence | None:
        for part in reading.record.sections:
            if not names.isdisjoint(section_names(part)):
                return [Span("sections", None, None, part.label or part.category)]
        return None

    return check


def _patients(limits: Mapping[str, int]) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        if reading.patients is None:
            return None
        number, span = reading.patients
        fits = limits.get("at_least", number) <= number <= limits.get("at_most", number)
        return [span] if fits else None

    return check


def _abstract(state: str) -> Fact:
    def check(reading: Reading) -> Evidence | None:
        return [] if reading.abstract_state == state else None

    return check


_FACTS: dict[str, Callable[[Any], Fact]] = {
    "publication_type": _publication_type,
    "language": _language,
    "status": _status,
    "published": _published,
    "registry": _registry,
    "section": _section,
    "patients": _patients,
    "abstract": _abstract,
}

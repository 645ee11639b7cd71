"""Characteristics with a fixed list of values: allocation, design, setting, stage of treatment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import Category, FactWords, Value

_NEAR = 24  # characters before a phrase in which a guard turns it
_AFTER = 48
_JOINED = re.compile(r"^[^.;:]{0,60}?(?:\band\b|\bor\b|/|,)[^.;:]{0,60}$", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s(?:but|although|whereas|while|which)\b")


@dataclass(frozen=True, slots=True)
class _Hit:
    value: str
    passage: Passage
    start: int
    end: int


def read_categories(
    passages: Sequence[Passage], types: Sequence[str], words: FactWords
) -> list[Fact]:
    """The categories that the passages, or else the publication types, tell."""
    found: list[Fact] = []
    for category in words.categories:
        if not _meaningless(category, found):
            found += _read(category, passages, types, words)
    return found + list(_implied(found, words))


def _meaningless(category: Category, found: Iterable[Fact]) -> bool:
    return any(fact.value in category.unless.get(fact.characteristic, ()) for fact in found)


def _read(
    category: Category, passages: Sequence[Passage], types: Sequence[str], words: FactWords
) -> list[Fact]:
    hits = [hit for passage in passages for hit in _hits(category, passage, words)]
    if category.many:
        return [_fact(category, hit) for hit in _first_of_each(hits, category.read)]
    for role in category.read:
        here = [hit for hit in hits if hit.passage.role == role]
        if here:
            return _decide(category, here)
    return _from_types(category, types)


def _hits(category: Category, passage: Passage, words: FactWords) -> list[_Hit]:
    """The phrases of a passage that count, none inside a longer one of another value."""
    if passage.role not in category.read:
        return []
    text = passage.text
    lower = text.lower()
    found = [
        (start, end, value)
        for value in category.values
        for start, end in (*value.words.find(text, lower), *value.abbreviations.find(text, lower))
    ]
    kept = [
        (start, end, value)
        for start, end, value in found
        if not any(
            other is not value
            and start < its_end
            and its_start < end
            and its_end - its_start > end - start
            for its_start, its_end, other in found
        )
        and _counts(text, start, end, value, passage.role, words)
    ]
    return [
        _Hit(value.id, passage, passage.start + start, passage.start + end)
        for start, end, value in sorted(kept, key=lambda hit: hit[:2])
    ]


def _counts(text: str, start: int, end: int, value: Value, role: str, words: FactWords) -> bool:
    before = re.split(r"[,;:.()]", text[max(0, start - _NEAR) : start])[-1]
    after = _CLAUSE.split(text[end : end + _AFTER])[0]
    near = " ".join(before.split()[-3:])
    return not (
        role in value.not_in
        or words.before.within(near)
        or words.after.within(after)
        or value.not_after.within(" ".join(near.split()[-2:]))
        or value.not_before.within(" ".join(after.split()[:3]))
    )


def _decide(category: Category, hits: Sequence[_Hit]) -> list[Fact]:
    first = hits[0]
    values = {hit.value for hit in hits}
    if len(values) == 1:
        return [_fact(category, first)]
    if category.both:
        for one, other in zip(hits, hits[1:], strict=False):
            between = one.passage.view[one.end : other.start]
            if one.passage == other.passage and one.value != other.value and _JOINED.match(between):
                both = _Hit(category.both, one.passage, one.start, other.end)
                return [_fact(category, both)]
    if category.ordered:
        order = [value.id for value in category.values]
        return [_fact(category, min(hits, key=lambda hit: order.index(hit.value)))]
    return []


def _first_of_each(hits: Sequence[_Hit], read: Sequence[str]) -> list[_Hit]:
    seen: dict[str, _Hit] = {}
    for hit in sorted(hits, key=lambda hit: read.index(hit.passage.role)):
        seen.setdefault(hit.value, hit)
    return list(seen.values())


def _from_types(category: Category, types: Sequence[str]) -> list[Fact]:
    for value in category.values:
        for name in value.types:
            if name in types:
                return [
                    Fact(
                        category.name, value.id, "record", rule=f"{category.name}:type", quote=name
                    )
                ]
    return []


def _implied(found: Sequence[Fact], words: FactWords) -> Iterable[Fact]:
    stated = {fact.characteristic for fact in found}
    for rule in words.implied:
        for fact in found:
            if (
                rule.characteristic not in stated
                and fact.characteristic == rule.source
                and fact.value in rule.values
            ):
                name = f"{rule.characteristic}:implied by {rule.source}"
                yield Fact(
                    rule.characteristic, rule.value, fact.field, fact.start, fact.end, rule=name
                )


def _fact(category: Category, hit: _Hit) -> Fact:
    rule = f"{category.name}:{hit.passage.role}"
    return Fact(category.name, hit.value, hit.passage.field, hit.start, hit.end, rule=rule)

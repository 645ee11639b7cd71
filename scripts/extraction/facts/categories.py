"""Characteristics with a fixed list of values: allocation, design, setting, stage of treatment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import Category, FactWords, Value
from vocabulary.match import fold

_NEAR = 24  # characters before a phrase in which a guard turns it
_AFTER = 48
_JOINED = re.compile(r"^[^.;:]{0,60}?(?:\band\b|\bor\b|/|,)[^.;:]{0,60}$", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s(?:but|although|whereas|while|which)\b")


#: Where the words of a value stand: by field, category and value.
_Spans = dict[tuple[str, str, str], list[tuple[int, int]]]


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
    spans = _spans(passages, words)
    for category in words.categories:
        if not _meaningless(category, found):
            found += _read(category, passages, types, spans, words)
    return found + list(_implied(found, words))


def _meaningless(category: Category, found: Iterable[Fact]) -> bool:
    return any(fact.value in category.unless.get(fact.characteristic, ()) for fact in found)


def _spans(passages: Sequence[Passage], words: FactWords) -> _Spans:
    """Where each value of a category is told, by field."""
    views = {passage.field: passage.view for passage in passages}
    found: _Spans = {}
    for field, view in views.items():
        for told in (words.told.find(fold(view)), words.told_short.find(view)):
            for key, spans in told.items():
                found.setdefault((field, *key), []).extend(spans)
    return found


def _read(
    category: Category,
    passages: Sequence[Passage],
    types: Sequence[str],
    spans: _Spans,
    words: FactWords,
) -> list[Fact]:
    hits = _hits(category, passages, spans, words)
    if category.many:
        return [_fact(category, hit) for hit in _first_of_each(hits, category.read)]
    for role in category.read:
        here = [hit for hit in hits if hit.passage.role == role]
        if here:
            return _decide(category, here)
    return _from_types(category, types)


def _hits(
    category: Category, passages: Sequence[Passage], told: _Spans, words: FactWords
) -> list[_Hit]:
    """The phrases that count, none inside a longer one of another value."""
    found: list[_Hit] = []
    for field in dict.fromkeys(passage.field for passage in passages):
        here = [passage for passage in passages if passage.field == field]
        spans = sorted(
            (start, end, at)
            for at, value in enumerate(category.values)
            for start, end in told.get((field, category.name, value.id), ())
        )
        starts = [passage.start for passage in here]
        for at, (start, end, which) in enumerate(spans):
            passage = here[bisect_right(starts, start) - 1]
            value = category.values[which]
            if (
                start < passage.end
                and passage.role in category.read
                and not any(_covers(other, spans[at]) for other in spans[max(0, at - 8) : at + 9])
                and _counts(passage, start, end, value, words)
            ):
                found.append(_Hit(value.id, passage, start, end))
    return found


def _covers(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether the longer of two overlapping phrases of different values is the first."""
    start, end, which = one
    its_start, its_end, its = other
    overlap = start < its_end and its_start < end
    return which != its and overlap and end - start > its_end - its_start


def _counts(passage: Passage, start: int, end: int, value: Value, words: FactWords) -> bool:
    view, role = passage.view, passage.role
    before = re.split(r"[,;:.()]", view[max(passage.start, start - _NEAR) : start])[-1]
    after = _CLAUSE.split(view[end : min(passage.end, end + _AFTER)])[0]
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
        for one, other in pairwise(hits):
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

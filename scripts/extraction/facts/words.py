"""The words by which facts are told, read from facts.yaml of a review's vocabulary folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.facts.name_forms import NameForms, make_forms
from extraction.facts.phrases import PhraseBook, Phrases
from extraction.facts.size_forms import SizeForms, make_size_forms
from review.errors import ReviewError
from review.schema import load_yaml
from vocabulary.load import language_file, load_vocabulary


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a category and how it is told."""

    id: str
    not_before: Phrases
    not_after: Phrases
    not_in: frozenset[str]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A characteristic with a fixed list of values."""

    name: str
    read: tuple[str, ...]
    both: str
    ordered: bool
    many: bool
    unless: Mapping[str, Sequence[str]]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Implied:
    """A fact that follows from another where the text states none."""

    characteristic: str
    value: str
    source: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactWords:
    """Everything the reading of facts needs to know of words."""

    passages: PhraseBook[str]
    before: Phrases
    after: Phrases
    categories: tuple[Category, ...]
    #: The words of all values of all categories, and their abbreviations.
    told: PhraseBook[tuple[str, str]]
    told_short: PhraseBook[tuple[str, str]]
    implied: tuple[Implied, ...]
    sizes: SizeForms
    size_cues: Mapping[str, Phrases]
    not_lengths: Phrases
    treatment: Mapping[str, Phrases]
    names: NameForms
    countries: PhraseBook[str]


def load_fact_words(folder: str | Path) -> FactWords:
    """Read facts.yaml of a folder, or the project's own where the folder has none.

    Raises ReviewError where the file breaks its schema or a phrase calls a term it does not have.
    """
    path = language_file(folder, "facts")
    found = load_yaml(path, "facts")
    make = _PhraseMaker(found["terms"], path)
    values = {
        (category, name): entry
        for category, its in found["categories"].items()
        for name, entry in its["values"].items()
    }
    return FactWords(
        passages=PhraseBook(make.all_of(found["passages"])),
        before=make.phrases(found["guards"]["before"]),
        after=make.phrases(found["guards"]["after"]),
        categories=tuple(
            _category(name, entry, make) for name, entry in found["categories"].items()
        ),
        told=PhraseBook({key: make.phrases(entry["words"]) for key, entry in values.items()}),
        told_short=PhraseBook(
            {
                key: make.phrases(entry.get("abbreviations", ()), cased=True)
                for key, entry in values.items()
            }
        ),
        implied=tuple(
            Implied(entry["characteristic"], entry["value"], entry["from"], tuple(entry["values"]))
            for entry in found["implied"]
        ),
        sizes=make_size_forms(found["terms"]["people"], found["sizes"]["enrolled"]),
        size_cues=make.all_of(found["sizes"]["cues"]),
        not_lengths=make.phrases(found["follow_up"]["not_lengths"]),
        treatment=make.all_of(found["treatment"]),
        names=make_forms(
            found["trial_names"]["heads"],
            [*found["trial_names"]["not_names"], *_short_forms(folder)],
            found["groups"],
        ),
        countries=PhraseBook(
            {
                country: make.phrases(words, cased=True)
                for country, words in found["countries"].items()
            }
        ),
    )


@dataclass(frozen=True, slots=True)
class _PhraseMaker:
    """Makes phrases of words that may call the terms of a file."""

    terms: Mapping[str, Sequence[str]]
    path: Path

    def phrases(self, words: Sequence[str], *, cased: bool = False) -> Phrases:
        """Some words as phrases."""
        try:
            return Phrases(words, self.terms, cased=cased)
        except KeyError as error:
            raise ReviewError(
                f"a phrase calls the term <{error.args[0]}>, which is not under terms",
                where=str(self.path),
                fix=f"Terms: {', '.join(sorted(self.terms))}",
            ) from error

    def all_of(self, group: Mapping[str, Sequence[str]]) -> dict[str, Phrases]:
        """The words of each name of a group as phrases."""
        return {name: self.phrases(words) for name, words in group.items()}


def _category(name: str, entry: Mapping[str, Any], make: _PhraseMaker) -> Category:
    return Category(
        name=name,
        read=tuple(entry["read"]),
        both=entry.get("both", ""),
        ordered=entry.get("order", False),
        many=entry.get("many", False),
        unless=entry.get("unless", {}),
        values=tuple(_value(id_, its, make) for id_, its in entry["values"].items()),
    )


def _value(name: str, entry: Mapping[str, Any], make: _PhraseMaker) -> Value:
    return Value(
        id=name,
        not_before=make.phrases(entry.get("not_before", ())),
        not_after=make.phrases(entry.get("not_after", ())),
        not_in=frozenset(entry.get("not_in", ())),
        types=tuple(entry.get("types", ())),
    )


def _short_forms(folder: str | Path) -> list[str]:
    """The abbreviations of a review's drugs, regimens and populations: they name no trial."""
    vocabulary = load_vocabulary(folder)
    groups = (vocabulary.drugs, vocabulary.regimens, vocabulary.populations)
    return sorted(
        short.upper()
        for group in groups
        for entry in group.values()
        for short in entry.abbreviations
    )

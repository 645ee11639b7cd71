"""The words that the grammar knows, read from a review's vocabulary folder.

Nothing of a field of medicine is written in Python: endpoints, adverse events, statistics, cues
and the words for arms are YAML, and another review brings its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from extraction.word_lists import WordLists
from extraction.word_tree import any_of
from review.schema import load_yaml
from vocabulary.load import Vocabulary, language_file, load_vocabulary, matcher
from vocabulary.match import Matcher, fold
from vocabulary.named import load_named

#: Lists that are looked for in texts; the rest tell what single words are.
_LOOKED_FOR = ("measured", "about_patients", "products", "measures")

ENDPOINT, ADVERSE, STATISTIC = "endpoint", "adverse", "statistic"


@dataclass(frozen=True, slots=True)
class EndpointEntry:
    """An endpoint: what it is printed as, what numbers it takes, and which way is better."""

    id: str
    label: str
    kind: str
    better: str = ""
    umbrella: bool = False
    hazard_of: str = ""
    hazard_after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    not_beside: tuple[str, ...] = ()
    firm_beside: tuple[str, ...] = ()
    short_beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArmWords:
    """The words by which arms are told, each set folded to lower case."""

    control_set: frozenset[str]
    controls: Matcher
    #: Words of labels, each between blanks.
    comparators: tuple[str, ...]
    not_arms: frozenset[str]
    phases: frozenset[str]
    control_roles: frozenset[str]
    tested_roles: frozenset[str]
    tested: Matcher
    stops: frozenset[str]
    fillers: frozenset[str]
    same: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    treatments: Matcher
    #: Finds the ends of the names of medicines, wherever they stand.
    stem_finder: AhoCorasick
    manners: frozenset[str]
    manner_finder: AhoCorasick
    #: Groups of patients that exclude each other: the pair and its side (0, 1) as id.
    opposites: Matcher
    #: Ways of giving one treatment that exclude each other: the line and its side as id.
    ways: Matcher
    way_set: frozenset[str]
    #: Nouns before which such words tell no arm (`early complications`).
    not_ways: frozenset[str]
    lists: WordLists

    def canonical(self, word: str) -> str:
        """The first of the words that mean the same as a word, else the word."""
        return next((group[0] for group in self.same if word in group), word)

    def is_drug(self, word: str) -> bool:
        """Whether a word ends as the names of medicines do."""
        return word.lower().endswith(self.stems)


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words by which a clause tells what a share is a share of."""

    seen: frozenset[str]
    happened: frozenset[str]
    changed: frozenset[str]
    states: frozenset[str]
    not_states: frozenset[str]
    experienced: frozenset[str]
    acted: frozenset[str]
    caused: frozenset[str]
    finding: frozenset[str]
    introduced: frozenset[str]
    compared: frozenset[str]
    seems: frozenset[str]
    shares: frozenset[str]
    rates: frozenset[str]
    linked: frozenset[str]
    changes: frozenset[str]
    people: frozenset[str]
    not_in_names: frozenset[str]
    vague: frozenset[str]
    merits: frozenset[str]
    had_alone: frozenset[str]
    judged: frozenset[str]
    given_besides: frozenset[str]
    kept_to: frozenset[str]
    courses: frozenset[str]
    taking_part: frozenset[str]
    at_entry: frozenset[str]
    befell: frozenset[str]
    done: frozenset[str]
    factors: frozenset[str]
    shared_nouns: frozenset[str]
    no_events: frozenset[str]
    no_kinds: frozenset[str]
    undergone: frozenset[str]
    qualifiers: frozenset[str]
    body_sites: frozenset[str]
    no_outcome: re.Pattern[str]
    no_outcome_alone: re.Pattern[str]
    measured: re.Pattern[str]
    about_patients: re.Pattern[str]
    products: re.Pattern[str]
    measures: re.Pattern[str]
    lists: WordLists


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the grammar needs to know of words."""

    endpoints: Mapping[str, EndpointEntry]
    terms: Matcher
    cues: Matcher
    arms: ArmWords
    clauses: ClauseWords
    vocabulary: Vocabulary
    treatments: Matcher
    #: The drugs of the vocabulary that are a control's words (placebo): they add nothing.
    placebos: frozenset[str]


def load_lexicon(folder: str | Path) -> Lexicon:
    """Read a vocabulary folder; the shipped files about language serve where it has none.

    Raises ReviewError where a file is missing or breaks its schema, where a name's alternatives
    cannot be written out, or where an endpoint has the hazard of one that endpoints.yaml lacks.
    """
    folder = Path(folder)
    endpoints = load_named(folder / "endpoints.yaml", "endpoints", ("hazard_of", "hazard_after"))
    adverse = load_named(language_file(folder, "adverse_events"), "adverse_events")
    statistics = load_named(language_file(folder, "statistics"), "statistics")
    arm_words = load_yaml(language_file(folder, "arms"), "arms")
    clause_words = load_yaml(language_file(folder, "clauses"), "clauses")
    vocabulary = load_vocabulary(folder)
    entries = {
        **{f"{ENDPOINT} {key}": entry for key, entry in endpoints.items()},
        **{f"{ADVERSE} {key}": entry for key, entry in adverse.items()},
        **{f"{STATISTIC} {key}": entry for key, entry in statistics.items()},
    }
    known = [_endpoint(key, entry) for key, entry in endpoints.items()]
    known += [_adverse(key, entry) for key, entry in adverse.items()]
    lists = WordLists({**clause_words, **arm_words})
    words = _arm_words(arm_words, lists)
    return Lexicon(
        endpoints={entry.id: entry for entry in known},
        terms=_matcher(entries),
        cues=Matcher(load_yaml(language_file(folder, "cues"), "cues")),
        arms=words,
        clauses=_clause_words(clause_words, lists),
        vocabulary=vocabulary,
        treatments=matcher([*vocabulary.regimens.values(), *vocabulary.drugs.values()]),
        placebos=frozenset(
            drug.id
            for drug in vocabulary.drugs.values()
            if any(fold(word) in words.control_set for word in drug.words)
        ),
    )


def _matcher(entries: Mapping[str, Mapping[str, Any]]) -> Matcher:
    return Matcher(
        {key: entry["words"] for key, entry in entries.items()},
        {key: entry.get("abbreviations", ()) for key, entry in entries.items()},
    )


def _endpoint(key: str, entry: Mapping[str, Any]) -> EndpointEntry:
    return EndpointEntry(
        key,
        entry["label"],
        entry["kind"],
        entry["better"],
        hazard_of=entry.get("hazard_of", ""),
        hazard_after=tuple(entry.get("hazard_after", ())),
        beside=_folded(entry, "beside"),
        not_beside=_folded(entry, "not_beside"),
        firm_beside=_folded(entry, "firm_beside"),
        short_beside=_folded(entry, "short_beside"),
    )


def _folded(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in entry.get(name, ()))


def _adverse(term: str, entry: Mapping[str, Any]) -> EndpointEntry:
    return EndpointEntry(f"AE:{term}", term, "event", "lower", entry.get("umbrella", False))


def _arm_words(found: Mapping[str, list[str]], lists: WordLists) -> ArmWords:
    return ArmWords(
        control_set=frozenset(fold(word) for word in found["controls"]),
        controls=Matcher({"control": found["controls"]}),
        comparators=tuple(f" {word} " for word in found["comparators"]),
        not_arms=frozenset(found["not_arms"]),
        phases=frozenset(fold(word) for word in found["phases"]),
        control_roles=frozenset(found["control_roles"]),
        tested_roles=frozenset(found["tested_roles"]),
        tested=Matcher({"tested": found["tested_roles"]}),
        stops=frozenset(found["stops"]),
        fillers=frozenset(found["fillers"]),
        same=tuple(tuple(line.split(" = ")) for line in found["same"]),
        treatments=Matcher({"treatment": found["treatments"]}),
        stem_finder=AhoCorasick(found["stems"], matchkind=MatchKind.Standard),
        stems=tuple(found["stems"]),
        manners=frozenset(fold(word) for word in found["manners"]),
        manner_finder=AhoCorasick(
            [fold(word) for word in found["manners"]], matchkind=MatchKind.Standard
        ),
        ways=Matcher(
            {
                f"{line} {number}": side.split(" / ")
                for line, sides in enumerate(found["ways"])
                for number, side in enumerate(sides.split(" = "))
            }
        ),
        way_set=frozenset(
            fold(word)
            for sides in found["ways"]
            for side in sides.split(" = ")
            for word in side.split(" / ")
        ),
        not_ways=frozenset(found["not_ways"]),
        opposites=Matcher(
            {
                f"{line} {number}": side.split(" / ")
                for line in found["opposites"]
                for number, side in enumerate(line.split(" = "))
            }
        ),
        lists=lists,
    )


def _clause_words(found: Mapping[str, list[str]], lists: WordLists) -> ClauseWords:
    patterns = {
        "no_outcome": "no_outcomes",
        "no_outcome_alone": "no_outcomes_alone",
        **{name: name for name in _LOOKED_FOR},
    }
    given: dict[str, Any] = {name: _any_of(found[key]) for name, key in patterns.items()}
    for field in fields(ClauseWords):
        if field.name not in given and field.name in found:
            given[field.name] = frozenset(found[field.name])
    return ClauseWords(**given, lists=lists)


def _any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern for any of some words, of which a final `*` stands for the rest."""
    return re.compile(rf"(?<![\w-]){any_of(words, hyphens=False)}(?![\w-])", re.IGNORECASE)

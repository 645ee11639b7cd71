"""All facts of one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extraction.facts.categories import read_categories
from extraction.facts.fact import SECONDARY, Fact
from extraction.facts.follow_up import read_follow_up
from extraction.facts.names import (
    find_names,
    read_countries,
    read_groups,
    trial_names,
    two_trials,
)
from extraction.facts.passages import read_passages
from extraction.facts.phase import read_phase
from extraction.facts.sizes import read_sizes
from extraction.facts.treatment import read_doses, read_duration
from extraction.facts.words import FactWords
from review.records import Record


def find_facts(record: Record, words: FactWords) -> list[Fact]:
    """The facts that a record states about its study."""
    passages = read_passages(record, words)
    categories = read_categories(passages, record.publication_types, words)
    names = find_names(passages, words)
    pair = two_trials(names, passages)
    if pair and not is_secondary(categories):
        categories = [pair, *(fact for fact in categories if fact.characteristic != "design")]
    randomised = any(fact.value == "randomised" for fact in categories)
    return [
        *read_phase(passages, record.publication_types),
        *categories,
        *read_sizes(passages, words, randomised),
        *read_follow_up(passages, words),
        *read_duration(passages, words),
        *read_doses(passages, words),
        *trial_names(names, is_secondary(categories)),
        *read_groups(passages, words),
        *read_countries(passages, words),
        *(
            Fact("registry_id", number, "record", rule="registry_id:record", quote=number)
            for number in record.registry_ids
        ),
    ]


def follow_up_months(facts: Sequence[Fact]) -> float | None:
    """The longest follow-up that a record states, in months, a median before any other."""
    stated = [fact for fact in facts if fact.characteristic == "follow_up_months"]
    return float(stated[0].value) if stated else None


def is_secondary(facts: Iterable[Fact]) -> bool:
    """Whether a record pools or reviews the results of several trials."""
    return any(fact.characteristic == "design" and fact.value in SECONDARY for fact in facts)

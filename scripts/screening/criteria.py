"""Read the criteria of a review, and the themes it tags records with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import Places, check, parse_yaml
from screening.concepts import Context, Lexicon, build_concepts, build_contexts
from screening.conditions import Condition, build_condition
from screening.consistency import (
    Key,
    check_consistency,
    check_known,
    check_words,
    conditions_of,
)
from vocabulary.load import Vocabulary


@dataclass(frozen=True)
class Rule:
    """A verdict and the conditions under which it is given."""

    verdict: str
    because: str
    when: Condition
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One criterion: its rules are tried in order and the first that holds decides."""

    id: str
    label: str
    reason: str
    dimension: str
    theme: str
    rules: tuple[Rule, ...]
    otherwise: Rule


@dataclass(frozen=True)
class Theme:
    """A theme of the seed review and how a record on it is recognised."""

    id: str
    label: str
    rules: tuple[Condition, ...]


@dataclass(frozen=True)
class Criteria:
    """Everything a record is judged by."""

    lexicon: Lexicon
    criteria: tuple[Criterion, ...]
    secondary: tuple[Condition, ...]
    themes: tuple[Theme, ...]
    theme_scope: Condition | None

    @property
    def ids(self) -> list[str]:
        """The criterion ids in the stated order, which are also the reasons for exclusion."""
        return [criterion.id for criterion in self.criteria]


def load_criteria(
    criteria: str | Path, vocabulary: Vocabulary, themes: str | Path | None = None
) -> Criteria:
    """Read and check a criteria file and the themes file: the one given, else the one it names.

    Raises ReviewError with the line for anything outside the schema, for unknown concepts,
    contexts, themes or vocabulary ids, and for contradictions and terms that can do nothing.
    """
    wanted, places = _read(criteria, "criteria")
    if themes is None and "themes" in wanted:
        themes = Path(criteria).parent / wanted["themes"]
    tagged, tag_places = _read(themes, "themes") if themes else ({}, {})
    concept_specs = {**wanted["concepts"]}
    for name, spec in tagged.get("concepts", {}).items():
        if name in concept_specs:
            raise ReviewError(
                "the criteria define this concept already",
                where=_place(tag_places, ("concepts", name)),
                value=name,
                fix="Delete it here; themes may use the concepts of the criteria",
            )
        concept_specs[name] = spec
    concepts = build_concepts(concept_specs, vocabulary, str(criteria))
    contexts = build_contexts(wanted.get("contexts", {}))
    check_known(wanted, concepts, contexts, partial(_place, places))
    check_known(tagged, concepts, contexts, partial(_place, tag_places))
    if themes:
        _check_themes(wanted["criteria"], tagged["themes"], places)
    check_consistency(wanted, tagged, concepts, partial(_place, places))
    check_words(tagged, partial(_place, tag_places))
    return Criteria(
        lexicon=Lexicon(concepts, _sought(wanted, tagged)),
        criteria=tuple(
            _criterion(name, spec, contexts) for name, spec in wanted["criteria"].items()
        ),
        secondary=tuple(build_condition(spec, contexts) for spec in wanted.get("secondary", ())),
        themes=tuple(
            _theme(name, spec, contexts) for name, spec in tagged.get("themes", {}).items()
        ),
        theme_scope=build_condition(tagged["scope"], contexts) if "scope" in tagged else None,
    )


def _read(path: str | Path, schema: str) -> tuple[dict[str, Any], Places]:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReviewError(
            "file not found", where=str(path), fix="Check the path in the configuration"
        ) from error
    document, places = parse_yaml(text, str(path))
    check(document, schema, where=str(path), places=places)
    return document, places


def _check_themes(criteria: Mapping[str, Any], themes: Iterable[str], places: Places) -> None:
    for name, criterion in criteria.items():
        if criterion.get("theme") not in themes:
            raise ReviewError(
                "the criterion does not say which theme of the themes file it comes from",
                where=_place(places, ("criteria", name, "theme")),
                value=criterion.get("theme"),
                fix=f"Themes: {', '.join(themes)}",
            )


def _place(places: Places, path: Key) -> str:
    for length in range(len(path), -1, -1):
        if path[:length] in places:
            return places[path[:length]]
    return ""


def _sought(criteria: Mapping[str, Any], themes: Mapping[str, Any]) -> list[str]:
    """The concepts that rules look for by themselves, not only beside another or for themes."""
    documents = criteria, {"scope": themes["scope"]} if "scope" in themes else themes
    return sorted(
        {
            concept
            for document in documents
            for _, condition in conditions_of(document)
            for concept in condition.get("find", ())
        }
    )


def _criterion(name: str, spec: Mapping[str, Any], contexts: Mapping[str, Context]) -> Criterion:
    return Criterion(
        id=name,
        label=spec["label"],
        reason=spec["reason"],
        dimension=spec["dimension"],
        theme=spec.get("theme", ""),
        rules=tuple(_rule(rule, contexts) for rule in spec["rules"]),
        otherwise=Rule(spec["otherwise"]["verdict"], spec["otherwise"]["because"], Condition()),
    )


def _rule(spec: Mapping[str, Any], contexts: Mapping[str, Context]) -> Rule:
    when = build_condition(spec["when"], contexts)
    return Rule(spec["verdict"], spec["because"], when, when.needs)


def _theme(name: str, spec: Mapping[str, Any], contexts: Mapping[str, Context]) -> Theme:
    conditions = tuple(build_condition(rule, contexts) for rule in spec["when"])
    return Theme(id=name, label=spec["label"], rules=conditions)

"""The words that criteria look for, and the contexts in which a mention does not count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from review.errors import ReviewError
from vocabulary.load import Entry, Vocabulary
from vocabulary.match import Matcher, fold


@dataclass(frozen=True)
class Concept:
    """A named group of phrases and MeSH headings that mean one thing to the criteria.

    A mention that overlaps one of a concept in `not_within` is that concept's alone.
    """

    id: str
    words: tuple[str, ...]
    abbreviations: tuple[str, ...]
    mesh: tuple[str, ...]
    not_within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cue:
    """Words that put a mention in a context when they stand near it in its sentence.

    `side` is where the cue stands: before or after the mention, at most `within` words away and
    with none of `stop_at` between them, or anywhere in the same sentence, if that has no `stop_at`.
    """

    side: str
    words: Matcher
    within: int = 0
    stop_at: Matcher | None = None


@dataclass(frozen=True)
class Context:
    """A setting in which a mention does not count, such as "only as earlier treatment"."""

    id: str
    label: str
    cues: tuple[Cue, ...] = ()
    sections: frozenset[str] = field(default_factory=frozenset)


def build_concepts(
    wanted: Mapping[str, Any], vocabulary: Vocabulary, where: str
) -> dict[str, Concept]:
    """Gather each concept's phrases from its own words and from the vocabulary.

    Raises ReviewError for an unknown vocabulary id or concept id, and for an empty concept.
    """
    return {
        concept_id: _concept(
            concept_id, spec, wanted, vocabulary, f"{where}: concepts.{concept_id}"
        )
        for concept_id, spec in wanted.items()
    }


def build_contexts(wanted: Mapping[str, Any]) -> dict[str, Context]:
    """The contexts of a criteria file, with their cues ready to match."""
    return {
        context_id: Context(
            id=context_id,
            label=spec["label"],
            cues=tuple(_cue(cue) for cue in spec.get("cues", ())),
            sections=frozenset(spec.get("sections", ())),
        )
        for context_id, spec in wanted.items()
    }


class Lexicon:
    """All concepts of a review, with matchers for their phrases and an index of headings.

    `first` finds what decides whether a rule can hold at all; `closer` finds the commonplace
    words (patients, treatment) that matter only beside such a mention or for themes, so that the
    many records that name nothing of interest are read once and quickly.
    """

    def __init__(self, concepts: Mapping[str, Concept], sought: Collection[str]) -> None:
        self.concepts = concepts
        wanted = {*sought, *(other for name in sought for other in concepts[name].not_within)}
        self.first = _matcher(c for c in concepts.values() if c.id in wanted)
        self.closer = _matcher(c for c in concepts.values() if c.id not in wanted)
        self.of_heading: dict[str, list[str]] = {}
        for concept in concepts.values():
            for heading in concept.mesh:
                self.of_heading.setdefault(heading, []).append(concept.id)


def _matcher(concepts: Iterable[Concept]) -> Matcher:
    concepts = list(concepts)
    return Matcher(
        {concept.id: concept.words for concept in concepts},
        {concept.id: concept.abbreviations for concept in concepts},
    )


def _concept(
    concept_id: str,
    spec: Mapping[str, Any],
    wanted: Mapping[str, Any],
    vocabulary: Vocabulary,
    where: str,
) -> Concept:
    entries = [
        *_known(spec.get("drugs", ()), vocabulary.drugs, "drugs.yaml", where),
        *_known(spec.get("regimens", ()), vocabulary.regimens, "regimens.yaml", where),
        *_known(spec.get("populations", ()), vocabulary.populations, "populations.yaml", where),
    ]
    _known(spec.get("regimens_with", ()), vocabulary.drugs, "drugs.yaml", where)
    for drug in spec.get("regimens_with", ()):
        entries += vocabulary.regimens_with(drug)
    for other in spec.get("not_within", ()):
        if other not in wanted:
            raise ReviewError(
                "not_within names an unknown concept",
                where=where,
                value=other,
                fix=f"Define it under concepts, or use one of: {', '.join(sorted(wanted))}",
            )
    left_out = {fold(word) for word in spec.get("leave_out", ())}
    unknown = left_out.difference(
        fold(word) for entry in entries for word in (*entry.words, *entry.abbreviations)
    )
    if unknown:
        raise ReviewError(
            "leave_out names a phrase that the vocabulary does not bring in",
            where=where,
            value=min(unknown),
            fix="Delete it from leave_out",
        )
    concept = Concept(
        id=concept_id,
        words=_gathered(spec, entries, "words", left_out),
        abbreviations=_gathered(spec, entries, "abbreviations", left_out),
        mesh=_gathered(spec, entries, "mesh", set()),
        not_within=tuple(spec.get("not_within", ())),
    )
    if not (concept.words or concept.abbreviations or concept.mesh):
        raise ReviewError(
            "the concept has no words", where=where, fix="Give it words, abbreviations or mesh"
        )
    return concept


def _known(ids: Iterable[str], entries: Mapping[str, Entry], file: str, where: str) -> list[Entry]:
    for entry_id in ids:
        if entry_id not in entries:
            raise ReviewError(
                f"{file} has no such entry",
                where=where,
                value=entry_id,
                fix="Correct the id or add it to the vocabulary",
            )
    return [entries[entry_id] for entry_id in ids]


def _gathered(
    spec: Mapping[str, Any], entries: Iterable[Entry], kind: str, left_out: set[str]
) -> tuple[str, ...]:
    phrases = [*spec.get(kind, ())]
    for entry in entries:
        phrases += [word for word in getattr(entry, kind) if fold(word) not in left_out]
    return tuple(dict.fromkeys(phrases))


def _cue(spec: Mapping[str, Any]) -> Cue:
    stops = spec.get("stop_at", ())
    return Cue(
        side=spec["side"],
        words=Matcher({"cue": spec["words"]}),
        within=spec.get("within", 0),
        stop_at=Matcher({"stop": stops}) if stops else None,
    )

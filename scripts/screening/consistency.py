"""Refuse criteria that name unknown things, contradict themselves, or hold dead terms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from review.errors import ReviewError
from screening.concepts import Concept
from screening.publication_types import PUBLICATION_TYPES
from vocabulary.match import Matcher, fold

Key = tuple[str | int, ...]
Spec = Mapping[str, Any]
Place = Callable[[Key], str]

# In these parts of a condition a longer list makes it hold more often.
_WIDENING = ("find", "in", "publication_type", "language", "status", "registry", "section", "any")
_NARROWING = ("unless", "all", "none")


def conditions_of(document: Spec) -> Iterator[tuple[Key, Spec]]:
    """Every condition of a criteria or themes file with its key path, outer ones first."""
    for name, criterion in document.get("criteria", {}).items():
        for index, rule in enumerate(criterion["rules"]):
            yield from _nested(rule["when"], ("criteria", name, "rules", index, "when"))
    for index, condition in enumerate(document.get("secondary", ())):
        yield from _nested(condition, ("secondary", index))
    if "scope" in document:
        yield from _nested(document["scope"], ("scope",))
    themes = document.get("themes", {})  # in a criteria file, the themes file's name
    for name, theme in themes.items() if isinstance(themes, Mapping) else ():
        for index, condition in enumerate(theme["when"]):
            yield from _nested(condition, ("themes", name, "when", index))


def check_known(
    document: Spec,
    concepts: Collection[str],
    contexts: Collection[str],
    place: Place,
) -> None:
    """Raise ReviewError where a condition names a concept or context that nobody defined."""
    for path, condition in conditions_of(document):
        for key, names, known, kind in (
            ("find", condition.get("find", ()), concepts, "concept"),
            ("near", condition.get("near", {}).get("find", ()), concepts, "concept"),
            ("unless", condition.get("unless", ()), contexts, "context"),
            ("only_in", condition.get("only_in", ()), contexts, "context"),
            ("some_in", condition.get("some_in", ()), contexts, "context"),
        ):
            for name in names:
                if name not in known:
                    raise ReviewError(
                        f"{key} names an unknown {kind}",
                        where=place((*path, key)),
                        value=name,
                        fix=f"Known ones: {', '.join(sorted(known))}",
                    )


def check_consistency(
    criteria: Spec,
    themes: Spec,
    concepts: Mapping[str, Concept],
    place: Place,
) -> None:
    """Raise ReviewError for the first contradiction or dead term in a criteria file."""
    _check_used(criteria, themes, place)
    check_words(criteria, place)
    for name, spec in criteria["concepts"].items():
        _check_precedence(name, spec, concepts, place)
    for name, context in criteria.get("contexts", {}).items():
        for index, cue in enumerate(context.get("cues", ())):
            _check_cue(cue, ("contexts", name, "cues", index), place)
    for path, condition in conditions_of(criteria):
        _check_condition(path, condition, place)
    for name, criterion in criteria["criteria"].items():
        _check_rules(("criteria", name), criterion, place)


def check_words(document: Spec, place: Place) -> None:
    """Raise ReviewError for a concept's word that another of its words makes superfluous."""
    for name, spec in document.get("concepts", {}).items():
        _check_words(spec.get("words", ()), ("concepts", name, "words"), place)


def _nested(condition: Spec, path: Key) -> Iterator[tuple[Key, Spec]]:
    yield path, condition
    for key in ("all", "any", "none"):
        for index, part in enumerate(condition.get(key, ())):
            yield from _nested(part, (*path, key, index))


def _check_used(criteria: Spec, themes: Spec, place: Place) -> None:
    used: set[str] = set()
    for _, condition in (*conditions_of(criteria), *conditions_of(themes)):
        used.update(condition.get("find", ()), condition.get("near", {}).get("find", ()))
        used.update(condition.get("unless", ()), condition.get("only_in", ()))
        used.update(condition.get("some_in", ()))
    for spec in (*criteria["concepts"].values(), *themes.get("concepts", {}).values()):
        used.update(spec.get("not_within", ()))
    for group in ("concepts", "contexts"):
        for name in criteria.get(group, {}):
            if name not in used:
                raise ReviewError(
                    f"nothing uses this {group[:-1]}",
                    where=place((group, name)),
                    value=name,
                    fix="Delete it or name it in a rule",
                )


def _check_words(words: Sequence[str], path: Key, place: Place) -> None:
    stems = [fold(word[:-1]) for word in words if word.endswith("*")]
    seen: set[str] = set()
    for index, word in enumerate(words):
        folded = fold(word)
        covering = [stem for stem in stems if folded != f"{stem}*" and folded.startswith(stem)]
        if covering or folded in seen:
            cover = f"{covering[0]}*" if covering else folded
            raise ReviewError(
                f"'{cover}' finds everything that this word finds",
                where=place((*path, index)),
                value=word,
                fix="Delete one of the two",
            )
        seen.add(folded)


def _check_precedence(name: str, spec: Spec, concepts: Mapping[str, Concept], place: Place) -> None:
    for other in spec.get("not_within", ()):
        swallowing = Matcher({other: concepts[other].words})
        for index, word in enumerate(spec.get("words", ())):
            found = swallowing.find(word.rstrip("*"))
            if found and found[0].start == 0 and found[0].end >= len(word.rstrip("*")):
                raise ReviewError(
                    f"the word is always a mention of '{other}', which takes precedence",
                    where=place(("concepts", name, "words", index)),
                    value=word,
                    fix="Delete it here or there",
                )


def _check_cue(cue: Spec, path: Key, place: Place) -> None:
    _check_words(cue["words"], (*path, "words"), place)
    stops = cue.get("stop_at", ())
    _check_words(stops, (*path, "stop_at"), place)
    if cue["side"] == "sentence":
        if "within" in cue:
            raise ReviewError(
                "a cue anywhere in the sentence has no distance",
                where=place((*path, "within")),
                value=cue["within"],
                fix="Delete within, or give a side: before or after",
            )
        stopping = Matcher({"stop": stops})
        for index, word in enumerate(cue["words"]):
            if stopping.scan(word.rstrip("*")):
                raise ReviewError(
                    "the cue holds a word that stops it, so it never counts",
                    where=place((*path, "words", index)),
                    value=word,
                    fix="Delete it here or from stop_at",
                )
    elif stops and not cue.get("within"):
        raise ReviewError(
            "no word stands between a mention and a cue right beside it, so none can stop it",
            where=place((*path, "stop_at")),
            fix="Delete stop_at, or give within",
        )


def _check_condition(path: Key, condition: Spec, place: Place) -> None:
    for key, low, high in (
        ("patients", "at_least", "at_most"),
        ("mentions", "at_least", "at_most"),
        ("published", "from", "to"),
    ):
        limits = condition.get(key, {})
        if low in limits and high in limits and limits[low] > limits[high]:
            raise ReviewError(
                f"nothing is both at least {limits[low]} and at most {limits[high]}",
                where=place((*path, key)),
                fix="Swap or correct the two limits",
            )
    both = sorted(set(condition.get("unless", ())) & set(condition.get("only_in", ())))
    if both:
        raise ReviewError(
            "a mention cannot be in a context and outside it",
            where=place((*path, "only_in")),
            value=both[0],
            fix="Take it out of unless or of only_in",
        )
    for index, name in enumerate(condition.get("publication_type", ())):
        if name not in PUBLICATION_TYPES:
            meant = get_close_matches(name, PUBLICATION_TYPES, n=3, cutoff=0.8)
            if meant:  # else it may be newer than this program
                raise ReviewError(
                    "PubMed has no such publication type",
                    where=place((*path, "publication_type", index)),
                    value=name,
                    fix=f"Write one of these: {'; '.join(sorted(meant))}",
                )
    for index, part in enumerate(condition.get("none", ())):
        if any(_covers(part, asked) for asked in condition.get("all", ())):
            raise ReviewError(
                "this excludes what the condition asks for, so it can never hold",
                where=place((*path, "none", index)),
                fix="Delete it under none or under all",
            )
    if condition.get("abstract") == "absent" and condition.get("in") == ["abstract"]:
        raise ReviewError(
            "nothing is found in an abstract that is absent",
            where=place((*path, "abstract")),
            fix="Look in another field",
        )


def _check_rules(path: Key, criterion: Spec, place: Place) -> None:
    verdicts = {rule["verdict"] for rule in criterion["rules"]}
    if "met" not in verdicts | {criterion["otherwise"]["verdict"]}:
        raise ReviewError(
            "no rule can ever meet this criterion, so nothing could be included",
            where=place(path),
            value=path[-1],
            fix="Add a rule with the verdict met",
        )
    rules = criterion["rules"]
    for later in range(len(rules)):
        for earlier in range(later):
            if not _covers(rules[earlier]["when"], rules[later]["when"]):
                continue
            contradicts = rules[earlier]["verdict"] != rules[later]["verdict"]
            raise ReviewError(
                f"rule {earlier + 1} of the criterion decides every record that this rule would"
                + (", with another verdict" if contradicts else ""),
                where=place((*path, "rules", later)),
                value=rules[later]["because"],
                fix="Move this rule up, or delete it",
            )


def _covers(wide: Spec, narrow: Spec) -> bool:
    """Whether `wide` holds wherever `narrow` does, as far as their parts show."""
    if "find" in narrow:
        narrow = {"in": ["title", "abstract"], **narrow}
    if "find" in wide:
        wide = {"in": ["title", "abstract"], **wide}
    for key, asked in wide.items():
        if key not in narrow:
            return False
        given = narrow[key]
        if key in _WIDENING:
            if not all(part in asked for part in given):
                return False
        elif key in _NARROWING:
            if not all(part in given for part in asked):
                return False
        elif asked != given:
            return False
    return "only_in" in wide or "only_in" not in narrow or "unless" not in wide

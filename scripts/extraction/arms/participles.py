"""Arms that a text names by what was done to their patients.

After an allocation to irradiation or none, `the irradiated`, `irradiated women` and `those not
irradiated` are the arms; so are `the treated` and `the untreated` where one arm has no treatment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extraction.arms.labels import words_of
from extraction.arms.study import Arms
from extraction.text.signs import Signed
from extraction.tokens import ArmMention

_PEOPLE = (
    r"(?:women|patients|group|arm|subjects|participants|breasts?|sides?|limbs?|arms|cases|hands?|"
    r"feet|persons|wom[ae]n|extremit(?:y|ies)|sites?|areas?|half|halves)"
)
_DONE = Signed(
    r"\b(?:(?P<head>[Tt]he|[Tt]hose|[Ww]omen|[Pp]atients|[Ss]ubjects|[Oo]f|[Ii]n|[Aa]mong|and|than|versus|vs\.?|v|"
    r"against|to|%)\s)?(?P<not>not\s|non-|un(?=[a-z]{5}))?(?P<done>[a-z]{3,}ed)\b"
    rf"(?P<noun>\s{_PEOPLE}\b)?",
    ("ed",),
)
#: Looking for the words alone costs less than the pattern.
_DONE_ALONE = re.compile(r"[a-z](?<!\w.)[a-z]++(?<=ed)")
_ENDS = re.compile(
    r"\s?[,;:.)(]|$|\s(?:and|or|but|versus|vs\.?|v|than|against|compared|had|have|was|were|as|in|at|"
    r"with|\d)"
)
#: The ends of nouns for what is done, the longest first.
_NOUN_ENDS = (
    *("isation", "ization", "ification", "ations", "ation", "ments", "ment", "ions", "ing", "ion"),
    *("ers", "ors", "age", "al", "er", "or", "es", "s", "e", "y"),
)
_DONE_ENDS = ("icated", "ified", "ised", "ized", "ated", "ied", "ed")
_SHORTEST = 4
_TREATED = frozenset({"treated"})
#: Behind these stands what patients were treated with, which may be nothing.
_WITH_WHAT = (" with ", " by ")


def done_to(arms: Arms, view: str) -> list[ArmMention]:
    """Every place that names an arm by what was done to its patients, or was not."""
    stems = _stems(arms)
    if not stems and len(arms) < 2:
        return []
    return list(_mentions(arms, stems, view))


def _mentions(arms: Arms, stems: Mapping[str, str], view: str) -> Iterable[ArmMention]:
    words = set(_DONE_ALONE.findall(view))
    words |= {word.removeprefix("un") for word in words}
    if not any(_arm_of(word, stems, arms) for word in words):
        return
    for match in _DONE.finditer(view):
        done = match["done"]
        label = _arm_of(done, stems, arms)
        if not label or not _is_named(match, view):
            continue
        if done in _TREATED and view.startswith(_WITH_WHAT, match.end("done")):
            continue
        if match["not"] is not None:
            label = arms.without(label)
        if label:
            start = match.start("not") if match["not"] is not None else match.start("done")
            yield ArmMention(start=start, end=match.end(), labels=(label,))


def _arm_of(done: str, stems: Mapping[str, str], arms: Arms) -> str:
    if done in _TREATED:
        absent = [arm.label for arm in arms.arms if arm.label.startswith("no ")]
        return arms.without(absent[0]) if len(absent) == 1 and len(arms) == 2 else ""
    return stems.get(_stem(done, _DONE_ENDS), "")


def _is_named(match: re.Match[str], view: str) -> bool:
    """Whether a participle stands for patients: before a noun for these, or behind an article."""
    if match["noun"]:
        return True
    return bool(match["head"]) and _ENDS.match(view, match.end("done")) is not None


def _stems(arms: Arms) -> dict[str, str]:
    """The stem of what is done in each arm, by which only that arm is told."""
    found: dict[str, set[str]] = {}
    for arm in arms.arms:
        for stem in {stem for name in _told(arm.names) for stem in _all_stems(name)}:
            found.setdefault(stem, set()).add(arm.label)
    return {stem: labels.pop() for stem, labels in found.items() if len(labels) == 1}


def _told(names: Sequence[str]) -> Iterable[str]:
    return (name for name in names if not name.lower().startswith(("no ", "without ", "non-")))


def _all_stems(name: str) -> Iterable[str]:
    for word in words_of(name):
        if len(word) > _SHORTEST:
            yield _stem(word, _NOUN_ENDS)


def _stem(word: str, ends: Sequence[str]) -> str:
    """A word without the first of some endings that leaves enough of it."""
    for end in ends:
        stem = word.removesuffix(end)
        if stem != word and len(stem) >= _SHORTEST - 1:
            return stem[:-1] if len(stem) > _SHORTEST and stem[-1] == stem[-2] else stem
    return word

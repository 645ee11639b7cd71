"""What a trial is called, which group ran it, and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.facts.fact import Fact
from extraction.facts.name_forms import FORMS, IN_TITLE, SURE, NameForms
from extraction.facts.passages import Passage
from extraction.facts.words import FactWords

_ABBREVIATION = re.compile(r"\((?P<short>[A-Z][\w+/-]*)\)")
_REGISTRY = re.compile(r"(?:NCT|ISRCTN|EUDRACT|CHICTR|ACTRN|UMIN|JRCT|DRKS|NTR)", re.IGNORECASE)
_PHASE = re.compile(r"(?:I{1,3}|IV)[ab]?(?:[-/](?:I{1,3}|IV)[ab]?)*")
_NAMES = ("name", "name2", "name3", "name4")
_MOST = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A trial's name where it stands; the lower its form, the surer."""

    name: str
    field: str
    start: int
    end: int
    form: int


def find_names(passages: Sequence[Passage], words: FactWords) -> list[Name]:
    """Every name of a trial, in the order of the text."""
    taken = _defined(passages) | words.names.not_names
    return [
        one
        for passage in passages
        if passage.role != "outlook"
        for one in _named(passage, words.names)
        if _is_name(one.name, taken) and (passage.role != "background" or one.form in SURE)
    ]


def trial_names(names: Iterable[Name], several: bool) -> list[Fact]:
    """The trial's name, or the names where a report is of several; the surest form first."""
    chosen: list[Name] = []
    for one in sorted(names, key=lambda one: one.form):
        if not any(_same(one.name, other.name) for other in chosen):
            chosen.append(one)
    kept = chosen[:_MOST] if several else chosen[:1]
    return [
        Fact(
            "trial_name",
            one.name,
            one.field,
            one.start,
            one.end,
            rule=f"trial_name:{FORMS[one.form]}",
        )
        for one in kept
    ]


def two_trials(names: Sequence[Name], passages: Sequence[Passage]) -> Fact | None:
    """Two trials that a title names together (`analysis of ONE and TWO`): a pooled analysis."""
    in_title = [one for one in names if one.field == "title"]
    for one in in_title:
        for other in in_title:
            between = passages[0].view[one.end : other.start]
            if between == " and " and not _same(one.name, other.name):
                return Fact(
                    "design",
                    "pooled_analysis",
                    "title",
                    one.start,
                    other.end,
                    rule="design:two trials",
                )
    return None


def name_key(name: str) -> str:
    """What two ways to print one name share: `SWOG S0777` and `S-0777` are one trial."""
    letters = re.sub(r"[^A-Z0-9+]", "", name.upper())
    own = re.search(r"[A-Z]\d[A-Z]?\d{2,}$", letters)
    return own.group() if own else letters


def _same(one: str, other: str) -> bool:
    first, second = name_key(one), name_key(other)
    return first == second or first.endswith(second) or second.endswith(first)


def _named(passage: Passage, forms: NameForms) -> Iterable[Name]:
    text = passage.text.lower()
    for at, (form, needs) in enumerate(forms.trials):
        if at == IN_TITLE and passage.role != "title":
            continue
        if needs and not needs.find_matches_as_indexes(text):
            continue
        for match in form.finditer(passage.view, passage.start, passage.end):
            groups = match.groupdict()
            which = next(key for key in _NAMES if groups.get(key))
            name, (start, end) = match[which], match.span(which)
            group = "group2" if which == "name2" else "group"
            if groups.get(group):
                name = f"{forms.short(match[group])} {name}"
                start = match.start(group)
            yield Name(name, passage.field, start, end, at)


def _is_name(name: str, taken: frozenset[str]) -> bool:
    plain = name.upper()
    return (
        len(plain) > 2
        and plain not in taken
        and not _REGISTRY.match(name)
        and not _PHASE.fullmatch(name)
        and not plain.isdigit()
    )


def _defined(passages: Sequence[Passage]) -> frozenset[str]:
    """Short forms that the report itself defines by words in lower case before them."""
    found = set()
    for passage in passages:
        for match in _ABBREVIATION.finditer(passage.view, passage.start, passage.end):
            words = passage.view[passage.start : match.start()].split()[-8:]
            initials = "".join(part[0] for word in words for part in re.split("[-/]", word) if part)
            letters = re.sub(r"[^A-Za-z]", "", match["short"]).rstrip("s").lower()
            spoken = passage.field == "title" or (words and words[-1].islower())
            if letters and spoken and _ends_with(initials.lower(), letters):
                found.add(match["short"].upper())
    return frozenset(found)


def _ends_with(initials: str, letters: str) -> bool:
    """Whether most letters of a short form are the initials of the last words, in order."""
    at, hits = len(initials), 0
    for letter in reversed(letters):
        place = initials.rfind(letter, 0, at)
        if place >= 0:
            at, hits = place, hits + 1
    return hits >= max(2, len(letters) - 1)


def read_groups(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Cooperative groups that ran the study, by their short name where they have one."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in ("background", "outlook", "results"):
            continue
        text = passage.text
        for start, end, name in sorted(_groups(text, words.names)):
            after = re.split(r"[.;,]", text[end : end + 24])[0].lstrip(" -)")
            if not words.names.not_before.within(" ".join(after.split()[:1])):
                place = passage.start + start, passage.start + end
                found.setdefault(name, Fact("group", name, passage.field, *place, rule="group"))
    return list(found.values())


def _groups(text: str, forms: NameForms) -> list[tuple[int, int, str]]:
    spans = [(start, end, text[start:end]) for start, end in forms.acronyms.find(text)]
    for full, short in forms.full_names.items():
        if full in text:
            at = text.index(full)
            spans.append((at, at + len(full), short))
    for match in forms.group.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end, _ in spans)
        if not inside and not {word.lower() for word in match.group().split()} & forms.not_groups:
            spans.append((*match.span(), match.group()))
    return spans


_PLACE_BEFORE = re.compile(
    r"\b(?:in|across|throughout|from|of|northern|southern|and|,|the|\()\s?(?:\w+\s)?$"
)
_PLACE_AFTER = re.compile(
    r"^\s(?:\w+\s){0,2}(?:patients|women|men|adults|cent(?:er|re)s|hospitals?|sites|registry"
    r"|experience|population|study|trial|cohort|database|oncology|institutions|group)\b",
    re.IGNORECASE,
)
_OTHER_MATTERS = re.compile(
    r"\b(?:approved|licen[sc]ed|available|incidence|common|deaths)\b", re.IGNORECASE
)


def read_countries(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Countries and regions in which the study was done, or of its patients."""
    found: dict[str, Fact] = {}
    for field in dict.fromkeys(passage.field for passage in passages):
        here = [one for one in passages if one.field == field]
        view, starts = here[0].view, [one.start for one in here]
        told = words.countries.find(view)
        # In the order of the vocabulary.
        for country in words.countries:
            for start, end in told.get(country, ()):
                role = here[bisect_right(starts, start) - 1].role
                if role in ("title", "study", "question") and _told(view, start, end):
                    found.setdefault(
                        country, Fact("country", country, field, start, end, rule="country")
                    )
    return list(found.values())


def _told(text: str, start: int, end: int) -> bool:
    if _OTHER_MATTERS.search(text, max(0, start - 60), end + 40):
        return False
    before, after = text[max(0, start - 24) : start], text[end : end + 60]
    return bool(_PLACE_BEFORE.search(before) or _PLACE_AFTER.match(after))

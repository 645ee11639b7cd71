"""Endpoints and statistics that a text names: by the vocabulary, by itself, by its short forms.

A word of the vocabulary gives way to what the abstract itself says it means, and a longer name of
the abstract's own takes the place of the words that it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extraction.lexicon import ADVERSE, STATISTIC, EndpointEntry, Lexicon
from extraction.mentions.defined import find_primary
from extraction.mentions.elided import find_elided
from extraction.mentions.naming import find_compound, find_deaths, find_named
from extraction.text.abbreviations import short_forms, spelled_out
from extraction.tokens import Endpoint, Mention, Statistic
from vocabulary.match import Match

_TERM, _STATISTIC = b"\x01", b"\x02"
_DEFINED = re.compile(
    r"(?:\s(?:rate|rates|time))?\s?[(\[](?P<short>[A-Za-z][\w/-]{1,8}?)s?(?:\s(?:rate|"
    r"rates))?[)\];,]"
)
# `PD-1` is a protein, `PR-positive` a tumour.
_OTHER_SHORT = re.compile(r"-(?:[A-Z0-9]|positive\b|negative\b|ligand\b)")
_PERCENT_NEXT = re.compile(r"(?:\s(?:was|were|of|rates?|is))*[\s,:=(\[]*\d+(?:\.\d+)?\s?%(?!\s?C)")
_FREE_SURVIVAL = re.compile(
    r"(?<![\w-])(?:(?:[A-Z]{1,4}-)?[A-Z]{1,4}FS|(?:BC|PC|LC|RC|C|D)SS)\b(?!-)"
)
_RATIO_NEXT = re.compile(r"(?:\s(?:was|of|is))?[\s,:;=(\[]{0,4}\d?\.\d")


def find_terms(view: str, lexicon: Lexicon, taken: Sequence[Mention]) -> list[Mention]:
    """All endpoints and statistics of a text; those of its own naming leave what is `taken`."""
    terms = _with_named(_terms(view, lexicon), taken, view)
    for kind in find_elided(view, lexicon):
        terms = [t for t in terms if not (kind.start <= t.start and t.end <= kind.end)]
        if not any(t.start < kind.end and kind.start < t.end for t in terms):
            terms.append(kind)
    terms += _of_short_form_alone(view, terms)
    terms += [_of_vocabulary(primary, lexicon) for primary in find_primary(view)]
    return terms + _short_forms(view, terms)


def _of_short_form_alone(view: str, terms: Sequence[Mention]) -> list[Endpoint]:
    """Kinds of survival by a short form that neither text nor vocabulary explains (`LRFS`)."""
    taken = {term.start for term in terms}
    return [
        Endpoint(
            start=match.start(),
            end=match.end(),
            id=f"other:{spelled_out(view, match.group())}",
            kind="survival",
        )
        for match in _FREE_SURVIVAL.finditer(view)
        if match.start() not in taken
    ]


def _of_vocabulary(primary: Endpoint, lexicon: Lexicon) -> Endpoint:
    """The endpoint of the vocabulary where an outcome's name is one of its words."""
    name = primary.id.partition(":")[2]
    for match in lexicon.terms.find(name):
        if match.end - match.start == len(name) and not match.id.startswith(STATISTIC):
            term = _term(primary.start, primary.end, match.id, lexicon.endpoints)
            return term if isinstance(term, Endpoint) else primary
    return primary


class _Ground:
    """Terms by the places that they cover, so that each new one looks at its own place only."""

    def __init__(self, terms: Sequence[Mention]) -> None:
        self._kept: dict[Mention, None] = {}
        self._at: dict[int, list[Mention]] = {}
        for term in terms:
            self._add(term)

    @property
    def terms(self) -> list[Mention]:
        """The terms that are left, in the order of their coming."""
        return list(self._kept)

    def under(self, term: Mention) -> list[Mention]:
        """The terms that a new one would cover, wholly or in part."""
        places = range(term.start, term.end)
        return list(dict.fromkeys(t for place in places for t in self._at.get(place, ())))

    def replace(self, old: Sequence[Mention], new: Mention) -> None:
        """Put a term in the place of some others."""
        for term in old:
            del self._kept[term]
            for place in range(term.start, term.end):
                self._at[place].remove(term)
        self._add(new)

    def _add(self, term: Mention) -> None:
        self._kept[term] = None
        for place in range(term.start, term.end):
            self._at.setdefault(place, []).append(term)


def _with_named(terms: list[Mention], arms: Sequence[Mention], view: str) -> list[Mention]:
    """The vocabulary's terms and, where there is none, endpoints of the abstract's own naming.

    A compound name takes the place of the words of the vocabulary that it is made of.
    """
    ground = _Ground(terms)
    for compound in find_compound(view):
        inside = ground.under(compound)
        if not any(t.start <= compound.start and _is_whole(t, view) for t in inside):
            ground.replace(inside, compound)
    for death in find_deaths(view):
        inside = ground.under(death)
        if not any(t.start <= death.start and death.end <= t.end for t in inside):
            ground.replace(inside, death)
    terms = ground.terms
    taken = bytearray(len(view))
    for term in (*terms, *arms):
        sign = _STATISTIC if isinstance(term, Statistic) else _TERM
        taken[term.start : term.end] = sign * (term.end - term.start)
    kept = list(terms)
    for named in find_named(view):
        # "the response rate of bone metastases" names a response, which the vocabulary has.
        head = view.rfind(" ", 0, max(0, named.start - 4))
        if not any(taken[named.start : named.end]) and taken[max(0, head - 1)] != _TERM[0]:
            taken[named.start : named.end] = _TERM * (named.end - named.start)
            kept.append(named)
    return kept


def _is_whole(term: Mention, view: str) -> bool:
    """Whether a term of the vocabulary is itself a time to something or a kind of survival."""
    text = view[term.start : term.end].lower()
    return text.startswith("time") or "survival" in text or "interval" in text


def _short_forms(view: str, terms: Sequence[Mention]) -> list[Mention]:
    """Later mentions of a compound by the short form in brackets after it."""
    found: list[Mention] = []
    taken = {span for term in terms for span in range(term.start, term.end)}
    for term in terms:
        if not isinstance(term, Endpoint) or not term.id.startswith("other:"):
            continue
        defined = _DEFINED.match(view, term.end)
        if not defined or not _is_short_form(defined["short"], view[term.start : term.end]):
            continue
        for start, end in _occurrences(view, defined["short"]):
            if start not in taken:
                taken.update(range(start, end))
                found.append(replace(term, start=start, end=end))
    return found


def _terms(view: str, lexicon: Lexicon) -> list[Mention]:
    """Endpoints and statistics of the vocabulary, with the short forms the abstract defines."""
    found = lexicon.terms.find(view)
    own: dict[str, str] = {}
    for match in found:
        if match.id.startswith(STATISTIC) and not match.id.endswith("_ratio"):
            continue
        defined = _DEFINED.match(view, match.end)
        # In `had died (HR, 0.62)` the bracket holds the ratio of it and no short form.
        ratio = defined and _RATIO_NEXT.match(view, defined.end("short"))
        if (
            defined
            and not ratio
            and _is_short_form(defined["short"], view[match.start : match.end])
        ):
            own.setdefault(defined["short"], match.id)
    spans = _as_defined(view, _spans(view, found), lexicon)
    for (start, end), key in spans.items():
        short = view[start:end]
        if short in own and _kind(key, lexicon) == "survival" != _kind(own[short], lexicon):
            del own[short]
    for short, key in own.items():
        for place in _occurrences(view, short):
            spans[place] = key
    terms = [
        _term(start, end, key, lexicon.endpoints) for (start, end), key in sorted(spans.items())
    ]
    return _of_this_matter(view, terms, lexicon)


def _of_this_matter(view: str, terms: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """The terms, those under their own label that an abstract of another matter uses."""
    folded = view.lower()
    other: dict[str, str] = {}
    for key in sorted({term.id for term in terms if isinstance(term, Endpoint)}):
        entry = lexicon.endpoints[key]
        if entry.short_beside and not any(word in folded for word in entry.short_beside):
            terms = [t for t in terms if not (_is_of(t, key) and view[t.start : t.end].isupper())]
        if any(word in folded for word in entry.not_beside):
            other[key] = f"other:{entry.label.lower()}"
    return [
        replace(term, id=other[term.id])
        if isinstance(term, Endpoint) and term.id in other
        else term
        for term in terms
    ]


def _is_of(term: Mention, key: str) -> bool:
    return isinstance(term, Endpoint) and term.id == key


def _spans(view: str, found: Sequence[Match]) -> dict[tuple[int, int], str]:
    """One meaning for each place; `RR` before a percentage is a response rate, else a ratio."""
    spans: dict[tuple[int, int], str] = {}
    for match in found:
        place = (match.start, match.end)
        joined = _OTHER_SHORT.match(view, match.end) or view[match.start - 1 : match.start] == "-"
        if joined and view[match.start : match.end].isupper():
            continue
        if place in spans and not _PERCENT_NEXT.match(view, match.end):
            if not match.id.startswith(STATISTIC):
                continue
        elif place in spans and match.id.startswith(STATISTIC):
            continue
        spans[place] = match.id
    return spans


def _as_defined(
    view: str, spans: Mapping[tuple[int, int], str], lexicon: Lexicon
) -> dict[tuple[int, int], str]:
    """The terms without short forms that this abstract has given another meaning."""
    foreign: dict[str, bool] = {}
    known = short_forms(view)
    kept = {}
    for (start, end), key in spans.items():
        short = view[start:end]
        if short in known and short not in foreign:
            meanings = {match.id for match in lexicon.terms.find(known[short])}
            survival = "survival" in known[short].lower() and _kind(key, lexicon) == "survival"
            foreign[short] = key not in meanings and not survival
        # Even where HR is a hormone receptor, `HR, 0.67` is a hazard ratio.
        ratio_follows = key.startswith(STATISTIC) and _RATIO_NEXT.match(view, end)
        if ratio_follows or not foreign.get(short):
            kept[start, end] = key
    return kept


def _kind(key: str, lexicon: Lexicon) -> str:
    family, name = key.split(" ", 1)
    if family == STATISTIC:
        return ""
    return lexicon.endpoints[f"AE:{name}" if family == ADVERSE else name].kind


def _is_short_form(short: str, phrase: str) -> bool:
    capitals = [char for char in short if char.isupper()]
    return len(capitals) >= 2 and capitals[0].lower() in {
        word[0].lower() for word in phrase.split()
    }


def _term(start: int, end: int, key: str, endpoints: Mapping[str, EndpointEntry]) -> Mention:
    family, name = key.split(" ", 1)
    if family == STATISTIC:
        return Statistic(start=start, end=end, id=name)
    entry = endpoints[f"AE:{name}" if family == ADVERSE else name]
    return Endpoint(
        start=start,
        end=end,
        id=entry.id,
        kind=entry.kind,
        umbrella=entry.umbrella,
        hazard_of=entry.hazard_of,
        hazard_after=entry.hazard_after,
    )


def _occurrences(view: str, short: str) -> Iterator[tuple[int, int]]:
    """Where a short form stands as a word, in the plural too."""
    at = view.find(short)
    while at >= 0:
        end = at + len(short)
        plural = end + (view[end : end + 1] == "s")
        before, after = view[at - 1 : at] if at else "", view[plural : plural + 1]
        if not (before.isalnum() or before == "-" or after.isalnum()):
            yield at, plural
        at = view.find(short, end)

"""Endpoints of one site, which are not those of any (`distant DFS`, `axillary dermatitis`).

Where the vocabulary has the endpoint of that site its name is taken, else the text's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extraction.lexicon import STATISTIC, Lexicon
from extraction.text.abbreviations import spelled_out
from extraction.tokens import Endpoint, Mention

_REACH = 60
# The words before an endpoint, of which the last or the last two may tell the site; between them
# and it another event may stand (`local progression or relapse`).
_BEFORE = re.compile(
    r"(?P<words>(?:(?<![\w-])[A-Za-z]+[ -])?(?<![A-Za-z])[A-Za-z]+(?:-[A-Za-z]+)?)"
    r"[ -](?P<other>(?:progression|recurrences?|relapses?|failures?|metastas[ei]s)"
    r" (?:or|and/or) )?$"
)
_WORD = re.compile(r"[a-z]+")
_JOINED = re.compile(r"[A-Za-z),](?:,| and| or|, and|, or|/| versus| v) $|/$")
_WAS_AT = re.compile(
    r" (?:was|were|being|is) (?:(?:mostly|mainly|only|predominantly|exclusively|first) )?"
    r"(?P<site>[A-Za-z]+(?:-[A-Za-z]+)?)(?= (?:in|for|among|with|:)\b| \()"
)
# What opens with a verb is no noun that a site could narrow (`those with liver disease had died`).
_VERB_FIRST = re.compile(
    r"(?:ha[dsv]e?|was|were|is|are|be|been|did|do|went|came|withdrew|survived?|die[ds]?|alive|free|"
    r"[a-z]+ed)\b",
    re.IGNORECASE,
)
#: What is named by its site wherever it is named at all.
_KINDS = frozenset(["event", "survival"])


def of_their_sites(
    view: str, terms: Sequence[Mention], taken: Sequence[Mention], lexicon: Lexicon
) -> list[Mention]:
    """The terms of a text, those of one site under its name; `taken` are words of the arms."""
    arms = {place for mention in taken for place in range(mention.start, mention.end)}
    kept: list[Mention] = []
    for term in sorted(terms, key=lambda term: (term.start, -term.end)):
        narrows = _has_site(term) and not _VERB_FIRST.match(view, term.start)
        start, other = _site_before(view, term, lexicon) if narrows else (-1, False)
        if start < 0 or start in arms:
            kept.append(_at_site(view, term, lexicon) if narrows else term)
            continue
        assert isinstance(term, Endpoint)
        if other and kept and start <= kept[-1].start:
            kept.pop()
        whole = _of_site(view, start, term, lexicon)
        free = not kept or kept[-1].end <= start
        # In `bone, liver and brain metastases` others share the noun.
        listed = _JOINED.search(view, max(0, start - 8), start) and whole.id[:6] == "other:"
        kept.append(whole if free and not (listed and whole.id not in lexicon.endpoints) else term)
    return kept


def _has_site(term: Mention) -> bool:
    return isinstance(term, Endpoint) and term.kind in _KINDS and not term.umbrella


def _site_before(view: str, term: Mention, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the name of a site before a term starts, and whether another event is in between."""
    sites, first = lexicon.clauses.body_sites, max(0, term.start - _REACH)
    if _last_words(sites).isdisjoint(_WORD.findall(view[first : term.start].lower())):
        return -1, False
    before = _BEFORE.search(view, first, term.start)
    if before is None:
        return -1, False
    words = before["words"].lower()
    for name in (words, words.rsplit(" ", 1)[-1], words.rsplit("-", 1)[-1]):
        if name in sites:
            return before.end("words") - len(name), before["other"] is not None
    return -1, False


@lru_cache(maxsize=4)
def _last_words(sites: frozenset[str]) -> frozenset[str]:
    """The words that the names of sites end in: looking for one costs less than the pattern."""
    return frozenset(_WORD.findall(site.lower())[-1] for site in sites)


def _at_site(view: str, term: Mention, lexicon: Lexicon) -> Mention:
    """An event of the site that its verb tells (`relapse was local in 7%`)."""
    assert isinstance(term, Endpoint)
    told = _WAS_AT.match(view, term.end) if term.kind == "event" else None
    if told is None or told["site"].lower() not in lexicon.clauses.body_sites:
        return term
    name = f"{told['site'].lower()} {view[term.start : term.end]}"
    return _named(name, replace(term, end=told.end("site")), view, lexicon)


def _of_site(view: str, start: int, term: Endpoint, lexicon: Lexicon) -> Endpoint:
    name = view[start : term.end]
    return _named(name[:1].lower() + name[1:], replace(term, start=start), view, lexicon)


def _named(name: str, term: Endpoint, view: str, lexicon: Lexicon) -> Endpoint:
    """A term under a longer name, that of the vocabulary where it has one."""
    for match in lexicon.terms.find(name):
        if match.end - match.start == len(name) and not match.id.startswith(STATISTIC):
            entry = lexicon.endpoints.get(match.id.split(" ", 1)[-1])
            if entry is not None:
                return replace(term, id=entry.id, kind=entry.kind, hazard_of="", hazard_after=())
    family = "AE" if term.id.startswith("AE:") else "other"
    own = f"{family}:{spelled_out(view, name)}"
    return Endpoint(start=term.start, end=term.end, id=own, kind=term.kind)

"""Endpoints and statistics by the words of the vocabulary, as this abstract uses them.

A word gives way to what the abstract itself says it means, and its short form stands for it from
there on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extraction.lexicon import ADVERSE, STATISTIC, EndpointEntry, Lexicon
from extraction.mentions.matter import of_this_matter
from extraction.mentions.short_forms import occurrences, short_form_behind
from extraction.text.abbreviations import short_forms
from extraction.tokens import Endpoint, Mention, Statistic
from vocabulary.match import Match

# `PD-1` is a protein, `PR-positive` a tumour.
_OTHER_SHORT = re.compile(r"-(?:[A-Z0-9]|positive\b|negative\b|ligand\b)")
_PERCENT_NEXT = re.compile(r"(?:\s(?:was|were|of|rates?|is))*[\s,:=(\[]*\d+(?:\.\d+)?\s?%(?!\s?C)")
_RATIO_NEXT = re.compile(r"(?:\s(?:was|of|is))?[\s,:;=(\[]{0,4}\d?\.\d")


def vocabulary_terms(view: str, whole: str, lexicon: Lexicon) -> list[Mention]:
    """Endpoints and statistics of the vocabulary, with the short forms the abstract defines.

    `whole` is the title with the text.
    """
    found = lexicon.terms.find(view)
    own: dict[str, str] = {}
    for match in found:
        if match.id.startswith(STATISTIC) and not match.id.endswith("_ratio"):
            continue
        defined = short_form_behind(view, match.start, match.end)
        # In `had died (HR, 0.62)` the bracket holds the ratio of it and no short form.
        if defined and not _RATIO_NEXT.match(view, defined.end("short")):
            own.setdefault(defined["short"], match.id)
    spans = _as_defined(view, _spans(view, found), lexicon)
    for (start, end), key in spans.items():
        short = view[start:end]
        if short in own and _kind(key, lexicon) == "survival" != _kind(own[short], lexicon):
            del own[short]
    for short, key in own.items():
        for place in occurrences(view, short):
            spans[place] = key
    terms = [
        term_of(start, end, key, lexicon.endpoints) for (start, end), key in sorted(spans.items())
    ]
    return of_this_matter(view, whole, terms, lexicon)


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


def term_of(start: int, end: int, key: str, endpoints: Mapping[str, EndpointEntry]) -> Mention:
    """The endpoint or statistic of a key of the vocabulary's words, at its place."""
    entry = _entry(key, endpoints)
    if entry is None:
        return Statistic(start=start, end=end, id=key.removeprefix(f"{STATISTIC} "))
    return Endpoint(
        start=start,
        end=end,
        id=entry.id,
        kind=entry.kind,
        umbrella=entry.umbrella,
        hazard_of=entry.hazard_of,
        hazard_after=entry.hazard_after,
    )


def _kind(key: str, lexicon: Lexicon) -> str:
    entry = _entry(key, lexicon.endpoints)
    return entry.kind if entry else ""


def _entry(key: str, endpoints: Mapping[str, EndpointEntry]) -> EndpointEntry | None:
    """The endpoint of a key of the vocabulary's words; None for a statistic."""
    family, name = key.split(" ", 1)
    if family == STATISTIC:
        return None
    return endpoints[f"AE:{name}" if family == ADVERSE else name]

"""Arms that results tell by two opposite ways of giving one treatment.

`38% after early movement and 21% after delayed movement`, `9% of the dose-dense and 7% of the
standard patients`, `22% with the weekly schedule`: two words that exclude each other, before one
noun of a sentence with figures, are the arms of a trial that no other sentence need introduce.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extraction.arms.labels import Candidate
from extraction.arms.merging import CONDITION
from extraction.lexicon import Lexicon
from extraction.text.sentences import SENTENCE
from vocabulary.match import Match, fold

_FIGURE = re.compile(r"\d\s?(?:%|per ?cent\b)|\d\.\d|\d\s?(?:months|weeks|days|years)\b")
_NOUN = re.compile(r"[- ](?P<noun>[a-z][a-z-]{2,})\b(?!\s(?:and|or)\s\w+\s(?:rates?|scores?)\b)")
#: A way that shares the noun of the one behind it (`of the early and 7% of the delayed patients`).
_ELLIPSIS = re.compile(
    r"\s?(?:[(\[][^()\[\]]{1,40}[)\]])?,?\s(?:and|versus|vs\.?|v|than|against|but|or)\s"
)
_MANY = 2


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of giving something where a text names it: its line and side in the vocabulary."""

    line: str
    side: str
    start: int
    end: int
    noun: str


def by_manner(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """The ways of each sentence with figures in which one noun has two that exclude each other."""
    matches = lexicon.arms.ways.find(view)
    if len({match.id for match in matches}) < _MANY:
        return
    names: dict[tuple[str, str], str] = {}
    matches = sorted(matches, key=lambda match: match.start)
    at = 0
    for sentence in SENTENCE.finditer(view):
        start, end = sentence.span()
        first = at
        while at < len(matches) and matches[at].start < end:
            at += 1
        own = matches[first:at]
        if len(own) < _MANY or not _FIGURE.search(view, start, end):
            continue
        for way in _opposed(_ways(own, view, lexicon)):
            label = view[way.start : way.end]
            known = names.setdefault((way.line, way.side), label)
            # With its noun it is a name as well, so that no outcome is seen in `steroids and 6%`.
            aliases = {known, _with_noun(way, view)} - {label}
            for alias in sorted(aliases, key=fold) or [""]:
                alias = "" if fold(alias) == fold(label) else alias
                yield Candidate(
                    label, way.start, way.end, 3, headed=True, alias=alias, beside=start
                )


def _with_noun(way: _Way, view: str) -> str:
    behind = _NOUN.match(view, way.end)
    same = behind is not None and behind["noun"].removesuffix("s") == way.noun
    return view[way.start : behind.end() if behind and same else way.end]


def _ways(own: Iterable[Match], view: str, lexicon: Lexicon) -> list[_Way]:
    """The ways of a sentence with the nouns behind them, shared ones carried back."""
    found: list[_Way] = []
    noun = ""
    for match in sorted(own, key=lambda m: -m.start):
        behind = _NOUN.match(view, match.end)
        if behind and not _ELLIPSIS.match(view, match.end):
            noun = behind["noun"].removesuffix("s")
            if _is_outcome(noun, lexicon):
                noun = ""
        elif not _ELLIPSIS.match(view, match.end):
            noun = ""
        if noun:
            line, side = match.id.split()
            found.append(_Way(line, side, match.start, match.end, noun))
    return found


def _is_outcome(noun: str, lexicon: Lexicon) -> bool:
    if noun == "fraction":
        return False  # of a dose of radiotherapy, before which stands how many there are
    if noun in lexicon.arms.not_ways or CONDITION.of(lexicon.arms).search(noun):
        return True
    return any(match.end - match.start >= len(noun) - 1 for match in lexicon.terms.find(noun))


def _opposed(ways: Iterable[_Way]) -> Iterable[_Way]:
    """Those of some ways that exclude each other and have one noun, if just two sides do."""
    groups: dict[tuple[str, str], list[_Way]] = {}
    for way in ways:
        groups.setdefault((way.line, way.noun), []).append(way)
    told: Mapping[tuple[str, str], list[_Way]] = {
        key: group for key, group in groups.items() if len({way.side for way in group}) > 1
    }
    if len(told) == 1:
        yield from next(iter(told.values()))

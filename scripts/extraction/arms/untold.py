"""Arms that nothing but the results of a trial names.

`84% after A but 52% after B`, `22% in the A clinics against 9% in the B clinics`: where a text that
assigns treatments introduces no two arms, what stands at two values in the same way are these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.arms.designs import assigns
from extraction.arms.group_names import name_before
from extraction.arms.labels import VERB_BEHIND, Candidate, Side, label_after, recurs
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.sentences import SENTENCE
from extraction.word_lists import Worded
from vocabulary.match import fold

_PEOPLE = r"(?:patients|women|those|subjects|participants|men|individuals|cases)"
_DONE = (
    r"(?:given|assigned(?: to)?|allocated(?: to)?|allotted(?: to)?|receiving|treated (?:with|by)|"
    r"undergoing|using|randomi[sz]ed to|offered|on|who (?:had|received|underwent|used))"
)
#: A value and what it is a value after, under, with or by.
_AT_VALUE = re.compile(
    r"\d\s?(?:%|months|weeks|days|years|v|vs)?\)?(?:\s\([^()]{1,50}\))?\s"
    rf"(?:of\s(?:the\s)?(?:\d[\d,]*\s)?{_PEOPLE}\s)?"
    rf"(?:(?P<people>(?:(?:among|in|for|of)\s)?(?:the\s)?{_PEOPLE}\s{_DONE})|"
    r"(?P<prep>with|after|under|by|following|on)(?:\sthe)?)\s(?!\d)"
)
_HEADS = Worded(r"[- ](?P<head>@heads)s?\b(?![- ]@heads)")
_FIGURE = re.compile(r"\d\s?%|\d\.\d|\d\s?(?:months|weeks|days|years)\b")
#: Words by which a treatment, but no event, stands at its values.
_SURE = frozenset({"after", "under", "by", "following"})
_LONGEST = 4


def untold(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Both labels of each such pair, where the text assigns treatments."""
    words = lexicon.arms
    if not assigns(view):
        return
    low = fold(view)
    for sentence in SENTENCE.finditer(view):
        start, end = sentence.span()
        if end - start < _LONGEST or not _FIGURE.search(view, start, end):
            continue
        for group in (_at_values(view, low, start, end, words), _at_heads(view, start, end, words)):
            if len({fold(label) for _, _, label in group}) > 1:
                for first, last, label in group:
                    yield Candidate(label, first, last, 3, beside=start)


def _at_values(view: str, low: str, start: int, end: int, words: ArmWords) -> Sequence[Side]:
    """The labels that stand at two values by one word."""
    found: dict[str, list[Side]] = {}
    for match in _AT_VALUE.finditer(view, start, end):
        side = label_after(view, match.end(), words)
        if side is None or side[1] > end or side[0] - match.end() > _LONGEST:
            continue
        prep = match["prep"] or "given"
        known = _as_elsewhere(side, low)
        if prep in _SURE or match["people"] or known:
            found.setdefault(prep, []).append(known or _without_verb(side))
    pairs = [sides for sides in found.values() if len(sides) > 1]
    if any(fold(label) in words.phases for sides in pairs for _, _, label in sides):
        return []
    return pairs[0] if len(pairs) == 1 else []


def _as_elsewhere(side: Side, low: str) -> Side | None:
    """As much of a label as the text has once more."""
    start, _, label = side
    parts = label.split()[:_LONGEST]
    for count in range(len(parts), 0, -1):
        part = " ".join(parts[:count])
        if not label.startswith(part):
            continue
        if len(part) > 2 and recurs(fold(part), low, start):
            return start, start + len(part), part
    return None


def _without_verb(side: Side) -> Side:
    """A label without the verb that goes on behind it (`routine feeding vomited`)."""
    start, _, label = side
    label = VERB_BEHIND.sub("", label)
    return start, start + len(label), label


def _at_heads(view: str, start: int, end: int, words: ArmWords) -> Sequence[Side]:
    """The labels before one noun that a sentence has twice."""
    found: dict[str, list[Side]] = {}
    for match in _HEADS.of(words).finditer(view, start, end):
        side = name_before(view, match.start(), words)
        if side and side[0] >= start and fold(side[2].split()[-1]) not in words.not_arms:
            found.setdefault(match["head"].removesuffix("s"), []).append(side)
    pairs = [sides for sides in found.values() if len(sides) > 1]
    return pairs[0] if len(pairs) == 1 else []

"""Two arms side by side: a noun that stands once for both, or two of the text's own acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.labels import Candidate
from extraction.arms.telling import has_acronym
from extraction.lexicon import ArmWords, Lexicon
from vocabulary.match import fold

_ELLIPTIC = re.compile(
    r"\b(?P<first>[\w-]+)\s(?:and|or|versus|vs\.?|v|than|compared with)\s(?:[\d.]+\s?%?\s)?"
    r"(?:(?:with|for|in|on|after|to|of)\s)?(?:the\s)?(?P<second>[\w-]+)\s(?P<noun>[\w-]+)"
)
_WAYS = re.compile(
    r"\b(?P<first>[\w-]+)\s(?:or|versus|vs\.?)\s(?P<second>[\w-]+)"
    r"(?=[.,;)(]|\s(?:until|after|for|in|with)\b)"
)
_ALLOCATES = re.compile(r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Cc]ompar)")
_NEAR = 200
_DEFINED = re.compile(
    r"[(\[]\s?(?P<short>[A-Z][\w+/\u2192 -]{1,12}?)(?:\s(?:group|arm))?\s?[)\];,:]"
)
_PAIRED = re.compile(
    r"\b(?:comparing|between|for|with|by|in|on|of|to|than|versus|vs\.?|v|and)\s(?:the\s)?"
    r"(?P<short>[A-Z][\w+/-]{1,12})(?=[\s,;.)])"
)
_PAIR_GAP = re.compile(
    r"\s(?:and|or|versus|vs\.?|v|compared with|than(?: with| in)?)\s(?:the\s)?(?:in\s)?"
)


def elliptic(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Two arms that only differ in how one treatment is given (`oral and intravenous A`)."""
    words = lexicon.arms
    named = words.manner_finder.find_matches_as_indexes(fold(view), overlapping=True)
    if len({manner for manner, _, _ in named}) < 2:
        return  # most texts, whose every pair of words need not be read
    yield from _when(view, words)
    for match in _ELLIPTIC.finditer(view):
        first, second, noun = match["first"], match["second"], match["noun"]
        if first == second or not {fold(first), fold(second)} <= words.manners:
            continue
        if not (words.is_drug(noun) or _is_treatment(noun, words)):
            continue
        yield Candidate(first, match.start("first"), match.end("first"), 3)
        label = view[match.start("second") : match.end("noun")]
        yield Candidate(label, match.start("second"), match.end("noun"), 3)


def _when(view: str, words: ArmWords) -> Iterable[Candidate]:
    """Two ways of giving what is named before them (`to receive A upfront or delayed`)."""
    for match in _WAYS.finditer(view):
        both = {fold(match["first"]), fold(match["second"])}
        before = view[max(0, match.start() - _NEAR) : match.start()].rsplit(". ", 1)[-1]
        if len(both) == 2 and both <= words.manners and _ALLOCATES.search(before):
            for side in ("first", "second"):
                yield Candidate(
                    match[side], *match.span(side), 3, listed=True, list_at=match.start()
                )


def _is_treatment(label: str, words: ArmWords) -> bool:
    return any(m.end - m.start == len(label) for m in words.treatments.find(label))


def paired(view: str, words: ArmWords) -> Iterable[Candidate]:
    """Two acronyms of the text's own that are named side by side (`comparing GD and CD`)."""
    own = {match["short"] for match in _DEFINED.finditer(view)}
    own = {short for short in own if has_acronym(short, words) and " " not in short}
    if len(own) < 2:
        return
    previous: re.Match[str] | None = None
    for match in _PAIRED.finditer(view):
        if match["short"] not in own:
            continue
        if previous is not None and previous["short"] != match["short"]:
            gap = view[previous.end("short") : match.start("short")]
            if _PAIR_GAP.fullmatch(gap):
                for one in (previous, match):
                    yield Candidate(one["short"], one.start("short"), one.end("short"), 3)
        previous = match

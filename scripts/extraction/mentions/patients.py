"""Some of the patients, told between values: `; with 1-3 nodes, 67%`, `, if they were mutated (`.

They are told by what they have, in words of the vocabulary, or as a subgroup.
"""

from __future__ import annotations

import re

from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Endpoint, Subgroup, Value
from extraction.word_lists import Worded

_REACH = 170
_JOINS = (
    r"(?:,?\srespectively)?(?:[,;]?\s[Pp]\s?=\s?(?:NS|ns|n\.s\.))?[)\]\s,;.:]*"
    r"(?:(?:and|but|while|whilst|whereas|though|although|or|also|not|not so|only|even|as well as|"
    r"nor|neither|so|too|likewise|similarly|conversely|again|than|versus|vs\.?|"
    r"compared (?:with|to)|(?:an?|the)\s(?:[a-z]+\s)?(?:one|effect|benefit|gain|difference|"
    r"advantage|hazard|risk))\b,?\s)*"
)
_WHEN = (
    r"(?:[Ii]n|[Ff]or|[Aa]mong|[Aa]mongst|[Ii]f|[Ww]hen|[Ww]here|[Ww]ith|[Ww]ithout|[Bb]elow|"
    r"[Aa]bove|[Uu]nder|[Oo]ver)"
)
_FIGURES = (
    r"(?:the\s)?(?:corresponding\s|respective\s|latter\s|same\s)?(?:figures?|values?|rates?|"
    r"percentages?|proportions?|estimates?|results?|medians?|numbers?)"
)
_WAS = r"(?:was|were|being|is|are|amounted to|came to|became|ran to|reached)\s(?:about\s|only\s)?"
_SEEN = (
    r"(?:occurred|developed|arose|(?:was|were)\s(?:seen|found|reported|noted|observed|present|"
    r"recorded|obtained|achieved|diagnosed|reached))"
)
_ANSWERS = re.compile(rf"\b(?:it|they|{_FIGURES})\s(?:{_WAS}|{_SEEN}\s(?:in|by|for|with)\s)$")
_PEOPLE = (
    r"(?:patients|women|men|those|subjects|cases)\s(?:were|was|aged|with|without|who|whose|over|"
    r"under|below|above|beyond|not|in\swhom|having)\b"
)
_OTHERS = Worded(
    rf"{_JOINS}(?:{_WHEN}\s|(?={_PEOPLE}))(?P<whom>[^;()\[\]%]{{2,110}}?)"
    rf"(?:,?\s(?:it|they|this|these|that|{_FIGURES})\s{_WAS}|[,:]\s|,?\s[(\[]\s?"
    rf"|,?\s(?:it|this|they|these)\s{_SEEN}\s(?:in|by|for|with)\s(?:about\s|only\s)?"
    r"|(?<=[\w+])\s(?P<bare>))"
)
_TRAIT = Worded(rf"(?<![\w-])(?:@traits|{_PEOPLE})(?![\w-])")
#: Whom a ratio was of, behind it, before the next.
_BEHIND = Worded(
    rf"[)\]\s]*{_WHEN}\s(?P<whom>[^;()\[\]%,]{{2,70}}?)(?:,|;|,?\s(?:and|but|while|whereas|or))\s"
    rf"(?:{_WHEN}\s[^;()\[\]%,]{{2,70}}?\s)?(?:it\swas\s)?"
)
_TRAIT_LAST = Worded(
    r"(?<![\w-])(?:@traits)(?:\s(?:patients|women|cases|disease|ones|group|tumou?rs))?$"
)


_BEFORE_BRACKET = re.compile(r"\b(?:in|among|for)\s(?P<whom>[^,;()\[\]]{2,60}?)\s?[(\[]$")
_SHORT = 80


def whom_between(line: Line, start: int, end: int) -> str:
    """The patients that a stretch tells and nothing else, '' where it tells something else."""
    if end - start > _REACH:
        return ""
    match = _OTHERS.of(line.words).fullmatch(line.view, start, end)
    if match is None:
        return ""
    whom = match["whom"]
    inside = [m for m in line.mentions if start <= m.start and m.end <= end]
    if any(isinstance(m, ArmMention) for m in inside):
        return ""
    if any(isinstance(m, Endpoint) and m.kind != "event" for m in inside):
        return ""
    if any(isinstance(m, Value) and m.unit not in {"", "count"} for m in inside):
        return ""
    if match["bare"] is not None:
        return whom if _TRAIT_LAST.of(line.words).search(whom) else ""
    told = any(isinstance(m, Subgroup) for m in inside)
    return whom if told or _TRAIT.of(line.words).search(whom) else ""


def is_of_patients(whom: str, words: ClauseWords) -> bool:
    """Whether some words tell patients, by what they have or as people."""
    named = not words.people.isdisjoint(whom.lower().split())
    return named or _TRAIT.of(words).search(whom) is not None


def whom_behind(line: Line, start: int, end: int) -> bool:
    """Whether a stretch tells whom the value before is of, and at most whom the next is of."""
    if end - start > _REACH:
        return False
    match = _BEHIND.of(line.words).fullmatch(line.view, start, end)
    if match is None or any(
        isinstance(m, Endpoint | ArmMention | Value) and start <= m.start and m.end <= end
        for m in line.mentions
    ):
        return False
    return _TRAIT.of(line.words).search(match["whom"]) is not None


def ends_with_patients(line: Line, end: int) -> bool:
    """Whether some of the patients stand before a bracket (`alike in BRCA1 (`)."""
    start = max(line.sentence.start, end - _SHORT)
    last = _BEFORE_BRACKET.search(line.view, start, end)
    return last is not None and _TRAIT.of(line.words).search(last["whom"]) is not None


def answers(line: Line, start: int, end: int) -> bool:
    """Whether a stretch ends with a word for values told before (`the figures were`)."""
    return _ANSWERS.search(line.view, start, end) is not None

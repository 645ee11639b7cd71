"""Ratios that words tell without calling them one: `the odds of pain were 2.1 (95% CI 1.2-3.6)`.

And those behind the two arms alone, where the text has named one kind of ratio: `(D v Z 0.87,
0.48-1.56)`.
"""

from __future__ import annotations

import re

from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Interval, PValue, Statistic, Value

_KINDS = {"odds": "odds_ratio", "hazar": "hazard_ratio", "relat": "hazard_ratio"}
_WORDED = re.compile(
    r"\b(?P<kind>(?<!relative )(?<!log )(?:odds|hazards?)|relative hazards?)\s(?:of|for)\s"
    r"(?P<what>[^;()]{2,130}?)(?:,[^,;()]{2,60},)?\s(?:was|were|is|being|amounted to|"
    r"came to|rose|fell|increased|decreased|(?:was |were )?(?:reduced|raised|lowered|cut))\s"
    r"(?:by\s(?:a factor of\s)?|to\s|about\s|only\s|some\s)*$"
)
_NO_ODDS = re.compile(
    r"\b(?:ratios?|means?|scores?|levels?|index|rates?|difference|"
    r"per (?:year|100|1000))\b"
)
#: How a multiple is worded between a number and its interval.
_TO_TEST = re.compile(
    r"(?:\s?-?fold|\stimes)?(?:\s(?:as (?:high|great|large)|higher|greater|larger|lower))?"
    r"(?:\s(?:in|with|for|on|among|after)\s(?:the\s)?(?:\u00a7)?(?:\s(?:groups?|arms?|patients))?)?"
    r"[\s,;:(\[]*"
)
_REACH = 200
_MOST = 50
#: The two arms right before a ratio.
_AGAINST = re.compile(r"\s?(?:versus|vs\.?|v\.?|over|to|against|/|:)\s?(?:the\s)?")
_TO_NUMBER = re.compile(r"(?:\s(?:yielded|gave|was|were|of|had|being)|\s?[=:,])?\s")


def worded_label(line: Line, at: int) -> Statistic | None:
    """The label of a number that the words before it tell to be the odds or the hazard."""
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or not value.number or value.number > _MOST:
        return None
    if not _is_tested(line, at, by_interval=True):
        return None
    start = max(line.sentence.start, value.start - _REACH)
    told = _WORDED.search(line.view, start, value.start)
    if told is None or _NO_ODDS.search(told["what"]):
        return None
    kind = _KINDS[told["kind"][:5]]
    return Statistic(start=told.start("kind"), end=told.end("kind"), id=kind)


def label_of_arms(line: Line, at: int, kind: str) -> Statistic | None:
    """The label of a number right behind two arms set against each other."""
    value = line.mentions[at]
    assert isinstance(value, Value)
    if value.unit or not value.number or value.number > _MOST or at < 2:
        return None
    first, second = line.mentions[at - 2 : at]
    if not isinstance(first, ArmMention) or not isinstance(second, ArmMention):
        return None
    if not _AGAINST.fullmatch(line.gap(first, second)):
        return None
    if not _TO_NUMBER.fullmatch(line.view, second.end, value.start):
        return None
    tested = _is_tested(line, at)
    return Statistic(start=value.start, end=value.start, id=kind) if tested else None


def _is_tested(line: Line, at: int, *, by_interval: bool = False) -> bool:
    """Whether an interval that holds a number stands behind it, or a p-value, which may serve."""
    value, end = line.mentions[at], line.mentions[at].end
    assert isinstance(value, Value) and value.number is not None
    parts: list[str] = []
    for mention in line.mentions[at + 1 : at + 3]:
        parts.append(line.view[end : mention.start])
        if isinstance(mention, ArmMention):
            parts.append("\u00a7")
            end = mention.end
            continue
        if not isinstance(mention, Interval | PValue) or not _TO_TEST.fullmatch("".join(parts)):
            return False
        if isinstance(mention, PValue):
            return not by_interval
        low, high = mention.lower, mention.upper
        return (low is None or low <= value.number) and (high is None or value.number <= high)
    return False

"""Times of follow-up in a sentence, which look like medians and are no results."""

from __future__ import annotations

import re

from extraction.text.sentences import Sentence
from extraction.text.signs import Signed
from extraction.tokens import TIME_UNITS, Mention, Noise, Time, Value

#: Why a length of time is no result.
FOLLOW_UP = "follow-up"

_FOLLOW_UP = Signed(
    r"\bfollow(?:ed)?[- ]?(?:up|ed)?\b|\bobservation (?:time|period)\b|\bobserved for\b",
    ("follow", "observ"),
    flags=re.IGNORECASE,
)
_NEAR_FOLLOW_UP = re.compile(
    r"^[\s(:,]*(?:(?:time|period|duration|was|of|is|were|for|at|all|surviving|living|patients|a|"
    r"the|median|in|and|"
    r"among|survivors|the entire cohort|from \w+)[\s,(:]*)*$"
)
_FOLLOW_UP_FOR = re.compile(r"^\s(?:for|of)\s[a-z-]+\ssurvival\s(?:was|of)\s$")
_FOLLOW_UP_AFTER = re.compile(r"^['\s]*(?:of\s)?(?:(?:median|mean|minimum|additional|further)\s)?$")
# `at 10 years of follow-up` is a time point, `after 10 years median follow-up` none.
_TIME_POINT = re.compile(r"(?:at|after|by|within) (?!a |an |the )(?![^\d]*\bmedian)", re.IGNORECASE)
_OF_ALL_FOLLOW_UP = re.compile(r"^['\s]*(?:of\s)?(?:median|mean|minimum|additional|further)\s$")
_JOINT = re.compile(r"\s*(?:,|and|to|-|\(|vs\.?|versus|or|range)[\s,(]*")
# `..., 32 second cancers`, not `91 and 94 months`.
#: `After a median treatment duration of 22 weeks, ...`: what opens a sentence so tells but when.
_OPENS_WITH = re.compile(
    r"(?:[A-Z][A-Za-z ]{2,40}:\s)?(?:[A-Z][a-z]+,\s)?"
    r"(?:[Aa]fter|[Ww]ith|[Aa]t|[Dd]uring|[Oo]ver|[Ff]ollowing|[Bb]y|[Ii]n|[Ff]or|[Aa]cross|"
    r"[Tt]hroughout|[Gg]iven)\s(?:an?\s|the\s)?(?:overall\s|total\s)?"
    r"(?:median|mean|average|minimum|maximum)\s(?:\([^()]{1,30}\)\s)?"
    r"(?:(?:of|follow-?\s?up|observation|treatment|therapy|exposure|duration|period|time|study|drug|"
    r"interval|surveillance|administration|course|stay|age|intervention)\s"
    r"(?:\([^()]{1,30}\)\s)?)*(?=\d)"
)
_COUNTS = re.compile(
    r"\s(?!(?:and|or|to|v|vs|versus|months|years|weeks|days|in|for|with|on|among|respectively)"
    r"\b(?!-))[A-Za-z][a-z-]+"
)


def mark_follow_up(view: str, sentence: Sentence, numbers: list[Mention]) -> list[Mention]:
    """The numbers of a sentence, its times of follow-up turned into noise."""
    words = list(_FOLLOW_UP.finditer(view, sentence.start, sentence.end))
    opening = _OPENS_WITH.match(view, sentence.start, sentence.end)
    if not words and opening is None:
        return numbers
    opened = opening.end() if opening is not None else -1
    marked: list[Mention] = []
    for mention in numbers:
        told = _is_time(mention) and (
            mention.start == opened or any(_is_follow_up(view, word, mention) for word in words)
        )
        if told or (marked and _goes_on(view, marked[-1], mention)):
            mention = Noise(start=mention.start, end=mention.end, why=FOLLOW_UP)
        marked.append(mention)
    return marked


def _goes_on(view: str, previous: Mention, mention: Mention) -> bool:
    """Whether a time goes on with one of follow-up (`followed for 91 and 94 months`)."""
    if not isinstance(previous, Noise) or previous.why != FOLLOW_UP:
        return False
    if not isinstance(mention, Value) or not _is_time(mention):
        return False
    if not mention.unit and _COUNTS.match(view, mention.end):
        return False
    return _JOINT.fullmatch(view, previous.end, mention.start) is not None


def _is_time(mention: Mention) -> bool:
    if isinstance(mention, Value):
        return not mention.unit or mention.unit in TIME_UNITS
    return isinstance(mention, Time)


def _is_follow_up(view: str, word: re.Match[str], mention: Mention) -> bool:
    if mention.start >= word.end():
        text = view[word.end() : mention.start]
        if text == ", " and isinstance(mention, Value) and not mention.unit:
            return False  # `During follow-up, 19 second cancers were ...`
        return len(text) < 80 and bool(_NEAR_FOLLOW_UP.match(text) or _FOLLOW_UP_FOR.match(text))
    if word.start() - mention.end >= 24:
        return False
    between = view[mention.end : word.start()]
    if isinstance(mention, Time) and _TIME_POINT.match(view, mention.start, mention.end):
        return _OF_ALL_FOLLOW_UP.match(between) is not None
    return _FOLLOW_UP_AFTER.match(between) is not None

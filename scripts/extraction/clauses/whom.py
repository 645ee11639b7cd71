"""How much is known of a share from what stands around it: whom it counts, and with what it is
compared.

The less is known of it, the plainer must the words be that tell what it is a share of.
"""

from __future__ import annotations

import re

from extraction.clauses.wording import word_set
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Time

_NEAR_ARM = 130
_AGAINST = re.compile(r"[^;.()%]{0,130}\b(?:vs|versus|compared|v|against|opposed|than)\b")
_WHOM = re.compile(
    r"\b(?:[Tt]hose|[Pp]atients|[Ww]omen|[Cc]ases|[Tt]umou?rs) (?:with|who|without|whose)\b"
    r"[^,;.()]{0,70}\s?\($"
)
_OF_PEOPLE = re.compile(
    r"(?:\s?\([^()]{3,20}\))?\s(?:of\s)?(?:the\s|all\s)?"
    r"(?:patients|women|participants|subjects)\b"
)
_OF_THEM = re.compile(
    r"(?:^|[;.]\s)\s*(?:(?:Of|Among|of|among)\s[^;.]{3,120},"
    r"|(?:Of|Among)\s(?:(?!of\b|was\b|were\b|in\b|to\b|by\b)[\w-]+\s){0,7}[a-z-]+s)\s"
    r"(?:only\s|about\s)?$"
)
# With a time before it a share tells what was so by then (`By two years only 29% of them`).
_BY_THEN = re.compile(
    r"(?:^|[;,.]\s)\s*(?:and\s)?(?:[Aa]t|[Bb]y|[Aa]fter|[Ww]ithin)\s[^;,.()%]{3,40}?,?\s"
    r"(?:only\s|about\s|just\s|some\s)?$"
)
_OPENS_IN = re.compile(r"(?:^|[;.]\s)\s*In\s(?:only\s|about\s)?$")
#: What only people do, so that whoever it was done by is counted (`was preferred by 62%`).
_BY_THEMSELVES = word_set(
    "reported preferred chosen accepted returned favoured favored declined refused welcomed "
    "appreciated recalled recommended worn tolerated completed answered understood"
)


def of_them(line: Line, start: int) -> bool:
    """Whether a clause opens with those of whom a share is told (`Of 88 women, 61% stopped`)."""
    return _OF_THEM.search(_before_value(line, start, 150)) is not None


def by_then(line: Line, start: int) -> bool:
    """Whether a clause opens with a time and goes on with a share (`By two years 29% had`)."""
    opened = _BY_THEN.search(_before_value(line, start, 60))
    if opened is None:
        return False
    first = start - (opened.end() - opened.start())
    return any(isinstance(m, Time) and first <= m.start < start for m in line.mentions)


def _before_value(line: Line, start: int, reach: int) -> str:
    """The text before a value in its sentence; where it is cut off, it opens with a dash."""
    first = max(line.sentence.start, start - reach)
    return ("" if first == line.sentence.start else "-") + line.view[first:start]


def by_patients(line: Line, series: Series) -> bool:
    """Whether a share tells who did what the clause says (`preferred by 62% of patients`)."""
    first = series.items[0].value
    before = line.view[max(line.sentence.start, first.start - 16) : first.start].split(" ")
    last, verb = ["", "", *before][-2], ["", "", *before][-3]
    if last == "by" and verb in _BY_THEMSELVES:
        return True
    by = last in {"by", "in"} or last in line.words.befell
    return by and (first.events is not None or bool(_OF_PEOPLE.match(line.view, first.end)))


def tells_whom(line: Line, start: int) -> bool:
    """Whether a share in its bracket counts whom the clause is about (`those with A (23%) had`)."""
    return _WHOM.search(line.view, max(line.sentence.start, start - 90), start) is not None


def is_compared(line: Line, end: int, stop: int) -> bool:
    """Whether a comparison or an arm stands soon after a value."""
    return bool(_AGAINST.match(line.view, end, stop + 1)) or any(
        end <= m.start < min(stop, end + _NEAR_ARM) and ";" not in line.view[end : m.start]
        for m in line.of(ArmMention)
    )


def opens_inside(line: Line, start: int) -> bool:
    """Whether a clause opens with those of whom a share tells (`In 12%, surgery was delayed`)."""
    return _OPENS_IN.search(_before_value(line, start, 14)) is not None

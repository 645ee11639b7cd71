"""Lengths of time by their own names: `duration of neutropenia`, `healing time`, `lasted for`.

They are endpoints that have medians and nothing else. How long patients were followed or had been
ill before the trial is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.lexicon import ClauseWords
from extraction.text.signs import Signed
from extraction.tokens import Endpoint
from extraction.word_lists import Worded, WordedSigned

_NO_WORD = (
    r"(?:in|was|were|at|with|within|until|for|among|between|and|or|after|by|than|during|compared|to|"
    r"from|on|"
    r"is|are|as|that|who|the|a|an|this|both|all|each|per|over|versus|vs|v|not|had|did|when|which|"
    r"higher|lower|longer|shorter|significantly|similar|respectively|group|groups|arm|arms)\b"
)
_WORD = r"[A-Za-z][A-Za-z-]*"
_GRADE = r"(?:(?:WHO |CTC |NCI )?grades?\s(?:\d(?:\s?(?:[/-]|or|and|to)\s?\d)?|I+V?)\s)?"
_PHRASE = rf"{_GRADE}(?:(?!{_NO_WORD}){_WORD}\s){{0,3}}(?!{_NO_WORD}){_WORD}"
# What is no outcome however long it lasted: the trial itself, and what was there before it.
_NONE = Worded(
    r"\b(?:@no_lengths|(?<!stable )disease(?:$|\sduration)|symptoms?$|of time$)\b", re.IGNORECASE
)
_OF = Signed(
    rf"\b(?P<name>(?:[Dd]uration|[Ll]ength) of (?:the )?{_PHRASE})\b",
    ("uration of ", "ength of "),
)
# Named by its head, as a median only: `median healing time`, `median postoperative stay`.
_HEAD = Signed(
    rf"\b[Mm]edians? (?:\([^()]{{2,30}}\)\s)?(?P<name>(?:(?!{_NO_WORD}){_WORD}\s){{1,3}}"
    r"(?:times?|durations?|stays?|hospitali[sz]ations?))\b"
    r"(?!\s(?:to|until|from|since|between|of (?!\d))\b)",
    ("edian",),
    ("time", "duration", "stay", "hospitali"),
)
# From one event to another: `time from surgery to first drink`.
_FROM = WordedSigned(
    r"\b(?P<name>(?:time|interval|period)s? (?:interval )?(?:elapsed )?from (?:the )?"
    r"(?!(?:first |initial |primary )?@no_length_from)"
    rf"(?:{_WORD}\s(?:\([A-Z][A-Za-z]*\)\s)?){{1,5}}?(?:to|until) (?:the )?(?!@no_length_to)"
    rf"{_PHRASE})\b",
    ("time", "interval", "period"),
    ("from ",),
    flags=re.IGNORECASE,
)
# By what lasted or came: `pain relief lasted a median of`, `wounds healed after a median of`.
_LASTED = Signed(
    rf"\b(?P<name>{_PHRASE}(?: \([^()]{{2,30}}\))? (?:has |had )?(?:lasted|persisted)) "
    r"(?:for )?(?:a )?median\b",
    ("lasted", "persisted"),
    ("edian",),
    within=200,
)
_AFTER = Signed(
    rf"\b(?P<name>(?:(?:stayed|remained|left) (?:in |the |at )?[a-z]+|{_PHRASE})) "
    r"(?:(?:after|at|within|in|for) )?(?:a |the )?median (?:time |duration |period )?of "
    r"\d[^;%]{0,40}?\b(?:days?|weeks?|months?|years?|hours?|h|min|minutes)\b"
    r"(?!\s(?:earlier|later|longer|shorter|sooner|faster|more|less|before)\b)",
    ("median",),
    within=250,
)
_DONE = Worded(r"\b@done_so_long\b", re.IGNORECASE)
_SHARE_BEFORE = re.compile(r"%[^.;]{0,40}$")
# Of whom something is told is no part of its name.
_OF_WHOM = re.compile(
    r"(?:.*\b(?:patients?|women|participants?|subjects|cases|they|who|it|those|all|others?|groups?)\b)"
    r"\s?",
    re.IGNORECASE,
)


def find_lengths(view: str, words: ClauseWords) -> Iterator[Endpoint]:
    """Lengths of time by the abstract's own names."""
    none, done = _NONE.of(words), _DONE.of(words)
    for pattern in (_OF, _HEAD):
        for match in pattern.finditer(view):
            if not none.search(match["name"]):
                yield _length(view, match.start("name"), match.end("name"))
    for match in _FROM.of(words).finditer(view):
        yield _length(view, match.start("name"), match.end("name"))
    for pattern in (_LASTED, _AFTER):
        for match in pattern.finditer(view):
            start, end = match.span("name")
            whom = _OF_WHOM.match(view, start, end)
            start = whom.end() if whom else start
            share = _SHARE_BEFORE.search(view, max(0, start - 60), start)
            if start < end and not share and not done.search(view, start, end):
                yield _length(view, start, end)


def _length(view: str, start: int, end: int) -> Endpoint:
    return Endpoint(start=start, end=end, id=f"other:{view[start:end].lower()}", kind="duration")

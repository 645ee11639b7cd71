"""Lengths of time by their own names: `duration of neutropenia`, `healing time`, `lasted for`.

They are endpoints that have medians and nothing else. How long patients were followed or had been
ill before the trial is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.text.signs import Signed
from extraction.tokens import Endpoint

_NO_WORD = (
    r"(?:in|was|were|at|with|for|among|between|and|or|after|by|than|during|compared|to|from|on|"
    r"is|are|as|that|who|the|a|an|this|both|all|each|per|over|versus|vs|v|not|had|did|when|which|"
    r"higher|lower|longer|shorter|significantly|similar|respectively|group|groups|arm|arms)\b"
)
_WORD = r"[A-Za-z][A-Za-z-]*"
_GRADE = r"(?:(?:WHO |CTC |NCI )?grades?\s(?:\d(?:\s?(?:[/-]|or|and|to)\s?\d)?|I+V?)\s)?"
_PHRASE = rf"{_GRADE}(?:(?!{_NO_WORD}){_WORD}\s){{0,3}}(?!{_NO_WORD}){_WORD}"
# What is no outcome however long it lasted: the trial itself, and what was there before it.
_NONE = re.compile(
    r"\b(?:follow|observ|stud(?:y|ies)|trials?|enrolment|enrollment|accrual|recruitment|disease|"
    r"illness|symptoms?|infusions?|injections?|sessions?|programm?es?|interventions?|exercises?|"
    r"menopause|diabetes|storage|experience|smoking|marriage|education|diagnos[ie]s|treatments?|"
    r"(?:\w+)?therap(?:y|ies)|of time$|consultations?|interviews?|visits?|scan(?:ning|s)?|"
    r"intervals?|exposure|full|any|one|second|long|short|waiting|"
    r"surger(?:y|ies)|operations?|an(?:a)?esthesia|lead|last|first|this|that|same|part|real)\b",
    re.IGNORECASE,
)
_OF = Signed(
    rf"\b(?P<name>(?:[Dd]uration|[Ll]ength) of (?:the )?{_PHRASE})\b",
    ("uration of ", "ength of "),
)
# Named by its head, as a median only: `median healing time`, `median postoperative stay`.
_HEAD = Signed(
    rf"\b[Mm]edians? (?:\([^()]{{2,30}}\)\s)?(?P<name>(?:(?!{_NO_WORD}){_WORD}\s){{1,3}}"
    r"(?:times?|durations?|stays?|hospitali[sz]ations?))\b(?!\s(?:to|until|from|since|between|of)\b)",
    ("edian",),
    ("time", "duration", "stay", "hospitali"),
)
# From one event to another: `time from surgery to first drink`.
_FROM = Signed(
    r"\b(?P<name>(?:time|interval|period)s? (?:interval )?(?:elapsed )?from (?:the )?"
    r"(?!(?:first |initial |primary )?(?:diagnosis|symptom|onset|referral|relapse))"
    rf"(?:{_WORD}\s(?:\([A-Z][A-Za-z]*\)\s)?){{1,5}}?(?:to|until) (?:the )?(?!"
    r"(?:study|trial|randomi[sz]|enrol|inclusion|registration|entry|diagnosis|treatment|start|"
    r"initiation|surgery|data|cut|last|death|radiotherapy|baseline|first dose|transplant))"
    rf"{_PHRASE})\b",
    ("time", "interval", "period"),
    ("from ",),
    flags=re.IGNORECASE,
)
# By a verb: `pain relief lasted a median of`, `wounds healed after a median of`.
_SUBJECT = rf"\b(?P<subject>{_PHRASE}(?: \([^()]{{2,30}}\))? )"
_LASTED = Signed(
    rf"{_SUBJECT}(?P<name>(?:has |had )?(?:lasted|persisted)) (?:for )?(?:a )?median\b",
    ("edian",),
    ("lasted", "persisted"),
)
_AFTER = Signed(
    rf"{_SUBJECT}(?P<name>(?:(?:was|were|had|left|stayed|remained|recovered|returned) )?"
    r"(?!(?:follow|observ|treat|receiv|assess|evaluat|measur|enrol|randomi|assign|monitor|allocat|"
    r"continu|administer|administrat|gave|given|taken|used|perform|analy)\w*)"
    r"(?:[a-z]+ed|left hospital|to \w+|in (?:place|situ|hospital)|home|free of [a-z]+)) "
    r"(?:after|at|within|in|for|by) (?:a |the )?median (?:time |duration |period )?of\b",
    ("median",),
)
# Of whom something is told is no part of its name.
_OF_WHOM = re.compile(
    r"\b(?:patients?|women|participants?|subjects|cases|they|who|it|those|all|group)\b",
    re.IGNORECASE,
)
_LED = ("on ", "with ", "receiving ", "given ", "in ", "for ", "to ", "taking ", "after ")


def find_lengths(view: str) -> Iterator[Endpoint]:
    """Lengths of time by the abstract's own names."""
    for pattern in (_OF, _HEAD, _FROM, _LASTED, _AFTER):
        for match in pattern.finditer(view):
            name = match["name"]
            if not _NONE.search(name if pattern is not _FROM else ""):
                start, end = match.span("name")
                subject = match["subject"] if pattern in (_LASTED, _AFTER) else ""
                if _OF_WHOM.search(subject) or view.endswith(_LED, 0, match.start()):
                    subject = ""
                told = f"other:{(subject + name).lower()}"
                yield Endpoint(start=start, end=end, id=told, kind="duration")

"""Endpoints that the abstract names itself, beyond the vocabulary: `the detection rate was 97%`.

They are printed as `other:<words>`. Only wordings that announce an outcome count: a rate or an
incidence of something, something that occurred in patients, a time to something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.lexicon import ClauseWords
from extraction.numbers.numerals import WORDS
from extraction.text.abbreviations import spelled_out
from extraction.text.signs import Signed
from extraction.tokens import Endpoint
from extraction.word_lists import Worded, WordedSigned

_WORD = r"[A-Za-z][A-Za-z-]*"
_STOP = (
    r"(?:in|was|were|at|with|for|among|between|and|or|after|by|than|during|compared|of|to|from|on|"
    r"is|are|as|that|who|"
    r"the|a|an|this|these|both|all|each|per|over|versus|vs|v|not|had|did|did|within|without|under|"
    r"when|but|which|patients|women|"
    r"group|groups|arm|arms|higher|lower|significantly|similar|respectively|no|any|our|their|its|"
    r"hazard|odds|risk|rate|rates|"
    r"event|events|relative|treatment|study|respective|corresponding|such|same|also|higher|"
    r"increased|decreased|reduced|greater)"
)
_PHRASE = rf"(?:(?!{_STOP}\b){_WORD}\s){{0,3}}(?!{_STOP}\b){_WORD}"
#: What is begun or planned is waited for and no event.
_START = (
    r"(?:the )?(?:next |first |second )?(?:surgery|operation|visit|start|treatment|therapy|follow|"
    r"radiotherapy|chemotherapy|randomi[sz]ation|inclusion|enrol|delivery|assessment|scan|sampling)"
)
_TIME_TO = Signed(
    rf"\b(?P<name>(?:[Tt]imes?|[Ii]nterval(?! to {_START})) (?:to|until) "
    rf"{_PHRASE}(?<! being)(?:\sevents?)?)\b",
    ("ime to ", "ime until ", "imes to ", "nterval to ", "nterval until "),
)
_SINCE = Signed(
    r"\b(?:[Oo]verall )?[Ss]urvival (?:from|after|following|since) (?:the )?(?:time of )?"
    r"(?:first |distant |local |disease |tumou?r )?"
    r"(?:relapse|recurrence|progression|metastas[ei]s)\b"
    r"|\b[Pp]ost-?(?:relapse|recurrence|progression) (?:overall )?survival\b",
    ("urvival ", " survival"),
)
_FREEDOM = Signed(rf"\b(?P<name>[Ff]reedom from {_PHRASE})\b", ("reedom from ",))
_FREE = Signed(
    r"[- ](?:free|specific|related) (?:survival|interval)\b",
    ("free ", "specific ", "related "),
    flags=re.IGNORECASE,
    within=40,
)
#: What lasts in patients as they themselves do (`graft survival`, `primary patency`).
_LASTS = WordedSigned(
    r"\b(?P<name>@lasting_in_patients (?:survival|survivorship)|@kept_for_a_time)\b",
    ("surviv", "patency"),
    flags=re.IGNORECASE,
    within=60,
)
_KIND_BEFORE = Worded(
    r"\b(?P<name>(?:@kinds_of_event[- ]){0,2}(?!was|were|the)[A-Za-z]+)$", re.IGNORECASE
)
_RATIO_OF = Signed(
    rf"\b(?=[hoeirlHOEIRL])(?:(?i:hazard ratios?|odds ratios?|relative risks?|risk ratios?|"
    rf"(?:incidence |event )?rate ratios?|odds|likelihood)|HRs?|ORs?|RRs?)"
    rf"(?:\s\([A-Z]+\)|\s\[[A-Z]+\])? (?:for|of) (?:the )?(?P<name>{_PHRASE})"
    r"(?=\s(?:was|were|in|with|among|between|for|comparing|HR|OR|RR)\b|\s?(?:[(=:]|,\s?(?=\d|HR|OR|RR)))",
    ("atio", "isk", "dds", "ikelihood", "HR", "OR", "RR", "ATIO", "ISK", "DDS"),
    within=250,
)

_NO_OUTCOME = re.compile(
    r"\b(?:one|two|three|each|every|age|men|those|patients?|women|arms?|groups?|means?|effects?|"
    r"benefit|differences?|increase|decrease|change|these|all)\b"
    r"|^(?:response|treatment|therapy)"
)


# A death of one cause or time is no death from any cause.
_DEATH = Signed(r"[- ](?:mortality|deaths?)\b", ("mortality", "death"))
_CAUSE_BEFORE = re.compile(
    r"(?<![\w-])(?P<name>(?:other|competing)[- ]cause"
    r"|(?!breast|prostate|lung|all|non|the|and|of|for|in|from|to|any|no|total|overall)[A-Za-z]{4,}"
    r"[- ](?:cancer|carcinoma|disease|infarction|failure|embolism)(?:-(?:specific|related))?"
    r"|(?:(?:breast|prostate|lung|all|non)[- ])?[A-Za-z]+"
    r"(?:-(?:specific|related|relapse|associated|hospital|operative))?"
    r"|(?:\d+|one|ninety|thirty)-(?:day|month))$"
)
_ANY_CAUSE = Worded(rf"(?:@any_cause|{WORDS})", re.IGNORECASE)


_DIED_OF = Signed(
    r"\b(?:[Dd]ied|[Dd]eaths?|[Dd]ying|[Dd]ie|[Mm]ortality)"
    r"(?: rates?| occurring| which (?:was|were)| was| were)?"
    r" (?:of|from|due to|caused by|because of|owing to|secondary to|as a result of|"
    r"resulting from|as a consequence of|on account of|"
    r"(?:attributed|attributable|ascribed|ascribable|due|related|linked) to) (?:the |an? |their )?"
    r"(?P<cause>(?!any|all|other|caus|unknown|treatment|toxic|these|adverse|study|either|each|both|"
    r"those|patients|women|this)[A-Za-z][\w-]*"
    r"(?: (?:cancers?|carcinomas?|tumou?rs?|disease|failure|progression|infarction|infections?|"
    r"syndrome|toxicity|events?|accidents?|embolism|h(?:a)?emorrhage|malignanc(?:y|ies)))?)",
    ("died", "death", "dying", "die ", "mortality", "Died", "Death", "Dying", "Mortality"),
)


def find_compound(view: str, words: ClauseWords) -> Iterable[Endpoint]:
    """Times to events by their own names (`local recurrence-free survival`, `time to relapse`)."""
    for match in _FREE.finditer(view):
        before = _KIND_BEFORE.of(words).search(view, max(0, match.start() - 50), match.start())
        if before:
            yield _endpoint(view, before.start("name"), match.end(), "survival")
    for pattern in (_TIME_TO, _FREEDOM, _LASTS.of(words)):
        for match in pattern.finditer(view):
            yield _endpoint(view, match.start("name"), match.end("name"), "survival")


def find_narrowed(view: str, words: ClauseWords) -> Iterable[Endpoint]:
    """Deaths of one cause or time, survival from a later one (`non-relapse mortality`)."""
    for match in _SINCE.finditer(view):
        yield _endpoint(view, match.start(), match.end(), "survival")
    for match in _DIED_OF.finditer(view):
        name = f"other:death from {spelled_out(view, match['cause'])}"
        yield Endpoint(start=match.start(), end=match.end(), id=name, kind="event")
    for match in _DEATH.finditer(view):
        before = _CAUSE_BEFORE.search(view, max(0, match.start() - 40), match.start())
        name = before["name"] if before else "all"
        if before and not (
            (_ANY_CAUSE.of(words).fullmatch(name.rsplit(" ", 1)[-1]) and "other" not in name)
            or name[:3].lower() == "all"
        ):
            yield _endpoint(view, before.start("name"), match.end(), "event")


def find_named(view: str) -> Iterable[Endpoint]:
    """Endpoints of the abstract's own naming; they may overlap those of the vocabulary."""
    for match in _RATIO_OF.finditer(view):
        # What a ratio is said to be one of is an outcome, whatever its name.
        found = _endpoint(view, match.start("name"), match.end("name"), "event")
        if not _NO_OUTCOME.search(found.id[6:]):
            yield found


def _endpoint(view: str, start: int, end: int, kind: str) -> Endpoint:
    name = spelled_out(view, view[start:end])
    return Endpoint(start=start, end=end, id=f"other:{name}", kind=kind)

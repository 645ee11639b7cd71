"""Which sentences report results of the study itself.

Sections that say what they are settle it. Running text opens with background and aims: nothing
counts before the first sentence that speaks of the study. A sentence with a design or background
cue never counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions.lines import Line
from extraction.text.signs import Signed
from extraction.tokens import ArmMention, Interval, PValue

_NO_RESULTS = frozenset({"BACKGROUND", "OBJECTIVE", "METHODS"})
_MAY_HAVE_RESULTS = frozenset({"RESULTS", "CONCLUSIONS"})
# "consistent with previously reported results" speaks of the study's own.
_COMPARED = re.compile(r"\b(?:consistent with|similar to|like|as|confirm\w*|than)\s(?:\w+\s){0,2}$")


# `MRD-negative at a threshold of 10-5` is a result.
_SENSITIVITY = re.compile(r"\s(?:1\s?x\s?)?10\s?[(^]*-|\s(?:1\s?x\s?)?10[\u2070-\u209f]")
_AIM = Signed(
    r"\b(?:aims?|purposes?|objectives?|goals?) (?:of|in) (?:the present|this|the|our|these)\b"
    r"[^.;]{0,60}\b(?:was|were|is) (?:also )?to\b"
    r"|\b(?:[Ww]e|study|trial) (?:was |were |also )?(?:aimed|sought|set out|intended) (?:to|at)\b"
    r"|\b(?:was|were) (?:considered|regarded|deemed|judged) (?:to be |as )?(?:of interest|"
    r"promising|relevant|sufficient|clinically|meaningful|worthy|unacceptable|inadequate)\b"
    r"|\b(?:objectives?|end ?-?points?|outcome measures?|aims?) (?:also )?included?\b"
    r"|\b(?:study|trial) was (?:designed|undertaken|initiated|conducted|performed|"
    r"carried out) to\b",
    (
        *("aim", "purpose", "objective", "goal", "sought", "set out", "intended", "considered"),
        *("regarded", "deemed", "judged", "points", "point inc", "outcome measure", "designed"),
        *("undertaken", "initiated", "conducted", "performed", "carried out"),
    ),
)
# `within a year` is a time, `900 deaths a year` tells how common a disease is.
_TIME_OF = re.compile(
    r"\b(?:within|after|for|at|in|over|about|than|least|most|once|twice|times|half)\s$"
)
_PRESENT = re.compile(
    r"\b(?:occurs?|affects?|develops?|is|are|has|have|remains?|will|can|may|suffers?|dies?|recurs?|"
    r"experience|undergo|report|relapse|receive|require|gets?|becomes?|follows?|troubles?|lasts?|"
    r"complicates?|leads?|shows?|causes?|needs?|refuses?|survives?|vomits?|complains?|presents?|"
    r"progress(?:es)?|fails?|responds?|benefits?|carry|carries|makes?|represents?|comprises?|"
    r"accounts?|goes|go|takes?|want|wish|live|lives|bring|brings|produces?|induces?|arises?|"
    r"appears?|results?|continues?|tends?|believes?|estimates?|vary|varies|ranges?|exceeds?)\b(?!-)"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|became|fell|rose|[a-z]+ed|[a-z]*(?:found|underwent|led))\b"
)
# Participles that are no verbs of their own: `is overexpressed`, `women diagnosed with`.
_OF_ALL_TIMES = re.compile(
    r"\b(?:is|are|be|been)\s(?:[a-z]+ly\s)?[a-z]+ed\b"
    r"|\b(?:patients|women|people|those|cancers?|disease)\s(?:newly\s)?"
    r"(?!(?:remain|respond|relaps|progress|surviv|recurr|appear)ed\b)[a-z]+ed\b"
    r"|\b(?:an?|the|of|with|and|in)\s(?:[a-z]+ly\s)?[a-z-]+ed\s(?=[a-z])"
)
_BASELINE = re.compile(
    r"\s*(?:At (?:baseline|(?:study |trial )?entry|enrol+ment)|Baseline characteristics|"
    r"(?:Before|Prior to) (?:propensity(?:[- ]score)?[- ]|PS[- ])?"
    r"(?:matching|weighting|adjustment))\b"
    r"|\s*(?:The )?(?:(?:[Tt]ypes of (?!respon|fail|recur|relap|advers|toxic|complic|event)"
    r"|[Ii]ndications (?:for|to) )[\w\s-]{3,30}?|(?:[Pp]rimary |[Uu]nderlying )?"
    r"(?:[Dd]iagnoses|[Dd]iseases|[Cc]omorbidities)) (?:included?|were|comprised)\b"
)


def reports_results(lines: Sequence[Line]) -> list[bool]:
    """For each sentence of a text, whether its numbers may be results."""
    opened = _opening(lines)
    return [
        line.sentence.category not in _NO_RESULTS
        and (at >= opened or line.sentence.category in _MAY_HAVE_RESULTS)
        and not _is_design(line)
        and not _is_aim(line)
        and not _is_general(line)
        and not _is_background(line)
        and not _BASELINE.match(line.view, line.sentence.start)
        for at, line in enumerate(lines)
    ]


def _is_design(line: Line) -> bool:
    return any(
        cue.id == "design"
        and not _SENSITIVITY.match(line.view, cue.end)
        and not ("margin" in line.view[cue.start : cue.end].lower() and _shows_interval(line))
        for cue in line.cues
    )


def _is_aim(line: Line) -> bool:
    """Whether a sentence tells what the study was to find out, and no test of it."""
    aim = _AIM.search(line.view, line.sentence.start, line.sentence.end)
    return aim is not None and not _has_test(line)


def _is_general(line: Line) -> bool:
    """Whether a sentence speaks of patients at all times, in the present (`occurs in 30%`)."""
    text = line.view[line.sentence.start : line.sentence.end]
    if "%" not in text:
        return False
    if any(isinstance(mention, ArmMention | PValue | Interval) for mention in line.mentions):
        return False
    text = _OF_ALL_TIMES.sub(" ", text)
    return _PRESENT.search(text) is not None and _PAST.search(text) is None


def _shows_interval(line: Line) -> bool:
    return any(mention.labelled for mention in line.of(Interval))


def _is_background(line: Line) -> bool:
    return any(
        cue.id == "background"
        and not _COMPARED.search(line.view, line.sentence.start, cue.start)
        and not (_TIME_OF.search(line.view, max(0, cue.start - 12), cue.start))
        for cue in line.cues
    )


def _opening(lines: Sequence[Line]) -> int:
    """The first sentence that speaks of the study, or shows two sentences with tests; else 0."""
    for at, line in enumerate(lines):
        # The first line may be a title, which names the design of what is only introduced after it.
        if line.has_cue("objective", "methods") or (at and line.has_cue("allocation")):
            early = [place for place in range(1, at) if _has_test(lines[place])]
            return early[0] if len(early) > 1 else at
    return 0


def _has_test(line: Line) -> bool:
    return any(isinstance(mention, PValue | Interval) for mention in line.mentions)

"""Whether a ratio compares what patients are or have, not the arms of the trial.

A prognostic factor, a risk per unit, women with a finding against those without: such a ratio
has no trial arm on either side.
"""

from __future__ import annotations

import re

from extraction.clauses.frames import compares_others
from extraction.mentions.lines import Line, once
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint

_PEOPLE = r"(?:patients|women|men|those|subjects|participants|individuals|carriers)"
_FACTOR = re.compile(
    r"\b(?:prognos|predict|risk factor|per unit|correlat)\w*"
    # Carriers alone are some of the patients (`in BRCA2 carriers (HR 0.6)`).
    r"|\bcarriers?\s(?:status|had|have|were|was|versus|vs\.?|v|compared|than|with)\b"
    r"|\b(?:for each|for every|per (?:\d+|each|additional|one|standard))\b",
    re.IGNORECASE,
)
#: What a comparison of the arms allows for, or holds in (`adjusted for prognostic factors`).
_ALLOWED_FOR = re.compile(
    r"\b(?:(?:adjust|controll?|correct|allow|account|stratif)\w*\s(?:for|by|according to)"
    r"|(?:regardless|irrespective|irrespectively|independent|independently)\sof"
    r"|across|throughout|whatever|despite|(?:with)?in\s(?:all|every|each|most|both))"
    r"\s(?:(?!arm|group|[a-z]+ed\b)[\w-]+,?\s){0,4}$",
    re.IGNORECASE,
)
_ALLOWANCE = 80
_WHO_HAD = re.compile(
    rf"\b{_PEOPLE} (?:who|with|achieving|having|carrying|developing|without|whose) "
    r"(?!(?:were |had been )?(?:receiv|treat|assign|allocat|randomi|given|underwent|took))"
    r"(?:[^.;]|\.\d){3,90}?\bhad (?:a )?(?:significantly )?"
    r"(?:longer|shorter|better|worse|higher|lower|improved|poorer)\b",
    re.IGNORECASE,
)
# These speak of factors unless an arm is named beside them.
_MAY_BE = re.compile(
    r"\b(?:multivaria|univaria)\w+(?!-adjusted|\w)|\b(?:associat\w*|"
    r"independent\w*(?!\s(?:central|blinded|radiolog|review|committee|assess|monitor|data|expert)))"
    r"|\brelated to\b"
    r"|\b(?:more|less) (?:common|frequent|likely|often)\w*(?: \w+)? (?:in|among) "
    rf"|\b(?:than|versus|vs\.?|v|compared (?:with|to)) (?:the )?(?:(?:those|{_PEOPLE}) (?:with|who|"
    r"without)|non-?\w+)\b",
    re.IGNORECASE,
)
#: Others than the arms, with whom some are compared.
_OTHERS = re.compile(
    r"\b(?:than|versus|vs\.?|v|compared (?:with|to))\s(?:(?:in|with|for|the)\s)*"
    r"(?:those (?:with|without|who)|(?!(?:other|control|all|both|for|in|with|among)\b|\d)"
    r"[\w-]+\s(?:patients|women|tumou?rs|disease|cases|carriers|genotypes?|subjects))\b"
    r"(?!\s(?:receiv|treat|given|assign|randomi|who (?:receiv|were)))"
)
#: What is said of an outcome and what goes along with it.
GOES_WITH = re.compile(
    r"\s(?:was|were|is|are)\s(?:also\s)?(?:most\s|more\s)?(?:\w+ly\s)*(?:associated|correlated|linked)\swith\b"
)
_NEAR = 80
_BESIDE = 14


@once
def names_factors(line: Line) -> bool:
    """Whether a sentence has a word for what goes along with an outcome, arms or no arms."""
    return _has_factor(line) or _may_have_factor(line)


@once
def speaks_of_factors(line: Line) -> bool:
    """Whether a sentence speaks of what goes along with an outcome."""
    if _has_factor(line) or _tells_who_had(line):
        return True
    return not line.of(ArmMention) and _may_have_factor(line)


@once
def _has_factor(line: Line) -> bool:
    view, start = line.view, line.sentence.start
    return any(
        not _ALLOWED_FOR.search(view, max(start, match.start() - _ALLOWANCE), match.start())
        for match in _FACTOR.finditer(view, start, line.sentence.end)
    )


@once
def _may_have_factor(line: Line) -> bool:
    return _MAY_BE.search(line.view, line.sentence.start, line.sentence.end) is not None


@once
def _tells_who_had(line: Line) -> bool:
    return _WHO_HAD.search(line.view, line.sentence.start, line.sentence.end) is not None


def is_outcome_of_factors(line: Line, series: Series) -> bool:
    """Whether a sentence says of an endpoint what it goes along with (`OS was associated with`)."""
    return any(
        m.end <= series.start and GOES_WITH.match(line.view, m.end) for m in line.of(Endpoint)
    )


def is_exposure(line: Line, series: Series) -> bool:
    """Whether a ratio is one of a factor."""
    arms = line.of(ArmMention)
    label = series.label
    if _tells_who_had(line):
        return True
    if label is not None and any(0 <= label.start - m.end < _BESIDE for m in arms):
        return False
    if is_outcome_of_factors(line, series):
        return True
    others = _OTHERS.search(line.view, line.sentence.start, series.start)
    if others and not any(others.start() < m.end and m.start < others.end() for m in arms):
        return True
    if _has_factor(line):
        near = {m.labels for m in arms if 0 <= series.start - m.end < _NEAR and len(m.labels) == 1}
        return len(near) != 2
    return not arms and (_may_have_factor(line) or compares_others(line, series))

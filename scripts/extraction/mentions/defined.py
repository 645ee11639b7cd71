"""The primary outcome by the name that the abstract gives it.

`The primary outcome was a decrease in ejection fraction` names it; `the primary outcome occurred
in 14%` later speaks of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.lexicon import ClauseWords
from extraction.text.abbreviations import spelled_out
from extraction.tokens import Endpoint

_OUTCOME = r"[Pp]rimary (?:efficacy |safety |study |composite )?(?:end ?-?point|outcome)"
_DEFINITION = re.compile(
    rf"{_OUTCOME}(?: measures?| variable| event)?s?(?: of (?:the|this) (?:study|trial))? "
    r"(?:was|were|is)(?: defined as)?(?: a| an| the)?(?: occurrence of| incidence of| rate of|"
    r" development of| presence of| prevention of| proportion of (?:patients|women|participants) "
    r"(?:with|who had|achieving|experiencing))?(?: a| an| the)? (?P<name>[A-Za-z][^.;:,(\[]{3,160})"
)
_END = re.compile(
    r"\s(?:at|after|within|during|over|between|from|assessed|measured|defined|using|by|which|that|"
    r"evaluated|among|from|according|through|when|as|per|up|before|in (?:the|each|both|all))\b.*$"
)
_NAME = re.compile(rf"{_OUTCOME}(?: events?)?")
#: A definition in brackets, and what the outcome is one of, before what is told of it.
_ASIDE = (
    r"s?(?: of (?:the|this|our) (?:study|trial))?(?:\s?\([^()\d]{3,160}\)|\s-\s[^.;()]{3,160}\s-)?"
)
_TOLD_BEHIND = re.compile(
    rf"{_ASIDE}(?:\s(?:occurred|developed|happened|arose|did not differ|"
    r"rates?\b|events? (?:occurred|rates?)|"
    r"(?:was|were|had been) (?:(?:not|also|only|in fact|less|more|equally|\w+ly) )*"
    r"(?:observed|seen|met|reached|lower|higher|reduced|increased|experienced|similar|different|"
    r"reported|achieved|noted|recorded|attained|fulfilled|found|detected|documented|present|"
    r"identified|common|frequent|comparable|alike|the same|less|more|rarer|\d)"
    r")|\s?[(\[]\d|:\s\d)"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:(?:rates?|incidences?|risks?|frequenc(?:y|ies)|proportions?|occurrences?|likelihood|"
    r"probabilit(?:y|ies)|chances?) of|differences? in|differ(?:ed)? in|reduc(?:ed?|es)|"
    r"increase[ds]?|lower(?:ed|s)|ha(?:d|ve|s|ving)|reach(?:ed|ing)?|met|meet(?:ing)?|"
    r"experienc(?:ed?|ing)|achiev(?:ed?|ing)|attain(?:ed|ing)?|fulfill?(?:ed|ing)?|"
    r"suffer(?:ed|ing)?|develop(?:ed|ing)?|less|fewer|more)\s"
    r"(?:the |an? |this |any |at least one |one of the )?(?:occurrence of the )?$"
)
# `82 were evaluable for the primary endpoint (40 in A, 42 in B)`.
_FOR_IT = re.compile(
    r"\b(?:evaluable|assessable|analy[sz](?:ed|able|is|es)|available|powered|data|information|"
    r"assessed|followed|missing|included|complete|eligible)\s(?:up\s)?(?:for|of|on|in|with)\s(?:the\s)?$"
)
_COMES = re.compile(r"\b(?:occur(?:red|s)?|met|achiev(?:ed|ing)|reach(?:ed|ing)|attained)\b")
#: No words before a primary outcome that lead to it are longer.
_LEADS = 60
#: No name of an outcome has more words.
_LONGEST = 9


def find_primary(view: str, words: ClauseWords) -> Iterator[Endpoint]:
    """Where the results speak of the primary outcome, under its own name."""
    told = [match for match in _NAME.finditer(view) if _is_told(view, match)]
    definition = _definition(view) if told else None
    name = _END.sub("", definition["name"]).strip() if definition else ""
    named = definition if name and len(name.split()) <= _LONGEST else None
    if named is not None and words.no_outcome.search(name.lower()):
        # What is measured is had by nobody, unless its definition has a limit that is met.
        told = [match for match in told if _comes_or_not(view, match)]
    for match in told:
        if named is None or match.start() > named.end():
            printed = name if named else match.group().lower()
            yield Endpoint(
                start=match.start(),
                end=match.end(),
                id=f"other:{spelled_out(view, printed)}",
                kind="event",
            )


def _definition(view: str) -> re.Match[str] | None:
    """Where the primary outcome is named; `the primary outcome was less frequent` names none."""
    for match in _DEFINITION.finditer(view):
        named = _NAME.match(view, match.start())
        if named is None or not _TOLD_BEHIND.match(view, named.end()):
            return match
    return None


def _comes_or_not(view: str, named: re.Match[str]) -> bool:
    """Whether an outcome is said to come, or to be reached, by so many."""
    around = view[max(0, named.start() - _LEADS) : named.end() + _LEADS]
    return _COMES.search(around) is not None


def _is_told(view: str, named: re.Match[str]) -> bool:
    """Whether the words around a name tell how often the outcome came (`the rate of`)."""
    lead = view[max(0, named.start() - _LEADS) : named.start()]
    if _TOLD_BEHIND.match(view, named.end()):
        return _FOR_IT.search(lead) is None
    return _TOLD_BEFORE.search(lead) is not None

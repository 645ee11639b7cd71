"""Whether the words at the name of an endpoint make it something else, or deny it.

`No nausea`, `graft survival`, `antibody response` and `relief of pain` name no result of the
endpoint whose word stands in them.
"""

from __future__ import annotations

import re

from extraction.lexicon import ClauseWords
from extraction.text.sentences import Sentence
from extraction.tokens import Endpoint, Mention
from extraction.word_lists import Worded

_DENIED = Worded(
    r"\b@denied\s(?:any\s|a\s)?(?:(?:severe|unacceptable|excessive|grade \d)\s)?$", re.IGNORECASE
)
# An event that these words turn round, or that was there before, is part of another name.
_TURNED = Worded(
    r"\b(?:@turned|\d+%? (?:\w+ ){0,2}(?:reduction|decrease) in|"
    r"(?:experienced|had|reported|showed) (?:an? )?(?:\w+ ){0,2}"
    r"(?:effects?|impact|reductions?|benefits?) (?:on|in|of))\s(?:any\s|a\s|the\s)?$",
    re.IGNORECASE,
)
# `The liver was the first site of relapse in 12%` speaks of the liver.
_SITE_OF = re.compile(
    r"\b(?:sites?|locations?|localizations?|localisations?|organs?|places?)"
    r" of (?:the )?(?:(?:first|initial|any|disease|tumou?r|distant|local|further) )*$"
)
# `fatigue-disrupted quality of life`, `pain-related disability`.
_COMPOUND = re.compile(r"-(?:[a-z]+(?:ed|ing)|specific)\b(?! (?:deaths?|mortality|events?))")
_RESPONSE = re.compile(r"responses?\b(?!\srates?)|responders\b", re.IGNORECASE)
_RESPONSE_TO_OTHERS = re.compile(
    r"responses?\s(?:times?|latency|latencies|curves?|profiles?|bias)\b", re.IGNORECASE
)
# A response of something else than the tumour (`antibody response`) is named by a word of its own.
_FOREIGN = Worded(r"\b(?!@of_a_response\s)[A-Za-z][\w-]*\s$", re.IGNORECASE)
# A response by a scale that is no oncologist's (`ACR20 response rates`), or to a letter.
_BY_A_SCALE = Worded(r"(?<![\w-])(?!(?:@no_scales|PSA|CA)\b)[A-Z]{2,}[\w-]*\s$")
# `Stable disease was the best overall response in 73%` speaks of stable disease.
_AS_BEST = re.compile(
    r"\b(?:was|were|is|as|being)\s(?:(?:the|a|their|its)\s)?best\s(?:\w+\s){0,2}\w*$", re.IGNORECASE
)
_OF_A_SURVEY = Worded(r"\b@surveys\b", re.IGNORECASE)
_OF_A_TUMOUR = Worded(r"\b@tumour_responses\b", re.IGNORECASE)
# The polymerase chain reaction, in capitals as some write the response.
_POLYMERASE = re.compile(
    r"PCR[- ](?:corrected|adjusted|positiv|negativ|assay|analys|product|amplif|test)"
)
_NEAR = 90
_OTHER_SURVIVAL = Worded(r"\b@no_patients_survive[\s-]$", re.IGNORECASE)
# The name of a receptor speaks of no death.
_RECEPTOR = re.compile(r"\b[Pp]rogrammed (?:cell )?$")
_NO_SHARE = Worded(
    r"[- ]free\b"
    r"|\s(?:@events_led_to|@of_an_event)\b"
    r"|\s(?:was|were|being) (?:completely |entirely )?@events_gone\b"
    r"|\s(?:was|were|being) (?:[a-z]+ly )?(?:reduced|relieved|alleviated|lessened|diminished|"
    r"decreased|improved) in (?:about |only |just |all )?\d"
    r"|\s(?:before|prior to|at)\s(?:study|trial|entry|enrol|randomi[sz]|inclusion|diagnosis)"
)

# To stop because the tumour grew is no discontinuation of which the treatment is the cause.
_FOR_PROGRESSION = re.compile(
    r"[^.;,()%\d]{0,40}\b(?:due to|because of|owing to|for|following|after) (?:\w+ ){0,2}"
    r"(?:progress\w*|relapse|recurrence|(?:lack|loss|failure) of (?:efficacy|response))"
)


def is_another(view: str, sentence: Sentence, mention: Mention, words: ClauseWords) -> bool:
    """Whether what is named is not the endpoint itself: its absence, or something else."""
    if not isinstance(mention, Endpoint):
        return False
    before = max(sentence.start, mention.start - 36)
    foreign = _RESPONSE.match(view, mention.start) and _FOREIGN.of(words).search(
        view, before, mention.start
    )
    if _POLYMERASE.match(view, mention.start):
        return True
    if mention.kind == "response" and _is_of_no_tumour(view, sentence, mention, words):
        return True
    if mention.id == "ORR" and _AS_BEST.search(view, before, mention.start + 5):
        return True
    if mention.kind == "survival" and _OTHER_SURVIVAL.of(words).search(view, before, mention.start):
        return True
    if _RESPONSE_TO_OTHERS.match(view, mention.start):
        return True
    if _RECEPTOR.search(view, before, mention.start):
        return True
    if view.startswith(("non-", "non ", "Non-"), max(0, mention.start - 4)):
        return True
    if mention.id == "discontinuation" and _FOR_PROGRESSION.match(view, mention.end):
        return True
    if mention.kind == "event" and _COMPOUND.match(view, mention.end):
        return True
    if mention.kind == "event" and _SITE_OF.search(view, before, mention.start):
        return True
    risk = view.startswith(("risk", "hazard"), mention.start)
    if (
        mention.kind == "event"
        and not risk
        and _TURNED.of(words).search(view, before, mention.start)
    ):
        return True
    return bool(
        foreign
        or _DENIED.of(words).search(view, before, mention.start)
        or _NO_SHARE.of(words).match(view, mention.end)
    )


def _is_of_no_tumour(view: str, sentence: Sentence, mention: Mention, words: ClauseWords) -> bool:
    """Whether a response is one on a scale, or of those who were sent something to fill in."""
    start, end = max(sentence.start, mention.start - _NEAR), min(sentence.end, mention.end + _NEAR)
    if _BY_A_SCALE.of(words).search(view, max(sentence.start, mention.start - 20), mention.start):
        return True
    survey = _OF_A_SURVEY.of(words).search(view, start, end)
    return bool(survey and not _OF_A_TUMOUR.of(words).search(view, start, end))

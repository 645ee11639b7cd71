"""Whether the words at the name of an endpoint make it something else, or deny it.

`No nausea`, `graft survival`, `antibody response` and `relief of pain` name no result of the
endpoint whose word stands in them.
"""

from __future__ import annotations

import re

from extraction.text.sentences import Sentence
from extraction.tokens import Endpoint, Mention

_DENIED = re.compile(
    r"\b(?:no|criteria for|without|absence of|free from|free of|lack of|not have|excluding|"
    r"due to|because of|owing to|on account of|attributed to|attributable to|secondary to|"
    r"(?:stopped|discontinued|withdrew|withdrawn) for)\s"
    r"(?:any\s|a\s)?(?:(?:severe|unacceptable|excessive|grade \d)\s)?$",
    re.IGNORECASE,
)
# An event that these words turn round, or that was there before, is part of another name.
_TURNED = re.compile(
    r"\b(?:freedom from|resolution of|disappearance of|protection (?:from|against)|"
    r"relief (?:of|from)|prevention of|control of|improvements? (?:in|of)|"
    r"remission of|recovery from|responses? (?:of|in)|"
    r"(?:experienced|had|reported|showed) (?:an? )?(?:\w+ ){0,2}"
    r"(?:effects?|impact|reductions?|benefits?) (?:on|in|of)|"
    r"\d+%? (?:\w+ ){0,2}(?:reduction|decrease) in|history of|"
    r"(?:hospitali[sz]ations?|admissions?|readmissions?|transfusions?|reoperations?|surgery|"
    r"medication|analgesics?|antibiotics|delays?|reductions?) for|"
    r"(?:control|protection|prevention) rates? (?:of|for|from|against)|"
    r"risk factors for|treatment (?:of|for)|treated for|"
    r"reducing|relieving|alleviating|managing|controlling|improving|treating|preventing)\s(?:any\s|a\s|the\s)?$",
    re.IGNORECASE,
)
_RESPONSE = re.compile(r"responses?\b(?!\srates?)|responders\b", re.IGNORECASE)
_RESPONSE_TO_OTHERS = re.compile(
    r"responses?\s(?:times?|latency|latencies|curves?|profiles?|bias)\b", re.IGNORECASE
)
# A response of something else than the tumour (`antibody response`) is named by a word of its own.
_FOREIGN = re.compile(
    r"\b(?!(?:a|an|the|had|overall|of|with|in|and|or|to|for|tumou?r|clinical|best|any|whose|these|"
    r"those|treatment|confirmed|"
    r"achieved|showed|more|were|was|by|that|on|as|at|after|higher|better|good|deeper|durable|"
    r"objective|partial|rates?|median|mean|"
    r"patients|when|while|but|than|investigator-assessed)\s)[A-Za-z][\w-]*\s$",
    re.IGNORECASE,
)
# A response by a scale that is no oncologist's (`ACR20 response rates`), or to a letter.
_BY_A_SCALE = re.compile(
    r"(?<![\w-])(?!(?:RECIST|WHO|SWOG|ECOG|EORTC|IRC|BICR|ITT|PP|MRI|PET|CT|PSA|CA|CR|PR|OR|RR)\b)"
    r"[A-Z]{2,}[\w-]*\s$"
)
# `Stable disease was the best overall response in 73%` speaks of stable disease.
_AS_BEST = re.compile(
    r"\b(?:was|were|is|as|being)\s(?:(?:the|a|their|its)\s)?best\s(?:\w+\s){0,2}\w*$", re.IGNORECASE
)
_OF_A_SURVEY = re.compile(
    r"\b(?:questionnaires?|surveys?|invit(?:ed|ations?|ees)|mailings?|mailed|postal|"
    r"text messages|e-?mails?|letters|"
    r"respondents|interviews?|nonrespon\w+)\b",
    re.IGNORECASE,
)
_OF_A_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|objective|partial|complete|clinical|pathologic(?:al)?|overall response)\b",
    re.IGNORECASE,
)
# The polymerase chain reaction, in capitals as some write the response.
_POLYMERASE = re.compile(
    r"PCR[- ](?:corrected|adjusted|positiv|negativ|assay|analys|product|amplif|test)"
)
_NEAR = 90
# What survives is no patient.
_OTHER_SURVIVAL = re.compile(
    r"\b(?:drug|(?:allo)?graft|implant|cell|device|restoration|tooth|flap|bacterial|neuronal|"
    r"treatment|embryo|catheter|stent|prosthesis)[\s-]$",
    re.IGNORECASE,
)
# The name of a receptor speaks of no death.
_RECEPTOR = re.compile(r"\b[Pp]rogrammed (?:cell )?$")
_NO_SHARE = re.compile(
    r"[- ]free\b"
    r"|\s(?:leading to|resulting in|requiring|necessitating|prompting|causing|that led to)\b"
    r"|\s(?:was|were|being) (?:completely |entirely )?(?:absent|avoided|prevented|abolished|"
    r"eliminated|eradicated|cleared|gone)\b"
    r"|\s(?:frequency|severity|scores?|intensity|scales?|ratings?|relief|control|prevention|"
    r"follow-up|prophylaxis|management|information|data|status|were due to|was due to|"
    r"end ?points?|criteria|assessments?|evaluation)\b"
    r"|\s(?:before|prior to|at)\s(?:study|trial|entry|enrol|randomi[sz]|inclusion|diagnosis)"
)

# To stop because the tumour grew is no discontinuation of which the treatment is the cause.
_FOR_PROGRESSION = re.compile(
    r"[^.;,()%\d]{0,40}\b(?:due to|because of|owing to|for|following|after) (?:\w+ ){0,2}"
    r"(?:progress\w*|relapse|recurrence|(?:lack|loss|failure) of (?:efficacy|response))"
)


def is_another(view: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether what is named is not the endpoint itself: its absence, or something else."""
    if not isinstance(mention, Endpoint):
        return False
    before = max(sentence.start, mention.start - 30)
    foreign = _RESPONSE.match(view, mention.start) and _FOREIGN.search(view, before, mention.start)
    if _POLYMERASE.match(view, mention.start):
        return True
    if mention.kind == "response" and _is_of_no_tumour(view, sentence, mention):
        return True
    if mention.id == "ORR" and _AS_BEST.search(view, before, mention.start + 5):
        return True
    if mention.kind == "survival" and _OTHER_SURVIVAL.search(view, before, mention.start):
        return True
    if _RESPONSE_TO_OTHERS.match(view, mention.start):
        return True
    if _RECEPTOR.search(view, before, mention.start):
        return True
    if view.startswith(("non-", "non ", "Non-"), max(0, mention.start - 4)):
        return True
    if mention.id == "discontinuation" and _FOR_PROGRESSION.match(view, mention.end):
        return True
    risk = view.startswith(("risk", "hazard"), mention.start)
    if mention.kind == "event" and not risk and _TURNED.search(view, before, mention.start):
        return True
    return bool(
        foreign or _DENIED.search(view, before, mention.start) or _NO_SHARE.match(view, mention.end)
    )


def _is_of_no_tumour(view: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a response is one on a scale, or of those who were sent something to fill in."""
    start, end = max(sentence.start, mention.start - _NEAR), min(sentence.end, mention.end + _NEAR)
    if _BY_A_SCALE.search(view, max(sentence.start, mention.start - 20), mention.start):
        return True
    survey = _OF_A_SURVEY.search(view, start, end)
    return bool(survey and not _OF_A_TUMOUR.search(view, start, end))

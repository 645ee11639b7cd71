"""The frames in which an abstract counts patients with an event, as patterns over a shape.

In them an arm is a section sign, an endpoint a pilcrow and a number a hash (see `shape`).
"""

from __future__ import annotations

import re

from extraction.text.signs import Signed

PEOPLE = r"(?:patients?|women|woman|men|subjects?|participants?|individuals?|pts|persons|cases?)"
_IN = (
    r"(?:in|on|with|of|from|for|among|receiving|given|taking|treated with|who received|under|"
    r"(?:who were )?(?:randomly )?(?:assigned|allocated|randomi[sz]ed) to(?: receive)?)"
)
_HEAD = (
    r"(?:[\s-](?:treated|alone|groups?|arms?|treatment|therapy|regimen|patients?|women|"
    r"recipients)\b|-(?=[,\s]))*"
)
_NAMED = rf"\u00a7{_HEAD}"
# An arm, or a group that no arm is known by.
_ARM = rf"(?:{_NAMED}|(?:[\w-]+\s){{1,2}}(?:group|arm)\b)"
_IN_ARM = (
    rf"(?:\s(?:occurr\w+\s)?{_IN}\s(?:the\s)?(?:(?:{PEOPLE}|those)\s{_IN}\s)?(?:the\s)?{_ARM})"
)
_TOTAL = r"(?:\s(?:out of|of|from)\s(?:the\s)?#|\s?/\s?\d[\d,]*|\sof\s(?:the|these)(?=\s))?"
_JOINT = (
    r"(?:,?\s(?:and|versus|vs\.?|v\.?|compared (?:with|to)|as compared with|as opposed to|but|"
    r"while|whilst|whereas|against|than)\s(?:only\s|with\s|in\s|by\s|of\s|for\s)*|\s?[,;/]\s(?:and\s)?)"
)
_SEEN = (
    r"(?:observed|reported|seen|found|noted|recorded|detected|diagnosed|documented|registered|"
    r"identified|confirmed)"
)
_HAPPENED = (
    r"(?:(?:had\s|have\s|has\s)?(?:occurred|developed)|(?:(?:was|were)|(?:have|has|had) been)\s"
    rf"(?:\w+ly\s)?(?:{_SEEN}|taken|needed|required))"
)
_ASIDE = r"(?:\s?[(\[][^()\[\]#]{0,80}[)\]])?"

# Patients, with or without their arm: `Six patients in group I`, `19 A patients`.
_SIDE = rf"#{_TOTAL}(?:\s{_NAMED})?(?:\s(?:evaluable\s|of the\s)?{PEOPLE})?{_IN_ARM}?"
_SIDES = rf"{_SIDE}(?:{_JOINT}{_SIDE}){{0,4}}"
_OPENS = (
    r"(?:^|[,;:(-]\s?|\b(?:and|but|while|whilst|whereas|which|[Oo]nly|[Aa]ll|[Aa]ll the|"
    r"total of|least|that)\s)"
)
_HAD = (
    r"(?:(?:have\s|had\s|has\s)?(?:had|have|has|experienced|developed|achieved|suffered(?: from)?|"
    r"showed|exhibited|attained|obtained|reached|reported)"
    r"|(?:was|were) reported as having|presented with|(?:was|were) diagnosed with)"
    r"\s(?:an?\s|any\s|at least one\s|confirmed\s|new\s|objective\s|a confirmed\s)*"
)
#: `Six patients in A and three in B had E`: the patients are the subject.
SUBJECT = re.compile(
    rf"{_OPENS}(?P<sides>{_SIDES})(?:\s?[(\[][^()\[\]~]{{0,80}}[)\]]|,\s#{_IN_ARM}[^.;~]{{0,60}},)?\s"
    rf"(?:(?P<had>{_HAD})(?:\^\s)?(?P<outcome>\u00b6)?"
    rf"|(?:(?:have|had|has|were|was)\s)?(?P<verbal>\u00b6)(?P<later>[^#;.]{{0,40}}{_JOINT}{_SIDE})?)"
)
#: `E occurred in 12 patients in A and 5 in B`.
PLACE = Signed(
    rf"(?P<outcome>\u00b6)?(?:\s\w+|\s?~){{0,5}}?\s(?P<verb>{_HAPPENED}|{_SEEN})\s(?:only\s)?"
    rf"(?:in|by)\s(?:only\s|the\s)?(?P<sides>#{_TOTAL}(?:\s{_NAMED}|\s{PEOPLE}{_IN_ARM}?)"
    rf"(?:{_JOINT}{_SIDE}){{0,4}})",
    ("in #", "by #", "only #", "the #"),
)
_KIND = (
    r"(?:(?:confirmed|incident|new|first|further|possible|cases? of|incidences of|cumulative|"
    r"\^|~)\s)*(?:(?!(?:of|in|with|and|or|the|more|less|patients?|women|had|have|has|were|was|no|not)\s)[a-z][a-z-]+\s){0,2}"
)
_EVENTS = r"(?:\s(?:first\s)?(?:events?|cases?|incidents?))?"
_EVENT_SIDE = rf"#\s{_KIND}\u00b6{_EVENTS}{_ASIDE}{_IN_ARM}?"
#: `There were 12 E with A and 5 with B`, `129 E were recorded`, `12 E in A and 5 in B`.
EVENT = Signed(
    r"(?P<when>\b(?:when|after|until|once|if|before|than|because of|due to|[Aa]t least|least)\s"
    r"(?:the\s)?)?"
    r"(?P<there>(?:\b[Tt]here\s(?:was|were|has been|have been|had been)|"
    rf"\b[Ww]e\s{_SEEN}|,\swith)\s(?:a total of\s|only\s)?)?"
    rf"(?<![\w/-])(?P<sides>(?:#{_JOINT})?{_EVENT_SIDE}"
    rf"(?:{_JOINT}(?:{_EVENT_SIDE}|#{_IN_ARM})){{0,5}})"
    rf"(?P<seen>\s{_HAPPENED}(?P<where>{_IN_ARM}(?:{_JOINT}#{_IN_ARM}){{0,3}})?)?",
    ("# ",),
    ("¶",),
)
#: `There were 60 failures in A and 62 in B`.
THERE = re.compile(
    rf"\b[Tt]here\swere\s(?:only\s)?(?P<sides>#\s(?P<name>[^#;.()\u00b6]{{3,50}}?){_IN_ARM}"
    rf"(?:{_JOINT}#{_IN_ARM}){{1,3}})"
)
_THERE = rf"(?:{_IN_ARM}|\s{_NAMED})"
_INNER_SIDE = rf"#(?:\s?/\s?\d[\d,]*)?(?:\s(?:events?|cancers?|tumou?rs?|\u00b6|{PEOPLE}))?{_THERE}"
_COUNTED = r"(?:\s(?:\w+\s)?(?:events?|cases?|\u00b6)|\s?/\s?\d[\d,]*)"
#: `E (12 on A and 5 on B; ...)`; without arms at least a word says what is counted.
BRACKETED = re.compile(
    rf"(?:[(\[]|[,;:]\s|-+)(?P<sides>{_INNER_SIDE}(?:{_JOINT}{_INNER_SIDE}){{1,5}}"
    rf"|#(?:\s{PEOPLE})?\sin\s\u00a7"
    rf"|#{_COUNTED}?(?:\svs\.?|\sv|\sversus)\s#{_COUNTED})(?=\s?[;,.)\]])"
)
#: Patients told by what they have, before a bracket that says who they are.
WHO_HAVE = re.compile(
    rf"(?:{PEOPLE}\s(?:with|without|who (?:had|have))|\b[Ii]n\s#\s[^#;.()]{{0,40}}\b(?:in|with))\s"
    r"(?:[\w-]+\s){0,4}\u00b6(?:\s[\w-]+){0,2}\s?$"
)
#: Words at a count that tell who took part or what was planned.
NO_COUNT = re.compile(
    r"\b(?:baseline|history|prior|previous\w*|screen\w*|eligib\w*|enrol\w*|planned|expected|"
    r"anticipated|required to|needed to|until|at entry|interim|per group|accru\w*|recruit\w*)\b",
    re.IGNORECASE,
)
#: An opening that says of whom a lone number is a part (`Of the 31 patients, 9 had ...`).
OF_THEM = re.compile(r"\b(?:[Oo]f|[Aa]mong)\s(?:the|these|those|all|whom|which|them|#)")
OF_ALL = re.compile(
    rf"(?:^|[.;]\s)\s*(?:[Oo]f|[Aa]mong)\s(?:the\s|these\s|all\s|those\s)?(?P<total>#)\s(?:\w+\s)?{PEOPLE}"
    r"[^#;.]{0,100},\s(?:only\s)?$"
)
#: A verb that is an endpoint of its own.
RELAPSED = re.compile(
    r"\b(?:died|relapsed|recurred|progressed|responded|withdrew|withdrawn|discontinued)\b"
)
# `withdrew consent`, `responded or had ...`.
OTHER_VERB = re.compile(
    r"\s(?:consent\b|or\s|(?:of|from|due to|because of|owing to)\s(?!any\b|adverse\b|toxicity\b))"
)
#: Words right before an event that make another one of it, and those that do not.
NAME_BEFORE = re.compile(r"#\s(?P<words>(?:[a-z][a-z-]+\s){1,4})$")
NEUTRAL = frozenset(
    {
        *("confirmed", "incident", "new", "first", "further", "possible", "additional", "total"),
        *("case", "cases", "of", "incidence", "incidences", "cumulative"),
        *("reported", "documented", "observed", "recorded"),
    }
)
# What is counted is the failures of a time to an event (`DFS events`).
SURVIVAL_EVENTS = re.compile(r"\s(?:events?|failures?)\b")
OF = re.compile(r"\s(?:out of|of|from)\s(?:the\s)?")
VERSUS = re.compile(r"\b(?:v|vs|versus|compared)\b")
FRACTION = re.compile(r"\s?/\s?(?P<total>\d+)\b")
SHARE = re.compile(r"\s?[(\[,]\s?\d+(?:\.\d+)?\s?%")

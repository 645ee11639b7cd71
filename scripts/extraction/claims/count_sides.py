"""How an abstract prints counts side by side, as patterns over a shape.

In them an arm is a section sign, an endpoint a pilcrow and a number a hash (see `shape`).
"""

from __future__ import annotations

PEOPLE = "@counted_people"
IN = (
    r"(?:in|on|with|of|from|for|among|receiving|given|taking|treated with|"
    r"who (?:received|had|underwent)|under|after|following|undergoing|managed with|"
    r"(?:who were )?(?:randomly )?(?:assigned|allocated|randomi[sz]ed) to(?: receive)?)"
)
HEAD = (
    r"(?:[\s-](?:treated|alone|only|groups?|arms?|treatment|therapy|regimen|patients?|women|"
    r"recipients)\b|[-\s](?=[,\s]))*"
)
NAMED = rf"\u00a7{HEAD}"
# An arm, or a group that no arm is known by.
ARM = rf"(?:(?:group\s|arm\s)?{NAMED}|(?:[\w-]+\s){{1,3}}(?:group|arm)\b)"
IN_ARM = (
    rf"(?:\s(?:occurr\w+\s)?{IN}\s(?:the\s)?(?:(?:{PEOPLE}|those|group|arm|cohort)\s"
    rf"(?:{IN}|that received|that had|which received)\s)?(?:the\s)?{ARM}"
    r"(?:\s\((?:[A-Z][\w-]{0,5}|\u00a7|\u2116)\))?)"
)
TOTAL = r"(?:\s(?:out of|of|from)\s(?:the\s)?#|\s?/\s?\d[\d,]*|\sof\s(?:the|these)(?=\s))?"
JOINT = (
    r"(?:,?\s(?:and|versus|vs\.?|v\.?|compared (?:with|to)|as compared with|as opposed to|but|"
    r"while|whilst|whereas|against|than)\s(?:only\s|with\s|in\s|by\s|of\s|for\s)*|\s?[,;/]\s(?:and\s)?)"
)
SEEN = "@counted_seen"
HAPPENED = (
    r"(?:(?:had\s|have\s|has\s)?@counted_happened|(?:(?:was|were)|(?:have|has|had) been)\s"
    rf"(?:\w+ly\s|also\s|only\s)?(?:{SEEN}|taken|needed|required))"
)
ASIDE = r"(?:\s?[(\[][^()\[\]#]{0,80}[)\]])?"

# One word that tells what kind of patients they are.
SUCH = r"(?:(?!(?:in|of|on|and|or|with|who|the|had|were|was|for|to|by|from)\s)[a-z-]+\s)?"
# Patients, with or without their arm: `Six patients in group I`, `19 A patients`.
_ASIDE = r"(?:\s[(\[][^()\[\]#~]{0,60}[)\]])?"
SIDE = rf"#{TOTAL}(?:\s{NAMED})?(?:\s(?:of the\s)?{SUCH}{PEOPLE})?{IN_ARM}?{_ASIDE}"
SIDES = rf"{SIDE}(?:{JOINT}{SIDE}){{0,4}}"

_WHAT = rf"(?:\s(?:events?|cancers?|tumou?rs?|\u00b6|{PEOPLE}))"
_OF_THEM = r"(?:\sof\s(?:them|these|those|whom|which))?(?:\s(?:were|was|occurred|took|received))?"
_WITHIN = r"(?:\s?[(\[][^()\[\]~]{0,60}[)\]])?"
#: One number with its arm behind it, or before it.
SIDE_IN = rf"#{TOTAL}{_WHAT}?{_OF_THEM}(?:{IN_ARM}|\s{NAMED}){_WITHIN}"
SIDE_OF = rf"{NAMED}[:,]?\s(?:#|\u2116){_WHAT}?{_WITHIN}"
_LISTED_ARMS = rf"(?:{IN}|between)\s(?:the\s)?{NAMED}(?:{JOINT}(?:the\s)?{NAMED}){{1,3}}"
#: Numbers side by side, each with an arm: beside it, or in a list of arms behind or before them.
PAIR = rf"(?:{SIDE_IN}(?:{JOINT}{SIDE_IN}){{1,4}}|{SIDE_OF}(?:{JOINT}{SIDE_OF}){{1,4}})"
PAIR_AROUND = rf"{NAMED}\s(?:was|were|had)\s#{TOTAL}{JOINT}#{TOTAL}{IN_ARM}"
PAIR_LISTED = rf"#{TOTAL}(?:{JOINT}#{TOTAL}){{1,3}}{_WHAT}?\s{_LISTED_ARMS}"
LIST_THEN_PAIR = (
    rf"{_LISTED_ARMS}(?:\s(?:groups|arms))?(?:\s(?:was|were)|,|:)\s#(?:{JOINT}#){{1,3}}"
)

"""How an abstract prints counts side by side, as patterns over a shape.

In them an arm is a section sign, an endpoint a pilcrow and a number a hash (see `shape`).
"""

from __future__ import annotations

PEOPLE = (
    r"(?:patients?|women|woman|men|subjects?|participants?|individuals?|pts|persons|people|adults|"
    r"children|infants|babies|neonates|mothers|boys|girls|volunteers|residents|cases?)"
)
IN = (
    r"(?:in|on|with|of|from|for|among|receiving|given|taking|treated with|who received|under|"
    r"(?:who were )?(?:randomly )?(?:assigned|allocated|randomi[sz]ed) to(?: receive)?)"
)
HEAD = (
    r"(?:[\s-](?:treated|alone|groups?|arms?|treatment|therapy|regimen|patients?|women|"
    r"recipients)\b|-(?=[,\s]))*"
)
NAMED = rf"\u00a7{HEAD}"
# An arm, or a group that no arm is known by.
ARM = rf"(?:{NAMED}|(?:[\w-]+\s){{1,3}}(?:group|arm)\b)"
IN_ARM = rf"(?:\s(?:occurr\w+\s)?{IN}\s(?:the\s)?(?:(?:{PEOPLE}|those)\s{IN}\s)?(?:the\s)?{ARM})"
TOTAL = r"(?:\s(?:out of|of|from)\s(?:the\s)?#|\s?/\s?\d[\d,]*|\sof\s(?:the|these)(?=\s))?"
JOINT = (
    r"(?:,?\s(?:and|versus|vs\.?|v\.?|compared (?:with|to)|as compared with|as opposed to|but|"
    r"while|whilst|whereas|against|than)\s(?:only\s|with\s|in\s|by\s|of\s|for\s)*|\s?[,;/]\s(?:and\s)?)"
)
SEEN = (
    r"(?:observed|reported|seen|found|noted|recorded|detected|diagnosed|documented|registered|"
    r"identified|confirmed)"
)
HAPPENED = (
    r"(?:(?:had\s|have\s|has\s)?(?:occurred|developed)|(?:(?:was|were)|(?:have|has|had) been)\s"
    rf"(?:\w+ly\s)?(?:{SEEN}|taken|needed|required))"
)
ASIDE = r"(?:\s?[(\[][^()\[\]#]{0,80}[)\]])?"

# One word that tells what kind of patients they are.
SUCH = r"(?:(?!(?:in|of|on|and|or|with|who|the|had|were|was|for|to|by|from)\s)[a-z-]+\s)?"
# Patients, with or without their arm: `Six patients in group I`, `19 A patients`.
SIDE = rf"#{TOTAL}(?:\s{NAMED})?(?:\s(?:of the\s)?{SUCH}{PEOPLE})?{IN_ARM}?"
SIDES = rf"{SIDE}(?:{JOINT}{SIDE}){{0,4}}"

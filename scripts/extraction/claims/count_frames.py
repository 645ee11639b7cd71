"""The frames in which an abstract counts patients with an event, as patterns over a shape.

In them an arm is a section sign, an endpoint a pilcrow and a number a hash (see `shape`).
"""

from __future__ import annotations

import re

from extraction.claims.count_sides import (
    ASIDE,
    HAPPENED,
    IN,
    IN_ARM,
    JOINT,
    NAMED,
    PEOPLE,
    SEEN,
    SIDE,
    SIDES,
    SUCH,
    TOTAL,
)
from extraction.word_lists import Worded, WordedSigned

_OPENS = (
    r"(?:^|[,;:(-]\s?|\b(?:and|but|while|whilst|whereas|which|[Oo]nly|[Aa]ll|[Aa]ll the|"
    rf"total of|least|that|with)\s|"
    rf"\b(?:[Ii]n|[Ff]or|[Ww]ith|[Oo]n|[Aa]fter|[Ff]ollowing|[Aa]mong)\s(?:the\s)?"
    rf"(?:(?:{PEOPLE}|those)\s{IN}\s)?(?:the\s)?(?P<whose>{NAMED}),?\s)"
)
_HAD = (
    r"(?:(?:have\s|had\s|has\s)?(?:had|have|has|experienced|developed|achieved|suffered(?: from)?|"
    r"showed|exhibited|attained|obtained|reached|reported|required|needed|sustained|incurred|"
    r"displayed|manifested|demonstrated|contracted|acquired|complained of|"
    r"experiencing|developing|requiring|reporting|suffering|underwent(?=\s(?:an?\s)?\u00b6))"
    r"|(?:was|were) reported as having|presented with|(?:was|were) diagnosed with)"
    r"\s(?:an?\s|any\s|at least one\s|confirmed\s|new\s|objective\s|a confirmed\s)*"
)
_AGAIN = rf"{JOINT}#(?:\s{PEOPLE})?(?:\s\u00b6)?{IN_ARM}"
_NO_VERB = (
    rf"{IN}|{PEOPLE}|by|and|or|but|who|whose|whom|at|to|aged|during|after|before|than|versus|vs|v|"
    r"treated|alone|groups?|arms?|treatment|therapy|regimen|recipients|episodes?|events?|per|the|"
    r"grade|types?|times?"
)
# `12 and 5 patients in A and B, respectively, ...`, whose first arm the sides have taken.
_LISTED = (
    rf"(?P<listed>(?:(?:{JOINT}(?:the\s)?{NAMED}){{1,3}}(?:\s(?:groups|arms))?)?"
    r",?\srespectively,?)?"
)
#: `Six patients in A and three in B had E`: the patients are the subject. Where no word of a frame
#: follows, `did` is where their verb may be.
SUBJECT = Worded(
    rf"{_OPENS}(?P<sides>{SIDES}){_LISTED}(?:\s?[(\[][^()\[\]~]{{0,80}}[)\]]|,\s#{IN_ARM}[^.;~]{{0,60}}?,)?\s"
    rf"(?:(?P<had>{_HAD})(?:\^\s)?(?:(?P<outcome>\u00b6)(?!\s(?:rates?\s)?(?:of|was)\s[~\u00a4]))?"
    rf"|(?:(?:have|had|has|were|was)\s)?(?P<verbal>\u00b6)"
    rf"(?:(?P<where>{IN_ARM}(?:{_AGAIN}){{0,3}})|(?P<later>[^#;.]{{0,40}}{JOINT}{SIDE}(?!\s(?:\u00b6|[a-z]+ed\b))))?"
    rf"|(?P<did>(?!(?:{_NO_VERB})\b|(?:[a-z]+\s){{0,2}}(?:studies|trials|articles|reviews|papers)\b)[a-z]+\b(?![-/])))"
)
#: `..., as against 24 of 31 given B`, `..., as did 24 given B`, `..., while 24 did so with B`.
AGAINST = Worded(
    r"[^#;.\u00a7]{0,70}?,?\s(?:"
    r"(?:(?:as\s)?(?:against|opposed to|compared (?:with|to))|versus|vs\.?|v|as (?:did|had|were))\s"
    rf"(?:only\s|in\s|with\s|for\s)*{SIDE}(?:{JOINT}{SIDE}){{0,2}}"
    rf"|(?:while|whilst|whereas|but|and)\s(?:only\s|the\s)?{SIDE}\s(?:did|had|were|was)"
    rf"(?:\s(?:so|too|also|likewise))?(?:{IN_ARM}|(?=\s?[.,;(]|$)))"
)
#: In whom it was, behind what they had (`12 patients had a relapse with A and 5 with B`).
FARTHER = Worded(rf"[^#;.\u00a7(\[]{{0,70}}?{IN_ARM}(?:{_AGAIN}){{1,3}}")
#: The parts of a lone number, behind it or behind what they had (`: 9 in A and 5 in B`).
PARTED = Worded(rf"[^#;.:(\[]{{0,90}}?(?::\s|[(\[])#(?:\s{PEOPLE})?(?:{IN_ARM}|\s{NAMED})")
#: The second of two groups, each named before its number (`..., and in the B group 24`).
SECOND_GROUP = Worded(
    r"[^#.\u00a7]{0,70}?[,;]\s(?:and|but|while|whilst|whereas|compared with|versus)?\s?"
    rf"(?:in|of|with|for|among)\s(?:the\s|those\s)*{NAMED},?\s(?:only\s)?#{TOTAL}(?:\s{PEOPLE})?"
    r"(?=\s?[.,;(]|$|\s(?:did|had|were|was)\b)"
)
#: What patients of a study go through to its end.
COMPLETED = re.compile(
    r"completed\s(?:(?:the|all|their|planned|full|whole|entire|assigned|protocol|study|trial)\s)*"
    r"(?P<what>study|trial|treatments?|therapy|protocol|follow-up|interventions?|programs?|"
    r"programmes?|courses?|chemotherapy|radiotherapy|cycles|sessions|regimen)\b"
)
#: `E occurred in 12 patients in A and 5 in B`.
PLACE = WordedSigned(
    rf"(?P<outcome>\u00b6)?(?:\s\w+|\s?~){{0,5}}?\s(?P<verb>{HAPPENED}|{SEEN}|"
    r"(?:was|were)\s(?:the|an?)(?:\s\w+){1,4}|(?:was|were)\s(?P<became>[a-z]+ed))"
    r"(?:\s(?:after|within|during|by|at|on)\s[^#;.,()]{1,30}?)?\s"
    r"(?:as\s(?:[a-z-]+\s){1,5}?)?(?:only\s)?"
    rf"(?:in|by|among)\s(?:only\s|the\s)?(?P<sides>#{TOTAL}(?:\s{NAMED}|\s{SUCH}{PEOPLE}{IN_ARM}?|{IN_ARM}|(?={JOINT}#))"
    rf"(?:{JOINT}{SIDE}){{0,4}})",
    ("in #", "by #", "among #", "only #", "the #"),
)
#: `In 12 patients in A and 5 in B, E occurred`.
INVERTED = WordedSigned(
    rf"(?:^|;\s)\s*[Ii]n\s(?:only\s)?(?P<sides>#{TOTAL}(?:\s{NAMED}|\s{SUCH}{PEOPLE}{IN_ARM}?|{IN_ARM}|(?={JOINT}#))"
    rf"(?:{JOINT}{SIDE}){{0,4}}),?\s(?:(?:an?|the|any)\s)?(?P<what>[a-z\u00b6])",
    ("In #", "in #", "only #"),
)
_KIND = (
    r"(?:(?:confirmed|incident|new|first|further|possible|incidences of|cumulative|"
    r"(?:cases?|episodes?|instances?|incidents?)(?: of)?|"
    r"\^|~)\s)*(?:(?!(?:of|in|with|and|or|the|more|less|patients?|women|had|have|has|were|was|no|not)\s)[a-z][a-z-]+\s){0,2}"
)
_EVENTS = r"(?:\s(?:first\s)?(?:events?|cases?|incidents?))?"
_NEW = r"(?:confirmed|incident|new|first|further|possible|additional|reported|documented)"
_MORE = rf"{JOINT}#(?:\s(?:events?|cases?|\u00b6|{PEOPLE}))?(?:\s{HAPPENED})?{IN_ARM}"
_EVENT_SIDE = (
    rf"#\s{_KIND}\u00b6{_EVENTS}{ASIDE}"
    rf"(?:(?:\sor\s(?:[a-z-]+\s){{0,3}}?(?:[a-z-]+|\u00b6))?{IN_ARM})?"
)
#: `There were 12 E with A and 5 with B`, `129 E were recorded`, `12 E in A and 5 in B`.
EVENT = WordedSigned(
    r"(?P<when>\b(?:when|after|until|once|if|before|than|because of|due to|[Aa]t least|least)\s"
    r"(?:the\s)?)?"
    r"(?P<there>(?:\b[Tt]here\s(?:was|were|has been|have been|had been)|"
    rf"\b[Ww]e\s{SEEN}|,\swith|{NAMED}\s(?:had|reported|experienced|showed))\s"
    r"(?:a total of\s|only\s)?)?"
    rf"(?<![\w/-])(?P<sides>(?:#{JOINT})?{_EVENT_SIDE}"
    rf"(?:(?:\s[(\[][^()\[\]#]{{0,60}}[)\]])?{JOINT}(?:{_EVENT_SIDE}|#(?:\s(?:events?|cases?))?{IN_ARM})){{0,5}})"
    rf"(?P<seen>\s{HAPPENED}(?P<where>{IN_ARM}(?:{_MORE}){{0,3}})?)?",
    ("# ",),
    ("\u00b6",),
)
#: `No E, E or E was seen in A`.
NONE = WordedSigned(
    r"(?P<when>\b(?:if|when|after|until|once|unless|that|where)\s)?"
    r"(?P<there>\b[Tt]here\s(?:was|were|has been|have been|had been)\s)?"
    rf"(?<![\w/-])(?P<kinds>#\s{_KIND}\u00b6(?:(?:,\s(?:or\s|and\s)?|\s(?:or|and)\s){_KIND}\u00b6)*){_EVENTS}"
    rf"(?P<where>{IN_ARM})?"
    rf"(?P<seen>\s{HAPPENED}(?P<later>{IN_ARM})?(?!\s(?:more|less|(?:in|by|among) ~)))?"
    rf"(?P<other>{JOINT}#(?:\s(?:such\s)?(?:\u00b6|events?|cases?|{PEOPLE}))?(?:\s{HAPPENED})?{IN_ARM})?",
    ("# ",),
    ("\u00b6",),
)
#: `Five cases of something without a known name were reported with A and none with B`.
_CASES = rf"#\s(?:{_NEW}\s)*(?:cases?|episodes?|incidents?|instances?|occurrences?)\sof\s"
_CASES_OF = ("case", "episode", "inciden", "instance", "occurrence")
CASES = WordedSigned(
    rf"{_CASES}(?P<name>[^#;.()\u00b6\u00a7~]{{3,60}}?)"
    rf"(?:{IN_ARM}(?:{_MORE}){{0,3}}(?:\s{HAPPENED})?|\s{HAPPENED}(?:{IN_ARM}(?:{_MORE}){{0,3}})?"
    rf"|(?=(?:,|\sand|,\sand)\s{_CASES}[^#;.]{{3,60}}\s{HAPPENED}))",
    _CASES_OF,
)
#: `The A group had one case of something`.
CASES_HAD = WordedSigned(
    rf"(?:{NAMED}\s(?:had|reported|experienced|showed)|\b[Ww]e\s{SEEN}|\b[Tt]here\s(?:was|were))\s"
    rf"(?:only\s|a total of\s)?{_CASES}"
    r"(?P<name>[^#;.()\u00b6\u00a7~]{3,60}?)"
    r"(?=\s(?:with|in|and|but|that|which|during|after|on|for|while|versus|vs)\b|[,.;(]|$)",
    _CASES_OF,
)
#: `One wound haematoma occurred in A`.
OCCURRED = WordedSigned(
    rf"(?<![\w/-])#\s(?:{_NEW}\s)*(?P<name>[a-z][^#;.,()\u00b6\u00a7~]{{2,50}}?)\s"
    rf"(?:(?:had|have|has)\s)?(?:occurred|developed)"
    rf"(?:(?P<where>{IN_ARM}(?:{_MORE}){{0,3}})|(?=[.,;]|$|\s(?:during|after|within|at|on)\b))",
    ("occurred", "developed"),
)
#: `There were 60 failures in A and 62 in B`.
THERE = WordedSigned(
    rf"\b[Tt]here\s(?:were|was|have been|had been)\s(?:only\s)?"
    rf"(?P<sides>#\s(?P<name>[^#;.()\u00b6]{{3,50}}?){IN_ARM}"
    rf"(?:{JOINT}#{IN_ARM}){{1,3}})",
    ("here was #", "here were #", "been #", "only #"),
)
#: Patients told by what they have, before a bracket that says who they are.
WHO_HAVE = Worded(
    rf"(?:{PEOPLE}\s(?:with|without|who (?:had|have))|\b[Ii]n\s#\s[^#;.()]{{0,40}}\b(?:in|with))\s"
    r"(?:[\w-]+\s){0,4}\u00b6(?:\s[\w-]+){0,2}\s?$"
)
#: Words at a count that tell who took part or what was planned.
NO_COUNT = Worded(r"\b@not_counted_yet\b", re.IGNORECASE)
#: How many one patient had, on the average.
MEAN_NUMBER = re.compile(
    r"\b(?:mean|median|average|maximum|minimum|modal)\s(?:[a-z]+\s)?(?:numbers?|counts?|frequency)\s"
    r"(?:of|per)\b[^;,(]{0,80}$",
    re.IGNORECASE,
)
#: What was so before the study did anything.
BEFORE_THAT = re.compile(
    r"\b(?:at (?:baseline|entry|enrol?lment|inclusion|admission|presentation|randomi[sz]ation)|"
    r"on (?:admission|entry)|before (?:the |any |their |starting |start of |receiving |first )*"
    r"(?:treatment|therapy|randomi[sz]ation|surgery|study|dose|trial|intervention|enrol\w+))\b"
)
#: Events of whatever kind, of which a study that had none only says that it was safe.
ANYTHING = re.compile(
    r"^AE:adverse event$|(?<!serious adverse )\b(?:complications?|events?|effects?|reactions?|"
    r"problems?|toxicit(?:y|ies)|changes?|injur(?:y|ies)|response|cases?)$"
)
#: Patients of whom the words before tell more (`none of these had relapsed`).
OF_THESE = re.compile(r"\bof\s(?:these|those|them|whom|which)\b|\b[Nn]one\s(?:had|were|was|did)\b")
#: What is none only as far as it goes (`no significant bleeding`, `no difference in deaths`).
NOT_NONE = re.compile(
    r"\b(?:significant|differences?|clear|apparent|further|other|more|evidence|additional|relevant|"
    r"reduction|increase|changes?|effects?|benefit|long-term|late|permanent|subsequent)\b"
)
UNLESS = re.compile(
    r"\b(?:when|if|unless|until|whether|because|where|who|which|that|detects?|detected|predict\w*)\b"
    r"[^,;]{0,50}$"
)
PEOPLE_NAMED = Worded(rf"\b{PEOPLE}\b")
ENTERING = re.compile(r"\b(?:enroll?|recruit|screen|randomi[sz]|accru|includ)ing\s(?:only\s)?$")
#: An opening that says of whom a lone number is a part (`Of the 31 patients, 9 had ...`).
OF_THEM = re.compile(r"\b(?:[Oo]f|[Aa]mong)\s(?:the|these|those|all|whom|which|them|#)")
OF_ALL = Worded(
    rf"(?:^|[.;]\s)\s*(?:[Oo]f|[Aa]mong)\s(?:the\s|these\s|all\s|those\s)?(?P<total>#)\s(?:\w+\s)?{PEOPLE}"
    r"[^#;.]{0,100},\s(?:only\s)?$"
)
#: A verb that is an endpoint of its own.
RELAPSED = re.compile(
    r"\b(?:died|relapsed|recurred|progressed|responded|withdrew|withdrawn|discontinued|stopped|ceased|developed|experienced)\b"
)
# `withdrew consent`, `responded or had ...`.
OTHER_VERB = re.compile(
    r"\s(?:consent\b|or\s|(?:of|from|due to|because of|owing to)\s"
    r"(?!(?:any|adverse|toxicity|toxicities|side|unacceptable|treatment)\b))"
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
OF_TOTAL = re.compile(r"#\s(?:out of|of|from)\s(?:the\s)?$")
OF = re.compile(r"\s(?:out of|of|from)\s(?:the\s)?")
VERSUS = re.compile(r"\b(?:v|vs|versus|compared)\b")
FRACTION = re.compile(r"\s?/\s?(?P<total>\d+)\b")
SHARE = re.compile(r"\s?[(\[,]\s?\d+(?:\.\d+)?\s?%")

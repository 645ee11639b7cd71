"""Two treatments of any name that a randomised trial compares and of which it tells figures.

`A randomised trial comparing exercise training with education`, `Interventions: acupuncture or
sham acupuncture`: no vocabulary has to know either, where a later sentence with figures names
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.allocations import DOSE_BEHIND, nothing_at
from extraction.arms.labels import Candidate, Side, label_after, places
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed
from vocabulary.match import fold

_ALLOTTED = Signed(
    r"\b(?:[Rr]andom|RANDOM|[Dd]ouble-blind|[Aa]llocat)",
    ("andom", "RANDOM", "ouble-blind", "llocat"),
)
_OF = (
    r"(?:(?:the\s)?(?:[a-z-]+\s)?(?:(?:and|,)\s)?(?:efficacy|effects?|effectiveness|safety|"
    r"tolerability|benefits?|results?|outcomes?|use)"
    r"(?:(?:,|,? and)\s(?:[a-z-]+\s)?[a-z]+)*\s(?:of|between|with|for)\s)"
)
#: What stands before the first of two that are compared with one another.
_COMPARES = Signed(
    rf"\b(?:[Cc]ompar(?:e|es|ed|ing)|[Cc]omparison\s(?:of|between)|"
    rf"[Cc]omparative (?:study|trial|evaluation) (?:of|between))\s{_OF}?(?:either\s)?"
    r"(?!to\b|with\b)(?:an?\s|the\s)?",
    ("ompar",),
)
#: What stands before the first of two of which each patient has one.
_GIVEN = Signed(
    r"\b(?:patients|women|men|children|participants|subjects|infants|adults|volunteers|mothers|"
    r"neonates|individuals|persons|people|residents|eyes|knees|hips|teeth|cases)\s(?:were\s|was\s)?"
    r"(?:treated (?:with|by)|given|received|receiving|took|underwent|undergoing|operated by)\s"
    r"(?:an?\s|the\s|either\s)?"
    r"|\b(?:INTERVENTIONS?|Interventions?|TREATMENTS?|Treatments?)(?:\(s\))?:\s"
    r"(?:[Ee]ither\s)?(?:an?\s|the\s|An?\s|The\s)?"
    r"|\b(?:[Tt]rial|[Ss]tudy|[Cc]omparison|[Ee]valuation)\sof\s(?:an?\s|the\s)?",
    (
        *(f"{verb} " for verb in ("with", "by", "given", "received", "receiving", "took")),
        *(
            "underwent ",
            "had ",
            "undergoing ",
            "NTERVENTION",
            "ntervention",
            "REATMENT",
            "reatment",
        ),
        *("rial of ", "tudy of ", "omparison of ", "valuation of "),
    ),
)
_BRACKET = r"(?:\s\([^()]{1,40}\))?"
_WITH = re.compile(
    rf"{_BRACKET},?\s(?:with(?: that of)?|to(?: that of)?|and|versus|vs\.?|or|against)\s"
    r"(?:an?\s|the\s)?(?!\d)"
)
_OR = re.compile(rf"{_BRACKET},?\s(?:or|versus|vs\.?|against)\s(?:an?\s|the\s)?(?!\d)")
#: What makes of the second more than it says.
_GOES_ON = re.compile(rf"{_BRACKET},?\s(?:versus|vs\.?|compared|and|or)\b|\s?[+/]")
#: Where a treatment stands that patients had, and no outcome.
_HAD_BEFORE = re.compile(
    r"\b(?:with|after|on|for|given|receiving|received|following|undergoing|taking|than|versus|vs\.?|"
    r"v|by|to)\s(?:the\s)?$"
)
_HAD_BEHIND = re.compile(
    r"[\s-](?:groups?|arms?|patients|recipients|treated|women|participants|children|was given)\b"
)
_FIGURE = re.compile(r"\d\s?(?:%|per ?cent\b)|\d\.\d|\d/\d")
#: A review tells of trials that each have arms of their own.
_REVIEW = re.compile(
    r"\b(?:[Mm]eta-?analys|META-?ANALYS|[Ss]ystematic (?:review|search)|MEDLINE|Cochrane|"
    r"[Ww]e (?:searched|included))"
)
_DOSE = re.compile(rf"{DOSE_BEHIND.pattern}$")
#: Words that a label may cross.
_JOINERS = frozenset({"plus"})
_NEAR = 8
#: No absence of a treatment is told in more characters.
_REACH = 40
_LONGEST = 5
_SHORTEST = 4
#: In how many places results are looked for.
_LOOKS = 12


def shown(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Both sides of each such comparison."""
    if _ALLOTTED.search(view) is None or _REVIEW.search(view) is not None:
        return
    low = fold(view)
    for pattern, joint in ((_COMPARES, _WITH), (_GIVEN, _OR)):
        for match in pattern.finditer(view):
            sides = _sides(view, match.end(), joint, lexicon.arms)
            if sides is not None and _are_shown(*sides, low):
                for start, end, label in sides:
                    yield Candidate(label, start, end, 3, list_at=sides[0][0])


def _sides(
    view: str, start: int, joint: re.Pattern[str], words: ArmWords
) -> tuple[Side, Side] | None:
    """The two labels from a place on, where nothing else belongs to either."""
    first = _label(view, start, words)
    parted = joint.match(view, first[1]) if first else None
    second = _label(view, parted.end(), words) if parted else None
    if first is None or second is None or _GOES_ON.match(view, second[1]):
        return None
    bare = [_DOSE.sub("", side[2]) for side in (first, second)]
    if fold(bare[0]) == fold(bare[1]):
        return first, second
    return (first[0], first[0] + len(bare[0]), bare[0]), (
        second[0],
        second[0] + len(bare[1]),
        bare[1],
    )


def _label(view: str, start: int, words: ArmWords) -> Side | None:
    """The label at a place with its dose, or the absence of a treatment (`no drainage`)."""
    label = nothing_at(view, start, start + _REACH) or label_after(
        view, start, words, joiners=_JOINERS
    )
    if label is None or label[0] - start > _NEAR:
        return None
    dose = DOSE_BEHIND.match(view, label[1])
    return (label[0], dose.end(), view[label[0] : dose.end()]) if dose else label


def _are_shown(first: Side, second: Side, low: str) -> bool:
    """Whether a later sentence with figures names both by the same words."""
    long, short = sorted((fold(first[2]), fold(second[2])), key=len, reverse=True)
    if long == short or len(short) < _SHORTEST or len(long.split()) > _LONGEST:
        return False
    behind = low[second[1] :]
    for _, at in zip(range(_LOOKS), places(long, behind), strict=False):
        start = max(behind.rfind(". ", 0, at), behind.rfind("; ", 0, at)) + 1
        end = behind.find(". ", at)
        sentence = behind[start : end if end >= 0 else len(behind)]
        rest = sentence.replace(long, " ")
        both = start and any(True for _ in places(short, rest)) and _FIGURE.search(sentence)
        if both and any(_is_had(name, sentence) for name in (long, short)):
            return True
    return False


def _is_had(name: str, sentence: str) -> bool:
    """Whether a sentence says of a name that patients had it."""
    return any(
        _HAD_BEFORE.search(sentence, max(0, at - 24), at)
        or _HAD_BEHIND.match(sentence, at + len(name))
        for at in places(name, sentence)
    )

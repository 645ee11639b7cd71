"""Two treatments that a text says it compares, where it tells of no allocation.

`A and B were compared`, `to compare A with B`, `a comparison of A and B`, `either A or B`, `A and B
in random order`. What all patients are given beside these is no arm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.labels import Candidate, Side, label_after, label_before, recurs
from extraction.arms.telling import names_treatment
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed
from extraction.word_lists import Worded
from vocabulary.match import fold

_OF = (
    r"(?:(?:the\s)?(?:[a-z-]+\s)?(?:(?:and|,)\s)?(?:efficacy|effects?|effectiveness|safety|tolerability|"
    r"toxicity|toxicities|activity|benefits?|results?|outcomes?|use)"
    r"(?:(?:,|,? and)\s(?:[a-z-]+\s)?[a-z]+)*\s(?:of|between|with|for)\s)"
)
#: What stands before the first of two, and what parts them.
_OBJECTS = Signed(
    rf"\b(?:[Cc]ompar(?:e|es|ed|ing)\s|[Cc]omparison\s(?:of|between)\s|"
    rf"[Cc]omparative (?:study|trial|evaluation) (?:of|between)\s){_OF}?(?:either\s)?"
    r"(?!to\b|with\b)(?:the\s)?",
    ("ompar",),
)
_BETWEEN = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:with(?: that of)?|to(?: that of)?|and|versus|vs\.?|or|against)\s"
    r"(?:the\s)?(?!\d)"
)
#: What makes `A and B` one side of a comparison only.
_GOES_ON = re.compile(
    r"(?:\s\([^()]{1,40}\))?,?\s(?:followed|plus|with|versus|vs\.?|compared|and|or|to)\b|\s?[+/]"
)
_SHORT_FORM = re.compile(r"\s\([A-Z][\w+-]*[A-Z]\w*\)")
_PASSIVES = tuple(
    f"{verb} {done} "
    for verb in ("were", "was", "been", "are", "directly", "prospectively")
    for done in ("compared", "tested", "evaluated", "studied")
)
_SUBJECTS = Signed(
    r"(?:\s\([^()]{1,40}\))?\s(?:were|was|have been|are)\s(?:directly\s|prospectively\s)?"
    r"(?:compared|tested|evaluated|studied)\s(?:in|for|as|by|with respect|to\b)",
    _PASSIVES,
)
_AND = re.compile(r"(?:\s\([^()]{1,40}\))?(?:,\s[^,.;]{3,40},)?\s(?:and|versus|vs\.?)\s(?:the\s)?$")
_EITHER = Signed(
    r"\beither\s(?P<by>by\s|with\s|as\s|via\s)?(?:an?\s|the\s)?",
    ("either ",),
)
_OR = re.compile(r"(?:\s\([^()]{1,40}\))?,?\sor(?:\sby|\swith|\sas|\svia)?\s(?:an?\s|the\s)?(?!\d)")
_IN_ORDER = Signed(
    r"(?:\s\([^()]{1,40}\))?\s(?:in\s(?:a\s)?(?:random(?:i[sz]ed)?|either) order|in a "
    r"(?:double-blind )?(?:crossover|cross-over)|on separate occasions)",
    (" order", "rossover", "ross-over", "on separate occasions"),
)
_CROSSES = Signed(r"\bcross-?over\b", ("rossover", "ross-over"), flags=0)
#: What each patient of a crossover trial is given.
_BOTH_IN_TURN = re.compile(
    r"\b(?:received|took|taking|given|receiving|used|had|treated with)\s(?:both\s|either\s)?"
    r"(?:courses of\s)?(?!\d)"
)
_GIVEN = re.compile(r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Rr]eceiv|[Gg]iven|[Uu]nderw)")
_WIDE = 120
_STUDY = re.compile(r"\b(?:study|trial|crossover|cross-over|random\w+|double-blind)\b")
#: How often a treatment that its name does not tell has to be named.
_OFTEN = 2
#: What a drug is, before its name (`the oral tyrosine kinase inhibitor A`, `single agent B`).
_KIND = Worded(r"(?:.*\s)?@kinds_of_drug\s(?=[\w-]+$)")
#: Studies of a review, of which each compares its own.
_STUDIES = re.compile(
    r"\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our)\s(?:[a-z-]+\s){0,2}(?:studies|trials|RCTs|study|"
    r"trial|RCT)\b(?!\sarms?)[^.;]*\b[Cc]ompare[ds]?\s"
)
#: How far the first label may stand from the words of comparison.
_NEAR = 8
#: Words of the longest label.
_LONGEST = 5
_COMBINED = frozenset({"combined", "together", "combination"})


def compared(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """The two sides of each comparison that a text says it makes."""
    words, low = lexicon.arms, fold(view)
    for match in _OBJECTS.finditer(view):
        if _STUDIES.search(view, max(0, match.start() - _WIDE), match.start() + len("compared ")):
            continue
        yield from _both(_forwards(view, match.end(), _BETWEEN, words), view, low, lexicon)
    for match in _EITHER.finditer(view):
        sentence = view[max(0, match.start() - _WIDE) : match.end() + _WIDE]
        if match["by"] or _GIVEN.search(sentence):
            yield from _both(_forwards(view, match.end(), _OR, words), view, low, lexicon)
    for match in _BOTH_IN_TURN.finditer(view) if _CROSSES.search(view) else ():
        sides = _forwards(view, match.end(), _BETWEEN, words)
        sentence = view[view.rfind(". ", 0, match.start()) + 1 : match.end() + _WIDE].split(". ")[0]
        if sides[1] and (fold(sides[1][2]) in words.control_set or _CROSSES.search(sentence)):
            yield from _both(sides, view, low, lexicon)
    for pattern in (_SUBJECTS, _IN_ORDER):
        for match in pattern.finditer(view):
            stop = view.find(". ", match.end())
            sure = pattern is _IN_ORDER or _STUDY.search(view, match.end(), max(stop, match.end()))
            yield from _both(_backwards(view, match.start(), words), view, low, lexicon, not sure)


def _forwards(
    view: str, start: int, joint: re.Pattern[str], words: ArmWords
) -> tuple[Side | None, Side | None]:
    """The two labels from a place on."""
    first = label_after(view, start, words)
    parted = joint.match(view, first[1]) if first and first[0] - start < _NEAR else None
    second = label_after(view, parted.end(), words) if parted else None
    if parted and second and " and " in parted.group() and _GOES_ON.match(view, second[1]):
        return first, None
    return first, second


def _backwards(view: str, end: int, words: ArmWords) -> tuple[Side | None, Side | None]:
    """The two labels up to a place; an aside may follow the first (`A, a B, and C`)."""
    second = label_before(view, end, words)
    parted = _AND.search(view, max(0, second[0] - 90), second[0]) if second else None
    return label_before(view, parted.start(), words) if parted else None, second


def _both(
    sides: tuple[Side | None, Side | None],
    view: str,
    low: str,
    lexicon: Lexicon,
    told_both: bool = False,
) -> Iterable[Candidate]:
    """Both sides as arms of one list, where they are treatments by name, or one is often named."""
    first, second = (_without_kind(side, low, lexicon.arms) for side in sides)
    if first is None or second is None or fold(first[2]) == fold(second[2]):
        return
    if fold(first[2].split()[-1]) in _COMBINED:
        return
    told = [
        _tells(side[2], lexicon) or _SHORT_FORM.match(view, side[1]) is not None
        for side in (first, second)
    ]
    heads = [fold(side[2].split()[-1]) for side in (first, second)]
    often = [recurs(head, low, first[0], _OFTEN) for head in heads]
    if all(told) or (
        not told_both and any(told) and any(o and not t for o, t in zip(often, told, strict=True))
    ):
        for side in (first, second):
            yield Candidate(side[2], side[0], side[1], 3, list_at=first[0])


def _without_kind(side: Side | None, low: str, words: ArmWords) -> Side | None:
    """A side by its name only, where that stands once more without the kind of drug it is."""
    kind = _KIND.of(words).match(side[2]) if side else None
    if side is None or kind is None:
        return side
    name = side[2][kind.end() :]
    often = recurs(fold(name), low, side[0], _OFTEN)
    return (side[0] + kind.end(), side[1], name) if often else side


def _tells(label: str, lexicon: Lexicon) -> bool:
    if len(label.split()) > _LONGEST:
        return False
    words = lexicon.arms
    return (
        names_treatment(label, lexicon)
        or bool(words.treatments.find(label))
        or fold(label) in words.control_set
        or fold(label.split()[0]) in words.manners
    )

"""The places where an abstract introduces its arms.

Here the label after "patients given", the two sides of "versus" and the label after a value; the
other places have readers of their own. Each place gives a candidate; whether two of them are one
arm is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.arms.allocations import allocated
from extraction.arms.compared import compared
from extraction.arms.doses import dosed
from extraction.arms.group_names import controls, headed, lettered, roles
from extraction.arms.labels import MAX_ARMS, VERB_BEHIND, Candidate, Side, label_after, label_before
from extraction.arms.side_by_side import elliptic, paired
from extraction.arms.sized_labels import counted_out, sized
from extraction.arms.telling import names_treatment
from extraction.lexicon import Lexicon
from extraction.text.signs import Signed
from vocabulary.match import fold

_LIST_JOINT = re.compile(
    r"\s*(?:,|,? and|,? or|,? versus|,? vs\.?|,? v)\s(?:the\s|and\s|or\s)?(?!\d)"
)
_VERSUS = re.compile(
    r"\s(?:versus|vs\.?|v\.?|compared (?:with|to)|as compared with|"
    r"than(?: those)?(?: with| in| on| for)?|"
    r"over(?!\s(?:the\s|a\s)?(?:first|last|next|study|time|course|period|follow|past|entire|whole|"
    r"treatment))|relative to|rather than|against)\s(?:the\s)?(?!\d)"
)
_BESIDE_VALUE = re.compile(
    # A class first, then what stands before it: so the search looks at few places.
    r"[\dmypr](?:(?<=\d)%?|(?<=m)onths?|(?<=y)ears?|(?<=p)ercent|(?<=r)eached)"
    r"\)?(?:\s\([^()]{1,50}\))?\s(?:of (?:the )?(?:patients|women|those)\s)?"
    r"(?:with|for|on|in|among|after|of|patients on|those on|treated with|receiving)\s(?!\d)"
)
#: What comes in its turn, so that its number is no value (`on day 2 of A`).
_IN_TURN = re.compile(
    r"\b(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|[Cc]ycles?|[Hh]ours?|[Gg]rades?|[Ss]tages?|"
    r"[Vv]isits?|[Ss]teps?)\s\d+$"
)
_GIVEN = re.compile(
    r"[gapwts](?<!\w.)(?:(?<=g)roups?|(?<=a)rms?|(?<=p)atients|(?<=w)omen|(?<=t)hose|"
    r"(?<=s)ubjects|(?<=p)articipants)\s(?:who\s)?"
    r"(?:given|receiving|treated with|treated by|assigned to|allocated to|randomi[sz]ed to|"
    r"received|taking|assigned to receive|on)\s(?:the\s)?"
)
#: Who is given something by allocation, whatever that is called.
_ALLOTTED = Signed(
    r"\b(?:patients|women|those|subjects|participants)\s(?:who\swere\s)?(?:randomly\s)?"
    r"(?:allotted|allocated|assigned)\s(?:to\s)?(?:receive\s|undergo\s)?(?!\d|either\b|one\b)",
    ("allotted", "allocated", "assigned"),
    within=80,
)
#: Ends of words for what patients have, which is no treatment (`MRD-positive patients`).
_STATES = (
    *("-positive", "-negative", " positive", " negative", "-mutated", "-mutant"),
    *("-refractory", "-resistant"),
)


def introduced(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every label that the text introduces as an arm, in no order."""
    words = lexicon.arms
    yield from headed(view, words)
    yield from lettered(view)
    yield from sized(view, lexicon)
    yield from counted_out(view, words)
    yield from allocated(view, lexicon)
    yield from controls(view, words)
    yield from roles(view, words)
    yield from dosed(view)
    yield from elliptic(view, lexicon)
    yield from paired(view, lexicon.arms)
    yield from compared(view, lexicon)
    for match in _GIVEN.finditer(view):
        yield from _if_telling(label_after(view, match.end(), words), lexicon, 1)
    allotted = [label_after(view, match.end(), words) for match in _ALLOTTED.finditer(view)]
    given = [(VERB_BEHIND.sub("", side[2]), side[0]) for side in allotted if side]
    if len({fold(label) for label, _ in given}) > 1:
        yield from (Candidate(label, start, start + len(label), 3) for label, start in given)
    for match in _VERSUS.finditer(view):
        for side in (
            label_before(view, match.start(), words),
            label_after(view, match.end(), words),
        ):
            for candidate in _if_telling(side, lexicon, 2):
                yield replace(candidate, side=match.start())
    for match in _BESIDE_VALUE.finditer(view):
        if _IN_TURN.search(view, max(0, match.start() - 12), match.start() + 1):
            continue
        yield from _listed_beside(view, match.end(), lexicon)


def _listed_beside(view: str, at: int, lexicon: Lexicon) -> Iterable[Candidate]:
    """The arm after a value, and those that go on with it (`with A, B, and C, respectively`)."""
    sentence = max(view.rfind(". ", 0, at), view.rfind("; ", 0, at)) + 1
    for _ in range(MAX_ARMS):
        side = label_after(view, at, lexicon.arms)
        found = list(_if_telling(side, lexicon, 2))
        if side is None or not found:
            return
        yield from (replace(candidate, beside=sentence) for candidate in found)
        joint = _LIST_JOINT.match(view, side[1])
        if joint is None:
            return
        at = joint.end()


def _if_telling(side: Side | None, lexicon: Lexicon, weight: int) -> Iterable[Candidate]:
    """A side of a comparison, where a drug, an acronym or a control word tells an arm."""
    if side is None:
        return
    label = VERB_BEHIND.sub("", side[2])
    if label.lower().endswith(_STATES):
        return
    known = fold(label) in lexicon.arms.control_set
    if known or (len(label.split()) <= 5 and names_treatment(label, lexicon)):
        yield Candidate(label, side[0], side[0] + len(label), weight)

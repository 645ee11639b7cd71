"""The labels that stand at the words `group` and `arm`, or for a role that such a group has.

`The weekly arm`, `arms A, B and C`, `the control group` and beside it `the study group`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extraction.arms.labels import MAX_ARMS, WORD_BEFORE, Candidate, Side, label_before
from extraction.arms.telling import has_acronym
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed
from extraction.word_lists import Worded
from vocabulary.match import fold

#: What a group does together (`group therapy`) names no group.
_HEAD = Worded(
    r"[ga](?:(?<=[\w)\u00ae\u2122\"'] .)|(?<=-.))(?:(?<=g)roups?|(?<=a)rms?)\b"
    r"(?!\s@group_matters)"
)
_LETTERED = re.compile(
    r"(?P<head>[AaGg](?<!\w.)(?:(?<=[Aa])rms?|(?<=[Gg])roups?|(?<=A)RMS?|(?<=G)ROUPS?))"
    r"\s(?P<labels>(?:[A-F]|[1-4]|I{1,3}|"
    r"IV)\b(?!\s?[-%.]\d)"
    r"(?:(?:,\s?(?:and\s)?|\sand\s|\sor\s|\s?/\s?|\sv\s|\svs\.?\s|\sversus\s|\sto\s|\s?\+\s?)(?:[A-F]|"
    r"[1-4]|I{1,3}|IV)\b(?!\s?%|\.\d))*)"
)
#: A letter before its noun, which may be an article only without another one.
_LETTER_FIRST = re.compile(
    # The letter first, for which the text is looked through fastest.
    r"(?P<labels>[A-F](?:(?<=\b[Tt]he\s.)|(?<=\b[Bb]oth\s.)|(?<=\b[Ii]n\s.)|(?<=\bof\s.)|"
    r"(?<=\bthan\s.)|(?<=\band\s.)|(?<=\bversus\s.)|(?<=\bvs\s.))(?:\s?[(\[][^()\[\]]{1,20}[)\]])?"
    r"(?:(?:,|,? and|,? or|,? versus|,? vs\.?)\s(?:the\s)?[A-F])*)"
    r"[\s-](?P<head>group|arm)s?\b(?!-|\s(?:vitamins?|strep\w*|beta|of)\b)"
)
_AFTER_CONTROL = re.compile(r"[\s,;)]\s?(?:group|arm|\(|\d|and|or)")
_INITIALLED = re.compile(
    r"[AaGg](?<!\w.)(?:(?<=[Gg])roup|(?<=[Aa])rm)\s(?:[G-Z]|[A-Z]{2,3}|[A-Z]{1,2}\d(?:\.\d)?)\b(?![\w/-]|\.\d)"
)
_CONTROL_HEAD = Signed(
    r"(?:[Cc]ontrols?|[Pp]lacebo|[Ss]ham|[Oo]bservation|[Cc]omparison|[Cc]omparator|(?:usual|standard)"
    r"[- ]care) (?:group|arm)\b",
    tuple(
        f"{role} {head}"
        for role in ("ontrol", "ontrols", "lacebo", "ham", "ation", "parison", "parator", "care")
        for head in ("group", "arm")
    ),
)
_TREATMENT = re.compile(r"\s(?:treatment|therapy|intervention)\s$")
#: Adjectives of countries, which groups of hospitals have.
_NATIONAL = re.compile(r"[A-Z][a-z]+(?:an|ic|ish|ese|ern|ch|nd|ss)")
_EVERY = re.compile(
    r"\b(?:sham|placebo|standard|usual|delayed|conventional|each|every|by|per|either|any|no|both|two|[A-Z]\w+)\s$"
)
_SEVERAL = re.compile(r"\b(?:two|three|four|five|both|all|these|\d)\s$")
_LETTER = re.compile(r"\b(?:[A-F]|[1-4]|I{1,3}|IV)\b")
_COMMA_BEFORE = re.compile(r"(?:\s[(\[][^()\[\]]{1,30}[)\]])?,\s(?:the\s)?$")
_WIDE = 50
_JOINT_BEFORE = re.compile(
    r"(?:\s[(\[][^()\[\]]{1,30}[)\]])?(?:,? and|,? or|,| versus| vs\.?)\s(?:the\s)?$"
)


def headed(view: str, words: ArmWords) -> Iterable[Candidate]:
    """What stands before `group` or `arm`, and before `groups` both that it joins."""
    for match in _HEAD.of(words).finditer(view):
        side = name_before(view, match.start(), words)
        if side is None and not match.group().endswith("s"):
            side = _treated_with(view, match.start(), words)
        if not side:
            continue
        if fold(side[2]) in words.not_arms or fold(side[2].split()[-1]) in words.not_arms:
            continue
        if _NATIONAL.fullmatch(side[2]) and view.count(side[2]) == 1:
            continue  # `the trial of the Hellenic and Balkan groups`
        # "two dose groups" says what they differ in, not what one of them is called.
        if _SEVERAL.search(view, max(0, side[0] - 16), side[0]):
            continue
        yield Candidate(side[2], side[0], side[1], 3, headed=True)
        if match.group().endswith("s"):
            yield from _listed_before(view, side[0], words)


def _listed_before(view: str, start: int, words: ArmWords) -> Iterable[Candidate]:
    """The other members of a list that ends before `groups` (`the A (5%), B (6%) and C groups`)."""
    members: list[Side] = []
    oxford = False
    while len(members) < MAX_ARMS:
        joint = (_COMMA_BEFORE if members else _JOINT_BEFORE).search(
            view, max(0, start - _WIDE), start
        )
        if joint is None or (members and "the" in joint.group() and not oxford):
            break  # `At the end, the A and B groups`
        oxford = "," in joint.group()
        side = name_before(view, joint.start(), words)
        if side is None or fold(side[2]) in words.not_arms:
            break
        members.append(side)
        start = side[0]
    for first, last, label in members:
        yield Candidate(label, first, last, 3 if len(members) > 1 else 2)


def roles(view: str, words: ArmWords) -> Iterable[Candidate]:
    """`The study group` beside `the control group`."""
    if _CONTROL_HEAD.search(view) is None:
        return
    for match in words.tested.find(view):
        label = view[match.start : match.end]
        head = match.start + label.find(" ") + 1
        if (
            head > match.start
            and not _EVERY.search(view, max(0, match.start - 30), match.start)
            and _treated_with(view, head, words) is None
        ):
            yield Candidate(label, match.start, match.end, 3, headed=True)


def name_before(view: str, end: int, words: ArmWords) -> Side | None:
    """What a group is called by the words that end at a place."""
    return _manner_before(view, end, words) or label_before(view, end, words)


def _treated_with(view: str, head: int, words: ArmWords) -> Side | None:
    """What the patients of a group have that is said to be treated (`the A treatment group`)."""
    treatment = _TREATMENT.search(view, max(0, head - 14), head)
    side = label_before(view, treatment.start(), words) if treatment else None
    if side is None:
        return None
    label = side[2]
    told = (
        fold(label) in words.control_set
        or has_acronym(label, words)
        or any(words.is_drug(word) for word in label.split())
        or words.treatments.find(label)
    )
    return side if told else None


def _manner_before(view: str, end: int, words: ArmWords) -> Side | None:
    """A way of giving the treatment that stands for the arm (`the weekly arm`)."""
    before = WORD_BEFORE.search(f"{view[max(0, end - 24) : end].rstrip()} ")
    if before is None or fold(before.group(1)) not in words.manners & words.stops:
        return None
    stop = len(view[:end].rstrip())
    return stop - len(before.group(1)), stop, before.group(1)


@lru_cache(maxsize=1)
def lettered(view: str) -> tuple[Candidate, ...]:
    """`arm A`, and each of `arms A, B and C`; asked for twice of a text."""
    return tuple(_lettered(view))


def _lettered(view: str) -> Iterable[Candidate]:
    for match in _LETTERED.finditer(view):
        head = match["head"].lower().rstrip("s")
        for letter in _LETTER.finditer(view, match.start("labels"), match.end("labels")):
            label = f"{head} {letter.group()}"
            printed = view[match.start() : letter.end()]
            start = match.start() if printed.lower() == label.lower() else letter.start()
            yield Candidate(label, start, letter.end(), 2)
    for match in _LETTER_FIRST.finditer(view):
        for letter in _LETTER.finditer(view, match.start("labels"), match.end("labels")):
            yield Candidate(f"{match['head']} {letter.group()}", letter.start(), letter.end(), 2)
    for match in _INITIALLED.finditer(view):
        yield Candidate(match.group(), match.start(), match.end(), 2)


def controls(view: str, words: ArmWords) -> Iterable[Candidate]:
    """The words for a control, where they stand for a group."""
    for match in words.controls.find(view):
        if _AFTER_CONTROL.match(view, match.end):
            yield Candidate(view[match.start : match.end], match.start, match.end, 2)

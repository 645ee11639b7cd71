"""A treatment and its absence as the two arms of a comparison, where the text names it but once.

`Randomised to ovarian ablation or not`, `preceded by A or not`, `A was or was not given`, `did or
did not receive A`, `a drain or no drain`: the arms are A and `no A`. A trial may ask so of two
treatments, each of which then has two arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.labels import VERB_BEHIND, Candidate, Side, label_after, label_before, recurs
from extraction.arms.telling import names_treatment
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed
from extraction.word_lists import Worded, WordedSigned
from vocabulary.match import fold

_BRACKET = r"(?:\s[(\[][^()\[\]]{1,50}[)\]])?"
#: What stands behind a treatment whose absence is the alternative.
_OR_NOT = WordedSigned(
    rf"{_BRACKET}(?:\s(?:@given))?,?\s(?:(?:or|versus|vs\.?|v)\s(?:to\s)?|"
    r"and\s(?:to\s)?(?!not))(?P<not>not|none|nothing|nil)\b(?!\s(?:been|had|more|less|yet))",
    (" not", " none", " nothing", " nil"),
    within=90,
)
_WAS_OR_NOT = WordedSigned(
    rf"{_BRACKET}\s(?:was|were)\s(?:either\s)?(?:@given\s)?or\s(?:was\s|were\s)?(?P<not>not)\b",
    (" not",),
    within=90,
)
#: What stands before such a treatment.
_DID_OR_NOT = WordedSigned(
    r"\b(?:did|received|used?|had|have|given|undergo|receive|to use),?\s(?:or|and)\s(?:did\s|to\s)?"
    r"(?P<not>not)\s(?:to\s)?(?:receive|use|have|undergo|take|get|be given)?,?\s?(?:an?\s|the\s)?",
    (" not ",),
    within=90,
)
_OR_NO = Signed(
    rf"{_BRACKET},?\s(?:or|and|versus|vs\.?|v|compared with)\s(?:to\s|with\s|have\s)?(?P<not>no)\s"
    r"(?P<head>[A-Za-z][\w-]+)",
    (" no ",),
    within=90,
)
# `trials that compared A with no A`.
_AGAINST_NO = Signed(
    rf"(?<=\w){_BRACKET}\s(?:with|to|against|versus|vs\.?|or)\s(?P<not>no)\s"
    r"(?P<head>[A-Za-z][\w-]+)",
    (" no ",),
    within=90,
)
_COMPARED = re.compile(r"\b[Cc]ompar(?:e|es|ed|ing|isons?)\s(?!(?:with|to)\b)[^.;:()]*$")
_ALLOCATES = Worded(r"\b@Allots\b|\bfactorial\b|\b2 ?[x\u00d7] ?2\b")
#: What stands right before the first of two arms.
_ASSIGNED = re.compile(
    r"\b(?:randomi[sz]ed|allocated|assigned|allotted)\s(?:to|between)\s(?:an?\s|the\s)?$"
)
#: Words that are no name of a treatment before `or not`.
_NO_NAMES = re.compile(
    r"(?:whether|prior|previous|baseline|exposure|history|disease|patients|women|response|responded|progress\w*|recurren\w*|relapse\w*|"
    r"positive|negative|\w+ly|metasta\w+|nodes?|age|significant|clinical|symptoms?|"
    r"(?:cancer|tumou?r)s?)",
    re.IGNORECASE,
)
#: How often the last word of a label that names no treatment has to stand in a text.
_OFTEN = 2
_LONGEST = 4
_WIDE = 200
_NEAR = 90


def absent(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Both arms of each such alternative."""
    words = lexicon.arms
    for pattern in (_OR_NOT.of(words), _WAS_OR_NOT.of(words), _OR_NO):
        for match in pattern.finditer(view) if " no" in view or " ni" in view else ():
            side = label_before(view, match.start(), words)
            head = match.groupdict().get("head")
            if head and (side is None or fold(side[2].split()[-1]) != fold(head)):
                continue
            yield from _both(side, match, view, lexicon, sure=bool(head))
    for match in _AGAINST_NO.finditer(view) if "ompar" in view else ():
        side = label_before(view, match.start(), words)
        same = side is not None and fold(side[2].split()[-1]) == fold(match["head"])
        if same and _COMPARED.search(view, max(0, match.start() - _NEAR), match.start()):
            yield from _both(side, match, view, lexicon, sure=True, compared=True)
    for match in _DID_OR_NOT.of(words).finditer(view):
        yield from _both(label_after(view, match.end(), words), match, view, lexicon)


def _both(
    side: Side | None,
    match: re.Match[str],
    view: str,
    lexicon: Lexicon,
    *,
    sure: bool = False,
    compared: bool = False,
) -> Iterable[Candidate]:
    """A treatment and its absence, where the sentence allocates."""
    if side is None or len(side[2].split()) > _LONGEST or _NO_NAMES.fullmatch(side[2].split()[-1]):
        return
    start, _, label = side
    label = VERB_BEHIND.sub("", label)
    if _NO_NAMES.fullmatch(label.split()[0]):
        return
    allocated = compared or _is_allocated(match, view, lexicon.arms)
    if fold(label).startswith(("no ", "without ")) or not allocated:
        return
    sure = sure or _ASSIGNED.search(view, max(0, start - 24), start) is not None
    if not (sure or _is_treatment(label, start, view, lexicon)):
        return
    at = match.start("not")
    alias = "nothing" if match["not"] == "nothing" else f"without {label}"
    first = min(start, at)
    yield Candidate(label, start, start + len(label), 3, listed=True, list_at=first)
    yield Candidate(
        f"no {label}", at, at + len(match["not"]), 3, listed=True, alias=alias, list_at=first
    )


def _is_allocated(match: re.Match[str], view: str, words: ArmWords) -> bool:
    """Whether the sentence of a match tells who was given what."""
    first = max(match.start() - _WIDE, 0)
    last = min(match.end() + _WIDE, len(view))
    start = max(view.rfind(". ", first, match.start()) + 1, first)
    stop = view.find(". ", match.end(), last)
    end = last if stop < 0 else stop
    return _ALLOCATES.of(words).search(view, start, end) is not None


def _is_treatment(label: str, start: int, view: str, lexicon: Lexicon) -> bool:
    words = lexicon.arms
    if names_treatment(label, lexicon) or words.treatments.find(label):
        return True
    return recurs(label.split()[-1], view, start, _OFTEN)

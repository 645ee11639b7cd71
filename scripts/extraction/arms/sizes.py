"""How many patients each arm has, where the text counts them beside its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.arms.study import Arms
from extraction.tokens import ArmMention

# Its first figure stands before all else, so that a search skips to one.
_NUMBER = r"(?P<n>\d(?<![\d.,].)(?:\d{0,2}(?:,\d{3})+|\d{1,4}))"
_PEOPLE = r"(?:patients|women|subjects|participants)"
#: `365 patients were randomly assigned to A`, `and 357 to B`, `535 patients (A group)`.
_TO = re.compile(
    rf"{_NUMBER}(?:\s(?:eligible\s)?{_PEOPLE})?(?:\swere)?(?:\srandomly)?"
    r"(?:\s(?:assigned|allocated|randomi[sz]ed))?\sto\s(?:(?:receive|undergo)\s)?(?:the\s)?$"
)
_TO_SPELT_OUT = re.compile(
    rf"{_NUMBER}(?:\s{_PEOPLE})?(?:\swere)?(?:\srandomly)?(?:\s(?:assigned|allocated|"
    r"randomi[sz]ed))?\sto\s[^;.()\d]{2,60}\s\($"
)
_IN_BRACKET = re.compile(rf"{_NUMBER}\s{_PEOPLE}\s?[(\[]$")
_RECEIVED = re.compile(
    rf"{_NUMBER}(?:\s{_PEOPLE})?\s(?:received|underwent|used|got|were given)\s(?:an?\s|the\s)?$"
)
_BOTH_RECEIVED = re.compile(
    rf"\d(?:\s{_PEOPLE})?\s(?:received|underwent|used|were given)\b[^.;]*?\band\s\d[\d,]*"
    rf"(?:\s{_PEOPLE})?"
    r"\s(?:received|underwent|used|were given)\b"
)
_AND_MORE = re.compile(
    rf"\d(?:\s{_PEOPLE})?\s(?:were\s)?(?:received|got|given|underwent|assigned to)\b[^.;()]*"
    rf"\band\s{_NUMBER}\s(?:an?\s|the\s)?$"
)
_ON = re.compile(rf"{_NUMBER}(?:\s{_PEOPLE})?\son\s(?:the\s)?$")
_AFTER = re.compile(
    rf"(?:\s(?:group|arm|fractions?|in\s\w+\sfractions|daily|once daily|twice daily))?\s?[(\[,]\s?"
    rf"(?:[nN]\s?=\s?{_NUMBER}|"
    rf"(?P<people>\d{{2,5}})\s{_PEOPLE})\s?[)\];]"
)
_EACH = re.compile(
    rf"{_NUMBER}(?:\s{_PEOPLE})?\s(?:(?:were\s)?(?:randomly\s)?assigned\s)?(?:in|to)\s"
    r"each (?:group|arm)\b"
)
_DIGIT = re.compile(r"\d")
_ALLOCATES = re.compile(r"\b(?:randomi[sz]|assign|allocat|enrol)")
_OTHER_NUMBER = re.compile(r"[.;]\s|\band\s\d")
_ALTERNATIVE = re.compile(r"\b(?:or|versus|vs?)\b|\band to\b")
_WINDOW = 90


def count(arms: Arms, view: str, mentions: Sequence[ArmMention]) -> None:
    """Set the size of each arm that has none yet, as first counted; leave the others without."""
    numbers = {_number(match["n"]) for match in _EACH.finditer(view)} if "each " in view else set()
    each = numbers.pop() if len(numbers) == 1 else None
    found: dict[str, int] = {}
    for mention in mentions:
        if len(mention.labels) == 1 and mention.labels[0] not in found:
            number = _before(mention, view) or _after(mention, view)
            if number is not None:
                found[mention.labels[0]] = number
    for arm in arms.arms:
        arm.n = arm.n or found.get(arm.label) or each


def _before(mention: ArmMention, view: str) -> int | None:
    left = max(0, mention.start - _WINDOW)
    if not _DIGIT.search(view, left, mention.start):
        return None
    assigned = _TO.search(view, left, mention.start) or _TO_SPELT_OUT.search(
        view, left, mention.start
    )
    if assigned and not _of_all(mention, view):
        return _number(assigned["n"])
    match = _IN_BRACKET.search(view, left, mention.start)
    if match:
        return _number(match["n"])
    sentence = view[max(0, mention.start - 300) : mention.start].rsplit(". ", 1)[-1]
    rest = view[mention.start : mention.start + 120].split(". ", 1)[0]
    more = _AND_MORE.search(view, left, mention.start)
    if more:
        return _number(more["n"])
    for pattern in (_RECEIVED, _ON):
        match = pattern.search(view, left, mention.start)
        if match and (_ALLOCATES.search(sentence) or _BOTH_RECEIVED.search(sentence + rest)):
            return _number(match["n"])
    return None


def _of_all(mention: ArmMention, view: str) -> bool:
    """Whether the number before an arm counts other arms too (`704 patients to A or B`)."""
    rest = _OTHER_NUMBER.split(view[mention.end : mention.end + 120], maxsplit=1)[0]
    return bool(_ALTERNATIVE.search(rest))


def _after(mention: ArmMention, view: str) -> int | None:
    match = _AFTER.match(view, mention.end)
    return _number(match["n"] or match["people"]) if match else None


def _number(text: str) -> int:
    return int(text.replace(",", ""))

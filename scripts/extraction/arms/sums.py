"""Where a text names treatments that are given together, and what it says is given alone.

`A plus B`, `A and B`, `B-A`, `A (20 mg) combined with B` are sums of the same treatments, whatever
joins them and in any order; `A alone`, `A only` and `A with or without B` name a part of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from extraction.arms.labels import Side, label_after, label_before, telling_of
from extraction.arms.telling import TOKEN, has_acronym
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed
from vocabulary.match import fold

#: The words of treatments, in any order.
Words = frozenset[str]
Tell = Callable[[str], Words]

_DOSE = r"\d[\d.,]*[\s-]?(?:mg|g|c?Gy|mcg|\u00b5g|\u03bcg|IU|U|mL|ml)(?:/[\w\u00b2]+)*"
#: What joins two treatments that are given together, with their doses.
_JOINT = re.compile(
    rf"(?:\s{_DOSE})?(?:\s\([^()]{{1,90}}\))?(?:\s?\+\s?|,?\s(?:plus|and|with|combined with|"
    r"(?:given\s)?in combination with|together with|added to|followed by|before|prior to)\s)"
    rf"(?:(?:{_DOSE}\s(?:of\s)?|the\s|an?\s|added\s|adding\s|concurrent\s|concomitant\s|adjuvant\s|"
    r"subsequent\s|postoperative\s|preoperative\s)*)(?=[A-Za-z\d])"
)
#: What says of two treatments only that they were also joined (`A alone or with B`).
_OR_JOINED = re.compile(
    r"(?:\salone)?(?:\s\([^()]{1,60}\))?,?\s(?:or|and|versus|vs\.?)\s(?:to\s)?"
    r"(?:(?:in combination|combined|together) )?with\s(?:the\s)?(?=[A-Za-z\d])|"
    r"\s(?:with or without|with and without)\s(?:the\s|added\s|additional\s)?(?=[A-Za-z\d])"
)
#: Treatments that signs join to one word.
_ONE_WORD = re.compile(
    r"(?<![\w/+-])(?:[A-Za-z]{4,}(?:[-/][A-Za-z]{4,})+|[A-Za-z\d]\w*(?:\+[A-Za-z\d]\w*)+)(?![\w-])|"
    r"(?<![\w/+-])[A-Za-z]+-(?:plus|and|with)-[A-Za-z]+(?![\w-])"
)
_PARTS = re.compile(r"-(?:plus|and|with)-|[-/+]")
_ALONE = Signed(
    r"(?:\s\([A-Z][\w+-]*\))?(?:-(?:alone|only)(?=[.,;)(]|\s(?:group|arm|treat|therap|regimen|pati))|"
    r"\s(?:alone|only|by itself|on its own|by themselves|monotherapy|"
    r"as (?:a\s)?(?:single[- ]agent|monotherapy|sole (?:treatment|therapy)))\b)"
    r"(?!,?\s(?:followed|then|before|prior|plus)\b)",
    ("alone", "only", "itself", "on its own", "themselves", "monotherapy", "single", "sole"),
)
_WITH_OR_WITHOUT = Signed(
    r"\s(?:with or without|with and without|with versus without|with vs\.? without|\+/-|\u00b1)\s"
    r"(?:the addition of\s|additional\s|added\s)?(?=[A-Za-z])",
    ("without", "+/-", "\u00b1"),
)
#: What makes `A and B` two things.
_TWO_OF = re.compile(r"\b(?:both|between|either|each of|compar\w+)\s(?:the\s|of\s)?$")
_AND = re.compile(r"[^()]*,?\sand\s")
_OF_TWO = re.compile(r"\s(?:groups|arms|treatments|regimens)\b|,\srespectively")
#: Between the steps of a sequence, which its order tells.
_STEP = re.compile(r"\s(?:\([^()]*\)\s)?(?:followed by|before|prior to)\s")
_ALONE_WORDS = frozenset({"alone", "only"})
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sum:
    """Treatments that stand joined at a place; one that is no `name` only tells that they are."""

    start: int
    end: int
    words: Words
    name: bool = True


def teller(words: ArmWords) -> Tell:
    """What tells the words of the treatments in a label."""
    return cache(lambda label: telling_of(label, words))


def given_alone(view: str, words: ArmWords) -> Iterable[Side]:
    """What the text says is given alone, or with and without something: its place and its name."""
    for match in _ALONE.finditer(view):
        side = label_before(view, match.start(), words)
        if side:
            yield side[0], match.end(), side[2]
    for match in _WITH_OR_WITHOUT.finditer(view):
        side = label_before(view, match.start(), words)
        if side:
            yield side


def says_alone(text: str) -> bool:
    """Whether a text says of something that it is given alone."""
    return _ALONE.search(text) is not None


def find_sums(view: str, known: set[str], tell: Tell, lexicon: Lexicon) -> list[Sum]:
    """Every place where treatments stand joined; `known` are words of such."""
    finder = _Finder(view, known, tell, lexicon)
    return [
        *finder.in_one_word(),
        *finder.joined(_OR_JOINED, name=False),
        *finder.joined(_JOINT, name=True),
    ]


def are_turned(view: str, sums: Sequence[Sum]) -> bool:
    """Whether a text has one sequence in both orders, which are two arms."""
    first: dict[Words, str] = {}
    for one in sums:
        text = fold(view[one.start : one.end])
        step = _STEP.search(text)
        if step and first.setdefault(one.words, text[: step.start()]) != text[: step.start()]:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Finder:
    view: str
    known: set[str]
    tell: Tell
    lexicon: Lexicon

    def in_one_word(self) -> Iterable[Sum]:
        for match in _ONE_WORD.finditer(self.view):
            own = self.tell(match.group())
            if len(own) > 1 and all(map(self._is_treatment, _PARTS.split(match.group()))):
                yield Sum(*match.span(), own)

    def joined(self, joint: re.Pattern[str], *, name: bool) -> Iterable[Sum]:
        """What stands before and after each such joint, with what goes on by another one."""
        view, words = self.view, self.lexicon.arms
        start = end = -1
        for match in joint.finditer(view):
            left = label_before(view, match.start(), words)
            right = label_after(view, match.end(), words)
            first = self._start(left) if left else None
            last = self._end(right) if right else None
            if first is None or last is None:
                continue
            if _AND.match(match.group()) and self._are_two(first, match, last):
                continue
            if start >= 0 and end >= first:
                end = last
                continue
            if start >= 0:
                yield Sum(start, end, self.tell(view[start:end]), name)
            start, end = first, last
        if start >= 0:
            yield Sum(start, end, self.tell(view[start:end]), name)

    def _are_two(self, first: int, joint: re.Match[str], last: int) -> bool:
        """Whether `A and B` are two things rather than one sum."""
        if _TWO_OF.search(self.view, max(0, first - 24), first) or _OF_TWO.match(self.view, last):
            return True
        left, right = (
            self.tell(self.view[first : joint.start()]),
            self.tell(self.view[joint.end() : last]),
        )
        return left <= right or right <= left

    def _start(self, side: Side) -> int | None:
        """Where the words of treatments begin in which a label ends."""
        at = None
        for word in reversed(list(_WORD.finditer(side[2]))):
            if not self._is_treatment(word.group()):
                break
            at = side[0] + word.start()
        return at

    def _end(self, side: Side) -> int | None:
        """Where the words of treatments end with which a label begins."""
        at = None
        for word in _WORD.finditer(side[2]):
            if not self._is_treatment(word.group()):
                break
            at = side[0] + word.end()
        return at

    def _is_treatment(self, word: str) -> bool:
        words = self.lexicon.arms
        low = fold(word)
        if low in _ALONE_WORDS:
            return False
        return (
            low in self.known
            or not self.tell(word).isdisjoint(self.known)
            or low in words.fillers
            or any(words.is_drug(part) for part in TOKEN.findall(word))
            or has_acronym(word, words)
            or any(len(word) == m.end - m.start for m in words.treatments.find(word))
        )

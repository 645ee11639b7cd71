"""The forms in which reports tell numbers of patients, made from a vocabulary once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from extraction.numbers.numerals import UNITS, WORDS

_DIGITS = r"\d{1,3}(?:[, ]\d{3}){1,2}|[1-9]\d*"
_BEFORE = r"(?<![\w.,/-])"
_AFTER = r"(?![\d%]|\.\d|\s?%|\sper\s?cent|:\d)"
_N = rf"{_BEFORE}(?P<n>{_DIGITS}|{WORDS}){_AFTER}"
# A word of running text, or one in brackets; never half a bracket.
_WORD = r"(?:(?:\([a-z][\w/'+-]*\)|[a-z][\w/'+-]*),?\s)"
_RANDOMLY = r"(?:randomi[sz]ed|randomly)"
_UNDERWENT = r"underwent\srandom(?:i[sz]ation|\sassignment|\sallocation)"
# "in a randomised trial" tells where patients come from, not how many were randomised.
_NOUN = r"(?:trial|study|controlled|phase|clinical|comparison|,)"
_ASSIGNED = rf"(?:{_RANDOMLY}|{_UNDERWENT}|allocated|assigned)(?!\s{_NOUN})"
_WE_ASSIGNED = r"(?:randomi[sz]ed|randomly\s(?:assigned|allocated)|we\sassigned)"
_WERE = r"(?:were|was)"


# A search for the first letter passes over most places at once.
_NUMBER = re.compile(
    r"[\dzotfsenZOTFSEN](?<![\w.,/-].)(?:(?<=\d)|(?i:"
    + "|".join(f"(?<={word[0]}){word[1:]}" for word in UNITS)
    + r")\b)"
)
# What stands behind a number in any form: no sign of a share, a part or a compound.
_WHOLE = re.compile(rf"(?:{_DIGITS}|{WORDS})(?=[\s,;)]|\.(?!\d))", re.IGNORECASE)
#: What a form has before its number is no longer.
_REACH = 64


@dataclass(frozen=True, slots=True)
class Form:
    """A number, the words that go on with it and, where there are any, those right before it."""

    number: re.Pattern[str]
    before: re.Pattern[str] | None = None

    def find(self, view: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches in `view[start:end]`, none overlapping; the number is their `n`."""
        places = _numbers(view)
        done = start
        for place in places[bisect_left(places, start) : bisect_left(places, end)]:
            match = self.number.match(view, place, end) if place >= done else None
            if match and self._follows(view, max(done, place - _REACH), place):
                done = match.end()
                yield match

    def _follows(self, view: str, start: int, place: int) -> bool:
        return self.before is None or self.before.search(view, start, place) is not None


@lru_cache(maxsize=4)
def _numbers(view: str) -> tuple[int, ...]:
    """Where the numbers of a text begin that a form may take, in figures or words."""
    places = (match.start() for match in _NUMBER.finditer(view))
    return tuple(place for place in places if _WHOLE.match(view, place))


@dataclass(frozen=True, slots=True)
class SizeForms:
    """The forms in which numbers of patients are told."""

    people: re.Pattern[str]
    totals: tuple[Form, ...]
    arms: tuple[Form, ...]
    each: Form
    everybody: Form
    enrolled: tuple[Form, ...]
    mentioned: Form
    opening: Form


def make_size_forms(people: Iterable[str], verbs: Iterable[str]) -> SizeForms:
    """Make the patterns for words for people and for taking part."""
    who, did = _any(people), _any(verbs)
    several = rf"{_N}\s{_WORD}{{0,6}}?{who}\b"
    return SizeForms(
        people=_compile(rf"\b{who}\b"),
        totals=_totals(who),
        arms=_of_arms(who),
        # 396 in each arm
        each=_form(rf"{_N}\s(?:{who}\s)?(?:in|per|for)\s(?:each|both)\b"),
        everybody=_form(several),
        enrolled=_enrolled(who, did, several),
        mentioned=_form(several, before=r"\b(?:in|of|on|from|with|among|for|treated|reviewed)\s"),
        opening=_form(rf"{several}(?=\s(?:with|who|aged|undergoing|scheduled|treated)\b)"),
    )


def _totals(who: str) -> tuple[Form, ...]:
    """How many were randomised."""
    return (
        # 351 previously treated patients (aged ...) were randomly; ... underwent randomisation
        _form(rf"{_N}\s{_WORD}{{0,8}}?{who}\b(?:\s\([^)]*\))?,?\s{_WORD}{{0,16}}?{_ASSIGNED}\b"),
        # we randomly assigned 700 patients
        _form(rf"{_N}\s{_WORD}{{0,6}}?{who}\b", before=rf"\b{_WE_ASSIGNED}\s(?:a total of\s)?"),
        # 397 (198 and 199) were randomised; 2144 (...) patients were randomly assigned
        _form(
            rf"{_N}(?:\s\([^)]*\))?\s(?:{who}\s)?{_WERE}\s(?:then\s|subsequently\s)?{_ASSIGNED}\b"
        ),
        # 704 randomised patients
        _form(rf"{_N}\s{_RANDOMLY}\s{_WORD}{{0,2}}?{who}\b"),
    )


def _of_arms(who: str) -> tuple[Form, ...]:
    """How many an arm has."""
    return (
        # (n = 97), (MPR; n = 153)
        _form(rf"(?P<n>{_DIGITS})(?=\s?[;,)])", before=r"(?:\(|[,;:]\s)[nN]\s?=\s?"),
        # (MPR, 153 patients)
        _form(rf"(?P<n>{_DIGITS})\s{who}\)", before=r"\((?:[^()]{1,24},\s)?"),
        # 321 (elotuzumab group)
        _form(rf"(?P<n>{_DIGITS})(?:\s{who})?\s\([^()]{{1,40}}\s(?:group|arm)\)"),
        # 176 were randomly assigned to; 175 to
        _form(
            rf"(?P<n>{_DIGITS}|{WORDS})(?:\s{who})?\s"
            rf"(?:(?:were|was|had been|being|also)\s)?(?:(?:randomly\s)?{_ASSIGNED}\s)?"
            r"(?:in)?to\s(?!\d)"
        ),
    )


def _enrolled(who: str, did: str, several: str) -> tuple[Form, ...]:
    """How many took part, where nobody says that they were randomised."""
    return (
        _form(rf"{_N}\s{_WORD}{{0,8}}?{who}\b", before=r"\btotal of\s"),
        _form(several, before=rf"\b{did}\s(?:a total of\s)?"),
        _form(rf"{_N}\s(?:enrolled|registered|recruited|included|accrued)\s{_WORD}{{0,2}}?{who}\b"),
        _form(rf"{several}(?:\s\([^)]*\))?,?\s(?!in\b){_WORD}{{0,14}}?{did}\b"),
        _form(rf"{_N}(?=[\s,.;)])", before=rf"\b{who}\s(?:numbered|comprised)\s"),
        _form(rf"{_N}\s", before=r"\bpopulation\s(?:numbered|comprised|included|consisted of)\s"),
        _form(rf"{_N}\s{who}\)", before=r"\b(?:trials|studies)\s\("),
        _form(rf"{_N}\)", before=rf"\b(?:{who}|trials|studies|cohort|population)\s\([nN]\s?=\s?"),
        _form(rf"{_N}\)\s{_WERE}\s{did}\b", before=r"\([nN]\s?=\s?"),
        _form(rf"{_N}\s{_WERE}\s{did}\b"),
    )


def _form(number: str, before: str = "") -> Form:
    return Form(_compile(number), _compile(f"(?:{before})$") if before else None)


def _any(words: Iterable[str]) -> str:
    found = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(word.replace('_', '[a-z]') for word in found)})"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""The forms in which reports tell numbers of patients, made from a vocabulary once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extraction.numerals import WORDS

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


@dataclass(frozen=True, slots=True)
class SizeForms:
    """Patterns; each matches the number as `n`."""

    people: re.Pattern[str]
    totals: tuple[re.Pattern[str], ...]
    arms: tuple[re.Pattern[str], ...]
    each: re.Pattern[str]
    everybody: re.Pattern[str]
    enrolled: tuple[re.Pattern[str], ...]
    mentioned: re.Pattern[str]
    opening: re.Pattern[str]


def make_size_forms(people: Iterable[str], verbs: Iterable[str]) -> SizeForms:
    """Make the patterns for words for people and for taking part."""
    who, did = _any(people), _any(verbs)
    several = rf"{_N}\s{_WORD}{{0,6}}?{who}\b"
    return SizeForms(
        people=_compile(rf"\b{who}\b"),
        totals=(
            # 351 previously treated patients (aged ...) were randomly; ... underwent randomisation
            _compile(
                rf"{_N}\s{_WORD}{{0,8}}?{who}\b(?:\s\([^)]*\))?,?\s{_WORD}{{0,16}}?{_ASSIGNED}\b"
            ),
            # we randomly assigned 700 patients
            _compile(rf"\b{_WE_ASSIGNED}\s(?:a total of\s)?{_N}\s{_WORD}{{0,6}}?{who}\b"),
            # 397 (198 and 199) were randomised; 2144 (...) patients were randomly assigned
            _compile(
                rf"{_N}(?:\s\([^)]*\))?\s(?:{who}\s)?{_WERE}\s(?:then\s|subsequently\s)?{_ASSIGNED}\b"
            ),
            # 704 randomised patients
            _compile(rf"{_N}\s{_RANDOMLY}\s{_WORD}{{0,2}}?{who}\b"),
        ),
        arms=(
            # (n = 97), (MPR; n = 153)
            _compile(rf"(?:\(|[,;:]\s)[nN]\s?=\s?(?P<n>{_DIGITS})(?=\s?[;,)])"),
            # (MPR, 153 patients)
            _compile(rf"\((?:[^()]{{1,24}},\s)?(?P<n>{_DIGITS})\s{who}\)"),
            # 321 (elotuzumab group)
            _compile(rf"{_BEFORE}(?P<n>{_DIGITS})(?:\s{who})?\s\([^()]{{1,40}}\s(?:group|arm)\)"),
            # 176 were randomly assigned to; 175 to
            _compile(
                rf"{_BEFORE}(?P<n>{_DIGITS}|{WORDS})(?:\s{who})?\s"
                rf"(?:(?:were|was|had been|being|also)\s)?(?:(?:randomly\s)?{_ASSIGNED}\s)?"
                r"(?:in)?to\s(?!\d)"
            ),
        ),
        # 396 in each arm
        each=_compile(rf"{_N}\s(?:{who}\s)?(?:in|per|for)\s(?:each|both)\b"),
        everybody=_compile(several),
        enrolled=(
            _compile(rf"\btotal of\s{_N}\s{_WORD}{{0,8}}?{who}\b"),
            _compile(rf"\b{did}\s(?:a total of\s)?{several}"),
            _compile(
                rf"{_N}\s(?:enrolled|registered|recruited|included|accrued)\s{_WORD}{{0,2}}?{who}\b"
            ),
            _compile(rf"{several}(?:\s\([^)]*\))?,?\s(?!in\b){_WORD}{{0,14}}?{did}\b"),
            _compile(rf"\b{who}\s(?:numbered|comprised)\s{_N}(?=[\s,.;)])"),
            _compile(rf"\bpopulation\s(?:numbered|comprised|included|consisted of)\s{_N}\s"),
            _compile(rf"\b(?:trials|studies)\s\({_N}\s{who}\)"),
            _compile(rf"\b(?:{who}|trials|studies|cohort|population)\s\([nN]\s?=\s?{_N}\)"),
            _compile(rf"\([nN]\s?=\s?{_N}\)\s{_WERE}\s{did}\b"),
            _compile(rf"{_N}\s{_WERE}\s{did}\b"),
        ),
        mentioned=_compile(rf"\b(?:in|of|on|from|with|among|for|treated|reviewed)\s{several}"),
        opening=_compile(rf"{several}(?=\s(?:with|who|aged|undergoing|scheduled|treated)\b)"),
    )


def _any(words: Iterable[str]) -> str:
    found = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(word.replace('_', '[a-z]') for word in found)})"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

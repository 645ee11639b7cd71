"""How many patients took part, and how many of them were randomised.

A number before "were randomised to A" may be one arm's. So the arms of a sentence are read first
(`176 to A and 175 to B`, `A (n = 97) or B (n = 95)`): a total that equals their sum is certain, and
where no total is given their sum is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import FactWords
from extraction.numerals import WORDS, value_of

_DIGITS = r"\d{1,3}(?:[, ]\d{3})+|\d+"
_N = rf"(?<![\w.,/-])(?P<n>{_DIGITS}|{WORDS})(?![\d%]|\.\d|\s?%|:\d)"
_WORD = r"(?:\(?[a-z][\w/'()+-]*,?\s)"
_RANDOM = r"(?:randomi[sz]ed|randomly)"
# "in a randomised trial" tells where patients come from, not how many were randomised.
_ASSIGN = rf"(?:{_RANDOM}|underwent\srandom(?:i[sz]ation|\sassignment|\sallocation)|allocated|assigned)(?!\s(?:trial|study|controlled|phase|clinical|comparison|,))"
_PEOPLE = r"(?:patients|pts|women|men|participants|subjects|adults|people|individuals|children|volunteers|survivors)"
_TOTALS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_N}\s{_WORD}{{0,8}}?{_PEOPLE}\b(?:\s\([^)]*\))?,?\s{_WORD}{{0,16}}?{_ASSIGN}\b",
        rf"\b(?:randomi[sz]ed|randomly\s(?:assigned|allocated)|we\sassigned)\s(?:a total of\s)?{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b",
        rf"{_N}(?:\s\([^)]*\))?\s(?:were|was)\s(?:then\s|subsequently\s)?{_ASSIGN}\b",
        rf"{_N}\s{_RANDOM}\s{_WORD}{{0,2}}?{_PEOPLE}\b",
    )
)
_ARM = re.compile(
    rf"(?:\(|[,;:]\s)[nN]\s?=\s?(?P<n1>{_DIGITS})(?=\s?[;,)])"
    rf"|\((?:[^()]{{1,24}},\s)?(?P<n2>{_DIGITS})\s{_PEOPLE}\)"
    rf"|(?<![\w.,/-])(?P<n4>{_DIGITS})(?:\s{_PEOPLE})?\s\([^()]{{1,40}}\s(?:group|arm)\)"
    rf"|(?<![\w.,/-])(?P<n3>{_DIGITS}|{WORDS})(?:\s{_PEOPLE})?\s(?:(?:were|was|had been|being|also)\s)?"
    rf"(?:(?:randomly\s)?{_ASSIGN}\s|receiv(?:ed|ing)\s(?!the\b))?(?:in)?to\s(?!\d)",
    re.IGNORECASE,
)
_ENROLLED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\btotal of\s{_N}\s{_WORD}{{0,8}}?{_PEOPLE}\b",
        rf"\b(?:{{verbs}})\s(?:a total of\s)?{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b",
        rf"{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b(?:\s\([^)]*\))?,?\s(?!in\b){_WORD}{{0,14}}?(?:{{verbs}})\b",
        rf"\b{_PEOPLE}\s(?:numbered|comprised)\s{_N}(?=[\s,.;)])",
        rf"\bpopulation\s(?:numbered|comprised|included|consisted of)\s{_N}\s",
        rf"\b(?:trials|studies)\s\({_N}\s{_PEOPLE}\)",
        rf"\b(?:{_PEOPLE}|trials|studies|cohort|population)\s\([nN]\s?=\s?{_N}\)",
        rf"{_N}\s(?:were|was)\s(?:{{verbs}})\b",
        rf"\([nN]\s?=\s?{_N}\)\s(?:were|was)\s(?:{{verbs}})\b",
    )
)
_MENTIONED = re.compile(
    rf"\b(?:in|of|on|from|with|among|for|treated|reviewed)\s{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b",
    re.IGNORECASE,
)
_VERBS = (
    "enrolled|enroled|included|recruited|registered|entered|accrued|treated|studied|analy[sz]ed|"
    "identified|reviewed|evaluated|comprised|comprises|received|participated|profiled|eligible"
)
_EACH = re.compile(rf"{_N}\s(?:{_PEOPLE}\s)?(?:in|per|for)\s(?:each|both)\b", re.IGNORECASE)
_ROLES = ("title", "study", "question", "results", "conclusion")
_LEAST = 5


@dataclass(frozen=True, slots=True)
class _Size:
    n: int
    field: str
    start: int
    end: int
    rule: str


def read_sizes(passages: Sequence[Passage], words: FactWords, randomised: bool) -> list[Fact]:
    """Numbers of patients randomised and enrolled; each at most once."""
    told = [passage for passage in passages if passage.role in _ROLES]
    found = []
    size = _randomised(told, words) if randomised else None
    if size:
        found.append(_fact("n_randomised", size))
    enrolled = _enrolled(told, words)
    if enrolled and (size is None or enrolled.n > size.n):
        found.append(_fact("n_patients", enrolled))
    return found


def _randomised(passages: Sequence[Passage], words: FactWords) -> _Size | None:
    certain, stated, summed = [], [], []
    mentioned = [size for passage in passages for size in _people(passage)]
    for passage in passages:
        if not words.sizes["assigned"].within(passage.text):
            continue
        arms = _arms(passage)
        totals = [
            size for size in _totals(passage) if not _looked_at_only(size, passage, words, 12)
        ]
        whole = _whole(arms, [*totals, *mentioned]) or _equal_arms(passage, mentioned)
        if whole:
            certain.append(whole)
        elif len(arms) > 1 and not [size for size in totals if size.n > max(arm.n for arm in arms)]:
            summed.append(_sum(arms))
        else:
            of_arms = {(arm.start, arm.n) for arm in arms} if len(arms) > 1 else set()
            stated += [size for size in totals if (size.start, size.n) not in of_arms]
    for sizes in (certain, stated, summed):
        if sizes:
            return max(sizes, key=lambda size: (size.n, -size.start))
    return None


def _whole(arms: Sequence[_Size], totals: Sequence[_Size]) -> _Size | None:
    """The total that some arms next to one another add up to."""
    for count in range(len(arms), 1, -1):
        for at in range(len(arms) - count + 1):
            amount = sum(arm.n for arm in arms[at : at + count])
            for total in totals:
                if total.n == amount:
                    return total
    return None


def _equal_arms(passage: Passage, totals: Sequence[_Size]) -> _Size | None:
    """The total of arms of one size (`396 in each arm`)."""
    for match in _EACH.finditer(passage.view, passage.start, passage.end):
        n = _number(match["n"])
        for total in totals:
            if n and total.n in (2 * n, 3 * n, 4 * n):
                return total
    return None


def _sum(arms: Sequence[_Size]) -> _Size:
    return _Size(
        sum(arm.n for arm in arms), arms[0].field, arms[0].start, arms[-1].end, "sum of arms"
    )


def _arms(passage: Passage) -> list[_Size]:
    """The numbers of patients that a sentence gives to its arms, each number once."""
    found = []
    for match in _ARM.finditer(passage.view, passage.start, passage.end):
        group = next(name for name in ("n1", "n2", "n4", "n3") if match[name])
        n = _number(match[group])
        if n is not None and n >= _LEAST:
            found.append(_Size(n, passage.field, match.start(group), match.end(group), "arm"))
    return found


def _totals(passage: Passage) -> Iterable[_Size]:
    return _read(_TOTALS, passage, "stated")


def _people(passage: Passage) -> Iterable[_Size]:
    return _read((_EVERYBODY,), passage, "sum confirmed")


_OPENING = re.compile(
    rf"{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b(?=\s(?:with|who|aged|undergoing|scheduled|treated)\b)", re.I
)
_EVERYBODY = re.compile(rf"{_N}\s{_WORD}{{0,6}}?{_PEOPLE}\b", re.IGNORECASE)
_STRONG = tuple(re.compile(form.pattern.replace("{verbs}", _VERBS), re.I) for form in _ENROLLED)


def _read(forms: Sequence[re.Pattern[str]], passage: Passage, rule: str) -> Iterable[_Size]:
    for form in forms:
        for match in form.finditer(passage.view, passage.start, passage.end):
            n = _number(match["n"])
            if n is not None and n >= _LEAST:
                yield _Size(n, passage.field, match.start("n"), match.end(), rule)


def _enrolled(passages: Sequence[Passage], words: FactWords) -> _Size | None:
    strong = [
        size
        for passage in passages
        for size in _read(_STRONG, passage, "stated")
        if not _looked_at_only(size, passage, words)
    ]
    if strong:
        return max(strong, key=lambda size: (size.n, -size.start))
    return next(_mentioned(passages, words), None)


def _mentioned(passages: Sequence[Passage], words: FactWords) -> Iterator[_Size]:
    """Numbers of patients without a verb: in a sentence on the study, or opening one."""
    for form, roles in ((_MENTIONED, ("title", "study")), (_OPENING, ("study", "results"))):
        for passage in passages:
            if passage.role in roles:
                for size in _read((form,), passage, "mentioned"):
                    at_start = form is _MENTIONED or size.start == passage.start
                    if at_start and not _looked_at_only(size, passage, words):
                        yield size


def _looked_at_only(size: _Size, passage: Passage, words: FactWords, before: int = 24) -> bool:
    """Whether the words around a number say that these patients were only screened or planned."""
    around = passage.view[max(passage.start, size.start - before) : min(passage.end, size.end + 16)]
    return words.sizes["not_counted"].within(around)


def _number(text: str) -> int | None:
    if text[0].isdigit():
        return int(re.sub(r"[, ]", "", text))
    return value_of(text)


def _fact(name: str, size: _Size) -> Fact:
    return Fact(
        name,
        f"{size.n}",
        size.field,
        size.start,
        size.end,
        unit="patients",
        rule=f"{name}:{size.rule}",
    )

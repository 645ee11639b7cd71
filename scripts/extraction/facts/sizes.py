"""How many patients took part, and how many of them were randomised.

A number before "were randomised to A" may be one arm's. So the arms of a sentence are read first
(`176 to A and 175 to B`, `A (n = 97) or B (n = 95)`): a total that equals their sum is certain, and
where no total is given their sum is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.size_forms import Form
from extraction.facts.words import FactWords
from extraction.numbers.numerals import value_of

_LEAST = 5
_MOST_ARMS = 12
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|spring|summer|autumn|fall|winter"
)
_DATED = re.compile(
    rf"(?:\b(?:{_MONTHS}),?|\b\d{{4}} (?:and|to|through)|\b(?:since|until|till|during|years?|\d,)"
    r"|\b(?:from|between|in|until|through))\s$",
    re.IGNORECASE,
)
_TORN = re.compile(r"\b(?:hundred|thousand)(?:\sand)?[\s-]$", re.IGNORECASE)
_RECEIVED = re.compile(r"(?<!who\s)(?<!had\s)received\b", re.IGNORECASE)
_PART_OF = re.compile(r"\d(?:\s?%)?\)?\s(?:out\s)?of\s(?:the\s)?(?:first\s)?$")


@dataclass(frozen=True, slots=True)
class _Size:
    n: int
    field: str
    start: int
    end: int
    rule: str


def read_sizes(passages: Sequence[Passage], words: FactWords, randomised: bool) -> list[Fact]:
    """Numbers of patients randomised and enrolled; each at most once."""
    told = [passage for passage in passages if passage.is_of_the_study]
    found = []
    size = _randomised(told, words) if randomised else None
    if size:
        found.append(_fact("n_randomised", size))
    enrolled = _enrolled(told, words, randomised)
    if enrolled and (size is None or enrolled.n > size.n):
        found.append(_fact("n_patients", enrolled))
    return found


def _randomised(passages: Sequence[Passage], words: FactWords) -> _Size | None:
    certain, stated, summed = [], [], []
    everybody: dict[int, _Size] = {}
    for passage in passages:
        for size in _read([words.sizes.everybody], passage, words, "sum confirmed"):
            everybody.setdefault(size.n, size)
    for passage in passages:
        if not words.size_cues["assigned"].within(passage.text):
            continue
        arms = _arms(passage, words)
        totals = [
            size
            for size in _read(words.sizes.totals, passage, words, "stated")
            if not _looked_at_only(size, passage, words, 12)
        ]
        known = {**everybody, **{size.n: size for size in reversed(totals)}}
        whole = _whole(arms, known) or _equal_arms(passage, known, words)
        if whole:
            certain.append(whole)
        elif len(arms) > 1 and all(size.n <= max(arm.n for arm in arms) for size in totals):
            summed.append(_sum(arms))
        else:
            stated += totals
    for sizes in (certain, stated, summed):
        if sizes:
            return max(sizes, key=lambda size: (size.n, -size.start))
    return None


def _whole(arms: Sequence[_Size], known: Mapping[int, _Size]) -> _Size | None:
    """The total that some arms next to one another add up to; it may stand among them."""
    for count in range(len(arms), 1, -1):
        for at in range(len(arms) - count + 1):
            some = arms[at : at + count]
            amount = sum(arm.n for arm in some)
            others = (arm for arm in arms if arm.n == amount and arm not in some)
            total = known.get(amount) or next(others, None)
            if total:
                return total
    return None


def _equal_arms(passage: Passage, known: Mapping[int, _Size], words: FactWords) -> _Size | None:
    """The total of arms of one size (`396 in each arm`)."""
    for size in _read([words.sizes.each], passage, words, "each"):
        for arms in (2, 3, 4):
            if arms * size.n in known:
                return known[arms * size.n]
    return None


def _sum(arms: Sequence[_Size]) -> _Size:
    first, last = arms[0], arms[-1]
    return _Size(sum(arm.n for arm in arms), first.field, first.start, last.end, "sum of arms")


def _arms(passage: Passage, words: FactWords) -> list[_Size]:
    """The numbers of patients that a sentence gives to its arms, each place once."""
    found: dict[int, _Size] = {}
    for size in _read(words.sizes.arms, passage, words, "arm"):
        found.setdefault(size.start, size)
    return [found[start] for start in sorted(found)][:_MOST_ARMS]


def _read(forms: Sequence[Form], passage: Passage, words: FactWords, rule: str) -> Iterable[_Size]:
    for form in forms:
        for match in form.find(passage.view, passage.start, passage.end):
            n = _number(match["n"])
            start, end = match.start("n"), match.end()
            before = passage.view[max(passage.start, start - 24) : start]
            if n is None or n < _LEAST or _TORN.search(before):
                continue
            if rule in ("stated", "mentioned") and _PART_OF.search(before):
                continue
            if 1900 <= n <= 2040 and "," not in match["n"] and _DATED.search(before):
                continue
            yield _Size(n, passage.field, start, match.end("n") if rule == "arm" else end, rule)


def _enrolled(passages: Sequence[Passage], words: FactWords, randomised: bool) -> _Size | None:
    strong = [
        size
        for passage in passages
        for size in _read(words.sizes.enrolled, passage, words, "stated")
        if not _looked_at_only(size, passage, words, 24)
        # Of a randomised study, those who "received" something are an arm.
        and not (randomised and _RECEIVED.search(passage.view, size.start, size.end))
    ]
    if strong:
        return max(strong, key=lambda size: (size.n, -size.start))
    return next(_mentioned(passages, words), None)


def _mentioned(passages: Sequence[Passage], words: FactWords) -> Iterator[_Size]:
    """Numbers of patients without a verb: in a sentence on the study, or opening one."""
    for passage in passages:
        if passage.role in ("title", "study"):
            for size in _read([words.sizes.mentioned], passage, words, "mentioned"):
                if not _looked_at_only(size, passage, words, 24):
                    yield size
    for passage in passages:
        if passage.role in ("study", "results"):
            for size in _read([words.sizes.opening], passage, words, "mentioned"):
                if size.start == passage.start:
                    yield size


def _looked_at_only(size: _Size, passage: Passage, words: FactWords, before: int) -> bool:
    """Whether the words around a number say that these patients were only screened or planned."""
    around = passage.view[max(passage.start, size.start - before) : min(passage.end, size.end + 16)]
    return words.size_cues["not_counted"].within(around)


def _number(text: str) -> int | None:
    return int(re.sub(r"[, ]", "", text)) if text[0].isdigit() else value_of(text)


def _fact(name: str, size: _Size) -> Fact:
    rule = f"{name}:{size.rule}"
    return Fact(name, f"{size.n}", size.field, size.start, size.end, unit="patients", rule=rule)

"""How long patients were followed, in months: medians, means and minima told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.words import FactWords
from extraction.numbers.numerals import WORDS, value_of

_NUMBER = rf"(?P<n>\d+(?:\.\d+)?|{WORDS})"
_UNIT = r"(?P<unit>months?|years?|weeks?|days?|mos?\b|yrs?\b)"
_LENGTH = rf"(?<![\d.])(?:~|approximately\s|about\s)?{_NUMBER}(?:\s(?:\(\s?)?|-){_UNIT}"
_KIND_WORDS = "median|mean|average|minimum|maximum"
_KIND = rf"(?P<kind>{_KIND_WORDS})"
_FOLLOW = r"follow-?\s?up"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # median follow-up (time) was/of/,/( 37 months
        rf"\b{_KIND}\s(?:[\w-]+\s){{0,4}}?{_FOLLOW}(?:[\s-](?!{_KIND_WORDS})[a-z][\w-]*){{0,8}}?"
        rf"\s?(?:[:,=(]\s?)?(?:\s?[a-z]+\s){{0,2}}?\s?{_LENGTH}",
        # follow-up (median, 44 months); follow-up was a median of 3 years
        rf"\b{_FOLLOW}(?:\s[a-z][\w-]*){{0,6}}?[\s:,(]{{1,3}}(?:a\s)?{_KIND}[\s:,]{{1,2}}"
        rf"(?:of\s|was\s|is\s|=\s)?{_LENGTH}",
        # followed (up) for a median of 51 months
        rf"\bfollowed(?:[\s-]up)?(?:\s[a-z][\w-]*){{0,4}}?\s{_KIND}\s"
        rf"(?:of\s|duration of\s|time of\s|period of\s)?{_LENGTH}",
        # with 48 months of median follow-up; a 47-month median follow-up
        rf"{_LENGTH}s?'?\s(?:of\s)?{_KIND}\s(?:[\w-]+\s)?{_FOLLOW}",
        # a median of 10 years of follow-up, a median 6-year follow-up
        rf"\b{_KIND}\s(?:of\s)?{_LENGTH}'?s?'?\s(?:of\s)?{_FOLLOW}",
    )
)
_PLAIN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:after|with|during|at|over|through)\s{_LENGTH}'?\sof\s{_FOLLOW}",
        rf"\b{_FOLLOW}\s(?:period\s|time\s|duration\s)?of\s{_LENGTH}",
        rf"\bfollowed(?:[\s-]up)?\sfor\s{_LENGTH}",
        rf"\bfollowed(?:[\s-]up)?\sfor\s(?P<kind>at least)\s{_LENGTH}",
        rf"\b(?P<kind>at least)\s{_LENGTH}'?\sof\s{_FOLLOW}",
    )
)
_NEXT = re.compile(
    rf"(?:\s(?:with|in|for|among)\s(?:the\s)?[\w+/ -]{{1,40}}?)?,?"
    rf"\s(?:and|vs\.?|versus|v)\s{_LENGTH}",
    re.IGNORECASE,
)
# What is planned has not been reached.
_PLANNED = re.compile(r"\b(?:will|to) be(?:\s\w+)?\s$")
_KINDS = {"average": "mean", "at least": "minimum"}
_MONTHS = {"y": 12.0, "w": 7 / 30.4375, "d": 1 / 30.4375, "m": 1.0}


def read_follow_up(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Every length of follow-up, the longest median first.

    A length without its kind counts only where no median, mean or minimum is given. What methods
    say (`unblinded at a median follow-up of ...`) gives way to what is said elsewhere.
    """
    told = [fact for form in (_FORMS, _PLAIN) for fact in _all(passages, form, words)]
    named = [fact for fact in told if not fact.rule.endswith("stated")]
    kept = named or told
    elsewhere = [fact for fact in kept if not _is_method(fact, passages)]
    unique = {(fact.value, fact.rule): fact for fact in reversed(elsewhere or kept)}
    return sorted(unique.values(), key=_rank)


def months_of(number: float, unit: str) -> float:
    """A length of time in months."""
    return number * _MONTHS[unit[0].lower()]


def _rank(fact: Fact) -> tuple[int, float, int]:
    kinds = ("median", "mean", "stated", "minimum", "maximum")
    return kinds.index(fact.rule.partition(":")[2]), -float(fact.value), fact.start


def _all(
    passages: Sequence[Passage], forms: Sequence[re.Pattern[str]], words: FactWords
) -> Iterable[Fact]:
    for passage in passages:
        if not passage.is_of_the_study or "follow" not in passage.text.lower():
            continue
        taken: list[tuple[int, int]] = []
        for form in forms:
            for match in form.finditer(passage.view, passage.start, passage.end):
                start, end = match.span()
                if any(start < stop and begin < end for begin, stop in taken):
                    continue
                if words.not_lengths.within(passage.view[end : end + 16]):
                    continue
                if " will " in match.group() or _PLANNED.search(passage.view, 0, start):
                    continue
                taken.append((start, end))
                kind = match.groupdict().get("kind")
                yield from _fact(passage, match, start, kind)
                second = _NEXT.match(passage.view, end, passage.end)
                if kind and second:
                    yield from _fact(passage, second, second.start("n"), kind)


def _fact(passage: Passage, match: re.Match[str], start: int, kind: str | None) -> Iterable[Fact]:
    number = _number(match["n"])
    if number is None or number <= 0:
        return
    kind = (kind or "stated").lower()
    length = f"{round(months_of(number, match['unit']), 2):g}"
    yield Fact(
        "follow_up_months",
        length,
        passage.field,
        start,
        match.end(),
        unit="months",
        rule=f"follow_up_months:{_KINDS.get(kind, kind)}",
    )


def _number(text: str) -> float | None:
    if text[0].isdigit():
        return float(text)
    words = value_of(text)
    return float(words) if words else None


def _is_method(fact: Fact, passages: Sequence[Passage]) -> bool:
    return any(
        passage.field == fact.field
        and passage.start <= fact.start < passage.end
        and passage.role in ("study", "question")
        for passage in passages
    )

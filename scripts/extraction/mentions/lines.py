"""All that is mentioned in a text: numbers, endpoints, statistics, arms, grades, subgroups, cues.

Words are looked up once for the whole text, numbers only in sentences that have digits. Within a
sentence the mentions are ordered and do not overlap; a vocabulary word gives way to a number that
covers it and an arm to an endpoint.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar, cast

from extraction.lexicon import ClauseWords, Lexicon
from extraction.mentions.definitions import without_defining
from extraction.mentions.follow_up import mark_follow_up
from extraction.mentions.grades import find_grades, without_grade
from extraction.mentions.other_names import is_another
from extraction.mentions.subgroups import find_subgroups
from extraction.mentions.terms import find_terms
from extraction.numbers.find import has_numbers, scan
from extraction.text.sentences import Sentence
from extraction.tokens import ArmMention, Cue, Endpoint, Interval, Mention, Noise, Value

_Kind = TypeVar("_Kind", bound=Mention)
_Told = TypeVar("_Told")


@dataclass(frozen=True)
class Line:
    """A sentence with its mentions in order; `view` is the normalised text of the whole record."""

    view: str
    sentence: Sentence
    #: The terms and arms that the sentence names.
    named: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    words: ClauseWords

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All that a sentence with a number mentions; of one without, nothing is of use.

        Read when it is first asked for: half of the sentences report no result.
        """
        if not has_numbers(self.view, self.sentence.start, self.sentence.end):
            return ()
        return tuple(_sentence_mentions(self.view, self.sentence, self.named, self.words))

    def of(self, kind: type[_Kind]) -> tuple[_Kind, ...]:
        """The mentions of one kind, in order; parted once, for every value asks for them."""
        return cast(tuple[_Kind, ...], self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[type[Mention], tuple[Mention, ...]]:
        kinds: dict[type[Mention], list[Mention]] = {}
        for mention in self.mentions:
            kinds.setdefault(type(mention), []).append(mention)
        return {kind: tuple(mentions) for kind, mentions in kinds.items()}

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that stand in `view[start:end]`, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_right(self._starts, end, first)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def after(self, at: int) -> Sequence[Mention]:
        """The mentions that start at a place or behind it, in order."""
        return self.mentions[bisect_left(self._starts, at) :]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def known(self) -> dict[Callable[[Line], object], object]:
        """What `once` remembers of the sentence."""
        return {}

    @property
    def topics(self) -> tuple[Endpoint, ...]:
        """The endpoints that the sentence names, whether or not it holds a number."""
        return tuple(m for m in self.named if isinstance(m, Endpoint))

    def gap(self, left: Mention, right: Mention) -> str:
        """The text between two mentions."""
        return self.view[left.end : right.start]

    def has_cue(self, *ids: str) -> bool:
        """Whether one of these cues stands in the sentence."""
        return any(cue.id in ids for cue in self.cues)


def once(tell: Callable[[Line], _Told]) -> Callable[[Line], _Told]:
    """Remember what a function tells of a whole sentence, for every value in it asks again."""

    @wraps(tell)
    def remembered(line: Line) -> _Told:
        if tell not in line.known:
            line.known[tell] = tell(line)
        return cast(_Told, line.known[tell])

    return remembered


def read_lines(
    view: str,
    whole: str,
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    arms: Sequence[ArmMention],
) -> list[Line]:
    """The sentences of a text, with all that they mention; `whole` has the title before it."""
    terms = find_terms(view, whole, lexicon, arms)
    named = sorted([*terms, *arms], key=lambda mention: mention.start)
    named = list(without_defining(view, named, lexicon.clauses))
    cues = [Cue(start=m.start, end=m.end, id=m.id) for m in lexicon.cues.scan(view)]
    lines = []
    at = cue_at = 0
    for sentence in sentences:
        while at < len(named) and named[at].start < sentence.start:
            at += 1
        first = at
        while at < len(named) and named[at].start < sentence.end:
            at += 1
        while cue_at < len(cues) and cues[cue_at].start < sentence.start:
            cue_at += 1
        first_cue = cue_at
        while cue_at < len(cues) and cues[cue_at].start < sentence.end:
            cue_at += 1
        own = tuple(cues[first_cue:cue_at])
        lines.append(Line(view, sentence, tuple(named[first:at]), own, lexicon.clauses))
    return lines


def _sentence_mentions(
    view: str, sentence: Sentence, named: Sequence[Mention], words: ClauseWords
) -> list[Mention]:
    numbers = scan(view, sentence.start, sentence.end, words)
    grades = list(find_grades(view, sentence))
    numbers = [without_grade(number, grades) for number in numbers]
    numbers = [n for n in numbers if not any(g.start <= n.start < g.end for g in grades)]
    grades = [grade for grade in grades if not _is_part(grade, named)]
    numbers = mark_follow_up(view, sentence, numbers)
    named = [m for m in _only_free(named) if not is_another(view, sentence, m, words)]
    arms = [m for m in named if isinstance(m, ArmMention)]
    # The number of a name (`PASI 75 response`, `50 mg`) is no value.
    names = [*arms, *(m for m in named if isinstance(m, Endpoint) and m.kind == "response")]
    numbers = [n for n in numbers if not any(a.start <= n.start and n.end <= a.end for a in names)]
    numbers = [_beside_name(number, named) for number in numbers]
    numbers = [n for n in numbers if not (isinstance(n, Noise | Interval) and _covers(n, arms))]
    kept = _without_overlap([*numbers, *grades], named)
    return _without_overlap(list(find_subgroups(view, sentence, kept, words)), kept)


def _is_part(grade: Mention, named: Iterable[Mention]) -> bool:
    """Whether a grade is part of a name (`duration of grade 4 neutropenia`)."""
    return any(
        isinstance(m, Endpoint) and m.kind == "duration" and m.start < grade.start < m.end
        for m in named
    )


def _covers(noise: Mention, arms: Sequence[ArmMention]) -> bool:
    return any(noise.start <= arm.start < noise.end for arm in arms)


def _beside_name(number: Mention, named: Sequence[Mention]) -> Mention:
    """A share whose count names the endpoint or arm itself (`53 deaths (23%)`) starts later."""
    if isinstance(number, Value) and number.at > number.start:
        for term in named:
            if number.start < term.start and term.end <= number.at:
                return replace(number, start=number.at)
            if term.start < number.start < term.end <= number.at:  # `in arm 1 (4.5%)`
                return replace(number, start=number.at, events=None, total=None)
    return number


def _only_free(named: Iterable[Mention]) -> Iterable[Mention]:
    """Endpoints first, then arms that do not overlap them."""
    end = -1
    for mention in sorted(named, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def _without_overlap(first: Sequence[Mention], second: Sequence[Mention]) -> list[Mention]:
    """Both, in order, without those of the second that overlap one of the first."""
    taken = {at for mention in first for at in range(mention.start, mention.end)}
    kept = list(first)
    kept += (m for m in second if taken.isdisjoint(range(m.start, m.end)))
    return sorted(kept, key=lambda mention: (mention.start, mention.end))

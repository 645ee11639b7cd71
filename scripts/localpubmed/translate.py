"""What a query means against one index: an expression FTS5 can match, and PubMed's wording of it.

A term that no record holds finds nothing and is reported; it is never dropped, so that AND with
it finds nothing either. "In the index", of a phrase, means: in some record of the corpus.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from localpubmed import fields
from localpubmed.dates import span_of
from localpubmed.fields import Field, Kind, field_of
from localpubmed.mapping import LONGEST, mapped
from localpubmed.match import NOTHING, Match, all_of, any_of, but_not, codes, near, phrase
from localpubmed.numbers import HIGHEST, covering_pmid_codes, number_of
from localpubmed.parts import (
    IGNORED,
    Part,
    bracketed,
    conjunction,
    date_range,
    plain,
    proximity,
    truncated,
)
from localpubmed.query import Earlier, Node, Operation, QueryError, Range, Term
from localpubmed.terms import author_match, whole_term
from localpubmed.words import STOPWORDS, starred_words_of, words_of


@dataclass(slots=True)
class Translation:
    """A query as it was understood, and all that PubMed would remark on it."""

    match: Match = NOTHING
    shown: str = ""
    mapped: list[tuple[str, str]] = field(default_factory=list)
    phrases_not_found: list[str] = field(default_factory=list)
    fields_not_found: list[str] = field(default_factory=list)
    phrases_ignored: list[str] = field(default_factory=list)
    quoted_not_found: list[str] = field(default_factory=list)


def translate(
    node: Node,
    exists: Callable[[Match], bool],
    *,
    today: datetime.date,
    earlier: Mapping[int, tuple[Match, str]],
) -> Translation:
    """Translate a query.

    ``exists`` says whether any record matches; ``today`` is what ``last 5 years`` counts back
    from; ``earlier`` holds the session's searches by key, as (match, wording). Raises
    QueryError for a search key that is not there, or a range in a field that has no order.
    """
    translator = _Translator(exists, today, earlier)
    part = translator.part(node)
    result = translator.result
    result.match = part.match or NOTHING
    result.shown = part.shown
    return result


class _Translator:
    def __init__(
        self,
        exists: Callable[[Match], bool],
        today: datetime.date,
        earlier: Mapping[int, tuple[Match, str]],
    ) -> None:
        self._exists = exists
        self._today = today
        self._earlier = earlier
        self.result = Translation()

    def part(self, node: Node) -> Part:
        match node:
            case Operation():
                return self._operation(node)
            case Earlier(key):
                if key not in self._earlier:
                    raise QueryError(f"Unable to obtain query #{key}")
                match, shown = self._earlier[key]
                return Part(match, shown, compound=True)
            case Range():
                return self._range(node)
            case Term():
                return self._term(node)

    def _operation(self, node: Operation) -> Part:
        # A chain of operations leans to the left; taking it as a list keeps it off the stack.
        chain: list[tuple[str, Node]] = []
        first: Node = node
        while isinstance(first, Operation):
            chain.append((first.operator, first.right))
            first = first.left
        result, before = self.part(first), ""
        for operator, right in reversed(chain):
            other = self.part(right)
            if other.match is None:
                continue
            if result.match is None:
                if operator == "NOT":
                    raise QueryError("NOT has nothing before it to take away from")
                result = other
                continue
            left = result.shown if operator == before else bracketed(result)
            shown = f"{left} {operator} {bracketed(other)}"
            result = Part(_OPERATIONS[operator](result.match, other.match), shown, compound=True)
            before = operator
        return result

    def _range(self, node: Range) -> Part:
        where = self._field(node.tag)
        if where is None or where.kind not in (Kind.DATE, Kind.NUMBER):
            if where is not None:
                raise QueryError(f"the field [{node.tag}] has no ranges")
            return self._untagged(Term(f"{node.low} {node.high}"))
        if where.kind is Kind.NUMBER:
            low, high = number_of(node.low), number_of(node.high)
            if low is None or high is None:
                return self._not_found(f"{node.low}:{node.high}", where)
            return Part(
                codes(covering_pmid_codes(low, high)), f"{low:08d}:{high:08d}[{where.name}]"
            )
        low_span, high_span = span_of(node.low, self._today), span_of(node.high, self._today)
        if low_span is None or high_span is None:
            return self._not_found(f"{node.low}:{node.high}", where)
        return date_range((low_span[0], high_span[1]), where)

    def _field(self, tag: str) -> Field | None:
        where = field_of(tag)
        if where is None:
            _note(self.result.fields_not_found, tag)
        return where

    def _term(self, term: Term) -> Part:
        tag, distance = proximity(term.tag)
        exploded = True
        if tag.lower().endswith(":noexp"):
            tag, exploded = tag[: -len(":noexp")], False
        where = self._field(tag) if tag else None
        if where is None:
            return self._untagged(term)
        if distance is not None and where.proximity and "*" not in term.text:
            return self._near(term, where, distance)
        match where.kind:
            case Kind.WORDS:
                return self._words(term, where, split=distance is not None)
            case Kind.DATE:
                span = span_of(term.text, self._today)
                return date_range(span, where) if span else self._not_found(term.text, where)
            case Kind.NUMBER:
                return self._numbers(term, where)
            case Kind.AUTHOR:
                return self._author(term, where)
            case Kind.TERM:
                return self._whole_term(term, where, exploded)

    def _words(self, term: Term, where: Field, split: bool = False) -> Part:
        whole = truncated(starred_words_of(term.text))
        if not whole or (len(whole) == 1 and whole[0] in STOPWORDS):
            return self._ignored(term.text)
        together = phrase(where.columns, whole)
        single = len(term.text.split()) == 1
        if (single or not split) and self._exists(together):
            return Part(together, f'"{" ".join(whole)}"[{where.name}]')
        if single:
            return self._absent(term, where)
        if term.quoted:
            _note(self.result.quoted_not_found, f'"{term.text}"')
        parts = [self._word(word, where, report=not term.quoted) for word in term.text.split()]
        if term.quoted and NOTHING in (part.match for part in parts):
            return Part(NOTHING, f'"{term.text}"[{where.name}]')
        return conjunction(parts)

    def _word(self, word: str, where: Field, report: bool) -> Part:
        found = truncated(starred_words_of(word))
        if not found or (len(found) == 1 and found[0] in STOPWORDS):
            return self._ignored(word)
        together = phrase(where.columns, found)
        if self._exists(together):
            return Part(together, f'"{" ".join(found)}"[{where.name}]')
        return self._not_found(word, where) if report else Part(NOTHING, "")

    def _near(self, term: Term, where: Field, distance: int) -> Part:
        words = list(dict.fromkeys(words_of(term.text)))
        if not words:
            return self._ignored(term.text)
        together = near(where.columns, words, distance)
        if not self._exists(together):
            return self._absent(term, where)
        return Part(together, f'"{" ".join(words)}"[{where.name}:~{distance}]')

    def _numbers(self, term: Term, where: Field) -> Part:
        words = term.text.replace(",", " ").split()
        numbers = [number for word in words if (number := number_of(word)) is not None]
        if not numbers or len(numbers) < len(words):
            return self._not_found(term.text, where)
        shown = " OR ".join(f"{number}[{where.name}]" for number in numbers)
        match = codes(f"u0_{number}" for number in numbers if number <= HIGHEST)
        return Part(match, shown, compound=len(numbers) > 1)

    def _author(self, term: Term, where: Field) -> Part:
        found = author_match(term.text, where.prefix, exact=term.quoted)
        if self._exists(found):
            name = f'"{plain(term.text)}"' if term.quoted else plain(term.text)
            return Part(found, f"{name}[{where.name}]")
        if where is fields.AUTHOR:
            words = words_of(term.text)
            full = phrase(("au",), words) if len(words) > 1 else NOTHING
            if self._exists(full):
                return Part(full, f'"{" ".join(words)}"[Author - Full]')
        return self._absent(term, where)

    def _whole_term(self, term: Term, where: Field, exploded: bool) -> Part:
        found = whole_term(term.text, where, exploded)
        shown = f'"{plain(term.text)}"[{where.name if exploded else f"{where.name}:noexp"}]'
        if self._exists(found):
            return Part(found, shown)
        words = words_of(term.text)
        if words and self._exists(phrase(fields.ALL.columns, words)):
            # NLM's lists of terms are not bundled. Words that records use are taken for a term
            # that PubMed knows and no record here was given.
            return Part(NOTHING, shown)
        return self._absent(term, where)

    def _untagged(self, term: Term) -> Part:
        if term.quoted:
            words = truncated(starred_words_of(term.text))
            together = phrase(fields.ALL.columns, words) if words else NOTHING
            if self._exists(together):
                return Part(together, f'"{" ".join(words)}"[{fields.ALL.name}]')
            before = len(self.result.phrases_not_found)
            _note(self.result.quoted_not_found, f'"{term.text}"')
            part = self._mapped(term.text.split())
            del self.result.phrases_not_found[before:]
            return part if part.match else Part(NOTHING, f'"{term.text}"')
        return self._mapped(term.text.split())

    def _mapped(self, run: Sequence[str]) -> Part:
        parts: list[Part] = []
        start = 0
        while start < len(run):
            for end in range(min(len(run), start + LONGEST), start, -1):
                piece = " ".join(run[start:end])
                target = mapped(piece, self._exists)
                if target:
                    match, shown = target
                    compound = " OR " in shown
                    if compound:
                        self.result.mapped.append((piece, shown))
                    parts.append(Part(match, shown, compound))
                    start = end
                    break
            else:
                parts.append(self._word(run[start], fields.ALL, report=True))
                start += 1
        return conjunction(parts)

    def _ignored(self, text: str) -> Part:
        _note(self.result.phrases_ignored, text)
        return IGNORED

    def _not_found(self, text: str, where: Field) -> Part:
        _note(self.result.phrases_not_found, text)
        return Part(NOTHING, f'"{plain(text)}"[{where.name}]')

    def _absent(self, term: Term, where: Field) -> Part:
        if not term.quoted:
            return self._not_found(term.text, where)
        _note(self.result.quoted_not_found, f'"{term.text}"')
        return Part(NOTHING, f'"{plain(term.text)}"[{where.name}]')


_OPERATIONS: dict[str, Callable[[Match, Match], Match]] = {
    "AND": lambda left, right: all_of((left, right)),
    "OR": lambda left, right: any_of((left, right)),
    "NOT": but_not,
}


def _note(messages: list[str], text: str) -> None:
    if text not in messages:
        messages.append(text)

"""What a query means against one index: an expression FTS5 can match, and PubMed's wording of it.

A term that no record holds finds nothing and is reported; it is never dropped, so that AND with
it finds nothing either. "In the index", of a phrase, means: in some record of the corpus.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from localpubmed import fields
from localpubmed.dates import Span, covering_codes, span_of
from localpubmed.fields import Field, Kind, field_of
from localpubmed.mapping import LONGEST, mapped
from localpubmed.match import NOTHING, Match, all_of, any_of, but_not, codes, near, phrase
from localpubmed.numbers import HIGHEST, covering_pmid_codes, number_of
from localpubmed.query import Earlier, Node, Operation, QueryError, Range, Term
from localpubmed.terms import SHORTEST_STEM, author_match, whole_term
from localpubmed.words import STOPWORDS, starred_words_of, words_of

_MOST_IN_PROXIMITY = 1000


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


@dataclass(frozen=True, slots=True)
class _Part:
    """A translated part of a query; ``None`` for the match means that it was ignored."""

    match: Match | None
    shown: str
    compound: bool = False


_IGNORED = _Part(None, "")


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

    def part(self, node: Node) -> _Part:
        match node:
            case Operation():
                return self._operation(node)
            case Earlier(key):
                if key not in self._earlier:
                    raise QueryError(f"Unable to obtain query #{key}")
                match, shown = self._earlier[key]
                return _Part(match, shown, compound=True)
            case Range():
                return self._range(node)
            case Term():
                return self._term(node)

    def _operation(self, node: Operation) -> _Part:
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
            left = result.shown if operator == before else _bracketed(result)
            shown = f"{left} {operator} {_bracketed(other)}"
            result = _Part(_OPERATIONS[operator](result.match, other.match), shown, compound=True)
            before = operator
        return result

    def _range(self, node: Range) -> _Part:
        where = self._field(node.tag)
        if where is None or where.kind not in (Kind.DATE, Kind.NUMBER):
            if where is not None:
                raise QueryError(f"the field [{node.tag}] has no ranges")
            return self._untagged(Term(f"{node.low} {node.high}"))
        if where.kind is Kind.NUMBER:
            low, high = number_of(node.low), number_of(node.high)
            if low is None or high is None:
                return self._not_found(f"{node.low}:{node.high}", where)
            return _Part(
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

    def _term(self, term: Term) -> _Part:
        tag, distance = _proximity(term.tag)
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

    def _words(self, term: Term, where: Field, split: bool = False) -> _Part:
        whole = _truncated(starred_words_of(term.text))
        if not whole or (len(whole) == 1 and whole[0] in STOPWORDS):
            return self._ignored(term.text)
        together = phrase(where.columns, whole)
        single = len(term.text.split()) == 1
        if (single or not split) and self._exists(together):
            return _Part(together, f'"{" ".join(whole)}"[{where.name}]')
        if single:
            return self._absent(term, where)
        if term.quoted:
            _note(self.result.quoted_not_found, f'"{term.text}"')
        parts = [self._word(word, where, report=not term.quoted) for word in term.text.split()]
        if term.quoted and NOTHING in (part.match for part in parts):
            return _Part(NOTHING, f'"{term.text}"[{where.name}]')
        return _conjunction(parts)

    def _word(self, word: str, where: Field, report: bool) -> _Part:
        found = _truncated(starred_words_of(word))
        if not found or (len(found) == 1 and found[0] in STOPWORDS):
            return self._ignored(word)
        together = phrase(where.columns, found)
        if self._exists(together):
            return _Part(together, f'"{" ".join(found)}"[{where.name}]')
        return self._not_found(word, where) if report else _Part(NOTHING, "")

    def _near(self, term: Term, where: Field, distance: int) -> _Part:
        words = list(dict.fromkeys(words_of(term.text)))
        if not words:
            return self._ignored(term.text)
        together = near(where.columns, words, distance)
        if not self._exists(together):
            return self._absent(term, where)
        return _Part(together, f'"{" ".join(words)}"[{where.name}:~{distance}]')

    def _numbers(self, term: Term, where: Field) -> _Part:
        words = term.text.replace(",", " ").split()
        numbers = [number for word in words if (number := number_of(word)) is not None]
        if not numbers or len(numbers) < len(words):
            return self._not_found(term.text, where)
        shown = " OR ".join(f"{number}[{where.name}]" for number in numbers)
        match = codes(f"u0_{number}" for number in numbers if number <= HIGHEST)
        return _Part(match, shown, compound=len(numbers) > 1)

    def _author(self, term: Term, where: Field) -> _Part:
        found = author_match(term.text, where.prefix, exact=term.quoted)
        if self._exists(found):
            name = f'"{_plain(term.text)}"' if term.quoted else _plain(term.text)
            return _Part(found, f"{name}[{where.name}]")
        if where is fields.AUTHOR:
            words = words_of(term.text)
            full = phrase(("au",), words) if len(words) > 1 else NOTHING
            if self._exists(full):
                return _Part(full, f'"{" ".join(words)}"[Author - Full]')
        return self._absent(term, where)

    def _whole_term(self, term: Term, where: Field, exploded: bool) -> _Part:
        found = whole_term(term.text, where, exploded)
        shown = f'"{_plain(term.text)}"[{where.name if exploded else f"{where.name}:noexp"}]'
        if self._exists(found):
            return _Part(found, shown)
        words = words_of(term.text)
        if words and self._exists(phrase(fields.ALL.columns, words)):
            # NLM's lists of terms are not bundled. Words that records use are taken for a term
            # that PubMed knows and no record here was given.
            return _Part(NOTHING, shown)
        return self._absent(term, where)

    def _untagged(self, term: Term) -> _Part:
        if term.quoted:
            words = _truncated(starred_words_of(term.text))
            together = phrase(fields.ALL.columns, words) if words else NOTHING
            if self._exists(together):
                return _Part(together, f'"{" ".join(words)}"[{fields.ALL.name}]')
            before = len(self.result.phrases_not_found)
            _note(self.result.quoted_not_found, f'"{term.text}"')
            part = self._mapped(term.text.split())
            del self.result.phrases_not_found[before:]
            return part if part.match else _Part(NOTHING, f'"{term.text}"')
        return self._mapped(term.text.split())

    def _mapped(self, run: Sequence[str]) -> _Part:
        parts: list[_Part] = []
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
                    parts.append(_Part(match, shown, compound))
                    start = end
                    break
            else:
                parts.append(self._word(run[start], fields.ALL, report=True))
                start += 1
        return _conjunction(parts)

    def _ignored(self, text: str) -> _Part:
        _note(self.result.phrases_ignored, text)
        return _IGNORED

    def _not_found(self, text: str, where: Field) -> _Part:
        _note(self.result.phrases_not_found, text)
        return _Part(NOTHING, f'"{_plain(text)}"[{where.name}]')

    def _absent(self, term: Term, where: Field) -> _Part:
        if not term.quoted:
            return self._not_found(term.text, where)
        _note(self.result.quoted_not_found, f'"{term.text}"')
        return _Part(NOTHING, f'"{_plain(term.text)}"[{where.name}]')


_OPERATIONS: dict[str, Callable[[Match, Match], Match]] = {
    "AND": lambda left, right: all_of((left, right)),
    "OR": lambda left, right: any_of((left, right)),
    "NOT": but_not,
}


def date_range(span: Span, where: Field) -> _Part:
    """Return the part of a query that asks for the days of ``span`` in a field of dates."""
    first, last = (f"{day.year:04d}/{day.month:02d}/{day.day:02d}" for day in span)
    shown = first if first == last else f"{first}:{last}"
    return _Part(codes(covering_codes(where.prefix, span)), f"{shown}[{where.name}]")


def _proximity(tag: str) -> tuple[str, int | None]:
    name, mark, distance = tag.partition(":~")
    if not mark:
        return tag, None
    if not distance.strip().isdecimal() or int(distance) > _MOST_IN_PROXIMITY:
        raise QueryError(f"[{tag}]: the distance is a whole number up to {_MOST_IN_PROXIMITY}")
    return name.strip(), int(distance)


def _truncated(words: Iterable[str]) -> list[str]:
    """Keep the ``*`` of the last word alone, and of a stem that is long enough."""
    kept = list(words)
    for place, word in enumerate(kept):
        if word.endswith("*") and (place < len(kept) - 1 or len(word) <= SHORTEST_STEM):
            kept[place] = word[:-1]
    return kept


def _conjunction(parts: Iterable[_Part]) -> _Part:
    found = [part for part in parts if part.match is not None]
    if not found:
        return _IGNORED
    if len(found) == 1:
        return found[0]
    shown = " AND ".join(_bracketed(part) for part in found if part.shown)
    return _Part(all_of(part.match or NOTHING for part in found), shown, compound=True)


def _bracketed(part: _Part) -> str:
    return f"({part.shown})" if part.compound else part.shown


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _note(messages: list[str], text: str) -> None:
    if text not in messages:
        messages.append(text)

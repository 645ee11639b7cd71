"""A sentence with all that is mentioned in it as one sign each, so that its frame can be read.

    "82 deaths with A and ninety-one with B"  ->  "# ¶ with § and # with §"

Numbers in words count as numbers here, which they are only beside patients and events.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.clauses.event_names import event_names
from extraction.mentions.lines import Line
from extraction.numbers.numerals import WORDS, value_of
from extraction.tokens import ArmMention, Count, Endpoint, Grade, Mention, Time, Value

ARM, ENDPOINT, NUMBER, GRADE, TIME, OTHER = "\u00a7", "\u00b6", "#", "^", "\u00a4", "~"
#: A number printed as `n = 12`.
SIZE = "\u2116"
_DENIED = re.compile(r"\b[Nn]o\s(?:[a-z-]+\s){0,2}$")
# A number in words opens the sentence or follows a space or a bracket, which is quick to look for,
# as are its first two letters.
_SPELT = rf"(?=[zotfsen][enwhoil])(?P<words>{WORDS}|none|no)(?![\w/-])"
_FIRST = re.compile(_SPELT, re.IGNORECASE)
_LATER = re.compile(rf"[ (]{_SPELT}", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:{WORDS}|none|no)", re.IGNORECASE)
_ANY = re.compile(rf"[ (](?=[zotfsen][enwhoil])(?:{WORDS}|none|no)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, in figures or words, at `text[start:end]`."""

    start: int
    end: int
    value: int
    total: int | None = None


class Shape:
    """The signs and words of a sentence as one text, with what stands at each sign."""

    def __init__(self, line: Line, taken: frozenset[int]) -> None:
        """`taken` are the places of values that are known to be something else."""
        self.line = line
        self._taken = taken
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[int] = []
        self._length = 0
        self.at: dict[int, Mention | Number] = {}
        self._spells = _spells(line)
        done = line.sentence.start
        for mention in _with_events(line):
            if mention.start >= done:
                self._add_words(done, mention.start)
                self._add_sign(mention)
                done = mention.end
        self._add_words(done, line.sentence.end)
        self.text = "".join(self._parts)

    def place(self, index: int) -> int:
        """Where a character of the shape stands in the text."""
        at = bisect_left(self._starts, index + 1) - 1
        return self._places[at] + index - self._starts[at]

    def end(self, index: int) -> int:
        """Where what stands before an index of the shape ends in the text."""
        last = self.at.get(index - 1)
        return last.end if last is not None else self.place(index - 1) + 1

    def signs(self, start: int, end: int) -> Iterator[tuple[int, Mention | Number]]:
        """What stands at the signs of `shape[start:end]`, in order."""
        for index in range(start, end):
            if index in self.at:
                yield index, self.at[index]

    def _add(self, text: str, place: int) -> None:
        self._parts.append(text)
        self._starts.append(self._length)
        self._places.append(place)
        self._length += len(text)

    def _add_words(self, start: int, end: int) -> None:
        view = self.line.view
        for match in self._spelt(start, end) if self._spells else ():
            value = value_of(match["words"])
            if value is not None:
                place = match.start("words")
                self._add(view[start:place], start)
                self.at[self._length] = Number(place, match.end(), value)
                self._add(NUMBER, place)
                start = match.end()
        self._add(view[start:end], start)

    def _spelt(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The numbers in words of a stretch, the first of which may open the sentence."""
        first = None if self._length else _FIRST.match(self.line.view, start, end)
        return itertools.chain(
            [first] if first else [], _LATER.finditer(self.line.view, start, end)
        )

    def _add_sign(self, mention: Mention) -> None:
        sign = _sign(mention, self._taken)
        self.at[self._length] = mention
        if isinstance(mention, Count):
            self.at[self._length] = Number(mention.start, mention.end, mention.number)
        elif sign == NUMBER:
            assert isinstance(mention, Value) and mention.number is not None
            self.at[self._length] = Number(
                mention.start, mention.end, int(mention.number), mention.total
            )
        self._add(sign, mention.start)


def holds_numbers(line: Line, taken: frozenset[int]) -> bool:
    """Whether the shape of a sentence may have a number; of most it need not be made to know."""
    start, end = line.sentence.start, line.sentence.end
    return (
        any(_sign(mention, taken) in (NUMBER, SIZE) for mention in line.mentions)
        or _spells(line)
        or any(line.view.find(sign, start, end) >= 0 for sign in (NUMBER, SIZE))
    )


def _spells(line: Line) -> bool:
    """Whether a sentence has what begins as a number in words: few have."""
    start, end = line.sentence.start, line.sentence.end
    return bool(_BEGINS.match(line.view, start) or _ANY.search(line.view, start, end))


def _sign(mention: Mention, taken: frozenset[int]) -> str:
    """What stands for a mention in the shape of its sentence."""
    match mention:
        case ArmMention():
            return ARM
        case Endpoint():
            return ENDPOINT
        case Grade():
            return GRADE
        case Time():
            return TIME
        case Count():
            return SIZE
        case Value():
            whole = mention.number is not None and mention.number.is_integer()
            bare = mention.unit in {"", "count", "patients"} and not mention.operator
            free = mention.start not in taken
            return NUMBER if whole and bare and free else OTHER
        case _:
            return OTHER


def _with_events(line: Line) -> list[Mention]:
    """The mentions of a sentence with the events that only its own words tell.

    These are those of which it says that there were none (`no E`), and those that end in the noun
    of an event.
    """
    known = line.mentions
    denied: list[Mention] = [
        named
        for named in line.topics
        if _DENIED.search(line.view, max(line.sentence.start, named.start - 30), named.start)
        and not any(m.start < named.end and named.start < m.end for m in known)
    ]
    others = [
        named
        for named in event_names(line)
        if not any(m.start < named.end and named.start < m.end for m in denied)
    ]
    return sorted([*known, *denied, *others], key=lambda mention: mention.start)

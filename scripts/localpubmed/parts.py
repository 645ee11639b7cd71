"""Parts of a query that have been translated, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localpubmed.dates import Span, covering_codes
from localpubmed.fields import Field
from localpubmed.match import NOTHING, Match, all_of, codes
from localpubmed.query import QueryError
from localpubmed.terms import SHORTEST_STEM

_MOST_IN_PROXIMITY = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A translated part of a query; ``None`` for the match means that it was ignored."""

    match: Match | None
    shown: str
    compound: bool = False


IGNORED = Part(None, "")


def conjunction(parts: Iterable[Part]) -> Part:
    """Return the parts joined by AND, those that were ignored left out."""
    found = [part for part in parts if part.match is not None]
    if not found:
        return IGNORED
    if len(found) == 1:
        return found[0]
    shown = " AND ".join(bracketed(part) for part in found if part.shown)
    return Part(all_of(part.match or NOTHING for part in found), shown, compound=True)


def bracketed(part: Part) -> str:
    """Return a part's wording, as it stands among others."""
    return f"({part.shown})" if part.compound else part.shown


def plain(text: str) -> str:
    """Return a term as PubMed words it back: in lower case, with single blanks."""
    return " ".join(text.lower().split())


def truncated(words: Iterable[str]) -> list[str]:
    """Keep the ``*`` of the last word alone, and of a stem that is long enough."""
    kept = list(words)
    for place, word in enumerate(kept):
        if word.endswith("*") and (place < len(kept) - 1 or len(word) <= SHORTEST_STEM):
            kept[place] = word[:-1]
    return kept


def proximity(tag: str) -> tuple[str, int | None]:
    """Return a tag's field, and the distance that it asks for, if any.

    Raises QueryError for a distance that is no number, or too great a one.
    """
    name, mark, distance = tag.partition(":~")
    if not mark:
        return tag, None
    if not distance.strip().isdecimal() or int(distance) > _MOST_IN_PROXIMITY:
        raise QueryError(f"[{tag}]: the distance is a whole number up to {_MOST_IN_PROXIMITY}")
    return name.strip(), int(distance)


def date_range(span: Span, where: Field) -> Part:
    """Return the part of a query that asks for the days of ``span`` in a field of dates."""
    first, last = (f"{day.year:04d}/{day.month:02d}/{day.day:02d}" for day in span)
    shown = first if first == last else f"{first}:{last}"
    return Part(codes(covering_codes(where.prefix, span)), f"{shown}[{where.name}]")

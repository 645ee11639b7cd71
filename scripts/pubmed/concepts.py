"""A query built from concepts: each a block of MeSH headings and text words joined by OR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pubmed.syntax import parts
from review.errors import ReviewError

_TAGS = {"mesh": "mh", "words": "tiab", "types": "pt"}


@dataclass(frozen=True, slots=True)
class Block:
    """A named part of a query; a negated one takes records away."""

    name: str
    text: str
    negated: bool = False


def blocks_of_concepts(concepts: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Block]:
    """Return one block per concept, in the order given.

    A concept has lists ``mesh`` (headings, exploded), ``words`` (title and abstract) and
    ``types`` (publication types). A term that brings its own tag keeps it. Raises ReviewError
    for a concept without a term.
    """
    found = []
    for name, lists in concepts.items():
        terms = [
            _tagged(term, tag) for key, tag in _TAGS.items() for term in lists.get(key, ()) or ()
        ]
        if not terms:
            raise ReviewError(
                "a concept without a term",
                where=f"search.concepts.{name}",
                fix="Give it mesh, words or types.",
            )
        found.append(Block(name, f"({' OR '.join(terms)})"))
    return found


def query_of(blocks: Sequence[Block]) -> str:
    """Return the query that joins blocks with AND."""
    return " AND ".join(block.text for block in blocks)


def blocks_of_query(query: str) -> list[Block]:
    """Return the outermost parts of a query as numbered blocks."""
    return [
        Block(f"part {number}", part.text, part.negated)
        for number, part in enumerate(parts(query), start=1)
    ]


def _tagged(term: str, tag: str) -> str:
    text = " ".join(term.split())
    if text.endswith("]"):
        return text
    quoted = f'"{text}"' if " " in text or tag != "tiab" else text
    return f"{quoted}[{tag}]"

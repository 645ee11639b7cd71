"""The parts of a PubMed query: terms, phrases, tags, operators, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pubmed import tags

OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: ``kind`` is term, phrase, tag, operator, open, close or colon.

    ``start`` and ``end`` are where it stands in the query; a term's text has single blanks.
    """

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r'(?P<phrase>"[^"]*")|(?P<tag>\[[^\[\]"()]*\])|(?P<open>\()|(?P<close>\))|(?P<colon>:)'
    r'|(?P<word>[^\s"\[\]():]+)'
)


def tokenise(query: str) -> Iterator[Token]:
    """Yield the tokens of a balanced query; adjacent bare words make one term."""
    words: list[Token] = []

    def term() -> Iterator[Token]:
        if words:
            text = " ".join(word.text for word in words)
            yield Token("term", text, words[0].start, words[-1].end)
            words.clear()

    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match[0]
        if kind == "word" and text not in OPERATORS:
            words.append(Token("word", text, match.start(), match.end()))
            continue
        yield from term()
        kind = "operator" if kind == "word" else kind
        yield Token(kind, text, match.start(), match.end())
    yield from term()


@dataclass(frozen=True, slots=True)
class Unit:
    """A term or phrase with the tag behind it ('' when it has none).

    ``follows`` says that another term, or a closing bracket, stands directly before it.
    """

    term: Token
    tag: str
    follows: bool

    @property
    def field(self) -> str:
        """Return the short name of the tag's field, '' when it is unknown or absent."""
        return tags.CANONICAL.get(tag_name(self.tag), "")

    @property
    def text(self) -> str:
        """Return the unit as written."""
        return f"{self.term.text}{self.tag}"


def units(tokens: list[Token]) -> Iterator[Unit]:
    """Yield the searched terms of a query with their tags; a range's start has its end's tag."""
    kinds = [token.kind for token in tokens] + [""] * 3
    for place, token in enumerate(tokens):
        if token.kind in ("term", "phrase"):
            after = place + 1
            if kinds[after] == "colon" and kinds[after + 1] in ("term", "phrase"):
                after += 2
            tag = tokens[after].text if kinds[after] == "tag" else ""
            follows = place > 0 and kinds[place - 1] in ("tag", "phrase", "term", "close")
            yield Unit(token, tag, follows)


def tag_name(tag: str) -> str:
    """Return a tag's field as written, in lower case: ``[Title/Abstract:~3]`` -> title/abstract."""
    return tag.strip("[]").partition(":")[0].strip().lower()


def tag_option(tag: str) -> str:
    """Return what stands behind a tag's colon, in lower case: ``noexp``, ``~3`` or ''."""
    return tag.strip("[]").partition(":")[2].strip().lower()


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that a query joins with AND, or takes away with NOT (``negated``)."""

    text: str
    tokens: tuple[Token, ...]
    negated: bool


def parts(query: str) -> list[Part]:
    """Split a query at its outermost ANDs and NOTs; brackets around the whole are none.

    Operators run from left to right, so an OR behind an outermost AND belongs to all that
    stands before it: such a query has one part, itself.
    """
    tokens = _unwrapped(list(tokenise(query)))
    found: list[Part] = []
    current: list[Token] = []
    depth, negated = 0, False

    def close() -> None:
        if current:
            text = query[current[0].start : current[-1].end]
            found.append(Part(text, tuple(current), negated))
            current.clear()

    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0 and token.kind == "operator":
            if token.text != "OR":
                close()
                negated = token.text == "NOT"
                continue
            if found:
                return [Part(query[tokens[0].start : tokens[-1].end], tuple(tokens), False)]
        current.append(token)
    close()
    return found


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """Return a balanced query's tokens without brackets that hold all of it."""
    while tokens and tokens[0].kind == "open" and _partner(tokens) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _partner(tokens: list[Token]) -> int:
    """Return the place of the bracket that closes the first one."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0:
            return place
    return -1

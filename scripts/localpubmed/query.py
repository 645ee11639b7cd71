"""PubMed's query language: from the text of a query to a tree, and back.

A query is terms joined by AND, OR and NOT in capitals, worked off from left to right without
precedence; terms that merely follow one another are joined by AND; brackets group. A term is a
quoted phrase or a run of words, with or without a field tag: ``"multiple myeloma"[tiab]``. Two
terms around a colon are a range: ``2010:2020[dp]``. ``#1`` is an earlier search of the session.

Lower-case ``and`` is an ordinary word to PubMed, and ignored as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPERATORS = ("AND", "OR", "NOT")
_MOST_WILDCARDS = 256
_DEEPEST = 60


class QueryError(Exception):
    """A query that PubMed refuses; the text says why."""


@dataclass(frozen=True, slots=True)
class Term:
    """A run of words, or a quoted phrase, and its field tag ('' for none)."""

    text: str
    quoted: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Everything from one value to another in a field of dates or numbers."""

    low: str
    high: str
    tag: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The result of an earlier search in the same session, by its query key."""

    key: int


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts of a query joined by AND, OR or NOT."""

    operator: str
    left: Node
    right: Node


Node = Term | Range | Earlier | Operation

_TOKEN = re.compile(
    r"""\s+ | (?P<bracket>[()]) | "(?P<quoted>[^"]*)" | \[(?P<tag>[^\[\]]*)\]
      | \#(?P<earlier>\d+)(?![^\s()]) | (?P<word>[^\s()"\[\]]+)""",
    re.VERBOSE,
)


def parse(text: str) -> Node:
    """Return the tree of a query. Raises QueryError for one that cannot be read."""
    if text.count("*") > _MOST_WILDCARDS:
        raise QueryError(f"more than {_MOST_WILDCARDS} truncated terms in one query")
    parser = _Parser(_tokens(text))
    node = parser.expression(0)
    if parser.kind:
        raise QueryError("unbalanced parentheses: a ')' has no '('")
    return node


def write(node: Node) -> str:
    """Return a query whose tree is ``node``."""
    match node:
        case Term(text, quoted, tag):
            return (f'"{text}"' if quoted else text) + (f"[{tag}]" if tag else "")
        case Range(low, high, tag):
            return f'"{low}":"{high}"[{tag}]'
        case Earlier(key):
            return f"#{key}"
        case Operation(operator, left, right):
            after = f"({write(right)})" if isinstance(right, Operation) else write(right)
            return f"{write(left)} {operator} {after}"


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise QueryError(_MISREAD[text[position]])
        position = match.end()
        kind = match.lastgroup
        if kind == "word" and match[kind] in OPERATORS:
            tokens.append(("operator", match[kind]))
        elif kind:
            tokens.append((kind, " ".join(match[kind].split())))
    return tokens


_MISREAD = {
    '"': "a quotation mark is not closed",
    "[": "a field tag is not closed: a '[' has no ']'",
    "]": "a ']' has no '['",
}


class _Parser:
    """Reads tokens from left to right; one method per rule of the grammar."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    @property
    def value(self) -> str:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else ""

    def _take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][1]

    def expression(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise QueryError(f"parentheses are nested more than {_DEEPEST} deep")
        node = self._operand(depth)
        while self.kind and self.value != ")":
            operator = self._take() if self.kind == "operator" else "AND"
            node = Operation(operator, node, self._operand(depth))
        return node

    def _operand(self, depth: int) -> Node:
        kind, value = self.kind, self.value
        if kind == "bracket" and value == "(":
            self._take()
            node = self.expression(depth + 1)
            if self.value != ")":
                raise QueryError("unbalanced parentheses: a '(' is not closed")
            self._take()
            return node
        if kind == "earlier":
            return Earlier(int(self._take()))
        if kind in ("quoted", "word"):
            return self._term()
        if not kind:
            raise QueryError("the query ends where a term is expected")
        if kind == "tag":
            raise QueryError(f"the field tag [{value}] follows no term")
        raise QueryError(f"a term is expected before '{value}'")

    def _term(self) -> Term | Range:
        low = self._value()
        if self.kind == "word" and self.value.startswith(":") and self._ends_a_term():
            if self.value == ":":
                self._take()
            else:
                self._tokens[self._next] = ("word", self.value[1:])
            high = self._value()
            return self._range(low.text, high.text, high.tag or low.tag)
        return self._range_in_words(low)

    def _value(self) -> Term:
        if self.kind == "quoted":
            text, quoted = self._take(), True
        elif self.kind == "word":
            words = [self._take()]
            while self.kind == "word":
                words.append(self._take())
            text, quoted = " ".join(words), False
        else:
            raise QueryError("a range has no end: a value is expected after ':'")
        tag = self._take() if self.kind == "tag" else ""
        if not text:
            raise QueryError("a quoted phrase is empty")
        return Term(text, quoted, tag)

    def _ends_a_term(self) -> bool:
        return self._tokens[self._next - 1][0] in ("quoted", "tag")

    def _range_in_words(self, term: Term) -> Term | Range:
        """Turn ``2010:2020[dp]`` into a range; a colon in a title stays a colon."""
        low, colon, high = term.text.partition(":")
        if term.tag and colon and _ENDPOINT.fullmatch(low) and _ENDPOINT.fullmatch(high):
            return Range(low.strip(), high.strip(), term.tag)
        return term

    def _range(self, low: str, high: str, tag: str) -> Range:
        if not tag:
            raise QueryError(f"the range {low}:{high} has no field tag")
        return Range(low, high, tag)


_ENDPOINT = re.compile(r"\s*\d[\d/-]*\s*")

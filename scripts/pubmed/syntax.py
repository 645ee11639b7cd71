"""The parts of a PubMed query: terms, phrases, tags, operators, brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pubmed import tags

OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: ``kind`` is term, phrase, tag, operator, open, close or colon."""

    kind: str
    text: str
    start: int


_TOKEN = re.compile(
    r'(?P<phrase>"[^"]*")|(?P<tag>\[[^\[\]"()]*\])|(?P<open>\()|(?P<close>\))|(?P<colon>:)'
    r'|(?P<word>[^\s"\[\]():]+)'
)


def tokenise(query: str) -> Iterator[Token]:
    """Yield the tokens of a balanced query; adjacent bare words make one term."""
    words: list[Token] = []

    def term() -> Iterator[Token]:
        if words:
            yield Token("term", " ".join(word.text for word in words), words[0].start)
            words.clear()

    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match[0]
        if kind == "word" and text not in OPERATORS:
            words.append(Token("word", text, match.start()))
            continue
        yield from term()
        yield Token("operator" if kind == "word" else kind, text, match.start())
    yield from term()


@dataclass(frozen=True, slots=True)
class Unit:
    """A term or phrase with the tag behind it ('' when it has none)."""

    term: Token
    tag: str

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
            yield Unit(token, tokens[after].text if kinds[after] == "tag" else "")


def tag_name(tag: str) -> str:
    """Return a tag's field as written, in lower case: ``[Title/Abstract:~3]`` -> title/abstract."""
    return tag.strip("[]").partition(":")[0].strip().lower()


def tag_option(tag: str) -> str:
    """Return what stands behind a tag's colon, in lower case: ``noexp``, ``~3`` or ''."""
    return tag.strip("[]").partition(":")[2].strip().lower()

"""How a query is put together: quotes, brackets, operators, and what stands beside what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pubmed.finding import Finding
from pubmed.syntax import Token


def unbalanced(query: str) -> Iterator[Finding]:
    """Yield the first quote or bracket that has no partner, or is no quote to PubMed."""
    for curly in "“”„‟":
        if curly in query:
            yield Finding(
                True,
                _around(query, query.index(curly)),
                "typographic quotes",
                'Use straight ones: "',
            )
            return
    if query.count('"') % 2:
        yield Finding(
            True, _around(query, query.rindex('"')), "a quote is not closed", 'Add the missing ".'
        )
        return
    bare = re.sub(r'"[^"]*"', lambda match: "x" * len(match[0]), query)
    for opening, closing, name in (("(", ")", "bracket"), ("[", "]", "square bracket")):
        opened: list[int] = []
        for position, char in enumerate(bare):
            if char == opening:
                opened.append(position)
            elif char == closing:
                if not opened:
                    yield Finding(
                        True,
                        _around(query, position),
                        f"a {name} is closed that was never opened",
                        f"Remove the '{closing}' or add a '{opening}' before it.",
                    )
                    return
                opened.pop()
        if opened:
            yield Finding(
                True,
                _around(query, opened[-1]),
                f"a {name} is not closed",
                f"Add the missing '{closing}'.",
            )


def structure(tokens: Sequence[Token]) -> Iterator[Finding]:
    """Yield faults of what stands beside what."""
    before: Token | None = None
    for token in [*tokens, None]:
        last = before.kind if before else "open"
        if token is None or token.kind == "close":
            if last == "operator" and before:
                yield Finding(True, before.text, "an operator with nothing after it", "Remove it.")
            if token and last == "open":
                yield Finding(True, "()", "empty brackets", "Remove them.")
        elif token.kind == "operator":
            if last == "operator" and before:
                fix = "Write NOT." if (before.text, token.text) == ("AND", "NOT") else "Keep one."
                yield Finding(
                    True, f"{before.text} {token.text}", "two operators side by side", fix
                )
            elif last == "open":
                yield Finding(
                    True,
                    f"{'(' if before else ''}{token.text}",
                    "an operator with nothing before it",
                    "Remove it.",
                )
        elif token.kind == "tag" and last not in ("term", "phrase"):
            yield Finding(
                True,
                f"{before.text if before else ''}{token.text}",
                "a tag with no term before it: PubMed does not spread a tag over brackets",
                "Put the tag behind each term.",
            )
        before = token


def mixed_operators(tokens: Sequence[Token]) -> Iterator[Finding]:
    """Yield where AND and OR stand side by side without brackets."""
    seen: list[set[str]] = [set()]
    for token in tokens:
        if token.kind == "open":
            seen.append(set())
        elif token.kind == "close":
            seen.pop()
        elif token.kind == "operator":
            if {"AND", "OR"} <= seen[-1] | {token.text} and token.text not in seen[-1]:
                yield Finding(
                    False,
                    token.text,
                    "AND and OR side by side are read from left to right",
                    "Bracket what belongs together.",
                )
            seen[-1].add(token.text)


def _around(query: str, position: int) -> str:
    return query[max(0, position - 20) : position + 20].strip()

"""Expressions in the language of SQLite's FTS5, built so that no text of a query can break it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from localpubmed.fields import CODE_COLUMN


@dataclass(frozen=True, slots=True)
class Match:
    """An expression, and the operator on its outside ('' when it needs no brackets)."""

    text: str
    operator: str = ""

    def __bool__(self) -> bool:
        """Say whether it can match at all."""
        return bool(self.text)

    @property
    def ranks(self) -> bool:
        """Say whether it holds words of running text, by which results can be ranked."""
        return "{" in self.text

    def inside(self, operator: str) -> str:
        """Return the text as it may stand beside ``operator``."""
        return self.text if self.operator in ("", operator) else f"({self.text})"


NOTHING = Match("")
"""Matches no record."""


def phrase(columns: Sequence[str], words: Sequence[str]) -> Match:
    """Match words next to each other in one of the columns; the last may end in ``*``."""
    star = " *" if words[-1].endswith("*") else ""
    return Match(f'{_within(columns)} : "{" ".join(words).rstrip("*")}"{star}')


def near(columns: Sequence[str], words: Sequence[str], distance: int) -> Match:
    """Match words in any order with at most ``distance`` others between first and last."""
    if len(words) == 1:
        return phrase(columns, words)
    # FTS5 counts the words between the outermost two, the sought ones included.
    reach = distance + len(words) - 2
    listed = " ".join(f'"{word}"' for word in words)
    return Match(f"{_within(columns)} : NEAR({listed}, {reach})")


def code(name: str, prefix: bool = False) -> Match:
    """Match records that carry a code, or with ``prefix`` any code that begins so."""
    return Match(f'{CODE_COLUMN} : "{name}"{" *" if prefix else ""}')


def codes(names: Iterable[str]) -> Match:
    """Match records that carry at least one of the codes."""
    listed = [f'"{name}"' for name in names]
    return Match(f"{CODE_COLUMN} : ({' OR '.join(listed)})") if listed else NOTHING


def all_of(matches: Iterable[Match]) -> Match:
    """Match what every one of them matches."""
    return _joined("AND", list(dict.fromkeys(matches)), strict=True)


def any_of(matches: Iterable[Match]) -> Match:
    """Match what any of them matches."""
    return _joined("OR", list(filter(None, dict.fromkeys(matches))), strict=False)


def but_not(left: Match, right: Match) -> Match:
    """Match what the left one matches and the right one does not."""
    if not left or not right:
        return left
    return Match(f"{left.inside('')} NOT {right.inside('')}", "NOT")


def _joined(operator: str, matches: list[Match], strict: bool) -> Match:
    if not matches or (strict and not all(matches)):
        return NOTHING
    if len(matches) == 1:
        return matches[0]
    return Match(f" {operator} ".join(match.inside(operator) for match in matches), operator)


def _within(columns: Sequence[str]) -> str:
    return f"{{{' '.join(columns)}}}"

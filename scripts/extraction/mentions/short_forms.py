"""Short forms that an abstract defines in brackets behind a name: `event-free survival (EFS)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.text.abbreviations import spelled_out
from extraction.text.signs import Signed
from extraction.tokens import Endpoint, Mention

_DEFINED = re.compile(
    r"(?:\s(?:rate|rates|time))?\s?[(\[](?P<short>[A-Za-z][\w/-]{1,8}?)s?(?:\s(?:rate|"
    r"rates))?[)\];,]"
)
_FREE_SURVIVAL = Signed(
    r"(?<![\w-])(?:(?:[A-Z]{1,4}-)?[A-Z]{1,4}FS|(?:BC|PC|LC|RC|C|D)SS)\b(?!-)", ("FS", "SS")
)


def short_form_behind(view: str, start: int, end: int) -> re.Match[str] | None:
    """The bracket behind a name that holds its short form, as the group `short`."""
    defined = _DEFINED.match(view, end)
    capitals = [char for char in defined["short"] if char.isupper()] if defined else []
    initials = {word[0].lower() for word in view[start:end].split()}
    return defined if len(capitals) >= 2 and capitals[0].lower() in initials else None


def unexplained_survival(view: str, terms: Sequence[Mention]) -> list[Endpoint]:
    """Kinds of survival by a short form that neither text nor vocabulary explains (`LRFS`)."""
    taken = {term.start for term in terms}
    return [
        Endpoint(
            start=match.start(),
            end=match.end(),
            id=f"other:{spelled_out(view, match.group())}",
            kind="survival",
        )
        for match in _FREE_SURVIVAL.finditer(view)
        if match.start() not in taken
    ]


def repeated_short_forms(view: str, terms: Sequence[Mention]) -> list[Mention]:
    """Later mentions of a compound by the short form in brackets after it."""
    found: list[Mention] = []
    taken = {span for term in terms for span in range(term.start, term.end)}
    for term in terms:
        if not isinstance(term, Endpoint) or not term.id.startswith("other:"):
            continue
        defined = short_form_behind(view, term.start, term.end)
        if defined is None:
            continue
        for start, end in occurrences(view, defined["short"]):
            if start not in taken:
                taken.update(range(start, end))
                found.append(replace(term, start=start, end=end))
    return found


def occurrences(view: str, short: str) -> Iterator[tuple[int, int]]:
    """Where a short form stands as a word, in the plural too."""
    at = view.find(short)
    while at >= 0:
        end = at + len(short)
        plural = end + (view[end : end + 1] == "s")
        before, after = view[at - 1 : at] if at else "", view[plural : plural + 1]
        if not (before.isalnum() or before == "-" or after.isalnum()):
            yield at, plural
        at = view.find(short, end)

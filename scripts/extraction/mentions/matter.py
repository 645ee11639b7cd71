"""Whether the names of the vocabulary mean, in this abstract, what they mean in the review's field.

A `response` is one of a tumour only in an abstract on tumours, and even there not where it is of
nausea or hot flushes; the vocabulary says by which words of title and abstract that is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.lexicon import EndpointEntry, Lexicon
from extraction.text.abbreviations import spelled_out
from extraction.tokens import Endpoint, Mention
from vocabulary.match import fold

# `a response`, `at least a partial response`, `response rate`.
_NOT_OF_NAME = re.compile(r"^(?:at least\s)?(?:(?:an?|had|achieved)\s)?|\srates?$")


def of_this_matter(
    view: str, whole: str, terms: Sequence[Mention], lexicon: Lexicon
) -> list[Mention]:
    """The terms of a text, those under their own names that an abstract of another matter uses.

    `whole` is the title with the text. A short form that nothing explains is left out.
    """
    beside = _Beside(whole)
    kept: list[Mention] = []
    for term in terms:
        entry = lexicon.endpoints[term.id] if isinstance(term, Endpoint) else None
        if entry is None:
            kept.append(term)
            continue
        assert isinstance(term, Endpoint)
        is_short = view[term.start : term.end].isupper()
        if is_short and entry.short_beside and not beside.any_of(entry.short_beside):
            continue
        if beside.means(entry):
            kept.append(term)
        elif not is_short:
            name = _NOT_OF_NAME.sub("", spelled_out(view, view[term.start : term.end]))
            kept.append(replace(term, id=f"other:{name}"))
        elif beside.any_of(entry.not_beside):
            kept.append(replace(term, id=f"other:{entry.label.lower()}"))
    return kept


class _Beside:
    """The words of a text, asked for by lists of the vocabulary; each list is looked up once."""

    def __init__(self, whole: str) -> None:
        self._folded = fold(whole)
        self._known: dict[tuple[str, ...], bool] = {}

    def any_of(self, words: tuple[str, ...]) -> bool:
        """Whether the text has one of some words, or a word that begins with one."""
        if words not in self._known:
            self._known[words] = any(word in self._folded for word in words)
        return self._known[words]

    def means(self, entry: EndpointEntry) -> bool:
        """Whether the names of an endpoint mean that endpoint here."""
        if entry.beside and not self.any_of(entry.beside):
            return False
        return not self.any_of(entry.not_beside) or self.any_of(entry.firm_beside)

"""Automatic term mapping: what PubMed makes of words that carry no field tag.

It is PubMed's in outline. A run of untagged words is cut, longest first, into MeSH headings
(also in natural order: *myeloid leukemia* finds *Leukemia, Myeloid*), substances, journals and
authors that the corpus holds; each such piece is searched under that heading and in all
fields, what is left in all fields, word by word. PubMed's entry terms, spelling variants and
plurals belong to no record, so they are not mapped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from localpubmed import fields
from localpubmed.match import Match, all_of, any_of, code, phrase
from localpubmed.terms import author_match, whole_term
from localpubmed.words import STOPWORDS, code_of, words_of

LONGEST = 8
"""Words of a run that are tried together as one piece."""

Mapping = tuple[Match, str]
"""What a piece is searched as, and PubMed's wording of that: alternatives joined by OR."""


def mapped(text: str, exists: Callable[[Match], bool]) -> Mapping | None:
    """Return what a piece of an untagged run stands for, None if for nothing but its words."""
    words = words_of(text)
    if "*" in text or not words or all(word in STOPWORDS for word in words):
        return None
    if text.lower() == "hasabstract":
        return code("sb_hasabstract"), '"hasabstract"[Filter]'
    heading = _heading(words, text, exists)
    if heading:
        return _with_words(heading, words)
    if len(words) > 1 and len(words[-1]) <= 2 and words[-1].isalpha():
        found = author_match(" ".join(words), fields.AUTHOR.prefix, exact=False)
        if exists(found):
            return found, f"{' '.join(words)}[{fields.AUTHOR.name}]"
    return None


def _heading(words: Sequence[str], text: str, exists: Callable[[Match], bool]) -> Mapping | None:
    for heading in _natural_orders(words):
        if exists(code(f"{fields.MESH.prefix}_{code_of(heading)}")):
            found = whole_term(heading, fields.MESH, exploded=True)
            return found, f'"{heading}"[{fields.MESH.name}]'
    for where in (fields.SUBSTANCE, fields.JOURNAL):
        found = whole_term(text, where, exploded=False)
        if exists(found):
            return found, f'"{" ".join(words)}"[{where.name}]'
    return None


def _with_words(heading: Mapping, words: Sequence[str]) -> Mapping:
    """Add to a heading its words in all fields, each and together."""
    columns, name = fields.ALL.columns, fields.ALL.name
    choices = [heading]
    if len(words) > 1:
        useful = [word for word in words if word not in STOPWORDS]
        wording = " AND ".join(f'"{word}"[{name}]' for word in useful)
        each = all_of(phrase(columns, [word]) for word in useful)
        choices.append((each, f"({wording})" if len(useful) > 1 else wording))
    choices.append((phrase(columns, words), f'"{" ".join(words)}"[{name}]'))
    return any_of(match for match, _ in choices), " OR ".join(shown for _, shown in choices)


def _natural_orders(words: Sequence[str]) -> Iterator[str]:
    """Yield a heading as it stands, and as MeSH would invert it."""
    yield " ".join(words)
    for cut in range(1, len(words)):
        yield f"{' '.join(words[cut:])}, {' '.join(words[:cut])}"
    if len(words) > 2:
        yield ", ".join(reversed(words))

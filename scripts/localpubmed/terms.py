"""Terms that are searched whole: headings, kinds of publication, journals, authors, filters.

Explosion of a MeSH heading reaches what the corpus itself shows to be narrower: the headings
inverted under it (*Leukemia* finds *Leukemia, Myeloid, Acute*). Publication types explode by
PubMed's hierarchy.
"""

from __future__ import annotations

import re

from localpubmed import fields, hierarchy
from localpubmed.document import EVERY_RECORD
from localpubmed.fields import Field
from localpubmed.match import NOTHING, Match, any_of, code, codes
from localpubmed.words import code_of, words_of

SHORTEST_STEM = 4
"""Letters that must stand before the ``*`` of truncation."""


def whole_term(text: str, where: Field, exploded: bool) -> Match:
    """Return what finds a whole term, ``heading/subheading`` and ``stem*`` included."""
    stem, star, _ = text.partition("*")
    if star and len(words_of(stem)) and len(stem.strip()) >= SHORTEST_STEM:
        return code(f"{where.prefix}_{code_of(stem.strip())}", prefix=True)
    if where in (fields.MESH, fields.MAJOR):
        heading, slash, qualifier = text.partition("/")
        name = code_of(heading.strip())
        if not name:
            return NOTHING
        if slash and code_of(qualifier):
            return code(f"{where.prefix}_{name}___{code_of(qualifier.strip())}")
        found = [code(f"{where.prefix}_{name}")]
        if exploded:
            found.append(code(f"{where.prefix}_{name}__", prefix=True))
        return any_of(found)
    if where is fields.PUBLICATION_TYPE:
        kinds = (
            hierarchy.narrower_types(" ".join(text.lower().split())) if exploded else iter([text])
        )
        return codes(f"pt_{code_of(kind)}" for kind in kinds if code_of(kind))
    if where is fields.FILTER:
        return _filter(text)
    if where is fields.JOURNAL:
        return _one(where, code_of(text.replace(", ", " ")).removeprefix("the_"))
    return _one(where, code_of(text.strip()))


def _one(where: Field, name: str) -> Match:
    return code(f"{where.prefix}_{name}") if name else NOTHING


def author_match(text: str, prefix: str, exact: bool) -> Match:
    """Return what finds an author: last name alone, or with initials, of which some may lack."""
    stem, star, _ = text.partition("*")
    words = words_of(stem)
    if not words:
        return NOTHING
    if star:
        return code(f"{prefix}_{'_'.join(words)}", prefix=True)
    found = [code(f"{prefix}_{'_'.join(words)}__", prefix=True)]
    for initials in (words[-1:], words[-2:]):
        last = words[: -len(initials)]
        if last and all(len(word) <= 4 for word in initials):
            name = f"{prefix}_{'_'.join(last)}__{''.join(initials)}"
            found.append(code(name, prefix=not exact))
    return any_of(found)


def _filter(text: str) -> Match:
    name = re.sub(r"[\s_-]+", "", text.lower())
    if name == "all":
        return code(EVERY_RECORD)
    if name in _CHECK_TAGS:
        return code(f"mh_{_CHECK_TAGS[name]}")
    for kind in _FILTERED_TYPES:
        if name == re.sub(r"[\s,-]+", "", kind):
            return whole_term(kind, fields.PUBLICATION_TYPE, exploded=True)
    if name in hierarchy.LANGUAGES.values():
        return code(f"la_{name}")
    return _one(fields.FILTER, code_of(text))


_CHECK_TAGS = {
    "human": "humans", "humans": "humans", "animal": "animals", "animals": "animals",
    "male": "male", "female": "female",
}  # fmt: skip
_FILTERED_TYPES = (
    "case reports", "clinical trial", "clinical trial, phase i", "clinical trial, phase ii",
    "clinical trial, phase iii", "clinical trial, phase iv", "controlled clinical trial",
    "editorial", "guideline", "letter", "meta-analysis", "observational study",
    "practice guideline", "preprint", "randomized controlled trial", "review", "systematic review",
    "retracted publication", "retraction of publication",
)  # fmt: skip

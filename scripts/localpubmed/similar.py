"""Records like a record: its most telling words, looked for everywhere, ranked by BM25.

The method behind PubMed's *similar articles* weighs words much alike (Lin and Wilbur, BMC
Bioinformatics 2007;8:423); the neighbours are the same in kind, their scores are not.
"""

from __future__ import annotations

import math
from collections import Counter

from localpubmed.document import element_of
from localpubmed.fields import TEXT_WORDS
from localpubmed.match import any_of, phrase
from localpubmed.store import Index
from localpubmed.words import STOPWORDS, words_of
from pubmed.parse import record_of

_TELLING = 40  # words of a record that are looked for
_IN_TITLE = 3  # a word of the title counts as often as this many in the abstract
_SCALE = 1_000_000


def similar_records(index: Index, pmid: int, limit: int) -> list[tuple[int, int]]:
    """Return the records most like a record, itself first, as (PMID, score), best first."""
    words = _telling_words(index, pmid)
    if not words:
        return [(pmid, 0)] if index.held([pmid]) else []
    match = any_of(phrase(TEXT_WORDS.columns, [word]) for word in words)
    ranked = [
        (found, max(int(score * _SCALE), 0)) for found, score in index.ranked(match, limit + 1)
    ]
    own = max((score for _, score in ranked), default=0)
    others = [(found, score) for found, score in ranked if found != pmid]
    return [(pmid, own), *others[:limit]]


def _telling_words(index: Index, pmid: int) -> list[str]:
    for raw in index.xml([pmid]):
        record = record_of(element_of(raw))
        break
    else:
        return []
    counts: Counter[str] = Counter()
    for word in words_of(record.title):
        counts[word] += _IN_TITLE
    subjects = " ".join([*record.keywords, *(mesh.heading for mesh in record.mesh)])
    counts.update(words_of(record.abstract))
    counts.update(words_of(subjects))
    useful = [word for word in counts if len(word) > 1 and word not in STOPWORDS]
    held = index.frequencies(useful)
    weights = {
        word: (1 + math.log(counts[word])) * math.log(1 + index.records / held[word])
        for word in held
        if held[word] > 1
    }
    return sorted(weights, key=lambda word: (-weights[word], word))[:_TELLING]

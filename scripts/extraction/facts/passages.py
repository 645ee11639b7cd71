"""Which sentences of a report speak of the study itself, and which of something else.

Section labels settle it where there are any. Running text opens with background; the study begins
with the first sentence that says so (`we compared`, `were randomised`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.facts.words import FactWords
from extraction.text.normalise import normalise
from extraction.text.sentences import Sentence, split
from review.records import Record
from vocabulary.match import fold

_OF_SECTION = {
    "METHODS": "study",
    "OBJECTIVE": "study",
    "RESULTS": "results",
    "CONCLUSIONS": "conclusion",
}

_OF_THE_STUDY = frozenset({"title", "study", "question", "results", "conclusion"})


@dataclass(frozen=True, slots=True)
class Passage:
    """The title or one sentence of the abstract, `view[start:end]` of the whole field.

    `role` is title, study, question, results, conclusion, background or outlook.
    """

    field: str
    view: str
    start: int
    end: int
    role: str

    @property
    def is_of_the_study(self) -> bool:
        """Whether it speaks of the study itself, not of others before or after it."""
        return self.role in _OF_THE_STUDY

    @property
    def text(self) -> str:
        """Its words, typography made alike."""
        return self.view[self.start : self.end]


def read_passages(record: Record, words: FactWords) -> list[Passage]:
    """The title and the sentences of a record, in order."""
    title, abstract = normalise(record.title), normalise(record.abstract)
    found = [Passage("title", title, 0, len(title), "title")] if title.strip() else []
    sentences = split(abstract, record.sections)
    roles = _roles(abstract, sentences, words)
    return found + [
        Passage("abstract", abstract, sentence.start, sentence.end, role)
        for sentence, role in zip(sentences, roles, strict=True)
    ]


def _roles(view: str, sentences: list[Sentence], words: FactWords) -> Iterator[str]:
    told = {
        name: [start for start, _ in spans]
        for name, spans in words.passages.find(fold(view)).items()
    }
    opened = False
    labelled = any(sentence.category in _OF_SECTION for sentence in sentences)
    for at, sentence in enumerate(sentences):
        says = {name for name, starts in told.items() if _inside(starts, sentence)}
        role = _OF_SECTION.get(sentence.category)
        if role == "study":
            opened = True
            yield role
        elif "outlook" in says:
            yield "outlook"
        elif "elsewhere" in says and "study" not in says:
            yield "background"
        elif role:
            opened = True
            yield role
        elif {"study", "design"} & says and not (opened and "conclusion" in says):
            opened = True
            yield "study"
        elif "question" in says and not opened:
            yield "question"
        elif not opened:
            yield "background"
        elif "conclusion" in says or (not labelled and at == len(sentences) - 1):
            yield "conclusion"
        else:
            yield "results"


def _inside(starts: list[int], sentence: Sentence) -> bool:
    """Whether a phrase begins in a sentence."""
    at = bisect_left(starts, sentence.start)
    return at < len(starts) and starts[at] < sentence.end

"""Sentences of an abstract, each with the section it stands in.

>>> [s.start for s in split("It rose (7 vs. 4). It fell.", ())]
[0, 19]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from review.records import Section

# A full stop ends a sentence unless the word before it is one of these.
#: A stretch up to the end of a sentence, for who looks at a text before its sections are known.
SENTENCE = re.compile(r"[^.?!]*(?:[.?!](?!\s+[A-Z]|$)[^.?!]*)*")
_ABBREVIATION = re.compile(
    r"\b(?:vs?|e\.g|i\.e|al|approx|ca|cf|dr|fig|no|nos|st|resp|incl|excl|"
    r"i\. ?v|c\. ?[il]|p\. ?o|s\. ?c)$",
    re.IGNORECASE,
)
# Units that are cut short end none before a bracket (`2.8 and 2.1 mo. (P = .08)`).
_UNIT = re.compile(r"\d\s?(?:mo|mos|yr|yrs|wk|wks|hr|hrs|min|h|d)$")
_BREAK = re.compile(
    r"[.!?](?:[)\]\"']?\s+(?=[A-Z0-9(\[\"'])|(?<=[a-z)\]%]\.)(?=[A-Z][a-z]{2,}\b)"
    r"|(?<=[A-Z]\.)(?=(?:Results?|Methods?|Conclusions?|Background|Findings|Interpretation)\b))"
)


_CATEGORIES = {
    "background": "BACKGROUND", "introduction": "BACKGROUND", "objective": "OBJECTIVE",
    "objectives": "OBJECTIVE", "aim": "OBJECTIVE", "aims": "OBJECTIVE", "purpose": "OBJECTIVE",
    "methods": "METHODS", "patients and methods": "METHODS", "materials and methods": "METHODS",
    "design and methods": "METHODS", "results": "RESULTS", "findings": "RESULTS",
    "conclusion": "CONCLUSIONS", "conclusions": "CONCLUSIONS", "interpretation": "CONCLUSIONS",
}  # fmt: skip
# A label run into the text, as stored copies have it: "response.ResultsMedian", "RESULTS: Median",
# "RESULTS 45 of 90"; "Objective responses were seen" opens with no label.
_LABEL = re.compile(
    r"(?:^|(?<=[.!?)\]\s]))(?=(?-i:[A-Z]))"
    rf"(?P<label>{'|'.join(sorted(_CATEGORIES, key=len, reverse=True))})"
    r"(?:\s?:\s*|\s?(?=(?-i:[A-Z]))|(?<=(?-i:[A-Z]))\s(?=[\d(\[]))",
    re.IGNORECASE,
)


# What a comparison allows for, before the sentence that tells it (`Adjusted for age and sex, `):
# it names no outcome, and the sentence reads as it would without. A verb is the sentence's own.
_WORD = (
    r"(?!(?:was|were|is|are|had|has|did|there|than|reduced|improved|increased|decreased|remained|"
    r"showed|patients|women|those|compared)\b)[\w/'\u2265<>=-]+"
)
_ITEM = rf"{_WORD}(?: {_WORD}){{0,9}}"
_NEXT_ITEM = rf"(?!(?:the|an?) |[^,;]{{0,40}}\b(?:risks?|odds|hazards?|ratios?|HR|OR|RR)\b){_ITEM}"
_ALLOWING = re.compile(
    r"(?:(?:Even )?(?:After|With|When|On|Upon|Following|By|Even after) (?:[a-z-]+ ){0,4}?)?"
    r"(?:(?i:a)djust(?:ing|ment|ed)|(?i:c)ontroll?(?:ing|ed)?|(?i:c)orrect(?:ing|ion|ed)|"
    r"(?i:a)llow(?:ing|ance)|(?i:a)ccount(?:ing)?|(?i:s)tratif(?:ying|ication|ied))"
    rf"(?: [a-z]+)? (?:for|by) {_ITEM}"
    rf"(?:(?:, {_NEXT_ITEM})*,? (?:and|or|as well as) {_NEXT_ITEM})?, (?=[A-Za-z\d])"
)
_ALLOWING_OPENS = frozenset("AWOFBECS")


#: No sentence of an abstract is longer; what is longer is no prose.
LONGEST = 1200
#: What is longer is read in pieces of so many characters, so that a number has few others to
#: belong with. Five sentences in 55,000 abstracts are, four of them with a number to 150
#: characters: a piece with one to 20 is a table or a list of figures.
_PIECE = 400
_MOST_NUMBERS = 20
_NUMBER = re.compile(r"\d[\d.,]*+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `text[start:end]` and the label and category of its section ('' where none)."""

    start: int
    end: int
    label: str = ""
    category: str = ""


def split(view: str, sections: Sequence[Section]) -> list[Sentence]:
    """Split a text into sentences that never cross the border of a section."""
    found: list[Sentence] = []
    at = 0
    for section in sorted(sections or _glued(view), key=lambda part: part.start):
        start, end = max(section.start, at), min(section.end, len(view))
        if start >= end:
            continue
        found += _sentences(view, at, start, "", "")
        found += _sentences(view, start, end, section.label, section.category)
        at = end
    found += _sentences(view, at, len(view), "", "")
    return found


def _glued(view: str) -> list[Section]:
    """Sections told by labels within the text; none unless the results have one."""
    labels = list(_LABEL.finditer(view))
    if not any(_CATEGORIES[m["label"].lower()] == "RESULTS" for m in labels):
        return []
    ends = [m.start() for m in labels[1:]] + [len(view)]
    return [
        Section(m["label"], _CATEGORIES[m["label"].lower()], m.start(), end)
        for m, end in zip(labels, ends, strict=True)
    ]


def _sentences(view: str, start: int, end: int, label: str, category: str) -> list[Sentence]:
    found = []
    printed = _LABEL.match(view, start, end) if label else None
    at = printed.end() if printed else start  # a label run into the text is no word of its sentence
    for match in _BREAK.finditer(view, start, end):
        stop = match.start()
        if view[stop] == "." and _ABBREVIATION.search(view, max(at, stop - 8), stop):
            continue
        if view.startswith(" (", stop + 1) and _UNIT.search(view, max(at, stop - 6), stop):
            continue
        found.append(Sentence(at, stop + 1, label, category))
        at = match.end()
    if view[at:end].strip():
        found.append(Sentence(at, end, label, category))
    return [part for sentence in found for part in _cut(view, _told(view, sentence))]


def _told(view: str, sentence: Sentence) -> Sentence:
    """A sentence without what it opens with that was allowed for."""
    if view[sentence.start] not in _ALLOWING_OPENS:
        return sentence
    allowed = _ALLOWING.match(view, sentence.start, sentence.end)
    return replace(sentence, start=allowed.end()) if allowed else sentence


def _cut(view: str, sentence: Sentence) -> list[Sentence]:
    """A sentence, in pieces where it is longer than LONGEST, so that reading stays linear.

    Figures without words are left out: nothing tells what they are of.
    """
    if sentence.end - sentence.start <= LONGEST:
        return [sentence]
    pieces = []
    at = sentence.start
    while at < sentence.end:
        stop = min(at + _PIECE, sentence.end)
        if stop < sentence.end:
            space = view.rfind(" ", at + 1, stop)
            stop = space if space > at else stop
        numbers = itertools.islice(_NUMBER.finditer(view, at, stop), _MOST_NUMBERS + 1)
        if sum(1 for _ in numbers) <= _MOST_NUMBERS:
            pieces.append(Sentence(at, stop, sentence.label, sentence.category))
        at = stop
    return pieces

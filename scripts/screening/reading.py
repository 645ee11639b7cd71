"""A record as screening reads it: its fields, the concepts mentioned in them, its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from review.records import Record, Section
from screening.concepts import Context, Cue, Lexicon
from screening.patients import patient_numbers
from vocabulary.match import Matcher, fold

TEXT_FIELDS = ("title", "abstract", "keywords")
# All that a criterion can ask about, and the hash by which a decision knows its text.
FIELDS_READ = (
    *("pmid", *TEXT_FIELDS, "sections", "mesh", "publication_types", "languages"),
    *("status", "year", "pub_date", "registry_ids", "text_sha256"),
)
# Facts of a record that rules often ask for, held beside the concepts it names.
SIGNS = ("publication_type", "status", "section")
_BETWEEN_FIELDS = " \x1f "
_BETWEEN_KEYWORDS = " | "

# A full stop ends a sentence when a capital, a digit or a bracket follows it and it does not
# close an abbreviation or an initial; a line break ends a section, so always a sentence.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)|(?<!\bvs\.)(?<!\bv\.)(?<!\bcf\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bDr\.)"
    r"(?<!\bNo\.)(?<!\bet al\.)(?<!\b[A-Z]\.)[)\]]?\s+(?=[\"'(\[]?[A-Z0-9]))"
)
# English prose has one of these words about every sixty characters.
_COMMON_WORDS = (" the ", " of ", " and ")
_ENGLISH_SPACING = 400
_TOO_SHORT_TO_TELL = 250


def sign(kind: str, name: str) -> str:
    """One of SIGNS and its value, as it stands among the concepts; no concept's id has a "="."""
    return f"{kind}={name}"


def section_names(section: Section) -> tuple[str, str]:
    """What a section of an abstract is called: by its own label, and by NLM's category."""
    return section.label.upper().rstrip(":"), section.category


class Span(NamedTuple):
    """A stretch of one field: `text[start:end]`, or a whole heading where offsets are None."""

    field: str
    start: int | None
    end: int | None
    quote: str


class Mention(NamedTuple):
    """Where a concept is named."""

    field: str
    start: int
    end: int


class Reading:
    """One record, matched once against all concepts; everything else is worked out on demand."""

    def __init__(self, record: Record, lexicon: Lexicon) -> None:
        self.record = record
        self.texts = {
            "title": record.title,
            "abstract": record.abstract,
            "keywords": _BETWEEN_KEYWORDS.join(record.keywords),
        }
        self._folded: dict[str, str] = {}
        self._sentence_ends: dict[str, list[int]] = {}
        self._lexicon = lexicon
        self._joined = _BETWEEN_FIELDS.join(self.texts.values())
        self._places: dict[str, list[tuple[int, int]]] = {}  # in the joined text
        self._mentions: dict[str, list[Mention]] = {}
        self._match(lexicon.first)
        self._headings: dict[str, str] = {}
        for heading in record.mesh:
            for concept in lexicon.of_heading.get(heading.heading, ()):
                self._headings.setdefault(concept, heading.heading)
        # Concepts named anywhere, and signs: by them alone most rules can be passed over.
        self.present = self._places.keys() | self._headings.keys()
        self.present.add(sign("status", record.status))
        self.present.update(sign("publication_type", name) for name in record.publication_types)
        for part in record.sections:
            self.present.update(sign("section", name) for name in section_names(part))
        self._read_closely = False

    def read_closely(self) -> None:
        """Find the commonplace words too, which matter only beside a mention or for themes."""
        if not self._read_closely:
            self._read_closely = True
            self._match(self._lexicon.closer)
            self.present |= self._places.keys()

    def _match(self, matcher: Matcher) -> None:
        found: dict[str, list[tuple[int, int]]] = {}
        for start, minus_end, concept in matcher.hits(self._joined):
            found.setdefault(concept, []).append((start, -minus_end))
        for concept, places in found.items():
            for other in self._lexicon.concepts[concept].not_within:
                others = found.get(other) or self._places.get(other, [])
                places = [p for p in places if not any(p[0] < e and s < p[1] for s, e in others)]
            if places:
                self._places[concept] = places

    def _mentions_of(self, concept: str) -> list[Mention]:
        """Where a concept is named, in reading order; worked out when first asked for."""
        if concept not in self._mentions:
            abstract_from = len(self.texts["title"]) + len(_BETWEEN_FIELDS)
            keywords_from = abstract_from + len(self.texts["abstract"]) + len(_BETWEEN_FIELDS)
            mentions = []
            for start, end in self._places.get(concept, ()):
                if start >= keywords_from:
                    mention = Mention("keywords", start - keywords_from, end - keywords_from)
                elif start >= abstract_from:
                    mention = Mention("abstract", start - abstract_from, end - abstract_from)
                else:
                    mention = Mention("title", start, end)
                mentions.append(mention)
            self._mentions[concept] = mentions
        return self._mentions[concept]

    def named(self, concepts: Collection[str], fields: Collection[str]) -> list[Mention]:
        """The mentions of any of some concepts in some fields, in reading order."""
        mentions = [
            mention
            for concept in concepts
            for mention in self._mentions_of(concept)
            if mention.field in fields
        ]
        if len(mentions) < 2 or len(concepts) == 1:  # those of one concept are in order
            return mentions
        return sorted(set(mentions), key=lambda m: (TEXT_FIELDS.index(m.field), m.start, -m.end))

    def heading(self, concepts: Iterable[str]) -> Span | None:
        """A MeSH heading of the record that belongs to the first possible of some concepts."""
        for concept in concepts:
            if concept in self._headings:
                return Span("mesh", None, None, self._headings[concept])
        return None

    def span(self, field: str, start: int, end: int) -> Span:
        """The quote at some offsets of a text field."""
        return Span(field, start, end, self.texts[field][start:end])

    def folded(self, field: str) -> str:
        """A field in lower case with plain spaces, offsets unchanged."""
        if field not in self._folded:
            self._folded[field] = fold(self.texts[field])
        return self._folded[field]

    def sentence(self, mention: Mention) -> tuple[int, int]:
        """Offsets of the sentence around a mention."""
        if mention.field not in self._sentence_ends:
            self._sentence_ends[mention.field] = _sentence_ends(self.texts[mention.field])
        ends = self._sentence_ends[mention.field]
        index = bisect_right(ends, mention.start)
        return ends[index - 1] if index else 0, ends[index]

    def section(self, mention: Mention) -> str:
        """NLM category of the abstract's section around a mention, '' where there is none."""
        if mention.field == "abstract":
            for section in self.record.sections:
                if section.start <= mention.start < section.end:
                    return section.category
        return ""

    def in_context(self, mention: Mention, context: Context) -> Span | None:
        """The words that put a mention in a context, the mention included, or None."""
        if self.section(mention) in context.sections and context.sections:
            return self.span(*mention)
        start, end = self.sentence(mention)
        for cue in context.cues:
            found = self._cue(mention, cue, start, end)
            if found:
                return found
        return None

    def near(
        self, mention: Mention, concepts: Collection[str], within: int, side: str
    ) -> Span | None:
        """A mention of some concepts in the same sentence, at most `within` words away."""
        self.read_closely()
        start, end = self.sentence(mention)
        for other in self.named(concepts, [mention.field]):
            if not start <= other.start < end or _overlaps_any(mention, [other]):
                continue
            after = other.start >= mention.end
            if side != "either" and side != ("after" if after else "before"):
                continue
            if after:
                gap = self.folded(mention.field)[mention.end : other.start]
            else:
                gap = self.folded(mention.field)[other.end : mention.start]
            if len(gap.split()) <= within:
                first, last = sorted((mention, other), key=lambda m: m.start)
                return self.span(mention.field, first.start, max(first.end, last.end))
        return None

    def _cue(self, mention: Mention, cue: Cue, start: int, end: int) -> Span | None:
        field = mention.field
        folded = self.folded(field)
        text = self.texts[field]
        if cue.side == "sentence":
            if cue.stop_at and cue.stop_at.scan(text[start:end]):
                return None
            for match in cue.words.scan(text[start:end]):
                at, till = start + match.start, start + match.end
                return self.span(field, min(at, mention.start), max(till, mention.end))
            return None
        if cue.side == "before":
            for match in cue.words.scan(text[start : mention.start]):
                gap = folded[start + match.end : mention.start]
                if _is_close(gap, text[start + match.end : mention.start], cue):
                    return self.span(field, start + match.start, mention.end)
            return None
        for match in cue.words.scan(text[mention.end : end]):
            gap = folded[mention.end : mention.end + match.start]
            if _is_close(gap, text[mention.end : mention.end + match.start], cue):
                return self.span(field, mention.start, mention.end + match.end)
        return None

    @cached_property
    def abstract_state(self) -> str:
        """Whether the abstract is absent, english or in some other language."""
        abstract = self.texts["abstract"]
        if not abstract:
            return "absent"
        if len(abstract) < _TOO_SHORT_TO_TELL:
            return "english"
        common = 0
        for word in _COMMON_WORDS:
            common += abstract.count(word)
            if common * _ENGLISH_SPACING >= len(abstract):
                return "english"
        return "other"

    @cached_property
    def patients(self) -> tuple[int, Span] | None:
        """The largest number of patients that title or abstract state, with its quote."""
        largest: tuple[int, Span] | None = None
        for field in ("title", "abstract"):
            for number, start, end in patient_numbers(self.texts[field]):
                if largest is None or number > largest[0]:
                    largest = number, self.span(field, start, end)
        return largest


def _is_close(gap: str, text: str, cue: Cue) -> bool:
    return len(gap.split()) <= cue.within and not (cue.stop_at and cue.stop_at.scan(text))


def _overlaps_any(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(
        mention.field == other.field and mention.start < other.end and other.start < mention.end
        for other in others
    )


def _sentence_ends(text: str) -> list[int]:
    return [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]

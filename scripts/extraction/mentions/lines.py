"""All that is mentioned in a text: numbers, endpoints, statistics, arms, grades, subgroups, cues.

Words are looked up once for the whole text, numbers only in sentences that have digits. Within a
sentence the mentions are ordered and do not overlap; a vocabulary word gives way to a number that
covers it and an arm to an endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extraction.lexicon import ClauseWords, Lexicon
from extraction.mentions.subgroups import find_subgroups
from extraction.mentions.terms import find_terms
from extraction.numbers.find import has_numbers, scan
from extraction.text.sentences import Sentence
from extraction.tokens import (
    ArmMention,
    Cue,
    Endpoint,
    Grade,
    Interval,
    Mention,
    Noise,
    Value,
)

_GRADE = re.compile(
    r"(?:(?P<least>\u2265|>=?|at least)\s?)?\b(?:CTC |WHO |"
    r"NCI )?[Gg]rades?\s{0,2}(?P<least2>\u2265\s?|>=?\s?)?"
    r"(?P<low>[1-5]|I{1,3}V?|IV|V)(?:\s?(?:-|/|to|or|and|,)\s?(?P<high>[1-5]|I{1,3}V?|IV|V)\b)?"
    r"(?:,? (?:or|and|to) (?P<more>[45]|IV|V)\b)?(?P<up>\s(?:or|and) (?:higher|greater|more|above|"
    r"worse|over)|\+)?"
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}
_SEVERE = re.compile(r"\b(?:severe|life-threatening)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:no|criteria for|without|absence of|free from|free of|lack of|not have|excluding|"
    r"due to|because of|owing to|on account of|attributed to|"
    r"(?:stopped|discontinued|withdrew|withdrawn) for)\s"
    r"(?:any\s|a\s)?(?:(?:severe|unacceptable|excessive|grade \d)\s)?$",
    re.IGNORECASE,
)
# An event that these words turn round, or that was there before, is part of another name.
_TURNED = re.compile(
    r"\b(?:freedom from|resolution of|disappearance of|protection (?:from|against)|"
    r"relief (?:of|from)|prevention of|control of|improvements? (?:in|of)|"
    r"remission of|recovery from|(?:experienced|had|reported|showed) (?:an? )?(?:\w+ ){0,2}"
    r"(?:effects?|impact|reductions?|benefits?) (?:on|in|of)|"
    r"\d+%? (?:\w+ ){0,2}(?:reduction|decrease) in|history of|"
    r"risk factors for|treatment (?:of|for)|treated for)\s(?:any\s|a\s|the\s)?$",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"\bfollow(?:ed)?[- ]?(?:up|ed)?\b|\bobservation (?:time|period)\b|\bobserved for\b",
    re.IGNORECASE,
)
_NEAR_FOLLOW_UP = re.compile(
    r"^[\s(:,]*(?:(?:time|period|duration|was|of|is|were|for|at|all|surviving|living|patients|a|"
    r"the|median|in|and|"
    r"among|survivors|the entire cohort|from \w+)[\s,(:]*)*$"
)
_RESPONSE = re.compile(r"responses?\b(?!\srates?)|responders\b", re.IGNORECASE)
# A response of something else than the tumour (`antibody response`) is named by a word of its own.
_FOREIGN = re.compile(
    r"\b(?!(?:a|an|the|had|overall|of|with|in|and|or|to|for|tumou?r|clinical|best|any|whose|these|"
    r"those|treatment|confirmed|"
    r"achieved|showed|more|were|was|by|that|on|as|at|after|higher|better|good|deeper|durable|"
    r"objective|partial|rates?|median|mean|"
    r"patients|when|while|but|than|investigator-assessed)\s)[A-Za-z][\w-]*\s$",
    re.IGNORECASE,
)
# What survives is no patient.
_OTHER_SURVIVAL = re.compile(
    r"\b(?:drug|(?:allo)?graft|implant|cell|device|restoration|tooth|flap|bacterial|neuronal|"
    r"treatment|embryo|catheter|stent|prosthesis)[\s-]$",
    re.IGNORECASE,
)
# The name of a receptor speaks of no death.
_RECEPTOR = re.compile(r"\b[Pp]rogrammed (?:cell )?$")
_NO_SHARE = re.compile(
    r"\s(?:frequency|severity|scores?|intensity|scales?|ratings?|relief|control|prevention|"
    r"follow-up|prophylaxis|management|information|data|status|were due to|was due to|"
    r"end ?points?|criteria|assessments?|evaluation)\b"
)
_FOLLOW_UP_FOR = re.compile(r"^\s(?:for|of)\s[a-z-]+\ssurvival\s(?:was|of)\s$")
_FOLLOW_UP_AFTER = re.compile(r"^['\s]*(?:of\s)?(?:(?:median|mean|minimum|additional|further)\s)?$")


@dataclass(frozen=True)
class Line:
    """A sentence with its mentions in order; `view` is the normalised text of the whole record."""

    view: str
    sentence: Sentence
    #: The terms and arms that the sentence names.
    named: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    words: ClauseWords

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All that a sentence with a number mentions; of one without, nothing is of use.

        Read when it is first asked for: half of the sentences report no result.
        """
        if not has_numbers(self.view, self.sentence.start, self.sentence.end):
            return ()
        return tuple(_sentence_mentions(self.view, self.sentence, self.named))

    @property
    def topics(self) -> tuple[Endpoint, ...]:
        """The endpoints that the sentence names, whether or not it holds a number."""
        return tuple(m for m in self.named if isinstance(m, Endpoint))

    def gap(self, left: Mention, right: Mention) -> str:
        """The text between two mentions."""
        return self.view[left.end : right.start]

    def has_cue(self, *ids: str) -> bool:
        """Whether one of these cues stands in the sentence."""
        return any(cue.id in ids for cue in self.cues)


def read_lines(
    view: str, sentences: Sequence[Sentence], lexicon: Lexicon, arms: Sequence[ArmMention]
) -> list[Line]:
    """The sentences of a text, with all that they mention."""
    terms = find_terms(view, lexicon, arms)
    named = sorted([*terms, *arms], key=lambda mention: mention.start)
    cues = [Cue(start=m.start, end=m.end, id=m.id) for m in lexicon.cues.scan(view)]
    lines = []
    at = cue_at = 0
    for sentence in sentences:
        while at < len(named) and named[at].start < sentence.start:
            at += 1
        first = at
        while at < len(named) and named[at].start < sentence.end:
            at += 1
        while cue_at < len(cues) and cues[cue_at].start < sentence.start:
            cue_at += 1
        first_cue = cue_at
        while cue_at < len(cues) and cues[cue_at].start < sentence.end:
            cue_at += 1
        own = tuple(cues[first_cue:cue_at])
        lines.append(Line(view, sentence, tuple(named[first:at]), own, lexicon.clauses))
    return lines


def _sentence_mentions(view: str, sentence: Sentence, named: Iterable[Mention]) -> list[Mention]:
    numbers = scan(view, sentence.start, sentence.end)
    grades = list(_grades(view, sentence))
    numbers = [_without_grade(number, grades) for number in numbers]
    numbers = [n for n in numbers if not any(g.start <= n.start < g.end for g in grades)]
    numbers = _mark_follow_up(view, sentence, numbers)
    named = [m for m in _only_free(named) if not _is_denied(view, sentence, m)]
    arms = [m for m in named if isinstance(m, ArmMention)]
    numbers = [n for n in numbers if not any(a.start <= n.start and n.end <= a.end for a in arms)]
    numbers = [_beside_name(number, named) for number in numbers]
    numbers = [n for n in numbers if not (isinstance(n, Noise | Interval) and _covers(n, arms))]
    kept = _without_overlap([*numbers, *grades], named)
    return _without_overlap(list(find_subgroups(view, sentence, kept)), kept)


def _covers(noise: Mention, arms: Sequence[ArmMention]) -> bool:
    return any(noise.start <= arm.start < noise.end for arm in arms)


def _is_denied(view: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a text speaks of the absence of an event (`no nausea`), whose share is another's."""
    if not isinstance(mention, Endpoint):
        return False
    before = max(sentence.start, mention.start - 30)
    foreign = _RESPONSE.match(view, mention.start) and _FOREIGN.search(view, before, mention.start)
    if mention.kind == "survival" and _OTHER_SURVIVAL.search(view, before, mention.start):
        return True
    if _RECEPTOR.search(view, before, mention.start):
        return True
    if view.startswith(("non-", "non ", "Non-"), max(0, mention.start - 4)):
        return True
    risk = view.startswith(("risk", "hazard"), mention.start)
    if mention.kind == "event" and not risk and _TURNED.search(view, before, mention.start):
        return True
    return bool(
        foreign or _DENIED.search(view, before, mention.start) or _NO_SHARE.match(view, mention.end)
    )


def _without_grade(number: Mention, grades: Sequence[Grade]) -> Mention:
    """A share before which a grade stands (`grade 3 and 4 mucositis (6%)`) has no count."""
    if not isinstance(number, Value) or number.at <= number.start:
        return number
    graded = any(grade.start <= number.start < grade.end for grade in grades)
    return replace(number, start=number.at, events=None, total=None) if graded else number


def _beside_name(number: Mention, named: Sequence[Mention]) -> Mention:
    """A share whose count names the endpoint or arm itself (`53 deaths (23%)`) starts later."""
    if isinstance(number, Value) and number.at > number.start:
        for term in named:
            if number.start < term.start and term.end <= number.at:
                return replace(number, start=number.at)
    return number


def _only_free(named: Iterable[Mention]) -> Iterable[Mention]:
    """Endpoints first, then arms that do not overlap them."""
    end = -1
    for mention in sorted(named, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def _without_overlap(first: Sequence[Mention], second: Sequence[Mention]) -> list[Mention]:
    """Both, in order, without those of the second that overlap one of the first."""
    kept = list(first)
    for mention in second:
        if not any(m.start < mention.end and mention.start < m.end for m in first):
            kept.append(mention)
    return sorted(kept, key=lambda mention: (mention.start, mention.end))


def _grades(view: str, sentence: Sentence) -> Iterable[Grade]:
    for match in _GRADE.finditer(view, sentence.start, sentence.end):
        low, high = _digit(match["low"]), _digit(match["more"] or match["high"])
        if match["least"] or match["least2"] or match["up"]:
            text = f"grade >={low}"
        elif high and high != low:
            text = f"grade {low}-{high}"
        else:
            text = f"grade {low}"
        yield Grade(start=match.start(), end=match.end(), text=text)
    for match in _SEVERE.finditer(view, sentence.start, sentence.end):
        yield Grade(start=match.start(), end=match.end(), text="severe")


def _digit(text: str | None) -> str | None:
    return _ROMAN.get(text, text) if text else None


def _mark_follow_up(view: str, sentence: Sentence, numbers: list[Mention]) -> list[Mention]:
    """Turn times of follow-up into noise: they look like medians."""
    words = list(_FOLLOW_UP.finditer(view, sentence.start, sentence.end))
    if not words:
        return numbers
    marked: list[Mention] = []
    for mention in numbers:
        if _is_time(mention) and any(_is_follow_up(view, word, mention) for word in words):
            marked.append(Noise(start=mention.start, end=mention.end, why="follow-up"))
        else:
            previous = marked[-1] if marked else None
            if (
                isinstance(previous, Noise)
                and previous.why == "follow-up"
                and isinstance(mention, Value)
                and _is_time(mention)
                and not (not mention.unit and _COUNTS.match(view, mention.end))
                and re.fullmatch(
                    r"\s*(?:,|and|to|-|\(|vs\.?|versus|or|range)[\s,(]*",
                    view[previous.end : mention.start],
                )
            ):
                mention = Noise(start=mention.start, end=mention.end, why="follow-up")
            marked.append(mention)
    return marked


# `..., 32 second cancers`, not `91 and 94 months`.
_COUNTS = re.compile(r"\s(?!(?:and|or|to|v|vs|versus|months|years|weeks|days)\b)[a-z]{3,}")


def _is_time(mention: Mention) -> bool:
    return type(mention).__name__ == "Time" or (
        isinstance(mention, Value) and mention.unit in {"months", "years", "weeks", "days", ""}
    )


def _is_follow_up(view: str, word: re.Match[str], mention: Mention) -> bool:
    if mention.start >= word.end():
        text = view[word.end() : mention.start]
        if text == ", " and isinstance(mention, Value) and not mention.unit:
            return False  # `During follow-up, 19 second cancers were ...`
        return len(text) < 80 and bool(_NEAR_FOLLOW_UP.match(text) or _FOLLOW_UP_FOR.match(text))
    return word.start() - mention.end < 24 and bool(
        _FOLLOW_UP_AFTER.match(view[mention.end : word.start()])
    )

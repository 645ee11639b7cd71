"""Events that no vocabulary lists, by the noun they end in: `preterm births`, `asthma attacks`.

What is counted as an event has a name that ends in one of few nouns; the words before it that may
stand in a name say which events they are, and so does what they are of or came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import may_name, noun_phrase
from extraction.clauses.wording import Token, Wording, word_set
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.numbers.numerals import value_of
from extraction.tokens import Endpoint
from extraction.word_lists import Worded

_HEAD = Worded(r"(?<![\w-])@counted_events\b(?![-/]\w)", re.IGNORECASE)
_NOT_BEFORE = Worded(r"@no_event_names")
_ONE = re.compile(
    r"\b(?:one|no|1|single|another|any|an?|had|underwent|required|needed|experienced|suffered|"
    r"developed)\s$",
    re.IGNORECASE,
)
# What something came of is not what is counted (`withdrew because of adverse events`).
_CAUSE = re.compile(
    r"\b(?:because of|due to|owing to|attributed to|attributable to|secondary to|following|after|"
    r"history of|previous|prior)\s(?:the\s|an?\s)?$"
)
#: How many words before its noun a name may have, and how far behind it goes on.
_BEFORE, _AFTER = 3, 90
_JOINS = word_set("of to or nor because due such")
_SINGULAR = re.compile(r"(?:[^s]|ss|is|us)$")


def event_names(line: Line) -> list[Endpoint]:
    """The events of a sentence by their nouns, in order, where no known name has these."""
    taken = [(mention.start, mention.end) for mention in line.mentions]
    wording: Wording | None = None
    found: list[Endpoint] = []
    for head in _HEAD.of(line.words).finditer(line.view, line.sentence.start, line.sentence.end):
        if any(start < head.end() and head.start() < end for start, end in taken):
            continue
        wording = wording or Wording(line)
        first = _first(line, wording.tokens(line.sentence.start, head.start()))
        start = first.start if first else head.start()
        single = _SINGULAR.search(head.group())
        if single and not _ONE.search(line.view, max(line.sentence.start, start - 13), start):
            continue
        if _CAUSE.search(line.view, max(line.sentence.start, start - 24), start):
            continue
        tokens = wording.tokens(start, min(line.sentence.end, head.end() + _AFTER))
        name, _ = noun_phrase(tokens, 0, line.words)
        # A name ends with its noun, or with what it is of.
        if not name or name[-1].end < head.end() or _goes_on(name, head.end()):
            name = [token for token in tokens if token.end <= head.end()]
        event = outcome(line, name)
        if event is not None and event.start <= head.start():
            found.append(event)
            taken.append((event.start, event.end))
    return found


def _first(line: Line, before: Sequence[Token]) -> Token | None:
    """The first of the words right before a noun that belong to its name."""
    first = None
    for token in _backwards(before):
        if not _belongs(token, line.words):
            break
        first = token
    return first


def _belongs(token: Token, words: ClauseWords) -> bool:
    """Whether a word before its noun may be part of the name of an event."""
    text = token.text
    if text in _JOINS or value_of(text) is not None or text.endswith("ly"):
        return False
    done = text in words.experienced or text in words.caused or text in words.happened
    if done or text in words.not_in_names or _NOT_BEFORE.of(words).fullmatch(text):
        return False
    return may_name(token, words)


def _backwards(tokens: Sequence[Token]) -> Iterator[Token]:
    return iter(reversed(tokens[-_BEFORE:]))


def _goes_on(name: Sequence[Token], end: int) -> bool:
    """Whether a word of no closed class follows the noun (`fracture clinics`)."""
    behind = [token for token in name if token.start >= end]
    return bool(behind) and behind[0].text not in {
        *("of", "to", "from", "because", "due", "owing", "with", "requiring", "without"),
    }

"""What a clause says of whom: its subject, its verb and what comes after.

Words are read once, left to right. A verb in a relative clause (`patients who received A`) or
behind a comparison (`than those who received B`) is not the clause's own; a verb that introduces
another clause (`the analysis showed that`) gives way to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.clauses.asides import without_opening
from extraction.clauses.closed_words import (
    AGAINST,
    PARTING,
    PREPOSITIONS,
    RELATIVE,
    WHERE,
    is_adverb,
)
from extraction.clauses.subjects import verb_behind
from extraction.clauses.verbs import IS, Verb, Verbs
from extraction.clauses.wording import ARM, Token, word_set
from extraction.lexicon import ClauseWords

_BREAKS = word_set("nor but while whilst whereas although however ;")
#: What opens a clause whose verb is not that of the clause around it.
_INNER = RELATIVE | WHERE
_THEY = frozenset(["they", "she", "he"])
#: With these a clause speaks of what stands before its colon (`Cosmesis: it was good in 78%`).
_POINTING = frozenset(["it", "this", "these", "that", "those", "they", "which", "both", "all"])


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with what stands before and after it; `words` are those that belong to a name."""

    kind: str
    subject: Sequence[Token]
    words: tuple[str, ...]
    rest: Sequence[Token]
    verb: Token


def predicates(
    tokens: Sequence[Token], words: ClauseWords, *, of_a_ratio: bool = False
) -> list[Predicate]:
    """The finite verbs of a clause's own, in order.

    A clause with `when` says of a share what it stood beside, of a ratio what it is the factor of.
    """
    return _Clause(without_opening(tokens), words, RELATIVE if of_a_ratio else _INNER).read()


def predicate_behind(tokens: Sequence[Token], words: ClauseWords) -> Predicate | None:
    """The verb whose subject are the values that stand before some words."""
    at = verb_behind(tokens, words)
    if at < 0:
        return None
    verb = Verbs(tokens, words).told_at(at)
    end = verb.end
    subject = [t for t in tokens[:at] if not is_adverb(t.text) and not t.text.endswith("ly")]
    return Predicate(verb.kind, subject, verb.words, tokens[end:], tokens[end - 1])


class _Clause:
    """One pass over the words of a clause."""

    def __init__(self, tokens: Sequence[Token], words: ClauseWords, inner: frozenset[str]) -> None:
        self._inner = inner
        self._tokens = tokens
        self._words = words
        self._verbs = Verbs(tokens, words)
        self._found: list[Predicate] = []
        self._start = 0
        self._again = -1
        self._heading = -1

    def read(self) -> list[Predicate]:
        relative = against = False
        at = 0
        while at < len(self._tokens):
            text = self._tokens[at].text
            if text in PARTING:
                self._again = at
                against = False
            if text == ":":
                self._heading = at
            if text in _BREAKS:
                self._start, relative = at + 1, False
                if text == ";":
                    self._found = []
            elif text in self._inner or (text in _THEY and at and self._again != at - 1):
                relative = True  # `the recovery they had made`
            elif text == "that":
                if self._introduced() or (
                    at and self._tokens[at - 1].text in self._words.introduced
                ):
                    self._found, self._start = [], at + 1
                else:
                    relative = True
            elif text in AGAINST:
                against = bool(self._found)
            else:
                verb = self._verbs.at(at, relative=relative, joined=bool(self._found))
                if verb is not None:
                    last = not any(token.is_word for token in self._tokens[verb.end :])
                    if not relative and (not against or (last and verb.kind == IS)):
                        self._add(at, verb)
                    relative = False
                    at = verb.end
                    continue
            at += 1
        return self._found

    def _introduced(self) -> bool:
        if not self._found or len(self._found[-1].rest) < 1:
            return False
        verb = self._tokens[self._tokens.index(self._found[-1].rest[0]) - 1].text
        return verb in self._words.introduced

    def _add(self, at: int, verb: Verb) -> None:
        own = [i for i in range(self._heading + 1, at) if self._tokens[i].is_word]
        if self._heading >= self._start and own and self._tokens[own[0]].text not in _POINTING:
            # `Tolerance: rash was seen in 12%` tells of rash.
            self._found, self._start = [], own[0]
        start = self._start
        if self._found and self._again > start:
            start = self._again + 1
        subject = [t for t in self._tokens[start:at] if not is_adverb(t.text)]
        if not self._found:
            subject = _behind_comma(_without_apposition(subject), self._words)
        if not subject and self._found:
            subject = list(self._found[-1].subject)
        end = verb.end
        self._found.append(
            Predicate(verb.kind, subject, verb.words, self._tokens[end:], self._tokens[end - 1])
        )


def _without_apposition(subject: list[Token]) -> list[Token]:
    """A subject without what is said of it between commas (`seroma, mostly small, was seen`)."""
    if len(subject) < 4 or subject[-1].text != ",":
        return subject
    first = next(at for at, token in enumerate(subject) if token.text == ",")
    return subject[:first] if 0 < first < len(subject) - 1 else subject


def _behind_comma(subject: list[Token], words: ClauseWords) -> list[Token]:
    """A subject without the phrase before its comma, where it says what it is a share of."""
    for at in range(len(subject) - 1, 0, -1):
        if subject[at].text == ",":
            tail = subject[at + 1 :]
            share = any(token.text in words.shares for token in tail)
            return tail if share else subject
    return subject


def people_counted(tokens: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a subject is patients or an arm, and no outcome."""
    for at, token in enumerate(tokens):
        if token.text in PREPOSITIONS or token.text in words.shares:
            break
        if token.text == "of" and at and _is_of_a_thing(tokens, at, words):
            break
        if at + 1 < len(tokens) and tokens[at + 1].text == "'":
            continue
        if token.text[0] == ARM or token.text in _THEY:
            return True
        known = token.text in words.people or token.text in words.not_in_names
        if known and not _opens_name(tokens, at, words):
            return True
    return not any(token.is_word for token in tokens)


def _is_of_a_thing(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether `of` stands behind a thing that is no arm's (`numbness of the inner arm`)."""
    before, whose = tokens[at - 1], [t.text[0] for t in tokens[at + 1 : at + 3]]
    if before.text in words.merits:
        return True
    return before.is_word and before.text not in words.vague and ARM not in whose


def share_of_people(subject: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a subject is a share of people (`a larger proportion of women`)."""
    for at, token in enumerate(subject[:-2]):
        if token.text in words.shares and subject[at + 1].text == "of":
            return people_counted(subject[at + 2 :], words)
    return False


def _opens_name(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a word for people, time or arms only opens a name (`patient satisfaction`)."""
    if tokens[at].text.endswith("s") or at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    other = after.text in PREPOSITIONS | AGAINST | RELATIVE or is_adverb(after.text)
    known = after.text in words.people or after.text in words.not_in_names
    doing = after.text.endswith(("ed", "ing")) or after.text in {"given", "of", "to", "and", "or"}
    return after.is_word and not (other or known or doing)

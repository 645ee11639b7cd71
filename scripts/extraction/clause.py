"""What a clause says of whom: its subject, its verb and what comes after.

Words are read once, left to right. A verb in a relative clause (`patients who received A`) or
behind a comparison (`than those who received B`) is not the clause's own; a verb that introduces
another clause (`the analysis showed that`) gives way to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.lexicon import ClauseWords
from extraction.phrases import AGAINST, BE, PREPOSITIONS, RELATIVE, is_adverb
from extraction.wording import ARM, OTHER, Token, word_set

SEEN, HAPPENED, CHANGED, EXPERIENCED, ACTED, CAUSED, COMPARED, STATE, LINKED, IS = (
    "seen",
    "happened",
    "changed",
    "experienced",
    "acted",
    "caused",
    "compared",
    "state",
    "linked",
    "is",
)
_HAVE = frozenset(["had", "have", "has"])
_DO = word_set("did do does could can may might would will")
_CHANCE = word_set("likely unlikely able unable willing prone")
_BREAKS = word_set("nor but while whereas although ;")
_AGAIN = word_set("and , or ; but while whereas")
# Participles behind patients that only say who they are (`patients treated with A`).
_REDUCED = word_set(
    "treated given assigned allocated randomized randomised aged exposed operated included "
    "enrolled evaluated analysed analyzed assessed based compared recruited followed "
    "diagnosed undergoing selected offered needed involved invited screened studied admitted "
    "referred"
)
_FINITE = frozenset(["was", "were", "is", "are", "remained", "became"])
_MAKE_UP = frozenset(["accounted", "comprised", "constituted", "represented"])
# Words on the way from a form of "to be" to what was so.
_JUDGED = word_set(
    "all both each considered judged rated deemed graded classified assessed as still already "
    "again very always never completely fully"
)
_BEING = word_set("receiving taking undergoing using having being")
_MOVED = word_set("increased decreased rose fell improved declined dropped changed went dropped")
_NO_OBJECT = frozenset(["", "(", ":", ","])
_OPENING = 14
_BEHIND = frozenset(["", ")", "]"])


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with what stands before and after it; `words` are those that belong to a name."""

    kind: str
    subject: Sequence[Token]
    words: tuple[str, ...]
    rest: Sequence[Token]
    verb: Token


def predicates(
    tokens: Sequence[Token], words: ClauseWords, *, behind_values: bool = False
) -> list[Predicate]:
    """The finite verbs of a clause's own, in order.

    Behind values, which are its subject, a clause may open with its verb.
    """
    clause = tokens if behind_values else without_opening(tokens)
    return _Clause(clause, words, behind_values).read()


def closing(tokens: Sequence[Token], at: int) -> int:
    """The place of the bracket that closes the one at a token, or -1."""
    depth = 0
    for place in range(at, len(tokens)):
        if tokens[place].text in "([":
            depth += 1
        elif tokens[place].text in ")]":
            depth -= 1
            if not depth:
                return place
    return -1


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """Some words without what stands in brackets among them; an open bracket ends them."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].text in "([":
            end = closing(tokens, at)
            if end < 0:
                break
            at = end + 1
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def without_opening(tokens: Sequence[Token]) -> Sequence[Token]:
    """A clause without the phrase that it opens with (`In the A group, ...`)."""
    at = 0
    while at < len(tokens) and (tokens[at].text in {",", "and", "or", ")", "]", ";", "but", ":"}):
        at += 1
    tokens = tokens[at:]
    if not tokens:
        return tokens
    first = tokens[0].text
    opens = (
        first in PREPOSITIONS
        or first == "out"
        or first in AGAINST
        or tokens[0].is_sign
        or first[0].isdigit()
    )
    for place, token in enumerate(tokens[: 3 * _OPENING]):
        if token.text == "," and (opens or place < 4):
            return tokens[place + 1 :]
        if token.text in BE or token.text in _HAVE:
            break
    return tokens


class _Clause:
    """One pass over the words of a clause."""

    def __init__(self, tokens: Sequence[Token], words: ClauseWords, behind_values: bool) -> None:
        self._tokens = tokens
        self._behind_values = behind_values
        self._words = words
        self._found: list[Predicate] = []
        self._start = 0
        self._again = -1

    def read(self) -> list[Predicate]:
        relative = against = False
        at = 0
        while at < len(self._tokens):
            text = self._tokens[at].text
            if text in _AGAIN:
                self._again = at
                against = False
            if text in _BREAKS:
                self._start, relative = at + 1, False
            elif text in RELATIVE:
                relative = True
            elif text == "that":
                if self._introduced():
                    self._found, self._start = [], at + 1
                else:
                    relative = True
            elif text in AGAINST:
                against = bool(self._found)
            else:
                end, kind, named = self._verb(at, relative)
                if end > at:
                    if not relative and not against:
                        self._add(kind, at, end, named)
                    relative = False
                    at = end
                    continue
            at += 1
        return self._found

    def _introduced(self) -> bool:
        if not self._found or len(self._found[-1].rest) < 1:
            return False
        verb = self._tokens[self._tokens.index(self._found[-1].rest[0]) - 1].text
        return verb in self._words.introduced

    def _add(self, kind: str, at: int, end: int, named: tuple[str, ...]) -> None:
        start = self._start
        if self._found and self._again > start:
            start = self._again + 1
        subject = [t for t in self._tokens[start:at] if not is_adverb(t.text)]
        if not subject and self._found:
            subject = list(self._found[-1].subject)
        self._found.append(
            Predicate(kind, subject, named, self._tokens[end:], self._tokens[end - 1])
        )

    def _text(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _verb(self, at: int, relative: bool) -> tuple[int, str, tuple[str, ...]]:
        """Where the verb that starts at a token ends, its kind, and its words in a name."""
        text = self._text(at)
        if text in _FINITE:
            return self._be(at)
        if text in _MOVED and at and self._text(at + 1) == "from" and self._is_name(at - 1):
            return at + 1, COMPARED, ()
        if text in _MAKE_UP:
            return at + 1, IS, ()
        if text in self._words.seems and self._text(at + 1) == "to" and self._text(at + 2) == "be":
            return self._be(at + 2)
        if text in _DO:
            return self._do(at)
        if text in _HAVE:
            after = self._past_adverbs(at + 1)
            if self._text(after) in BE:
                return self._be(after)
            if self._is_participle(after):
                return self._active(after)
            return at + 1, EXPERIENCED, ()
        if relative and (self._is_verb(text) or text.endswith("ed")):
            return at + 1, ACTED, ()
        return self._active(at) if self._is_finite(at) else (0, "", ())

    def _is_name(self, at: int) -> bool:
        token = self._tokens[at]
        return token.is_word and token.text not in self._words.people

    def _is_verb(self, text: str) -> bool:
        words = self._words
        return any(
            text in group
            for group in (
                words.experienced,
                words.acted,
                words.happened,
                words.changed,
                words.caused,
            )
        )

    def _is_participle(self, at: int) -> bool:
        text = self._text(at)
        return text.endswith(("ed", "en", "lost", "ght")) and self._is_verb(text)

    def _past_adverbs(self, at: int) -> int:
        while at < len(self._tokens) and (is_adverb(self._text(at)) or self._text(at) in _JUDGED):
            at += 1
        return at

    def _be(self, at: int) -> tuple[int, str, tuple[str, ...]]:
        words = self._words
        after = at + 1
        while self._text(after) in BE:
            after += 1
        direct = after
        after = self._past_adverbs(after)
        while self._text(after) in words.seems and self._text(after + 1) in (
            words.seems | words.compared | {"be", "have"}
        ):
            after += 1
        text = self._text(after)
        if text in _CHANCE:
            to = self._past_comparison(after + 1)
            if self._text(to) == "to":
                return self._chance(to + 1)
        if text in words.seen:
            return after + 1, SEEN, (text,)
        if text in words.compared:
            likely = self._past_adverbs(after + 1)
            if self._text(likely) in _CHANCE:
                likely = self._past_comparison(likely + 1)
                if self._text(likely) == "to":
                    return self._chance(likely + 1)
            return after + 1, COMPARED, ()
        if text in words.changed:
            return after + 1, CHANGED, (text,)
        if text in words.linked:
            return after + 1, LINKED, ()
        if after > direct and self._text(after - 1) in words.compared | {"more", "less", "also"}:
            return after, COMPARED, ()
        if not text or self._tokens[after].is_sign or text in PREPOSITIONS:
            return after, IS, ()
        if text in {"the", "a", "an", "no", "there"} or not self._tokens[after].is_word:
            return after, IS, ("",)
        if not self._is_state(text):
            return after + 1, IS, (text,)
        other = self._text(after + 2) if self._text(after + 1) == "or" else ""
        if other in words.states:
            return after + 3, STATE, (f"{text} or {other}",)
        return after + 1, STATE, (text,)

    def _is_state(self, text: str) -> bool:
        words = self._words
        if text in words.states:
            return True
        doing = text.endswith("ing") and text not in _BEING
        return (doing or text.endswith("ed")) and text not in words.not_states

    def _past_comparison(self, at: int) -> int:
        """Past `than controls` in `more likely than controls to have had`."""
        if self._text(at) not in AGAINST:
            return at
        for place in range(at + 1, min(at + 10, len(self._tokens))):
            if self._text(place) == "to":
                return place
        return at

    def _chance(self, at: int) -> tuple[int, str, tuple[str, ...]]:
        """`likely to receive`, `able to avoid`."""
        text = self._text(at)
        if text == "have" and self._is_verb(self._text(at + 1)):
            return self._chance(at + 1)
        if text in self._words.experienced:
            return at + 1, EXPERIENCED, ()
        if text in BE:
            return at + 1, EXPERIENCED, ()
        return (at + 1, ACTED, (text,)) if text.isalpha() else (0, "", ())

    def _do(self, at: int) -> tuple[int, str, tuple[str, ...]]:
        after = at + 1
        negated: tuple[str, ...] = ()
        while self._text(after) in {"not", "they", "it", "we"} or is_adverb(self._text(after)):
            negated = ("no",) if self._text(after) == "not" else negated
            after += 1
        text = self._text(after)
        if text in self._words.compared:
            return after + 1, COMPARED, ()
        if text in self._words.experienced:
            return after + 1, EXPERIENCED, negated
        if text.isalpha() and text not in self._words.people:
            return after + 1, ACTED, (*(("not",) if negated else ()), text)
        return 0, "", ()

    def _is_finite(self, at: int) -> bool:
        """Whether a word that could be a verb is one here, and no participle of a name."""
        text = self._text(at)
        if text.endswith("ing") or (at and self._text(at - 1) == "to"):
            return False
        words = self._words
        back = at - 1
        while back >= 0 and is_adverb(self._text(back)):
            back -= 1
        before = self._text(back) if back >= 0 else ""
        if before in {"the", "a", "an", "in", "of", "with", "for", "by", "no"}:
            return False
        behind = before in words.people or before in words.not_in_names
        behind = behind or before[:1] in (ARM, OTHER) or (self._behind_values and before in _BEHIND)
        if (text in words.happened or text in words.changed) and self._goes_on(at):
            return bool(before)
        if text in words.experienced or text in words.acted or text in words.caused:
            joined = bool(self._found) and before in {"and", "or", ","}
            return (
                behind
                or joined
                or (bool(before) and not self._behind_values and text in words.caused)
            )
        following = self._text(at + 1)
        verb_next = self._is_verb(following) or following.endswith("ed") or following in BE
        return behind and text.endswith("ed") and text not in _REDUCED and not verb_next

    def _goes_on(self, at: int) -> bool:
        """Whether a verb has no object."""
        following = self._text(at + 1)
        return following in PREPOSITIONS or following in _NO_OBJECT or is_adverb(following)

    def _active(self, at: int) -> tuple[int, str, tuple[str, ...]]:
        text, words = self._text(at), self._words
        if text in words.happened and self._goes_on(at):
            return at + 1, HAPPENED, ()
        if text in words.changed and self._goes_on(at):
            return at + 1, CHANGED, (text,)
        if text in words.experienced:
            return at + 1, EXPERIENCED, ()
        if text in words.caused:
            return at + 1, CAUSED, (text,)
        return at + 1, ACTED, (text,)


def people_counted(tokens: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a subject is patients or an arm, and no outcome."""
    for at, token in enumerate(tokens):
        if token.text in PREPOSITIONS or token.text in words.shares:
            break
        if at + 1 < len(tokens) and tokens[at + 1].text == "'":
            continue
        if token.text in words.people or token.text[0] == ARM or token.text in words.not_in_names:
            return True
    return not any(token.is_word for token in tokens)

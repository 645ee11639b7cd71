"""The verbs of a clause: where one ends, and what it says of its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, HAVE, PREPOSITIONS, is_adverb
from extraction.clauses.states import is_state, past_seen
from extraction.clauses.wording import ARM, OTHER, TIME, Token, word_set
from extraction.lexicon import ClauseWords

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
_DO = word_set("didn't doesn't don't couldn't won't did do does could can may might would will")
_CHANCE = word_set("likely unlikely able unable willing prone")
_FINITE = frozenset(["was", "were", "is", "are", "remained", "became"])
_MAKE_UP = frozenset(["accounted", "comprised", "constituted", "represented"])
#: Verbs that lead from a name to its values.
_CAME_TO = word_set(
    "amounted came ran stood reached totalled totaled equalled equaled approached exceeded "
    "attained averaged surpassed touched hit neared topped"
)
_AMOUNT = word_set(
    "to at only just about approximately nearly some barely almost around some even as much high "
    "low"
)
#: Verbs that lead to a state as a form of "to be" does (`excision proved complete`).
_PROVED = word_set("proved stayed seemed turned looked")
_NO_QUALITY = word_set("to that the out up down back away off over")
# Words on the way from a form of "to be" to what was so.
_JUDGED = word_set(
    "all both each considered judged rated deemed graded classified assessed as still already "
    "again much very greatly always never completely fully meanwhile since twice thrice quite"
)
_HOW_OFTEN = word_set("often frequently commonly rarely seldom usually")
#: What a state is said to be, where one follows (`was called excellent by`).
_CALLED = word_set(
    "called described regarded viewed thought declared scored found felt reported graded termed "
    "pronounced labelled labeled named perceived held"
)
#: How something went on in so many (`sleep was improved in 21`).
_COURSE = word_set("better worse improved increased decreased reduced diminished lessened lowered")
_NO_FREE = ARTICLES | word_set("not all both still more less likely of in and or is was were")
#: Verbs of what goes from one value to another.
MOVED = word_set("increased decreased rose fell improved declined dropped changed went")
_NO_OBJECT = frozenset(["", "(", ":", ",", ".", ";"])


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a kind that ends at a place; `words` are those that belong to a name."""

    end: int
    kind: str
    words: tuple[str, ...] = ()


class Verbs:
    """The verbs of one clause."""

    def __init__(self, tokens: Sequence[Token], words: ClauseWords) -> None:
        self._tokens = tokens
        self._words = words

    def at(self, at: int, *, relative: bool, joined: bool) -> Verb | None:
        """The verb that starts at a token, None where none does.

        `relative` tells that it may be that of a relative clause, `joined` that a verb stands
        before it to which it may be joined.
        """
        text = self._text(at)
        if text in _FINITE:
            return self._be(at)
        if text == "gave" and self._text(at + 1) == "birth":
            return Verb(at + 2, ACTED, ("gave birth",))
        if text in MOVED and at and self._text(at + 1) == "from" and self._is_name(at - 1):
            return Verb(at + 1, COMPARED)
        if text in _MAKE_UP or (text in _CAME_TO and at and self._ends(at + 1)):
            return Verb(at + 1, IS)
        if text == "turned" and [self._text(at + n) for n in (1, 2, 3)] == ["out", "to", "be"]:
            return self._be(at + 3)
        if text in _PROVED and self._text(at + 2) == "free":
            return self._be(at)
        if text in _PROVED and at and self._is_quality(at + 1):
            return Verb(at + 2, STATE, (self._text(at + 1),))
        if text in _PROVED and is_state(self._text(self._past_adverbs(at + 1)), self._words):
            return self._be(at)
        if text in self._words.seems and self._text(at + 1) == "to" and self._text(at + 2) == "be":
            return self._be(at + 2)
        if text in _DO and self._text(self._past_adverbs(at + 1)) == "be":
            return self._be(self._past_adverbs(at + 1))
        if text in _DO:
            return self._do(at)
        if text in HAVE:
            after = self._past_adverbs(at + 1)
            if self._text(after) in BE:
                return self._be(after)
            if self._text(after) in HAVE:
                return Verb(after + 1, EXPERIENCED)
            if self._is_participle(after):
                return self._active(after)
            if self._text(after) == "to":
                be = self._text(after + 1) in BE
                return self._be(after + 1) if be else self._chance(after + 1)
            return Verb(at + 1, EXPERIENCED)
        if relative and (self._is_verb(text) or text.endswith("ed")):
            return Verb(at + 1, ACTED)
        return self._active(at) if self._is_finite(at, joined) else None

    def told_at(self, at: int) -> Verb:
        """The verb at a token that is known to be one."""
        told = self.at(at, relative=False, joined=False)
        return told if told is not None else self._active(at)

    def _text(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _ends(self, at: int) -> bool:
        """Whether nothing but how much it was follows (`came to only`)."""
        return all(t.text in _AMOUNT for t in self._tokens[at:])

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

    def _leads_on(self, at: int) -> bool:
        """Whether a particle or a preposition stands at a place (`carried out in`)."""
        text = self._text(at)
        return text in {"out", "up", "to"} or text in PREPOSITIONS - {"as"}

    def _is_quality(self, at: int) -> bool:
        """Whether a word may tell how something proved to be (`proved complete in`)."""
        text, words = self._text(at), self._words
        other = text in PREPOSITIONS or text in words.compared or text in _NO_QUALITY
        return text.isalpha() and not other and not text.endswith("ly")

    def _is_participle(self, at: int) -> bool:
        text = self._text(at)
        return text.endswith(("ed", "en", "lost", "ght")) and self._is_verb(text)

    def _past_adverbs(self, at: int) -> int:
        while at < len(self._tokens) and (
            is_adverb(self._text(at))
            or self._text(at) in _JUDGED
            or self._is_manner(at)
            or (self._text(at) in _CALLED and is_state(self._text(at + 1), self._words))
        ):
            at += 1
        return at

    def _is_manner(self, at: int) -> bool:
        """Whether a word tells how what follows was so (`clinically depressed`)."""
        text, following = self._text(at), self._text(at + 1)
        known = text in _CHANCE or text in self._words.compared
        return text.endswith("ly") and not known and following.endswith(("ed", "ing", "ent", "ant"))

    def _be(self, at: int) -> Verb | None:
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
        had = past_seen(self._tokens, after, words)
        if had > after or (text in HAVE and self._text(after - 1) == "to"):
            return Verb(max(had, after + 1), EXPERIENCED)
        if self._text(after + 1) == "free" and text.isalpha() and text not in _NO_FREE:
            return Verb(after + 2, STATE, (f"{text} free",))
        if text in _CHANCE:
            to = self._past_comparison(after + 1)
            if self._text(to) == "to":
                return self._chance(to + 1)
        if text in words.seen:
            kind = IS if self._text(after + 1) == "as" else SEEN
            return Verb(after + 1, kind, (text,))
        if text in words.done and text not in words.not_states and self._leads_on(after + 1):
            return Verb(after + 1, SEEN, (text,))
        if text in _COURSE and self._text(after + 1) == "in" and after + 2 == len(self._tokens):
            return Verb(after + 1, CHANGED, (text,))
        if text in words.compared:
            return Verb(after + 1, COMPARED)
        if text in words.changed:
            return Verb(after + 1, CHANGED, (text,))
        if text in words.linked:
            return Verb(after + 1, LINKED)
        state = text in words.states and self._text(after - 1) in _HOW_OFTEN
        told = words.compared | {"more", "less", "also"}
        if after > direct and not state and self._text(after - 1) in told:
            return Verb(after, COMPARED)
        if not text or self._tokens[after].is_sign or text in PREPOSITIONS:
            return Verb(after, IS)
        if text in {"the", "a", "an", "no", "there"} or not self._tokens[after].is_word:
            return Verb(after, IS, ("",))
        if not is_state(text, self._words) and self._text(at) != "became":
            return Verb(after + 1, IS, (text,))
        other = self._text(after + 2) if self._text(after + 1) == "or" else ""
        if other in words.states:
            return Verb(after + 3, STATE, (f"{text} or {other}",))
        return Verb(after + 1, STATE, (text,))

    def _past_comparison(self, at: int) -> int:
        """Past `than controls` in `more likely than controls to have had`."""
        if self._text(at) not in AGAINST:
            return at
        for place in range(at + 1, min(at + 10, len(self._tokens))):
            if self._text(place) == "to":
                return place
        return at

    def _chance(self, at: int) -> Verb | None:
        """`likely to receive`, `able to avoid`."""
        text = self._text(at)
        if text == "have" and self._is_verb(self._text(at + 1)):
            return self._chance(at + 1)
        if text in self._words.experienced:
            return Verb(at + 1, EXPERIENCED)
        if text in BE:
            return Verb(at + 1, EXPERIENCED)
        return Verb(at + 1, ACTED, (text,)) if text.isalpha() else None

    def _do(self, at: int) -> Verb | None:
        after = at + 1
        negated: tuple[str, ...] = ()
        while self._text(after) in {"not", "they", "it", "we"} or is_adverb(self._text(after)):
            negated = ("no",) if self._text(after) == "not" else negated
            after += 1
        text = self._text(after)
        if text in self._words.compared:
            return Verb(after + 1, COMPARED)
        if text in self._words.experienced:
            return Verb(after + 1, EXPERIENCED, negated)
        if text.isalpha() and text not in self._words.people:
            return Verb(after + 1, ACTED, (*(("not",) if negated else ()), text))
        return None

    def _is_finite(self, at: int, joined: bool) -> bool:
        """Whether a word that could be a verb is one here, and no participle of a name."""
        text = self._text(at)
        if text.endswith("ing") or (at and self._text(at - 1) == "to"):
            return False
        words = self._words
        back = at - 1
        while back >= 0 and (is_adverb(self._text(back)) or self._text(back).endswith("ly")):
            back -= 1
        before = self._text(back) if back >= 0 else ""
        if before in {"the", "a", "an", "in", "of", "with", "for", "by", "no"}:
            return False
        behind = before in words.people or before in words.not_in_names
        behind = behind or before[:1] in (ARM, OTHER)
        if (text in words.happened or text in words.changed) and self._goes_on(at):
            return bool(before)
        if text in words.experienced or text in words.acted or text in words.caused:
            joined = joined and before in {"and", "or", ","}
            return behind or joined or (bool(before) and text in words.caused)
        following = self._text(at + 1)
        verb_next = self._is_verb(following) or following.endswith("ed") or following in BE
        bare = text in words.taking_part or text in words.compared
        return behind and text.endswith("ed") and not bare and not verb_next

    def _goes_on(self, at: int) -> bool:
        """Whether a verb has no object."""
        following = self._text(at + 1)
        became = self._text(at) in self._words.changed  # `resolved completely in 88%`
        told = is_adverb(following) or (became and following.endswith("ly"))
        timed = following[:1] in {OTHER, TIME}  # `resumed within two years in`
        return told or timed or following in PREPOSITIONS or following in _NO_OBJECT

    def _active(self, at: int) -> Verb:
        text, words = self._text(at), self._words
        if text in words.happened and self._goes_on(at):
            return Verb(at + 1, HAPPENED)
        if text in words.changed and self._goes_on(at):
            return Verb(at + 1, CHANGED, (text,))
        if text in words.experienced:
            return Verb(at + 1, EXPERIENCED)
        if text in words.caused:
            return Verb(at + 1, CAUSED, (text,))
        return Verb(at + 1, ACTED, (text,))

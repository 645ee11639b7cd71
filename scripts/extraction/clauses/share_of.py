"""What a share is said to be of: all that those did who are counted, however it is worded.

`The proportion of women who slept through the night rose to 58%`, `the percentage with a drain was
12%`, `the share of patients back at work ran to 71%` open with a word for a share and go on with
whom it counts; what tells these from the others is the outcome, up to the verb of the clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.clause import predicate_behind
from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, HAVE, PREPOSITIONS, is_adverb
from extraction.clauses.outcomes import as_printed, state_alone
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.states import is_state
from extraction.clauses.told import Teller
from extraction.clauses.wording import ARM, NUMBER, OTHER, TIME, Token, word_set
from extraction.lexicon import ClauseWords
from extraction.tokens import Endpoint

_SHARES = word_set("proportion proportions percentage percentages fraction fractions share shares")
#: What a share came to, where a preposition leads to the values.
_CAME = word_set(
    "amounted ran rose fell came increased decreased dropped declined went grew sank climbed "
    "risen fallen grown sunk gone stood stayed lay"
)
_TOOK = BE | word_set("reached totalled totaled approached equalled touched averaged attained made")
_LEADS = word_set("to at")
_ABOUT = word_set(
    "only just about approximately nearly some barely almost around but still respectively each "
    "the in with for on by of among group groups arm arms"
)
_WHO = word_set("who that which")
_HELPERS = BE | HAVE | word_set("would could did should might will can do does")
_PARTED = word_set("; while whilst whereas although though")
_NEXT = frozenset(["and", "but", "or"])
#: What opens a phrase that tells how those are who are counted.
_STILL = word_set(
    "still free back unable able willing unwilling satisfied dissatisfied alive without"
)
_TAKING = word_set("receiving undergoing taking having being including completing entering using")
_TRAILING = PREPOSITIONS | ARTICLES | word_set("of or and to")
_LONGEST = 12
_NEAR = 6


def share_compared(teller: Teller, tokens: Sequence[Token]) -> Endpoint | None:
    """The same where the share is more on one side (`the share who slept was greater in A (`)."""
    end = _verb_compared(tokens, teller.words) if teller.paired else -1
    return share_told(teller, tokens, end) if end >= 0 else None


def share_told(teller: Teller, tokens: Sequence[Token], end: int = -1) -> Endpoint | None:
    """The outcome of a clause whose subject is a share of those who did or had something.

    `end` is where its verb begins, if that is known.
    """
    end = _verb(tokens) if end < 0 else end
    if end < 0 or not teller.counted:
        return None
    start = _share(tokens, end)
    if start < 0:
        return None
    whom = tokens[start + 1 : end]
    after = _behind_people(whom, teller.words)
    if after < 0:
        return None
    return _what(teller, whom[after:])


def people_labelled(teller: Teller, tokens: Sequence[Token]) -> Endpoint | None:
    """The outcome of a label that tells who is counted (`Women still in pain: 12% v 9%`)."""
    words, end = teller.words, len(tokens)
    while end and tokens[end - 1].text[0] in (ARM, *":,(["):
        end -= 1
    clause = tokens[:end]
    if (
        not teller.compared
        or end < 2
        or tokens[end : end + 1] == []
        or clause[0].text not in words.people
    ):
        return None
    at = _past_arm(clause, 1, words)
    opens = at < end and (clause[at].text in _STILL or clause[at].text.endswith("ing"))
    if not opens or clause[at].text in _TAKING or predicate_behind(clause, words) is not None:
        return None
    return _what(teller, clause[at:])


def _verb(tokens: Sequence[Token]) -> int:
    """Where the verb begins that leads from a share to its values, -1 without one."""
    at = len(tokens) - 1
    while at >= 0 and (tokens[at].text in _ABOUT or tokens[at].text[0] in (ARM, OTHER, TIME)):
        at -= 1
    led = tokens[at].text in _LEADS if at >= 0 else False
    at -= led
    if at < 1 or tokens[at].text not in (_CAME if led else _TOOK):
        return -1
    while at > 1 and (tokens[at - 1].text in _HELPERS or is_adverb(tokens[at - 1].text)):
        at -= 1
    return at


def _verb_compared(tokens: Sequence[Token], words: ClauseWords) -> int:
    """Where the verb begins by which a share is more on one side (`was greater in A than in B`)."""
    at = len(tokens) - 1
    small = _ABOUT | AGAINST | words.people | words.taking_part | {"who", "those", "of", "to"}
    told = False
    while at >= 0 and tokens[at].text not in BE:
        text = tokens[at].text
        compared = text in words.compared
        if not (compared or text in small or text[0] == ARM or is_adverb(text)):
            return -1
        told = told or compared
        at -= 1
    return at if told and at > 0 else -1


def _share(tokens: Sequence[Token], end: int) -> int:
    """The place of the word for a share that the clause opens with, -1 without one."""
    for at in range(end - 1, -1, -1):
        text = tokens[at].text
        if text in _PARTED or (text == "," and tokens[at + 1].text in _NEXT):
            return -1
        if text in _SHARES:
            return at
    return -1


def _behind_people(whom: Sequence[Token], words: ClauseWords) -> int:
    """Where it is told what those counted did or had, -1 where no people are counted."""
    if not whom:
        return -1
    first = whom[0].text
    if first in _WHO or first in {"with", "without"} or first.endswith("ing"):
        return 0
    if first != "of":
        return -1
    for at, token in enumerate(whom[1:_NEAR], 1):
        if token.text in words.people:
            return _past_arm(whom, at + 1, words)
        if token.is_sign and token.text[0] not in (ARM, OTHER):
            break
    return -1


def _past_arm(whom: Sequence[Token], at: int, words: ClauseWords) -> int:
    """Past the arm or the group of those counted (`of women in the A group who`)."""
    for place in range(at, min(len(whom), at + _NEAR)):
        text = whom[place].text
        if text[0] == ARM or text in words.not_in_names:
            at = place + 1
        elif text not in PREPOSITIONS | ARTICLES | words.taking_part | {"each", "both", "either"}:
            break
    return at


def _what(teller: Teller, phrase: Sequence[Token]) -> Endpoint | None:
    """The outcome in what is said of those counted."""
    words = teller.words
    phrase = list(phrase)
    while phrase and phrase[0].text in _WHO | {","}:
        phrase = phrase[1:]
    helped = bool(phrase) and phrase[0].text in _HELPERS
    while phrase and (phrase[0].text in _HELPERS | {"much"} or is_adverb(phrase[0].text)):
        phrase = phrase[1:]
    if not phrase or phrase[0].text in words.taking_part:
        return None
    first = phrase[0].text
    if first in words.experienced and len(phrase) > 1 and phrase[-1].text in words.had_alone:
        return as_printed(teller.line, phrase)
    so = helped and is_state(first, words)  # `were satisfied with`
    if first in words.experienced | {"with"} and not so:
        denied = len(phrase) > 1 and phrase[1].text == "no"
        name, end = noun_phrase(phrase, 2 if denied else 1, words)
        if name and not _goes_on(phrase, end):
            return teller.outcome(name, before="no" if denied else "")
        phrase = phrase[1:]
    whole = _whole(phrase, words)
    if len(whole) == 1 and helped and is_state(first, words):
        return teller.outcome(whole) or state_alone(teller.line, whole[0])
    past = first.endswith("ed") and first not in words.experienced
    past = past and not helped and len(phrase) == 1
    if len(whole) == 1 and (first in words.changed or past):
        return teller.outcome(whole) or state_alone(teller.line, whole[0])
    single = len(whole) == 1 and (helped or len(first) < 5)
    if not whole or single or (len(whole) == 1 and first in words.experienced):
        return None
    return teller.outcome(whole)


def _goes_on(phrase: Sequence[Token], at: int) -> bool:
    """Whether a limit belongs to a name (`with a pain score below 4`, `HbA1c < 7.0%`)."""
    after = phrase[at : at + 3]
    return any(t.is_sign and t.text[0] not in (ARM, OTHER, TIME, ",", ")", "]") for t in after)


def _whole(phrase: Sequence[Token], words: ClauseWords) -> list[Token]:
    """The words of a phrase up to a time, an arm or a comparison."""
    kept: list[Token] = []
    for token in phrase[:_LONGEST]:
        text = token.text
        sign = token.is_sign and text[0] not in (NUMBER, "<", ">", "\u2264", "\u2265", "%")
        if sign or text in AGAINST | BE or (text in words.not_in_names and text != "time"):
            break
        kept.append(token)
    while kept and (kept[-1].text in _TRAILING or kept[-1].is_sign):
        kept.pop()
    return kept

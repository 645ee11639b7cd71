"""What is told of a share behind it: `12% of patients in A required a transfusion`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.clauses.asides import without_asides
from extraction.clauses.clause import Predicate, predicate_behind, predicates
from extraction.clauses.objects import had_alone
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.plain_behind import did_plainly
from extraction.clauses.told import Teller
from extraction.clauses.verbs import (
    ACTED,
    CAUSED,
    CHANGED,
    COMPARED,
    EXPERIENCED,
    HAPPENED,
    SEEN,
    STATE,
)
from extraction.clauses.wording import NUMBER, Token
from extraction.lexicon import ClauseWords
from extraction.tokens import Endpoint

#: What patients have before anything is measured.
_WEAK = frozenset(["had", "have", "has", ""])
#: What leads from how patients were seen to what they had (`were diagnosed with`).
_FOUND_TO = frozenset(["with", "as"])
#: What patients change is their own (`increased their dose of analgesics`).
_THEIRS = frozenset(["their", "her", "his"])
_FAR = 12


def told_behind(teller: Teller, tokens: Sequence[Token]) -> Endpoint | None:
    """The outcome named after the values (`... of patients in A required a transfusion`)."""
    at = past_bracket(tokens)
    if at and at < len(tokens) and tokens[at].text in {",", "and", "while"}:
        return None
    while at < len(tokens) and tokens[at].text not in ";:":
        if tokens[at].text[0] == NUMBER and not _counts_them(tokens, at, teller.words):
            break
        at += 1
    clause = without_asides(tokens[:at])
    predicate = predicate_behind(clause, teller.words)
    if predicate is None:
        return _told_of_them(teller, clause) if teller.inside else None
    if teller.inside and any(token.text == "," for token in predicate.subject):
        return _told_of_them(teller, clause)
    if any(token.text == "longer" for token in predicate.subject):
        predicate = replace(predicate, words=("no longer", *predicate.words))
    return _told_of(teller, predicate, tokens) or _did(teller, predicate, tokens)


def _counts_them(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a number tells how many or how much of a noun there is (`of the 36 patients`)."""
    before = tokens[at - 1].text
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return before in {"a", "an"} or (before in {"the", "all", "these"} and after in words.people)


def _did(teller: Teller, predicate: Predicate, tokens: Sequence[Token]) -> Endpoint | None:
    """What those counted did, in words that nobody has to know."""
    goes_on = tokens[0].text in {",", ";", "and", "or"}
    return None if goes_on else did_plainly(teller, predicate)


def _told_of(teller: Teller, predicate: Predicate, tokens: Sequence[Token]) -> Endpoint | None:
    """What a verb of some kind tells of those counted."""
    kind = predicate.kind
    said = predicate.rest and predicate.rest[0].text == "that"
    if said and predicate.verb.text in teller.words.introduced | {"indicated"}:
        return None
    if kind == EXPERIENCED:
        told = teller.object(predicate) if _is_strong(teller, predicate) else None
        return told or (had_alone(teller.line, predicate) if teller.compared else None)
    if kind == SEEN and teller.compared and predicate.rest and predicate.rest[0].text in _FOUND_TO:
        return teller.object(replace(predicate, kind=EXPERIENCED, words=()))
    if kind == CAUSED and teller.paired and not any(t.is_word for t in predicate.subject):
        return teller.caused(predicate)
    own = bool(predicate.rest) and predicate.rest[0].text in _THEIRS
    if kind in {CAUSED, CHANGED} and own and teller.compared:
        return teller.object(replace(predicate, kind=ACTED))
    kept = predicate.verb.text in teller.words.kept_to
    acted = teller.compared or (teller.counted and predicate.verb.text not in teller.words.at_entry)
    if kind == ACTED and (predicate.words[:1] == ("not",) or acted or kept):
        return teller.object(predicate)
    goes_on = tokens[0].text in {",", ";", "and", "or"}
    if kind == COMPARED and predicate.verb.text in teller.words.changed and teller.counted:
        kind = CHANGED  # `31% were improved`
    known = teller.counted and predicate.words[:1] and _is_known(predicate.words[0], teller.words)
    if kind in {STATE, CHANGED} and (teller.compared or known) and not goes_on:
        return teller.state(predicate)
    return None


def _told_of_them(teller: Teller, clause: Sequence[Token]) -> Endpoint | None:
    """What was so in those who are counted (`in 12% of them, surgery was delayed`)."""
    at = next((at for at, token in enumerate(clause[:20]) if token.text == ","), -1)
    verbs = predicates(clause[at + 1 :], teller.words) if at >= 0 else []
    if not verbs or verbs[0].kind not in {SEEN, HAPPENED, CHANGED, STATE}:
        return None
    return teller.told(verbs[0])


def came(teller: Teller, tokens: Sequence[Token]) -> Endpoint | None:
    """What so many of were seen or came, behind their share (`six (20%) haematomas developed`)."""
    name, end = noun_phrase(tokens, 0, teller.words)
    verbs = predicates(tokens[:_FAR], teller.words) if name else []
    named = {token.text for token in tokens[:end]} & teller.words.people
    if not verbs or named or verbs[0].kind not in {SEEN, HAPPENED}:
        return None
    own = [token for token in verbs[0].subject if token.is_word]
    return teller.outcome(name) if len(own) <= end else None


def _is_known(state: str, words: ClauseWords) -> bool:
    return state in words.states or state.endswith("-free")


def past_bracket(tokens: Sequence[Token]) -> int:
    """The place behind the bracket that the values stand in, 0 where they stand in none."""
    for at, token in enumerate(tokens[:6]):
        if token.text in ")]":
            return at + 1
        if token.is_word or token.text in "([":
            break
    return 0


def _is_strong(teller: Teller, predicate: Predicate) -> bool:
    """Whether a verb tells an outcome, not what patients came with or were given."""
    verb = predicate.verb.text
    telling = teller.words.shares | teller.words.compared | {"grade", "grades"}
    share = any(token.text in telling for token in predicate.rest[:4])
    besides = any(token.text in teller.words.given_besides for token in predicate.rest[:3])
    plain = (verb != "received" or (besides and teller.compared)) and (
        teller.compared or share or verb not in _WEAK
    )
    return teller.paired or plain

"""What a clause tells in so many, whatever its verb: where the values stand says enough.

A subject that is no patient, no arm and no measurement is told of a share where that stands behind
a preposition (`a drain was left in place in 12% v 31%`), alone beside it (`rib fracture, 2% v 3%`),
or in a bracket or behind a colon after whatever compares (`rash was the main drawback of A (28% v
3%)`). No verb has to be known for any of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.asides import without_asides, without_opening
from extraction.clauses.clause import (
    Predicate,
    people_counted,
    predicate_behind,
    predicates,
    share_of_people,
)
from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, PREPOSITIONS, RELATIVE
from extraction.clauses.counted import named
from extraction.clauses.objects import had_alone
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.plain_behind import OFTEN, did_plainly
from extraction.clauses.subjects import IRREGULAR
from extraction.clauses.told import Teller
from extraction.clauses.verbs import ACTED, CAUSED, CHANGED, EXPERIENCED, LINKED
from extraction.clauses.wording import ARM, NUMBER, OTHER, Token, word_set
from extraction.lexicon import ClauseWords
from extraction.tokens import Endpoint

#: Words that show that patients of one arm are set against those of another.
_COMPARING = OFTEN | word_set("more fewer than larger greater smaller twice less")
_MORE = word_set("more fewer than many a larger greater smaller twice as far significantly still")
_OPENS = PREPOSITIONS | word_set("there it this that which")
#: What stands between a preposition or a bracket and the values.
_ABOUT = word_set("only just about approximately nearly some barely almost around merely but")
_PLACING = word_set("in by to for among from on with")
_OPENERS = frozenset("([:,")
_AMONG = word_set("in among amongst for to")
_NO_THING = word_set("that it this these those them itself themselves better worse how whether why")
#: Where a clause of its own begins inside a sentence.
_BREAKS = word_set("; while whilst whereas although though but")
_AFTER_COMMA = word_set("and but or")
#: With these another matter stands between a verb and the values.
_PARTED_BY = (",", NUMBER, OTHER)
_BEING = word_set("was were")
#: What may stand behind a name that has no verb.
_BESIDE = word_set("alone overall respectively too however only together")
_LONGEST = 14
_AMOUNTED = word_set("amounted came ran happened went fell")
#: What was given before or beside the treatments that are compared.
_BEFORE = word_set(
    "adjuvant neoadjuvant prior previous preoperative concomitant concurrent initial"
)
#: What may follow a verb that has no object.
_NO_OBJECT = PREPOSITIONS | word_set(
    "out off up back again away place down early late earlier later less more to of"
)


def plainly(
    teller: Teller, tokens: Sequence[Token], *, opens: bool, goes_on: bool
) -> Endpoint | None:
    """The outcome of the clause before some values.

    `opens` tells that a sentence begins there, `goes_on` that the values before are of an outcome.
    """
    if not teller.counted:
        return None
    words, opener, place = _lead(tokens)
    clause, whole = _own_clause(teller, words, opens=opens, goes_on=goes_on)
    if not clause:
        return None
    sought = _sought(teller, clause) if place in _AMONG or (opener and teller.paired) else None
    if sought is not None:
        return sought
    verbs = predicates(clause, teller.words) or _unknown(clause, teller.words)
    done = _did_more(teller, clause) if opener and teller.paired else None
    if done is not None:
        return done
    if not verbs:
        whole = whole and (not place or (goes_on and not opens))
        return _alone(teller, clause) if whole and teller.compared else None
    predicate = verbs[-1]
    beside = not opener and not place and not any(t.is_word for t in predicate.rest)
    if beside and predicate.verb.text in teller.words.befell:
        name = _subject(teller, predicate)
        return teller.outcome(name) if name else None
    if place:
        amount = place == "to" and predicate.verb.text not in teller.words.done | _AMOUNTED
        return None if amount else _placed(teller, predicate)
    if not opener or not teller.compared:
        return None
    if not people_counted(predicate.subject, teller.words):
        return _judged(teller, predicate)
    parted = any(t.text == "and" or t.text[0] in _PARTED_BY for t in predicate.rest)
    return did_plainly(teller, predicate) if teller.paired and not parted else None


def _lead(tokens: Sequence[Token]) -> tuple[list[Token], bool, str]:
    """The words before the values without what leads to these: an opening sign or a preposition."""
    end = len(tokens)
    while end and (tokens[end - 1].text in _ABOUT or tokens[end - 1].text[0] == ARM):
        end -= 1
    sided = end < len(tokens) and tokens[end].text[0] == ARM
    placed = end > 1 and tokens[end - 1].text in _PLACING
    placed = placed and not tokens[end - 2].text[0].isdigit() and tokens[end - 2].text[0] != NUMBER
    place = tokens[end - 1].text if placed else ""
    end -= placed
    opener = bool(end) and tokens[end - 1].text in _OPENERS
    while end and tokens[end - 1].text in _OPENERS:
        end -= 1
    return without_asides(tokens[:end]), opener, "" if opener or sided else place


def _own_clause(
    teller: Teller, tokens: Sequence[Token], *, opens: bool, goes_on: bool
) -> tuple[list[Token], bool]:
    """The clause that ends with some words, and whether a name without a verb may begin it."""
    start, whole = 0, opens
    for at, token in enumerate(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.text == ";" or (token.text == ":" and not predicates(tokens[:at], teller.words)):
            start, whole = at + 1, True
        elif token.text in _BREAKS or (
            token.text == "," and (after in _AFTER_COMMA or (not start and not opens))
        ):
            start, whole = at + 1, goes_on
    clause = list(tokens[start:])
    while clause and (clause[0].text in _AFTER_COMMA or clause[0].is_sign):
        clause.pop(0)
    return list(without_opening(clause)), whole


def _unknown(clause: Sequence[Token], words: ClauseWords) -> list[Predicate]:
    """The last verb without an object, whatever it is (`frozen shoulder supervened in`)."""
    for at in range(len(clause) - 1, 0, -1):
        text, before = clause[at].text, clause[at - 1].text
        past = text in IRREGULAR or (text.endswith("ed") and "-" not in text)
        named = before in PREPOSITIONS | ARTICLES | {"of", "and", "or"}
        if not past or named or (text in words.taking_part and at + 1 < len(clause)):
            continue
        after = clause[at + 1] if at + 1 < len(clause) else None
        if after is None or after.is_sign or after.text in _NO_OBJECT:
            return [Predicate(ACTED, clause[:at], (text,), clause[at + 1 :], clause[at])]
        break
    return []


def _sought(teller: Teller, clause: Sequence[Token]) -> Endpoint | None:
    """What was looked for and found, or brought about (`biopsy confirmed rejection in`)."""
    words = teller.words
    for at in range(len(clause) - 2, 0, -1):
        token, before, after = clause[at], clause[at - 1], clause[at + 1]
        if token.text not in words.finding or _is_no_agent(before) or not after.is_word:
            continue
        if after.text in _NO_OBJECT | BE | AGAINST | RELATIVE | _NO_THING:
            return None
        name = named(clause[at + 1 :], words, change=True)
        rest = [t for t in clause[at + 1 :] if name and t.start > name[-1].start]
        if not name or teller.is_measured(name) or any(t.text in BE for t in rest):
            return None
        return teller.outcome(name)
    return None


def _is_no_agent(token: Token) -> bool:
    """Whether a word cannot end the subject of a verb (`the detected`, `were found`)."""
    joins = {"and", "or", "of", "as", "not", "when", "if", "than", ","}
    return token.text in BE | ARTICLES | PREPOSITIONS | RELATIVE | joins


def _did_more(teller: Teller, clause: Sequence[Token]) -> Endpoint | None:
    """What patients of one arm did more often, whatever it is (`slept badly less often (`)."""
    told = [token.text for token in clause]
    if _COMPARING.isdisjoint(told) or not _OPENS.isdisjoint(told[:1]):
        return None
    predicate = predicate_behind(_without_others(clause, teller.words), teller.words)
    changed = predicate is not None and predicate.verb.text in teller.words.changed
    if predicate is None or not (changed or predicate.kind in {ACTED, CHANGED, EXPERIENCED}):
        return None
    if any(t.text in teller.words.shares | _BEING for t in predicate.rest):
        return None  # `more of those readmitted were older`
    people = bool(predicate.subject) and _are_people(predicate.subject, teller.words)
    often = not OFTEN.isdisjoint(t.text for t in predicate.rest)
    if not people and (predicate.subject or not often):
        return None
    if predicate.kind == EXPERIENCED:
        return had_alone(teller.line, predicate)
    plainly = did_plainly(teller, predicate)
    return plainly or (teller.state(predicate) if changed else None)


def _without_others(clause: Sequence[Token], words: ClauseWords) -> list[Token]:
    """A clause without those compared with, where they stand before its verb (`more A than B`)."""
    kept: list[Token] = []
    others = False
    for token in clause:
        known = token.text in words.people | words.not_in_names | ARTICLES | PREPOSITIONS
        others = token.text == "than" or (
            others and (known or token.text == "of" or _is_arm(token))
        )
        if not others:
            kept.append(token)
    return kept


def _is_arm(token: Token) -> bool:
    return token.text[0] == ARM


def _are_people(subject: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a subject is patients or an arm, more or fewer of them too."""
    rest = [t for t in subject if t.text not in words.compared | _MORE]
    return people_counted(rest, words) or share_of_people(subject, words)


def _alone(teller: Teller, clause: Sequence[Token]) -> Endpoint | None:
    """A name without any verb, its values beside it (`rib fracture, 2% v 3%`)."""
    words = teller.words
    first = clause[0].text
    if first in PREPOSITIONS | RELATIVE | AGAINST | words.people | words.compared or first == "of":
        return None
    of_it = len(clause) > 1 and clause[1].text in {"for", "of"}  # `need for`, `use of`
    verb = first in words.acted | words.experienced | words.caused | words.seen
    if verb and not of_it:
        return None
    name, end = noun_phrase(clause, 0, words)
    if not name or name[-1].text.endswith("ed") or len(clause) > _LONGEST:
        return None
    if any(token.is_word and token.text not in _BESIDE for token in clause[end:]):
        return None
    printed = teller.line.view[name[0].start : name[-1].end]
    if len(name) == 1 and (printed.isupper() or any(sign.isdigit() for sign in printed)):
        return None  # `MEC 52%`: a group, as likely as not
    if name[0].text in words.changes or name[-1].text in words.changes:
        return None
    return None if teller.is_measured(name) else teller.outcome(name)


def _subject(teller: Teller, predicate: Predicate) -> list[Token]:
    """The words that name what a verb is said of; none where it is patients, or is measured."""
    subject, words = predicate.subject, teller.words
    if not subject or people_counted(subject, words):
        return []
    if subject[0].text in words.introduced | words.acted | words.experienced:
        return []
    name = named(subject, words, change=True)
    if not name or teller.is_measured(name):
        return []
    return name


def _placed(teller: Teller, predicate: Predicate) -> Endpoint | None:
    """What was so, or done, or came, in so many."""
    words, verb = teller.words, predicate.verb.text
    if predicate.kind in {CAUSED, LINKED, EXPERIENCED}:
        return None
    if verb in words.not_states and not teller.compared:
        return None
    if verb in BE and any(token.is_word for token in predicate.rest):
        return None
    name = _subject(teller, predicate)
    state = predicate.words[0] if predicate.words[:1] and predicate.kind != ACTED else ""
    plain = not state or state.endswith("ly") or state in words.seen | words.done
    if not name or words.no_outcome.search(state.replace("-", " ")):
        return None
    if name[0].text in _BEFORE and verb in words.done:
        return None
    return teller.outcome(name, "" if plain else state)


def _judged(teller: Teller, predicate: Predicate) -> Endpoint | None:
    """What is compared, whatever is said of it, with its values behind that."""
    words, verb, rest = teller.words, predicate.verb.text, predicate.rest
    if predicate.kind in {CAUSED, EXPERIENCED, LINKED} or verb in words.acted:
        return None
    if verb in words.not_states and verb not in words.seen:
        return None
    plain = verb in BE or not rest or rest[0].text in PREPOSITIONS | {"of", "to"}
    if not (plain or predicate.words or verb.endswith("ed")):
        return None
    name = _subject(teller, predicate)
    return teller.outcome(name) if name else None

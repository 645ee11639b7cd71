"""What so many did or were, whatever the verb behind their share: the words of its phrase.

`41% of A, compared with 23%, slept through the night` tells of no known verb; what the share is
the subject of is printed as it stands, from the verb on.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.clause import Predicate
from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, HAVE, PARTING, PREPOSITIONS
from extraction.clauses.outcomes import as_printed, state_alone
from extraction.clauses.phrases import is_limit
from extraction.clauses.told import Teller
from extraction.clauses.verbs import ACTED, IS, STATE
from extraction.clauses.wording import ARM, Token, word_set
from extraction.lexicon import ClauseWords
from extraction.tokens import Endpoint

_LONGEST = 9
_ENDS = AGAINST | word_set(
    "because while whilst whereas when although though but compared than if so respectively and"
)
_TRAILING = PREPOSITIONS | ARTICLES | word_set("of or and to into that more less")
#: A verb of these is only one with its particle (`gave up`, `took off`).
_PARTICLES = word_set("up off out over away back down through on apart aside")
#: How often something happens, told of those who are compared.
OFTEN = word_set("often frequently commonly seldom regularly rarely")
_SO = word_set("more less twice thrice significantly equally as much somewhat far three half also")
_FARED = word_set("fared did lived do live differed ran seemed appeared tended")
_QUANTIFIED = word_set("all every full whole both planned scheduled intended prescribed")


def did_plainly(teller: Teller, predicate: Predicate) -> Endpoint | None:
    """The outcome that a verb behind a share tells with all that belongs to it."""
    words, verb = teller.words, predicate.verb
    phrasal = bool(predicate.rest) and predicate.rest[0].text in _PARTICLES
    entered = verb.text in words.at_entry and not phrasal
    if not teller.counted or (not teller.compared and entered):
        return None
    whole = _wholly(teller, predicate)
    if whole is not None:
        return whole
    doing = predicate.kind == IS and verb.text.endswith("ing")
    going_on = doing and " still " in teller.line.view[verb.start - 7 : verb.start]
    if doing and not (teller.compared or going_on):
        return None
    being = verb.text in BE or predicate.words[:1] == ("",) or verb.text in _STATES
    if not (phrasal or doing or predicate.kind in {ACTED, STATE} or being):
        return None
    phrase = _phrase(teller, predicate)
    if not phrase:
        return None
    state = phrase[0].text
    if being and not (state in _STATES if teller.compared else state == "without"):
        return None
    if verb.text in _FARED or set(predicate.words) & _FARED:
        return None
    if verb.text in words.not_states | words.taking_part and not teller.paired:
        return None
    if verb.text in words.taking_part and not predicate.words:
        return None
    if going_on or verb.text in _STAYED:
        kept_on = _kept_on(predicate, phrase, words)
        if kept_on:
            return as_printed(teller.line, kept_on)
    before = " ".join(word for word in predicate.words[:-1] if word in {"not", "no", "never"})
    told = teller.outcome(phrase, before=before)
    alone = told is None and predicate.kind == ACTED and len(phrase) == 1
    if alone and phrase[0] is predicate.verb and _is_whole_act(predicate, words):
        return state_alone(teller.line, predicate.verb)
    return told


#: What so much of a measure is of (`61% predicted`).
_OF_A_MEASURE = word_set("predicted expected estimated assumed")


def _is_whole_act(predicate: Predicate, words: ClauseWords) -> bool:
    """Whether a verb alone tells what was done (`31% conceived`), and no other does behind it.

    In `those readmitted were older` another does.
    """
    if predicate.verb.text in words.not_states | words.taking_part | _OF_A_MEASURE:
        return False
    for token in predicate.rest:
        if token.text in PARTING or (token.is_sign and token.text[0] != ARM):
            break
        if token.text in BE | HAVE:
            return False
    return True


#: What opens a state told without a verb of its own (`were without work`, `were off opioids`).
_STATES = word_set("without off on in at under out still back beyond")


#: What leads to the treatment that patients keep to (`still on treatment`, `continued to receive`).
_KEPT_ON = word_set("on receiving receive taking take continued continue stayed continuing")
_STAYED = word_set("remained stayed continued persisted")
_GIVEN = word_set("treatment therapy drug drugs medication medicine tablets study trial protocol")
_OF_STUDY = word_set("study trial allocated assigned protocol randomised randomized")


def _phrase(teller: Teller, predicate: Predicate) -> list[Token]:
    """The verb, if it says anything, and what follows it up to the next phrase of another kind."""
    words, phrase = teller.words, []
    if predicate.verb.text not in BE | HAVE:
        if teller.line.view[predicate.verb.start - 1].isalnum():
            return []  # the end of a word that was cut
        phrase.append(predicate.verb)
    for at, token in enumerate(predicate.rest[: _LONGEST + 1]):
        if _tells_how_often(predicate.rest, at):
            break
        other = token.text in words.not_in_names and token.text not in {"time", "end", "day"}
        if other and (token.text == "treatment" or token.text in _OF_STUDY):
            other = not any(t.text in _KEPT_ON for t in phrase)
        if token.text[0] == ARM and phrase and phrase[-1].text in _KEPT_ON:
            phrase.append(token)
            break
        if phrase and is_limit(phrase[-1], token):
            phrase.append(token)
            continue
        if token.text in _ENDS or token.text[0] == ARM or not token.text[0].isalnum():
            break
        if other or (token.text in words.people and phrase and phrase[-1].text in PREPOSITIONS):
            break
        phrase.append(token)
    while phrase and phrase[-1].text in _TRAILING - _PARTICLES:
        phrase.pop()
    ends = not predicate.rest or predicate.rest[0].text in _ENDS | {".", ",", ";", "("}
    ends = ends or _tells_how_often(predicate.rest, 0) or _opens_side(predicate.rest, words)
    alone = ends and bool(phrase) and predicate.verb.text not in words.seen
    return phrase if len(phrase) > 1 or alone else []


def _opens_side(rest: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a phrase begins that only says in whom (`conceived in the A group and`)."""
    if rest[0].text not in PREPOSITIONS:
        return False
    whom = next((token for token in rest[1:4] if token.text not in ARTICLES), rest[0])
    return whom.text[0] == ARM or whom.text in words.people


def _kept_on(predicate: Predicate, phrase: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """Some words up to the treatment that patients keep to, none where they name no such."""
    for at, token in enumerate(phrase):
        given = token.text in words.courses | _GIVEN or token.text[0] == ARM
        if given and at + 1 < len(phrase) and phrase[at + 1].text not in PREPOSITIONS:
            continue
        if given or (at and token.text in PREPOSITIONS - {"on", "to"}):
            first = [predicate.verb] if predicate.verb.text == "remained" else []
            return [*first, *phrase[: at + 1]] if given else ()
    return ()


def _tells_how_often(rest: Sequence[Token], at: int) -> bool:
    """Whether a comparison of how often starts at a place (`less often`, `twice as often`)."""
    near = [token.text for token in rest[at : at + 4]]
    if near[:1] and near[0] in OFTEN:
        return True
    return bool(near) and near[0] in _SO and not OFTEN.isdisjoint(near[1:])


def _wholly(teller: Teller, predicate: Predicate) -> Endpoint | None:
    """All of a treatment, which so many had (`received all eight cycles`)."""
    words, rest = teller.words, predicate.rest
    if not rest or rest[0].text not in _QUANTIFIED | ARTICLES:
        return None
    for at, token in enumerate(rest[:6]):
        if not token.text[0].isalnum():
            return None
        if token.text in words.courses - _QUANTIFIED:
            if not any(t.text in _QUANTIFIED for t in rest[:at]):
                return None
            start, end = predicate.verb.start, token.end
            name = teller.line.view[start:end].lower()
            return Endpoint(start=start, end=end, id=f"other:{name}", kind="event")
    return None

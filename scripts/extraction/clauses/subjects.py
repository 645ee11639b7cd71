"""Whom some values count, in the words behind them, and where the verb of these begins.

`54% of patients in the A arm suffered ...`: what follows a share is a chain of phrases that say
who was counted, each with a preposition, a participle or a word for people, up to the finite verb.
A chain that goes on with a noun of its own (`12% in A, and seroma ...`) has no such verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import (
    AGAINST,
    ARTICLES,
    BE,
    HAVE,
    PARTING,
    PREPOSITIONS,
    RELATIVE,
    WHERE,
    is_adverb,
)
from extraction.clauses.wording import ARM, Token, word_set
from extraction.lexicon import ClauseWords

_DO = word_set("did do does could can would will might may")
#: `the median time being 5 months` tells nothing of those who are counted.
_NOT_FINITE = frozenset(["be", "been", "being"])
_FINITE = (BE - _NOT_FINITE) | HAVE | _DO
#: Verbs whose past is no participle in -ed.
IRREGULAR = word_set(
    "had began broke brought bought built came chose cut drank drew drove ate fell felt fought "
    "found forgot got gave went grew kept knew led left lost made met overcame paid put quit ran "
    "rose saw said sent shrank slept spent stood took taught told thought threw understood "
    "came underwent withdrew won wore wrote bled held sought swam woke slipped became did "
    "undertook spoke lay hung sank sprang stuck swelled tore befell arose"
)
_NO_PAST = word_set(
    "need seed hundred speed breed feed bleed exceed proceed succeed bed red indeed"
)
#: With `to` these tell what patients did, though they may say who they are, too.
_TRYING = word_set("managed started")
#: What patients make up together (`the group that received A`).
_GROUPS = word_set("group groups arm arms cohort cohorts half")
#: With a state behind them these tell how patients were found (`tested negative`).
_TESTED = word_set("tested screened stained")
_SHOWN = word_set("negative positive")
_WITH_VERB = word_set("with to in at for on of from after as")
_WHERE = word_set("in with at after by as")
#: What opens a clause of its own between those counted and their verb (`when A was used`).
_SUBORDINATE = RELATIVE | WHERE | word_set("if because unless until once provided whether")
#: What stands between those counted and their verb.
_ADVERBS = word_set("again never ever still always later soon once then now already since first")
_OPENING = (
    PREPOSITIONS
    | ARTICLES
    | _SUBORDINATE
    | word_set(
        "that of all both each those these only none no not another other further overall who "
        "whose respectively about approximately nearly compared versus vs v than against randomly "
        "as half one two three four five six seven eight nine ten"
    )
)
_ADJECTIVE_AFTER = ARTICLES | PREPOSITIONS | word_set("of no these those newly other and or both")
#: With these a phrase of manner or cause begins, behind which no verb is the values' own.
_MANNER = word_set("according depending regardless irrespective due owing despite")
_FAR = 40
_NEAR = 5


def verb_behind(tokens: Sequence[Token], words: ClauseWords) -> int:
    """Where the finite verb of values begins that stand before some words; -1 if nowhere."""
    opens, relative, waiting = True, False, -1
    helped = -1  # the place behind a helping verb that is not the values' own
    for at, token in enumerate(tokens[:_FAR]):
        text = token.text
        if text in PARTING:
            if waiting >= 0 or text == ";":
                return waiting
            opens = True
            continue
        if token.is_sign:
            if text[0] in ":([" or (text[0] == ARM and not at and _is_strength(tokens, words)):
                return waiting
            opens = opens and text[0] != ARM
            continue
        if text in _MANNER or (at and (text in AGAINST or _opens_of_these(tokens, at))):
            return waiting
        being = text == "being" and at < _NEAR  # `with 28% of those in A being ill`
        if being or text in _FINITE or _is_past(tokens, at, words):
            if relative or at == helped:
                relative, helped = False, at + 1 if text in _FINITE | _NOT_FINITE else -1
            elif not being and text not in _FINITE and _opens_phrase(tokens, at + 1):
                # `episodes recorded in A` has no verb, `women returned to work` has one.
                place = at + 1 < len(tokens) and tokens[at + 1].text in _WHERE
                known = text in words.seen or (text in words.not_states and place)
                waiting = at if waiting < 0 and not known else waiting
            else:
                return at
            opens = False
            continue
        if at == helped and (is_adverb(text) or text in _NOT_FINITE):
            helped = at + 1
        if text in _SUBORDINATE or (
            text == "that" and _text(tokens, at - 1) in words.people | _GROUPS
        ):
            relative = True
            opens = True
        if opens and not _says_who(tokens, at, words):
            return waiting
        opens = opens and (is_adverb(text) or text.endswith("ly"))
    return waiting


def _opens_of_these(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause on those before begins (`and none of these had relapsed`)."""
    of_these = _text(tokens, at + 1) == "of" and _text(tokens, at + 2) in {"these", "them", "whom"}
    return of_these and _text(tokens, at) in {"none", "all", "most", "many", "some", "neither"}


def _opens_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether a preposition stands at a place (`reported in A`, but `reported at least one E`)."""
    text, after = _text(tokens, at), _text(tokens, at + 1)
    return text in _WITH_VERB and not (text == "at" and after in {"least", "most"})


def _is_strength(tokens: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a share before an arm's name is how strong it is (`2% A gel was stopped`)."""
    text = _text(tokens, 1)
    known = words.people | words.not_in_names | BE | HAVE | _DO | PREPOSITIONS
    return text.isalpha() and text not in known and not _is_past(tokens, 1, words)


def _is_past(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a word is a finite past, no adjective and no participle of a phrase."""
    text, before, after = (_text(tokens, place) for place in (at, at - 1, at + 1))
    if before in _NOT_FINITE:
        return False
    if text in IRREGULAR:
        return before not in ARTICLES | {"of", "in", "with", "no", "by", "for"}
    if text in words.caused and not text.endswith("ing"):
        return before not in _ADJECTIVE_AFTER
    if (text in _TRYING and after == "to") or (text in _TESTED and after in _SHOWN):
        return True
    if not text.endswith("ed") or "-" in text or text in words.taking_part | _NO_PAST:
        return False
    if before in _ADJECTIVE_AFTER or after == "by":
        return False
    return not (after in words.people and not before)


def _says_who(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a phrase that says who was counted may begin with a word."""
    text, after = _text(tokens, at), _text(tokens, at + 1)
    known = words.people | words.not_in_names
    return (
        text in _OPENING
        or text in known
        or text in words.taking_part
        or after in known
        or is_adverb(text)
        or text in _ADVERBS
        or text.endswith(("ly", "ing"))
        or after == "'"
    )


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""

"""The outcome of a share of people that no other reader could name: its clause's own words.

Where so many patients are counted in a sentence of results (`12 (28%)`, `of 49 patients`, `30% of
the women`, `36% v 19%` of two arms), the share is a share of something. What is left of the clause
without the patients, the arms, the numbers and the small words is its name: the predicate behind
the values, else the subject before them.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.asides import without_asides, without_opening
from extraction.closed_words import AGAINST, BE, PREPOSITIONS, is_adverb
from extraction.no_shares import is_no_share
from extraction.outcomes import outcome
from extraction.phrases import noun_phrase
from extraction.place import Place
from extraction.tokens import Endpoint
from extraction.wording import ARM, NUMBER, OTHER, Token, Wording, word_set

_REACH = 240
_HAVE = word_set("had have has having")
_DO = word_set("did do does could can would")
_BREAKS = word_set("; : but while whereas although")
_SMALL = word_set(
    "of the in a an and or to for with on at by from all each both only about approximately nearly "
    "just overall respectively given receiving treated assigned allocated those these their who "
    "that as up out randomised randomized total evaluable assessable eligible remaining either "
    "compared versus vs v than"
)
_LONGEST = 8


def of_people(place: Place) -> tuple[Endpoint, str] | None:
    """The outcome of a series that counts people, and the rule that found it."""
    series, wording = place.series, place.wording
    if series.unit != "%" or wording.about_patients or is_no_share(wording, series, place.start):
        return None
    behind = wording.tokens(series.items[-1].value.end, min(place.stop, series.end + _REACH))
    if not _counts_people(place, behind):
        return None
    told, found = _predicate(wording, behind)
    if told:
        return (found, "remaining after") if found is not None else None
    start = max(place.value_end, series.start - _REACH)
    found = _subject(wording, wording.tokens(start, series.items[0].value.start))
    return (found, "remaining before") if found is not None else None


def _counts_people(place: Place, behind: Sequence[Token]) -> bool:
    items = place.series.items
    if any(item.value.events is not None for item in items):
        return True
    if len(items) > 1 and all(item.arms_before or item.arms_after for item in items):
        return True
    words = [token for token in behind[:6] if token.text not in _SMALL]
    return bool(words) and words[0].text in place.wording.words.people


def _predicate(wording: Wording, tokens: Sequence[Token]) -> tuple[bool, Endpoint | None]:
    """What the people counted were or did (`... of patients in A were node negative`).

    The first part tells whether the clause has such a predicate at all.
    """
    words = wording.words
    at = 0
    while at < len(tokens) and _only_counts(tokens[at], wording):
        at += 1
    if not 0 < at < len(tokens) or not tokens[at].is_word:
        return False, None
    verb = tokens[at].text
    helping = verb in BE or verb in _HAVE or verb in _DO
    if not helping and not verb.endswith("ed") and not _is_verb(verb, wording):
        return False, None
    before = ""
    if helping:
        at += 1
        while at < len(tokens) and (tokens[at].text in BE or is_adverb(tokens[at].text)):
            before = "not" if tokens[at].text == "not" else before
            at += 1
        if at < len(tokens) and tokens[at].text in words.not_states:
            return True, None
    name: list[Token] = []
    for token in tokens[at : at + _LONGEST]:
        if not token.is_word or token.text in _BREAKS or token.text in AGAINST:
            break
        name.append(token)
    while name and (name[-1].text in _SMALL or name[-1].text in PREPOSITIONS):
        name.pop()
    return True, outcome(wording.line, name, before=before) if name else None


def _only_counts(token: Token, wording: Wording) -> bool:
    """Whether a word only tells who was counted."""
    words, text = wording.words, token.text
    if text in _SMALL or text in words.people or text in words.not_in_names:
        return True
    return text[0] in (ARM, OTHER) or text in ")],%" or text[0].isdigit()


def _is_verb(text: str, wording: Wording) -> bool:
    words = wording.words
    return any(text in group for group in (words.experienced, words.acted, words.happened))


def _subject(wording: Wording, tokens: Sequence[Token]) -> Endpoint | None:
    """What the clause before the values says was so in them (`no fever was seen in 12%`)."""
    clause = list(without_opening(without_asides(tokens)))
    for at in range(len(clause) - 1, -1, -1):
        if clause[at].text in _BREAKS or clause[at].text[0] == NUMBER:
            clause = clause[at + 1 :]
            break
    verb = next((at for at, token in enumerate(clause) if token.text in BE), 0)
    state = clause[verb + 1].text if verb + 1 < len(clause) else ""
    words = wording.words
    if not verb or state in words.not_states:
        return None
    for at, token in enumerate(clause[:verb]):
        skipped = token.text in _SMALL or token.text in PREPOSITIONS
        if token.is_word and not skipped:
            if token.text in words.people:
                return None
            name, _ = noun_phrase(clause[:verb], at, words)
            told = state if state in words.states or state in words.changed else ""
            return outcome(wording.line, _without_grade(name), state=told) if name else None
    return None


def _without_grade(name: Sequence[Token]) -> Sequence[Token]:
    """A name without the grade before it, which is told on its own."""
    if name[0].text.startswith("grade"):
        return name[2:]
    return name

"""Whether the words between two series name a matter of their own, which no vocabulary knows.

`relapse in 12%: bone in 5%` and `a pregnancy rate of 24%; live birth rate, 10%` go on with
something else; `lower in A (12%) than in patients given B (20%)` goes on with the same.
"""

from __future__ import annotations

from extraction.claims.place import Place
from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, HOW, PREPOSITIONS, RELATIVE
from extraction.clauses.listing import FILL
from extraction.clauses.phrases import DROPPED, ENDS
from extraction.clauses.wording import word_set
from extraction.numbers.numerals import value_of
from extraction.tokens import Endpoint

_SMALL = (
    PREPOSITIONS
    | BE
    | AGAINST
    | ARTICLES
    | HOW
    | RELATIVE
    | FILL
    | DROPPED
    | ENDS
    | word_set(
        "increased decreased rose fell dropped declined remained difference differences whole "
        "entire same among corresponding values value figures once again ie i.e respective "
        "versions received older younger aged first second third last final next another "
        "adjusted unadjusted severe serious life-threatening use using "
        "patient-years person-years grade grades"
    )
)
#: What opens and what closes a phrase of place.
_PLACING = word_set("of in for with on among using given receiving after at from to")
_OF = frozenset(["of", "for"])
_FEW = 6
_CLAUSES = frozenset([";", "while", "whilst", "whereas", "but", "although"])
_HAD = frozenset(["had", "did", "occurred", "developed", "showed", "increased", "decreased"])
_PRONOUNS = frozenset(["it", "this", "these", "those"])
_PARTS = BE | word_set("and or but while whilst whereas had has have , ; :")


def names_unknown(place: Place, known: Endpoint) -> bool:
    """Whether a name of its own stands before a series of shares, that `known` does not have.

    What follows a preposition tells where or in whom, but for what is told the rate of.
    """
    if place.series.unit != "%":
        return False
    words = place.wording.words
    told = words.people | words.not_in_names | words.compared | words.seen | words.happened
    told |= words.changed | words.experienced | words.caused | words.shares
    own = _own_words(place, known)
    start = place.previous.end if place.previous else place.line.sentence.start
    tokens = place.wording.tokens(start, place.series.start)
    if any(token.text in _PRONOUNS for token in tokens):
        return False
    texts = [token.text for token in tokens]
    if "difference" in texts[-3:] and texts[-1] in {"difference", "of", "was", ",", ":"}:
        return True
    inside, before, names = False, "", 0
    for at, token in enumerate(tokens):
        text, behind = token.text, {t.text for t in tokens[at + 1 : at + 3]}
        if text in PREPOSITIONS or text in _PLACING:
            inside = not (before in words.shares and text in _OF)
        elif text in _PARTS or (token.is_sign and text[0] in ",;:()[]"):
            inside = False
        elif inside or not token.is_word or behind & (words.people | words.not_in_names):
            pass
        elif not _is_small(text, told | own):
            names += 1
        before = text
    if not names:
        return False
    share = any(token.text in words.shares for token in tokens)
    return share or not _is_beside_a_place(place, known, [token.text for token in tokens])


def _own_words(place: Place, known: Endpoint) -> set[str]:
    """The words of a name that is known."""
    printed = f"{place.line.view[known.start : known.end]} {known.id.partition(':')[2]}".lower()
    return {*printed.split(), *printed.replace("-", " ").split()}


def _is_small(text: str, told: frozenset[str] | set[str]) -> bool:
    """Whether a word cannot name an outcome."""
    known = len(text) < 3 or text in _SMALL or text in told or value_of(text) is not None
    return known or text.endswith("ly") or set(text.split("-")) <= told


def _is_beside_a_place(place: Place, known: Endpoint, between: list[str]) -> bool:
    """Whether a word stands beside one that tells where (`with MRI (12% v 9%) and CT (`)."""
    told = BE & set(between) or len(between) > _FEW
    if place.previous is None or told or not {"and", ",", ";", ")"} & set(between[:2]):
        return False
    opened = place.line.view.rfind("(", known.end, place.previous.start)
    return opened > known.end + 3


def told_of_another(place: Place, known: Endpoint) -> bool:
    """Whether a clause between a name and a series has a subject of its own and a verb.

    `...; 36% lost weight, and prediabetes was rarer with B (35% v 85%)` tells no weight loss.
    """
    words = place.wording.words
    tokens = place.wording.tokens(max(known.end, place.start), place.series.start)
    opened = -1
    for at, token in enumerate(tokens):
        joined = token.text in _CLAUSES or (
            token.text == "and" and at and tokens[at - 1].text in {",", ";"}
        )
        opened = at if joined else opened
    if opened < 0:
        return False
    subject: list[str] = []
    for token in tokens[opened + 1 :]:
        if token.text in BE or token.text in _HAD:
            break
        subject.append(token.text)
    else:
        return False
    told = words.people | words.not_in_names | words.compared | words.shares | words.vague
    told |= _own_words(place, known)
    if not subject or subject[0] in PREPOSITIONS or _PRONOUNS & set(subject):
        return False
    return any(text[0].isalpha() and not _is_small(text, told) for text in subject)


def is_of_a_kind(place: Place, known: Endpoint) -> bool:
    """Whether a share is that of one kind of what is named (`relapses were local (12%)`)."""
    words = place.wording.words
    tokens = [t for t in place.wording.tokens(known.end, place.series.start) if t.is_word]
    bracket = place.line.view.endswith(("(", "["), 0, place.series.start)
    if known.kind != "event" or known.umbrella or not bracket or not 2 <= len(tokens) <= _FEW:
        return False
    if tokens[0].text not in BE:
        return False
    told = words.compared | words.seen | words.states | words.people | words.not_in_names
    told |= words.linked | words.changed | words.happened | words.kept_to
    return not any(_is_small(t.text, told) or t.text.endswith(("ed", "ing")) for t in tokens[1:])

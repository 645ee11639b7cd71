"""Noun phrases of a clause: where each begins and how far it goes.

A phrase is read forwards from its first word. It goes on over `of`, and over another preposition
where what follows is neither an arm, a time nor the patients (`metastasis in the sentinel node`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import (
    AGAINST,
    ARTICLES,
    BE,
    HOW,
    PREPOSITIONS,
    RELATIVE,
    is_adverb,
)
from extraction.clauses.wording import NUMBER, TIME, Token, word_set
from extraction.lexicon import ClauseWords

LONGEST = 9
_JOINS = word_set("in on to for from with at without after during")
#: Words that open a name without being part of it.
DROPPED = ARTICLES | word_set(
    "elevated of to overall at least one most more fewer less however moreover furthermore "
    "additionally further total very observed respective corresponding only also new such "
    "cumulative better greater higher lower some many much all estimated crude "
    "actuarial least similar significant lower-than-expected fewest highest lowest mean "
    "median"
)
#: Words that end a name.
ENDS = (
    BE
    | AGAINST
    | RELATIVE
    | word_set(
        "did does that when while whereas where but and compared both each either respectively "
        "group groups arm arms it they there this these those not also if because due since had "
        "have has can could may might would significant statistically more less fewer although "
        "though nor whether irrespective regardless how why them he she we i than so then thus in"
    )
)
#: Verbs that tell what became of a thing named, before what tells how.
_BECAME = word_set("increased decreased rose fell declined changed differed remained improved")
_GRADE = "grade"
_UNITS = word_set("% kg g cm mm points point percent")
#: Words before how much or how little something was to be (`an HbA1c below 7%`).
LIMITING = word_set("below under above over least most than exceeding to by")
#: What stands between a noun and how much of it (`loss of at least 5% of body weight`).
_BEFORE_LIMIT = word_set("at least more less over than about exceeding up to")
_BECAUSE = frozenset(
    [("because", "of"), ("due", "to"), ("owing", "to"), ("secondary", "to"), ("attributed", "to")]
)
_NOTHING = Token(",", 0, 0)


def noun_phrase(tokens: Sequence[Token], at: int, words: ClauseWords) -> tuple[list[Token], int]:
    """The words of the phrase that starts at a token, and the place after it."""
    while at < len(tokens) and (
        tokens[at].text in DROPPED or is_adverb(tokens[at].text) or _is_number_of(tokens, at)
    ):
        at += 1
    name: list[Token] = []
    while at < len(tokens) and len(name) < LONGEST:
        token = tokens[at]
        if token.text[0] == TIME and _at(tokens, at + 1).text not in words.shares:
            if not may_name(_at(tokens, at + 1), words):
                break
            name.append(token)
            at += 1
            continue
        graded = token.text[0].isdigit() and bool(name) and name[-1].text.startswith(_GRADE)
        cause = _cause(tokens, at, words) if name else []
        if cause:
            if len(name) + len(cause) <= LONGEST:
                name += cause
            break
        if token.text == "of" or token.text in _JOINS:
            inner = _inner(tokens, at, words) if name else []
            if not inner or len(name) + len(inner) > LONGEST:
                break
            name += inner
            at += len(inner)
            continue
        if token.text in {"and", "or"}:
            if token.text == "or" and name and may_name(_at(tokens, at + 1), words):
                name.append(token)
                at += 1
                continue
            joined = _joined(tokens, at, words) if name else []
            if not joined or len(name) + len(joined) > LONGEST:
                break
            name += joined
            at += len(joined)
            continue
        if name and token.text in _BECAME and not may_name(_at(tokens, at + 1), words):
            break
        if not name and token.text in words.people and _opens_noun(tokens, at, words):
            name.append(token)
            at += 1
            continue
        amount = token.text[0] == NUMBER and _is_amount(tokens, at, words)
        amount = amount or (bool(name) and is_limit(name[-1], token))
        within = bool(name) and token.text == "significant"
        limb = token.text == "arm" and may_name(_at(tokens, at + 1), words)
        if not (graded or amount or within or limb or may_name(token, words)):
            break
        name.append(token)
        at += 1
    while name and name[-1].text in ARTICLES | {"of", "or"}:
        name.pop()
    return name, at


def is_limit(before: Token, token: Token) -> bool:
    """Whether a number, or its sign, is how much something was to be (`below 7%`, `least 5`)."""
    if token.text == "%":
        return before.text[-1].isdigit()
    return token.text[0].isdigit() and before.text in LIMITING


def _opens_noun(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a word for people in the singular opens a name (`patient satisfaction`)."""
    after = _at(tokens, at + 1)
    doing = after.text.endswith(("ed", "ing")) or after.text in words.not_in_names
    return not tokens[at].text.endswith("s") and may_name(after, words) and not doing


def _is_number_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only tells how many (`one or more complications`, `>= 1 fall`)."""
    text = tokens[at].text
    if text in {"or", "and"}:
        return _at(tokens, at + 1).text in {"more", "two", "both"} and at > 0
    return text in "<>\u2264\u2265=" or (text.isdigit() and len(text) < 3)


def _is_amount(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a number is part of a name (`a 5% decrease in bone density`, `loss of >= 5%`)."""
    before = tokens[at - 1].text if at else ""
    if before in {"a", "an"}:
        return may_name(_at(tokens, at + 1), words)
    return before == "of" and at > 1


def _at(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if at < len(tokens) else _NOTHING


def may_name(token: Token, words: ClauseWords) -> bool:
    """Whether a word may stand in the name of an outcome."""
    text = token.text
    if not token.is_word or text in ENDS or text in PREPOSITIONS or text in words.people:
        return False
    return text not in HOW


def _inner(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """A preposition with its phrase, where that narrows what is named and not who was counted."""
    limited = _limit(tokens, at, words)
    if limited:
        return limited
    inner = [tokens[at]]
    for token in tokens[at + 1 : at + 7]:
        if token.text[0] == NUMBER and inner[-1].text == "of":
            return [*inner, token]
        if token.is_sign:
            return [] if token.text[0] in "\u00a7#" else inner if len(inner) > 1 else []
        if token.text in words.not_in_names or token.text in words.people:
            return []
        if (token.text in ARTICLES or token.text == "be") and len(inner) == 1:
            inner.append(token)
            continue
        if not may_name(token, words):
            break
        inner.append(token)
    return inner if inner[-1].text not in ARTICLES and len(inner) > 1 else []


def _limit(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """How much of something is named (`loss of at least 5% of body weight`)."""
    place = at + 1
    while place < at + 4 and _at(tokens, place).text in _BEFORE_LIMIT:
        place += 1
    text = _at(tokens, place).text
    if tokens[at].text != "of" or place == at + 1 or not (text[0] == NUMBER or text[0].isdigit()):
        return []
    place += 1 + (_at(tokens, place + 1).text in _UNITS)
    more = _at(tokens, place).text in {"of", "in", "from"}
    return [*tokens[at:place], *(_inner(tokens, place, words) if more else [])]


def _cause(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """Why what is named came about, which is part of its name (`admission because of a stroke`)."""
    if (tokens[at].text, _at(tokens, at + 1).text) not in _BECAUSE:
        return []
    inner = _inner(tokens, at + 1, words)
    return [tokens[at], *inner] if inner else []


def _joined(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """`and vomiting`, where nothing but the values follows."""
    joined = [tokens[at]]
    for token in tokens[at + 1 : at + 4]:
        if not may_name(token, words) or token.text in words.not_in_names:
            break
        joined.append(token)
    else:
        return []
    after = tokens[at + len(joined)] if at + len(joined) < len(tokens) else None
    ends = after is None or after.text in "(["
    return joined if len(joined) > 1 and ends else []

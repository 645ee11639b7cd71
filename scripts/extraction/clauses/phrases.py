"""Noun phrases of a clause, and what they are the share or the change of.

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
_NOT_DONE = word_set("receiving undergoing taking following including during being according")
_LEADING = word_set("and or , more less than at least over up to about")
_GRADE = "grade"
_UNITS = word_set("% kg g cm mm points point percent")
#: What stands between a noun and how much of it (`loss of at least 5% of body weight`).
_BEFORE_LIMIT = word_set("at least more less over than about exceeding up to")
_BECAUSE = frozenset(
    [("because", "of"), ("due", "to"), ("owing", "to"), ("secondary", "to"), ("attributed", "to")]
)
#: Words for what is between the arms and not of any patient.
BETWEEN_ARMS = word_set("difference differences trend trends variation")
_CHANCES = word_set("odds risk risks likelihood chance chances probability")
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
            if not _may_name(_at(tokens, at + 1), words):
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
            if token.text == "or" and name and _may_name(_at(tokens, at + 1), words):
                name.append(token)
                at += 1
                continue
            joined = _joined(tokens, at, words) if name else []
            if not joined or len(name) + len(joined) > LONGEST:
                break
            name += joined
            at += len(joined)
            continue
        if name and token.text in _BECAME and not _may_name(_at(tokens, at + 1), words):
            break
        if not name and token.text in words.people and _opens_noun(tokens, at, words):
            name.append(token)
            at += 1
            continue
        amount = token.text[0] == NUMBER and _is_amount(tokens, at, words)
        within = bool(name) and token.text == "significant"
        limb = token.text == "arm" and _may_name(_at(tokens, at + 1), words)
        if not (graded or amount or within or limb or _may_name(token, words)):
            break
        name.append(token)
        at += 1
    while name and name[-1].text in ARTICLES | {"of", "or"}:
        name.pop()
    return name, at


def _opens_noun(tokens: Sequence[Token], at: int, words: ClauseWords) -> bool:
    """Whether a word for people in the singular opens a name (`patient satisfaction`)."""
    after = _at(tokens, at + 1)
    doing = after.text.endswith(("ed", "ing")) or after.text in words.not_in_names
    return not tokens[at].text.endswith("s") and _may_name(after, words) and not doing


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
        return _may_name(_at(tokens, at + 1), words)
    return before == "of" and at > 1


def _at(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if at < len(tokens) else _NOTHING


def _may_name(token: Token, words: ClauseWords) -> bool:
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
        if not _may_name(token, words):
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
        if not _may_name(token, words) or token.text in words.not_in_names:
            break
        joined.append(token)
    else:
        return []
    after = tokens[at + len(joined)] if at + len(joined) < len(tokens) else None
    ends = after is None or after.text in "(["
    return joined if len(joined) > 1 and ends else []


def named(tokens: Sequence[Token], words: ClauseWords, *, change: bool = False) -> list[Token]:
    """What some words name: behind a share or a change that of which it is one.

    `the incidence of late oedema`, `the proportion of patients with a fracture`, `a reduction in
    pain` name oedema, a fracture, pain. With `change`, an improvement is what is named.
    """
    if tokens and tokens[0].text in PREPOSITIONS:
        tokens = _share_of(tokens, words) or _behind_place(tokens, words)
    if len(tokens) > 2 and tokens[0].text in words.people and tokens[1].text == "'":
        tokens = tokens[2:]
    while tokens and tokens[0].text in _LEADING:
        tokens = tokens[1:]
    while tokens and tokens[0].is_sign and tokens[0].text[0] not in (NUMBER, TIME):
        tokens = tokens[1:]
    name, after = noun_phrase(tokens, 0, words)
    for at, token in enumerate(tokens[: after + 3]):
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.text in words.shares and following == "who":
            return _those_who(tokens, at + 2, words)
        if token.text in words.shares and following in {"of", "for"}:
            inner, _ = noun_phrase(tokens, at + 2, words)
            what = _of_what(tokens, at, words)
            if inner:
                return [*what, *inner]
            return counted(tokens, at + 2, words) or list(what[:-1])
        told = token.text in words.changes and (not change or token.text in BETWEEN_ARMS)
        if told and following in {"in", "for", "between", "of", "on"}:
            return named(tokens[at + 2 :], words) if following != "between" else []
    if not name and after < len(tokens) and tokens[after].text in words.people:
        return []
    return name


def _share_of(tokens: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """The words from a share on, where a clause first says in whom (`in women over 40 the ...`)."""
    for at in range(1, len(tokens) - 2):
        share = tokens[at].text in words.shares and tokens[at].text not in _CHANCES
        if share and tokens[at + 1].text in {"of", "with", "who"}:
            return tokens[at:] if tokens[at - 1].text in ARTICLES else ()
    return ()


def _behind_place(tokens: Sequence[Token], words: ClauseWords) -> Sequence[Token]:
    """What stands behind `in the treated group`, with which a clause opens without a comma."""
    for at in range(min(len(tokens), 10) - 1, 0, -1):
        token = tokens[at]
        if token.text[0] in "\u00a7~\u00b6" or token.text in words.not_in_names | words.people:
            return tokens[at + 1 :]
    return tokens


def _is_done(text: str, words: ClauseWords) -> bool:
    """Whether a word tells what those did who are counted (`of women exceeding`)."""
    if text in words.experienced or text in words.acted:
        return True
    return text.endswith(("ed", "ing")) and text not in words.not_states | _NOT_DONE


def _of_what(tokens: Sequence[Token], at: int, words: ClauseWords) -> Sequence[Token]:
    """The words of `detection rate of` sentinel nodes; nothing of `the overall rate of`."""
    first = at
    while first and _may_name(tokens[first - 1], words):
        first -= 1
    what = [t for t in tokens[first:at] if t.text not in DROPPED and not t.text.endswith("-year")]
    if all(t.text in words.vague or t.text in words.compared for t in what):
        return ()
    return [*what, *tokens[at : at + 2]]


def counted(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """What the patients counted have or did (`of patients in A who required a transfusion`)."""
    for place in range(at, min(len(tokens), at + 16)):
        text = tokens[place].text
        if text in {"with", "without"} or (place > at and _is_done(text, words)):
            start = place + 1
            while start < len(tokens) and tokens[start].text in {"for", "from", "to", "in"}:
                start += 1
            denied = start < len(tokens) and tokens[start].text == "no"
            name, _ = noun_phrase(tokens, start, words)
            long = _told_at_length(tokens, place, words)
            amount = any(t.is_sign for t in long) or all(t.text in words.vague for t in name)
            if len(long) > len(name) + 1 and amount:
                return long[1:] if text == "with" else long
            if not name and text.endswith("ed") and text not in words.experienced:
                return long or [tokens[place]]
            if name:
                lead = tokens[start] if denied else tokens[place] if text == "without" else None
                return name if lead is None or lead is name[0] else [lead, *name]
    return []


def _those_who(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """What those did who are counted (`the share who returned to work`, `who had a fracture`)."""
    if at < len(tokens) and tokens[at].text not in words.experienced | words.happened:
        long = _told_at_length(tokens, at, words)
        if long and _is_done(long[0].text, words):
            return long
    return counted(tokens, at - 1, words)


def _told_at_length(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """All that is said of those counted, up to the verb (`discharged within 24 hours`)."""
    phrase: list[Token] = []
    for token in tokens[at : at + LONGEST + 2]:
        stop = token.text in BE | AGAINST | words.compared - {"more", "less", "fewer"}
        if token.is_sign and token.text[0] not in (NUMBER, TIME, "~", "<", ">", "\u2264", "\u2265"):
            stop = True
        if stop or token.text in {"did", "had", "and", "amounted"} or token.text in words.people:
            break
        if token.text in words.not_in_names and phrase:
            while phrase and phrase[-1].text in PREPOSITIONS | ARTICLES | {"both", "of"}:
                phrase.pop()
            break
        phrase.append(token)
    while phrase and phrase[-1].text in PREPOSITIONS | ARTICLES:
        phrase.pop()
    return phrase if len(phrase) > 1 else []


def verb_phrase(tokens: Sequence[Token], words: ClauseWords) -> list[Token]:
    """The words of what somebody wished or meant to do (`to be screened again`)."""
    phrase: list[Token] = []
    for token in tokens[:6]:
        stop = token.is_sign or token.text in AGAINST or token.text in words.not_in_names
        again = token.text in PREPOSITIONS and any(t.text in PREPOSITIONS for t in phrase)
        if stop or again or token.text in (ENDS - {"in"}) | {"same"}:
            break
        phrase.append(token)
    while phrase and (phrase[-1].text in PREPOSITIONS or phrase[-1].text in ARTICLES):
        phrase.pop()
    return phrase if len(phrase) > 1 else []

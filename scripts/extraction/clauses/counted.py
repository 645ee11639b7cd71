"""What a share or a change is of, from the words that count it: names, and what people did."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, PREPOSITIONS
from extraction.clauses.phrases import DROPPED, ENDS, LONGEST, may_name, noun_phrase
from extraction.clauses.wording import NUMBER, TIME, Token, word_set
from extraction.lexicon import ClauseWords

_NOT_DONE = word_set("receiving undergoing taking following including during being according")
_LEADING = word_set("and or , more less than at least over up to about")
#: Words for what is between the arms and not of any patient.
BETWEEN_ARMS = word_set("difference differences trend trends variation")
_CHANCES = word_set("odds risk risks likelihood chance chances probability")


def named(tokens: Sequence[Token], words: ClauseWords, *, change: bool = False) -> list[Token]:
    """What some words name: behind a share or a change that of which it is one.

    `the incidence of late oedema`, `the proportion of patients with a fracture`, `a reduction in
    pain` name oedema, a fracture, pain. With `change`, an improvement is what is named.
    """
    limit = [token.text for token in tokens[:2]] in (["at", "least"], ["at", "most"])
    if tokens and tokens[0].text in PREPOSITIONS and not limit:
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
    while first and may_name(tokens[first - 1], words):
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

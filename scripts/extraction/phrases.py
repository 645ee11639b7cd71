"""Noun phrases of a clause, and the outcomes that they name.

A phrase is read forwards from its first word. It goes on over `of`, and over another preposition
where what follows is neither an arm, a time nor the patients (`metastasis in the sentinel node`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.abbreviations import spelled_out
from extraction.lexicon import ClauseWords
from extraction.mentions import Line
from extraction.tokens import Endpoint, Grade
from extraction.wording import NUMBER, TIME, Token, word_set

LONGEST = 9
PREPOSITIONS = word_set(
    "in at after before within by during on with for from between among to through under "
    "towards despite following without across over until upon per regarding concerning about "
    "as"
)
BE = word_set("was were is are be been being remained became")
AGAINST = word_set("than compared versus vs v against relative")
RELATIVE = frozenset(["who", "which", "whose", "whom"])
_JOINS = word_set("in on to for from with at without after during")
_ARTICLES = word_set("the a an any their his her its")
_DROPPED = _ARTICLES | word_set(
    "of to overall at least one most more fewer less however moreover furthermore "
    "additionally further total very observed respective corresponding only also new such "
    "cumulative better greater higher lower some many much all estimated crude "
    "actuarial least similar significant lower-than-expected fewest highest lowest mean "
    "median"
)
_END = (
    BE
    | AGAINST
    | RELATIVE
    | word_set(
        "did does that when while whereas where but and compared both each either respectively "
        "group groups arm arms it they there this these those not also if because due since had "
        "have has can could may might would significant statistically more less fewer although "
        "though nor whether how why them he she we i than so then thus in"
    )
)
_EVENTS = word_set("event events")
_NOT_DONE = word_set("receiving undergoing taking following including during being according")
_BARE = word_set("of or any in")
_LEADING = word_set("and or , more less than at least over up to about")
_TRAILING = _ARTICLES | word_set("of or and greater more less higher lower least large larger")
_GRADE = "grade"
#: Words for what is between the arms and not of any patient.
BETWEEN_ARMS = word_set("difference differences trend trends variation")
_MAKING = word_set("developing experiencing having achieving receiving requiring being reporting")
_HOW = word_set(
    "significantly similarly statistically markedly approximately nearly only substantially "
    "slightly considerably clearly equally relatively respectively mostly mainly especially "
    "highly particularly consistently marginally numerically borderline nominally virtually "
    "roughly predominantly commonly frequently rarely usually generally strongly merely"
)


_NOTHING = Token(",", 0, 0)


def is_adverb(text: str) -> bool:
    """Whether a word only tells how (`significantly`)."""
    return text in _HOW or text in {"also", "not", "more", "less", "most", "often", "even"}


def noun_phrase(tokens: Sequence[Token], at: int, words: ClauseWords) -> tuple[list[Token], int]:
    """The words of the phrase that starts at a token, and the place after it."""
    while at < len(tokens) and (tokens[at].text in _DROPPED or is_adverb(tokens[at].text)):
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
        amount = token.text[0] == NUMBER and _is_amount(tokens, at, words)
        within = bool(name) and token.text == "significant"
        limb = token.text == "arm" and _may_name(_at(tokens, at + 1), words)
        if not (graded or amount or within or limb or _may_name(token, words)):
            break
        name.append(token)
        at += 1
    while name and name[-1].text in _ARTICLES | {"of", "or"}:
        name.pop()
    return name, at


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
    if not token.is_word or text in _END or text in PREPOSITIONS or text in words.people:
        return False
    return text not in _HOW


def _inner(tokens: Sequence[Token], at: int, words: ClauseWords) -> list[Token]:
    """A preposition with its phrase, where that narrows what is named and not who was counted."""
    inner = [tokens[at]]
    for token in tokens[at + 1 : at + 7]:
        if token.text[0] == NUMBER and inner[-1].text == "of":
            return [*inner, token]
        if token.is_sign:
            return [] if token.text[0] in "\u00a7#" else inner if len(inner) > 1 else []
        if token.text in words.not_in_names or token.text in words.people:
            return []
        if (token.text in _ARTICLES or token.text == "be") and len(inner) == 1:
            inner.append(token)
            continue
        if not _may_name(token, words):
            break
        inner.append(token)
    return inner if inner[-1].text not in _ARTICLES and len(inner) > 1 else []


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
        tokens = _behind_place(tokens, words)
    if len(tokens) > 2 and tokens[0].text in words.people and tokens[1].text == "'":
        tokens = tokens[2:]
    while tokens and tokens[0].text in _LEADING:
        tokens = tokens[1:]
    while tokens and tokens[0].is_sign and tokens[0].text[0] not in (NUMBER, TIME):
        tokens = tokens[1:]
    name, after = noun_phrase(tokens, 0, words)
    for at, token in enumerate(tokens[: after + 3]):
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
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
    what = [t for t in tokens[first:at] if t.text not in _DROPPED and not t.text.endswith("-year")]
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
            if not name and text.endswith("ed") and text not in words.experienced:
                return [tokens[place]]
            if name:
                lead = tokens[start] if denied else tokens[place] if text == "without" else None
                return name if lead is None or lead is name[0] else [lead, *name]
    return []


_GRADED = re.compile(r"(?:grades?|severe|any|late|acute|all|overall)\b[\s\d/,>=\u2265+-]*", re.I)


def outcome(
    line: Line, name: Sequence[Token], state: str = "", before: str = ""
) -> Endpoint | None:
    """The endpoint that some words name; None where they speak of patients or of the study.

    `state` is a word that belongs behind the name, `before` one in front of it.
    """
    words = line.words
    kept = list(name)
    while kept and (kept[0].text in _DROPPED | _MAKING or is_adverb(kept[0].text)):
        kept.pop(0)
    while kept and kept[-1].text in _TRAILING:
        kept.pop()
    if not kept:
        return None
    start, end = kept[0].start, kept[-1].end
    printed = spelled_out(line.view, line.view[start:end])
    whole = " ".join(part for part in (before, printed, state) if part)
    if any(token.text in _EVENTS for token in kept) and _is_vague(printed, whole, words):
        event = next(token for token in kept if token.text in _EVENTS)
        return _graded(line, start, end, event)
    if len(printed) < 3 or words.no_outcome.search(whole) or _is_vague(printed, whole, words):
        return None
    if not state and not before:
        known = _known(line, start, end)
        if known is not None:
            return known
    return Endpoint(start=start, end=end, id=f"other:{whole}", kind="event")


def _graded(line: Line, start: int, end: int, event: Token) -> Endpoint | None:
    """Adverse events of a grade (`events of grade 3 or higher`)."""
    if any(isinstance(m, Grade) and start <= m.start < end + 2 for m in line.mentions):
        return Endpoint(
            start=event.start, end=event.end, id="AE:adverse event", kind="event", umbrella=True
        )
    return None


def verb_phrase(tokens: Sequence[Token], words: ClauseWords) -> list[Token]:
    """The words of what somebody wished or meant to do (`to be screened again`)."""
    phrase: list[Token] = []
    for token in tokens[:6]:
        stop = token.is_sign or token.text in AGAINST or token.text in words.not_in_names
        again = token.text in PREPOSITIONS and any(t.text in PREPOSITIONS for t in phrase)
        if stop or again or token.text in _END - {"in"}:
            break
        phrase.append(token)
    while phrase and (phrase[-1].text in PREPOSITIONS or phrase[-1].text in _ARTICLES):
        phrase.pop()
    return phrase if len(phrase) > 1 else []


def state_alone(line: Line, verb: Token) -> Endpoint | None:
    """The endpoint that a state by itself names (`25% became pregnant`)."""
    text = verb.text
    if len(text) < 4 or line.words.no_outcome.search(text) or text in line.words.vague:
        return None
    return Endpoint(start=verb.start, end=verb.end, id=f"other:{text}", kind="event")


def _is_vague(printed: str, whole: str, words: ClauseWords) -> bool:
    parts = printed.split()
    if whole == printed and len(parts) == 1 and parts[0].endswith(("ed", "ly")):
        return True
    return all(
        part.isdigit()
        or part in _BARE
        or part in words.vague
        or part in words.compared
        or part in _END
        for part in parts
    )


def _known(line: Line, start: int, end: int) -> Endpoint | None:
    """The endpoint of the vocabulary that the words name, all but how much or how bad it was."""
    for mention in line.mentions:
        if isinstance(mention, Endpoint) and start <= mention.start and mention.end <= end:
            rest = line.view[start : mention.start] + line.view[mention.end : end]
            return mention if not _GRADED.sub("", rest).strip(" -") else None
    return None

"""What a share is a share of, where no known endpoint is named: the clause's own words for it.

A clause announces an outcome in few ways. Its subject was seen in so many or happened to them (`a
positive node was found in 51%`), or was more frequent in one arm than in the other; patients had
or did something (`12% v 19% required a transfusion`, `fewer needed a second operation (29% v
45%)`); or it tells the rate, the proportion or the difference of something. The words before the
values are read first, then those after them, and words about who took part are no outcome.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.clause import (
    ACTED,
    CAUSED,
    CHANGED,
    COMPARED,
    EXPERIENCED,
    HAPPENED,
    IS,
    LINKED,
    SEEN,
    STATE,
    Predicate,
    closing,
    people_counted,
    predicates,
    without_asides,
)
from extraction.lexicon import ClauseWords
from extraction.mentions import Line
from extraction.phrases import (
    BE,
    BETWEEN_ARMS,
    PREPOSITIONS,
    counted,
    is_adverb,
    named,
    noun_phrase,
    outcome,
    state_alone,
    verb_phrase,
)
from extraction.series import Series
from extraction.tokens import ArmMention, Endpoint
from extraction.wording import ARM, Token, Wording, word_set

_REACH = 320
_NEAR_ARM = 40
_NEXT = range(12)
_ARTICLE = re.compile(r"\ban?\s(?:[\w-]+\s)?$")
# What is told in per cent of something else than patients.
_AMOUNT = re.compile(
    r"\b(?:exceeding|defined|annuali[sz]ed|posterior|mean|median|averaged?|averages|"
    r"percent(?:age)? (?:change|reduction|increase|decrease|loss|gain|improvement|decline)s?)\b"
    r"|\b(?:increas|reduc|decreas|improv|declin|fell|rose|chang|lower|rais|cut|shorten|drop|"
    r"diminish|exceed|differ)\w*\b[^;,()]*\bby (?:about |only )?$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\s?of (?:all |the |planned |their |prescribed |scheduled )*(?:sessions|doses|classes|visits|"
    r"training|workouts|cycles|courses|calls|exercise|appointments|time|days|calories|energy|dose|"
    r"total|body|variance|questionnaires|predicted|maximum|maximal|normal|baseline|starting|"
    r"initial|planned|mentions|heart)\b"
    r"|\s?(?:\w+caine|solution|saline|gel|cream|ointment|glucose|dextrose|oxygen|alcohol|lotion)\b"
    r"|\s?(?:of )?(?:VO2|HR|heart rate|sensitivity|specificity|relative humidity)"
)
_AGAINST = re.compile(r"[^;.()%]{0,40}\b(?:vs|versus|compared|v)\b")
_PREDICTS = re.compile(
    r"\b(?:predictors?|predictive|prognostic|prognosticators|risk factors?|prognostic \w+|"
    r"predictive factors?)\s(?:of|for)\s(?:the\s|an?\s)?"
    r"|\b(?:independently|significantly)\s(?:correlated with|associated with|predicted|predicts)\s"
    r"(?:the\s|an?\s)?"
    r"|[)\]]\s(?:\w+ly\s)?predict(?:ed|s)\s(?:the\s)?"
    r"|[)\]]\s(?:was|were|are|is|remained)\s(?:\w+ly\s)?(?:associated|correlated|linked)\swith\s"
    r"(?:the\s|an?\s)?(?:\w+ly\s)?"
    r"(?:(?:higher|lower|increased|reduced|greater|decreased)\s(?:(?:risk|odds|rate)s?\sof\s)?)?",
    re.IGNORECASE,
)
_FILL = word_set(
    "in of the for by on with among at to a an only about approximately nearly just overall "
    "respectively given receiving treated assigned allocated all each and or as both up out "
    "randomised randomized undergoing ever eventually subsequently later then still"
)
Found = tuple[Endpoint, str] | None


def announced(wording: Wording, series: Series, start: int, stop: int) -> Found:
    """The outcome that `view[start:stop]` announces for a series of shares, and the rule it shows.

    `start` and `stop` are the limits of the words that may belong to the series.
    """
    if series.label is not None:
        tokens = wording.tokens(max(start, series.label.start - _REACH), series.label.start)
        if any(token.text == "significant" for token in tokens[-3:]):
            return None
        found = _Reader(wording, paired=True, compared=True, counted=True).before(tokens)
        return (found, "before") if found is not None else None
    if series.unit not in {"%", "patients"} or wording.about_patients:
        return None
    if is_no_share(wording, series, start):
        return None
    first, last = series.items[0].value, series.items[-1].value
    compared = len(series.items) > 1 or any(i.arms_after or i.arms_before for i in series.items)
    compared = compared or _is_compared(wording.line, last.end, stop)
    reader = _Reader(
        wording,
        paired=len(series.items) > 1,
        compared=compared,
        counted=compared or first.events is not None,
    )
    beside = wording.tokens(last.end, min(stop, last.end + _REACH))
    if series.unit == "patients" and beside and beside[0].text in ")]":
        return None
    after = reader.after(beside)
    if after is not None:
        return after, "after"
    before = reader.before(wording.tokens(max(start, first.start - _REACH), first.start))
    return (before, "done" if reader.done else "before") if before is not None else None


def is_no_share(wording: Wording, series: Series, start: int) -> bool:
    """Whether percentages are changes, amounts or shares of something else than patients.

    `start` is where the words before the series begin to be its own.
    """
    first, last = series.items[0].value, series.items[-1].value
    near = wording.line.view[max(start, first.start - 160) : first.start]
    if near.endswith(("-", "+")) or _ARTICLE.search(near) or _is_amount(near, wording.words):
        return True
    if any(item.value.number is not None and item.value.number < 0 for item in series.items):
        return True
    return bool(_OF_OTHERS.match(wording.line.view, last.end))


def _is_amount(before: str, words: ClauseWords) -> bool:
    """Whether what follows is in per cent of something else than patients."""
    match = _AMOUNT.search(before)
    if match is None:
        return False
    # "was achieved by 30%" tells who, "was reduced by 30%" how much.
    led = before[: match.end()].split()
    return not (led[-1:] == ["by"] and len(led) > 1 and led[-2] in words.seen)


def _is_compared(line: Line, end: int, stop: int) -> bool:
    """Whether a comparison or an arm stands soon after a value."""
    return bool(_AGAINST.match(line.view, end, stop + 1)) or any(
        isinstance(m, ArmMention) and end <= m.start < min(stop, end + _NEAR_ARM)
        for m in line.mentions
    )


def listed(wording: Wording, series: Series, start: int) -> Endpoint | None:
    """The name that alone stands between one series and the next (`nausea (5% v 3%), chills (`)."""
    tokens = wording.tokens(start, (series.label or series.items[0].value).start)
    while tokens and (tokens[0].is_sign or tokens[0].text in {"and", "or", "with", "for"}):
        tokens = tokens[1:]
    name, after = noun_phrase(tokens, 0, wording.words)
    if (
        not name
        or len(name) > 5
        or name[0].text in _NO_NAME
        or name[-1].text.endswith("ed")
        or any(not t.is_sign for t in tokens[after:] if t.text not in _FILL)
    ):
        return None
    return outcome(wording.line, name)


def last_named(wording: Wording, series: Series, start: int) -> Endpoint | None:
    """The name right before a bracket, of which more was said (`were similar for pain (`)."""
    tokens = wording.tokens(start, series.items[0].value.start)
    at = len(tokens) - 1
    if at > 3 and tokens[at].text in {"in", "by", "for"} and tokens[at - 2].text == ",":
        at -= 2 if tokens[at - 1].text in wording.words.seen else 0
    if at < 2 or tokens[at].text not in "([,":
        return None
    end = at
    while at and tokens[at - 1].is_word and tokens[at - 1].text not in _BEFORE_NAMES:
        at -= 1
    if not at or tokens[at - 1].text not in _BEFORE_NAMES or end - at > 4:
        return None
    name, after = noun_phrase(tokens, at, wording.words)
    return outcome(wording.line, name) if name and after == end else None


def another_state(
    wording: Wording, series: Series, start: int, subject: Endpoint
) -> Endpoint | None:
    """One more state of a subject that was told in another (`improved in 12, unchanged in 9`)."""
    words = wording.words
    told = subject.id.partition(":")[2].rpartition(" ")
    if told[2] not in words.changed | words.states or not told[0]:
        return None
    tokens = [t for t in wording.tokens(start, series.items[0].value.start) if t.is_word]
    state = [t.text for t in tokens if t.text in words.changed | words.states]
    rest = [t.text for t in tokens if t.text not in words.changed | words.states]
    if not state or any(not _beside(text, words) for text in rest):
        return None
    return replace(subject, id=f"other:{told[0]} {state[-1]}")


def _beside(text: str, words: ClauseWords) -> bool:
    """Whether a word may stand between two states of one subject."""
    return (
        text in _FILL
        or text in BE
        or text in words.people
        or text in words.not_in_names
        or text in {"while", "whereas", "but", "it", "they", "remained", "none"}
    )


def predicted(wording: Wording) -> Endpoint | None:
    """The outcome of a list of factors (`predictors of relapse were age (OR 2.1) and`)."""
    line = wording.line
    match = _PREDICTS.search(line.view, wording.start, wording.end)
    if match is None:
        return None
    for mention in line.mentions:
        if isinstance(mention, Endpoint) and mention.start - match.end() in _NEXT:
            return mention
    name, _ = noun_phrase(wording.tokens(match.end(), wording.end), 0, wording.words)
    following = line.view[name[-1].end : name[-1].end + 3] if name else "("
    return None if "(" in following or "[" in following else outcome(line, name)


class _Reader:
    """Reads the words around one series.

    `paired` are several values, `compared` several or one with its arm, `counted` those or one
    with its events. The less is known of the values, the plainer must the words be.
    """

    def __init__(self, wording: Wording, *, paired: bool, compared: bool, counted: bool) -> None:
        self._line: Line = wording.line
        self._words = wording.words
        self._paired, self._compared, self._counted = paired, compared, counted
        #: Whether the outcome is what patients had or did.
        self.done = False

    def before(self, tokens: Sequence[Token]) -> Endpoint | None:
        """The outcome named before the values."""
        aside = self._aside(tokens)
        if aside:
            name, after = noun_phrase(aside, 0, self._words)
            told = outcome(self._line, name) if name and self._compared else None
            if told is not None and not any(t.is_word for t in aside[after:]):
                return told
        tokens = without_asides(tokens)
        if not tokens or tokens[-1].text in {"with", "including"}:
            return None
        for at in range(len(tokens) - 1, max(-1, len(tokens) - 8), -1):
            if tokens[at].text == "including":
                name, _ = noun_phrase(tokens, at + 1, self._words)
                return outcome(self._line, name) if name else None
        found_verbs = predicates(tokens, self._words)
        if found_verbs and self._share_alone(found_verbs[-1].rest):
            return self._nominal(found_verbs[-1].rest)
        for predicate in reversed(found_verbs):
            found = self._of(predicate)
            if found is not None:
                return found
            if predicate.kind not in {CAUSED, EXPERIENCED, ACTED}:
                break
        return self._nominal(tokens)

    def after(self, tokens: Sequence[Token]) -> Endpoint | None:
        """The outcome named after the values (`... of patients in A required a transfusion`)."""
        at = 0
        while at < len(tokens) and tokens[at].text not in {"#", ";", ":"}:
            if tokens[at].text[0] == "#":
                break
            at += 1
        for predicate in predicates(without_asides(tokens[:at]), self._words, behind_values=True)[
            :1
        ]:
            if not self._all_count(predicate.subject):
                return None
            if any(token.text == "longer" for token in predicate.subject):
                predicate = replace(predicate, words=("no longer", *predicate.words))
            rest = predicate.rest
            if predicate.kind == EXPERIENCED:
                verb = _verb_of(tokens, rest)
                share = any(t.text in self._words.shares | self._words.compared for t in rest[:4])
                plain = verb != "received" and (self._compared or share or verb not in _WEAK)
                return self._object(predicate) if self._paired or plain else None
            bare = not any(token.is_word for token in predicate.subject)
            if predicate.kind == CAUSED and bare and self._paired:
                return self._caused(predicate)
            if predicate.kind == ACTED and (
                predicate.words[:1] == ("not",) or self._counted or self._compared
            ):
                return self._object(predicate)
            goes_on = tokens[0].text in {",", ";"}
            if predicate.kind in {STATE, CHANGED} and self._compared and not goes_on:
                return self._state(predicate)
        return None

    def _all_count(self, subject: Sequence[Token]) -> bool:
        """Whether a subject behind the values is no more than who was counted."""
        for at, token in enumerate(subject):
            following = subject[at + 1].text if at + 1 < len(subject) else ""
            if token.text in _GIVEN:
                return True
            groups = self._words.people | self._words.not_in_names
            known = self._counts(token) or following in groups or len(token.text) == 1
            if token.is_word and not known:
                return False
        return True

    def _counts(self, token: Token) -> bool:
        text = token.text
        return (
            text in _FILL
            or text in {"no", "longer"}
            or text in PREPOSITIONS
            or text in self._words.people
            or text in self._words.not_in_names
            or is_adverb(text)
        )

    def _aside(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """What stands before the values in their own bracket (`(objective response, 54% v`)."""
        for at in range(len(tokens) - 1, -1, -1):
            if tokens[at].text in "([" and closing(tokens, at) < 0:
                return [t for t in tokens[at + 1 :] if t.is_word] and tokens[at + 1 :]
        return ()

    def _of(self, predicate: Predicate) -> Endpoint | None:
        """The outcome that a verb and what stands around it tell."""
        people = people_counted(predicate.subject, self._words)
        kind = predicate.kind
        if kind in {EXPERIENCED, ACTED}:
            if not people and kind == ACTED:
                return None
            return self._object(predicate) if self._counted else None
        if kind == CAUSED:
            return self._caused(predicate)
        if kind == LINKED:
            return self._linked(predicate)
        there = any(token.text == "there" for token in predicate.subject)
        if there or (kind == IS and people and predicate.words):
            return self._nominal(predicate.rest)
        inverted = predicate.verb.text in _DIFFERS
        if people and (predicate.subject or inverted) and kind in {IS, COMPARED}:
            name = counted(predicate.subject, 0, self._words) or self._respect(predicate)
            return outcome(self._line, name) if name and self._counted else None
        if people and kind in {STATE, CHANGED}:
            return self._state(predicate) if self._compared else None
        return self._subject(predicate)

    def _subject(self, predicate: Predicate) -> Endpoint | None:
        subject = predicate.subject
        change = any(token.text in BETWEEN_ARMS for token in subject)
        tail = predicate.rest if change and predicate.kind == SEEN else ()
        whole = predicate.kind in {SEEN, HAPPENED} and not tail
        name = named([*subject, *tail], self._words, change=whole)
        if not name:
            return None
        plain = predicate.kind == HAPPENED or predicate.words[:1] in _PLAINLY
        if predicate.kind in {SEEN, HAPPENED} and (self._counted or plain):
            state = predicate.words[0] if predicate.words[:1] in _TELLING else ""
            return outcome(self._line, name, state)
        known = predicate.kind == CHANGED or set(predicate.words) & self._words.states
        if predicate.kind in {CHANGED, STATE} and (self._counted if known else self._compared):
            return outcome(self._line, name, predicate.words[0])
        share = any(token.text in self._words.shares for token in subject)
        if predicate.kind == COMPARED and self._compared:
            return outcome(self._line, name)
        share = share or name[-1].text in self._words.rates
        if predicate.kind == IS and not predicate.words and (share or self._paired):
            return outcome(self._line, name)
        return None

    def _object(self, predicate: Predicate) -> Endpoint | None:
        """What patients had (`required a transfusion`), or what they did (`chose surgery`)."""
        self.done = True
        if predicate.kind == ACTED:
            return self._act(predicate)
        rest = _past(predicate.rest, _BEFORE_OBJECT)
        for place, token in enumerate(rest[:5]):
            if token.text in _CRITERIA:
                rest = rest[place + 2 :]
                break
        before = " ".join(predicate.words)
        if rest and rest[0].text == "no":
            rest, before = rest[1:], "no"
        name = named(rest, self._words, change=True)
        return outcome(self._line, name, before=before) if name else None

    def _act(self, predicate: Predicate) -> Endpoint | None:
        rest, verb = predicate.rest, predicate.verb
        object_ = _past(rest, _BEFORE_ACTED)
        name = named(object_, self._words, change=True)
        if not name and rest and rest[0].text == "to":
            name = verb_phrase(object_, self._words)
        if not name and rest and rest[0].text[0] == ARM:
            name = [rest[0]]
        if name:
            return outcome(self._line, [verb, *name], before=" ".join(predicate.words[:-1]))
        return state_alone(self._line, verb) if self._paired and predicate.words else None

    def _respect(self, predicate: Predicate) -> Sequence[Token]:
        """In what the arms are compared (`did not differ in`, `with regard to`)."""
        rest = [token for token in predicate.rest if not is_adverb(token.text)]
        for at, token in enumerate(rest[:6]):
            if token.text == "in" or (token.text == "to" and rest[at - 1].text in _REGARD):
                return named(rest[at + 1 :], self._words)
        return ()

    def _linked(self, predicate: Predicate) -> Endpoint | None:
        rest = predicate.rest
        if not self._compared or not rest or rest[0].text not in {"with", "to"}:
            return None
        name = named(rest[1:], self._words)
        return outcome(self._line, name) if name else None

    def _caused(self, predicate: Predicate) -> Endpoint | None:
        rest = predicate.rest
        share = any(t.text in self._words.shares | self._words.changes for t in rest[:6])
        led = predicate.words[:1] in _LED and self._counted
        if not led and (not (share or self._paired) or not self._compared):
            return None
        name = named(rest[1:] if led else rest, self._words, change=led)
        return outcome(self._line, name) if name else None

    def _state(self, predicate: Predicate) -> Endpoint | None:
        name = verb_phrase([predicate.verb, *predicate.rest], self._words)
        if name:
            return outcome(self._line, name, before=" ".join(predicate.words[:-1]))
        return state_alone(self._line, predicate.verb)

    def _nominal(self, tokens: Sequence[Token]) -> Endpoint | None:
        """An outcome that no verb tells: a share or a difference of it, or its name alone."""
        words = self._words
        for at in range(len(tokens) - 2, -1, -1):
            text, following = tokens[at].text, tokens[at + 1].text
            if text in words.shares and following in {"of", "for"} and self._counted:
                name = named(tokens[at:], words)
                return outcome(self._line, name) if name else None
        for at in range(len(tokens) - 2, -1, -1):
            text, following = tokens[at].text, tokens[at + 1].text
            if text in words.changes and following in {"in", "for", "of", "on"} and self._paired:
                name = named(tokens[at + 2 :], words)
                return outcome(self._line, name) if name else None
            if text in words.linked and following in {"with", "to"} and self._paired:
                name, _ = noun_phrase(tokens, at + 2, words)
                return outcome(self._line, name) if name else None
        return self._rate(tokens)

    def _share_alone(self, rest: Sequence[Token]) -> bool:
        """Whether a share is told behind a verb and its object (`less pain and a higher rate`)."""
        for at in range(len(rest) - 1, 0, -1):
            if rest[at].text in self._words.shares:
                return any(token.text in {"and", ","} for token in rest[:at])
        return False

    def _rate(self, tokens: Sequence[Token]) -> Endpoint | None:
        """`detection rate`, `rates of` left open."""
        for at in range(len(tokens) - 1, 0, -1):
            if tokens[at].text in self._words.rates:
                first = at
                while first > 0 and tokens[first - 1].is_word and not _ends(tokens[first - 1]):
                    first -= 1
                name = tokens[first : at + 1]
                return outcome(self._line, name) if len(name) > 1 else None
        return None


#: What patients have before anything is measured.
_WEAK = frozenset(["had", "have", "has", ""])
_BEFORE_OBJECT = word_set("from with for to a an the")
_BEFORE_NAMES = frozenset(["for", "included", "including", "were", "was", ":", "as"])
# What follows tells which patients are counted.
_GIVEN = word_set("treated given receiving assigned randomized randomised undergoing allocated who")
_NO_NAME = frozenset(["likely", "able", "unlikely", "grade", "grades", "less", "more"])
_DIFFERS = frozenset(["differ", "differed"])
_BEFORE_ACTED = _BEFORE_OBJECT | {"in", "on"}
_CRITERIA = frozenset(["criteria", "criterion", "definition"])
_REGARD = frozenset(["regard", "respect", "regards"])
_LED = frozenset({("led",), ("resulted",)})
#: Words of outcomes that may be told of one share alone.
_PLAINLY = frozenset(
    {("observed",), ("achieved",), ("attained",), ("seen",), ("found",), ("identified",)}
)
_TELLING = frozenset({("detected",), ("identified",), ("maintained",), ("positive",)})


def _ends(token: Token) -> bool:
    return token.text in PREPOSITIONS or token.text in {"was", "were", "and", "or", "had", "the"}


def _past(tokens: Sequence[Token], skipped: frozenset[str]) -> Sequence[Token]:
    """Some words without those of a set that they open with."""
    at = 0
    while at < len(tokens) and tokens[at].text in skipped:
        at += 1
    return tokens[at:]


def _verb_of(tokens: Sequence[Token], rest: Sequence[Token]) -> str:
    """The word before the rest of a clause."""
    if not rest:
        return ""
    return tokens[next(at for at, token in enumerate(tokens) if token is rest[0]) - 1].text

"""What a clause's verb tells: the outcome that it and what stands around it name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.clauses.clause import Predicate, people_counted, share_of_people
from extraction.clauses.closed_words import PREPOSITIONS, is_adverb
from extraction.clauses.counted import BETWEEN_ARMS, counted, named, verb_phrase
from extraction.clauses.had_more import had_more
from extraction.clauses.nominal import name_alone
from extraction.clauses.objects import as_what, limited
from extraction.clauses.outcomes import as_printed, kept_to, outcome, state_alone
from extraction.clauses.phrases import LONGEST, noun_phrase
from extraction.clauses.verbs import (
    ACTED,
    CAUSED,
    CHANGED,
    COMPARED,
    EXPERIENCED,
    HAPPENED,
    IS,
    LINKED,
    MOVED,
    SEEN,
    STATE,
)
from extraction.clauses.wording import ARM, NUMBER, OTHER, TIME, Token, word_set
from extraction.lexicon import ClauseWords
from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Endpoint

_BEFORE_OBJECT = word_set("from with for to a an the")
_ITSELF = frozenset(["itself", "themselves"])
_DIFFERS = frozenset(["differ", "differed"])
_BEFORE_ACTED = _BEFORE_OBJECT | {"in", "on"}
_COURSE_ENDS = word_set("and , ( [ ; : in with without while but compared versus vs than \u00a7")
_LONGEST_COURSE = 8
_CRITERIA = frozenset(["criteria", "criterion", "definition"])
_REGARD = frozenset(["regard", "respect", "regards"])
_GIVEN = word_set("administered delivered given received taken finished")
_WHOLE = word_set(
    "all every full whole entire planned scheduled intended prescribed more two three four five "
    "six seven eight nine ten twelve"
)
_LED = frozenset({("led",), ("resulted",)})
#: Words of outcomes that may be told of one share alone.
_PLAINLY = frozenset(
    {("observed",), ("achieved",), ("attained",), ("seen",), ("found",), ("identified",)}
)
#: What tests do, of which a share alone tells how patients were.
_OF_TESTS = frozenset(
    ["detected", "confirmed", "demonstrated", "made", "taken", "discovered", "met"]
)
_SITES = word_set("site sites location locations organ place event manifestation")
_FIRST_THERE = word_set(
    "event progression relapse relapses recurrence recurrences failure failures"
)
_OF_AMOUNT = word_set("reduction reductions decrease increase improvement decline shrinkage")
_TELLING = frozenset({("detected",), ("identified",), ("maintained",), ("positive",)})


@dataclass(frozen=True, slots=True)
class Teller:
    """Names outcomes of values of which more or less is known.

    `paired` are several values, `compared` several or one with its arm, `counted` those or one
    with its events. The less is known of the values, the plainer must the words be.
    """

    line: Line
    words: ClauseWords
    paired: bool
    compared: bool
    counted: bool
    #: Whether they stand behind `in`, so that what follows may have a subject of its own.
    inside: bool = False

    def outcome(self, name: Sequence[Token], state: str = "", before: str = "") -> Endpoint | None:
        """The endpoint that some words name, with what is known of the values."""
        compared = self.compared and bool(self.line.of(ArmMention))
        return outcome(self.line, name, state, before, compared=compared)

    def told(self, predicate: Predicate) -> Endpoint | None:
        """The outcome that a verb and what stands around it tell."""
        kind = predicate.kind
        people = people_counted(predicate.subject, self.words)
        if not people and predicate.rest and predicate.rest[0].text in _ITSELF:
            # `Contracture showed itself in 12%`
            return self._subject(replace(predicate, kind=HAPPENED, words=()))
        if kind in {EXPERIENCED, ACTED, CHANGED, STATE}:
            people = people or share_of_people(predicate.subject, self.words)
        if kind in {EXPERIENCED, ACTED}:
            if not people and kind == ACTED:
                return None
            share = any(token.text in self.words.shares for token in predicate.rest[:5])
            return self.object(predicate) if self.counted or share else None
        if kind == CAUSED:
            return self.caused(predicate)
        if kind == LINKED:
            return self._linked(predicate)
        if kind == IS and set(predicate.words) & self.words.kept_to:
            what = [token for token in predicate.subject if token.is_word]
            return kept_to(self.line, [*what[-4:], predicate.verb])
        if set(predicate.words) & _GIVEN and _is_whole(predicate.subject, self.words):
            return as_printed(self.line, [*predicate.subject, predicate.verb])
        there = any(token.text == "there" for token in predicate.subject)
        if there or (kind == IS and people and predicate.words):
            return self.nominal(predicate.rest)
        inverted = predicate.verb.text in _DIFFERS
        if people and (predicate.subject or inverted) and kind in {IS, COMPARED}:
            name = counted(predicate.subject, 0, self.words) or self._respect(predicate)
            return self.outcome(name) if name and self.counted else None
        if people and kind in {STATE, CHANGED}:
            by_how_much = predicate.verb.text in self.words.compared  # `A improved (9% v 4%)`
            return self.state(predicate) if self.compared and not by_how_much else None
        return self._subject(predicate)

    def _subject(self, predicate: Predicate) -> Endpoint | None:
        subject = predicate.subject
        change = any(token.text in BETWEEN_ARMS for token in subject)
        tail = predicate.rest if change and predicate.kind == SEEN else ()
        whole = predicate.kind in {SEEN, HAPPENED} and not tail
        name = named([*subject, *tail], self.words, change=whole)
        if not name or self.line.view[name[0].start - 1] == "%":
            return None
        limited = name[0].text in self.words.changes or _has_limit(subject, name[0])
        if whole and len(name) == 1 and limited:
            name = [*_at_length(subject, name[0])]  # `a reduction of at least half in the score`
        lone = len(predicate.rest) == 1 and predicate.rest[0].text == "in"
        seen = lone and not set(predicate.words) & _OF_TESTS
        plain = predicate.kind == HAPPENED or predicate.words[:1] in _PLAINLY or seen
        if predicate.kind in {SEEN, HAPPENED} and (self.counted or plain):
            state = predicate.words[0] if predicate.words[:1] in _TELLING else ""
            return self.outcome(name, state)
        in_them = [t.text for t in predicate.rest if not t.text.endswith("ly")] == ["in"]
        became = predicate.kind == CHANGED and in_them and bool(self.line.of(ArmMention))
        if (lone and set(predicate.words) & self.words.states) or became:
            return self.outcome(name, predicate.words[0])
        known = predicate.kind == CHANGED or set(predicate.words) & self.words.states
        if predicate.kind in {CHANGED, STATE} and (self.counted if known else self.compared):
            return self.outcome(name, predicate.words[0])
        share = any(token.text in self.words.shares for token in subject)
        share = share or name[-1].text in self.words.rates
        # What went from 50% to 55% is a measurement, unless it is called a share.
        moved = predicate.verb.text in MOVED and predicate.rest and predicate.rest[0].text == "from"
        if not share and (moved or self.is_measured(name)):
            return None
        if predicate.kind in {COMPARED, IS} and name[-1].text in _OF_AMOUNT and not share:
            return None  # `pain reduction was greater (34% v 21%)`
        bracketed = bool(predicate.rest) and predicate.rest[-1].text in "(["
        if predicate.kind == COMPARED and (self.compared or bracketed):
            return self.outcome(name)
        if predicate.kind == IS and predicate.words == ("",) and self.counted:
            return self._as_site(name, predicate.rest)
        share = share or name[0].text in self.words.kept_to
        if predicate.kind == IS and not predicate.words and (share or self.paired):
            return self.outcome(name)
        return None

    def _as_site(self, name: Sequence[Token], rest: Sequence[Token]) -> Endpoint | None:
        """What was where another thing came first (`the liver was the first site of relapse`)."""
        site, _ = noun_phrase(rest, 0, self.words)
        texts = [token.text for token in site]
        if not _SITES & set(texts) or not _FIRST_THERE & set(texts):
            return None
        return self.outcome(name, state=" ".join(("as", *texts)))

    def is_measured(self, name: Sequence[Token]) -> bool:
        """Whether a name is that of a measurement: in several words, or by its last one."""
        printed = self.line.view[name[0].start : name[-1].end]
        found = self.words.measured.finditer(printed)
        return any(match.end() == len(printed) or " " in match.group() for match in found)

    def object(self, predicate: Predicate) -> Endpoint | None:
        """What patients had (`required a transfusion`), or what they did (`chose surgery`)."""
        if predicate.kind == ACTED:
            return self._act(predicate)
        rest = _past(predicate.rest, _BEFORE_OBJECT)
        if rest and rest[0].text[0] == NUMBER and len(rest) < len(predicate.rest):
            rest = predicate.rest[len(predicate.rest) - len(rest) - 1 :]  # `a 50% reduction`
        for place, token in enumerate(rest[:5]):
            if token.text in _CRITERIA:
                rest = rest[place + 2 :]
                break
        before = " ".join(predicate.words)
        if rest and rest[0].text == "no":
            rest, before = rest[1:], "no"
        name = named(rest, self.words, change=True)
        if not name or had_more(predicate.rest, name, self.words, self.is_measured):
            return None
        return self.outcome(name, before=before)

    def _act(self, predicate: Predicate) -> Endpoint | None:
        rest, verb = predicate.rest, predicate.verb
        if verb.text in self.words.kept_to:
            return self._kept(predicate)
        object_ = _past(rest, _BEFORE_ACTED)
        limit = limited(rest, self.words)
        if limit:
            return self.outcome([verb, *limit])
        name = named(object_, self.words, change=True)
        if name and verb.text in self.words.judged:
            name = as_what(name, object_, self.words)
        if not name and rest and rest[0].text == "to":
            name = verb_phrase(object_, self.words)
        if not name and rest and rest[0].text[0] == ARM:
            name = [rest[0]]
        if name:
            return self.outcome([verb, *name], before=" ".join(predicate.words[:-1]))
        return state_alone(self.line, verb) if self.paired and predicate.words else None

    def _kept(self, predicate: Predicate) -> Endpoint | None:
        """What patients kept to (`completed all six cycles`, `completed 48 weeks`)."""
        object_ = list(_past(predicate.rest, _BEFORE_OBJECT)[:_LONGEST_COURSE])
        ends = _COURSE_ENDS | PREPOSITIONS
        stop = next((at for at, t in enumerate(object_) if t.text in ends), len(object_))
        object_ = object_[:stop]
        if object_ and object_[0].text[0] in (NUMBER, TIME, OTHER, ARM):
            start, end = predicate.verb.start, object_[0].end
            name = self.line.view[start:end].lower()
            return Endpoint(start=start, end=end, id=f"other:{name}", kind="event")
        while object_ and object_[-1].text not in self.words.courses:
            object_.pop()
        return kept_to(self.line, [predicate.verb, *object_]) if object_ else None

    def _respect(self, predicate: Predicate) -> Sequence[Token]:
        """In what the arms are compared (`did not differ in`, `with regard to`)."""
        rest = [token for token in predicate.rest if not is_adverb(token.text)]
        for at, token in enumerate(rest[:6]):
            if token.text == "in" or (token.text == "to" and rest[at - 1].text in _REGARD):
                told = 3 if [t.text for t in rest[at + 1 : at + 3]] == ["terms", "of"] else 1
                return named(rest[at + told :], self.words)
        return ()

    def _linked(self, predicate: Predicate) -> Endpoint | None:
        rest = predicate.rest
        if not self.compared or not rest or rest[0].text not in {"with", "to"}:
            return None
        name = named(rest[1:], self.words)
        return self.outcome(name) if name else None

    def caused(self, predicate: Predicate) -> Endpoint | None:
        """What a treatment acted on (`A reduced the rate of seroma`)."""
        rest = predicate.rest
        share = any(t.text in self.words.shares | self.words.changes for t in rest[:6])
        led = predicate.words[:1] in _LED and self.counted
        if not led and (not (share or self.paired) or not self.compared):
            return None
        name = named(rest[1:] if led else rest, self.words, change=led)
        return self.outcome(name) if name else None

    def state(self, predicate: Predicate) -> Endpoint | None:
        """What patients became or were doing (`were still smoking`)."""
        if predicate.verb.text == "lost" and predicate.rest and predicate.rest[0].text == "to":
            return None
        known = next((m for m in self.line.topics if m.end == predicate.verb.end), None)
        if known is not None and known.kind == "event":
            return known
        if predicate.words[:1] and predicate.words[0].endswith(" free"):
            end, printed = predicate.verb.end, predicate.words[0]
            return Endpoint(start=end - len(printed), end=end, id=f"other:{printed}", kind="event")
        name = verb_phrase([predicate.verb, *predicate.rest], self.words)
        told = self.outcome(name, before=" ".join(predicate.words[:-1])) if name else None
        return told or state_alone(self.line, predicate.verb)

    def nominal(self, tokens: Sequence[Token]) -> Endpoint | None:
        """An outcome that no verb tells: a share or a difference of it, or its name alone."""
        name = name_alone(tokens, self.words, paired=self.paired, counted=self.counted)
        return self.outcome(name) if name else None


def _is_whole(subject: Sequence[Token], words: ClauseWords) -> bool:
    """Whether a subject is all of a treatment, or so much of it (`all six cycles were given`)."""
    told = [token.text for token in subject]
    course = next((at for at, text in enumerate(told) if text in words.courses - _WHOLE), -1)
    return course > 0 and not _WHOLE.isdisjoint(told[:course])


def _has_limit(subject: Sequence[Token], first: Token) -> bool:
    """Whether behind a word stands how much of it is meant (`a gain of 50% or more in`)."""
    behind = [token.text for token in subject if token.start > first.start][:4]
    return behind[:1] == ["of"] and any(text[0].isdigit() for text in behind)


def _at_length(subject: Sequence[Token], first: Token) -> Sequence[Token]:
    """A subject from a word of it on, as far as no arm stands in it."""
    rest = [token for token in subject if token.start >= first.start]
    stop = next((at for at, token in enumerate(rest) if token.text[0] == ARM), len(rest))
    return rest[: min(stop, LONGEST + 1)] or [first]


def _past(tokens: Sequence[Token], skipped: frozenset[str]) -> Sequence[Token]:
    """Some words without those of a set that they open with."""
    at = 0
    while at < len(tokens) and tokens[at].text in skipped:
        at += 1
    return tokens[at:]

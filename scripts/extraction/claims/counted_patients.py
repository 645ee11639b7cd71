"""Counts of the patients to whom something happened: its subject, or where it was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.claims import count_frames as frames
from extraction.claims.count_series import count_series, side_by_side
from extraction.claims.counted_events import announced_counts, counted, event_at, verb_at
from extraction.claims.place import Claim
from extraction.clauses.clause import predicates
from extraction.clauses.closed_words import is_adverb
from extraction.clauses.counted import named
from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.shape import ARM, ENDPOINT, NUMBER, Number, Shape
from extraction.clauses.told import Teller
from extraction.clauses.told_behind import told_behind
from extraction.clauses.verbs import CHANGED, HAPPENED, SEEN, STATE
from extraction.clauses.wording import Token, Wording
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import Worded

#: Verbs that only an event follows; others may speak of what patients had before.
_FREE_VERBS = (
    *("developed", "experienced", "suffered", "presented", "diagnosed", "required", "needed"),
    *("reported", "exhibited"),
)
#: Verbs of a lone count that tell an outcome, whoever is counted.
_TELLING = Worded(r"(?:(?:have|had|has|were|was|been|became)\s)*(?:\w+ly\s)?@counted_verbs\b")
_AUXILIARY = re.compile(r"(?:(?:have|had|has|were|was|been)\s)*")
#: After these words of a verb comes why, or what, they did.
_BECAUSE = ("because", "due", " to", "their", " of")
_WHY = re.compile(
    r"\s[^,;:.()#\u00a7~\u00a4]{3,60}?(?=\s?[,;:.(]|\s(?:in|with|and|after|during)\s|$)"
)
_HAPPENED = Worded(r"\b@counted_happened$")
#: What became of a graft, a tooth or an eye of theirs is an outcome.
_LOST = ["lost", "their"]
#: What tells the group that patients were in.
_WHERE = ("other:in the ", "other:on the ", "other:under the ")
_REACH = 200


def as_subject(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`Six patients in A and three in B had E`, `... died`, `... required E`."""
    wording = Wording(shape.line)
    for match in frames.SUBJECT.of(shape.line.words).finditer(shape.text):
        series = _subjects(shape, match)
        if series is None or not _are_patients(shape, series, match):
            continue
        out_of = series.items[0].value.total
        _take_total(shape, match.start("sides"), series)
        yield from counted(series, _had(wording, shape, series, match, out_of), "counted subject")


def _had(
    wording: Wording, shape: Shape, series: Series, match: re.Match[str], out_of: int | None
) -> Endpoint | None:
    """What the patients counted had, did or became."""
    if match["outcome"]:
        return event_at(shape, match.start("outcome"))
    if match["verbal"]:
        told = verb_at(shape, match.start("verbal"))
        return told or _done(wording, shape, series, match, "verbal")
    if match["did"]:
        return _done(wording, shape, series, match, "did")
    # What patients of one group had may be what they came with.
    known = len(series.items) > 1 or out_of or _is_parted(shape, match)
    if not (known or match["had"].startswith(_FREE_VERBS)):
        return None
    tokens = wording.tokens(shape.place(match.end()), shape.line.sentence.end)
    name, _ = noun_phrase(tokens, 0, shape.line.words)
    found = outcome(shape.line, name) if name and name[0].start == tokens[0].start else None
    return found or _done(wording, shape, series, match, "had")


def _subjects(shape: Shape, match: re.Match[str]) -> Series | None:
    """The numbers of a subject, and those that it is compared with behind what it had."""
    start = match.start("sides")
    end = next(match.end(n) for n in ("later", "where", "sides") if match.start(n) >= 0)
    series = None
    for stop in _ends_behind(shape, match):
        series = count_series(shape, start, stop, "patients")
        if series and any(item.value.total or item.arms_after for item in series.items[-1:]):
            break
        series = None
    series = series or count_series(shape, start, end, "patients")
    series = series or count_series(shape, start, match.end("sides"), "patients")
    arm = shape.at.get(match.start("whose")) if match["whose"] else None
    if isinstance(arm, ArmMention):
        series = _of_groups(shape, match, arm) or series
    return series


def _ends_behind(shape: Shape, match: re.Match[str]) -> Iterator[int]:
    """Where the sides end that stand behind what the first side had."""
    if match["listed"]:
        return
    words = shape.line.words
    at = match.start("later") if match["later"] else match.end()
    against = frames.AGAINST.of(words).match(shape.text, at)
    if against:
        yield against.end()
    alone = match["sides"].count(NUMBER) == 1 and ARM not in match["sides"]
    farther = frames.FARTHER.of(words).match(shape.text, at) if alone else None
    if farther and not (match["whose"] or match["later"]):
        yield farther.end()


def _of_groups(shape: Shape, match: re.Match[str], arm: ArmMention) -> Series | None:
    """The numbers of groups each named before its own (`in A 12 patients had E, and in B 5`)."""
    start = match.start("sides")
    second = frames.SECOND_GROUP.of(shape.line.words).match(shape.text, match.end())
    if second:
        return side_by_side(shape, match.start("whose"), second.end(), "patients")
    end = next(match.end(n) for n in ("later", "where", "sides") if match.start(n) >= 0)
    both = count_series(shape, start, end, "patients", counted=True)
    series = both if both and [bool(i.arms_after) for i in both.items[1:]] == [True] else None
    series = series or count_series(shape, start, end, "patients")
    series = series or count_series(shape, start, match.end("sides"), "patients")
    if series and not series.items[0].arms_after:
        series.items[0].arms_before = [arm]
    return series


def _done(
    wording: Wording, shape: Shape, series: Series, match: re.Match[str], verb: str
) -> Endpoint | None:
    """What the patients counted did or became, as their verb tells it."""
    index = match.start(verb)
    whole = all(item.value.total for item in series.items)
    completed = frames.COMPLETED.match(shape.text, index)
    if completed and not frames.OF_ALL.of(shape.line.words).search(
        shape.text, 0, match.start("sides")
    ):
        start, end = shape.place(completed.start()), shape.end(completed.end())
        name = f"other:completed {completed['what']}"
        return Endpoint(start=start, end=end, id=name, kind="event") if whole else None
    compared = len(series.items) > 1
    first = shape.text[index : index + 40].split()[:2]
    undergone = first != _LOST and not shape.line.words.undergone.isdisjoint(first)
    if first[:1] == ["completed"] or undergone:
        return None
    known = whole or _is_compared(series) or _is_parted(shape, match)
    telling = known or _TELLING.of(shape.line.words).match(shape.text, index)
    if not telling or wording.about_patients:
        return None
    teller = Teller(shape.line, shape.line.words, paired=compared, compared=True, counted=True)
    start = shape.place(index)
    told = told_behind(teller, wording.tokens(start, min(start + _REACH, wording.end)))
    told = told or _by_verb(shape, index)
    return told if told is not None and not told.id.startswith(_WHERE) else None


def _is_parted(shape: Shape, match: re.Match[str]) -> bool:
    """Whether behind a lone number stands how many of them are of each arm."""
    return frames.PARTED.of(shape.line.words).match(shape.text, match.end("sides")) is not None


def _is_compared(series: Series) -> bool:
    """Whether counts are of several groups, or a lone one is of an arm."""
    return len(series.items) > 1 or any(i.arms_after or i.arms_before for i in series.items)


def _by_verb(shape: Shape, index: int) -> Endpoint | None:
    """What a verb that tells an outcome by itself names (`12 patients conceived`)."""
    told = _TELLING.of(shape.line.words).match(shape.text, index)
    known = shape.at.get(told.end() - 1) if told else None
    if told is None or known is not None:
        return None
    why = _WHY.match(shape.text, told.end()) if told.group().endswith(_BECAUSE) else None
    first = index + len(_AUXILIARY.match(told.group()).group())  # type: ignore[union-attr]
    start, end = shape.place(first), shape.end(why.end() if why else told.end())
    return Endpoint(start=start, end=end, id=f"other:{shape.line.view[start:end]}", kind="event")


def _take_total(shape: Shape, start: int, series: Series) -> None:
    """Give a lone count the number of whom it is a part (`Of the 31 patients, 9 had ...`)."""
    value = series.items[0].value
    opening = frames.OF_ALL.of(shape.line.words).search(shape.text, 0, start)
    total = shape.at.get(opening.start("total")) if opening else None
    if len(series.items) > 1 or value.total or not isinstance(total, Number):
        return
    if total.value >= (value.events or 0):
        series.items[0].value = replace(value, total=total.value)


def _are_patients(shape: Shape, series: Series, match: re.Match[str]) -> bool:
    """Whether numbers count patients: they say so, name their arm, or are a part of some."""
    sides, start = match["sides"], match.start()
    if match["verbal"] and (
        match["whose"] or frames.PEOPLE_NAMED.of(shape.line.words).search(shape.text, 0, start)
    ):
        return True
    said = (
        series.items[0].value.total
        or ARM in sides
        or frames.PEOPLE_NAMED.of(shape.line.words).search(sides)
    )
    said = said or frames.FRACTION.search(sides)
    return bool(said or sides.count(NUMBER) > 1 or frames.OF_THEM.search(shape.text, 0, start + 2))


def in_place(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`E occurred in 12 patients in A and 5 in B`."""
    wording = Wording(shape.line)
    for match in frames.PLACE.of(shape.line.words).finditer(shape.text):
        series = count_series(shape, match.start("sides"), match.end("sides"), "patients")
        if series is None:
            continue
        endpoint = None
        if match["became"]:
            if len(series.items) > 1:
                yield from announced_counts(wording, series, "counted place")
            continue
        if match["outcome"]:
            endpoint = event_at(shape, match.start("outcome"))
        elif _HAPPENED.of(shape.line.words).search(match["verb"]) or _is_compared(series):
            tokens = wording.tokens(shape.line.sentence.start, shape.place(match.start("verb")))
            endpoint = outcome(shape.line, _subject(shape.line, tokens))
        yield from counted(series, endpoint, "counted place")


def _subject(line: Line, tokens: Sequence[Token]) -> Sequence[Token]:
    """The name that a clause opens with, where it goes on to the end of the tokens."""
    starts = [at + 1 for at, token in enumerate(tokens) if token.is_sign]
    clause = tokens[starts[-1] if starts else 0 :]
    name = named(clause, line.words)
    rest = [token for token in clause if name and token.start >= name[-1].end]
    return name if all(is_adverb(token.text) for token in rest) else []


def in_whom_first(shape: Shape, _claims: Sequence[Claim]) -> Iterator[Claim]:
    """`In 12 patients in A and 5 in B, E occurred`."""
    wording = Wording(shape.line)
    for match in frames.INVERTED.of(shape.line.words).finditer(shape.text):
        series = count_series(shape, match.start("sides"), match.end("sides"), "patients")
        if series is None:
            continue
        if match["what"] == ENDPOINT:
            endpoint = event_at(shape, match.start("what"))
        else:
            whole = all(item.value.total for item in series.items)
            endpoint = _seen(wording, shape, match) if len(series.items) > 1 or whole else None
        yield from counted(series, endpoint, "counted place")


def _seen(wording: Wording, shape: Shape, match: re.Match[str]) -> Endpoint | None:
    """What happened, or was seen, in the patients that a sentence opens with."""
    start = shape.place(match.start("what"))
    tokens = wording.tokens(start, min(start + _REACH, wording.end))
    verbs = predicates(tokens, shape.line.words)
    if not verbs or verbs[0].kind not in {SEEN, HAPPENED, STATE, CHANGED}:
        return None
    teller = Teller(shape.line, shape.line.words, paired=True, compared=True, counted=True)
    return teller.told(verbs[0])

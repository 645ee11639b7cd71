"""The order in which a sentence compares its arms, which the values beside follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.clauses.turns import way_of
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value

_BETWEEN_ARMS = re.compile(
    r"\b(?:compared with|compared to|as compared with|versus|vs\.?|v\.?|than|and|or|over|to|"
    r"against|rather than|but|as)\b|/|,|;"
)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_PARTED = re.compile(r"(?<!vs)(?<!\bv)\.\s|;.*\d\s?%")
_MORE = re.compile(
    r"\b(?:higher|greater|longer)\b|\b(?:increased|more (?:frequent|common|often)\w*)\b(?=[^,]*$)"
)
_LESS = re.compile(
    r"\b(?:lower|fewer|shorter)\b|\b(?:reduced|rarer|less (?:frequent|common|often)\w*)\b(?=[^,]*$)"
    r"|\bless(?=\s?[,(:]|$)"
)
_CONTRASTED = re.compile(r"\b(?:but|while|whilst|whereas|although|though|yet|and|however)\b")
# `A (15 v 20%) and B (14 v 24%)` compares each with something else.
_OWN_PAIR = re.compile(
    r"^[^()]{0,20}\([^()]*\d%?\s(?:versus|vs?\.?)\s\d[^()]*\)[^()]*\b(?:and|but|nor|or)\b"
)
_TOLD_BEFORE = re.compile(
    r"\d\s?(?:%|per cent|percent|months|years|weeks|days)[^;]*;\s(?:(?:and|but|while|whereas)\s)?"
    r"(?:in|with|for|of|on|under|among)\s[^;\d]*$"
)
#: `Comparing A with B`, `a comparison of A with B`.
_COMPARING = re.compile(r"\b(?:[Cc]omparing|[Cc]omparisons? of|[Cc]ontrasting)\s(?:[a-z]+\s){0,2}$")
_WITH = re.compile(r"(?:\s(?:groups?|arms?|patients))?\swith\s(?:the\s|those on\s)?")
_BESIDE = 25
_BEFORE = 60
_CONTRAST = re.compile(r"\b(?:while|whilst|whereas|but|although)\s")
_INVERTED = re.compile(
    r"(?:^|[.;]\s*)(?:as\s|when\s)?(?:compared with|compared to|relative to|versus|unlike|"
    r"as opposed to|against|in (?:contrast|comparison) (?:to|with)|than)\s(?:the\s)?"
    r"(?:(?:patients|women|those|subjects|"
    r"participants|that|in|on|with|given|receiving|who|received|treated|assigned|allocated|to|the|randomi[sz]ed|"
    r"allocated|undergoing|underwent|taking|having|had|were|of|arm|group|by|after|for)\s){0,6}"
    r"(?:[a-z-]+\s)?$",
    re.IGNORECASE,
)


def arms_in_order(line: Line, series: Series, count: int) -> tuple[str, ...]:
    """The arms of a comparison that a series follows in order, () where none fits."""
    mentions = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    after = [m for m in mentions if m.start >= series.items[-1].value.end]
    start = clause_start(line, series.items[0].value.start)
    before = [m for m in mentions if start <= m.start and m.end <= series.items[0].value.start]
    if _opens_anew(line, before, series.items[0].value.start):
        before = before[-1:]
    for run, last in ((runs(line, after), False), (runs(line, before), True)):
        fitting = [labels for labels in run if len(labels) == count]
        if fitting and (last or _close_after(line, series, after)):
            chosen = fitting[-1 if last else 0]
            if last and count == 2 and (turned := _by_sense(line, series, before, chosen)):
                return turned
            if count == 2 and contradicts(line, series):
                return ()
            beside = after and after[0].start - series.items[-1].value.end < _BESIDE
            if last and beside and after[0].labels[0] not in chosen:
                return ()
            return chosen
    return ()


def _by_sense(
    line: Line, series: Series, before: Sequence[ArmMention], pair: tuple[str, ...]
) -> tuple[str, ...]:
    """The arms of two values of a sentence that opens with the side it compares with.

    Its values may follow the words or the sense (`Compared with B, A raised the rate (2% v 15%)`).
    """
    opens = [m for m in before if opens_comparison(line.view[line.sentence.start : m.start])]
    first, second = (item.value.number for item in series.items[:2])
    if not opens or opens[0].labels[0] not in pair or first is None or second is None:
        return ()
    other = opens[0].labels[0]
    told = next(label for label in pair if label != other)
    way = way_of(line, series)
    if way and first != second:
        return (told, other) if (first > second) == (way > 0) else (other, told)
    return (other, told) if series.respectively else ()


def _opens_anew(line: Line, before: Sequence[ArmMention], at: int) -> bool:
    """Whether an arm opens a part of the sentence behind the values of another.

    `In A the rates were 87% and 90%; in B they were 70% and 78%`.
    """
    if len(before) < 2 or before[-1].labels == before[-2].labels:
        return False
    told = _TOLD_BEFORE.search(line.gap(before[-2], before[-1]))
    return told is not None and ";" not in line.view[before[-1].end : at]


def compared_beside(line: Line, series: Series) -> int:
    """How many arms are compared right before or behind a series, 0 where none or one is named."""
    first, last = series.items[0].value, series.items[-1].value
    mentions = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    start = clause_start(line, first.start)
    before = [m for m in mentions if start <= m.start and m.end <= first.start]
    after = [m for m in mentions if m.start >= last.end]
    if before and first.start - before[-1].end < _BEFORE:
        return len(runs(line, before)[-1])
    return len(runs(line, after)[0]) if after and _close_after(line, series, after) else 0


def clause_start(line: Line, at: int) -> int:
    """Where the clause of a place begins: behind a contrast that values stand before.

    `More had nausea with A (25% v 10%), whereas dry mouth was more common with B (30% v 18%)`.
    """
    start = line.sentence.start
    for match in _CONTRAST.finditer(line.view, line.sentence.start, at):
        told = any(m.unit and start <= m.start < match.start() for m in line.of(Value))
        own = any(match.end() <= m.start < at for m in line.of(ArmMention))
        if told and own:
            start = match.end()
    return start


def contradicts(line: Line, series: Series) -> bool:
    """Whether two values run against the word that compares them (`higher with A: 41% v 69%`)."""
    first, second = (item.value.number for item in series.items[:2])
    if first is None or second is None or len(series.items) != 2 or series.from_to:
        return False
    text = line.view[clause_start(line, series.start) : series.start].rsplit(";", 1)[-1]
    # What is said behind the values before counts more (`higher (54% v 26%), but pain less (`).
    before = [m.end for m in line.of(Value) if m.unit and m.end <= series.start]
    own = line.view[before[-1] : series.start] if before else ""
    if _CONTRASTED.search(own) and (_MORE.search(own) or _LESS.search(own)):
        text = own
    more, less = bool(_MORE.search(text)), bool(_LESS.search(text))
    return (more and not less and first < second) or (less and not more and first > second)


def _close_after(line: Line, series: Series, after: Sequence[ArmMention]) -> bool:
    text = line.view[series.items[-1].value.end : after[0].start]
    text = _BRACKETED.sub("", text)
    return len(text) < 90 and ";" not in text


def runs(line: Line, mentions: Sequence[ArmMention]) -> list[tuple[str, ...]]:
    """Groups of different arms that are compared with each other, in the order of the text."""
    runs: list[list[ArmMention]] = []
    for mention in mentions:
        if runs:
            previous = runs[-1][-1]
            gap = line.view[previous.end : mention.start]
            parted = _PARTED.search(_BRACKETED.sub("", gap)) or _OWN_PAIR.search(gap)
            joined = len(gap) < 120 and _BETWEEN_ARMS.search(gap) and not parted
            joined = joined or (
                _WITH.fullmatch(gap) is not None
                and _COMPARING.search(line.view, max(0, previous.start - 40), previous.start)
                is not None
            )
            if joined and all(mention.labels != member.labels for member in runs[-1]):
                runs[-1].append(mention)
                continue
            if mention.labels == previous.labels:
                runs[-1][-1] = mention
                continue
        runs.append([mention])
    return [_ordered(line, run) for run in runs]


def opens_comparison(head: str) -> bool:
    """Whether the words before an arm open their sentence as `Compared with`."""
    return _INVERTED.search(head) is not None


def _ordered(line: Line, run: Sequence[ArmMention]) -> tuple[str, ...]:
    labels = [mention.labels[0] for mention in run]
    head = line.view[line.sentence.start : run[0].start]
    if len(labels) == 2 and opens_comparison(head):
        labels.reverse()
    return tuple(labels)

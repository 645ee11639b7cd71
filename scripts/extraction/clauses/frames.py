"""Which arm a clause speaks of, and which it compares with that one.

`More women had nausea with A than with B (7% v 5%)` speaks of A and compares it with B; two
values side by side follow that order, wherever in the clause they stand. A clause that compares
anything else (`older than 50`, `black v nonblack`) says nothing about arms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.arms.study import Arms
from extraction.clauses.sequence import clause_start, runs
from extraction.mentions.lines import Line, once
from extraction.series.series import Series
from extraction.tokens import ArmMention, Subgroup, Value

_SMALL = (
    r"(?:[\s,]|\b(?:the|in|with|for|on|by|of|to|a|an|those|that|patients|women|participants|"
    r"subjects|who|were|was|had|did|receiving|received|given|treated|undergoing|underwent|"
    r"assigned|randomi[sz]ed|allocated|taking|among|after|group|arm)\b)*"
)
#: Not what only counts (`more than 5 kg`).
_THAN = (
    r"(?:(?<!more )(?<!less )(?<!fewer )than|"
    r"(?:more|less|fewer) than(?! (?:\d|one|two|three|four|five|six|ten|half)\b))"
)
_COMPARES = re.compile(
    rf"\b(?:{_THAN}|versus|vs|v|compared (?:with|to)|relative to|as opposed to|rather than|unlike|"
    r"(?:superior|inferior|similar|equivalent|comparable) (?:to|with)|in contrast to|"
    r"differ(?:ed|ent|s)?(?: significantly)? from)\b\.?"
)
_OVER = re.compile(r"\b(?:over|against)\b")
_NEXT = re.compile(_SMALL)
#: The side that is compared with, where it is not named.
_ANYONE = re.compile(r"(?:the\s)?(?:others?\b|other (?:group|arm)|(?:their )?counterparts)")
_JOINT = re.compile(
    r",?\s(?:and|while|whilst|whereas|but|versus|vs\.?|v|(?:as )?compared (?:with|to)|"
    r"as against)\s|;"
)
_THAN_BEHIND = re.compile(r"[)\]]\s(?:than|(?:as )?compared (?:with|to)|versus|vs\.?)\s")
_HEAD_ONLY = re.compile(r"\s?(?:groups?|arms?|patients|recipients|therapy|treatment)?\s?")
_PARTNER_BEFORE = re.compile(
    r"\b(?:between|comparing|both)\s(?:the\s)?[\w+/ -]{2,40}\s(?:and|versus|vs\.?|with|or)\s"
    r"(?:the\s)?$"
)
_BETWEEN = re.compile(r"\b(?:between|comparing|both)\s(?:the\s)?$")
_PARTNER_AFTER = re.compile(r"\s(?:groups?\s|arms?\s)?(?:and|versus|vs)\b")
_INCLUDED = re.compile(r",\s(?:including|among (?:them|these)|of (?:whom|which|these)|with)\s")
_PAUSE = re.compile(r"[,;:]|\(\s?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)")
_BELONGS = re.compile(
    r"\b(?:in|with|for|on|among|by|after|of|receiving|given|to)\s(?:the\s)?(?:[a-z]+\s)?$"
)
#: What follows a comparison of two values of another series.
_BETWEEN_VALUES = re.compile(
    r"\s(?:only\s)?(?:\d[\d.]*\s?(?:%|months|years|weeks)|not reached|"
    r"(?:NR|none|nil|no|nobody)\b)"
)
_LISTS_OTHERS = re.compile(
    r"^[\s)]*,?\s?(?:in|for|among|of|with|at)\s[^,;()]{0,80}?\b(?:and|versus|vs|or)\b"
)
_SIGN = re.compile(r"[()\[\];]")
_TWO = re.compile(r"\b(?:and|or|versus|vs)\b|/(?!(?:d?[lL]|m[2lL]?|kg|min|h|day)\b)")


def sides_of_clause(line: Line, series: Series, arms: Arms) -> tuple[str, ...] | None:
    """The arm that the clause of a pair of values speaks of and the one it is compared with.

    Either is '' where the clause does not tell; None where it compares anything else.
    """
    start, end, brackets = _clause(line, series)
    mentions = [
        m
        for m in line.of(ArmMention)
        if len(m.labels) == 1
        and m.labels[0]
        and start <= m.start < end
        and not any(left < m.start < right for left, right in brackets)
    ]
    if _of_parts(line, series, mentions, end):
        return None
    against = set()
    for after in _comparisons(line, series, start, end, brackets):
        mention, stop = _next_arm(line, mentions, after, end)
        if mention is not None:
            against.add(mention.labels[0])
        elif not _ANYONE.match(line.view, stop):
            return None
    for match in _OVER.finditer(line.view, start, end):
        mention, _ = _next_arm(line, mentions, match.end(), end)
        if mention is not None:
            against.add(mention.labels[0])
    told = {m.labels[0] for m in mentions} - against
    if len(told | against) == 1 and any(_has_partner(line, m) for m in mentions):
        return None
    pairs = {pair for pair in runs(line, mentions) if len(pair) == 2}
    if len(told) == 2 and not against and len(pairs) == 1 and told == set(*pairs):
        return next(iter(pairs))
    if len(told) > 1 or len(against) > 1:
        return "", ""
    subject, other = next(iter(told), ""), next(iter(against), "")
    return subject or arms.against(other), other or arms.against(subject)


def _has_partner(line: Line, mention: ArmMention) -> bool:
    """Whether something unknown is named side by side with an arm (`between X and A`)."""
    before = line.view[max(line.sentence.start, mention.start - 60) : mention.start]
    after = line.view[mention.end : mention.end + 60]
    return _PARTNER_BEFORE.search(before) is not None or (
        _BETWEEN.search(before) is not None and _PARTNER_AFTER.match(after) is not None
    )


def _next_arm(
    line: Line, mentions: Sequence[ArmMention], after: int, end: int
) -> tuple[ArmMention | None, int]:
    """The arm that follows a place with nothing but small words in between, and where these end."""
    small = _NEXT.match(line.view, after, end)
    stop = small.end() if small is not None else after
    found = next((m for m in mentions if after <= m.start <= stop), None)
    return found, stop


def arm_of_clause(line: Line, series: Series) -> tuple[str, ...]:
    """The only arm between a lone value and the conjunctions that part it from the next values.

    `31% had nausea in the A group, while 12% had nausea in the B group`.
    """
    value = series.items[0].value
    before = [m.end for m in _results(line) if m.end <= series.start]
    after = [m.start for m in _results(line) if m.start >= value.end]
    left = before[-1] if before else line.sentence.start
    right = after[0] if after else line.sentence.end
    joints = list(_JOINT.finditer(line.view, left, series.start))
    if joints:
        left = joints[-1].end()
    elif before and not _INCLUDED.search(line.view, left, series.start):
        left = series.start  # an arm before it is that of the value before
    parted = _JOINT.search(line.view, value.end, right)
    compared = _THAN_BEHIND.search(line.view, value.end, right)
    arms = [m for m in line.of(ArmMention) if left <= m.start < right]
    if compared and arms and _opens_side(line, arms, series, compared.end(), right):
        arms = [m for m in arms if m.start < series.start]
    elif parted is not None:
        own = [m for m in arms if series.start < m.start < parted.start()]
        if own and line.view.count("(", value.end, own[0].start) > line.view.count(
            ")", value.end, own[0].start
        ):
            own = []  # `14 recurrences (A, 5; B, 9)`
        if not own and _next_arm(line, arms, parted.end(), right)[0] is not None:
            return ()
        arms = own or [m for m in arms if m.start < parted.start()]
    if len({m.labels for m in arms}) != 1 or len(arms[0].labels) != 1:
        return ()
    between = line.view[min(arms[0].end, value.end) : max(arms[-1].start, series.start)]
    if arms[0].start > value.start:
        last = line.view[value.end : arms[0].start]
        # With another value after it, the arm must close what the first is said of.
        if _PAUSE.search(last) or (parted is None and after and not _BELONGS.search(last)):
            return ()
    return () if _COMPARES.search(between) else arms[0].labels


def _opens_side(
    line: Line, arms: Sequence[ArmMention], series: Series, after: int, end: int
) -> bool:
    """Whether a bracket parts an arm from the other (`longer with A (18) than with B (9)`)."""
    other, _ = _next_arm(line, arms, after, end)
    before = [m for m in arms if m.end <= series.start]
    return bool(before) and other is not None and other.labels != before[-1].labels


def arm_before_bracket(line: Line, series: Series, *, one_arm: bool = False) -> tuple[str, ...]:
    """The arm that stands right before the bracket that a lone value is in.

    `69% of patients in arm A (fatigue 31%, pain 11%, neutropenia 8%)`. Values of one arm have no
    other side, whatever words compare them.
    """
    at = max((left for left, right in _brackets(line) if left < series.start <= right), default=-1)
    if at < 0:
        return ()
    named = [m for m in line.of(ArmMention) if m.end <= series.start]
    if not named or named[-1].end > at or len(named[-1].labels) != 1:
        return ()
    if not _HEAD_ONLY.fullmatch(line.view[named[-1].end : at]):
        return ()
    compared = line.view[max(line.sentence.start, named[-1].start - 40) : named[-1].start]
    closed = line.view.find(")", series.end)
    inside = any(at < m.start < closed for m in line.of(ArmMention))
    paired = _COMPARES.search(line.view, at, series.start) is not None
    sided = not one_arm and (paired or _COMPARES.search(compared) is not None)
    return () if inside or sided else named[-1].labels


@once
def _signs(line: Line) -> list[int]:
    """Where the brackets and semicolons of a sentence stand."""
    return [
        match.start() for match in _SIGN.finditer(line.view, line.sentence.start, line.sentence.end)
    ]


@once
def _results(line: Line) -> list[Value]:
    return [m for m in line.of(Value) if m.unit not in {"", "count"}]


@once
def _brackets(line: Line) -> list[tuple[int, int]]:
    """Where each bracket of a sentence opens and closes; one left open closes at its end."""
    opened: list[int] = []
    found = []
    for at in _signs(line):
        if line.view[at] in "([":
            opened.append(at)
        elif line.view[at] in ")]" and opened:
            found.append((opened.pop(), at))
    return [*found, *((start, line.sentence.end) for start in reversed(opened))]


def compares(line: Line, start: int, end: int) -> bool:
    """Whether a stretch of a sentence has a word that compares."""
    return _COMPARES.search(line.view, start, end) is not None


def compares_others(line: Line, series: Series) -> bool:
    """Whether the clause of a series without arms compares anything by words of its own."""
    start, end, brackets = _clause(line, series)
    return _of_parts(line, series, (), end) or any(
        True for _ in _comparisons(line, series, start, end, brackets)
    )


def _clause(line: Line, series: Series) -> tuple[int, int, list[tuple[int, int]]]:
    """Where the clause of a series begins and ends, and the brackets in it that do not hold it."""
    view, sentence = line.view, line.sentence
    start, end = clause_start(line, series.start), sentence.end
    brackets: list[tuple[int, int]] = []
    opened: list[int] = []
    for at in _signs(line):
        sign = view[at]
        if sign in "([":
            opened.append(at)
        elif sign in ")]" and opened:
            left = opened.pop()
            if not opened and not left < series.start < at:
                brackets.append((left, at))
        elif sign == ";" and not opened:
            if at < series.start:
                start = max(start, at + 1)
            elif at >= series.end:
                end = at
                break
    return start, end, brackets


def _comparisons(
    line: Line, series: Series, start: int, end: int, brackets: Sequence[tuple[int, int]]
) -> Iterator[int]:
    """Where the words of comparison end that do not stand between the values themselves."""
    first, last = series.items[0].value.start, series.items[-1].value.end
    for match in _COMPARES.finditer(line.view, start, end):
        inside = first < match.start() < last or _BETWEEN_VALUES.match(line.view, match.end())
        if not inside and not any(left < match.start() < right for left, right in brackets):
            yield match.end()


def _of_parts(line: Line, series: Series, mentions: Sequence[ArmMention], end: int) -> bool:
    """Whether two values are those of two parts of the patients or of two times."""
    times = [item.time for item in series.items if item.time is not None]
    if len(times) > 1:
        return True
    if any(_TWO.search(mention.text) for mention in line.of(Subgroup)):
        return True
    last = series.items[-1].value.end
    listed = _LISTS_OTHERS.match(line.view[last : min(end, last + 120)])
    return listed is not None and not any(last <= m.start < last + listed.end() for m in mentions)

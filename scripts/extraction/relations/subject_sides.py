"""The sides of a ratio by whom its clause speaks of (`better with A (HR 0.71)`).

What the clause says of that arm, that it had more or less of something, tells whether the ratio is
that arm's over the other's or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.arms.study import Arms
from extraction.clauses.sequence import opens_comparison
from extraction.mentions.lines import Line
from extraction.relations.own_sides import own_sides, pair_behind, reference_of
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value

_CLAUSE = re.compile(r";|\b(?:while|whilst|whereas|but|although)\b")
#: An arm after these, at a label or behind a ratio, is what is compared with.
_BASE = re.compile(
    r"\b(?:than|versus|vs\.?|v|over|compared (?:with|to)|relative to|superior to|against)\s"
    r"(?:(?:in|with|for|the|those|patients|women|receiving|given|that|of|on|treated|who|received)\s)*$"
)
_LABELLED = re.compile(r"\b(?:ratios?|HRs?|ORs?|RRs?|risks?|odds)\b[^.;]{0,60}$")
_OPENED = re.compile(r"(?:\s(?:groups?|arms?|patients|recipients))?\s?[(\[][^()\[\]\d;]{0,25}")
_BEHIND = re.compile(
    r"[^.;()\[\]]{0,12}(?:[(\[][^()\[\]]{0,90}[)\]])?,?\s(?:in|with|for|after|on)\s(?:the\s)?"
    r"(?:[\w-]+\s){0,4}"
)
_LESS = re.compile(
    r"\b(?:lower(?:ed)?|reduc\w+|less|fewer|decreas\w+|halv\w+|rarer|prevent\w*|protect\w*|declin\w+)\b"
)
_MORE = re.compile(
    r"\b(?:more|higher|increas\w+|greater|doubl\w+|elevat\w+|commoner|excess|raised|worse|shorter|"
    r"inferior|poorer|shorten\w*)\b"
)
_LASTS = re.compile(
    r"\b(?:longer|better|improv\w+|prolong\w+|superior\w*|favou?r\w*|advantage|benefit\w*|extend\w+|"
    r"delay\w*)\b"
)
_SURVIVAL = re.compile(r"\b(?:survival|survived|alive|[A-Z]{1,3}FS|OS)\b")
_RISK = re.compile(
    r"\b(?:risks?|hazards?|mortality|deaths?|died|die|recurrences?|relapses?|progression)\b"
)
_NOT = re.compile(r"\b(?:not|no|neither|nor|similar|without)\b")
# `a 19% reduction in the risk with A (HR 0.81)` tells one thing with its ratio.
_CHANGED = re.compile(
    r"\s(?:relative\s|absolute\s|proportional\s|risk\s)*(?:reduc|lower|less|fewer|decreas|increas|"
    r"high|great|more|improv|better|excess|declin)"
)
# `more than 5 years after menopause` compares nobody.
_THAN_SO_MANY = re.compile(
    r"\b(?:more|less|greater|higher|lower|fewer|longer|shorter|later|earlier) than (?:\d|one|two|"
    r"three|four|five|six|seven|eight|nine|ten|half|a\b)"
)
_FACTOR = re.compile(r"\b(?:factors?|predictors?|determinants?|multivaria\w+|univaria\w+)\b")
_REACH = 120


def of_its_only_arm(
    line: Line, series: Series, mentions: Sequence[ArmMention], arms: Arms
) -> tuple[str, ...]:
    """The only arm that a clause names before its ratio over the other (`A gave a HR of 0.8`)."""
    assert series.label is not None
    start = _clause_start(line, series)
    before = [m for m in mentions if start <= m.start and m.end <= series.items[0].value.start]
    if len({m.labels for m in before}) != 1 or not (
        arms.are_tied() or (len(arms) > 2 and arms.without(before[-1].labels[0]))
    ):
        return ()
    if _FACTOR.search(line.view, start, series.label.start):
        return ()
    other = arms.without(before[-1].labels[0])
    if not other:
        return ()
    # `longer than with B (HR 0.8)` is over B.
    base = _BASE.search(line.view, start, before[-1].start)
    return (other, before[-1].labels[0]) if base else (before[-1].labels[0], other)


def _clause_start(line: Line, series: Series) -> int:
    """Where the clause that a ratio stands in starts."""
    assert series.label is not None
    start = line.sentence.start
    for match in _CLAUSE.finditer(line.view, start, series.label.start):
        start = match.end()
    return start


def base_of(line: Line, series: Series, mentions: Sequence[ArmMention]) -> str:
    """The arm that the ratios of a sentence are said to be over (`HRs versus B were`), else ''."""
    base = ""
    for mention in mentions:
        if mention.end > series.items[0].value.start:
            break
        before = line.view[max(line.sentence.start, mention.start - _REACH) : mention.start]
        named = _BASE.search(before)
        if opens_comparison(line.view[line.sentence.start : mention.start]) or (
            named and _LABELLED.search(before[: named.start()])
        ):
            base = mention.labels[0]
    return base or _base_behind_all(line, mentions)


def _base_behind_all(line: Line, mentions: Sequence[ArmMention]) -> str:
    """The arm that closes a sentence of several ratios (`A (HR 0.8) and B (HR 0.7) v C`), or ''."""
    values = [m for m in line.of(Value) if not m.unit]
    if len(values) < 2 or not mentions or mentions[-1].start < values[-1].end:
        return ""
    opened = [m for m in mentions if _OPENED.match(line.view, m.end, values[-1].start)]
    between = line.view[values[-1].end : mentions[-1].start]
    named = _BASE.search(between)
    return mentions[-1].labels[0] if named and len(opened) > 1 else ""


def sides_of_each(line: Line, series: Series, arms: Arms) -> list[tuple[str, ...]]:
    """The sides of ratios side by side: over one arm, or each as words at it say.

    `HRs versus C for A and B`, `0.8 for A versus C and 0.9 for B versus C`.
    """
    mentions = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    base = base_of(line, series, mentions) or reference_of(line, mentions)
    pairs = [pair_behind(line, item.value) for item in series.items]
    if all(pairs):
        return pairs
    told = [own_sides(line, item.value, base, arms) for item in series.items]
    if all(sides is not None for sides in told):
        return [sides or () for sides in told]
    own = [[m for m in item.arms_after if m.labels[0] != base] for item in series.items]
    if not base or any(len({m.labels for m in one}) != 1 for one in own):
        return [() for _ in series.items]
    return [(one[0].labels[0], base) for one in own]


def sides_over(
    line: Line, series: Series, mentions: Sequence[ArmMention], base: str, arms: Arms
) -> tuple[str, ...]:
    """The sides of one of several ratios over the same arm: that beside it over the base."""
    assert series.label is not None
    last = series.items[-1].value
    behind = [m for m in mentions if m.start >= last.end][:1]
    before = [m for m in mentions if m.end <= series.label.start and m.labels[0] != base][-1:]
    opened = before and _OPENED.fullmatch(line.view, before[0].end, series.label.start)
    if before and opened:
        return before[0].labels[0], base
    beside = behind and _BEHIND.fullmatch(line.view, last.end, behind[0].start)
    if beside and behind[0].labels[0] != base:
        return behind[0].labels[0], base
    # An arm behind an earlier ratio is that one's.
    values = [m.end for m in line.of(Value) if m.end <= last.start]
    before = [m for m in before if not values or m.end <= values[0]]
    arm = before[0].labels[0] if before else arms.other(base)
    return (arm, base) if arm else ()


def sides_by_subject(
    line: Line, series: Series, mentions: Sequence[ArmMention], arms: Arms
) -> tuple[str, ...]:
    """The only arm before a ratio in its clause and what it is compared with, as words say."""
    assert series.label is not None
    start = _clause_start(line, series)
    before = [m for m in mentions if start <= m.start and m.end <= series.label.start]
    if len({m.labels for m in before}) != 1:
        return ()
    subject = before[-1].labels[0]
    # What is said behind an earlier value speaks of that one too (`0.5, greater than on X (0.8)`).
    earlier = [m for m in line.of(Value) if start <= m.start]
    values = [m.start for m in earlier if not _CHANGED.match(line.view, m.end)]
    ends = [m.end for m in earlier if m.end <= series.label.start]
    text = line.view[start : min([series.label.start, *values])]
    number = series.items[0].value.number
    if number is None or _NOT.search(text):
        return ()
    hazard = series.label.id == "hazard_ratio"
    rises = _rises(text, hazard)
    own = _rises(line.view[max([start, *ends]) : series.label.start], hazard)
    if rises is None or own not in {rises, None}:
        return ()
    other = compared_behind(line, series, mentions, subject) or arms.other(subject)
    if not other or _BASE.search(line.view, start, before[-1].start):
        return ()
    return (subject, other) if rises == (number > 1) else (other, subject)


def compared_behind(
    line: Line, series: Series, mentions: Sequence[ArmMention], subject: str
) -> str:
    """The arm behind a ratio that its clause compares another with (`A had more (OR 2) than B`)."""
    for mention in mentions:
        if mention.start < series.items[-1].value.end or mention.labels[0] == subject:
            continue
        if _BASE.search(line.view, max(series.start, mention.start - _REACH), mention.start):
            return mention.labels[0]
    return ""


def _rises(text: str, hazard: bool) -> bool | None:
    """Whether a clause says that its arm had more of what the ratio counts; None for no word."""
    text = _THAN_SO_MANY.sub(" ", text)
    less, more, lasts = (bool(words.search(text)) for words in (_LESS, _MORE, _LASTS))
    if hazard and _SURVIVAL.search(text) and not _RISK.search(text):
        worse = re.search(r"\b(?:worse|shorter|inferior|poorer|shorten\w*|lower|reduced)\b", text)
        if worse:
            return None if lasts else True
        return False if lasts or more else None
    if less == more:
        return False if lasts and hazard and not less else None
    return more

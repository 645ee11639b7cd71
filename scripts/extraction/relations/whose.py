"""Whose value it is: the arm of a value beside which several, one or none is named.

What stands at the value itself counts most, then the order of a comparison that its sentence
makes, then what opens or closes the list or bracket that it is in.
"""

from __future__ import annotations

import re

from extraction.arms.study import Arms
from extraction.clauses.frames import arm_before_bracket, arm_of_clause, sides_of_clause
from extraction.clauses.sequence import arms_in_order, contradicts
from extraction.mentions.lines import Line
from extraction.relations.blocks import arm_of_block
from extraction.relations.coordinated import half_known
from extraction.relations.everyone import is_of_all
from extraction.relations.lone_arm import lone_arm
from extraction.relations.one_thing import are_of_one_thing
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, Value
from extraction.word_lists import Worded

_AGAINST = re.compile(r"\b(?:but|while|whilst|whereas|versus|vs|than|compared|without)\b")
_JOINED = re.compile(r"\b(?:and|or)\b")
_CLAUSE_ENDS = re.compile(
    r";|\b(?:while|whilst|whereas|but)\b|,\sand\s(?:in|with|for|on|among|those)\s(?!\d)"
    r"|[,)]\s(?:as\s)?(?:compared (?:with|to)|against|versus|vs\.?|as opposed to)\s"
    r"(?:only\s)?(?=\d)"
)
_OPENS_BRACKET = re.compile(r"(?:[(\[]|:\s)(?:medians?,?\s)?$")
_MORE = Worded(r"\b(?:@comparatives|advantage|superiority)\b")
_OF_OTHERS = re.compile(r"\b(?:in|for|with|on|among|by|after|given|receiving)\b")
_OPENING = re.compile(
    r"\s*(?:[\w-]+(?:\s[\w-]+)?,\s)?(?:in|with|for|among|after|of|under|on)\s(?:the\s)?(?:(?:\d+\s)?(?:patients|women|those)\s"
    r"(?:treated with|receiving|given|"
    r"(?:assigned|allocated|randomi[sz]ed) to|in|on|with)\s(?:the\s)?)?",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|relative to|versus)\s(?:(?:in|with|for|the|those|patients|"
    r"women|receiving|given|that|of)\s)*$"
)
_REACH = 60
_NOTHING_MORE = re.compile(
    r"(?:\s?%)?(?:,?\s?[(\[][^()\[\]]*[)\]])*,?(?:\s?respectively)?\s?[.;]?\s?"
)
_CAUSED = Worded(r"\b@changed_by\s(?!from\b)[^,;]*\bfrom\s(?:a median of\s)?$")


def shared_arm(series: Series) -> tuple[str, ...]:
    """The arm that is the only one named beside any value of a series."""
    named = [a for item in series.items for a in (*item.arms_before, *item.arms_after)]
    return named[0].labels if has_one_arm(series) and len(named[0].labels) == 1 else ()


def has_one_arm(series: Series) -> bool:
    """Whether one arm, and no other, stands beside values of a series."""
    named = [a for item in series.items for a in (*item.arms_before, *item.arms_after)]
    return len({a.labels for a in named}) == 1


def arms_of(
    line: Line,
    series: Series,
    item: Item,
    at: int,
    count: int,
    arms: Arms,
) -> tuple[str, ...]:
    """The arms of the value that stands at place `at` of `count` compared ones."""
    local = local_arm(series, item)
    if count == 1:
        if is_of_all(line, series):
            return ()
        return (
            local
            or lone_arm(line, series)
            or opening_arm(line, series)
            or arm_of_clause(line, series)
            or arm_before_bracket(line, series)
        )
    if own := arm_of_block(line, series):
        return own
    if not (series.from_to or arms.are_crossed) and not all(
        local_arm(series, other) for other in series.items
    ):
        order = arms_in_order(line, series, count)
        if len(order) == count and not _has_others(series, order):
            return (order[at],)
        if known := half_known(line, series, arms):
            return (known[at],) if known[at] else ()
    if series.from_to and (turned := _turned_by(line, series, arms)):
        return (turned[at],) if turned[at] else ()
    if local:
        return () if _ends_list(series, item) or _half_read(line, series, arms) else local
    if count == 2 and _is_alone_in_bracket(line, series):
        return _by_the_other(line, series, item, at, arms)
    closing = _closing_arm(line, series)
    if closing:
        return closing
    if "vs" not in series.joints:
        opening = _carried(line, series, item) or opening_arm(line, series)
        if opening:
            return opening
    if count == 2:
        return _by_the_other(line, series, item, at, arms)
    return ()


def _has_others(series: Series, order: tuple[str, ...]) -> bool:
    """Whether a value that others follow has another arm behind it (`5 in A, 7 in B and C`)."""
    for item, label in zip(series.items[:-1], order, strict=False):
        behind = {mention.labels for mention in item.arms_after}
        if len(behind) == 1 and behind != {(label,)}:
            return True
    return False


def _turned_by(line: Line, series: Series, arms: Arms) -> tuple[str, ...]:
    """The arms of `A improved the rate from 28% to 41%`: the other arm's is what A came from."""
    before = [m for m in line.of(ArmMention) if m.end <= series.start]
    behind = any(len(m.labels) == 1 and m.start >= series.start for m in line.of(ArmMention))
    if behind or len({m.labels for m in before}) != 1 or len(before[0].labels) != 1:
        return ()
    label = before[0].labels[0]
    caused = _CAUSED.of(line.words).search(line.view, before[-1].end, series.start)
    return (arms.other(label), label) if caused else ()


def _half_read(line: Line, series: Series, arms: Arms) -> bool:
    """Whether two compared values have but one arm before them, which their clause contradicts."""
    named = [m for item in series.items for m in (*item.arms_before, *item.arms_after)]
    if series.joints != ["vs"] or len(named) != 1 or named[0].start > series.items[0].value.start:
        return False
    return contradicts(line, series) or sides_of_clause(line, series, arms) is None


def _closing_arm(line: Line, series: Series) -> tuple[str, ...]:
    """The arm after the last of several values that nothing parts (`31% and 12% with A`)."""
    *rest, last = series.items
    if (
        series.respectively
        or "vs" in series.joints
        or len({m.labels for m in last.arms_after}) != 1
    ):
        return ()
    if last.arms_before or any(one.arms_before or one.arms_after for one in rest):
        return ()
    between = line.view[series.items[0].value.end : last.value.start]
    if _OF_OTHERS.search(between):
        return ()
    # A single name of several arms is no arm that all the values share.
    labels = last.arms_after[0].labels
    return labels if len(labels) == 1 else ()


def _ends_list(series: Series, item: Item) -> bool:
    """Whether the arm after the last value closes a list of which the others are not known."""
    return (
        series.respectively
        and item is series.items[-1]
        and bool(item.arms_after)
        and not any(other.arms_before or other.arms_after for other in series.items[:-1])
    )


def _carried(line: Line, series: Series, item: Item) -> tuple[str, ...]:
    """The arm named before an earlier value of a list (`with A, 98%, 93%, and 91%`)."""
    if series.respectively or any(one.arms_after for one in series.items):
        return ()
    place = next(at for at, one in enumerate(series.items) if one is item)
    opened = [one for one in series.items[:place] if one.arms_before]
    if not opened:
        return ()
    arm = opened[-1].arms_before[-1]
    beside = line.view[arm.end : opened[-1].value.start]
    return arm.labels if len(arm.labels) == 1 and not _JOINED.search(beside) else ()


def opening_arm(line: Line, series: Series) -> tuple[str, ...]:
    """The arm that a clause opens with and stays with (`In the A group, ...`)."""
    start = max(line.view.rfind(";", line.sentence.start, series.start) + 1, line.sentence.start)
    stop = _CLAUSE_ENDS.search(line.view, series.items[-1].value.end, line.sentence.end)
    end = stop.start() if stop else line.sentence.end
    named = [m for m in line.of(ArmMention) if start <= m.start < end]
    named = [m for m in named if not _only_compares(line, m)]
    if not named or len({m.labels for m in named}) != 1 or len(named[0].labels) != 1:
        return ()
    text = line.view[named[0].end : series.start]
    opens = named[0].end <= series.start and _OPENING.fullmatch(line.view[start : named[0].start])
    return named[0].labels if opens and not _AGAINST.search(text) else ()


def _only_compares(line: Line, arm: ArmMention) -> bool:
    """Whether an arm behind all values but closes a comparison (`all more than in the B group`)."""
    behind = all(m.end <= arm.start for m in line.of(Value) if m.unit)
    words = line.view[max(line.sentence.start, arm.start - _REACH) : arm.start]
    return behind and _THAN.search(words) is not None


def _by_the_other(line: Line, series: Series, item: Item, at: int, arms: Arms) -> tuple[str, ...]:
    """Of two values and two arms, the arm that is left once the other value has its own."""
    known = {place: local_arm(series, other) for place, other in enumerate(series.items)}
    named = [(place, found[0]) for place, found in known.items() if len(found) == 1]
    pairs = are_pairs(series)
    if not (len(series.items) == 2 or pairs) or len(named) > 1 or any(p > 1 for p, _ in named):
        return ()
    if arms.are_crossed:
        return (named[0][1],) if named and named[0][0] == at else ()
    if not pairs and not (named or _is_alone_in_bracket(line, series)):
        return ()
    if at and not pairs and named[:1] and named[0][0] == 0 and _ends_behind(line, series):
        other = arms.other(named[0][1])
        return (other,) if other else ()
    sides = sides_of_clause(line, series, arms)
    if sides is None or (not pairs and "" in sides):
        return ()
    if named:
        place, label = named[0]
        if contradicts(line, series) and series.items[place].arms_before:
            return ()
        if not pairs and not _is_alone_in_bracket(line, series):
            told = {m.labels[0] for m in line.of(ArmMention)}
            sides = tuple(side if side in told else "" for side in sides)
            if "" in sides:
                return ()
        other = next((side for side in sides if side not in ("", label)), arms.against(label))
        side = label if place == at else other
        return (side,) if side else ()
    label = sides[at != int(series.from_to)]
    return (label,) if label and not contradicts(line, series) else ()


def _ends_behind(line: Line, series: Series) -> bool:
    """Whether two values end their sentence, with an arm behind the first (`9% for A and 7%.`)."""
    first, last = series.items[0], series.items[-1]
    return bool(first.arms_after) and bool(
        _NOTHING_MORE.fullmatch(line.view, last.value.end, line.sentence.end)
    )


def are_pairs(series: Series) -> bool:
    """Whether values stand as pairs, one or several (`47% v 41%, 6% v 4% and 21% v 17%`)."""
    pairs = set(series.joints[::2]) == {"vs"} and "vs" not in series.joints[1::2]
    return pairs and len(series.items) % 2 == 0


def _is_alone_in_bracket(line: Line, series: Series) -> bool:
    """Whether a bracket opens with two values (`longer with A (6.1 and 3.4 months; P = .01)`)."""
    start = line.view.rfind(")", line.sentence.start, series.start)
    head = line.view[max(line.sentence.start, start) : series.start]
    alone = series.joints == ["list"] and not series.respectively
    if not (alone and _OPENS_BRACKET.search(head)):
        return False
    since = max([line.sentence.start, *(m.end for m in line.of(Value) if m.end <= series.start)])
    return _MORE.of(line.words).search(head) is not None or are_of_one_thing(line, series, since)


def local_arm(series: Series, item: Item) -> tuple[str, ...]:
    """The arm that stands beside the value itself, where it is one."""
    after_used = sum(bool(i.arms_after) for i in series.items)
    before_used = sum(bool(i.arms_before) for i in series.items)
    sides = (item.arms_after, item.arms_before)
    if before_used > after_used:
        sides = (item.arms_before, item.arms_after)
    if series.respectively and len(item.arms_after) > 1:
        return ()
    for side in sides:
        # An arm after the p-value is the one that p compares with (`P=0.01 v A`).
        before_p = [m for m in side if item.p is None or m.start < item.p.start]
        if len(series.items) > 1:  # `similar in both groups (33% vs 25%)` names none of them
            before_p = [m for m in before_p if len(m.labels) == 1]
        labels = {mention.labels for mention in before_p}
        if len(labels) == 1:
            return next(iter(labels))
    return ()

"""The arm before or after a list of findings, which all of the list shares.

`Nausea (31%), vomiting (20%), and fever (12%) in the A group, and nausea (9%) in the B group`: the
arm stands but once, behind the last of those that are its own, or before the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.tokens import ArmMention

# From one finding to the next: a bracket that closes, a comma, a name, a bracket that opens.
_NEXT = re.compile(
    r"[^A-Za-z,;]{0,12}(?:of \d+ patients)?[)\]]?(?:,|,? and|,? or)\s"
    r"(?!(?:in|with|for|on|among|of|the|was|were|had|that|which|while|whilst|whereas|but|no)\b)"
    r"[^.;:()\[\]%]{2,60}?[\s(\[]+[^A-Za-z]{0,16}(?:(?:[a-z]+|\d+)\s[\[(]\s?)?"
)
_CLOSES = re.compile(
    r"[^A-Za-z,;]{0,12}(?:of \d+ \w+)?[)\]]?\s?(?:each\s)?(?:in|with|for|on|among)\s"
)
_RESPECTIVELY = re.compile(r"\brespectively\b")


def share_closing_arm(line: Line, found: Sequence[Finding]) -> list[Finding]:
    """Findings of a sentence, those of a list with the arm that stands behind it."""
    shared = list(found)
    arms = line.of(ArmMention)
    for at in range(len(shared) - 1, 0, -1):
        left, right = shared[at - 1], shared[at]
        if left.arm or not right.arm or not _alike(left, right):
            continue
        behind = next((m for m in arms if m.start >= right.value.end), None)
        if behind is None or behind.labels != (right.arm,):
            continue
        between = line.view[left.value.end : right.value.start]
        own = any(left.value.end <= m.start < right.value.start for m in arms)
        closed = at + 1 < len(shared) and shared[at + 1].arm == right.arm
        closes = closed or _CLOSES.match(line.view, right.value.end)
        one_by_one = _RESPECTIVELY.search(line.view, left.value.end, line.sentence.end)
        if not own and closes and not one_by_one and _NEXT.fullmatch(between):
            shared[at - 1] = replace(left, arm=right.arm)
    return shared


def share_opening_arm(line: Line, found: Sequence[Finding]) -> list[Finding]:
    """Findings of a sentence, those of a list with the arm that stands before its first one.

    `Patients given A had nausea (60%), vomiting (9%) and fever (7%), whereas those given B ...`.
    """
    shared = list(found)
    arms = line.of(ArmMention)
    for at in range(1, len(shared)):
        left, right = shared[at - 1], shared[at]
        if right.arm or not left.arm or not _of_one_kind(left, right):
            continue
        before = [m for m in arms if m.end <= left.value.start]
        if not before or before[-1].labels != (left.arm,):
            continue
        own = any(left.value.end <= m.start < right.value.start for m in arms)
        behind = next((m for m in arms if m.start >= right.value.end), None)
        closes = behind is not None and _CLOSES.match(line.view, right.value.end, behind.start)
        one_by_one = _RESPECTIVELY.search(line.view, left.value.end, line.sentence.end)
        between = line.view[left.value.end : right.value.start]
        if not (own or closes or one_by_one) and _NEXT.fullmatch(between):
            shared[at] = replace(right, arm=left.arm)
    return shared


def _of_one_kind(left: Finding, right: Finding) -> bool:
    """Whether two findings are amounts of an arm, each of another thing."""
    amounts = {left.statistic, right.statistic} <= {"proportion", "rate_at", "median"}
    differ = (left.endpoint, left.statistic) != (right.endpoint, right.statistic)
    return amounts and differ and not (left.comparator or right.comparator)


def _alike(left: Finding, right: Finding) -> bool:
    return (
        left.statistic == right.statistic == "proportion"
        and left.endpoint != right.endpoint
        and not (left.comparator or right.comparator)
    )

"""The arm of a part of a sentence that speaks of one arm only, beside parts that speak of others.

`Seven (7%) complete and 31 (36%) partial responses were seen with A, while 4 (4%) and 33 (34%) were
with B`: all that stands on one side of what parts them is of the arm named there.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.finding import Finding
from extraction.mentions.lines import Line, once
from extraction.series.series import Series
from extraction.tokens import ArmMention, Value
from extraction.word_lists import Worded

_COMPARED = (
    r";|\b(?:whereas|while|whilst|but|versus|vs\.?|v|(?:as )?compared (?:with|to)|against|"
    r"as opposed to|in contrast (?:to|with)|than)(?=\s)"
)
#: What parts the arms, the surest first.
_PARTED_BY = (
    re.compile(r";|\b(?:whereas|while|whilst|but)\b"),
    re.compile(_COMPARED),
    re.compile(
        _COMPARED + r"|,?\sand(?=\s(?:(?:in|with|for|among|on|of|after|under)\s(?!\d)|"
        r"those\s|patients\s|the\s))"
        r"|,(?=\s\d[^,;]*\b(?:in|with|for|among|on)\s)"
        # Behind a bracket, which is blanked (`in A (2% and 8%) and B (12% and 24%)`).
        r"|(?<=   )(?:(?:groups?|arms?|patients)\s)?(?:and\s|,\s)"
    ),
)
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
#: Behind an arm that was given in several doses, which the values follow.
_DOSES = re.compile(r"\s\d[\d.]*(?:\s?[a-z/]+)?,?\s(?:\d[^;]{0,30}?)?(?:and|or|versus|vs)\s\d")
_MORE = Worded(r"\b@comparatives\b")
_AMOUNTS = frozenset({"proportion", "rate_at", "median"})
_FEWEST = 2


def by_blocks(line: Line, found: Sequence[Finding]) -> list[Finding]:
    """Findings of a sentence, those without an arm with that of their part of it."""
    shared = list(found)
    open_ones = [f for f in found if not f.arm and f.statistic in _AMOUNTS]
    labels = {m.labels for m in line.of(ArmMention)}
    if not open_ones or len(labels) < 2:
        return shared
    for cuts in _PARTED_BY:
        blocks = _told(line, found, list(_blocks(line, cuts)))
        if blocks:
            return [_of_block(row, blocks) for row in shared]
    return shared


def arm_of_block(line: Line, series: Series) -> tuple[str, ...]:
    """The arm of a list of values whose part of the sentence names it only, as the others do.

    All parts have the same number of values (`7% and 9% with A, as against 3% and 4% with B`).
    """
    if "vs" in series.joints or len(series.items) < _FEWEST:
        return ()
    for start, end, label in _lists(line):
        if start <= series.start and series.items[-1].value.end <= end:
            return (label,)
    return ()


@once
def _lists(line: Line) -> list[tuple[int, int, str]]:
    """The parts of a sentence with a list of values each, as many in each, and one arm."""
    values = [m for m in line.of(Value) if m.unit not in {"", "count"}]
    arms = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    if len(values) < 2 * _FEWEST or len({m.labels for m in arms}) < 2:
        return []
    if any(_DOSES.match(line.view, m.end, line.sentence.end) for m in arms):
        return []
    for cuts in _PARTED_BY:
        told = []
        for start, end in _blocks(line, cuts):
            own = [m for m in values if start <= m.start < end]
            named = {m.labels[0] for m in arms if start <= m.start < end}
            if own or named:
                told.append((start, end, len(own), named))
        widths = {count for _, _, count, _ in told}
        sure = len(told) > 1 and len(widths) == 1 and min(widths) >= _FEWEST
        sure = sure and all(len(named) == 1 for *_, named in told)
        labels = [label for *_, named in told for label in named]
        more = _MORE.of(line.words)
        compared = sum(more.search(line.view, start, end) is not None for start, end, *_ in told)
        if sure and compared < 2 and len({*labels}) == len(labels):
            return [(start, end, label) for start, end, _, named in told for label in named]
    return []


def _of_block(row: Finding, blocks: Sequence[tuple[int, int, str]]) -> Finding:
    if row.arm or row.comparator or row.statistic not in _AMOUNTS:
        return row
    for start, end, label in blocks:
        if start <= row.value.start < end:
            return replace(row, arm=label)
    return row


def _blocks(line: Line, cuts: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between what parts them outside brackets."""
    sentence = line.sentence
    text = line.view[sentence.start : sentence.end]
    text = _BRACKET.sub(lambda bracket: " " * len(bracket.group()), text)
    start = sentence.start
    for cut in cuts.finditer(text):
        yield start, sentence.start + cut.start()
        start = sentence.start + cut.end()
    yield start, sentence.end


def _told(
    line: Line, found: Sequence[Finding], parts: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """The parts with amounts, each with its only arm; [] where one has another number of arms."""
    told: list[tuple[int, int, str]] = []
    for start, end in parts:
        own = [f for f in found if start <= f.value.start < end and f.statistic in _AMOUNTS]
        if not own:
            continue
        named = {m.labels for m in line.of(ArmMention) if start <= m.start < end}
        if len(named) != 1:
            return []
        (labels,) = named
        if len(labels) != 1 or any(f.arm not in ("", labels[0]) for f in own):
            return []
        things = Counter((f.endpoint, f.statistic, f.months, f.subgroup) for f in own)
        if any(things[f.endpoint, f.statistic, f.months, f.subgroup] > 1 for f in own if not f.arm):
            return []
        told.append((start, end, labels[0]))
    apart = all(left[2] != right[2] for left, right in itertools.pairwise(told))
    return told if len(told) > 1 and apart else []

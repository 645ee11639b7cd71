"""P-values that a sentence of their own gives to the results before it.

`The difference was not significant (P = .3)` speaks of what was just compared. It counts only
where these words alone say it, and where what was compared is sure: one comparison, or as many as
there are p-values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.tokens import Endpoint, Interval, PValue, Statistic, Value

_GROUPS = (
    r"(?:between|among)\s(?:the\s|these\s)?(?:(?:two|2|three|3|both|study|treatment)\s)*"
    r"(?:groups|arms|treatments|regimens)"
)
_SAYS = re.compile(
    r"\s*(?:(?:However|But|Again),?\s)?(?:"
    r"(?:This|The|These)\s(?:observed\s|apparent\s)?(?:difference|improvement|reduction|increase|"
    rf"benefit|decrease)s?(?:\s{_GROUPS})?\s(?:was|were|is|did|reached|achieved|remained)\b"
    r"[^.;(:]{0,40}significan\w+"
    r"|There\s(?:was|were)\s(?:also\s)?(?:no|a)\s(?:statistically\s)?(?:significant\s|statistical\s)?"
    rf"differences?(?:\s{_GROUPS})?"
    rf"|No\s(?:statistically\s)?(?:significant\s)?differences?\s(?:was|were)\s(?:found|seen|observed|"
    rf"noted|detected)(?:\s{_GROUPS})?)[\s(\[,]*(?:with\s)?$",
    re.IGNORECASE,
)
_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "difference")
Key = tuple[str, str, float | None, str]


def told_after(line: Line, before: Sequence[Sequence[Finding]]) -> dict[int, Finding]:
    """The findings of the sentences before with the p-values that this sentence gives them.

    `before` holds the findings of the sentences before, the nearest last; the rows that change
    come by their identity.
    """
    tests = [m for m in line.mentions if isinstance(m, PValue)]
    if len(tests) != 1 or not before or not before[-1]:
        return {}
    if any(isinstance(m, Endpoint | Interval) for m in line.mentions):
        return {}
    if any(isinstance(m, Value) and m.unit not in {"", "count"} for m in line.mentions):
        return {}
    if any(isinstance(m, Statistic) and m.id != "difference" for m in line.mentions):
        return {}
    if not _SAYS.fullmatch(line.view, line.sentence.start, tests[0].start):
        return {}
    rows = _compared([_amounts(rows) for rows in before])
    keys = list(dict.fromkeys(row.measure for row in rows))
    if len(keys) != len(tests[0].values) or any(row.p for row in rows):
        return {}
    given = dict(zip(keys, tests[0].values, strict=True))
    return {
        id(row): replace(row, p=given[row.measure], one_sided=tests[0].one_sided) for row in rows
    }


def _amounts(rows: Sequence[Finding]) -> Sequence[Finding]:
    """The shares, rates and medians among some rows, which counts stand beside."""
    return [row for row in rows if row.statistic != "count"] or rows


def _compared(before: Sequence[Sequence[Finding]]) -> list[Finding]:
    """The rows of the last comparison: ratios, or both sides, which may be a sentence each."""
    last = list(before[-1])
    ratios = [row for row in last if row.statistic in _RATIOS]
    if ratios:
        return ratios
    if len(last) == len({row.measure for row in last}) and len(before) > 1:
        first = list(before[-2])
        sides = {row.arm for row in first}, {row.arm for row in last}
        apart = not (sides[0] & sides[1] - {""})
        same = sorted(str(row.measure) for row in first) == sorted(str(row.measure) for row in last)
        return first + last if apart and same else []
    return last if all(_sides(last, key) > 1 for key in [row.measure for row in last]) else []


def _sides(rows: Sequence[Finding], key: Key) -> int:
    return sum(row.measure == key for row in rows)

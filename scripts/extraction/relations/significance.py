"""Which p-value belongs to which result.

A p-value stands behind the values that it compares, further on in their clause, or right before a
ratio. Where a ratio of the comparison is reported p belongs to it alone, else to both sides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.place import ONLY_SIGNS, Claim, shape_between
from extraction.finding import Finding
from extraction.mentions.lines import Line, once
from extraction.relations.difference_words import only_compares, say_it_differs
from extraction.relations.fitting import late_interval
from extraction.relations.layout import Cell
from extraction.series.ratio_labels import COMPARED, RATIOS
from extraction.series.series import Item, Series
from extraction.tokens import (
    ArmMention,
    Endpoint,
    Interval,
    Mention,
    PValue,
    Statistic,
    Subgroup,
    Value,
)
from extraction.word_lists import Worded

#: `54% of all, with significantly fewer in A (P = .01)`: p is that of another comparison.
NEW_CLAUSE = re.compile(r"[,;]\s(?:with|which|but|whereas|while|whilst|although)\b")
_OF_OTHERS = re.compile(
    r"\btrends?\b(?! (?:towards?|to|for) )|\bbaseline\b|\bcorrelat|\bpretreatment\b"
    r"|\bwithin (?:each|the|both) (?:groups?|arms?)\b"
)
_TWO = 2
_NAMED = re.compile(r"[)\]]?(?:\s\([A-Za-z-]+\))?\s?[(\[]")
# A test stands in the bracket of its ratio, by its name or not (`(log-rank P = .03, HR 0.8)`).
_TEST = r"(?:(?:@tests)[\s,]*)+(?:tests?|analysis|statistics?)?"
_TEST_BEHIND = Worded(
    rf"^,?\s(?:(?:by|with|using|from|on|in)\s)?(?:the\s|an?\s)?{_TEST}", re.IGNORECASE
)
_OPENED = Worded(rf"[(\[](?:{_TEST}\s?[:,]?\s?)?$", re.IGNORECASE)


def late_p(line: Line, claim: Claim) -> PValue | None:
    """A p-value further on in the clause, or right before a ratio, that is no other's."""
    series = claim.series
    aside = False
    for mention in line.after(series.end):
        if isinstance(mention, PValue):
            text = line.view[series.end : mention.start]
            closed = text.count("(") <= text.count(")")
            return mention if (closed or not aside) and _goes_with(line, claim, mention) else None
        if isinstance(mention, Endpoint) and not _is_of(claim.endpoint, mention):
            text = line.view[series.end : mention.start]
            again = mention.id == claim.endpoint.id and ";" in text
            # `31.8% (3 CR, 25 PR), P = .7`
            aside = aside or text.count("(") > text.count(")")
            if not (again or aside):
                break
        elif not _is_passed(line, claim, mention):
            break
    if series.label is not None:
        named, of_another = _behind_names(line, claim)
        if named is not None:
            return named
        before = [m for m in line.mentions if m.end <= series.label.start]
        tests = [m for m in before if not isinstance(m, ArmMention)][-1:]
        if tests and isinstance(tests[0], PValue) and tests[0] not in of_another:
            shape = shape_between(line, tests[0].end, series.label.start).replace("/", " ")
            shape = _TEST_BEHIND.of(line.words).sub(" ", shape)
            near = max(line.sentence.start, tests[0].start - 50)
            opens = _OPENED.of(line.words).search(line.view, near, tests[0].start)
            if ONLY_SIGNS.fullmatch(shape if opens else shape.replace(",", "x")):
                return tests[0]
    return None


def _goes_with(line: Line, claim: Claim, p: PValue) -> bool:
    """Whether nothing in the words between some values and a p-value parts it from them."""
    series = claim.series
    alone = series.label is None and len(series.items) == 1 and not _has_arm(series.items[0])
    text = line.view[series.end : p.start]
    opened = series.end if series.label is not None else series.items[-1].value.end
    clause = line.view[opened : p.start]
    if clause.count("(") > clause.count(")"):
        clause = clause.rpartition("(")[0]
    if (alone and NEW_CLAUSE.search(text)) or _OF_OTHERS.search(text):
        return False
    apart = ";" in clause and not _in_one_bracket(line, series, p)
    if apart and clause.count(";") == 1:
        said = line.view.rfind(";", series.end, p.start) + 1
        differs = say_it_differs(line.view, said, p.start, line.words)
        apart = not (differs or only_compares(line, said, p))
    return len(text) < 150 and not apart


def _is_passed(line: Line, claim: Claim, mention: Mention) -> bool:
    """Whether what p is of may stand before this mention."""
    series = claim.series
    if isinstance(mention, Value) and not mention.unit and series.label is None:
        return True
    if isinstance(mention, Statistic) and mention.id == "difference":
        return True
    if isinstance(mention, Interval) and mention is late_interval(line, claim):
        return True
    if isinstance(mention, Subgroup) and line.view[series.end : mention.start] == " ":
        return True  # `216 days for patients with B`
    return not isinstance(mention, Value | Statistic | Interval | Subgroup)


def _behind_names(line: Line, claim: Claim) -> tuple[PValue | None, list[PValue]]:
    """The p-value right behind the name of a ratio's endpoint, and those behind other names.

    `A improved DFS (P = .01) but not OS (P = .3); the HR for OS was 0.9`.
    """
    own: PValue | None = None
    others: list[PValue] = []
    assert claim.series.label is not None
    for named, test in _tests_behind_names(line):
        if test.start >= claim.series.label.start:
            break
        if named.id == claim.endpoint.id:
            own = test
        else:
            others.append(test)
    return own, others


@once
def _tests_behind_names(line: Line) -> list[tuple[Endpoint, PValue]]:
    return [
        (before, mention)
        for before, mention in itertools.pairwise(line.mentions)
        if isinstance(before, Endpoint)
        and isinstance(mention, PValue)
        and _NAMED.fullmatch(line.gap(before, mention))
    ]


def _is_of(endpoint: Endpoint, mention: Endpoint) -> bool:
    """Whether a mention is the endpoint itself or part of its name."""
    return mention == endpoint or (mention.start < endpoint.end and endpoint.start < mention.end)


def _has_arm(item: Item) -> bool:
    return bool(item.arms_before or item.arms_after)


def _in_one_bracket(line: Line, series: Series, p: PValue) -> bool:
    """Whether values and p stand in the same bracket (`(3.7% a v 3.3% b; P = .8)`)."""
    before = line.view[line.sentence.start : series.start]
    between = line.view[series.start : p.start]
    opened = before.count("(") + before.count("[") - before.count(")") - before.count("]")
    return opened > 0 and ")" not in between and "]" not in between


def p_of(claim: Claim, cell: Cell, cells: Sequence[Cell], line: Line) -> PValue | None:
    """The p-value of one value of a claim."""
    found = _beside(claim.series, cell.item) or _of_other_side(claim, cell, cells)
    found = found or late_p(line, claim) or early_p(line, claim)
    if found is None or len(found.values) == 1:
        return found
    columns = {one.p_index for one in cells}
    if len(columns) != len(found.values):
        return None
    return replace(found, values=(found.values[cell.p_index],))


def _beside(series: Series, item: Item) -> PValue | None:
    """The p-value behind a value, its pair (`9 v 8 (P = .5) and 7 v 4 (P = .1)`), or them all."""
    own = [one.p for one in series.items[:-1]] + [series.items[-1].p or series.p]
    told = [at for at, p in enumerate(own) if p is not None]
    if len(told) > 1 and told == [*range(1, len(own), 2)]:
        at = next(place for place, one in enumerate(series.items) if one is item)
        return own[at | 1]
    return item.p or series.p


def _of_other_side(claim: Claim, cell: Cell, cells: Sequence[Cell]) -> PValue | None:
    """The p-value beside the other of two sides (`41%, P = .02, with A v 28% with B`)."""
    if claim.series.is_ratio or claim.series.joints != ["vs"] or len(cells) != 2:
        return None
    return (cells[1] if cells[0] is cell else cells[0]).item.p


def early_p(line: Line, claim: Claim) -> PValue | None:
    """A p-value between an endpoint and its values (`was similar (P = .2), 41% v 39%`)."""
    series = claim.series
    if series.is_ratio or len(series.items) != 2:
        return None
    between = [m for m in line.mentions if claim.endpoint.end <= m.start and m.end <= series.start]
    tests = [m for m in between if isinstance(m, PValue)]
    others = [m for m in between if isinstance(m, Value | Endpoint | Statistic | Interval)]
    if len(tests) != 1 or others:
        return None
    told = COMPARED.of(line.words).search(line.view, line.sentence.start, tests[0].start)
    return tests[0] if told or _in_bracket_of(line, tests[0], series) else None


def _in_bracket_of(line: Line, p: PValue, series: Series) -> bool:
    between = line.view[p.end : series.start]
    return between.strip() in {";", ","} and line.view[: p.start].rstrip().endswith(("(", "["))


def give_p_to_ratios(line: Line, found: list[Finding]) -> list[Finding]:
    """Where a ratio of the same endpoint stands in the sentence, p belongs to it alone.

    Three arms or more are compared by a test of their own.
    """
    ratios = {f.endpoint: f for f in found if f.statistic in RATIOS}
    given: list[Finding] = []
    for finding in found:
        ratio = ratios.get(finding.endpoint)
        if ratio is None or finding.subgroup != ratio.subgroup:
            given.append(finding)
            continue
        amounts = [f for f in found if f.endpoint == finding.endpoint and f.statistic not in RATIOS]
        if len({f.arm for f in amounts}) > _TWO:
            given.append(finding)
        elif finding.statistic in RATIOS:
            source = next((f for f in amounts if f.p and f.value.end <= finding.value.start), None)
            if finding.p is None and source is not None and finding is ratio:
                finding = replace(finding, p=source.p, one_sided=source.one_sided)
            given.append(finding)
        elif ratio.p is not None and finding.p not in {None, ratio.p} and _in_own(line, finding):
            given.append(finding)
        else:
            given.append(replace(finding, p=None, one_sided=False))
    return given


def _in_own(line: Line, finding: Finding) -> bool:
    """Whether the bracket of an amount closes behind its own p-value (`(62% v 42%, P = .05)`)."""
    test = next((p for p in line.of(PValue) if p.start >= finding.value.end), None)
    if test is None or finding.p not in test.values:
        return False
    closes = line.view[test.end : test.end + 1] in {")", "]"}
    inside = line.view[finding.value.start : test.start]
    return closes and inside.count(")") == inside.count("(") and "ratio" not in inside

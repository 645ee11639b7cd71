"""The order of the arms that values without any arm follow: that of the comparison before them.

Before a text has compared anything, its pairs follow the order in which it introduces the arms.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.claims.place import Claim, Context
from extraction.clauses.frames import compares, compares_others
from extraction.clauses.sequence import clause_start, contradicts
from extraction.mentions.lines import Line
from extraction.relations.layout import Cell
from extraction.relations.one_thing import are_of_one_thing, endpoints_named
from extraction.relations.other_subject import is_of_another
from extraction.relations.rows import order_of_row
from extraction.relations.whose import are_pairs
from extraction.series.ratio_labels import RATIOS
from extraction.series.series import Series
from extraction.tokens import ArmMention, Grade, Statistic, Subgroup
from vocabulary.match import fold

_NEAR = 30
_BRACKET = re.compile(r"[^.;()]{0,40}[(\[:]\s?(?:medians?,?\s)?")
_SEVERAL = re.compile(r"\b(?:and|or|both|either)\b|[/;]")
_PEOPLE = r"(?:patients|women|men|those|subjects|individuals|participants|cases|people|children)"
_WHO = (
    r"(?:on|off|receiving|given|treated|taking|with|without|who|whose|aged|older|younger|over|"
    r"under|not|having|in whom)"
)
_COMPARED = re.compile(r"\b(?:compared|than|against|comparison)\b")
#: A clause that opens with some of the patients, and one that ends with others.
_SUCH_PATIENTS = re.compile(
    rf"^\W*(?:[a-z]+ly,?\s)?(?:[Ii]n\s|[Aa]mong\s|[Ff]or\s)?(?:the\s)?(?:[\w-]+\s)?{_PEOPLE}\s{_WHO}\b"
    r"[^;]*\b(?:had|showed|experienced|achieved|developed|reported|was|were)\b",
    re.IGNORECASE,
)
_IN_SUCH = re.compile(
    r"(?:\s?[(\[][^()\[\]]*[)\]])?(?:\s(?:months|years|weeks|days))?\s(?:in|among|for|of|with)\s"
    rf"(?:the\s)?(?:{_PEOPLE}\s{_WHO}\b|non-?\w|\S*(?:high|low|positive|negative|\+)[\s.,;)])"
)
#: Who has more of what a bracket gives, where these are no arm (`commoner in older women (`).
_MORE_AMONG = re.compile(
    r"\b(?:more|less|higher|lower|greater|fewer|commoner|rarer)\b"
    r"[^,;()]{0,40}\b(?:in|among|with|for)\s(?!(?:both|all|either|the two|respect|regard)\b)"
    r"[^,;()]{2,40}\s?[(:]$"
)
#: Whose a value is, right behind it, where no arm is named (`50% of non-responders, against`).
_WHOSE = re.compile(
    r"(?:\s?%|\spercent)?[)\]]?\s(?:of|in|among|for)\s(?:(?:the|those|all|our)\s)?"
    r"(?P<who>[A-Za-z][\w-]*(?:\s[a-z][\w-]*){0,4}?)"
    r"(?=\s?[,;.()]|\s(?:and|or|but|versus|vs|v|against|compared|while|whereas|than|had|have|was|were|"
    r"did|developed|showed|reported|experienced|achieved|died|relapsed|responded)\b|$)"
)
_BRACKET_GAP = 4
_FOR = re.compile(r"\s(?:for|with|of|in)\s(?:the\s)?")
_PAIR = 2


def in_the_order_before(
    line: Line,
    claim: Claim,
    cells: list[Cell],
    arms: Arms,
    context: Context,
    ordered: Series | None,
    previous_end: int,
) -> tuple[list[Cell], bool]:
    """Values in a sentence without any arm follow an order, and whether that is but assumed.

    The order is that of the last comparison; before there is one, that of the arms' introduction.
    `ordered` is the comparison that the sentence itself has made last; at `previous_end` the values
    before end.
    """
    series = claim.series
    if row := order_of_row(line, series, cells, arms, context, previous_end):
        told = series.respectively and row in context.orders
        return _given(cells, row), not told
    if arms.are_crossed:
        return cells, False
    pairs = len(cells) > 2 and are_pairs(series)
    versus = pairs or set(series.joints) == {"vs"}
    goes_on = _goes_on(line, series, ordered, versus, previous_end)
    if versus and (half := _other_half(cells, context)):
        return half, False
    order = context.arms
    elsewhere = claim.rule == "other patients"
    if not order and (versus or elsewhere or _has_one_endpoint(line, series, previous_end)):
        order = arms.in_order()
    kept = elsewhere or (claim.rule == "answer" and context.arms == order)
    if kept and len(order) == len(cells):
        return _given(cells, order), not context.arms
    since = ordered.end if ordered is not None and goes_on else line.sentence.start
    named = _names_an_arm(line, series, since, context, goes_on)
    told = any(cell.arms or (cell.endpoint and not versus) for cell in cells)
    told = told or (len({cell.months for cell in cells}) > 1 and not pairs)
    width = len(cells) if not pairs else _PAIR
    if named or told or width != len(order) or len(cells) != len(series.items):
        return cells, False
    compared = context.arms or _of_all(line, series) or len(order) > 1
    plain = compared and are_of_one_thing(line, series, previous_end)
    if not (versus or goes_on or series.respectively or claim.rule == "answer" or plain):
        return cells, False
    others = compares(line, since, series.start) if goes_on else compares_others(line, series)
    others = others or _speaks_of_others(line, series, arms) or is_of_another(line, series, arms)
    if series.from_to or others or contradicts(line, series):
        return cells, False
    return _given(cells, order), not (goes_on or (series.respectively and context.arms))


def _given(cells: Sequence[Cell], order: Sequence[str]) -> list[Cell]:
    """Cells with the arms of an order, which begins again for a second pair."""
    turns = itertools.cycle(order)
    return [replace(cell, arms=(arm,)) for cell, arm in zip(cells, turns, strict=False)]


def _goes_on(
    line: Line, series: Series, ordered: Series | None, versus: bool, previous_end: int
) -> bool:
    """Whether values go on with the comparison that their sentence has made."""
    if ordered is None or ordered.end > series.start:
        return False
    since = max(ordered.end, previous_end)
    return versus or _is_like(line, ordered, series) or are_of_one_thing(line, series, since)


def _names_an_arm(line: Line, series: Series, since: int, context: Context, goes_on: bool) -> bool:
    """Whether a sentence names a single arm for some values, behind `since` or soon after them."""
    # What stands further on (`in favour of A`) is not said of the values themselves.
    far = not goes_on and not (series.respectively and context.arms)
    near = line.sentence.end if far else series.end + _NEAR
    ratios = [m.start for m in line.of(Statistic) if m.id in RATIOS and m.start >= series.end]
    near = min([near, *ratios])  # an arm behind a label is a side of that ratio
    return any(
        len(m.labels) == 1 and since <= m.start < near and not _is_of_ratio(line, m)
        for m in line.of(ArmMention)
    )


def _is_of_ratio(line: Line, arm: ArmMention) -> bool:
    """Whether an arm is the side that the label of a ratio names (`HR for A 0.84`)."""
    labels = [m.end for m in line.of(Statistic) if m.id in RATIOS and m.end <= arm.start]
    return bool(labels) and _FOR.fullmatch(line.view, labels[-1], arm.start) is not None


def _other_half(cells: list[Cell], context: Context) -> list[Cell]:
    """Two values of which one has its arm, the other with that it was compared with last."""
    known = [cell.arms for cell in cells]
    if len(cells) != 2 or len(context.arms) != 2 or sorted(map(len, known)) != [0, 1]:
        return []
    label = next(arms[0] for arms in known if arms)
    if label not in context.arms:
        return []
    other = next(arm for arm in context.arms if arm != label)
    return [cell if cell.arms else replace(cell, arms=(other,)) for cell in cells]


def _speaks_of_others(line: Line, series: Series, arms: Arms) -> bool:
    """Whether a sentence sets patients against each other who are no two arms.

    `Patients with low X had 18 months compared with 11 in X-high`, `grade 2 and grade 3 for 65% and
    33%`; a bracket behind the patients of one arm is of that arm only.
    """
    view, first, last = line.view, series.items[0].value, series.items[-1].value
    clause = view[clause_start(line, series.start) : series.start]
    compared = _COMPARED.search(view, first.end, last.start) is not None
    if compared and (_SUCH_PATIENTS.search(clause) or _IN_SUCH.match(view, series.end)):
        return True
    whose = [_WHOSE.match(view, item.value.end, line.sentence.end) for item in series.items]
    groups_of = {
        fold(told["who"])
        for told in whose
        if told is not None
        and fold(told["who"]) not in arms.words.control_set
        and not any(
            m.start < told.end("who") and told.start("who") < m.end for m in line.of(ArmMention)
        )
    }
    if len(groups_of) == len(series.items) > 1:
        return True
    more = _MORE_AMONG.search(clause)
    if more and not any(
        more.start() <= m.start - series.start + len(clause) < more.end()
        for m in line.of(ArmMention)
    ):
        return True
    before = [m for m in line.mentions if line.sentence.start <= m.start < series.start]
    graded = [m for m in before if isinstance(m, Grade)]
    if series.respectively and len(graded) > 1 and _SEVERAL.search(view, graded[-2].start):
        return True
    groups = [m for m in before if isinstance(m, Subgroup) and series.start - m.end < _BRACKET_GAP]
    names = [fold(name) for arm in arms.arms for name in arm.names]
    return any(fold(group.text).endswith(name) for group in groups for name in names)


def _of_all(line: Line, series: Series) -> bool:
    """Whether a bracket with values stands behind all the arms at once (`between the groups (`)."""
    before = [m for m in line.of(ArmMention) if m.end <= series.start]
    if not before or len(before[-1].labels) < len(series.items):
        return False
    return _BRACKET.fullmatch(line.view, before[-1].end, series.start) is not None


def _is_like(line: Line, ordered: Series, series: Series) -> bool:
    """Whether two values open a bracket as those of the comparison before it did."""
    pairs = ordered.joints == series.joints and len(series.items) == 2
    return pairs and all(line.view[one.start - 1] in "([" for one in (ordered, series))


def _has_one_endpoint(line: Line, series: Series, since: int) -> bool:
    """Whether two values, respectively, cannot be those of two endpoints."""
    start = max(since, line.view.rfind(";", since, series.start))
    return endpoints_named(line, start, series.start) == 1

"""Which side of a ratio is over the other, where the abstract's own figures tell.

An abstract often leaves a ratio's direction to its reader. Words at the ratio (`A versus B`)
count first. Else the medians, rates or shares that it prints for the two arms settle it: the arm
with the longer median, or with the higher rate of those without the event, has the lower hazard,
the arm with the larger share the higher odds. Ratios of one abstract that print no figures of
their own follow those that do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extraction.arms.find import Arms
from extraction.claims.measures import value_months
from extraction.finding import Finding
from extraction.lexicon import EndpointEntry
from extraction.series.ratio_labels import RATIOS
from vocabulary.match import fold

#: Places and amounts by arm and time, for each endpoint, subgroup and statistic.
Figures = dict[tuple[str, str, str], dict[tuple[str, float | None], list[tuple[int, float]]]]

#: The figures of the two arms gave the direction.
FROM_FIGURES = "direction_from_figures"
#: The words at the ratio give one direction, the figures of the two arms the other.
CONTRADICTS = "direction_contradicts_medians"
#: Nothing but habit gives the direction.
ASSUMED = "direction_assumed"
#: The two sides were one treatment in two inflections.
ONE_SIDE = "comparator_same_as_arm"
# A smaller difference may be rounding, or curves that cross; so may a ratio closer to one.
_MARGIN = 0.04
_TOO_NEAR_ONE = 0.095
_BESIDE_RATIO = 300
_LONG = 1e9
_OVER = re.compile(
    r"(?:(?:[- ](?:group|arm))?[,;]?\s(?:versus|vs\.?|v\.?|over|relative to|"
    r"(?:as )?compared (?:with|to))\s(?:the\s)?|\s?/\s?)"
)
_NEAR = 60
_BRACKET = 100
_BRACKETED = r"\s?(?:[(\[][^()\[\]]{0,80}[)\]]\s?)?"
_BESIDE = re.compile(rf"{_BRACKETED}[\s,(\[]*(?:(?:for|in|with|in favou?r of)\s)?(?:the\s)?")
_SENTENCE = re.compile(r"(?:^|[.\n]\s*)(?P<text>(?:[^.\n]|\.(?=\d))*)$")
_COMPARED_WITH = re.compile(r"(?:As )?[Cc]ompared with (?:the )?")
_IT = re.compile(r"(?:[\s-](?:group|arm|schedule|regimen|treatment))?,?\s(?:it|they)\b")
_WORD_GOES_ON = re.compile(r"[\w-]")


def settle(
    findings: Sequence[Finding],
    arms: Arms,
    view: str,
    endpoints: Mapping[str, EndpointEntry],
) -> list[Finding]:
    """Turn each ratio that the figures of its arms contradict, and confirm those they support.

    `view` is the normalised abstract that the findings' offsets are into.
    """
    figures = _figures(findings)
    settled: list[Finding] = []
    known: list[bool] = []
    for finding in map(_with_two_sides, _with_sides_said(findings, arms, view)):
        done, sure = _settled(finding, figures, arms, view, endpoints)
        settled.append(done)
        known.append(sure)
    over = {(f.arm, f.comparator) for f, sure in zip(settled, known, strict=True) if sure}
    if len(over) != 1:
        return settled
    arm, comparator = next(iter(over))
    # Where an arm that is named as a control is over the other, names tell nothing. Nor does an
    # abstract turn its ratios from one to the next without a word.
    unsure = arms.comparator() == arm
    return [
        _following(finding, arm, comparator)
        if not sure and (unsure or ASSUMED in finding.flags or _sides(finding) == (comparator, arm))
        else finding
        for finding, sure in zip(settled, known, strict=True)
    ]


def _sides(finding: Finding) -> tuple[str, str]:
    return finding.arm, finding.comparator


def _settled(
    finding: Finding,
    figures: Figures,
    arms: Arms,
    view: str,
    endpoints: Mapping[str, EndpointEntry],
) -> tuple[Finding, bool]:
    """A finding in the direction that its words or figures give, and whether any do."""
    if not _two_sided(finding):
        return finding, False
    worded = _worded(finding, arms, view)
    agrees = _agrees(worded or finding, figures, endpoints)
    if worded:
        return (_flagged(worded, CONTRADICTS), False) if agrees is False else (worded, True)
    if agrees is None:
        return finding, False
    return (_confirmed(finding) if agrees else _turned(finding)), True


def _with_sides_said(findings: Sequence[Finding], arms: Arms, view: str) -> list[Finding]:
    """Ratios with the sides that stand right after them, or that their sentence opens with."""
    given: list[Finding] = []
    arm = ""
    for finding in findings:
        if finding.statistic in RATIOS and "exposure" not in finding.flags:
            if not finding.arm and not finding.comparator and len(arms) > 1:
                finding = _sides_said(finding, arms, view, arm)
            arm = finding.arm
        given.append(finding)
    return given


def _sides_said(finding: Finding, arms: Arms, view: str, subject: str) -> Finding:
    """`0.49 for A versus B`; `Compared with B it also ... 0.70`, `it` being the last arm."""
    after = view[finding.value.end : finding.value.end + _NEAR + _BRACKET]
    labels = arms.labels
    pairs = {
        (first, second)
        for first in labels
        for second in labels
        if first != second and _beside_over(first, second, arms, after)
    }
    opening = _SENTENCE.search(view, max(0, finding.start - 4 * _NEAR), finding.start)
    if not pairs and opening and subject in labels:
        pairs = {
            (subject, second)
            for second in labels
            if second != subject and _compared_with(arms[second].names, opening["text"])
        }
    if len(pairs) != 1:
        return finding
    arm, comparator = pairs.pop()
    return replace(finding, arm=arm, comparator=comparator)


def _with_two_sides(finding: Finding) -> Finding:
    """A ratio without its comparator where that is the arm again (`statins` over `statin`)."""
    if not _two_sided(finding) or _stem(finding.arm) != _stem(finding.comparator):
        return finding
    return _flagged(replace(finding, comparator=""), ONE_SIDE)


def _stem(label: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in fold(label).split())


def _two_sided(finding: Finding) -> bool:
    return finding.statistic in RATIOS and bool(finding.arm and finding.comparator)


def _worded(finding: Finding, arms: Arms, view: str) -> Finding | None:
    """A ratio in the direction of `A versus B` at the ratio itself, None without such words."""
    if finding.arm not in arms.labels or finding.comparator not in arms.labels:
        return None
    inside = view[finding.start : finding.value.start]
    after = view[finding.value.end : finding.value.end + _NEAR + _BRACKET]
    for arm, comparator in (
        (finding.arm, finding.comparator),
        (finding.comparator, finding.arm),
    ):
        if _inside_over(arm, comparator, arms, inside) or _beside_over(
            arm, comparator, arms, after
        ):
            return _confirmed(replace(finding, arm=arm, comparator=comparator))
    return None


def _inside_over(arm: str, comparator: str, arms: Arms, text: str) -> bool:
    """Whether one arm stands over another anywhere in a text."""
    return any(
        at == 0 or not _WORD_GOES_ON.match(text, at - 1)
        for at in _overs(arm, comparator, arms, text)
    )


def _beside_over(arm: str, comparator: str, arms: Arms, text: str) -> bool:
    """Whether a text opens with one arm over another."""
    return any(_BESIDE.fullmatch(text, 0, at) for at in _overs(arm, comparator, arms, text))


def _overs(arm: str, comparator: str, arms: Arms, text: str) -> Iterator[int]:
    """Where one arm stands over another (`A versus B`), by any of their names."""
    folded = fold(text)
    seconds = [fold(name) for name in arms[comparator].names]
    for first in (fold(name) for name in arms[arm].names):
        at = folded.find(first)
        while at >= 0:
            over = _OVER.match(text, at + len(first))
            if over and _opens_with(seconds, folded, over.end()):
                yield at
            at = folded.find(first, at + 1)


def _opens_with(names: Sequence[str], folded: str, at: int) -> bool:
    """Whether one of some names stands at a place as a word of its own."""
    return any(
        folded.startswith(name, at) and not _WORD_GOES_ON.match(folded, at + len(name))
        for name in names
    )


def _compared_with(names: Sequence[str], text: str) -> bool:
    """Whether a text opens with `Compared with A it`."""
    opening = _COMPARED_WITH.match(text)
    return opening is not None and any(
        text.startswith(name, opening.end()) and _IT.match(text, opening.end() + len(name))
        for name in names
    )


def _agrees(
    ratio: Finding, figures: Figures, endpoints: Mapping[str, EndpointEntry]
) -> bool | None:
    """Whether the arms' figures point as the ratio does, None where they say nothing."""
    number = ratio.value.number
    if not number or abs(math.log(number)) < _TOO_NEAR_ONE:
        return None
    hazard = ratio.statistic == "hazard_ratio"
    key = ratio.endpoint, ratio.subgroup, ratio.statistic
    others = [at for places in figures.get(key, {}).values() for at, _ in places]
    survivors = _counts_survivors(ratio.endpoint, endpoints)
    for statistic in ("median", "rate_at", "proportion") if hazard else ("proportion",):
        values = figures.get((ratio.endpoint, ratio.subgroup, statistic), {})
        times = {time for _, time in values}
        for time in sorted(times, key=lambda t: -1.0 if t is None else t, reverse=True):
            first = _nearest(values.get((ratio.arm, time), []), ratio, others)
            second = _nearest(values.get((ratio.comparator, time), []), ratio, others)
            if first is None or second is None:
                continue
            if abs(first - second) <= _MARGIN * max(first, second):
                continue
            lasting = statistic == "median" or (statistic == "rate_at" and survivors)
            higher = first < second if hazard and lasting else first > second
            return (number > 1) == higher
    return None


def _nearest(
    amounts: Sequence[tuple[int, float]], ratio: Finding, others: Sequence[float]
) -> float | None:
    """The amount of an arm; of several different ones that beside the ratio, if there is one.

    An amount before which another ratio of the endpoint stands is that one's.
    """
    amounts = [
        one
        for one in amounts
        if not any(min(one[0], ratio.start) < at < max(one[0], ratio.start) for at in others)
    ]
    if len({amount for _, amount in amounts}) > 1:
        amounts = [one for one in amounts if abs(one[0] - ratio.start) < _BESIDE_RATIO]
    if not amounts:
        return None
    return min(amounts, key=lambda one: abs(one[0] - ratio.start))[1]


def _counts_survivors(endpoint: str, endpoints: Mapping[str, EndpointEntry]) -> bool:
    """Whether a rate of this endpoint is one of patients without the event."""
    entry = endpoints.get(endpoint)
    return entry.better == "higher" if entry else endpoint.endswith("survival")


def _figures(findings: Sequence[Finding]) -> Figures:
    """Where each arm's amounts stand, by endpoint, subgroup, statistic and time."""
    figures: Figures = {}
    for finding in findings:
        own = finding.arm and not finding.comparator
        amount = _amount(finding) if own or finding.statistic in RATIOS else None
        if amount is not None:
            key = finding.endpoint, finding.subgroup, finding.statistic
            places = figures.setdefault(key, {}).setdefault((finding.arm, finding.months), [])
            places.append((finding.start, amount))
    return figures


def _amount(finding: Finding) -> float | None:
    if finding.value.not_reached:
        return _LONG
    if finding.statistic == "median":
        return value_months(finding.value.number, finding.unit)
    return finding.value.number


def _flagged(finding: Finding, flag: str) -> Finding:
    return replace(finding, flags=tuple(sorted({*finding.flags, flag})))


def _confirmed(finding: Finding) -> Finding:
    return replace(finding, flags=tuple(f for f in finding.flags if f != ASSUMED))


def _turned(finding: Finding) -> Finding:
    turned = replace(finding, arm=finding.comparator, comparator=finding.arm)
    return _flagged(_confirmed(turned), FROM_FIGURES)


def _following(finding: Finding, arm: str, comparator: str) -> Finding:
    """A ratio between two arms in the direction of the abstract's other ratios between them."""
    if not _two_sided(finding) or {arm, comparator} != {finding.arm, finding.comparator}:
        return finding
    return _flagged(replace(_confirmed(finding), arm=arm, comparator=comparator), FROM_FIGURES)

"""All results of an arm and then all of the other, whose outcomes are not named again.

`In A the response rate was 87% and the pCR rate 18%; in B they were 70% and 7%`: the second block
has as many values as the first, names no outcome and one other arm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extraction.claims.place import Claim
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, Endpoint, Statistic

_FEWEST = 2
#: No list of outcomes told one by one is longer.
_MOST = 8
_AMOUNTS = frozenset({"proportion", "rate_at", "median", "mean"})
#: What opens the second block, an arm in it told as a sign.
_OPENS = re.compile(
    r"[\s)\]]*(?:[,;]\s?(?:and\s|while\s|whereas\s|whilst\s|but\s|as\s)?|\s(?:and|while|whereas|"
    r"versus|vs\.?|v)\s)?"
    r"(?:(?:compared (?:with|to)|versus|vs\.?|v|against|as against|as opposed to|in contrast to|"
    r"the|in|with|for|of|on|under|among|by|those|these|they|both|that|figures?|rates?|values?|numbers|"
    r"percentages?|proportions?|results|ones|corresponding|respective|respectively|same|comparable|"
    r"latter|other|group|arm|patients|women|given|receiving|treated|"
    r"(?:assigned|allocated|randomi[sz]ed) to|taking|having|had|"
    r"were|was|being|amounted to|came to|reached|only|gave|produced|yielded|showed|achieved|"
    r"\u00a7)[\s,:]*)*[\s(,:]*"
)
_CLOSES = re.compile(
    r"[\s)\]]*(?:,?\s?respectively)?(?:[\s,]*(?:in|with|for|of|on|among|given|receiving|the|those|"
    r"patients|women|group|arm|treated|"
    r"(?:assigned|allocated|randomi[sz]ed) to|\u00a7))*[\s)\]]*(?:respectively)?\s*"
    r"(?:[;,.(:]|$|and\b)"
)
_REACH = 90


def with_second_block(
    line: Line, all_series: Sequence[Series], claims: Sequence[Claim]
) -> list[Claim]:
    """The claims of a sentence, those of a second block by the outcomes of the first."""
    items = [(series, item) for series in all_series for item in series.items]
    claimed = {id(claim.series): claim for claim in claims}
    for size in range(min(_MOST, len(items) // 2), _FEWEST - 1, -1):
        for at in range(len(items) - 2 * size + 1):
            first, second = items[at : at + size], items[at + size : at + 2 * size]
            block = _answers(line, claimed, first, second)
            if block:
                mine = {id(series) for series, _ in (*first, *second)}
                kept = [claim for claim in claims if id(claim.series) not in mine]
                both = [*kept, *block]
                return sorted(both, key=lambda claim: claim.series.start)
    return list(claims)


def _answers(
    line: Line,
    claims: Mapping[int, Claim],
    first: Sequence[tuple[Series, Item]],
    second: Sequence[tuple[Series, Item]],
) -> list[Claim]:
    """The claims of both blocks, [] where the second does not answer the first."""
    own = [_claim_of(claims, series, item) for series, item in first]
    told = [claim for claim in own if claim is not None and claim.statistic in _AMOUNTS]
    if len(told) < len(own) or len({(c.endpoint.id, c.statistic) for c in told}) < len(told):
        return []
    if not _units_agree([series for series, _ in first], [series for series, _ in second]):
        return []
    before, start = first[-1][1].value.end, second[0][1].value.start
    end = second[-1][1].value.end
    between = [m for m in line.mentions if before <= m.start < end]
    if any(isinstance(m, Endpoint | Statistic) for m in between):
        return []
    stop = min(line.sentence.end, end + _REACH)
    arms = [m for m in line.of(ArmMention) if before <= m.start < start]
    behind = [m for m in line.of(ArmMention) if end <= m.start < stop][:1]
    opening = [m for m in line.of(ArmMention) if m.end <= first[0][1].value.start][-1:]
    other = arms or behind
    if len(other) != 1 or len(other[0].labels) != 1 or len(opening) != 1:
        return []
    if opening[0].labels == other[0].labels or len(opening[0].labels) != 1:
        return []
    if not (_only(line, first, opening[0]) and _only(line, second, other[0])):
        return []
    closing = _CLOSES.match(with_sign(line, end, stop, behind if not arms else []))
    opens = _OPENS.fullmatch(with_sign(line, before, start, arms))
    if not (opens and closing):
        return []
    blocks = ((first, opening[0]), (second, other[0]))
    return [
        replace(claim, series=series.alone(item, [arm], item.time), endpoints=())
        for block, arm in blocks
        for claim, (series, item) in zip(told, block, strict=True)
    ]


def _claim_of(claims: Mapping[int, Claim], series: Series, item: Item) -> Claim | None:
    """The claim of a value that stands alone with its outcome, or opens what follows it."""
    return claims.get(id(series)) if series.items[0] is item else None


def _units_agree(first: Sequence[Series], second: Sequence[Series]) -> bool:
    units = [series.unit for series in first]
    return "" not in units and units == [series.unit for series in second]


def _only(line: Line, block: Sequence[tuple[Series, Item]], arm: ArmMention) -> bool:
    """Whether no arm but one stands at the values of a block or between them."""
    start, end = block[0][1].value.start, block[-1][1].value.end
    beside = [m for _, item in block for m in (*item.arms_before, *item.arms_after)]
    named = [*beside, *(m for m in line.of(ArmMention) if start <= m.start < end)]
    # What closes the first block may have been given to its last value.
    named = [m for m in named if m.start < end]
    return all(m.labels == arm.labels for m in named)


def with_sign(line: Line, start: int, end: int, arms: Sequence[ArmMention]) -> str:
    """A stretch with the arms in it as one sign each."""
    parts, at = [], start
    for arm in arms:
        parts += [line.view[at : arm.start], "\u00a7"]
        at = arm.end
    return "".join([*parts, line.view[at:end]])

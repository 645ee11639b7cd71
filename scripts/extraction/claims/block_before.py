"""All results of an arm in one sentence, and those of the others in the next without a name.

`With A, nausea occurred in 9% and vomiting in 4%. The corresponding figures for B were 7% and 2%.`
The second sentence names no outcome and other arms; it has one value for each outcome of the first,
or of the one outcome of the first a value for each of its arms.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extraction.claims.place import Block, Claim
from extraction.claims.second_block import with_sign
from extraction.mentions.lines import Line
from extraction.series.series import Item, Series
from extraction.tokens import ArmMention, Endpoint, Statistic

_MOST = 8
_AMOUNTS = frozenset({"proportion", "rate_at", "median", "mean"})
_WORDS = (
    r"(?:however|similarly|likewise|again|the|in|with|for|of|on|under|among|amongst|after|during|by|"
    r"at|to|from|those|these|they|this|that|it|its|their|such|figures?|rates?|values?|numbers|"
    r"percentages?|proportions?|incidences?|frequency|frequencies|results?|ones|respective|"
    r"corresponding|same|comparable|equivalent|latter|other|groups?|arms?|patients|women|men|"
    r"subjects|participants|children|infants|mothers|individuals|cases|people|given|receiving|"
    r"received|treated|assigned|allocated|randomi[sz]ed|taking|undergoing|underwent|who|"
    r"only|just|about|approximately|still|even|were|was|is|are|being|amounted|came|reached|"
    r"and|or|but|compares?|compared|contrasts?|respectively|namely|\u00a7)"
)
#: From the start of the second sentence to its first value, arms as signs.
_OPENS = re.compile(rf"\s*(?:{_WORDS}[\s,:]+)+\(?", re.IGNORECASE)
#: What points to the values before.
_POINTS = re.compile(
    r"\b(?:(?:corresponding|respective|same|comparable|equivalent|these|those|the)\s(?:[a-z]+\s)?"
    r"(?:figures?|rates?|values?|numbers|percentages?|proportions?|incidences?|frequenc(?:y|ies)|"
    r"results)|it\s(?:was|is|reached|came)|they\s(?:were|are)|"
    r"th(?:is|ese|ey)\s(?:compares?|contrasts?|(?:was|were|is|are)\scompared)\swith)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s)\]]*(?:,\s?(?:and\s)?|;\s|/|\s?and\s|\svs?\.?\s|\sversus\s)[\s(\[]*")
#: From the last value to the end.
_CLOSES = re.compile(
    r"[\s)\]]*(?:,?\s?respectively)?(?:[\s,]*(?:in|with|for|of|on|among|after|given|receiving|the|"
    r"those|patients|women|men|children|infants|groups?|arms?|treated|assigned|allocated|"
    r"randomi[sz]ed|to|who|received|undergoing|and|respectively|\u00a7))*[\s)\]]*(?:[;,.(:].*)?",
    re.DOTALL,
)


def block_of(line: Line, claims: Sequence[Claim]) -> Block | None:
    """What a sentence tells of the one arm that it names."""
    told: list[tuple[Endpoint, str, str]] = []
    for claim in claims:
        series = claim.series
        its = claim.endpoints or (claim.endpoint,) * len(series.items)
        if series.is_ratio or len(its) != len(series.items) or claim.statistic not in _AMOUNTS:
            return None
        told += [(endpoint, claim.statistic, series.unit) for endpoint in its]
    named = {m.labels for m in line.of(ArmMention)}
    ids = {endpoint.id for endpoint, _, _ in told}
    if not 0 < len(told) <= _MOST or len(ids) < len(told) or len(named) != 1:
        return None
    arm = next(iter(named))
    return Block(arm, line.sentence.end, tuple(told)) if len(arm) == 1 else None


def with_block_before(
    line: Line, all_series: Sequence[Series], claims: Sequence[Claim], block: Block | None
) -> list[Claim]:
    """The claims of a sentence, those of the other arms by the outcomes of the sentence before."""
    values = [(series, item) for series in all_series for item in series.items]
    if block is None or not values or not 0 <= line.sentence.start - block.end <= 1:
        return list(claims)
    if any(isinstance(m, Endpoint | Statistic) for m in line.mentions):
        return list(claims)
    named = [m for m in line.of(ArmMention) if len(m.labels) == 1]
    labels = [m.labels for m in named]
    if len(named) < len(line.of(ArmMention)) or len(set(labels)) < len(labels) or not labels:
        return list(claims)
    if block.arm in labels or not _is_bare(line, [item for _, item in values], named):
        return list(claims)
    one = len(block.told) == 1
    if len(values) != (len(named) if one else len(block.told)) or (not one and len(named) > 1):
        return list(claims)
    told = block.told * len(values) if one else block.told
    if any(series.unit != unit for (series, _), (_, _, unit) in zip(values, told, strict=True)):
        return list(claims)
    arms = named if one else named * len(values)
    return [
        Claim(series.alone(item, [arm], None), endpoint, statistic, "sentence before")
        for (series, item), arm, (endpoint, statistic, _) in zip(values, arms, told, strict=True)
    ]


def _is_bare(line: Line, items: Sequence[Item], arms: Sequence[ArmMention]) -> bool:
    """Whether a sentence has no word of its own around its values."""
    view, sentence = line.view, line.sentence
    first, last = items[0].value.start, items[-1].value.end
    opening = with_sign(line, sentence.start, first, [m for m in arms if m.end <= first])
    if _OPENS.fullmatch(opening) is None or _POINTS.search(opening) is None:
        return False
    for left, right in itertools.pairwise(items):
        end, start = left.value.end, right.value.start
        between = [m for m in arms if end <= m.start and m.end <= start]
        if between or _BETWEEN.fullmatch(view[end:start]) is None:
            return False
    behind = [m for m in arms if m.start >= last]
    return _CLOSES.fullmatch(with_sign(line, last, sentence.end, behind)) is not None

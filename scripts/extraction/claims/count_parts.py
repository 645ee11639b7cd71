"""The parts of a count that was told before: `31 deaths (19 with A and 12 with B)`.

That they add up to the whole shows that they are its parts, whatever stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims.count_series import side_by_side
from extraction.claims.count_sides import JOINT
from extraction.claims.counted_in_brackets import SIDE_IN, SIDE_OF
from extraction.claims.place import Claim
from extraction.clauses.shape import Shape

_PARTS = re.compile(
    rf"(?<![\w#/-])(?:{SIDE_IN}(?:{JOINT}{SIDE_IN}){{1,4}}|{SIDE_OF}(?:{JOINT}{SIDE_OF}){{1,4}})"
)
_REACH = 160


def parts_of_counts(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Counts of several arms that make up a count or a share's events without an arm."""
    wholes = [claim for claim in claims if _is_whole(claim)]
    for match in _PARTS.finditer(shape.text) if wholes else ():
        series = side_by_side(shape, match.start(), match.end(), "patients")
        if series is None:
            continue
        total = sum(item.value.events or 0 for item in series.items)
        near = [
            claim
            for claim in wholes
            if claim.series.items[0].value.events == total
            and 0 <= series.start - claim.series.items[0].value.end < _REACH
        ]
        if near:
            yield Claim(series, near[-1].endpoint, "count", "counted parts")


def _is_whole(claim: Claim) -> bool:
    item = claim.series.items[0]
    lone = len(claim.series.items) == 1 and not (item.arms_before or item.arms_after)
    return lone and (item.value.events or 0) > 1

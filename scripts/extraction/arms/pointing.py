"""What arms are named by beside their names: `the latter`, `this group`; and in which order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from extraction.text.signs import Signed
from extraction.tokens import ArmMention

_FORMER = Signed(
    r"\b(?:former|latter)\b|\b[Tt]his (?:group|arm)\b", ("former", "latter", "his group", "his arm")
)

_SIDE_BY_SIDE = re.compile(
    r"(?:\s?[(\[][^()\[\]]{0,40}[)\]])?,?\s(?:and|or|versus|vs\.?|v\.?|with|(?:as )?compared (?:with|to))"
    r"\s(?:with\s|to\s)?(?:the\s)?"
)
_GAP = 70


def side_by_side(found: Sequence[ArmMention], view: str) -> frozenset[tuple[str, str]]:
    """Arms that a text names side by side (`A versus B`, `A or B`), in that order."""
    single = [m for m in found if len(m.labels) == 1]
    return frozenset(
        (left.labels[0], right.labels[0])
        for left, right in itertools.pairwise(single)
        if left.labels != right.labels
        and right.start - left.end < _GAP
        and _SIDE_BY_SIDE.fullmatch(view, left.end, right.start)
    )


def former_and_latter(found: Sequence[ArmMention], view: str) -> Iterable[ArmMention]:
    """`The latter` and `this group`: the last of the arms named before it."""
    words = list(_FORMER.finditer(view))
    single = (
        sorted((m for m in found if len(m.labels) == 1), key=lambda m: m.start) if words else []
    )
    for word in words:
        before = [mention.labels for mention in single if mention.end <= word.start()]
        first = next((labels for labels in reversed(before) if labels != before[-1]), None)
        this = word.group() != "former"
        if first is not None or (before and word.group()[1:4] == "his"):
            labels = before[-1] if this or first is None else first
            yield ArmMention(start=word.start(), end=word.end(), labels=labels)

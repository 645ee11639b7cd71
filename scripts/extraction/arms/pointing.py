"""Words that point back at an arm named before: `the latter`, `this group`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extraction.text.signs import Signed
from extraction.tokens import ArmMention

_FORMER = Signed(
    r"\b(?:former|latter)\b|\b[Tt]his (?:group|arm)\b", ("former", "latter", "his group", "his arm")
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

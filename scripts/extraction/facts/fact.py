"""One fact and the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass

#: The designs of a record that pools or reviews the results of several trials.
SECONDARY = frozenset({"meta_analysis", "pooled_analysis"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact; `field` is title, abstract or record.

    `start` and `end` are offsets into title or abstract. A fact of the record itself (a
    publication type, a registry number) has none, and `quote` holds the words of the record.
    """

    characteristic: str
    value: str
    field: str
    start: int = 0
    end: int = 0
    unit: str = ""
    arm: str = ""
    rule: str = ""
    quote: str = ""

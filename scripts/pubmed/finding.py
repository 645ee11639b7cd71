"""What the reading of a query has to say about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a query: the part, what is wrong with it, and a suggested spelling."""

    is_error: bool
    part: str
    what: str
    fix: str = ""

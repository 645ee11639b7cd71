"""PMIDs as codes: one per decimal prefix, so that a range of PMIDs is a union of few codes."""

from __future__ import annotations

from collections.abc import Iterator

_DIGITS = 9
HIGHEST = 10**_DIGITS - 1


def number_of(text: str) -> int | None:
    """Return a whole number written in digits, cut to the highest PMID there can be."""
    if not (text.isdecimal() and text.isascii()):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= _DIGITS else HIGHEST + 1


def pmid_codes(pmid: int) -> str:
    """Return the codes under which a PMID and the ranges that hold it are found."""
    return " ".join(f"u{level}_{pmid // 10**level}" for level in range(_DIGITS))


def covering_pmid_codes(low: int, high: int) -> list[str]:
    """Return the fewest codes that cover the PMIDs from ``low`` to ``high``, both included."""
    return list(_cover(max(low, 0), min(high, HIGHEST)))


def _cover(low: int, high: int) -> Iterator[str]:
    while low <= high:
        level = 0
        while (
            level + 1 < _DIGITS
            and low % 10 ** (level + 1) == 0
            and low + 10 ** (level + 1) - 1 <= high
        ):
            level += 1
        yield f"u{level}_{low // 10**level}"
        low += 10**level

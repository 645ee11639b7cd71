"""PMIDs as codes: one per decimal prefix, so that a range of PMIDs is a union of few codes."""

from __future__ import annotations

from collections.abc import Iterator

_DIGITS = 9
_STEPS = tuple(range(0, _DIGITS + 1, 2))  # prefixes lose two digits at a time
HIGHEST = 10**_DIGITS - 1


def number_of(text: str) -> int | None:
    """Return a whole number written in digits, cut to the highest PMID there can be."""
    if not (text.isdecimal() and text.isascii()):
        return None
    digits = text.lstrip("0") or "0"
    return int(digits) if len(digits) <= _DIGITS else HIGHEST + 1


def pmid_of(text: str) -> int:
    """Return a PMID written as digits, 0 for anything else."""
    number = number_of(text) or 0
    return number if number <= HIGHEST else 0


def pmid_codes(pmid: int) -> str:
    """Return the codes under which a PMID and the ranges that hold it are found."""
    return " ".join([f"u{step}_{pmid // 10**step}" for step in _STEPS])


def covering_pmid_codes(low: int, high: int) -> list[str]:
    """Return the fewest codes that cover the PMIDs from ``low`` to ``high``, both included."""
    return list(_cover(max(low, 0), min(high, HIGHEST)))


def _cover(low: int, high: int) -> Iterator[str]:
    while low <= high:
        step = max(step for step in _STEPS if low % 10**step == 0 and low + 10**step - 1 <= high)
        yield f"u{step}_{low // 10**step}"
        low += 10**step

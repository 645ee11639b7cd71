"""Small words of English prose: counts, lists and days."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

PLURALS = {"study": "studies", "category": "categories", "query": "queries"}


def count(number: int, noun: str) -> str:
    """Return ``1 study`` or ``2 studies``."""
    return f"{number:,} {noun if number == 1 else PLURALS.get(noun, noun + 's')}"


def and_list(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def day(iso: str) -> str:
    """Return ``22 November 2026`` for an ISO day, in any locale; other text as it is."""
    try:
        date = datetime.date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{date.day} {months[date.month - 1]} {date.year}"


def words_of(identifier: str) -> str:
    """Return an identifier such as ``not_clinical_study`` as words."""
    return identifier.replace("_", " ")

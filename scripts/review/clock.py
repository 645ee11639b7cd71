"""The only reader of the clock, so that a run can be repeated under SOURCE_DATE_EPOCH."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from review.errors import ReviewError


def now() -> datetime:
    """Return the present moment in UTC, to the second; SOURCE_DATE_EPOCH overrides it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ReviewError(
            "not a number of seconds since 1970",
            where="environment variable SOURCE_DATE_EPOCH",
            value=epoch,
            fix="Set it to a whole number such as 1763856000, or unset it.",
        ) from error


def iso(moment: datetime) -> str:
    """Write a UTC moment as ``2026-11-22T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

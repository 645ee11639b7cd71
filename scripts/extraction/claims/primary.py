"""The endpoint that a text calls its primary one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.mentions.lines import Line
from extraction.tokens import Endpoint

_PRIMARY = re.compile(
    r"[Pp]rimary\s(?:efficacy\s|study\s|trial\s)?(?:end\s?-?points?|outcomes?|aim|objective)\b"
)


def primary_of(lines: Sequence[Line]) -> Endpoint | None:
    """The time to an event that a text calls its primary endpoint."""
    if not lines or "rimary" not in lines[0].view:
        return None
    for line in lines:
        told = _PRIMARY.search(line.view, line.sentence.start, line.sentence.end)
        if told:
            named = [m for m in line.topics if m.start >= told.end()]
            return named[0] if named and named[0].kind == "survival" else None
    return None

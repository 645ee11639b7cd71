"""Which sentences report results of the study itself.

Sections that say what they are settle it. Running text opens with background and aims: nothing
counts before the first sentence that speaks of the study. A sentence with a design or background
cue never counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.mentions import Line

_NO_RESULTS = frozenset({"BACKGROUND", "OBJECTIVE", "METHODS"})
_MAY_HAVE_RESULTS = frozenset({"RESULTS", "CONCLUSIONS"})


def reports_results(lines: Sequence[Line]) -> list[bool]:
    """For each sentence of a text, whether its numbers may be results."""
    opened = _opening(lines)
    return [
        line.sentence.category not in _NO_RESULTS
        and (at >= opened or line.sentence.category in _MAY_HAVE_RESULTS)
        and not line.has_cue("design", "background")
        for at, line in enumerate(lines)
    ]


def _opening(lines: Sequence[Line]) -> int:
    """The first sentence that speaks of the study; 0 where none does."""
    for at, line in enumerate(lines):
        # The first line may be a title, which names the design of what is only introduced after it.
        if line.has_cue("objective", "methods") or (at and line.has_cue("allocation")):
            return at
    return 0

"""What kind of study a text tells of, as far as it says whether there are arms to look for."""

from __future__ import annotations

import re

_ASSIGNS = re.compile(r"randomi[sz]ed\b(?! trials)|randomly|\bplacebo")
_TRIAL = re.compile(
    r"\b(?:random|[Pp]hase[ -](?:\d|I)|single-arm|open-label|trials?\b|prospective(?:ly)?\b|RCT)"
)
_COHORT = re.compile(
    r"\b(?:[Rr]etrospective|[Cc]ohort|[Rr]egist(?:ry|er)|[Dd]atabase|[Pp]rognostic|[Cc]onsecutive|"
    r"[Mm]edical records|[Cc]ase-control|[Pp]redict)"
)


def assigns(view: str) -> bool:
    """Whether a text assigns treatments, so that its arms are those."""
    return _ASSIGNS.search(view) is not None


def is_cohort(view: str) -> bool:
    """Whether a text tells of a cohort and of no trial, so that treatments in it may be no arms."""
    return _COHORT.search(view) is not None and _TRIAL.search(view) is None

"""What kind of study a text tells of, as far as it says whether there are arms to look for."""

from __future__ import annotations

from extraction.text.signs import Signed

_ASSIGNS = Signed(r"[Rr]andomi[sz]ed\b(?! trials)|[Rr]andomly|\bplacebo", ("andom", "placebo"))
_TRIAL = Signed(
    r"\b(?:random|[Pp]hase[ -](?:\d|I)|single-arm|open-label|trials?\b|prospective(?:ly)?\b|RCT)",
    ("random", "hase", "-arm", "-label", "trial", "prospective", "RCT"),
)
_COHORT = Signed(
    r"\b(?:[Rr]etrospective|[Cc]ohort|[Rr]egist(?:ry|er)|[Dd]atabase|[Pp]rognostic|[Cc]onsecutive|"
    r"[Mm]edical records|[Cc]ase-control|[Pp]redict)",
    (
        "etrospective",
        "ohort",
        "egist",
        "atabase",
        "rognostic",
        "onsecutive",
        "edical records",
        "ase-control",
        "redict",
    ),
)
_CROSSED = Signed(
    r"\b[Ff]actorial\b|\b(?:2|[Tt]wo)[ -](?:x|by|\u00d7)[ -](?:2|two)\b|\b2[x\u00d7]2\b",
    (
        *("actorial", "2x2", "\u00d7", "2 x", "2-x", "wo x", "wo-x"),
        *("2 by", "2-by", "wo by", "wo-by"),
    ),
)


def is_factorial(view: str) -> bool:
    """Whether a text crosses its treatments, so that no one of them is without the other."""
    return _CROSSED.search(view) is not None


def assigns(view: str) -> bool:
    """Whether a text assigns treatments, so that its arms are those."""
    return _ASSIGNS.search(view) is not None


def is_cohort(view: str) -> bool:
    """Whether a text tells of a cohort and of no trial, so that treatments in it may be no arms."""
    return _COHORT.search(view) is not None and _TRIAL.search(view) is None

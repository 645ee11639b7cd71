"""Arms that a text tells by their dose: `the 16 Gy group`, `zetamab 10 mg`, `0 Gy and 16 Gy`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.labels import Candidate
from extraction.arms.measures import timed
from extraction.text.signs import Signed

_UNIT = r"(?:mg/kg|mg/m\S{1,4}|\u00b5g/kg|\u03bcg/kg|\u00b5g|\u03bcg|mcg|mg|Gy|IU|MBq)"
_HEADS = ("group", "arm", "cohort")
_DOSE = Signed(
    rf"(?<![\w.])\d[\d.]*[\s-]?{_UNIT}(?![\w/])"
    r"(?P<head>\s(?:boost\s|dose\s)?(?:groups?|arms?|cohorts?)\b)?",
    ("mg", "g/kg", "µg", "μg", "mcg", "Gy", "IU", "MBq"),
)
_DRUG = re.compile(r"(?<![\w-])[A-Za-z][\w-]{3,30}\s$")
_LISTED = re.compile(r"(?:\s\([^()]{1,40}\))?\s?(?:,|,? and|,? or|versus|vs\.?|,? v)?\s(?:the\s)?")
_SMALL = frozenset(
    [
        "with",
        "after",
        "from",
        "received",
        "receive",
        "receiving",
        "dose",
        "doses",
        "either",
        "both",
        "than",
        "over",
        "versus",
        "least",
        "were",
        "plus",
        "given",
        "daily",
        "oral",
        "about",
        "boost",
        "total",
        "weekly",
        "group",
        "groups",
        "were",
        "each",
        "until",
    ]
)


def dosed(view: str) -> Iterable[Candidate]:
    """Doses and lengths that are said to be a group, where several of them are."""
    if not any(head in view for head in _HEADS):
        return
    lengths = timed(view)
    for start, end in lengths:
        yield Candidate(
            view[start:end], start, end, 3, headed=True, listed=True, list_at=lengths[0][0]
        )
    found = list(_DOSE.finditer(view))
    if not any(match["head"] for match in found):
        return
    headed = [bool(match["head"]) for match in found]
    for at in range(len(found) - 2, -1, -1):
        gap = view[found[at].end() : found[at + 1].start()]
        headed[at] = headed[at] or (headed[at + 1] and _LISTED.fullmatch(gap) is not None)
    places = [_label(view, match) for match, is_arm in zip(found, headed, strict=True) if is_arm]
    if len({view[start:end] for start, end in places}) > 1:
        for start, end in places:
            yield Candidate(view[start:end], start, end, 3, headed=True)


def _label(view: str, match: re.Match[str]) -> tuple[int, int]:
    """The place of a dose with the drug before it."""
    end = match.start("head") if match["head"] else match.end()
    drug = _DRUG.search(view, max(0, match.start() - 32), match.start())
    if drug is None or drug.group().strip().lower() in _SMALL:
        return match.start(), end
    return drug.start(), end

"""Arms that a text tells by their dose: `the 16 Gy group`, `zetamab 10 mg`, `0 Gy and 16 Gy`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.labels import Candidate

_UNIT = r"(?:mg/kg|mg/m\S{1,4}|\u00b5g/kg|\u03bcg/kg|\u00b5g|\u03bcg|mcg|mg|Gy|IU|MBq)"
_DOSED = re.compile(
    rf"(?P<label>(?:(?P<drug>[A-Za-z][\w-]{{3,}})\s)?\d[\d.]*[\s-]?{_UNIT})(?![\w/])"
    r"(?P<head>\s(?:boost\s|dose\s)?(?:groups?|arms?|cohorts?)\b)?"
)
_LISTED = re.compile(r"\s?(?:,|,? and|,? or|versus|vs\.?|,? v)?\s(?:the\s)?")
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
    """Doses that are said to be a group, where several of them are."""
    found = list(_DOSED.finditer(view))
    headed = [match for match in found if match["head"]]
    for match in reversed(found[:-1]):
        following = found[found.index(match) + 1]
        if following in headed and _LISTED.fullmatch(view[match.end() : following.start()]):
            headed.append(match)
    labels = {_label(match) for match in headed}
    if len(labels) > 1:
        for match in headed:
            label, end = _label(match), match.end("label")
            yield Candidate(label, end - len(label), end, 3, headed=True)


def _label(match: re.Match[str]) -> str:
    """The dose with the drug before it."""
    text = match["label"]
    drug = match["drug"]
    return text[len(drug) + 1 :] if drug and drug.lower() in _SMALL else text

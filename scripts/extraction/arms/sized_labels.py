"""Labels of arms that stand beside the number of their patients (`A (n = 12)`, `(B, 34)`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.arms.labels import Candidate, label_before
from extraction.arms.telling import names_treatment
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed

_N_IS = ("n=", "n =", "N=", "N =")
_SIZED = Signed(
    r"\s?[(\[](?P<inside>[^()\[\]]{0,90}?)\b[nN]\s?=\s?(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women))?\s?[;)\]]",
    _N_IS,
)
_SIZED_WORDS = Signed(
    r"\s?[(\[](?P<n>\d[\d,]*)\s(?:patients|women|subjects|participants)[)\]]",
    (
        "patients)",
        "patients]",
        "women)",
        "women]",
        "subjects)",
        "subjects]",
        "participants)",
        "participants]",
    ),
)
_LABEL_SIZED = re.compile(
    r"[(\[](?P<label>[^()\[\]:;,]{1,40}?)(?:\sgroup|\sarm)?,\s(?P<n>\d[\d,]*)(?:\s(?:patients|"
    r"women|subjects|participants))?[)\];]"
)
_DOSE_BEFORE = re.compile(
    r"\d\s?(?:mg|g|Gy|U|IU)\b.*[;,]\s?$|\b(?:days?|weeks?|daily|weekly)\b.*[;,]\s?$"
)
_COUNTED = re.compile(
    r"[(\[](?P<n1>\d[\d,]*) (?P<first>[^()\[\]:;,\d]{3,40})(?:, (?:and )?| and )(?P<n2>\d[\d,]*) "
    r"(?P<second>[^()\[\]:;,\d]{3,40})[)\]]"
)
_BRACKET_SIZED = Signed(r"[(\[][^()\[\]]*[nN]\s?=[^()\[\]]*[)\]]", _N_IS)
_INSIDE_SIZED = re.compile(
    r"(?:^|[(\[;,]|\band\b)\s*(?P<label>[^();,\[\]=]{1,40}?)[,;]?\s[nN]\s?=\s?(?P<n>\d[\d,]*)"
)


#: An arm has more patients; a smaller number counts something else.
_FEWEST = 4
_NARROWED = re.compile(
    r"\b(?:patients|women|subjects|participants|those|cases|tumou?rs|individuals)\s"
    r"(?:with|without|who (?:had|were))\s(?:[a-z]+\s){0,2}$"
)


def sized(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every label beside a number of patients, unless it narrows these down by what they have."""
    for candidate in _sized(view, lexicon.arms):
        start = candidate.start
        if (candidate.n or 0) < _FEWEST:
            continue
        narrowed = _NARROWED.search(view, max(0, start - 50), start)
        if narrowed is None or names_treatment(candidate.label, lexicon):
            yield candidate


def _sized(view: str, words: ArmWords) -> Iterable[Candidate]:
    for pattern in (_SIZED, _SIZED_WORDS):
        for match in pattern.finditer(view):
            inside = match.groupdict().get("inside") or ""
            number = int(match["n"].replace(",", ""))
            if inside.strip(" ,;") and not _DOSE_BEFORE.search(inside):
                continue
            side = label_before(view, match.start(), words)
            if side:
                yield Candidate(side[2], side[0], side[1], 4, number)
    for match in _LABEL_SIZED.finditer(view):
        side = label_before(view, match.end("label"), words)
        if side:
            yield Candidate(side[2], side[0], side[1], 4, int(match["n"].replace(",", "")))
    for match in _COUNTED.finditer(view):
        for size, label in (("n1", "first"), ("n2", "second")):
            side = label_before(view, match.end(label), words)
            if side:
                yield Candidate(side[2], side[0], side[1], 4, int(match[size].replace(",", "")))
    for match in _BRACKET_SIZED.finditer(view):
        for part in _INSIDE_SIZED.finditer(view, match.start(), match.end()):
            side = label_before(view, part.end("label"), words)
            if side:
                number = int(part["n"].replace(",", ""))
                yield Candidate(side[2], side[0], side[1], 4, number)

"""Which arm the words at a ratio put over the other (`A versus B`, `Compared with B it ...`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.arms.study import Arms
from extraction.finding import Finding
from extraction.series.ratio_labels import RATIOS
from vocabulary.match import fold

_OVER = re.compile(
    r"(?:(?:[- ](?:group|arm))?[,;]?\s(?:versus|vs\.?|v\.?|over|relative to|"
    r"(?:as )?compared (?:with|to))\s(?:the\s)?|\s?/\s?)"
)
_NEAR = 60
_BRACKET = 100
_BRACKETED = r"\s?(?:[(\[][^()\[\]]{0,80}[)\]]\s?)?"
_BESIDE = re.compile(rf"{_BRACKETED}[\s,(\[]*(?:(?:for|in|with|in favou?r of)\s)?(?:the\s)?")
_SENTENCE = re.compile(r"(?:^|[.\n]\s*)(?P<text>(?:[^.\n]|\.(?=\d))*)$")
_COMPARED_WITH = re.compile(r"(?:As )?[Cc]ompared with (?:the )?")
_IT = re.compile(r"(?:[\s-](?:group|arm|schedule|regimen|treatment))?,?\s(?:it|they)\b")
_WORD_GOES_ON = re.compile(r"[\w-]")


def with_sides_said(findings: Sequence[Finding], arms: Arms, view: str) -> list[Finding]:
    """Ratios with the sides that stand right after them, or that their sentence opens with."""
    given: list[Finding] = []
    arm = ""
    for finding in findings:
        if finding.statistic in RATIOS and "exposure" not in finding.flags:
            if not finding.arm and not finding.comparator and len(arms) > 1:
                finding = _sides_said(finding, arms, view, arm)
            arm = finding.arm
        given.append(finding)
    return given


def _sides_said(finding: Finding, arms: Arms, view: str, subject: str) -> Finding:
    """`0.49 for A versus B`; `Compared with B it also ... 0.70`, `it` being the last arm."""
    after = view[finding.value.end : finding.value.end + _NEAR + _BRACKET]
    labels = arms.labels
    pairs = {
        (first, second)
        for first in labels
        for second in labels
        if first != second and _beside_over(first, second, arms, after)
    }
    opening = _SENTENCE.search(view, max(0, finding.start - 4 * _NEAR), finding.start)
    if not pairs and opening and subject in labels:
        pairs = {
            (subject, second)
            for second in labels
            if second != subject and _compared_with(arms[second].names, opening["text"])
        }
    if len(pairs) != 1:
        return finding
    arm, comparator = pairs.pop()
    return replace(finding, arm=arm, comparator=comparator)


def worded_sides(finding: Finding, arms: Arms, view: str) -> tuple[str, str] | None:
    """The arm of a ratio that `A versus B` at the ratio puts first, and the other; else None."""
    if finding.arm not in arms.labels or finding.comparator not in arms.labels:
        return None
    inside = view[finding.start : finding.value.start]
    after = view[finding.value.end : finding.value.end + _NEAR + _BRACKET]
    for over, under in (
        (finding.arm, finding.comparator),
        (finding.comparator, finding.arm),
    ):
        if _inside_over(over, under, arms, inside) or _beside_over(over, under, arms, after):
            return over, under
    return None


def _inside_over(arm: str, comparator: str, arms: Arms, text: str) -> bool:
    """Whether one arm stands over another anywhere in a text."""
    return any(
        at == 0 or not _WORD_GOES_ON.match(text, at - 1)
        for at in _overs(arm, comparator, arms, text)
    )


def _beside_over(arm: str, comparator: str, arms: Arms, text: str) -> bool:
    """Whether a text opens with one arm over another."""
    return any(_BESIDE.fullmatch(text, 0, at) for at in _overs(arm, comparator, arms, text))


def _overs(arm: str, comparator: str, arms: Arms, text: str) -> Iterator[int]:
    """Where one arm stands over another (`A versus B`), by any of their names."""
    folded = fold(text)
    seconds = [fold(name) for name in arms[comparator].names]
    for first in (fold(name) for name in arms[arm].names):
        at = folded.find(first)
        while at >= 0:
            over = _OVER.match(text, at + len(first))
            if over and _opens_with(seconds, folded, over.end()):
                yield at
            at = folded.find(first, at + 1)


def _opens_with(names: Sequence[str], folded: str, at: int) -> bool:
    """Whether one of some names stands at a place as a word of its own."""
    return any(
        folded.startswith(name, at) and not _WORD_GOES_ON.match(folded, at + len(name))
        for name in names
    )


def _compared_with(names: Sequence[str], text: str) -> bool:
    """Whether a text opens with `Compared with A it`."""
    opening = _COMPARED_WITH.match(text)
    return opening is not None and any(
        text.startswith(name, opening.end()) and _IT.match(text, opening.end() + len(name))
        for name in names
    )

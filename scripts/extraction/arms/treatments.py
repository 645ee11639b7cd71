"""Every treatment that a text names at all, with what hyphens, signs or its manner tie to it.

A text that introduces no arms may compare just these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.arms.labels import WORD_BEFORE, Candidate
from extraction.arms.merging import LATER_STEP
from extraction.arms.telling import TOKEN
from extraction.lexicon import ArmWords, Lexicon
from extraction.word_lists import Worded
from vocabulary.match import fold

_TIED = re.compile(r"\s?(?:\+|/|-|plus)\s?(?:low-dose\s|high-dose\s)?")
_TIED_BEFORE = re.compile(r"(?<!\w)[A-Z]\w*-$")
_TIED_AFTER = re.compile(r"-[A-Z]\w*")
_TAIL = re.compile(r"\s(?:maintenance|alone|monotherapy)\b")
_RUN = re.compile(r"[\w-]+")
#: What patients had before, or have all of them.
_BEFORE_TRIAL = Worded(
    r"(?:\b@before_trial"
    r"\s(?:[\w-]+\s){0,3}?(?:[\w-]+(?:,\s|,? and\s|\swith\s)){0,3}(?:[\w-]+\s)?)$"
)
_RUN_JOINT = re.compile(
    r"(?:\s\(?\d[\d.,]*\s?(?:mg|g)(?:/m\S{1,4})?\)?)?(?:,\s(?:and\s)?|\sand\s|\s?[/+]\s?|\splus\s)"
)
_OPENS_BRACKET = re.compile(r"[A-Z]\w*\s?[(\[]$")
_CLOSES_AS = re.compile(r"\s\((?=\w*[A-Z]\w*[A-Z])[\w-]+\)")
#: What hardly is an arm where no text says so.
_ALL_HAVE = frozenset({"surgery"})
_NOT_GIVEN = re.compile(
    r"-(?:induced|related|resistant|refractory|pretreated|based|na.ve|associated|sensitive)\b|"
    r"\s(?:receptors?|resistance|levels?)\b|-receptor"
)
_PLUS_ENDS = re.compile(r"(?:\b(?:plus|with|and)|\+|/)\s$")


def treatments_named(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every treatment named at all, for texts that do not introduce their arms.

    Where one is but what patients had before, or have all of them, it weighs nothing.
    """
    spans = [_whole_token(view, m.start, m.end) for m in lexicon.treatments.find(view)]
    spans += _medicines(view, lexicon.arms)
    spans += [(match.start, match.end) for match in lexicon.arms.treatments.find(view)]
    spans = [_with_manner(view, start, end, lexicon.arms) for start, end in spans]
    spans = _without_definitions(spans, view)
    start = end = -1
    for left, right in [
        *sorted(spans, key=lambda s: (s[0], -s[1])),
        (len(view) + 9, len(view) + 9),
    ]:
        tied = start >= 0 and _TIED.fullmatch(view[end:left])
        rival = (
            tied and "/" in view[end:left] and fold(view[left:right]) in lexicon.arms.control_set
        )
        if left < end or (tied and not rival):
            end = max(end, right)
            continue
        if start >= 0:
            tail = _TAIL.match(view, end)
            stop = tail.end() if tail else end
            given_before = _BEFORE_TRIAL.of(lexicon.arms).search(view, max(0, start - 90), start)
            step = LATER_STEP.search(view, max(0, start - 24), start)
            no_treatment = (
                (step and "+" not in step.group()) or given_before or _NOT_GIVEN.match(view, stop)
            )
            if fold(view[start:stop]) not in _ALL_HAVE:
                yield Candidate(view[start:stop], start, stop, 0 if no_treatment else 2)
        start, end = left, right


def _without_definitions(spans: Sequence[tuple[int, int]], view: str) -> list[tuple[int, int]]:
    """Treatments but those that a regimen is made of: three or more in one, or in its bracket."""
    kept: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for span in [*sorted(set(spans), key=lambda s: (s[0], -s[1])), (len(view) + 9, len(view) + 9)]:
        if run and span[0] < run[-1][1]:
            continue
        if run and not _RUN_JOINT.fullmatch(view, run[-1][1], min(span[0], len(view))):
            parts = len({view[start:end] for start, end in run})
            defined = _OPENS_BRACKET.search(view, max(0, run[0][0] - 14), run[0][0])
            named = _CLOSES_AS.match(view, run[-1][1])
            if not (parts > 2 or (parts > 1 and (defined or named))):
                kept += run
            run = []
        run.append(span)
    return kept


def _medicines(view: str, words: ArmWords) -> Iterable[tuple[int, int]]:
    """The words that end as the names of medicines do."""
    done = 0
    text = fold(view)
    for _, start, end in words.stem_finder.find_matches_as_indexes(text, overlapping=True):
        word_goes_on = end < len(text) and (text[end].isalnum() or text[end] == "_")
        if start < done or word_goes_on:
            continue
        while start > done and (view[start - 1].isalnum() or view[start - 1] in "_-"):
            start -= 1
        run = _RUN.match(view, start)
        assert run is not None
        done = run.end()
        for token in TOKEN.finditer(view, start, done):
            if words.is_drug(token.group()):
                yield token.span()


def _with_manner(view: str, start: int, end: int, words: ArmWords) -> tuple[int, int]:
    """A treatment with the way it is given, which may be all that tells two arms apart."""
    before = WORD_BEFORE.search(view, max(0, start - 24), start)
    joined = before and _PLUS_ENDS.search(view, max(0, before.start() - 6), before.start())
    if before and not joined and fold(before.group(1)) in words.manners:
        return before.start(), end
    return start, end


def _whole_token(view: str, start: int, end: int) -> tuple[int, int]:
    """An acronym with all that hyphens tie to it (R-MPT, MPR-R)."""
    if " " in view[start:end] or not view[start].isupper():
        return start, end
    left = _TIED_BEFORE.search(view, max(0, start - 12), start)
    right = _TIED_AFTER.match(view, end)
    return (left.start() if left else start), (right.end() if right else end)

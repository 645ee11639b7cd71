"""The combinations of drugs that a text names, and what it says one of them adds to another.

A combination is a run of drug names joined by commas, `and`, `plus` and the like. A contrast is
what is tested and the backbone it is given with: `A plus B versus B alone`, `A added to B`,
`B with or without A`, `B with either A or placebo`, `B was given in both groups`.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.lexicon import Lexicon
from vocabulary.match import Match

Drugs = frozenset[str]

_DOSE = r"(?:\s\([^()]*\d\s?m?g\b[^()]*\)|\s\d[\d.]*\s?mg(?:/m\S)?)?"
_MANNER = (
    r"(?:(?:low|high|standard|fixed)[- ]dose\s|oral\s|weekly\s|subcutaneous\s|intravenous\s|"
    r"pegylated\s|the\s)*"
)
_JOINT = re.compile(
    rf"{_DOSE}(?:\s?[,/+-]\s?(?:(?:and|plus|with)\s)?|,?\s(?:and|plus|with|combined with|together"
    rf" with|in combination with)\s){_MANNER}"
)
_COMPARES_BEFORE = re.compile(r"\bcompar[a-z]+\s(?:[^.;]{0,40}\s)?$")
_AGAINST = re.compile(
    r"(?:\salone)?(?:\s?\([^()]{1,60}\))*,?\s(?:versus|vs\.?|v\.?|(?:as )?compared (?:with|to)|"
    r"with|or(?: to)?|and \d[\d,]* to)\s(?:either\s|the\s)?"
)
_ALONE = re.compile(r"\s(?:alone|only)\b|\s?\([^()]*\)|\sin\b|[,.;]|\s?$")
_WITH_OR_WITHOUT = re.compile(r"\swith(?:\s\([^()]+\))? or without(?:\s\([^()]+\))?\s")
_WITH_EITHER = re.compile(r"\swith (?:either|randomly assigned)\s")
_OR = re.compile(r"\s(?:or|versus|vs\.?)\s(?:a\s)?(?:matching\s)?")
_ADDED = re.compile(
    r",?\s(?:(?:is|was|were|when|as)\s)?(?:(?:an?\s)?add-on|added|in addition) to\s(?:the\s)?"
)
_ADDING = re.compile(r"\b(?:[Aa]dding|[Aa]ddition of)\s(?:[a-z]+\s){0,2}$")
_TO = re.compile(r"\sto\s(?:the\s)?")
_TO_ALL_AFTER = re.compile(
    r"[^.;]{0,25}\s(?:was|were)\s(?:also\s)?(?:given|administered)\s(?:to|in)\s"
    r"(?:both|all|the two)\s(?:groups|patients|participants|arms)\b"
)
_TO_ALL_BEFORE = re.compile(
    r"\b(?:[Aa]ll(?: patients| participants| of them)?|(?:[Pp]atients in )?[Bb]oth (?:groups|arms))"
    r"\s(?:were to receive|also received|received|were given|were treated with)\s$"
)
_LONGER_BEFORE = re.compile(r"(?:\w,|\bplus|[+/-]|\w,? and|\d)\s?$|-$")
_STEP_BEFORE = re.compile(r"\b(?:followed by|then)\s(?:[\w-]+\s){0,4}$|\u2192\s?$")
_STEP_AFTER = re.compile(r"(?:\s\([^()]*\))?,?\s(?:followed by|then|after)\b|\s?\u2192")
_STOP = re.compile(r"\.\s")
_OTHER_TIME = re.compile(
    r"\b(?:prior|previous\w*|induction|before|prophyla\w+|pre-?treated|then|afterwards?|crossed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A combination of drugs as named at one place."""

    drugs: Drugs
    start: int
    end: int
    first: Drugs


@dataclass(frozen=True, slots=True)
class Contrast:
    """What is tested, and the backbone that it is given with and without."""

    tested: Drugs
    backbone: Drugs

    @property
    def whole(self) -> Drugs:
        """The drugs of the patients who get what is tested."""
        return self.tested | self.backbone


def drugs_of(match: Match, lexicon: Lexicon) -> Drugs:
    """The drugs of one drug or regimen of the vocabulary."""
    regimen = lexicon.vocabulary.regimens.get(match.id)
    return frozenset(regimen.drugs) if regimen else frozenset([match.id])


def find_runs(view: str, lexicon: Lexicon) -> list[Run]:
    """The combinations of a text, from left to right; a lone drug is one too.

    A word that means several regimens is left out.
    """
    parts: list[Run] = []
    found = lexicon.treatments.find(view)
    for place, group in itertools.groupby(found, key=lambda m: (m.start, m.end)):
        meanings = {drugs_of(match, lexicon) for match in group}
        if len(meanings) == 1:
            drugs = meanings.pop()
            parts.append(Run(drugs, *place, drugs))
    runs: list[Run] = []
    for part in parts:
        last = runs[-1] if runs else None
        if last is not None and _joined(last, part, view):
            runs[-1] = Run(last.drugs | part.drugs, last.start, part.end, last.first)
        else:
            runs.append(part)
    return runs


def _joined(last: Run, part: Run, view: str) -> bool:
    gap = view[last.end : part.start]
    if last.drugs & part.drugs or not _JOINT.fullmatch(gap):
        return False
    # In "compared A with B" the two are no combination.
    compares = _COMPARES_BEFORE.search(view, max(0, last.start - 60), last.start)
    return not (compares and gap.strip() == "with")


def is_step(view: str, run: Run) -> bool:
    """Whether a combination is but one step of a sequence (`A and B followed by C`)."""
    before = _STEP_BEFORE.search(view, max(0, run.start - 50), run.start)
    return before is not None or _STEP_AFTER.match(view, run.end) is not None


def is_end_of_list(view: str, run: Run) -> bool:
    """Whether something that is no drug of the vocabulary stands before a combination's first."""
    return _LONGER_BEFORE.search(view, max(0, run.start - 12), run.start) is not None


def find_contrasts(view: str, runs: Sequence[Run], lexicon: Lexicon) -> set[Contrast]:
    """What the text says is tested on top of which backbone."""
    placebo = lexicon.placebos
    named = {run.drugs for run in runs}
    found: set[Contrast] = set()
    for left, right in itertools.pairwise(runs):
        if not is_step(view, left) and not is_step(view, right):
            found.update(_pairwise(view, left, right, placebo, named))
    for left, middle, right in zip(runs, runs[1:], runs[2:], strict=False):
        either = _WITH_EITHER.fullmatch(view[left.end : middle.start])
        if either and _OR.fullmatch(view[middle.end : right.start]) and right.drugs <= placebo:
            found.add(Contrast(middle.drugs, left.drugs))
    for run in runs:
        if _given_to_all(view, run):
            found.update(
                Contrast(drugs - run.drugs, run.drugs) for drugs in named if run.drugs < drugs
            )
            # `all were given B; by assignment, some also A or placebo`
            found.update(_beside(view, run, runs, placebo))
    return {c for c in found if c.tested and c.backbone and not c.whole & placebo}


def _pairwise(
    view: str, left: Run, right: Run, placebo: Drugs, named: set[Drugs]
) -> Iterable[Contrast]:
    gap = view[left.end : right.start]
    backbone = right.drugs - placebo
    against = _AGAINST.fullmatch(gap)
    if against and backbone and backbone < left.drugs:
        compared = gap.strip() != "with" or _COMPARES_BEFORE.search(
            view, max(0, left.start - 60), left.start
        )
        if compared and (right.drugs & placebo or _ALONE.match(view, right.end)):
            yield Contrast(left.drugs - backbone, backbone)
    if against and right.first <= placebo and backbone and left.drugs | backbone in named:
        yield Contrast(left.drugs - backbone, backbone)
    if _WITH_OR_WITHOUT.fullmatch(gap):
        yield Contrast(right.drugs, left.drugs)
    adding = _ADDING.search(view, max(0, left.start - 40), left.start) and _TO.fullmatch(gap)
    if adding or _ADDED.fullmatch(gap):
        yield Contrast(left.drugs, right.drugs)


def _given_to_all(view: str, run: Run) -> bool:
    before = _TO_ALL_BEFORE.search(view, max(0, run.start - 60), run.start)
    after = _TO_ALL_AFTER.match(view, run.end)
    if not before and not after:
        return False
    end = after.end() if after else run.end
    return not _OTHER_TIME.search(view, max(0, run.start - 40), min(len(view), end + 40))


def _beside(view: str, run: Run, runs: Sequence[Run], placebo: Drugs) -> Iterable[Contrast]:
    """What is given in the sentence of a backbone by random assignment."""
    stop = _STOP.search(view, run.end)
    end = stop.start() if stop else len(view)
    first = bisect_left(runs, run.end, key=lambda other: other.start)
    last = bisect_left(runs, end, key=lambda other: other.start)
    rest = runs[first:last]
    tested = [other.drugs for other in rest if not other.drugs <= placebo]
    assigned = re.search(r"\brandom|\bassign", view[run.start : end])
    if assigned and len(tested) == 1 and not tested[0] & run.drugs:
        yield Contrast(tested[0], run.drugs)

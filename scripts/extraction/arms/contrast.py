"""Complete the drugs of arms that a text names by their difference or their role.

`The carfilzomib group` of a trial of carfilzomib on top of lenalidomide and dexamethasone had
three drugs, its `control group` two. What the text itself puts before a label in brackets counts
most; else what it says is tested on top of which backbone, where it says so in one way only.
Labels stay as printed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.combinations import (
    Contrast,
    Drugs,
    Run,
    find_contrasts,
    find_runs,
    is_end_of_list,
    is_step,
)
from extraction.arms.merging import Arm
from extraction.arms.parting import ALONE, HEAD, called, known, part_names, with_drugs
from extraction.arms.study import Arms
from extraction.lexicon import Lexicon
from vocabulary.match import fold

_SIZES = {"doublet": 2, "triplet": 3, "quadruplet": 4}
_CONTROLS = frozenset({"control", "controls"})
#: What stands before and after a label in brackets.
_BRACKET_OPENS = re.compile(r"(?:\s(?:alone|only))?\s?[(\[](?:the\s)?$")
_OPENING = 12
_AFTER_NAME = re.compile(rf"{HEAD}[,;)\]]")
_AFTER_CAPITALS = re.compile(rf"{HEAD}?[,;)\]]")
_CAPITALS = re.compile(r"[A-Z]\w?\w?|\S*[A-Z]\S*[A-Z]\S*")


def complete(arms: Arms, view: str, lexicon: Lexicon) -> Arms:
    """Return the arms of a text (title and abstract, normalised) with all their drugs."""
    if not arms.arms or arms.told:
        return arms
    parted = part_names(arms.arms, view, lexicon)
    runs = find_runs(view, lexicon)
    placebo = lexicon.placebos
    spelt = [_spelt_out(arm, view, runs, lexicon) for arm in parted]
    contrasts = find_contrasts(view, runs, lexicon)
    whole = _by_contrast(spelt, contrasts, placebo, lexicon)
    kept = _without_fragments(whole, placebo)
    return Arms(kept, lexicon.arms, arms.compared, loose=arms.loose)


# --- what the text puts before a label in brackets


def _spelt_out(arm: Arm, view: str, runs: Sequence[Run], lexicon: Lexicon) -> Arm:
    """An arm with the drugs that stand before its label in brackets (`A, B, and C (A group)`)."""
    own = frozenset(arm.drugs)
    regimen = known(arm.names, lexicon)
    own = regimen if own < regimen else own
    before = {d for name in arm.names for d in _before_bracket(name, view, runs)}
    letter = ALONE.sub("", arm.label)
    if not own and not before and re.fullmatch(r"[A-Z]", letter):
        before = set(_before_bracket(letter, view, runs))
        arm = replace(arm, aliases=[*arm.aliases, letter]) if len(before) == 1 else arm
    before = {drugs for drugs in before if not drugs <= lexicon.placebos}
    if len(before) == 1:
        drugs = before.pop()
        # A run may be the end of a longer list (`adding A to B and C (ABC)`), never its start.
        own = own if drugs < own else drugs
    arm = _without_pieces(arm, own, view, runs, lexicon)
    return with_drugs(arm, own, lexicon) if own else arm


def _without_pieces(
    arm: Arm, drugs: Drugs, view: str, runs: Sequence[Run], lexicon: Lexicon
) -> Arm:
    """An arm without names that are but the end of the list of its drugs (`B, and C`)."""
    whole = [name for name in arm.names if not _is_piece(name, drugs, view, runs, lexicon)]
    if len(whole) == len(arm.names) or not whole:
        return arm
    return called(arm, whole, view, arm.n, arm.headed)


def _is_piece(name: str, drugs: Drugs, view: str, runs: Sequence[Run], lexicon: Lexicon) -> bool:
    """Whether a name is drugs and nothing else, first met within the list of all of them."""
    start = view.find(name)
    end = start + len(name)
    at = bisect_left(runs, start, key=lambda run: run.start)
    around = runs[at - 1] if at else None
    if around is None or end > around.end or not around.drugs <= drugs or len(drugs) < 2:
        return False
    rest = name
    for match in reversed(lexicon.treatments.find(name)):
        rest = rest[: match.start] + rest[match.end :]
    nothing_else = not set(re.findall(r"\w+", rest)) - {"and", "plus", "with"}
    return nothing_else and not re.search(rf"\b{re.escape(name)}{HEAD}", view)


def _before_bracket(name: str, view: str, runs: Sequence[Run]) -> list[Drugs]:
    """The combinations right before `(NAME group)`, or before `(NAME)` where that is capitals."""
    closes = _AFTER_CAPITALS if _CAPITALS.fullmatch(name) else _AFTER_NAME
    found = []
    place = view.find(name)
    while place >= 0:
        opening = _BRACKET_OPENS.search(view, max(0, place - _OPENING), place)
        closed = opening and closes.match(view, place + len(name))
        place = view.find(name, place + len(name))
        if opening is None or not closed:
            continue
        at = bisect_right(runs, opening.start(), key=lambda run: run.end)
        run = runs[at - 1] if at else None
        if run is None or run.end != opening.start():
            continue
        letters = sum("A" <= char <= "Z" for char in name)
        if is_end_of_list(view, run) or (is_step(view, run) and letters != len(run.drugs)):
            continue
        found.append(run.drugs)
    return found


# --- what is tested, and on top of what


def _by_contrast(
    arms: Sequence[Arm], contrasts: set[Contrast], placebo: Drugs, lexicon: Lexicon
) -> list[Arm]:
    """Arms with the drugs that follow from what is tested, where the text says so in one way."""
    contrasts = {c for c in contrasts if any(_drugs(a, placebo) & c.tested for a in arms)} or {
        c for c in contrasts if any(_size(a) for a in arms)
    }
    if len(contrasts) != 1:
        return list(arms)
    contrast = next(iter(contrasts))
    controls = [arm for arm in arms if _is_control(arm, placebo)]
    tested = [arm for arm in arms if _drugs(arm, placebo) in (contrast.tested, contrast.whole)]
    completed = []
    for arm in arms:
        drugs = _drugs(arm, placebo)
        size = _size(arm)
        if drugs == contrast.tested and len(controls) == 1:
            arm = with_drugs(arm, contrast.whole, lexicon)
        elif arm in controls and len(controls) == 1 and tested and not drugs:
            arm = with_drugs(arm, contrast.backbone | frozenset(arm.drugs), lexicon)
        elif size and not drugs:
            for part in (contrast.whole, contrast.backbone):
                arm = with_drugs(arm, part, lexicon) if len(part) == size else arm
        completed.append(arm)
    return completed


def _drugs(arm: Arm, placebo: Drugs) -> Drugs:
    return frozenset(arm.drugs) - placebo


def _size(arm: Arm) -> int:
    return _SIZES.get(fold(arm.label), 0)


def _is_control(arm: Arm, placebo: Drugs) -> bool:
    named = any(fold(name) in _CONTROLS for name in arm.names)
    return named or bool(frozenset(arm.drugs) & placebo)


def _without_fragments(arms: Sequence[Arm], placebo: Drugs) -> list[Arm]:
    """Arms without loose ones whose drugs are but part of the two compared.

    Only where one arm has all drugs of another and more, and both are arms beyond doubt.
    """
    sure = [
        arm
        for arm in arms
        if arm.headed or arm.n or _is_control(arm, placebo)
        or (len(arm.drugs) > 1 and " " not in arm.label)
    ]  # fmt: skip
    pairs = [
        (more, less)
        for more in sure
        for less in sure
        if _drugs(less, placebo) and _drugs(less, placebo) < _drugs(more, placebo)
        and (len(_drugs(less, placebo)) > 1 or _is_control(less, placebo))
    ]  # fmt: skip
    if len(pairs) != 1:
        return list(arms)
    more, less = pairs[0]
    return [
        arm
        for arm in arms
        if arm in (more, less)
        or arm.headed
        or arm.n
        or not arm.drugs
        or ALONE.search(arm.label)
        or not frozenset(arm.drugs) <= frozenset(more.drugs)
    ]

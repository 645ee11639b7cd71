"""Complete the drugs of arms that a text names by their difference or their role.

`The carfilzomib group` of a trial of carfilzomib on top of lenalidomide and dexamethasone had
three drugs, its `control group` two. What the text itself puts before a label in brackets counts
most; else what it says is tested on top of which backbone, where it says so in one way only.
Labels stay as printed. Names that were read as one arm are parted where the text tells two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms import Arm, Arms
from extraction.combinations import (
    Contrast,
    Drugs,
    Run,
    drugs_of,
    dummies,
    find_contrasts,
    find_runs,
    is_end_of_list,
    is_step,
)
from extraction.lexicon import Lexicon
from vocabulary.match import fold

_SIZES = {"doublet": 2, "triplet": 3, "quadruplet": 4}
_CONTROLS = frozenset({"control", "controls"})
_ALONE = re.compile(r"[- ](?:alone|only)$")
_HEAD = r"(?:[- ](?:group|arm|regimen|therapy))"
_GIVEN = re.compile(r"\s(?:was|were) given\b(?:[^;.]|\.\d)*")
_DOSES = re.compile(r"^\s\([^()]*\bmg\b[^()]*\)|^\s(?:alone|only)$")


def complete(arms: Arms, view: str, lexicon: Lexicon) -> Arms:
    """Return the arms of a text (title and abstract, normalised) with all their drugs."""
    if not arms.arms:
        return arms
    parted = _part(arms.arms, view, lexicon)
    runs = find_runs(view, lexicon)
    placebo = dummies(lexicon)
    spelt = [_spelt_out(arm, view, runs, lexicon) for arm in parted]
    contrasts = find_contrasts(view, runs, lexicon)
    whole = _by_contrast(spelt, contrasts, placebo, lexicon)
    kept = _without_fragments(whole, placebo)
    return Arms(kept, lexicon.arms, arms.compared)


def _with_drugs(arm: Arm, drugs: Drugs, lexicon: Lexicon) -> Arm:
    """An arm with its drugs set, and the regimen of these where there is one only."""
    if set(arm.drugs) == drugs:
        return arm
    same = [r.id for r in lexicon.vocabulary.regimens.values() if set(r.drugs) == drugs]
    named = [m.id for name in arm.names for m in lexicon.treatments.find(name) if m.id in same]
    regimen = named[0] if named else (same[0] if len(same) == 1 else "")
    return replace(arm, drugs=tuple(sorted(drugs)), regimen=regimen)


# --- what the text puts before a label in brackets


def _spelt_out(arm: Arm, view: str, runs: Sequence[Run], lexicon: Lexicon) -> Arm:
    """An arm with the drugs that stand before its label in brackets (`A, B, and C (A group)`)."""
    own = frozenset(arm.drugs)
    known = _known(arm.names, lexicon)
    own = known if own < known else own
    before = {d for name in arm.names for d in _before_bracket(name, view, runs)}
    letter = _ALONE.sub("", arm.label)
    if not own and not before and re.fullmatch(r"[A-Z]", letter):
        before = set(_before_bracket(letter, view, runs))
        arm = replace(arm, aliases=[*arm.aliases, letter]) if len(before) == 1 else arm
    before = {drugs for drugs in before if not drugs <= dummies(lexicon)}
    if len(before) == 1:
        drugs = before.pop()
        # A run may be the end of a longer list (`adding A to B and C (ABC)`), never its start.
        own = own if drugs < own else drugs
    arm = _without_pieces(arm, own, view, runs, lexicon)
    return _with_drugs(arm, own, lexicon) if own else arm


def _known(names: Sequence[str], lexicon: Lexicon) -> Drugs:
    """The drugs of names that are themselves regimens of the vocabulary (VRd), if they agree."""
    meanings = {
        drugs_of(match, lexicon)
        for name in names
        if " " not in name
        for match in lexicon.treatments.find(name)
        if (match.start, match.end) == (0, len(name))
    }
    meanings = {drugs for drugs in meanings if len(drugs) > 1}
    return meanings.pop() if len(meanings) == 1 else frozenset()


def _without_pieces(
    arm: Arm, drugs: Drugs, view: str, runs: Sequence[Run], lexicon: Lexicon
) -> Arm:
    """An arm without names that are but the end of the list of its drugs (`B, and C`)."""
    whole = [name for name in arm.names if not _is_piece(name, drugs, view, runs, lexicon)]
    if len(whole) == len(arm.names) or not whole:
        return arm
    return _called(arm, whole, view, arm.n, arm.headed)


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
    return nothing_else and not re.search(rf"\b{re.escape(name)}{_HEAD}", view)


def _before_bracket(name: str, view: str, runs: Sequence[Run]) -> list[Drugs]:
    """The combinations right before `(NAME group)`, or before `(NAME)` where that is capitals.

    Also those of `A with B was given until progression in 90 patients (NAME group)`.
    """
    capitals = re.fullmatch(r"[A-Z]\w?\w?|\S*[A-Z]\S*[A-Z]\S*", name)
    head = _HEAD + ("?" if capitals else "")
    bracket = re.compile(rf"(?:\s(?:alone|only))?\s?[(\[](?:the\s)?{re.escape(name)}{head}[,;)\]]")
    found = []
    for match in bracket.finditer(view):
        at = bisect_right(runs, match.start(), key=lambda run: run.end)
        run = runs[at - 1] if at else None
        if run is None or match.start() - run.end > 150:
            continue
        if is_step(view, run) or is_end_of_list(view, run):
            continue
        between = _DOSES.sub("", view[run.end : match.start()], count=1)
        if not between or (_GIVEN.fullmatch(between) and "without" not in between):
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
            arm = _with_drugs(arm, contrast.whole, lexicon)
        elif arm in controls and len(controls) == 1 and tested and not drugs:
            arm = _with_drugs(arm, contrast.backbone | frozenset(arm.drugs), lexicon)
        elif size and not drugs:
            for part in (contrast.whole, contrast.backbone):
                arm = _with_drugs(arm, part, lexicon) if len(part) == size else arm
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
        or _ALONE.search(arm.label)
        or not frozenset(arm.drugs) <= frozenset(more.drugs)
    ]


# --- names of two arms that were read as one


def _part(arms: Sequence[Arm], view: str, lexicon: Lexicon) -> list[Arm]:
    parted: list[Arm] = []
    for arm in arms:
        two = _alone_or_with(arm, arms, view) or _by_regimens(arm, view, lexicon)
        parted += [_with_drugs(one, _named(one.names, lexicon), lexicon) for one in two] or [arm]
    if len(parted) == len(arms):
        return parted
    # With one arm in place of two, every treatment of the text was taken for an arm.
    drugs = {drug for arm in parted if arm not in arms for drug in arm.drugs}
    return [arm for arm in parted if arm not in arms or arm.headed or not {*arm.drugs} <= drugs]


def _named(names: Sequence[str], lexicon: Lexicon) -> Drugs:
    """The drugs that the longest of some names tells."""
    for name in sorted(names, key=len, reverse=True):
        found = lexicon.treatments.find(name)
        if found:
            return frozenset().union(*(drugs_of(match, lexicon) for match in found))
    return frozenset()


def _alone_or_with(arm: Arm, arms: Sequence[Arm], view: str) -> list[Arm]:
    """The two arms in `RVD alone` and its aliases `RVD with transplantation`, `transplantation`."""
    alone = [name for name in arm.names if _ALONE.search(name)]
    others = [name for name in arm.names if name not in alone]
    bases = {_ALONE.sub("", name) for name in alone}
    if len(bases) != 1:
        return []
    base = bases.pop()
    longer = re.compile(rf"{re.escape(base)}\s(?:with|plus|and)\s")
    more = [name for name in others if longer.match(name)]
    elsewhere = any(base in name for a in arms if a is not arm for name in a.names)
    if not more or elsewhere:
        return []
    headed = [n for n in others if re.search(rf"\b{re.escape(n)}{_HEAD}\b", view)]
    added = [n for n in headed if n != base and any(n in name for name in more)]
    alone += [base] if base in headed else []
    return [_called(arm, names, view, None, True) for names in (alone, [*added, *more])]


def _by_regimens(arm: Arm, view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms in names that are regimens with different drugs, each introduced in brackets."""
    shorts = [name for name in arm.names if _known([name], lexicon)]
    if len({_known([name], lexicon) for name in shorts}) < 2:
        return []
    parted = []
    for short in shorts:
        size = r"(?:,\s(?:n\s?=\s?)?(?P<n>\d[\d,]*))?"
        place = re.search(rf"[(\[]{re.escape(short)}(?![\w-]){size}[^()]*[)\]]", view)
        if place is None:
            return []
        before = view[: place.start()].rstrip()
        own = _known([short], lexicon)
        spelt = [n for n in arm.names if " " in n and before.endswith(n)]
        spelt = [n for n in spelt if _named([n], lexicon) - dummies(lexicon) == own]
        n = int(place["n"].replace(",", "")) if place["n"] else None
        parted.append(_called(arm, [short, *spelt], view, n, True))
    return parted


def _called(arm: Arm, names: Sequence[str], view: str, n: int | None, headed: bool) -> Arm:
    """An arm by some of its names only."""
    label, *aliases = dict.fromkeys(names)
    if label == arm.label:
        return replace(arm, aliases=aliases, n=n, headed=headed)
    place = re.search(rf"(?<![\w-]){re.escape(label)}(?![\w-])", view)
    start = place.start() if place else view.index(label)
    return replace(
        arm, label=label, aliases=aliases, start=start, end=start + len(label), n=n, headed=headed
    )

"""Names of arms that were read as one where the text tells two.

`RVD alone` and `RVD with transplantation` are two arms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.combinations import Drugs, drugs_of
from extraction.arms.labels import places
from extraction.arms.merging import Arm
from extraction.lexicon import Lexicon

#: What follows a label that names an arm beyond doubt.
HEAD = r"(?:[- ](?:group|arm|regimen|therapy))"
#: The end of a label of an arm that is another one without what that has.
ALONE = re.compile(r"[- ](?:alone|only)$")


def part_names(arms: Sequence[Arm], view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms of a text, each with the names and drugs of its own."""
    parted: list[Arm] = []
    for arm in arms:
        two = _alone_or_with(arm, arms, view)
        parted += [with_drugs(one, _named(one.names, lexicon), lexicon) for one in two] or [arm]
    if len(parted) == len(arms):
        return parted
    # With one arm in place of two, every treatment of the text was taken for an arm.
    drugs = {drug for arm in parted if arm not in arms for drug in arm.drugs}
    return [arm for arm in parted if arm not in arms or arm.headed or not {*arm.drugs} <= drugs]


def with_drugs(arm: Arm, drugs: Drugs, lexicon: Lexicon) -> Arm:
    """An arm with its drugs set, and the regimen of these where there is one only."""
    if set(arm.drugs) == drugs:
        return arm
    same = [r.id for r in lexicon.vocabulary.regimens.values() if set(r.drugs) == drugs]
    named = [m.id for name in arm.names for m in lexicon.treatments.find(name) if m.id in same]
    regimen = named[0] if named else (same[0] if len(same) == 1 else "")
    return replace(arm, drugs=tuple(sorted(drugs)), regimen=regimen)


def known(names: Sequence[str], lexicon: Lexicon) -> Drugs:
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


def _named(names: Sequence[str], lexicon: Lexicon) -> Drugs:
    """The drugs that the longest of some names tells."""
    for name in sorted(names, key=len, reverse=True):
        found = lexicon.treatments.find(name)
        if found:
            return frozenset().union(*(drugs_of(match, lexicon) for match in found))
    return frozenset()


def _alone_or_with(arm: Arm, arms: Sequence[Arm], view: str) -> list[Arm]:
    """The two arms in `RVD alone` and its aliases `RVD with transplantation`, `transplantation`."""
    alone = [name for name in arm.names if ALONE.search(name)]
    others = [name for name in arm.names if name not in alone]
    bases = {ALONE.sub("", name) for name in alone}
    if len(bases) != 1:
        return []
    base = bases.pop()
    longer = re.compile(rf"{re.escape(base)}\s(?:with|plus|and)\s")
    more = [name for name in others if longer.match(name)]
    elsewhere = any(base in name for a in arms if a is not arm for name in a.names)
    if not more or elsewhere:
        return []
    headed = [n for n in others if re.search(rf"\b{re.escape(n)}{HEAD}\b", view)]
    added = [n for n in headed if n != base and any(n in name for name in more)]
    alone += [base] if base in headed else []
    return [called(arm, names, view, None, True) for names in (alone, [*added, *more])]


def called(arm: Arm, names: Sequence[str], view: str, n: int | None, headed: bool) -> Arm:
    """An arm by some of its names only."""
    label, *aliases = dict.fromkeys(names)
    if label == arm.label:
        return replace(arm, aliases=aliases, n=n, headed=headed)
    start = next(places(label, view), view.index(label))
    return replace(
        arm, label=label, aliases=aliases, start=start, end=start + len(label), n=n, headed=headed
    )

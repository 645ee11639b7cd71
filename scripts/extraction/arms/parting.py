"""Names of arms that were read as one where the text tells two, or given to the wrong one.

`RVD alone` and `RVD with transplantation` are two arms, so are two regimens that stand in
brackets of their own; in `A plus B (A group) or B alone` the name A is that of the first.
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
_JOINED = re.compile(r"\s(?:plus|and|with|\+)\s")


def part_names(arms: Sequence[Arm], view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms of a text, each with the names and drugs of its own."""
    arms = _returned(arms, view, lexicon)
    parted: list[Arm] = []
    for arm in arms:
        two = _alone_or_with(arm, arms, view) or _by_regimens(arm, view, lexicon)
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


def _returned(arms: Sequence[Arm], view: str, lexicon: Lexicon) -> list[Arm]:
    """Arms with names given back to the arm of whose label they are the difference.

    In `A plus B (A group) or B alone`, `A` stands after `B` but is no name of it.
    """
    arms = list(arms)
    for at, arm in enumerate(arms):
        for name in arm.aliases:
            owner = _owner(name, arm, arms)
            if owner is None:
                continue
            rest = [n for n in arms[at].names if n != name]
            size = _size_in_brackets([name], view)
            own = None if size is not None and size == arm.n else arm.n
            own = own if own is not None else _size_in_brackets(rest, view)
            kept = called(arms[at], rest, view, own, arm.headed)
            arms[at] = with_drugs(kept, _named(rest, lexicon), lexicon)
            there = arms[owner]
            arms[owner] = replace(there, aliases=[*there.aliases, name], n=there.n or size)
    return arms


def _owner(name: str, arm: Arm, arms: Sequence[Arm]) -> int | None:
    """The place of the one arm that is called by a name joined to the label of another."""
    owners = [
        at
        for at, other in enumerate(arms)
        if other is not arm and any(_joins(label, name, arm.label) for label in other.names)
    ]
    return owners[0] if len(owners) == 1 else None


def _joins(label: str, *parts: str) -> bool:
    """Whether a label is two parts joined, in any order and case."""
    low, (one, two) = label.lower(), (part.lower() for part in parts)
    return any(
        low.startswith(left)
        and low.endswith(right)
        and _JOINED.fullmatch(low, len(left), max(len(left), len(low) - len(right)))
        for left, right in ((one, two), (two, one))
    )


def _size_in_brackets(names: Sequence[str], view: str) -> int | None:
    """The patients of an arm in `(NAME group, 12 patients)` or `NAME (12 patients)`."""
    label = "|".join(re.escape(name) for name in names)
    number = r"(?:n\s?=\s?)?(?P<n>\d[\d,]*)(?:\s(?:patients|participants|women))?"
    found = re.search(rf"[(\[](?:{label}){HEAD}?[,;]\s{number}[)\]]", view) or re.search(
        rf"(?<![\w-])(?:{label})\s[(\[]{number}[)\]]", view
    )
    return int(found["n"].replace(",", "")) if found else None


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


def _by_regimens(arm: Arm, view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms in names that are regimens with different drugs, each introduced in brackets."""
    shorts = [name for name in arm.names if known([name], lexicon)]
    if len({known([name], lexicon) for name in shorts}) < 2:
        return []
    parted = []
    for short in shorts:
        size = r"(?:,\s(?:n\s?=\s?)?(?P<n>\d[\d,]*))?"
        place = re.search(rf"[(\[]{re.escape(short)}(?![\w-]){size}[^()]*[)\]]", view)
        if place is None:
            return []
        before = view[: place.start()].rstrip()
        own = known([short], lexicon)
        spelt = [n for n in arm.names if " " in n and before.endswith(n)]
        spelt = [n for n in spelt if _named([n], lexicon) - lexicon.placebos == own]
        n = int(place["n"].replace(",", "")) if place["n"] else None
        parted.append(called(arm, [short, *spelt], view, n, True))
    return parted


def called(arm: Arm, names: Sequence[str], view: str, n: int | None, headed: bool) -> Arm:
    """An arm by some of its names only."""
    label, *aliases = dict.fromkeys(names)
    if label == arm.label:
        return replace(arm, aliases=aliases, n=n, headed=headed)
    start = next(places(label, view), view.index(label))
    return replace(
        arm, label=label, aliases=aliases, start=start, end=start + len(label), n=n, headed=headed
    )

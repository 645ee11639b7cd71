"""Which arms are one after all: short and longer names, abbreviations, regimens.

A label belongs to another arm where its words tell that arm from the others, where brackets say
so, or where both stand for the same drugs.
"""

from __future__ import annotations

import re

from extraction.arms.labels import is_acronym, words_of
from extraction.arms.measures import DOSE, LENGTH
from extraction.arms.merging import LATER_STEP, STRONG, Arm, absorb
from extraction.arms.telling import NO_ACRONYM, spells
from extraction.lexicon import ArmWords
from vocabulary.match import fold

_ABBREVIATED = re.compile(
    r"(?:\s(?:[Gg]roup|[Aa]rm))?\s?[(\[](?P<short>[A-Z0-9][\w/+>\u2192-]{0,14})(?:\s(?:group|arm))?\s?[)\],;:]"
)
#: A word of more letters tells an arm without the noun behind it.
_TELLING = 8
_LETTER = re.compile(r"(?:(?:group|arm)\s)?(?:[A-F]|\d)", re.IGNORECASE)
_DENIALS = frozenset({"no", "non", "without"})
#: How often the text is searched for a name with a bracket after it.
_LOOKS = 3
# `A monotherapy` is not the monotherapy of B.
_ANY_THERAPY = re.compile(
    r"monotherapy|combination(?: therapy| treatment)?|(?:\w+ )?(?:agent )?therapy|treatment"
)
_ALONE = re.compile(r"[- ](?:alone|only|monotherapy)$")
_COMBINED = frozenset({"combination", "combination therapy", "combination treatment", "combined"})
_SINGLE = frozenset({"monotherapy", "single-agent", "single agent"})
PLUS = re.compile(r"\s?\+\s?|\s(?:plus|and|with)\s")
_JOINED = re.compile(r"\b(?:plus|and|with|without|alone|no|then|followed)\b|[+/\u2192]")


def link_short_names(arms: list[Arm], view: str, words: ArmWords) -> None:
    """Fold arms that are other names of heavier ones into these, and drop what is left over."""
    _link_abbreviations(arms, view, words)
    _link_by_common_part(arms)
    _link_additions(arms)
    for arm in sorted(arms, key=lambda a: (a.listed, a.weight)):
        hosts = [host for host in arms if host is not arm and _is_short_for(arm, host, words)]
        if len(hosts) == 1:
            absorb(hosts[0], arm)
            arms.remove(arm)
        elif len(hosts) > 1 and not arm.listed and all(host.listed for host in hosts):
            arms.remove(arm)  # what several arms of the list have in common is none of its own


def _link_by_common_part(arms: list[Arm]) -> None:
    """`A plus C` and `B plus C` are what A and B stand for, where the text has all four."""
    own = {fold(name): arm for arm in arms for name in arm.names}
    whole: dict[str, list[tuple[str, Arm]]] = {}
    for arm in arms:
        parts = [fold(part) for part in PLUS.split(arm.label)]
        if len(parts) == 2 and max(map(len, parts)) > 1:
            for part, rest in (parts, parts[::-1]):
                whole.setdefault(rest, []).append((part, arm))
    for rest, sides in whole.items():
        if len({part for part, _ in sides}) != 2 or len(sides) != 2:
            continue
        for part, arm in sides:
            single = own.get(part)
            if single is None or single.beside & arm.beside or single.sides & arm.sides:
                continue
            if single is not arm and arm in arms and single in arms:
                absorb(single, arm)
                arms.remove(arm)
        common = own.get(rest)
        if common in arms and not (common.headed or common.n or common.listed):
            arms.remove(common)


def _link_additions(arms: list[Arm]) -> None:
    """Of `A plus B` and `A`, B and `the combination` are the first, `monotherapy` the second."""
    pairs = [
        (more, less, part)
        for more in arms
        for part in _added(more)
        for less in arms
        if less is not more and fold(_ALONE.sub("", less.label)) == part[0]
    ]
    if len(pairs) > 1:
        pairs = [pair for pair in pairs if any(map(_ALONE.search, pair[1].names))]
    if not pairs:
        _link_combination(arms)
    if len(pairs) != 1:
        return
    more, less, (_, added) = pairs[0]
    for arm in [arm for arm in arms if arm not in (more, less)]:
        low = {fold(name) for name in arm.names}
        host = more if low & {added, *_COMBINED} else less if low & _SINGLE else None
        if host is None or arm.listed or (arm.n and host.n and arm.n != host.n):
            continue
        if arm.sides & host.sides or arm.beside & host.beside:
            continue
        absorb(host, arm)
        host.headed = host.headed or arm.headed
        arms.remove(arm)


def _link_combination(arms: list[Arm]) -> None:
    """`The combination` is the one arm that joins treatments and no control."""
    joined = [
        arm
        for arm in arms
        if any(PLUS.search(name) for name in arm.names)
        and not any("placebo" in fold(name) for name in arm.names)
    ]
    named = [arm for arm in arms if {fold(name) for name in arm.names} & _COMBINED]
    if len(joined) == len(named) == 1 and joined[0] is not named[0]:
        host, arm = joined[0], named[0]
        if not (arm.n and host.n and arm.n != host.n) and not arm.sides & host.sides:
            absorb(host, arm)
            host.headed = host.headed or arm.headed
            arms.remove(arm)


def _added(arm: Arm) -> list[tuple[str, str]]:
    """What a label joins, both ways round: the part that another arm may have, and the rest."""
    parts = [fold(part) for part in PLUS.split(arm.label)]
    return [(parts[0], parts[1]), (parts[1], parts[0])] if len(parts) == 2 else []


def _is_short_for(arm: Arm, host: Arm, words: ArmWords) -> bool:
    """Whether the label of an arm is another name of a host: fewer of its words, or more."""
    if LENGTH.fullmatch(arm.label) and host.label.startswith(f"{arm.label} "):
        return True  # `1 cm` is a `1 cm margin`
    if _LETTER.fullmatch(arm.label) and "+" in host.label:
        return False  # two groups of a factorial trial taken together
    # The drug alone is that of every dose.
    if any(map(DOSE.search, host.names)) and not any(map(DOSE.search, arm.names)):
        return False
    if (arm.listed and host.listed) or (arm.headed and host.headed) or arm.sides & host.sides:
        return False
    if arm.beside & host.beside:
        return False
    low = fold(arm.label)
    if low in words.manners and fold(host.label.split()[0]) == low and not (arm.n and host.n):
        return True
    if arm.label.endswith(" alone") and " alone" not in host.label:
        return False
    # "18 cycles of A" beside "continuous A" is not continuous.
    first, _, rest = host.label.partition(" ")
    own = fold(arm.label.split()[0])
    if fold(first) in words.manners and (
        rest == arm.label or (own in words.manners and own != fold(first))
    ):
        return False
    if _is_denied(arm.label) != _is_denied(host.label):
        return False
    if "\u2192" in arm.label or "\u2192" in host.label:
        return False
    if arm.n and host.n and arm.n != host.n:
        return False
    # "A plus B" after "B" may be what is compared, unless the text itself ties them together.
    if host.label.endswith(f"plus {arm.label}") and not host.listed and host.n is None:
        return False
    key = frozenset(words_of(arm.label)) - {"alone"}
    if any(len(word) > _TELLING for word in key - words.fillers):
        key -= {"regimen", "schedule", "group"}
    names = [n for n in host.names if not (is_acronym(n) and is_acronym(arm.label))]
    keys = [frozenset(words_of(name)) for name in names]
    if any(key < other for other in keys):
        return (
            host.listed
            or host.n is not None
            or (host.weight > max(arm.weight, STRONG - 1) and arm.weight < 6)
        )
    # `The antiestrogen A` is A; `A plus B` is not.
    if _ANY_THERAPY.fullmatch(fold(host.label)):
        return False
    sure = host.listed or host.n is not None or host.weight >= 2 * arm.weight
    more = not _JOINED.search(arm.label) and words.manners.isdisjoint(words_of(arm.label))
    return sure and more and not arm.listed and any(other < key for other in keys)


def _is_denied(label: str) -> bool:
    return not _DENIALS.isdisjoint(words_of(label))


def _link_abbreviations(arms: list[Arm], view: str, words: ArmWords) -> None:
    for arm in list(arms):
        if arm not in arms:
            continue
        for short in _shorts(arm, view, words):
            twin = next((a for a in arms if a is not arm and short in a.names), None)
            if twin is not None and not (twin.listed and arm.listed):
                absorb(arm, twin)
                arms.remove(twin)
            elif twin is None and short not in arm.names:
                arm.aliases.append(short)


def _shorts(arm: Arm, view: str, words: ArmWords) -> list[str]:
    """What stands in brackets right after a name of an arm, wherever the text has that first."""
    found = []
    for name in arm.names:
        at = arm.start if name == arm.label else view.find(name)
        for _ in range(_LOOKS):
            if at < 0:
                break
            match = _ABBREVIATED.match(view, at + len(name))
            later = LATER_STEP.search(view, max(0, at - 16), at)
            whole = not view[at - 1 : at].isalnum() and view[at - 1 : at] != "-"
            if (
                match
                and whole
                and not later
                and _may_be_short(match["short"], name, arm, at, words)
            ):
                found.append(match["short"])
                break
            at = view.find(name, at + 1)
    return found


def _may_be_short(short: str, name: str, arm: Arm, at: int, words: ArmWords) -> bool:
    """Whether what stands in brackets is another name: at a later place it begins alike."""
    if (NO_ACRONYM.of(words).fullmatch(short) and not spells(short, name)) or not any(
        char.isalpha() for char in short
    ):
        return False
    return at == arm.start or (len(short) > 1 and short[0].lower() == name[0].lower())


def one_per_regimen(arms: list[Arm]) -> list[Arm]:
    """Fold an acronym and the one spelt-out label with the same drugs (VRd) into one arm."""
    kept = list(arms)
    for arm in arms:
        if not arm.regimen or not is_acronym(arm.label):
            continue
        twins = [a for a in kept if a is not arm and a.drugs == arm.drugs]
        if any(arm.listed and a.listed and arm.n != a.n for a in twins):
            continue
        if len(twins) == 1 and not is_acronym(twins[0].label) and "dose" not in twins[0].label:
            absorb(twins[0], arm)
            kept.remove(arm)
    return kept

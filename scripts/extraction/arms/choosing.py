"""Which of the labels that were found are the arms of the study.

What is spoken of again and again, counted, or stands in the list of the allocation is an arm; what
is named once beside two such arms (a drug of a regimen, a part of the patients) is none. Two arms
that are called by their roles are what the study compares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extraction.arms.labels import MAX_ARMS, words_of
from extraction.arms.measures import TIMED
from extraction.arms.merging import Arm, absorb
from extraction.lexicon import ArmWords
from vocabulary.match import fold

#: An arm is spoken of at least as often as this part of the second most frequent one.
_SHARE = 0.3
_LETTERED = re.compile(r"(?:group|arm) (?:[A-F]|\d|I{1,3}|IV)", re.IGNORECASE)
_DOSE = re.compile(r"\d\s?(?:mg|Gy|IU)\b")
_DRUG_AND_DOSE = re.compile(r"[A-Za-z]{4,}\s\d[\d.]*\s?(?:mg|Gy|IU)\b")
_NOTHING = (" no ", " without ", " non ")
#: The weight of a label that does nothing but stand beside a number of patients.
_ONLY_SIZED = 4


def choose(arms: Sequence[Arm], words: ArmWords) -> list[Arm]:
    """The arms among some labels, by where they first stand."""
    kept = _by_roles(list(arms), words)
    kept = _without_parts(_without_contents(kept, words))
    kept = sorted(kept, key=lambda arm: (-arm.weight, arm.start))[:MAX_ARMS]
    return sorted(kept, key=lambda arm: arm.start)


def _by_roles(arms: list[Arm], words: ArmWords) -> list[Arm]:
    """One arm for a role (`control`, `intervention`) and for the treatment that has it."""
    controls = [arm for arm in arms if any(fold(n) in words.control_roles for n in arm.names)]
    tested = [arm for arm in arms if all(fold(n) in words.tested_roles for n in arm.names)]
    tested = _one_role(tested, arms)
    rest = [arm for arm in arms if arm not in controls and arm not in tested]
    if not controls and len(tested) == 1 and len(rest) == 2:
        hosts = [arm for arm in rest if not compares(arm, words)]
        if len(hosts) == 1 and _is_introduced(hosts[0]) and _may_be_one(tested[0], hosts[0]):
            _one(hosts[0], tested[0], arms)
            return arms
    if not controls and len(tested) == len(rest) == 1 and not compares(rest[0], words):
        if _may_be_one(tested[0], rest[0]) and not tested[0].beside & rest[0].beside:
            _one(rest[0], tested[0], arms)  # who it is compared with has no name
        return arms
    hosts = [arm for arm in rest if compares(arm, words)]
    if len(controls) == len(hosts) == 1 and _may_be_one(controls[0], hosts[0]):
        controls = [_one(hosts[0], controls[0], arms)]
        rest.remove(hosts[0])
    if len(controls) == len(tested) == 1 and all(map(_is_told, (*controls, *tested))):
        both_sized = controls[0].n is not None and tested[0].n is not None
        hosts = [
            arm
            for arm in rest
            if not compares(arm, words)
            and (_may_be_tested(arm) or (both_sized and arm.headed and arm.n is None))
        ]
        if len(hosts) == 1 and _may_be_one(tested[0], hosts[0]):
            _one(hosts[0], tested[0], arms)
            tested = hosts
        several = len([arm for arm in hosts if arm.headed]) > 1
        kept = [arm for arm in rest if arm not in tested and (arm.n or (several and arm.headed))]
        return [*tested, *controls, *kept]
    return arms


def _one_role(tested: list[Arm], arms: list[Arm]) -> list[Arm]:
    """The one arm that a text calls by several such roles (`the experimental arm`, `treated`)."""
    while len(tested) > 1 and _may_be_one(tested[0], tested[1]):
        _one(tested[0], tested.pop(1), arms)
    return tested


def _is_introduced(arm: Arm) -> bool:
    return arm.headed or arm.listed or arm.n is not None


def _is_told(role: Arm) -> bool:
    """Whether a text calls a group by a role, or counts those who have it."""
    return role.headed or role.n is not None


def _one(host: Arm, other: Arm, arms: list[Arm]) -> Arm:
    absorb(host, other)
    host.headed = host.headed or other.headed
    arms.remove(other)
    return host


def _may_be_tested(arm: Arm) -> bool:
    if arm.weight >= 2 * _ONLY_SIZED:
        return True
    return (arm.headed or arm.listed) and (arm.n is not None or arm.weight > _ONLY_SIZED)


def _may_be_one(role: Arm, host: Arm) -> bool:
    """Whether nothing speaks against a role and a treatment being one arm."""
    counted = role.n is not None and host.n is not None and role.n != host.n
    return not (counted or role.sides & host.sides or (role.listed and host.listed))


def compares(arm: Arm, words: ArmWords) -> bool:
    """Whether one of its names makes an arm the one that others are compared with."""
    names = [f" {' '.join(words_of(name))} " for name in arm.names]
    return any(
        name.startswith(_NOTHING) or any(word in name for word in words.comparators)
        for name in names
    )


def _without_contents(arms: list[Arm], words: ArmWords) -> list[Arm]:
    """Arms without what those are given that have letters or numbers (`arm A: A plus B`)."""
    lettered = [
        arm
        for arm in arms
        if arm.coded
        or any(_stands_for_more(name) for name in arm.names)
        or ((arm.listed or arm.headed) and fold(arm.label) in words.manners)
    ]
    if len(lettered) < 2:
        return arms
    # A fellow member of their list is no content (`A 15 mg, B 10 mg, or B 20 mg`).
    dosed = [arm for arm in lettered if any(map(_DRUG_AND_DOSE.search, arm.names))]
    counted = Counter(at for arm in dosed for at in arm.lists)
    shared = {at for at, count in counted.items() if count > 1}
    return [
        arm
        for arm in arms
        if arm in lettered
        or arm.headed
        or arm.n is not None
        or arm.lists & shared
        or compares(arm, words)
    ]


def _stands_for_more(name: str) -> bool:
    """Whether a name is a letter, a length or a dose, which do not say all that is given."""
    return bool(_LETTERED.fullmatch(name) or TIMED.fullmatch(name) or _DOSE.search(name))


def _without_parts(arms: list[Arm]) -> list[Arm]:
    """Arms without what is too seldom named beside two that are arms beyond doubt."""
    weights = sorted((arm.weight for arm in arms), reverse=True)
    if len(weights) < 3:
        return arms
    least = _SHARE * weights[1]
    first, second = sorted(arms, key=lambda arm: -arm.weight)[:2]
    lists = first.lists & second.lists
    return [
        arm for arm in arms if arm in (first, second) or arm.lists & lists or arm.weight >= least
    ]

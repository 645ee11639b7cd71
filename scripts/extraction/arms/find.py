"""Which arms a study has, as its text introduces them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extraction.arms.absence import absent
from extraction.arms.additions import link_sums
from extraction.arms.choosing import choose
from extraction.arms.codes import coded
from extraction.arms.designs import is_cohort
from extraction.arms.introductions import introduced
from extraction.arms.labels import Candidate, key_of
from extraction.arms.linking import PLUS, link_short_names, one_per_regimen
from extraction.arms.manner_pairs import by_manner
from extraction.arms.merging import LETTERED, STRONG, Arm, call_as_text_does, merge, name_drugs
from extraction.arms.opposed import opposed
from extraction.arms.results_sides import results_sides, with_values
from extraction.arms.shown import shown
from extraction.arms.study import Arms
from extraction.arms.treatments import treatments_named
from extraction.arms.untold import untold
from extraction.arms.word_forms import one_per_word
from extraction.lexicon import ArmWords, Lexicon
from vocabulary.match import fold

_COMPARES = re.compile(
    # A class first, then what stands before it: so the search looks at few places.
    r"[rvcgaC](?<!\w.)(?:(?<=r)andomi[sz]|(?<=v)(?:ersus|s)\b|(?<=c)ontrol group\b|"
    r"(?<=g)roups\b|(?<=a)rms\b|(?<=[cC])ompar(?:ing|ison|ed (?:with|to|the))\b)"
)
_TWO = 2
#: How far before the first of some names in brackets the list of the arms may begin.
_LISTED = 80
_TREATED = re.compile(
    r"(?<=\bthe )(?:active[- ]treatment|treatment|active|experimental|intervention|"
    r"investigational|study|treated|test)\s(?:group|arm)\b|"
    r"(?<=\b[Ii]n )(?:treatment|study|treated)\s(?:group|arm)\b"
)


def find_arms(view: str, lexicon: Lexicon) -> Arms:
    """Tell the arms of a study from its text (title and abstract, normalised)."""
    words = lexicon.arms
    candidates = sorted(introduced(view, lexicon), key=lambda c: (c.start, c.end))
    arms = merge(candidates, view, lexicon)
    link_short_names(arms, view, words)
    for more, accounts in ((coded, _codes_account), (absent, _absences_account)):
        found = list(more(view, lexicon))
        if not found:
            continue
        both = sorted([*candidates, *found], key=lambda c: (c.start, c.end))
        with_more = merge(both, view, lexicon)
        if accounts(arms, with_more, found, words):
            candidates, arms = both, with_more
            link_short_names(arms, view, words)
    strong = _beyond_doubt(arms)
    # `The experimental arm` beside one treatment does not tell who that is compared with.
    named = [arm for arm in strong if not _is_tested_role(arm, words)]
    loose = len(strong) < 2
    if len(strong) == 2 and len(named) == 1:
        strong = _named_by_results(candidates, view, lexicon) or strong
    if not loose:
        arms = strong
    elif len(named := _named_by_results(candidates, view, lexicon)) > 1:
        arms = named
        loose = False
    else:
        groups, told = opposed(view, words)
        if groups:
            return Arms(groups, words, _COMPARES.search(view) is not None, told)
        arms = _with_named(candidates, view, lexicon)
        link_short_names(arms, view, words)
    arms = link_sums(arms, view, lexicon)
    for arm in arms:
        name_drugs(arm, lexicon)
    chosen = choose(one_per_regimen(one_per_word(arms, view, words)), words)
    chosen = _with_sides(chosen, candidates, view, lexicon)
    compared = _COMPARES.search(view) is not None
    for arm in chosen:
        call_as_text_does(arm, view, words)
    loose = loose and is_cohort(view)
    return _with_roles(Arms(chosen, words, compared, loose=loose), view)


def _with_sides(
    chosen: list[Arm], candidates: Sequence[Candidate], view: str, lexicon: Lexicon
) -> list[Arm]:
    """The arms as the results show them, where what introduces them leaves that unclear."""
    words = lexicon.arms
    if len(sides := results_sides(view, lexicon)) > 1:
        keys = list(dict.fromkeys(key_of(side.label, words) for side in sides))
        owners = [_owner(key, chosen, words) for key in keys]
        known = {id(arm) for arm in owners if arm is not None}
        rest = [arm for arm in chosen if id(arm) not in known]
        if len(known) < len(keys) and not _is_settled(rest, sides):
            both = sorted([*candidates, *sides], key=lambda c: (c.start, c.end))
            arms = merge(both, view, lexicon)
            link_short_names(arms, view, words)
            owners = [_owner(key, arms, words) for key in keys]
            own = list({id(arm): arm for arm in owners if arm is not None}.values())
            if len(own) == len(keys):
                for arm in own:
                    name_drugs(arm, lexicon)
                return sorted(own, key=lambda arm: arm.start)
    return with_values(chosen, view, words)


def _owner(key: frozenset[str], arms: Sequence[Arm], words: ArmWords) -> Arm | None:
    """The arm that has a name of some telling words, or whose letter they are (`arm A`)."""
    letter = next(iter(key)) if len(key) == 1 else ""
    for arm in arms:
        lettered = [name for name in arm.names if LETTERED.fullmatch(name)]
        if any(key_of(name, words) == key for name in arm.names) or (
            any(fold(name.split()[-1]) == fold(letter) for name in lettered)
        ):
            return arm
    return None


def _is_settled(rest: Sequence[Arm], sides: Sequence[Candidate]) -> bool:
    """Whether a text introduces two other arms beyond doubt than those its results show."""
    named = {word for side in sides for word in fold(side.label).split()}
    sure = [
        arm
        for arm in rest
        if (arm.headed or arm.n is not None or arm.listed or arm.lists)
        and named.isdisjoint(fold(arm.label).split())
    ]
    return len(sure) >= _TWO


def _codes_account(
    arms: Sequence[Arm], with_codes: Sequence[Arm], _: Sequence[Candidate], words: ArmWords
) -> bool:
    """Whether short names in brackets stand for all arms beyond doubt, and for one that is not."""
    own = [arm for arm in with_codes if arm.coded]
    if not own:
        return False  # figures that count steps, say: `(1) pain thresholds, (2) ...`
    names = {name for arm in own for name in arm.names}
    known = {name for arm in arms for name in arm.names}
    parts = {part for name in known - names if PLUS.search(name) for part in PLUS.split(name)}
    if names & parts - known:
        return False  # the names are those of parts of arms
    first = min(arm.start for arm in own)
    last = max(arm.end for arm in own)
    sure = [
        arm
        for arm in _sure(arms, words)
        # What is given with others in the list of the names is but part of an arm.
        if (arm.headed or arm.n is not None or not first - _LISTED < arm.start < last)
    ]
    told = [arm for arm in sure if not names.isdisjoint(arm.names)]
    return len(sure) < _TWO or (len(told) == len(sure) and len(own) > len(sure))


def _absences_account(
    arms: Sequence[Arm], _: Sequence[Arm], found: Sequence[Candidate], words: ArmWords
) -> bool:
    """Whether all arms beyond doubt are treatments, or their absence, that a text tells so."""
    keys = [key_of(candidate.label, words) for candidate in found]
    sure = _sure(arms, words)
    told = [arm for arm in sure if any(key_of(name, words) in keys for name in arm.names)]
    return len(told) == len(sure) or (len(sure) == 1 and not sure[0].headed)


def _sure(arms: Sequence[Arm], words: ArmWords) -> list[Arm]:
    """The arms that something more than their names shows to be such."""
    strong = _beyond_doubt(arms)
    return [
        arm
        for arm in arms
        if (arm in strong and (arm.headed or arm.n is not None or arm.listed))
        or _has_role(arm, words)
        or LETTERED.fullmatch(arm.label)
    ]


def _is_tested_role(arm: Arm, words: ArmWords) -> bool:
    """Whether an arm is called by the role of the one that is not the control, and by no more."""
    return all(fold(name) in words.tested_roles for name in arm.names)


def _has_role(arm: Arm, words: ArmWords) -> bool:
    """Whether a text calls an arm by the role of one."""
    return any(fold(name) in words.control_roles | words.tested_roles for name in arm.names)


def _named_by_results(candidates: Sequence[Candidate], view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms of a text with those that its results name, none where these add nothing."""
    for reader in (shown, untold, by_manner):
        more = list(reader(view, lexicon))
        if not more or (reader is by_manner and not _ways_account(candidates, more, view, lexicon)):
            continue
        both = sorted([*candidates, *more], key=lambda c: (c.start, c.end))
        arms = merge(both, view, lexicon)
        link_short_names(arms, view, lexicon.arms)
        strong = _beyond_doubt(arms)
        if len(strong) > 1:
            return strong
    return []


def _ways_account(
    candidates: Sequence[Candidate], found: Sequence[Candidate], view: str, lexicon: Lexicon
) -> bool:
    """Whether two ways of giving something are all arms that a text tells beyond doubt."""
    arms = merge(candidates, view, lexicon)
    ways = {fold(candidate.label) for candidate in found}
    told = [arm for arm in arms if any(way in fold(n) for way in ways for n in arm.names)]
    if len({way for way in ways for arm in told if way in fold(arm.label)}) == len(ways):
        return all(fold(arm.label) in ways for arm in told)
    rest = [arm for arm in _sure(arms, lexicon.arms) if arm not in told]
    return not rest or (bool(told) and all(_is_tested_role(arm, lexicon.arms) for arm in rest))


def _beyond_doubt(arms: Sequence[Arm]) -> list[Arm]:
    """The arms that weigh enough, with what a sentence lists beside two of these."""
    strong = [arm for arm in arms if arm.weight >= STRONG]
    counted = Counter(at for arm in strong for at in arm.beside)
    shared = {at for at, count in counted.items() if count > 1}
    return [arm for arm in arms if arm in strong or arm.beside & shared]


def _with_named(candidates: Sequence[Candidate], view: str, lexicon: Lexicon) -> list[Arm]:
    """The arms of a text with all treatments that it names, but those that all patients have."""
    named = list(treatments_named(view, lexicon))
    both = sorted([*candidates, *named], key=lambda c: (c.start, -c.end))
    arms = merge(both, view, lexicon)
    if len(arms) > 1:
        return arms
    return merge([replace(c, weight=max(2, c.weight)) for c in both], view, lexicon)


def _with_roles(arms: Arms, view: str) -> Arms:
    """The arms, the one beside the control also by its role (`the treatment group`)."""
    control = arms.comparator()
    other = arms.other(control)
    if not other or not _is_sure(arms[other], arms[control]):
        return arms
    known = {fold(name) for arm in arms.arms for name in arm.names}
    roles = dict.fromkeys(match.group() for match in _TREATED.finditer(view))
    roles = {role: None for role in roles if fold(role) not in known}
    if not roles:
        return arms
    arms[other].aliases += roles
    return Arms(arms.arms, arms.words, arms.compared, loose=arms.loose)


def _is_sure(arm: Arm, control: Arm) -> bool:
    """Whether an arm beside the control is one beyond doubt, so that it has the other role."""
    both = arm.lists & control.lists
    return bool(both) or arm.headed or arm.n is not None or arm.weight > STRONG

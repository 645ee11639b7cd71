"""Which candidates are one arm, what it is called and what drugs it is made of.

Labels with the same telling words are one arm; a shorter label belongs to an arm when its words
tell that arm from the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extraction.arms.labels import Candidate, is_acronym, key_of, places, words_of
from extraction.arms.measures import TIMED, dose_key
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.abbreviations import short_forms, spelled_out
from extraction.word_lists import Worded
from vocabulary.match import fold

# A time, an amount or a selection of patients before "group" or "versus".
_NO_ARM = re.compile(
    r"\d+-(?:year|month|week|day)\b.*(?:survival|rates?|[A-Z]FS?|OS)\b.*|"
    r"(?:\d+|one|two|three|four|six)[- ]?(?:d|h|days?|weeks?|wk|months?|years?|cycles?|hours?|"
    r"points?|items?|fold)\b(?:[- ](?:cycles?|courses?|schedules?|periods?))?|"
    r"(?:mg|Gy|\u00b5g|kg|ml|IU|mcg|percent|per cent)\b.*|"
    r"(?:g|mg|\u03bcg)\s?/\s?(?:kg|m\d?|L|ml)|.*\b(?:subsets?|subgroups?|increases?|decreases?)"
)
# Short forms of times to an event, and what somebody is at risk of.
_OUTCOME = re.compile(r"[A-Za-z]{0,4}[A-Z]FS|[dm]?OS|[A-Z]SS|.*\srisks?")
LETTERED = re.compile(r"(?:group|arm) \w{1,3}", re.IGNORECASE)
# What a sequence or combination ends in is not what its bracket names.
LATER_STEP = re.compile(
    r"(?:(?:\bfollowed by|\bthen)\s(?:(?:\w+\s){0,2}of)?|\bplus|\bwithout|\bno|\+|\u2192)\s?$"
)
#: Ends of the names of diseases, outcomes and measures.
CONDITION = Worded(r"(?:@conditions|(?:protein|antigen|ligand)s? \d+)s?$", re.IGNORECASE)
_GROUP = re.compile(r"[A-Z][a-z]?G")
_OPENS = re.compile(r"\s?[(\[]$")
_SEVERAL = re.compile(r"\s(?:groups|arms|categories|classes)\b")


# No study has so many arms; what comes after compares each with each.
_MOST = 50
#: No label has so many characters.
_LONGEST = 200
#: The weight from which an arm is one without any doubt.
STRONG = 3


@dataclass(slots=True)
class Arm:
    """One arm: the label it is called by, its other names, patients, and where it is introduced."""

    label: str
    start: int
    end: int
    n: int | None = None
    aliases: list[str] = field(default_factory=list)
    drugs: tuple[str, ...] = ()
    regimen: str = ""
    weight: int = 0
    listed: bool = False
    headed: bool = False
    coded: bool = False
    sides: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The label and the aliases."""
        return [self.label, *self.aliases]


def merge(candidates: Sequence[Candidate], view: str, lexicon: Lexicon) -> list[Arm]:
    """One arm for each set of telling words; a label and the one in brackets after it are one."""
    words = lexicon.arms
    arms: dict[frozenset[str], Arm] = {}
    latest: list[tuple[Candidate, Arm]] = []
    # A text names an arm time and again, so what its label alone tells is read but once.
    contrasted = _contrasted(candidates, words)
    keys = cache(
        lambda label: (
            key_of(label, words) | contrasted.intersection(words_of(label))
            if contrasted
            else key_of(label, words)
        )
    )
    may_be_arm = cache(
        lambda label, headed, listed: _may_be_arm(
            label, keys(label), lexicon, headed=headed, listed=listed
        )
    )
    ends_as_condition = cache(lambda label: CONDITION.of(words).search(label) is not None)
    stands_for_condition = cache(lambda short: _stands_for_condition(short, view, lexicon))
    for candidate in candidates:
        key = keys(candidate.label)
        if not may_be_arm(candidate.label, candidate.headed, candidate.listed):
            continue
        told = candidate.headed or candidate.listed
        if not told and not candidate.alias and ends_as_condition(candidate.label):
            continue
        # The patients with a disease may be a group with a head; what has several is none.
        own_head = candidate.headed and not _SEVERAL.match(view, candidate.end)
        if not own_head and stands_for_condition(_short_form(candidate.label)):
            continue
        arm = arms.get(key)
        called = keys(candidate.alias) if candidate.alias else frozenset()
        if arm is None and called:
            arm = arms.get(called)
        if arm is None:
            arm = _spelt_before_bracket(candidate, latest, view, words)
            # `radiotherapy (A) or mastectomy with radiotherapy (C)`: A has it already.
            if candidate.coded and arm is not None and candidate.list_at in arm.lists and arm.coded:
                arm = None
        if arm is None:
            arm = Arm(candidate.label, candidate.start, candidate.end)
        elif fold(candidate.label) not in {fold(name) for name in arm.names}:
            arm.aliases.append(candidate.label)
        arms[key] = arm
        if called and arms.setdefault(called, arm) is arm and candidate.alias not in arm.names:
            arm.aliases.append(candidate.alias)
        latest = [*latest[-3:], (candidate, arm)]
        arm.weight += candidate.weight
        arm.n = arm.n or candidate.n
        arm.listed = arm.listed or candidate.listed
        if candidate.list_at >= 0:
            arm.lists.add(candidate.list_at)
        arm.headed = arm.headed or candidate.headed
        arm.coded = arm.coded or candidate.coded
        if candidate.side >= 0:
            arm.sides.add(candidate.side)
        if candidate.beside >= 0:
            arm.beside.add(candidate.beside)
    # A label that nothing but a number of patients stands beside is none by itself.
    found = list({id(arm): arm for arm in arms.values() if arm.weight}.values())
    heaviest = {id(arm) for arm in sorted(found, key=lambda arm: -arm.weight)[:_MOST]}
    return [arm for arm in found if id(arm) in heaviest]


def _contrasted(candidates: Sequence[Candidate], words: ArmWords) -> frozenset[str]:
    """Words that else tell nothing, by which alone the members of a list differ.

    Of `oral iron` and `intravenous iron` neither is the other, though `oral iron` may be `iron`.
    """
    lists: dict[int, dict[frozenset[str], list[str]]] = {}
    for one in candidates:
        if one.list_at >= 0 and one.list_at <= one.start:
            same = lists.setdefault(one.list_at, {}).setdefault(key_of(one.label, words), [])
            same.append(one.label)
    found: set[str] = set()
    for keys in lists.values():
        for labels in keys.values():
            told = [set(words_of(label)) & words.manners for label in labels]
            if len(told) > 1 and all(told) and not set.intersection(*told):
                found.update(*told)
    return frozenset(found)


def _spelt_before_bracket(
    candidate: Candidate, latest: Sequence[tuple[Candidate, Arm]], view: str, words: ArmWords
) -> Arm | None:
    """The arm whose label stands right before the bracket that opens at a label (`X alone (Y`)."""
    start = candidate.start
    bracket = _OPENS.search(view, max(0, start - 3), start)
    if bracket is None:
        return None
    for spelt, arm in reversed(latest):
        end = spelt.end
        between = view[end : bracket.start()].split() if end <= bracket.start() else ["no"]
        if LATER_STEP.search(view, max(0, spelt.start - 16), spelt.start):
            continue
        if len(between) <= 2 and all(word.lower() in words.fillers for word in between):
            lettered = any(LETTERED.fullmatch(name) for name in arm.names)
            return None if lettered and LETTERED.fullmatch(candidate.label) else arm
    return None


def _may_be_arm(
    label: str, key: frozenset[str], lexicon: Lexicon, *, headed: bool, listed: bool
) -> bool:
    words = lexicon.arms
    low = fold(label)
    manner = headed and (low in words.manners or low in words.way_set)
    if low in words.tested_roles:
        return True
    if (
        len(label) > _LONGEST
        or (len(label) == 1 and not (label.isupper() and (headed or listed)))
        or not key
        or (low in words.not_arms and not manner)
        or (key <= words.not_arms and not manner)
        or (low in words.fillers and not manner)
    ):
        return False
    if _OUTCOME.fullmatch(label) or low.endswith(("-containing", " containing")):
        return False
    if low.startswith("plus "):
        return False
    is_group = headed and (label[0].isdigit() or TIMED.fullmatch(label))
    if _NO_ARM.fullmatch(label) and not is_group:
        return False
    if low[:3] == "no " and not (headed or listed):
        rest = label[3:]
        told = words.treatments.find(rest) or lexicon.treatments.find(rest)
        if not told and low not in words.control_set:
            return False
    if fold(label.split()[0]) in words.not_arms and len(label.split()) == 1 and not manner:
        return False
    # "the death group" is no arm; "the no-response surgery group" may be.
    found = lexicon.terms.find(label)
    return not any(match.end - match.start >= len(label) - 2 for match in found)


def _short_form(label: str) -> str:
    """The short form that a label is or ends in, if any."""
    head = label.split()[-1]
    return head if head.isupper() or len(label) == len(head) else ""


def _stands_for_condition(short: str, view: str, lexicon: Lexicon) -> bool:
    """Whether a text's own short form is that of a disease, an outcome or a measure."""
    long = short_forms(view).get(short, "")
    if not long:
        return False
    if fold(long) in lexicon.arms.control_set:
        return False
    long = spelled_out(view, long)
    found = lexicon.terms.find(long)
    return CONDITION.of(lexicon.arms).search(long) is not None or any(
        m.end == len(long) for m in found
    )


def _is_short(name: str) -> bool:
    """Whether a name is an acronym that says more than that of a group (`CG`)."""
    return is_acronym(name) and not _GROUP.fullmatch(name)


def call_as_text_does(arm: Arm, view: str, words: ArmWords) -> None:
    """Make the name that the text uses most the label of an arm, but for that of its role."""
    counts = {name: sum(1 for _ in places(name, view)) for name in arm.names}
    drugs = [
        name for name in arm.names if not dose_key(name) and fold(name) not in words.tested_roles
    ]
    label = max(drugs or arm.names, key=lambda name: (_is_short(name), counts[name]))
    if counts[label] < 2:
        label = max(drugs or arm.names, key=lambda name: counts[name])
    if counts[label] < 2 or label == arm.label:
        return
    arm.aliases = [name for name in arm.names if name != label]
    arm.label = label
    arm.start = next(places(label, view))
    arm.end = arm.start + len(label)


def absorb(host: Arm, other: Arm) -> None:
    """Make another arm's names and patients those of a host."""
    known = {fold(name) for name in host.names}
    host.aliases += [name for name in other.names if fold(name) not in known]
    host.weight += other.weight
    host.listed = host.listed or other.listed
    host.coded = host.coded or other.coded
    host.lists |= other.lists
    host.n = host.n or other.n


def name_drugs(arm: Arm, lexicon: Lexicon) -> None:
    """Set the regimen and drugs that the names of an arm stand for."""
    for name in sorted(arm.names, key=len, reverse=True):
        found = lexicon.treatments.find(name)
        regimens = [match.id for match in found if match.id in lexicon.vocabulary.regimens]
        drugs = {match.id for match in found if match.id in lexicon.vocabulary.drugs}
        for regimen in regimens:
            drugs |= set(lexicon.vocabulary.regimens[regimen].drugs)
        if drugs:
            arm.drugs = tuple(sorted(drugs))
            same = [
                regimen.id
                for regimen in lexicon.vocabulary.regimens.values()
                if set(regimen.drugs) == drugs
            ]
            named = [regimen for regimen in regimens if regimen in same]
            if named or len(same) == 1:
                arm.regimen = (named or same)[0]
            return

"""One arm that a text calls by several forms of a word, or by less or more of its name.

`The warming group` is that of `warmed`, `the case manager group` that of `case management`, and
`the no-closure group` that of `partial no-closure` where no other arm has these words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extraction.arms.labels import words_of
from extraction.arms.measures import DOSE
from extraction.arms.merging import LETTERED, Arm, absorb
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed

#: Endings of the forms of one word, longer ones first.
_ENDING = re.compile(
    r"(?:i[sz]ations?|i[sz]ing|i[sz]ed|i[sz]ers?|i[sz]es?|ations?|ating|ated|ates?|ators?|itions?|"
    r"otherapy|osis|ments?|ions?|ings?|ees|ers?|ors?|ed|es|e|s)$"
)
#: What joins treatments in a label, or makes it a short form.
_SIGNS = re.compile(r"[/+&\u2192]|[A-Z][\w-]*[A-Z]")
#: A word before `group` or `arm`.
_HEADED = Signed(r"(?P<word>[a-z](?<!\w.)[a-z]{5,}+) (?:group|arm)\b", (" group", " arm"))
_FEWEST = 4
_DENIALS = frozenset({"no", "non", "not", "without"})
_COMPARATORS = frozenset({"standard", "usual", "control", "placebo", "sham", "conventional"})
_JOINTS = frozenset({"plus", "and", "with", "then", "followed", "alone", "only", "combined", "+"})


@lru_cache(maxsize=4096)
def stem_of(word: str) -> str:
    """What the forms of a word have in common (`irradiated`, `irradiation`)."""
    for _ in range(2):
        short = _ENDING.sub("", word)
        if short == word or len(short) < _FEWEST:
            break
        word = short
    return word[:-1] if len(word) > _FEWEST and word[-1] == word[-2] else word


def one_per_word(arms: Sequence[Arm], view: str, words: ArmWords) -> list[Arm]:
    """Fold arms that are but other forms of the name of one other arm into this."""
    kept = list(arms)
    for arm in sorted(arms, key=lambda one: (one.listed, one.n is not None, one.weight)):
        if len(kept) <= 2 or arm not in kept:
            continue
        hosts = [host for host in kept if host is not arm and _is_form_of(arm, host, words)]
        if len(hosts) == 1 and not _are_apart(arm, hosts[0]):
            absorb(hosts[0], arm)
            hosts[0].headed = hosts[0].headed or arm.headed
            kept.remove(arm)
    _call_by_forms(kept, view, words)
    return kept


def _call_by_forms(arms: Sequence[Arm], view: str, words: ArmWords) -> None:
    """Give an arm that one word names the other forms of it that a text has before `group`."""
    names = {name.lower() for arm in arms for name in arm.names}
    stems: dict[str, list[Arm]] = {}
    for arm in arms:
        if arm.label.isalpha() and arm.label.lower() not in words.stops:
            stems.setdefault(stem_of(arm.label.lower()), []).append(arm)
    for match in _HEADED.finditer(view):
        own = stems.get(stem_of(match["word"]), [])
        if len(own) == 1 and match["word"] not in names and match.group() not in names:
            names.add(match.group())
            own[0].aliases.append(match.group())


def _is_form_of(arm: Arm, host: Arm, words: ArmWords) -> bool:
    """Whether all words of one label are forms of words of the other, and tell the same."""
    own, other = (_stems(label, words) for label in (arm.label, host.label))
    if not own or not other or any(map(LETTERED.fullmatch, (arm.label, host.label))):
        return False
    if (own & _DENIALS) != (other & _DENIALS) or (own | other) & _JOINTS:
        return False
    if own != other and any(map(_SIGNS.search, (arm.label, host.label))):
        return False  # `MPR` is not `MPR-R`, nor A what A/B is
    if DOSE.search(arm.label) or DOSE.search(host.label):
        return False
    more = own ^ other
    if not (own <= other or other <= own):
        return False
    if own != other and any(words.is_drug(word) for word in more):
        return False
    # A way of giving a treatment may be all that tells two arms.
    ways = words.manners | words.way_set | _COMPARATORS
    return not any(word in ways or any(char.isdigit() for char in word) for word in more)


def _stems(label: str, words: ArmWords) -> frozenset[str]:
    plain = [word for word in words_of(label) if word not in words.fillers]
    ways = words.manners | words.way_set | _DENIALS | _JOINTS
    return frozenset(word if word in ways else stem_of(word) for word in plain)


def _are_apart(one: Arm, other: Arm) -> bool:
    """Whether a text sets two arms against each other, or counts them differently."""
    counted = one.n and other.n and one.n != other.n
    shared = one.lists & other.lists or one.sides & other.sides or one.beside & other.beside
    return bool(counted or shared)

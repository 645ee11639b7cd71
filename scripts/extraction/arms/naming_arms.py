"""By what other words a text may speak of an arm than by the names it was introduced with.

`A plus irradiation` is later `radiotherapy plus A`; of `intratumoral injection` and `peritumoral
injection` the text may say `intratumoral` and `peritumoral` alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from extraction.arms.labels import words_of
from extraction.arms.merging import Arm
from extraction.arms.telling import NO_ACRONYM
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed
from extraction.tokens import ArmMention
from vocabulary.match import Matcher, fold

_JOINT = re.compile(r"\s?(?:\+|/)\s?|\s(?:plus|and|with)\s|-(?=[A-Za-z])")
_SLASH = re.compile(r"(?<=\w)/(?=\w)")
_JOINTS = (" plus ", " and ", " with ", "+", " + ", "/")
_WORD = re.compile(r"[\w/-]+")
#: How far behind what is added the name of the rest may stand.
_NEAR_REST = 60
_ABSENT = ("no ", "without ")
_SPELLINGS = 40
_LETTERS = re.compile(r"[a-z]{5,}")
#: A word of an arm whose absence is the other one, which no other arm can have.
_FEW_LETTERS = re.compile(r"[a-z]{3,}")
_CAPITALS = re.compile(r"[A-Z]{2}[\w+-]*")
_BEFORE = re.compile(
    r"(?:\b(?:between|comparing|no|without|of|with|in|for|than|versus|vs\.?|v|on|after|by|receiving|given|and|or|to|the)\s|[(,]\s?|"
    r"%\s)$"
)
_AFTER = re.compile(
    r"\s?[),;(]|\.\s|\.$|\s(?:groups?|arms?|injections?|patients|women|participants|recipients|"
    r"therapy|treatment|schedule|regimen|strategy|technique|diet|users|subjects|v|vs|versus|than|and|was|"
    r"were|had|compared)\b"
)
#: What is given on top of the rest, which one of the arms has (`the addition of A to B`).
_ADDED = Signed(
    r"\b(?:[Tt]he\saddition\sof|[Aa]ddition\sof|[Aa]dding)\s(?:the\s|an?\s)?"
    r"(?P<what>[A-Za-z][\w-]*(?:\s[A-Za-z][\w-]*){0,2})",
    ("ddition of", "dding "),
)
_LETTER = re.compile(r"\s\(([A-Z])\)")
_TO_THE_REST = re.compile(
    r"(?:\s\([^()]{1,20}\))?\s(?:on\s)?to\s(?:the\s|an?\s)?(?:[a-z]+\s){0,2}$"
)
_EARLIER = re.compile(r"\b(?:prior|previous|earlier|adjuvant|concomitant|previously)\b[^.;]{0,20}$")


def spellings_of(arm: Arm, words: ArmWords) -> list[str]:
    """The names of an arm with their parts in the other order and words of the same meaning."""
    found = dict.fromkeys(arm.names)
    found.update((f"without {name[3:]}", None) for name in arm.names if name[:3] == "no ")
    found.update((_SLASH.sub(" / ", name), None) for name in arm.names)
    for name in arm.names:
        parts = _JOINT.split(name)
        if len(parts) == 2 and all(len(part) > 2 for part in parts):
            pairs = itertools.product(*(_same(part, words) for part in parts))
            both = [order for pair in pairs for order in (pair, pair[::-1])]
            found.update(dict.fromkeys(j.join(order) for j in _JOINTS for order in both))
        else:
            found.update(dict.fromkeys(_same(name, words)))
    return list(itertools.islice(found, len(arm.names) + _SPELLINGS))


def _same(name: str, words: ArmWords) -> list[str]:
    """A name, and what it is with a word of the same meaning in place of its own."""
    low = fold(name)
    for group in words.same:
        inside = [word for word in group if f" {word} " in f" {low} "]
        if inside:
            longest = max(inside, key=len)
            return [name, *(low.replace(longest, word) for word in group if word != longest)]
    return [name]


def _has_absence(arm: Arm, arms: Sequence[Arm]) -> bool:
    """Whether one of the arms is the absence of an arm."""
    return any(f"no {arm.label}" == other.label for other in arms)


def telling_words(arms: Sequence[Arm], words: ArmWords, view: str) -> list[ArmMention]:
    """Every place where a word that only one of two arms has in its names stands for it."""
    two = [arm for arm in arms if len(arms) == 2 or _has_absence(arm, arms)]
    return [
        ArmMention(start=match.start, end=match.end, labels=(match.id,))
        for match in Matcher(_telling(two, words), _acronyms(two, words)).find(view)
        if _BEFORE.search(view, max(0, match.start - 12), match.start)
        and _AFTER.match(view, match.end)
        and not _EARLIER.search(view, max(0, match.start - 40), match.start)
    ]


def _telling(arms: Sequence[Arm], words: ArmWords) -> Mapping[str, list[str]]:
    # `No ablation` has no word of its own: what denies `ablation` is looked for at this.
    own = {
        arm.label: {
            word
            for name in arm.names
            if not name.lower().startswith(_ABSENT)
            for word in words_of(name)
        }
        for arm in arms
    }
    dull = words.stops | words.fillers | words.not_arms | words.manners
    return {
        arm.label: [
            word
            for word in sorted(own[arm.label])
            if (_FEW_LETTERS if _has_absence(arm, arms) else _LETTERS).fullmatch(word)
            and word not in dull
            and not any(word in rest for label, rest in own.items() if label != arm.label)
        ]
        for arm in arms
    }


def _acronyms(arms: Sequence[Arm], words: ArmWords) -> Mapping[str, list[str]]:
    """The acronyms within longer labels that only one of the arms has."""
    own = {arm.label: {word for name in arm.names for word in name.split()} for arm in arms}
    return {
        label: [
            word
            for word in sorted(found)
            if _CAPITALS.fullmatch(word)
            and not NO_ACRONYM.of(words).fullmatch(word)
            and not any(word in rest for other, rest in own.items() if other != label)
        ]
        for label, found in own.items()
    }


def with_added(found: Sequence[ArmMention], arms: Sequence[Arm], view: str) -> list[ArmMention]:
    """The mentions with those of what is added, which stands for the arm that alone has it.

    What it is added to tells no arm there (`adding A to B` speaks of A and B together).
    """
    kept = list(found)
    for match in _ADDED.finditer(view) if len(arms) > 1 else ():
        told = match["what"].split()
        letter = _LETTER.match(view, match.start("what") + len(told[0]))
        names = [" ".join(told[:n]) for n in (len(told), 2, 1)]
        labels = (_that_adds(name, letter[1] if letter else name[0], arms) for name in names)
        what, label = next(
            ((w, one) for w, one in zip(names, labels, strict=True) if one), ("", "")
        )
        if not label:
            continue
        start = match.start("what")
        end = start + len(what)
        rest = [
            mention
            for mention in kept
            if mention.start > end
            and mention.start - end < _NEAR_REST
            and label not in mention.labels
            and _TO_THE_REST.fullmatch(view, end, mention.start)
        ]
        kept = [m for m in kept if m not in rest and not (m.start < end and start < m.end)]
        kept.append(ArmMention(start=start, end=end, labels=(label,)))
    return kept


def _that_adds(what: str, letter: str, arms: Sequence[Arm]) -> str:
    """The label of the one arm that has something by its names, or by a letter it has more."""
    low = fold(what)
    having = [
        arm.label
        for arm in arms
        if any(
            f" {low} " in f" {' '.join(_WORD.findall(fold(name)))} "
            and not name.lower().startswith(_ABSENT)
            for name in arm.names
        )
    ]
    if len(having) == 1:
        return having[0]
    if having or len(arms) != 2:
        return ""
    short, long = sorted((arm.label for arm in arms), key=len)
    more = adds_a_letter(short, long)
    return long if more and more == letter.upper() else ""


def adds_a_letter(one: str, other: str) -> str:
    """The letter that one of two short names of regimens has more than the other (`TE`, `TEL`)."""
    short, long = sorted((one, other), key=len)
    both = short.isalpha() and short.isupper() and long.isalpha() and long.isupper()
    more = set(long) - set(short)
    added = both and len(long) == len(short) + 1 and len(more) == 1 and set(short) < set(long)
    return more.pop() if added else ""

"""The label of an arm as a text prints it: where it begins and ends, and its telling words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.arms.measures import LENGTH_BEFORE, LENGTHS, timed_key
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed
from vocabulary.match import fold

Side = tuple[int, int, str]

#: No trial has more arms; what is more is no list of arms.
MAX_ARMS = 6
#: The word right before a place, and all that hyphens tie to it.
WORD_BEFORE = re.compile(r"(?<![\w-])([\w-]+)\s$")
_WORD = re.compile(
    r"[A-Za-z0-9](?:[\w/+>\u2192'*-]|\.(?=[a-z0-9]))*[\w+]|[A-Za-z0-9]|\+|(?<=\s)/(?=\s)|\u2192"
)
_IN_WORDS = "_-"
#: What may stand between the words of a label, and after it.
_BETWEEN = " -\u00ae\u2122\"'\u201c\u201d\u2018\u2019"
_JOIN = re.compile(r"[\s/+&\u2192>-]+")
_SUM = re.compile(r"\s?\+\s?")
#: The plural of a treatment (`antibiotics`), and what is no plural.
_PLURAL = re.compile(r"[a-z-]{4,}[^\W_aisu]s|[a-z-]{5,}es")
#: What makes another drug of a drug, hyphen or not.
_PREFIX = re.compile(r"\b(peg|nab)[- ](?=[a-z])")
_INITIALS = re.compile(r"(?:[Gg]roup|[Aa]rm) ([A-Z]{2,3}|[A-F]|[A-Z]{1,2}\d(?:\.\d)?)")
#: So many of so many.
_COUNT = re.compile(r"\d{1,4}/\d{1,4}")
_NO_LETTERS = frozenset("AIPV")
#: The verb of a label's sentence (`routine feeding vomited`).
VERB_BEHIND = re.compile(
    r"(?<=[a-z])\s(?!combined|supervised|based|guided|treated|pegylated)[a-z]+ed$"
)
_WHOLE = (
    r"(?:[Ss]tandard of care|(?:[Tt]reatment|[Cc]are) as usual|[Vv]itamin [A-EK]\d{0,2}|"
    r"(?:[Tt]reatment of )?(?:the )?(?:[Pp]hysician|[Ii]nvestigator|[Dd]octor)'s choice)"
)
#: Labels with a word that no other label crosses.
_PHRASE = re.compile(rf"{_WHOLE}\b(?!\s?(?:\+|/)|\s(?:plus|and|with)\b)")
_PHRASE_BEFORE = Signed(
    rf"(?<!\+)(?<!/)(?<!\+\s)(?<!plus\s)(?<!and\s)(?<!with\s)\b(?P<phrase>{_WHOLE})\s?$",
    ("care", "usual", "itamin ", "choice"),
)
_LEADING = frozenset({"the", "a", "an", "either", "open-label", "double-blind", "blinded"})
_ALONE = re.compile(r"[- ]?alone$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label at its place.

    `side` is where the comparison stands that it is a side of; `alias` what the text calls the
    same arm in a bracket of the label's own (`A 20 mg daily (A group)`); `list_at` where the list
    begins that it stands in; `beside` where the sentence begins in which it stands at a value;
    `coded` a short name that the text gives in a bracket.
    """

    label: str
    start: int
    end: int
    weight: int
    n: int | None = None
    listed: bool = False
    headed: bool = False
    side: int = -1
    alias: str = ""
    list_at: int = -1
    beside: int = -1
    coded: bool = False


def label_before(view: str, end: int, words: ArmWords) -> Side | None:
    """The label that ends at `end`, read backwards to a word that no label crosses."""
    phrase = _PHRASE_BEFORE.search(view, max(0, end - 45), end)
    if phrase:
        return *phrase.span("phrase"), phrase["phrase"]
    left = max(0, end - 70)
    found = list(_WORD.finditer(view, left, end))
    start = stop = None
    for match in reversed(found):
        gap = view[match.end() : start if start is not None else end]
        if gap.strip(_BETWEEN):
            break
        if not _belongs(match.group(), words):
            if match.group().lower() == "no" and start is not None:
                start = match.start()
            break
        start = match.start()
        stop = match.end() if stop is None else stop
    if start is not None and view[start:stop].split()[0] in LENGTHS:
        length = LENGTH_BEFORE.search(view, max(0, start - 8), start)
        start = length.start() if length else start
    return _trimmed(view, start, stop)


def label_after(
    view: str,
    start: int,
    words: ArmWords,
    limit: int | None = None,
    joiners: frozenset[str] = frozenset(),
) -> Side | None:
    """The label that starts at `start`, read forwards to a word that no label crosses.

    `joiners` are words that a label may cross where a list delimits it (`A with B`).
    """
    phrase = _PHRASE.match(view, start)
    if phrase and not joiners and (limit is None or phrase.end() <= limit):
        return phrase.start(), phrase.end(), phrase.group()
    first = last = None
    at = start
    for match in _WORD.finditer(view, start, min(len(view), limit or start + 80, start + 110)):
        if view[at : match.start()].strip(_BETWEEN + ("," if joiners else "")):
            break
        low = match.group().lower()
        if at > start and view[at - 1].isalpha() and _COUNT.fullmatch(low):
            break  # `A and 47/94 of those on B`
        if (first is None and low in _LEADING) or (first is not None and low in joiners):
            at = match.end()
        elif _belongs(match.group(), words):
            first = match.start() if first is None else first
            last = at = match.end()
        else:
            break
    return _trimmed(view, first, last)


def _belongs(word: str, words: ArmWords) -> bool:
    low = word.lower().strip(".")
    if len(word) == 1 and word.isupper() and word not in _NO_LETTERS:
        return True  # `N + C`, though `n` is the number of patients
    return low not in words.stops and not re.fullmatch(r"[\d.,]+%?", word)


def _trimmed(view: str, start: int | None, end: int | None) -> Side | None:
    if start is None or end is None:
        return None
    label = view[start:end].rstrip(".").strip("+/ ")
    start = view.index(label, start) if label else start
    if not label or len(label.split()) > 9 or not re.search(r"[A-Za-z]", label):
        return None
    return start, start + len(label), label


#: No abstract is longer: what is farther off is of another text.
ONE_TEXT = 10_000


def places(label: str, view: str) -> Iterator[int]:
    """Where a label stands as words of its own."""
    at = view.find(label)
    while at >= 0:
        end = at + len(label)
        if _parts_words(view[at - 1 : at] if at else "") and _parts_words(view[end : end + 1]):
            yield at
        at = view.find(label, end)


def recurs(label: str, view: str, near: int, times: int = 2) -> bool:
    """Whether a label stands so often in a text, which is looked through no farther than it is."""
    around = view[max(0, near - ONE_TEXT) : near + ONE_TEXT]
    return next(itertools.islice(places(label, around), times - 1, None), -1) >= 0


def _parts_words(char: str) -> bool:
    """Whether a character, or the end of the text, is no part of a word."""
    return not (char.isalnum() or char in _IN_WORDS) or not char


def words_of(label: str) -> list[str]:
    """The words of a label, folded."""
    low = fold(label)
    if "peg" in low or "nab" in low:
        low = _PREFIX.sub(r"\1", low)
    return [word for word in _JOIN.split(low) if word]


def key_of(label: str, words: ArmWords) -> frozenset[str]:
    """What labels of one arm have in common: an acronym, or the telling words."""
    length = timed_key(label)
    if length:
        return frozenset([length])
    initials = _INITIALS.fullmatch(label)
    if initials:
        return frozenset([initials.group(1)])
    if "+" in label and " " not in _SUM.sub("+", label):
        return frozenset(fold(part) for part in _SUM.split(label))
    if is_acronym(label) and not _PREFIX.match(fold(label)):
        return frozenset([_ALONE.sub("", label)])
    if "\u2192" in label or "followed by" in label:
        return frozenset([fold(label)])
    plain = [word for word in words_of(label) if word not in {"plus", "and", "+", "with"}]
    if len(plain) == 2 and plain[1] == "alone" and is_acronym(label.split()[0]):
        return frozenset([label.split()[0]])
    plain = ["control" if word == "controls" else words.canonical(word) for word in plain]
    plain = ["no" if word in {"without", "non"} else word for word in plain]
    telling = [word for word in plain if word not in words.fillers]
    return frozenset(word[:-1] if _PLURAL.fullmatch(word) else word for word in telling or plain)


#: What says how treatments are given together, and their doses.
_NO_TELLING = frozenset({"plus", "and", "+", "with", "combined", "combination", "in", "together"})
_NO_TELLING |= {
    "alone",
    "only",
    "followed",
    "by",
    "then",
    "added",
    "to",
    "itself",
    "before",
    "prior",
}
_NO_TELLING |= {"the", "of", "a", "an", "given", "as", "both", "concurrent", "adjuvant"}
_DENIAL = re.compile(r"\b(?:[Nn]o|[Nn]on|[Ww]ithout)\b")
_A_DOSE = re.compile(r"\([^()]*\)|\d[\d.,]*\s?(?:c?Gy|m?g|mcg|IU|U|mL|ml|\u00b5g|\u03bcg)(?:/\S+)?")


def telling_of(label: str, words: ArmWords) -> frozenset[str]:
    """The words of the treatments that a label names, whatever joins them and in any writing."""
    given = _DENIAL.split(_A_DOSE.sub(" ", label))[0]
    plain = [words.canonical(word) for word in words_of(given)]
    telling = [word for word in plain if word not in _NO_TELLING and word not in words.fillers]
    return frozenset(word[:-1] if _PLURAL.fullmatch(word) else word for word in telling)


def is_acronym(label: str) -> bool:
    """Whether capitals tell the label, so that it must be matched as written."""
    capitals = len(re.findall(r"[A-Z]", label))
    return " " not in label and (capitals >= 2 or (capitals == 1 and len(label) <= 3))

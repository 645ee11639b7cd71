"""Short names that a text gives its arms in brackets or before them, and then tells results of.

`to mastectomy (A, 33 patients) or to lumpectomy (B, 31 patients)`, `tamoxifen alone [T], 366;
tamoxifen plus UFT [TU], 367`, `a lottery decided: A, eight courses more; B, no more`. Two such
names in one sentence that speaks of treatment, both of which stand at values later, are arms,
whatever else the sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from extraction.arms.group_names import lettered
from extraction.arms.labels import MAX_ARMS, Candidate
from extraction.arms.merging import CONDITION
from extraction.arms.telling import NO_ACRONYM, names_treatment, spells
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.abbreviations import short_forms, spelled_out
from extraction.text.signs import Signed
from extraction.word_lists import Worded

_NAME = (
    r"(?:(?:no[- ]|non-)?[A-Z][\w+-]{0,11}(?:/[A-Z]\w*)?(?:\s?\+\s?[A-Z][\w-]{0,8})?|[a-z]{2,5})"
)
#: A name in a bracket of its own, first or last in one, or before what it stands for.
_IN_BRACKET = Signed(
    # First the bracket, which is looked for faster than what stands before it.
    r"[(\[](?<=[\w%\u00ae)\u00b2] .)(?:[a-z][a-z -]{2,40},\s)?"
    rf"(?P<name>{_NAME})(?:\s(?:group|arm))?"
    r"(?=\s?[)\]]|[,;:]\s(?:[nN]\s?=|\d|[a-z]))",
    ("(", "["),
)
_BEFORE = re.compile(
    r"\s(?=\(?[A-F1-6][\s),:=])"
    r"(?:(?<=[:;,.]\s)|(?<=\bto\s)|(?<=\band\s)|(?<=\bor\s))"
    r"\(?(?P<name>[A-F1-6])(?:\)\s|[,:=]\s|\s=\s)(?=[a-z0-9(])"
)
_SIZE_BEHIND = re.compile(r"[,;]\s(?:[nN]\s?=\s?)?\d+(?:\s(?:patients|women|subjects))?\s?[)\]]")
_COUNTED = re.compile(
    r"[(\[](?P<name>[A-F])[,:=]?\s(?:n\s?=\s?)?\d+[,;]\s(?P<more>[A-F])[,:=]?\s(?:n\s?=\s?)?\d+"
)
_LETTER = re.compile(r"(?P<name>[A-F])(?<=\s.)\b(?!\s?\d)")
_COURSE = Worded(r"\b@Courses_told\s$")
_ALLOCATES = Worded(r"\b@Allots\b|\d+\s(?:patients\s|women\s)?had\b")
#: What parts two arms rather than the parts of one.
_PARTED = re.compile(r"\b(?:or|and|versus|vs?|against|whereas|while|than|compared|half|to)\b|[;,]")
_COMBINED = re.compile(r"(?:^|\s)(?:plus|\+|combined with|in combination with|followed by|then)\s")
_SENTENCE = re.compile(r"[^.?!]*(?:[.?!](?!\s+[A-Z(\d]|$)[^.?!]*)*")
_FIGURE = re.compile(
    r"\d\s?%|\d\.\d|\d\s?(?:months?|weeks?|days?|years?|per ?cent)\b|\(\d+\)|\d/\d"
)
#: A name at a value, beside another one or before a noun for patients.
_AT_VALUE = re.compile(
    r"(?:\b(?:in|for|with|of|on|to|after|under|and|or|versus|vs\.?|v|than|against|between|by|group|arm|the|"
    r"receiving|given)\s|[(\[,;:]\s?|[%\d)]\s)"
    rf"(?P<name>{_NAME}|[1-6](?!\s?%))"
    r"(?=\s?[)\],;:(=/]|\.(?!\d)|$|\s(?:and|or|versus|vs\.?|v|than|against|compared|groups?|arms?|patients|"
    r"women|subjects|cases|was|were|had|\d|\())"
)
_NO_NAME = Worded(r"@no_codes")
#: What patients, tumours or studies are, or what is measured, before a bracket.
_STATE_BEFORE = Worded(r"@states_before\s[(\[](?:[a-z -]+,\s)?$")
#: No head of a name and no state stand so many characters before it.
_REACH = 60


#: In how many sentences with such names arms are looked for.
_LOOKS = 8


@dataclass(frozen=True, slots=True)
class _Code:
    """A name at the place where it is given."""

    name: str
    start: int
    end: int
    #: Whether its place shows by itself that patients had what it stands for.
    sure: bool = False


def coded(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """The short names of each sentence that gives some to two arms."""
    places = sorted(_given(view, lexicon.arms), key=lambda code: code.start)
    if len({code.name for code in places}) < 2:
        return
    heads = {candidate.label[-1]: candidate.label for candidate in lettered(view)}
    sentences = list(_sentences(view))
    looks = 0
    at = 0
    for start, end in sentences:
        first = at
        while at < len(places) and places[at].start < end:
            at += 1
        own = places[first:at]
        if len({code.name for code in own}) < 2:
            continue
        looks += 1
        if looks > _LOOKS:
            return  # a study tells its arms before that
        own = _of_arms(own, start, end, view, lexicon)
        names = {code.name for code in own}
        used = _at_values(view, sentences, end, names) if len(names) <= MAX_ARMS else set()
        if len(used) < 2:
            continue
        for code in own:
            if code.name in used:
                label = heads.get(code.name, code.name) if len(code.name) == 1 else code.name
                yield Candidate(
                    label, code.start, code.end, 3, listed=True, list_at=start, coded=True
                )


def _of_arms(
    codes: Sequence[_Code], start: int, end: int, view: str, lexicon: Lexicon
) -> list[_Code]:
    """The names that a sentence gives to treatments, each an alternative to the one before."""
    allocates = _ALLOCATES.of(lexicon.arms).search(view, start, end) is not None
    kept: list[_Code] = []
    before = start
    for code in codes:
        words = view[before : code.start - 1]
        joined = _COMBINED.match(_behind_bracket(words)) or (kept and not _PARTED.search(words))
        given = (
            allocates
            or code.sure
            or names_treatment(words.rsplit(None, 1)[-1] if words.split() else "", lexicon)
        )
        before = code.end
        if joined or not given or not _may_be_code(code.name, view, lexicon):
            continue
        if not _STATE_BEFORE.of(lexicon.arms).search(view, max(0, code.start - _REACH), code.start):
            kept.append(code)
    return kept


def _behind_bracket(words: str) -> str:
    """What follows the bracket in which a name stood (`HDM, 200 mg/m2) followed by ...`)."""
    inner, closed, behind = words.partition(")")
    return behind.lstrip() if closed and "(" not in inner else words.lstrip("] ")


def _given(view: str, words: ArmWords) -> Iterable[_Code]:
    for pattern in (_IN_BRACKET, _BEFORE):
        for match in pattern.finditer(view):
            sized = _SIZE_BEHIND.match(view, match.end()) is not None
            yield _Code(match["name"], *match.span("name"), sized)
    course = _COURSE.of(words)
    for match in _LETTER.finditer(view):
        if course.search(view, max(0, match.start() - _REACH), match.start()):
            yield _Code(match["name"], *match.span("name"), sure=True)
    for match in _COUNTED.finditer(view):
        yield _Code(match["name"], *match.span("name"))
        yield _Code(match["more"], *match.span("more"))


def _sentences(view: str) -> Iterable[tuple[int, int]]:
    for match in _SENTENCE.finditer(view):
        if match.end() > match.start():
            yield match.span()


def _may_be_code(name: str, view: str, lexicon: Lexicon) -> bool:
    """Whether a name is neither that of an outcome or measure nor a word of the language."""
    if (len(name) > 1 and name.lower() in lexicon.arms.stops) or _NO_NAME.of(
        lexicon.arms
    ).fullmatch(name):
        return False
    long = short_forms(view).get(name, "")
    if NO_ACRONYM.of(lexicon.arms).fullmatch(name) and not (long and spells(name, long)):
        return False
    if long:
        long = spelled_out(view, long)
        if CONDITION.of(lexicon.arms).search(long) or any(
            m.end == len(long) for m in lexicon.terms.find(long)
        ):
            return False
    return not any(match.end - match.start == len(name) for match in lexicon.terms.find(name))


def _at_values(
    view: str, sentences: Sequence[tuple[int, int]], start: int, names: Set[str]
) -> set[str]:
    """Those of some names that stand together in sentences with a figure from a place on."""
    used: set[str] = set()
    for first, end in sentences if len(names) > 1 else ():
        if first >= start and _FIGURE.search(view, first, end):
            found = {match["name"] for match in _AT_VALUE.finditer(view, first, end)}
            used |= found & names if len(found & names) > 1 else set()
    return used

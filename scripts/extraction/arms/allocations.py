"""The arms as the list after "randomised to" names them.

Its members are parted by `or`, `versus`, `and to` and the like. What stands before a treatment in
a member (`a single 6-mg injection of`) is no part of its label, unless only that tells two members
apart; a name of the arm in brackets (`(control group; n = 46)`) is its alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.arms.labels import MAX_ARMS, Candidate, Side, key_of, label_after
from extraction.arms.telling import NO_ACRONYM, names_treatment, spells
from extraction.lexicon import ArmWords, Lexicon
from extraction.text.signs import Signed
from vocabulary.match import fold

_ALLOCATION = Signed(
    r"\b(?:[Rr]andomi[sz]ed(?!,?\s(?:(?!in\b|to\b|into\b)[\w-]+,?\s){0,4}(?:trials?|study|studies)\b)|"
    r"[Rr]andomly|assigned|allocated|[Rr]andom assignment|[Rr]andomi[sz]ation|"
    r"[Rr]andom allocation|assign)\b"
    r"(?:[^.;()]|\([^()]*\)){0,70}?\b(?:to receive|to undergo|to have|to|between|received|"
    r"into)\s(?!(?:examine|determine|investigate|test|explore|identify|describe|estimate)\b)"
    r"(?:(?:two|three|four|five|six|\d)\s(?:[a-z]+\s)?(?:groups|arms)\s"
    r"(?:to\s(?:receive|undergo)\s|receiving\s|that received\s|who received\s))?"
    r"(?:either\s|receive\s)?",
    ("andom", "assign", "allocat"),
)
_LIST_END = re.compile(
    # A class first, then what stands before it: so the search looks at few places.
    r"[.:aui](?:"
    r"(?<=\.)(?:(?<!vs\.)(?<!v\.)(?<!\d\.)\s|(?<!vs\.)(?<!\sv\.)\s+(?=[A-Z][a-z]))|"
    r"(?<=:)(?<!\bgroups:)(?<!\barms:)(?<!\bfollowing:)(?<!regimens:)(?<!treatments:)|"
    r"(?<=\ba)fter\b|(?<=\bu)ntil\b|(?<=\bi)n (?:patients|women|a|addition)\b)"
)
#: The last member of a list ends with its part of the sentence.
_ALTERNATIVE = re.compile(r"\b(?:or|versus|vs\.?)\s[^;]*;(?!\s(?:or|and|to|versus)\b)")
_JOINERS = frozenset({"with", "and", "followed", "by", "plus", "without"})
_SIDES = re.compile(
    r",\s(?=[^,;]{1,60},\s(?:or|and)\s)|"
    r",\s(?=(?:(?!\b(?:and|followed|then)\b)[^,;]){1,40}\sor\s)|"
    r",?\s(?:or(?: to)?|versus|vs\.?|v\.?|compared (?:with|to)|"
    r"and to)\b\s*|\s*[;,] to\s+|\s*;\s*|[,.]?\s(?:(?:and|or)\s)?[2-6]\)\s|"
    r",?\sand\s\d[\d,]*\s(?:(?:patients|women|participants|subjects)\s)?(?:were\s(?:\w+\s)?)?to\s"
    r"(?:(?:receive|undergo)\s)?"
)
#: Where `versus` parts the members, `or` stands within them (`A or B versus no A or B`).
_VERSUS = re.compile(r",?\s(?:versus|vs\.?)\s\s*")
_AND = re.compile(r"\s*,?\s\band\b\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNIT = r"(?:mg|g|kg|\u00b5g|\u03bcg|mcg|microg|Gy|IU|U|mL|ml)(?:/[\w\u00b2]+)*"
_SPAN = r"(?:h|hours?|days?|d|weeks?|wk|months?|mo|years?|yr|sessions?)"
#: What a member of the list may open with before the treatment itself.
_LEAD = re.compile(
    r"\s*(?:(?:(?:together|combined|in combination)\swith|"
    r"a|an|the|either|receive|adding|additional|further|matching|single|daily|\d+ ?x|"
    rf"\d[\d.,]*[-\s]?(?:{_UNIT}|{_SPAN})(?:\sof)?|"
    r"(?:(?:\d+|one|two|three|four|five|six|eight|twelve)\s)?(?:(?:subcutaneous|intravenous|oral|"
    r"daily|weekly|additional|further|more|consecutive|planned|fixed)\s)?(?:injections?|courses?|cycles?|doses?|administration|infusions?|intake|"
    r"combinations?|treatment|therapy|applications?)\s(?:of|with)(?:\s\d{1,2}(?=\s[a-z]))?)(?=\s)\s?(?:either\s)?)+"
)
_MORE = re.compile(r"\b(?:plus|with|and|followed|then)\b|\+|\u2192")
DOSE_BEHIND = re.compile(rf"\s\d[\d.,]*\s?{_UNIT}(?:(?<!/day)(?<!/d)(?![\w/])|(?=/d(?:ay)?\b))")
_CALLED = re.compile(
    r"(?<=\s)[(\[]\s?(?:the\s)?(?:(?:[^()\[\]]{0,80}[;,]\s)?(?P<headed>[A-Za-z][^()\[\];:,=]{0,34}?)[\s-](?:group|arm)\b(?:,\s(?P<also>[A-Z][\w+-]{1,9})(?=[,;)\]]))?|"
    r"(?:[^()\[\]]{0,40}[;,]\s)?(?P<letter>(?:[Aa]rm|[Gg]roup)\s(?:[A-F]|[1-6]|I{1,3}|IV))\b(?![\w/-])|"
    r"(?P<short>(?:(?:no[- ]|non-)?[A-Z]|[a-z]+\d)[\w+/\u2192-]{0,11})(?=\s?[)\];,:])|"
    r"(?P<plain>[a-z][a-z -]{3,30})(?=\s?[)\];,]))"
)
_LETTER = re.compile(r"(?:[Aa]rm|[Gg]roup) \w+")
#: `Standard-dose (SD) A`: the arm is A too.
_NAMED_BEHIND = re.compile(r"(?:\s\([^()]*\))?\s(?P<name>[A-Z][\w-]*[A-Z\d]\w*)")
#: What only says how much is given (`A with increased doses`), whose noun no label crosses.
_WITH_MORE = re.compile(r"\swith\s(?:[a-z]+(?:ed|ing)|higher|lower|reduced)$")
#: The hyphen of a word whose other half stands once, with the last of a list.
_HANGS = re.compile(r"-(?=[\s,])")
#: What follows a treatment after a comma and only says how it is given.
_SAYS_HOW = re.compile(r"\s?[a-z]+(?:ed|ing)\b(?!-)")
_RANDOM = re.compile(r"\b(?:randomi[sz]|assign|allocat)")
_NEAR = 250
_NO_TREATMENT = re.compile(
    r"\s*(?:to\s|receive\s)?(?P<label>no\s(?:(?:additional|further|specific|active|adjuvant|"
    r"maintenance|systemic)\s)?[a-z][a-z-]+)"
)
_WITH_EITHER = re.compile(r"\b(?:with|plus|and|by) either\s")
_WITH_OR_WITHOUT = Signed(
    r"\b(?P<with>with)(?:\s\([^()]*\))?,?\s(?:or|and|versus|vs\.?)\s(?:\d[\d.]*\s?%\s)?"
    r"(?P<without>without)"
    r"(?:\s\([^()]*\))?\s(?:the addition of\s|additional\s|adjuvant\s)?",
    ("without",),
)


def allocated(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """Every label in the lists after words of allocation."""
    for match in _ALLOCATION.finditer(view):
        start, end = match.end(), _end_of_list(view, match.end())
        # Brackets hold doses and numbers; blanks keep the offsets.
        start = max(start, view.rfind(":", start, end) + 1)
        text = _without_brackets(view[start:end])
        sides = _split(text, _VERSUS if _VERSUS.search(text) else _SIDES)
        if len(sides) < 2 and "between" in match.group():
            sides = _split(text, _AND)[:2]
        if len(sides) > 1:
            places = [(start + at, start + at + len(side)) for at, side in sides[:MAX_ARMS]]
            # `to A with either B or C`: only B and C tell the members.
            either = _WITH_EITHER.search(view, *places[0])
            if either:
                places[0] = either.end(), places[0][1]
            yield from _members(view, places, lexicon)
    yield from _with_and_without(view, lexicon)


def _members(view: str, places: Sequence[tuple[int, int]], lexicon: Lexicon) -> Iterable[Candidate]:
    """The label of each member, without its lead where the labels still differ."""
    words, first = lexicon.arms, places[0][0]
    whole = [
        nothing_at(view, start, end) or label_after(view, start, words, end, _JOINERS)
        for start, end in places
    ]
    bare = [_without_lead(view, start, end, lexicon) for start, end in places]
    keys = [key_of(part[2], words) for part in bare if part]
    parts = bare if len(set(keys)) == len(keys) else _with_doses(view, whole, words)
    shared = _shared_noun(view, parts)
    keys = [key_of(part[2], words) for part in parts if part]
    behind = _named_behind(view, parts, words)
    for part, (start, end) in zip(parts, places, strict=True):
        alias, also = _called(view, start, end, words)
        at = view.index(alias, start, end) if alias else end
        told = part is not None and len(part[2]) > 1 and keys.count(key_of(part[2], words)) == 1
        spelt = part is not None and (
            names_treatment(part[2], lexicon) or not _LETTER.fullmatch(alias)
        )
        told = told and spelt
        if alias and (not told or _MORE.search(view, part[1] if part else start, at)):
            # What the members are called tells them, not the beginning of a list of drugs.
            yield Candidate(alias, at, at + len(alias), 3, listed=True, list_at=first)
        elif part is not None:
            label = part[2] + shared.get(part[0], "")
            yield Candidate(label, part[0], part[1], 3, listed=True, alias=alias, list_at=first)
            if behind.get(part[0]):
                yield Candidate(label, part[0], part[1], 0, alias=behind[part[0]])
            if also:
                yield Candidate(label, part[0], part[1], 0, alias=also)


def _shared_noun(view: str, parts: Sequence[Side | None]) -> dict[int, str]:
    """What labels that end with a hyphen have from the last of them (`high- or low-dose A`)."""
    last = parts[-1]
    if last is None or "-" not in last[2]:
        return {}
    noun = last[2][last[2].index("-") :]
    return {part[0]: noun for part in parts[:-1] if part and _HANGS.match(view, part[1])}


def _named_behind(view: str, parts: Sequence[Side | None], words: ArmWords) -> dict[int, str]:
    """What each manner is a manner of, if that is another thing for each (`high-dose (HD) A`)."""
    names = {}
    for part in parts:
        if part and all(fold(word) in words.manners for word in part[2].split()):
            named = _NAMED_BEHIND.match(view, part[1])
            names[part[0]] = named["name"] if named else ""
    return names if len(set(names.values())) == len(names) else {}


def _with_doses(view: str, parts: Sequence[Side | None], words: ArmWords) -> list[Side | None]:
    """Labels with the dose behind them, where that is all they differ in (`A 15 mg or A 30 mg`)."""
    keys = [key_of(part[2], words) for part in parts if part]
    longer: list[Side | None] = []
    for part in parts:
        same = part is not None and keys.count(key_of(part[2], words)) > 1
        dose = DOSE_BEHIND.match(view, part[1]) if part and same else None
        longer.append((part[0], dose.end(), view[part[0] : dose.end()]) if part and dose else part)
    return longer


def nothing_at(view: str, start: int, end: int) -> Side | None:
    """A member that is the absence of a treatment (`to no further therapy`)."""
    match = _NO_TREATMENT.match(view, start, end)
    return (match.start("label"), match.end(), match["label"]) if match else None


def _without_lead(view: str, start: int, end: int, lexicon: Lexicon) -> Side | None:
    words = lexicon.arms
    nothing = nothing_at(view, start, end)
    if nothing:
        return nothing
    lead = _LEAD.match(view, start, end)
    part = label_after(view, lead.end() if lead else start, words, end, _JOINERS)
    if part is None:
        return None
    more = _WITH_MORE.search(part[2])
    if more:
        part = part[0], part[0] + more.start(), part[2][: more.start()]
    # "placebo, followed by repeat assessment" is placebo.
    first, _, rest = part[2].partition(",")
    # What goes on with no treatment is the sentence, unless the first part only describes.
    ends = "-" not in first.split()[-1] and not _MORE.search(rest) and "," not in rest
    ends = ends and not names_treatment(rest.strip() or first, lexicon)
    if rest and (fold(first) in words.control_set or _SAYS_HOW.match(rest) or ends):
        return part[0], part[0] + len(first), first
    return part


def _called(view: str, start: int, end: int, words: ArmWords) -> tuple[str, str]:
    """The names of an arm in the brackets of its own member of the list, '' where there is none."""
    found = list(_CALLED.finditer(view, start, end))
    headed = [m for m in found if m["headed"]]
    names = (
        [m["headed"] for m in headed]
        or [m["letter"] for m in found if m["letter"]]
        or [
            m["short"]
            for m in found
            if m["short"] and _may_name(m["short"], view[start : m.start()], words)
        ]
        or [m["plain"] for m in found if m["plain"] and fold(m["plain"]) in words.control_set]
    )
    if len(names) != 1 or not any(c.isalpha() for c in names[0]):
        return "", ""
    return names[0], (headed[0]["also"] or "") if headed else ""


def _may_name(short: str, before: str, words: ArmWords) -> bool:
    return NO_ACRONYM.of(words).fullmatch(short) is None or spells(short, before)


def _with_and_without(view: str, lexicon: Lexicon) -> Iterable[Candidate]:
    """`With or without A`: A, and what the text calls `without A`."""
    for match in _WITH_OR_WITHOUT.finditer(view):
        part = label_after(view, match.end(), lexicon.arms)
        if part is None:
            continue
        told = lexicon.arms.treatments.find(part[2]) or (
            _RANDOM.search(view, max(0, match.start() - _NEAR), match.start())
            and names_treatment(part[2], lexicon)
        )
        if not told:
            continue
        yield Candidate(part[2], part[0], part[1], 2)
        yield Candidate(f"without {part[2]}", match.start("without"), part[1], 2)


def _end_of_list(view: str, start: int) -> int:
    limit = min(len(view), start + 350)
    stop = _LIST_END.search(view, start, limit)
    limit = stop.start() if stop else limit
    last = _ALTERNATIVE.search(_without_brackets(view[start:limit]))
    return start + last.end() - 1 if last else limit


def _without_brackets(text: str) -> str:
    """A text with blanks for its brackets, also for those that hold others."""
    return _BRACKETED.sub(_blank, _BRACKETED.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _split(text: str, joint: re.Pattern[str]) -> list[tuple[int, str]]:
    parts, at = [], 0
    for match in joint.finditer(text):
        parts.append((at, text[at : match.start()]))
        at = match.end()
    parts.append((at, text[at:]))
    return [(start, part) for start, part in parts if part.strip()]

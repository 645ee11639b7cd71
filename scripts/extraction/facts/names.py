"""What a trial is called, which group ran it, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.facts.fact import Fact
from extraction.facts.passages import Passage
from extraction.facts.phrases import Phrases
from extraction.facts.words import FactWords

# Capitals or digits within a word tell a name: POLLUX, ELOQUENT-2, PrE1003, GeparQuinto, E4A03.
_TOKEN = r"(?:[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:[-/.][A-Z0-9]+[A-Za-z0-9]*)*\+?)"
_NUMBER = (
    r"(?:[IVX]{1,4}\b\+?|[A-Z]\d[A-Z]\d{2}\b|[A-Z]{0,3}-?\d{1,6}[A-Z]?(?:[-/]\d{1,4}[A-Z]?)?\+?)"
)
_NAME = rf"(?P<name>{_TOKEN}(?:\s(?:[IVX]{{1,4}}|\d{{1,3}}[A-Z]?)(?=[\s,:;.)]))?)"
_DESIGN = r"(?:(?:an?|the)\s)?(?:[\w,-]+\s){0,8}?"
_ABBREVIATION = re.compile(r"\((?P<short>[A-Z][\w+/-]*)\)")
_MOST = 4
_REGISTRY = re.compile(r"^(?:NCT|ISRCTN|EUDRACT|CHICTR|ACTRN|UMIN|JRCT|DRKS|NTR)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    field: str
    start: int
    end: int
    rank: int


def read_trial_names(passages: Sequence[Passage], words: FactWords, several: bool) -> list[Fact]:
    """The trial's name, or the names where a report is of several; the surest form first."""
    chosen: dict[str, _Named] = {}
    for one in sorted(_all_names(passages, words), key=lambda one: one.rank):
        if not any(_same(one.name, other) for other in chosen):
            chosen[one.name] = one
    kept = list(chosen.values())
    return [
        Fact(
            "trial_name",
            one.name,
            one.field,
            one.start,
            one.end,
            rule=f"trial_name:form {one.rank}",
        )
        for one in (kept[:_MOST] if several else kept[:1])
    ]


def read_pair(passages: Sequence[Passage], words: FactWords) -> Fact | None:
    """Two trials that a title names together (`analysis of ONE and TWO`): a pooled analysis."""
    found = _all_names([passage for passage in passages if passage.field == "title"], words)
    for one in found:
        for other in found:
            between = passages[0].view[one.end : other.start]
            if between == " and " and not _same(one.name, other.name):
                return Fact(
                    "design",
                    "pooled_analysis",
                    "title",
                    one.start,
                    other.end,
                    rule="design:two trials",
                )
    return None


def _all_names(passages: Sequence[Passage], words: FactWords) -> list[_Named]:
    groups = frozenset(name.upper() for name in words.groups["acronyms"])
    taken = _defined(passages) | words.not_names | groups
    forms = _forms(words)
    return [
        one
        for passage in passages
        if passage.role != "outlook"
        for one in _named(passage, forms, words)
        if _is_name(one.name, taken) and (passage.role != "background" or one.rank in (0, 1, 4))
    ]


def name_key(name: str) -> str:
    """What two ways to print one name share: `SWOG S0777` and `S-0777` are one trial."""
    letters = re.sub(r"[^A-Z0-9]", "", name.upper())
    own = re.search(r"[A-Z]\d[A-Z]?\d{2,}$", letters)
    return own.group() if own else letters


def _same(one: str, other: str) -> bool:
    first, second = name_key(one), name_key(other)
    return first == second or first.endswith(second) or second.endswith(first)


def _forms(words: FactWords) -> list[re.Pattern[str]]:
    heads = "|".join(words.heads)
    groups = sorted((*words.groups["numbered"], *_full_names(words)), key=len, reverse=True)
    group = "|".join(re.escape(name) for name in groups if name.upper() == name or " " in name)
    word = "|".join(re.escape(name) for name in groups if name.upper() != name and " " not in name)
    return [
        # SWOG S0777, CALGB (Alliance) 100104, Eastern Cooperative Oncology Group trial E1A06
        re.compile(
            rf"\b(?P<group>{group})(?:\s\([A-Za-z ]+\))?[\s-](?:(?i:{heads}|protocol)\s)?"
            rf"\(?(?P<name>{_NUMBER})(?![\w%])"
            rf"|(?<!Multiple )\b(?P<group2>{word})\s(?P<name2>[IVX]{{1,4}}\b\+?)"
        ),
        # the FIRST trial, phase III ExteNET study, MM-024 Extended Access Program
        re.compile(
            rf"\b{_NAME}\s(?:(?i:(?:non-?)?randomi[sz]ed|clinical|controlled|extension|extended access|phase\s[1-4IVab/]+)\s){{0,4}}(?i:{heads})\b"
        ),
        # (POLLUX): at the end of a title or before its colon; trial (E4A03)
        re.compile(rf"\({_NAME}\)(?=:|\.?$)|\b(?i:{heads})\s\({_NAME.replace('name', 'name2')}\)"),
        # POLLUX was an open-label, phase 3 trial; POLLUX, a randomized study; GRIFFIN (NCT...)
        re.compile(
            rf"\b{_NAME}(?:,|\s(?:was|is))\s{_DESIGN}(?i:{heads})\b|\b{_NAME.replace('name', 'name2')}\s\((?=NCT)"
        ),
        # In AURIGA, patients; ENDURANCE was designed; ASPIRE compared; ELOQUENT-2 randomized
        re.compile(
            rf"(?:^|[.:]\s)(?:In\s)?{_NAME}(?=,\s(?!and\b)|\s(?:was designed|compared|randomi[sz]ed|randomly|tested|examined|evaluated|enrolled|aimed))"
        ),
        # analysis of POLLUX and CASTOR, from the MM-009 and MM-010 phase III trials
        re.compile(
            rf"\b(?:of|in|from|the)\s(?:the\s)?{_NAME}(?=\sand\s{_TOKEN})|\sand\s(?:{_NAME.replace('name', 'name2')})(?=$|\s(?:phase|trials|studies|randomi[sz]ed))"
        ),
        # final analysis of the safety run-in cohort of GRIFFIN, at the end of a title
        re.compile(rf"\b(?:of|in|from)\s(?:the\s)?{_NAME}(?=$|[,:])"),
    ]


def _full_names(words: FactWords) -> list[str]:
    return [name for names in words.groups["spelled_out"].values() for name in names]


def _named(
    passage: Passage, forms: Sequence[re.Pattern[str]], words: FactWords
) -> Iterable[_Named]:
    for rank, form in enumerate(forms):
        if rank == 6 and passage.role != "title":
            continue
        for match in form.finditer(passage.view, passage.start, passage.end):
            groups = match.groupdict()
            which = "name" if groups.get("name") else "name2"
            name, (start, end) = match[which], match.span(which)
            group = "group" if which == "name" else "group2"
            if groups.get(group):
                name = f"{_short(match[group], words)} {name}"
                start = match.start(group)
            yield _Named(name, passage.field, start, end, rank)


def _short(group: str, words: FactWords) -> str:
    for short, names in words.groups["spelled_out"].items():
        if group in names:
            return str(short)
    return group


def _is_name(name: str, taken: frozenset[str]) -> bool:
    plain = name.upper()
    return (
        len(plain) > 2
        and plain not in taken
        and not _REGISTRY.match(name)
        and not re.fullmatch(r"\d+|(?:19|20)\d\d", name)
    )


def _defined(passages: Sequence[Passage]) -> frozenset[str]:
    """Short forms that the report itself defines by words in lower case before them."""
    found = set()
    for passage in passages:
        for match in _ABBREVIATION.finditer(passage.view, passage.start, passage.end):
            words = passage.view[passage.start : match.start()].split()[-8:]
            initials = "".join(
                part[0] for word in words for part in re.split(r"[-/]", word) if part
            )
            letters = re.sub(r"[^A-Za-z]", "", match["short"]).rstrip("s").lower()
            if letters and _ends_with(initials.lower(), letters) and words[-1].islower():
                found.add(match["short"].upper())
    return frozenset(found)


def _ends_with(initials: str, letters: str) -> bool:
    """Whether most letters of a short form are the initials of the last words, in order."""
    at, hits = len(initials), 0
    for letter in reversed(letters):
        place = initials.rfind(letter, 0, at)
        if place >= 0:
            at, hits = place, hits + 1
    return hits >= max(2, len(letters) - 1)


def read_groups(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Cooperative groups that ran the study, by their short name where they have one."""
    rules = words.groups
    acronyms = Phrases(rules["acronyms"], cased=True)
    ends = "|".join(rules["words"])
    generic = re.compile(rf"\b(?:[A-Z][\w&-]+\s(?:(?:of|for|and|the)\s)?){{2,7}}(?:{ends})\b")
    not_before, not_groups = Phrases(rules["not_before"]), frozenset(rules["not_groups"])
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role in ("background", "outlook", "results"):
            continue
        text = passage.text
        spans = [(start, end, text[start:end]) for start, end in acronyms.find(text)]
        for name in _full_names(words):
            at = text.find(name)
            if at >= 0:
                spans.append((at, at + len(name), _short(name, words)))
        for match in generic.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end, _ in spans)
            if not inside and not {word.lower() for word in match.group().split()} & not_groups:
                spans.append((*match.span(), match.group()))
        for start, end, name in sorted(spans):
            near = re.split(r"[.;,]", text[end : end + 24])[0].lstrip(" -)")
            if not not_before.within(" ".join(near.split()[:1])):
                fact = Fact(
                    "group",
                    name,
                    passage.field,
                    passage.start + start,
                    passage.start + end,
                    rule="group",
                )
                found.setdefault(name, fact)
    return list(found.values())


def read_countries(passages: Sequence[Passage], words: FactWords) -> list[Fact]:
    """Countries and regions in which the study was done, or of its patients."""
    found: dict[str, Fact] = {}
    for passage in passages:
        if passage.role not in ("title", "study", "question"):
            continue
        text = passage.text
        lower = text.lower()
        for country, phrases in words.countries.items():
            for start, end in phrases.find(text, lower):
                if _told(text, start, end):
                    fact = Fact(
                        "country",
                        country,
                        passage.field,
                        passage.start + start,
                        passage.start + end,
                        rule="country",
                    )
                    found.setdefault(country, fact)
    return list(found.values())


_PLACE_BEFORE = re.compile(
    r"\b(?:in|across|throughout|from|of|northern|southern|and|,|the|\()\s?(?:\w+\s)?$"
)
_PLACE_AFTER = re.compile(
    r"^\s(?:\w+\s){0,2}(?:patients|women|men|adults|cent(?:er|re)s|hospitals?|sites|registry|experience|population|study|trial|cohort|database|myeloma|oncology|institutions)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:approved|licen[sc]ed|available|incidence|common|deaths)\b", re.IGNORECASE
)


def _told(text: str, start: int, end: int) -> bool:
    if _ELSEWHERE.search(text, max(0, start - 60), end + 40):
        return False
    return bool(
        _PLACE_BEFORE.search(text[max(0, start - 24) : start]) or _PLACE_AFTER.match(text[end:])
    )

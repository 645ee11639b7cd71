"""Groups of patients that a study compares without giving them anything.

`Men` and `women`, `A-positive` and `A-negative`, `high A` and `low A`, `A` and `non-A patients`,
`with A` and `without A`, `A < 5` and `A >= 5`: where a text that assigns no treatment prints
results of two such opposites in one sentence, these are whom its values are of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.arms.designs import assigns
from extraction.arms.labels import label_after, places
from extraction.arms.merging import STRONG, Arm
from extraction.lexicon import ArmWords
from extraction.text.signs import Signed
from extraction.tokens import ArmMention
from vocabulary.match import fold

#: Pairs of opposites that one abstract may tell its values of.
MOST_PAIRS = 3
_PEOPLE = (
    r"(?:patients|participants|individuals|subjects|groups?|cohorts?|cases|tumou?rs|controls|"
    r"carriers|recipients|people|adults|children|users)"
)
_NOUN = re.compile(rf"[- ]{_PEOPLE}\b")
#: A sign that ends a word, as it does behind what is positive or negative.
_LONE_SIGNS = tuple(sign + after for sign in "+-\u2212\u2013" for after in " \n,;.)")
_SIGNED = Signed(
    r"(?<![\w-])(?P<what>[A-Za-z]\w*(?:[-/]\w+)?)(?:[- ](?P<word>positive|negative)\b|"
    r"(?P<sign>[+\u2212\u2013-])(?=[\s,;.)]))",
    ("positive", "negative", *_LONE_SIGNS),
    within=120,
)
_LEVEL_FIRST = re.compile(
    # A class first, then what stands before it: so the search looks at few places.
    r"(?P<level>[hlenHLEN](?<![\w-].)(?i:(?<=h)igh|(?<=l)ow|(?<=e)levated|(?<=n)ormal))"
    r"[- ](?P<what>[A-Za-z]\w*(?:-\w+)?)",
)
_LEVEL_LAST = Signed(
    r"(?<![\w-])(?P<what>[A-Za-z]\w*)[- ](?P<level>high|low)(?![\w-])",
    (" high", "-high", " low", "-low"),
    within=80,
)
_NON = Signed(r"(?<![\w-])[Nn]on(?:-|(?=[a-z]{4,}ers\b))(?P<what>\w[\w-]*)", ("non", "Non"))
_WITH = re.compile(
    r"\b(?P<side>without|with)\s(?:an?\s|the\s|any\s)?"
    r"(?!patients|those|respect|regard|the\b|an?\b|and\b|or\b)(?P<head>[A-Za-z][\w-]+)"
)
#: `With and without A`, which prints its name once.
_WITH_AND = re.compile(
    r"\bwith(?=\s(?:and|or|versus|vs\.?)\s[^.;]{0,40}?\bwithout\s(?:an?\s|any\s)?"
    r"(?P<head>[A-Za-z][\w-]+))"
)
_LIMIT = Signed(
    r"(?P<sign>[<>\u2264\u2265]|<=|>=)\s?"
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>\s?(?:%|years?|y|months?|weeks?|days?|cm|mm|ml|mg|kg)(?:/\w+)?"
    r"(?:\sold)?(?!\w))?",
    ("<", ">", "≤", "≥"),
)
_LIMITED = re.compile(r"(?P<what>[A-Za-z][\w/-]*)\s(?:of\s)?$")
_PEOPLE_WHO = re.compile(
    r"\b(?:[Pp]atients|[Tt]hose|[Ww]omen|[Mm]en|[Ii]ndividuals|[Ss]ubjects|[Pp]articipants|"
    r"[Cc]hildren|[Pp]eople)\s(?P<what>(?:with|not in|in(?!\s(?:our|this|the)\b)|whose|who|aged)"
    r"(?:\s(?!(?:and|but|while|whilst|whereas|than|compared|versus|vs?|had|have|has|was|were|showed|"
    r"achieved|experienced|exhibited|demonstrated|is|are|respectively|for|at|after)\b)"
    r"[\w/+-]+(?![\w/+-])){1,6})"
)
#: How such words begin, which is quick to look for in a whole text.
_PEOPLE_HEAD = re.compile(r"[esn]\s(?:with|not in|in|wh|aged)")
_CONTRAST = re.compile(r"\b(?:while|whilst|whereas|but|than|compared|versus|vs?|and)\b")
_DISEASE = re.compile(r"\s(?:breast\s)?(?:cancer|carcinoma|disease|tumou?r)s?\b")
_FIGURE = re.compile(r"\d\s?%|\d\.\d|\d\s?months?\b")
_P = re.compile(r"[Pp]")
_ENDS = re.compile(r"[.!?](?=\s+[A-Z(\d]|$)|\n")
_TELLS_NOBODY = frozenset({"false", "true", "test", "tests", "results", "result"})
#: What is given high or low are treatments, and shares are high or low of themselves.
_NO_LEVELS = frozenset(
    {
        "dose",
        "doses",
        "dosage",
        "rate",
        "rates",
        "incidence",
        "mortality",
        "quality",
        "and",
        "number",
    }
)
_NEGATIVE = frozenset({"negative", "\u2212", "\u2013", "-"})
_HIGH = frozenset({"high", "elevated"})


@dataclass(frozen=True, slots=True)
class Member:
    """One side of a pair of opposites at a place where the text names it."""

    pair: tuple[str, str]
    side: int
    start: int
    end: int
    label: str


def opposed(view: str, words: ArmWords) -> tuple[list[Arm], list[ArmMention]]:
    """The groups that a text opposes to each other, as arms, and each place that names one."""
    if assigns(view):
        return [], []
    pairs: dict[tuple[str, str], list[Member]] = {}
    ends = [match.end() for match in _ENDS.finditer(view)]
    for member in _members(view, words, ends):
        if "\n" not in view[member.start : member.end]:  # none reaches from title to abstract
            pairs.setdefault(member.pair, []).append(member)
    told = [(_told_together(members, view, ends), members) for members in pairs.values()]
    told = sorted((pair for pair in told if pair[0]), key=lambda pair: -pair[0])[:MOST_PAIRS]
    arms: list[Arm] = []
    mentions: list[ArmMention] = []
    for number, (_, members) in enumerate(told):
        labels = {}
        for side in (0, 1):
            own = sorted((m for m in members if m.side == side), key=lambda m: m.start)
            names = list(dict.fromkeys(m.label for m in own))
            first = own[0]
            labels[side] = first.label
            arms.append(
                Arm(first.label, first.start, first.end, aliases=names[1:], weight=STRONG,
                    lists={-1 - number})
            )  # fmt: skip
        mentions += [
            ArmMention(start=m.start, end=m.end, labels=(labels[m.side],)) for m in members
        ]
    if len({arm.label for arm in arms}) < len(arms):
        return [], []
    return sorted(arms, key=lambda arm: arm.start), _apart(mentions)


def _apart(mentions: Sequence[ArmMention]) -> list[ArmMention]:
    """Mentions that do not overlap, the longer before the shorter."""
    kept: list[ArmMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _told_together(members: Sequence[Member], view: str, ends: Sequence[int]) -> int:
    """In how many sentences with a figure both sides are named."""
    if len({member.side for member in members}) < 2:
        return 0
    count = 0
    start = 0
    ordered = sorted(members, key=lambda member: member.start)
    at = 0
    for end in [*ends, len(view)]:
        sides = set()
        while at < len(ordered) and ordered[at].start < end:
            sides.add(ordered[at].side)
            at += 1
        count += len(sides) == 2 and _FIGURE.search(view, start, end) is not None
        start = end
    return count


def _members(view: str, words: ArmWords, ends: Sequence[int]) -> Iterable[Member]:
    for match in words.opposites.find(view):
        pair, _, side = match.id.rpartition(" ")
        yield _member(view, ("word", pair), int(side), match.start, match.end)
    for found in _SIGNED.finditer(view):
        if _DISEASE.match(view, found.end()):
            continue  # an outcome rather than a group
        sign = found["word"] or found["sign"]
        if fold(found["what"]) not in _TELLS_NOBODY and not (
            found["sign"] and not found["what"][0].isupper()
        ):
            yield _member(
                view, ("sign", fold(found["what"])), int(sign in _NEGATIVE), *found.span()
            )
    low = view.lower()
    levels = any(word in low for word in ("high", "low", "elevated", "normal"))
    for found in (*_LEVEL_FIRST.finditer(view), *_LEVEL_LAST.finditer(view)) if levels else ():
        what = fold(found["what"])
        if what in words.stops or what in _NO_LEVELS:
            continue
        high = fold(found["level"]) in _HIGH
        yield _member(view, ("level", what), int(not high), *found.span())
    yield from _clauses(view, ends)
    yield from _denied(view)
    yield from _with_or_without(view, words)
    yield from _limits(view, words)


def _limits(view: str, words: ArmWords) -> Iterable[Member]:
    """`A < 5` and `A >= 5`; a p-value has no sides."""
    for found in _LIMIT.finditer(view):
        named = _LIMITED.search(view, max(0, found.start() - 80), found.start())
        what = fold(named["what"]) if named else ""
        if _P.fullmatch(what):
            continue
        start = named.start() if named and what not in words.stops else found.start()
        under = found["sign"][0] in "<\u2264"
        yield _member(view, ("limit", found["number"]), int(not under), start, found.end())


def _clauses(view: str, ends: Sequence[int]) -> Iterable[Member]:
    """`Patients with A ..., whereas patients with B ...`: the two groups of one sentence."""
    start = 0
    heads = [match.start() for match in _PEOPLE_HEAD.finditer(view)]
    for end in [*ends, len(view)]:
        two = bisect_left(heads, end) - bisect_left(heads, start) > 1
        found = list(_PEOPLE_WHO.finditer(view, start, end)) if two else []
        labels = list(dict.fromkeys(match["what"] for match in found))
        if len(found) == len(labels) == 2:
            gap = view[found[0].end() : found[1].start()]
            contrast = _CONTRAST.search(gap)
            told_by_past = any(match["what"][:3] == "who" for match in found)
            if contrast and not (told_by_past and contrast.group() == "and"):
                for side, match in enumerate(found):
                    pair = ("clause", " ".join(labels))
                    yield Member(pair, side, *match.span("what"), match["what"])
        start = end


def _denied(view: str) -> Iterable[Member]:
    """`Non-A patients` and `A patients`; of people by what they do (`smokers`) the noun is none."""
    denied = list(_NON.finditer(view))
    for what in {match["what"] for match in denied}:
        people = what.endswith("ers")
        for start in places(what, view):
            if people or _NOUN.match(view, start + len(what)):
                yield _member(view, ("non", what), 0, start, start + len(what))
    for match in denied:
        yield _member(view, ("non", match["what"]), 1, *match.span())


def _with_or_without(view: str, words: ArmWords) -> Iterable[Member]:
    if "without" not in view:
        return
    found = list(_WITH.finditer(view))
    denied = {_stem(match["head"]) for match in found if match["side"] == "without"}
    for match in _WITH_AND.finditer(view):
        stem = _stem(match["head"])
        pair = ("with", stem)
        if stem in denied:
            yield Member(pair, 0, match.start(), match.end(), f"with {match['head']}")
    for match in found:
        stem = _stem(match["head"])
        if stem in denied:
            side = label_after(view, match.start("head"), words)
            end = max(match.end(), side[1] if side else 0)
            yield _member(view, ("with", stem), int(match["side"] == "without"), match.start(), end)


def _stem(word: str) -> str:
    """A word without the ending of its plural."""
    low = fold(word)
    return f"{low[:-3]}y" if low.endswith("ies") else low.rstrip("s")


def _member(view: str, pair: tuple[str, str], side: int, start: int, end: int) -> Member:
    """A side with the noun behind it, which is no part of what it is called."""
    noun = _NOUN.match(view, end)
    return Member(pair, side, start, noun.end() if noun else end, view[start:end])

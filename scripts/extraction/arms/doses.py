"""Arms that a text tells by their dose: `the 16 Gy group`, `zetamab 10 mg`, `50 Gy or 40 Gy`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.arms.labels import Candidate
from extraction.arms.measures import timed
from extraction.text.signs import Signed
from vocabulary.match import fold

_UNIT = r"(?:mg/kg|mg/m\S{1,4}|mg/day|mg/d|\u00b5g/kg|\u03bcg/kg|\u00b5g|\u03bcg|mcg|mg|Gy|IU|MBq)"
_SIGNS = ("mg", "g/kg", "\u00b5g", "\u03bcg", "mcg", "Gy", "IU", "MBq")
_DOSE = Signed(
    rf"(?<![\w.])(?P<number>\d[\d.]*)[\s-]?(?P<unit>{_UNIT})(?![\w/])"
    r"(?P<head>\s(?:boost\s|dose\s)?(?:groups?|arms?|cohorts?)\b)?",
    _SIGNS,
)
#: Numbers whose unit is printed once, after the last (`30, 60 and 120 mg`).
_ELIDED = Signed(
    rf"(?<![\w.])(?P<numbers>(?:\d[\d.]*(?:,\s(?:and\s|or\s)?|\sand\s|\sor\s))+)"
    rf"(?=\d[\d.]*[\s-]?(?P<unit>{_UNIT})(?![\w/]))",
    _SIGNS,
)
_NUMBER = re.compile(r"\d[\d.]*(?<!\.)")
_DRUG = re.compile(r"(?<![\w-])[A-Za-z][\w-]{3,30}\s$")
_LISTED = re.compile(r"(?:\s\([^()]{1,40}\))?\s?(?:,|,? and|,? or|versus|vs\.?|,? v)?\s(?:the\s)?")
_HOW = (
    r"(?:\s(?:fractions?|doses?|in\s\w+\sfractions?|daily|"
    r"(?:once|twice|three times)\s(?:daily|weekly)|"
    r"weekly|(?:a|per|every|each)\s(?:\w+\s)?(?:days?|weeks?|months?)|orally))*"
)
#: What parts two doses that are two members of a list.
_MEMBERS = re.compile(
    rf"{_HOW}(?:\s\([^()]{{0,40}}\)|,\sn\s?=\s?\d[\d,]*)?\s?(?:[,;]|,? and|,? or|,? versus|"
    r",? vs\.?|,? v|,? compared (?:with|to)|,? and \d[\d,]*(?: \w+)?(?: were)?"
    r"(?: randomly)?(?: assigned)? to)\s"
    r"(?:either\s|to\s|a\s(?:single\s)?(?:dose of\s)?)?"
    r"(?:[A-Za-z][\w-]{3,30}\s(?:plus|\+)\s)?(?P<drug>[A-Za-z][\w-]{3,30}\s)?"
)
_GIVEN = re.compile(
    r"\b(?:[Rr]andom|[Aa]ssign|[Aa]llocat|[Rr]eceiv|[Gg]iven|[Gg]roups|[Cc]ompar)|[nN]\s?=\s?\d"
)
_SIZE_AFTER = re.compile(r"(?:\s\w+){0,3}[\s,]\(?[nN]\s?=")
_SMALL = frozenset(
    {
        "about",
        "after",
        "allocated",
        "assigned",
        "boost",
        "both",
        "daily",
        "dose",
        "doses",
        "each",
        "either",
        "fraction",
        "from",
        "given",
        "group",
        "groups",
        "least",
        "oral",
        "over",
        "plus",
        "randomised",
        "randomized",
        "receive",
        "received",
        "receiving",
        "single",
        "than",
        "total",
        "until",
        "using",
        "versus",
        "weekly",
        "were",
        "with",
    }
)
#: Where the sentence of a list began at the latest.
_WIDE = 250


def dosed(view: str) -> Iterable[Candidate]:
    """Doses and lengths that are said to be a group or are the members of a list of arms."""
    lengths = timed(view)
    for start, end in lengths:
        yield Candidate(
            view[start:end], start, end, 3, headed=True, listed=True, list_at=lengths[0][0]
        )
    found = list(_DOSE.finditer(view))
    if len(found) < 2:
        return
    arms = _headed(found, view)
    chain = _listed(found, view) if len(arms) < 2 else []
    members = {match.start() for match in chain}
    arms |= {_canonical(match["number"], match["unit"]) for match in chain}
    if len(arms) < 2:
        return
    drugs = {
        fold(_drug(view, match))
        for match in found
        if _canonical(match["number"], match["unit"]) in arms and _drug(view, match)
    }
    for match in found:
        dose = _canonical(match["number"], match["unit"])
        if dose in arms:
            start, end = _place(view, match)
            is_member = match.start() in members
            yield Candidate(
                view[start:end], start, end, 3 if match["head"] or is_member else 2,
                headed=bool(match["head"]), listed=is_member,
                alias=dose if len(drugs) < 2 else "",
                list_at=chain[0].start() if is_member else -1,
            )  # fmt: skip


def elided(view: str) -> Iterable[tuple[int, int, str]]:
    """Numbers before the last of a list of doses, each with what it is in full (`30 mg`)."""
    for found in _ELIDED.finditer(view):
        for number in _NUMBER.finditer(view, *found.span("numbers")):
            yield number.start(), number.end(), _canonical(number.group(), found["unit"])


def _headed(found: Sequence[re.Match[str]], view: str) -> set[str]:
    """Doses before `group`, and those that a list joins to them."""
    headed = [bool(match["head"]) for match in found]
    for at in range(len(found) - 2, -1, -1):
        gap = view[found[at].end() : found[at + 1].start()]
        headed[at] = headed[at] or (headed[at + 1] and _LISTED.fullmatch(gap) is not None)
    return {
        _canonical(match["number"], match["unit"])
        for match, is_arm in zip(found, headed, strict=True)
        if is_arm
    }


def _listed(found: Sequence[re.Match[str]], view: str) -> list[re.Match[str]]:
    """The first list of doses of one drug that are given to some patients each."""
    told = {(start, dose) for start, _, dose in elided(view)}
    told |= {(match.start(), _canonical(match["number"], match["unit"])) for match in found}
    chain: list[re.Match[str]] = []
    for match in found:
        if chain and _go_together(chain[-1], match, view):
            chain.append(match)
            continue
        if _is_list_of_arms(chain, told, view):
            return chain
        chain = [match]
    return chain if _is_list_of_arms(chain, told, view) else []


def _go_together(last: re.Match[str], match: re.Match[str], view: str) -> bool:
    gap = _MEMBERS.fullmatch(view, last.end(), match.start())
    if gap is None or last["unit"] != match["unit"] or last["number"] == match["number"]:
        return False
    before = _drug(view, last)
    return not gap["drug"] or fold(gap["drug"].strip()) == fold(before)


def _is_list_of_arms(chain: Sequence[re.Match[str]], told: set[tuple[int, str]], view: str) -> bool:
    if len(chain) < 2:
        return False
    start = view.rfind(". ", max(0, chain[0].start() - _WIDE), chain[0].start())
    if not _GIVEN.search(view, max(0, start), chain[-1].end() + 12):
        return False
    sized = sum(_SIZE_AFTER.match(view, match.end()) is not None for match in chain)
    doses = {_canonical(match["number"], match["unit"]) for match in chain}
    first, last = chain[0].start(), chain[-1].start()
    again = {dose for at, dose in told if dose in doses and not first <= at <= last}
    return sized > 1 or len(again) > 1


def _canonical(number: str, unit: str) -> str:
    return f"{number.rstrip('.')} {unit.removesuffix('/day').removesuffix('/d')}"


def _drug(view: str, match: re.Match[str]) -> str:
    """The word for a drug right before a dose, else ''."""
    drug = _DRUG.search(view, max(0, match.start() - 32), match.start())
    word = drug.group().strip() if drug else ""
    return "" if word.lower() in _SMALL else word


def _place(view: str, match: re.Match[str]) -> tuple[int, int]:
    """The place of a dose with the drug before it."""
    end = match.start("unit") + len(_canonical("", match["unit"]).strip())
    drug = _drug(view, match)
    return (match.start() - len(drug) - 1 if drug else match.start()), end

"""Kinds that share one noun, of survival or response (`cancer-free and overall survival`).

Each kind is read as if the noun stood behind it, so that a list of values finds as many endpoints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.lexicon import Lexicon
from extraction.numbers.numerals import WORDS
from extraction.text.abbreviations import spelled_out
from extraction.text.signs import Signed
from extraction.tokens import Endpoint
from extraction.word_lists import Worded, WordedSigned

_KIND = r"(?:overall|(?:[A-Za-z]+[- ]){1,3}(?:free|specific|related))"
_SHORT = r"(?:\s\([A-Za-z-]{2,8}\))?"
_JOINT = r"(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s(?:the\s)?|\s?/\s?)"
_LEADS = Signed(
    rf"(?P<kind>\b[Oo]verall|(?<=[a-z])[- ](?:free|specific|related)){_SHORT}{_JOINT}"
    rf"(?:{_KIND}{_SHORT}{_JOINT}){{0,4}}{_KIND}{_SHORT}\s(?:survivals?|intervals?)\b",
    (" survival", " interval"),
    ("overall", "Overall", "free", "specific", "related"),
)
_BEFORE = Worded(r"(?:\b@kinds_of_event[- ])?(?<![\w-])[A-Za-z]+$", re.IGNORECASE)
_NOUN = " survival"
# Kinds of response that share theirs (`overall, very good partial or better, and complete`).
_DEPTH = r"@depths(?:\sor\sbetter)?"
# `9 complete and 40 partial responses`, `14% complete and 32% partial responses`.
_AMOUNT = r"(?:(?:another|a further|an additional|further)\s)?"
_AMOUNT += rf"(?:(?:\d+(?:\.\d+)?\s?%?|{WORDS})(?:\s\(\d+(?:\.\d+)?\s?%\))?\s)?"
_RESPONSES = WordedSigned(
    rf"\b(?P<kind>{_DEPTH}){_SHORT}{_JOINT}(?:{_AMOUNT}{_DEPTH}{_SHORT}{_JOINT}){{0,4}}"
    rf"{_AMOUNT}{_DEPTH}{_SHORT}\s(?P<noun>response|remission|regression)s?\b",
    ("response", "remission", "regression"),
    ("overall", "objective", "complete", "partial", "minimal"),
    flags=re.IGNORECASE,
)
_SHARE = r"\d+(?:\.\d+)?\s?%?(?:\s[\[(][^()\[\]]{1,30}[\])])?"
_PATIENTS = r"(?:\s(?:of\s)?(?:the\s|all\s)?(?:patients|women|cases|subjects|participants)"
_PATIENTS += r"(?:\s[\[(][^()\[\]]{1,30}[\])])?)?"
# `complete and partial response rates were 12% and 20%, respectively`, `12% and 20% of patients
# had complete and partial responses, respectively`: two kinds, not those who had either.
_PARTED = Signed(
    rf"\b(?P<first>complete|partial)\sand\s(?P<second>complete|partial)\s"
    r"(?P<noun>response|remission)s?(?:\srates?)?"
    rf"(?:,\srespectively|[^.;\d()]{{1,60}}{_SHARE}{_PATIENTS}\sand\s(?:in\s)?"
    rf"{_SHARE}{_PATIENTS},?\srespectively)\b",
    ("respectively",),
    ("complete", "partial", "Complete", "Partial"),
    flags=re.IGNORECASE,
)
# `the best response was complete in 28% and partial in 24%`, `of which complete, 9% v 12%`.
_ALONE = Signed(
    r"\b(?P<kind>complete|partial)(?:\sclinical(?:ly)?|\sonly)?"
    r"(?=[,:]?\s(?:in\s)?(?:only\s)?\d+(?:\.\d+)?\s?(?:%|per ?cent|[(\[]|(?:of|patients|women)\b))",
    ("complete ", "partial ", "complete,", "partial,", "complete:", "partial:"),
    within=60,
)
_NOUN_BEFORE = re.compile(
    r"(?:.*[^\w-])?(?<!patholog)(?P<noun>response|remission|regression)s?\b(?:[^.;]|\.(?=\d))*$",
    re.DOTALL,
)


def find_elided(view: str, lexicon: Lexicon) -> Iterator[Endpoint]:
    """The kinds of survival or response whose noun stands only behind the last of them."""
    yield from _survival(view, lexicon)
    at = 0
    while (match := _RESPONSES.of(lexicon.clauses).search(view, at)) is not None:
        at = match.end("kind")
        depth, better = match["kind"].lower(), ""
        if depth.endswith(" or better"):
            depth, better = depth.removesuffix(" or better"), " or better"
        found = _known(f"{depth} {match['noun'].lower()}{better}", match.start("kind"), at, lexicon)
        if found is not None:
            yield found
    yield from _alone(view, lexicon)


def _alone(view: str, lexicon: Lexicon) -> Iterator[Endpoint]:
    """Kinds of response by their depth alone, right before their shares."""
    for match in _ALONE.finditer(view):
        before = view[max(0, match.start() - 170) : match.start()].lower()
        noun = _NOUN_BEFORE.match(before)
        if noun is None:
            continue
        name = f"{match['kind']} {noun['noun']}"
        found = _known(name, match.start(), match.end("kind"), lexicon)
        if found is not None:
            yield found


def find_parted(view: str, lexicon: Lexicon) -> Iterator[tuple[int, int, list[Endpoint]]]:
    """Where two kinds of response are told one by one, and the two kinds."""
    for match in _PARTED.finditer(view):
        noun = match["noun"].lower()
        ends = match.end("first"), match.end("noun")
        kinds = [
            _known(f"{match[side].lower()} {noun}", match.start(side), end, lexicon)
            for side, end in zip(("first", "second"), ends, strict=True)
        ]
        yield match.start(), match.end("noun"), [kind for kind in kinds if kind is not None]


def _survival(view: str, lexicon: Lexicon) -> Iterator[Endpoint]:
    at = 0
    while (match := _LEADS.search(view, at)) is not None:
        at = match.end("kind")
        start = match.start("kind")
        if not match["kind"].lower().startswith("overall"):
            before = _BEFORE.of(lexicon.clauses).search(view, max(0, start - 40), start)
            if before is None:
                continue
            start = before.start()
        yield _named(view, start, at, lexicon)


def _named(view: str, start: int, end: int, lexicon: Lexicon) -> Endpoint:
    name = view[start:end] + _NOUN
    known = _known(name, start, end, lexicon)
    return known or Endpoint(
        start=start, end=end, id=f"other:{spelled_out(view, name)}", kind="survival"
    )


def _known(name: str, start: int, end: int, lexicon: Lexicon) -> Endpoint | None:
    for match in lexicon.terms.find(name):
        key = match.id.split(" ", 1)[-1]
        if match.end - match.start == len(name) and key in lexicon.endpoints:
            entry = lexicon.endpoints[key]
            return Endpoint(start=start, end=end, id=entry.id, kind=entry.kind)
    return None

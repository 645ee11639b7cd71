"""Responses of one kind by their own names (`ACR20 response`, `sustained virological response`).

What the vocabulary calls a response is one of the tumour; a scale, a marker or an adjective of
what was measured makes it another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.lexicon import ClauseWords
from extraction.text.abbreviations import spelled_out
from extraction.text.signs import Signed
from extraction.tokens import Endpoint
from extraction.word_lists import WordedSigned

_ADJECTIVE = r"(?!@of_any_response\b)[A-Za-z-]*[a-z](?:ic|ical|al|ular|ory|oral|emic)"
_SCALE = r"(?!@no_scales\b)[A-Z][A-Z]+(?:-?[A-Z\d]+)*(?:[- ]\d[\d.-]*)?"
_DEGREE = (
    r"(?:(?:complete|partial|sustained|rapid|early|good|overall|major|minor|end-of-treatment|"
    r"excellent|moderate|favou?rable|best)\s)?"
)
_OWN = WordedSigned(
    rf"(?<![\w-])(?P<name>(?i:{_DEGREE})(?:(?i:{_ADJECTIVE}|@responding)|{_SCALE})"
    r"[\s-](?i:responses?|responders|remissions?))(?i:\srates?)?\b(?!-)",
    ("respon", "remission", "Respon", "Remission", "RESPON", "REMISSION"),
    within=150,
)

# `patients with positive CTL responses` are told apart by them.
_OF_WHOM = re.compile(
    r"\b(?:patients|those|women|subjects|participants) (?:with|without|having|who (?:had|have))"
    r"(?: [\w-]+){0,2} $"
)
# `17 (29%) no responses`, `30% had no response`; not `no responses were seen`.
_NONE = Signed(
    r"(?:(?<=[%)]\s)|(?<=\bhad )|(?<=\bshowed )|(?<=\bwith ))"
    r"(?P<name>no (?:response|remission))s?\b(?!\srates?)",
    ("no response", "no remission"),
)


def find_responses(view: str, words: ClauseWords) -> Iterator[Endpoint]:
    """Responses that are not the tumour's, or none at all, as the word before them tells."""
    for match in _NONE.finditer(view):
        name = f"other:{match['name']}"
        yield Endpoint(start=match.start(), end=match.end(), id=name, kind="response")
    for match in _OWN.of(words).finditer(view):
        if _OF_WHOM.search(view, max(0, match.start() - 50), match.start()):
            continue
        name = spelled_out(view, match["name"])
        yield Endpoint(start=match.start(), end=match.end(), id=f"other:{name}", kind="response")

"""What is said in the middle of a sentence of what a word before means, and names no outcome.

`Wound problems, defined as infection, seroma or dehiscence, were present in 13%` tells of wound
problems; seroma is but the last of what they may be. The definition stands between commas or
dashes, and the verb behind it shows that the sentence goes on with the subject before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.lexicon import ClauseWords
from extraction.tokens import Endpoint, Mention
from extraction.word_lists import Worded

_GOES_ON = (
    r"(?=(?:did|does|do|was|were|is|are|be|been|has|had|have|amounted|came|befell|@happened|"
    r"@befell|could|would|may)\b)"
)
_DEFINITION = Worded(
    # A sign or letter first, so that a search skips from one to the next.
    rf"[,\scas](?:(?:(?<=,)|(?<=\s)-)\s@defining\s[^.;:()\[\]%]{{3,200}}?(?:,|\s-)\s{_GOES_ON}"
    r"|(?<=\s)-\s(?=[^-.;:()\[\]%]{0,120}(?:,|\sor|\sand)\s)[^-.;:()\[\]%]{3,160}\s-\s"
    rf"{_GOES_ON}|(?<!\w.)(?:(?<=c)omposites?|(?<=c)ombinations?|(?<=a)ggregates?|(?<=s)um) of "
    r"(?:the |any )?(?:[\w-]+ ){0,3}?"
    rf"[\w-]+(?:, [\w -]{{3,40}}){{0,6}} (?:or|and|and/or) (?:[\w-]+ ){{0,3}}?[\w-]+ {_GOES_ON})"
)
#: How one between commas or dashes begins.
_ASIDE = ", "


def without_defining(view: str, named: Iterable[Mention], words: ClauseWords) -> Iterator[Mention]:
    """The terms of a text without the endpoints that only define another, in order."""
    found = _DEFINITION.of(words).finditer(view)
    now = next(found, None)
    for mention in named:
        while now is not None and now.end() <= mention.start:
            now = next(found, None)
        inside = now is not None and now.start() <= mention.start and mention.end <= now.end()
        if not (inside and isinstance(mention, Endpoint)):
            yield mention


def definitions(view: str, start: int, end: int, words: ClauseWords) -> Iterator[tuple[int, int]]:
    """Where in a part of a text something is said of what the words before it mean."""
    for match in _DEFINITION.of(words).finditer(view, start, end):
        if match[0][0] in _ASIDE:
            yield match.span()


def without_definitions(text: str, words: ClauseWords) -> str:
    """A stretch of a sentence without what is said in it of what its words mean."""
    return _DEFINITION.of(words).sub(lambda m: "" if m[0][0] in _ASIDE else m[0], text)

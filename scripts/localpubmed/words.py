"""Words as the index holds them and as a query is cut into them.

Text is folded the way PubMed does it: case and accents fall away, Greek letters become their
names (``β`` is ``beta``), raised and lowered characters return to the line (``CO₂`` is
``CO2``). A word is then a run of letters and digits; everything else separates words.

A *code* is one word that stands for a whole term, ``mh_multiple_myeloma``: letters and digits
of the term joined by underscores, which no word of running text can hold.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma sigma tau upsilon phi chi psi omega"
)
_NAMES = {chr(0x3B1 + place): name for place, name in enumerate(_GREEK.split())} | {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d",
}  # fmt: skip
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_STAR = re.compile(r"[^\W_]+\*?")
_NOT_IN_CODES = re.compile(r"[\W_]+")

_STOPWORDS = """
a about again all almost also although always among an and another any are as at be because
been before being between both but by can could did do does done due during each either enough
especially etc for found from further had has have having here how however i if in into is it
its itself just kg km made mainly make may mg might ml mm most mostly must nearly neither no
nor not obtained of often on or our overall perhaps pmid quite rather really regarding seem
seen several should show showed shown shows significantly since so some such than that the
their theirs them then there therefore these they this those through thus to upon use used
using various very was we were what when which while with within without would
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""Words that PubMed ignores outside phrases; its list, and the operators in lower case."""


@functools.lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    plain = "".join(
        _NAMES.get(part, part)
        for part in unicodedata.normalize("NFKD", character).lower()
        if not unicodedata.combining(part)
    )
    return unicodedata.normalize("NFC", plain)


def folded(text: str) -> str:
    """Return ``text`` in lower case without accents, Greek letters spelt out."""
    if not text.isascii():
        text = _FOREIGN.sub(lambda match: _folded_character(match[0]), text)
    return text.lower()


def words_of(text: str) -> list[str]:
    """Return the words of a text, in order."""
    return _WORD.findall(folded(text))


def starred_words_of(text: str) -> list[str]:
    """Return the words of a query term, each with the ``*`` that truncates it, if any."""
    return _WORD_OR_STAR.findall(folded(text))


def indexable(text: str) -> str:
    """Return folded text for the full-text index, in which ``_`` belongs to codes alone."""
    text = folded(text)
    return text.replace("_", " ") if "_" in text else text


@functools.lru_cache(maxsize=1 << 16)
def code_of(term: str) -> str:
    """Return the code of a whole term; an inverted term keeps its joints as ``__``.

    ``Leukemia, Myeloid, Acute`` gives ``leukemia__myeloid__acute``.
    """
    parts = (_NOT_IN_CODES.sub("_", folded(part)).strip("_") for part in term.split(", "))
    return "__".join(part for part in parts if part)

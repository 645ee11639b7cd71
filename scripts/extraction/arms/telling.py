"""Whether a label names a treatment, so that it tells an arm wherever it stands."""

from __future__ import annotations

import re

from extraction.lexicon import ArmWords, Lexicon
from extraction.word_lists import Worded
from vocabulary.match import fold

#: A word of a label, with what hyphens tie to it unless that speaks of the patients.
TOKEN = re.compile(
    r"\w+(?:-(?!treated|based|containing|related|refractory|na.ve|pretreated|induced)\w+)*"
)
_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
#: Capitals that name no treatment.
NO_ACRONYM = Worded(r"(?:@no_acronyms|NCT\d+|T\d\w?|N\d|q\d+\w*)")


def names_treatment(label: str, lexicon: Lexicon) -> bool:
    """Whether a label has the name of a treatment, or a way of giving one, or an acronym."""
    first, _, rest = label.partition(" ")
    return bool(
        has_acronym(label, lexicon.arms)
        or (fold(first) in lexicon.arms.manners and lexicon.arms.treatments.find(rest))
        or any(lexicon.arms.is_drug(word) for word in TOKEN.findall(label))
        or lexicon.treatments.find(label)
    )


def spells(short: str, words: str) -> bool:
    """Whether capitals are the first letters of the words before them."""
    last = re.findall(r"[A-Za-z]\w*", words)[-len(short) :]
    return len(short) > 1 and "".join(word[0] for word in last).upper() == short


def has_acronym(label: str, words: ArmWords) -> bool:
    """Whether a word of a label is an acronym that may be a treatment's."""
    return any(
        _TWO_CAPITALS.search(word) and not NO_ACRONYM.of(words).fullmatch(word)
        for word in label.split()
    )

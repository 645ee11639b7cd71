"""Endpoints and statistics that a text names: by the vocabulary, by itself, by its short forms.

A longer name of the abstract's own takes the place of the words of the vocabulary that it is made
of; elsewhere a name of its own stands only where the vocabulary has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.lexicon import STATISTIC, Lexicon
from extraction.mentions.defined import find_primary
from extraction.mentions.elided import find_elided, find_parted
from extraction.mentions.lengths import find_lengths
from extraction.mentions.naming import find_compound, find_named, find_narrowed
from extraction.mentions.responses import find_responses
from extraction.mentions.short_forms import repeated_short_forms, unexplained_survival
from extraction.mentions.sites import of_their_sites
from extraction.mentions.vocabulary_terms import term_of, vocabulary_terms
from extraction.tokens import Endpoint, Mention, Statistic

#: What names a length of time.
_LENGTHS = ("survival", "interval", "duration", "time", "lasted", "stay", "median")

_TERM, _STATISTIC = b"\x01", b"\x02"


def find_terms(view: str, whole: str, lexicon: Lexicon, taken: Sequence[Mention]) -> list[Mention]:
    """All endpoints and statistics of a text; those of its own naming leave what is `taken`.

    `whole` is the title with the text.
    """
    terms = _with_named(vocabulary_terms(view, whole, lexicon), taken, view, lexicon)
    for kind in find_elided(view, lexicon):
        terms = [t for t in terms if not (kind.start <= t.start and t.end <= kind.end)]
        if not any(t.start < kind.end and kind.start < t.end for t in terms):
            terms.append(kind)
    for start, end, kinds in find_parted(view, lexicon):
        terms = [*(t for t in terms if t.end <= start or end <= t.start), *kinds]
    terms = of_their_sites(view, terms, taken, lexicon)
    terms += unexplained_survival(view, terms)
    terms += [_of_vocabulary(primary, lexicon) for primary in find_primary(view, lexicon.clauses)]
    return terms + repeated_short_forms(view, terms)


def _of_vocabulary(named: Endpoint, lexicon: Lexicon) -> Endpoint:
    """The endpoint of the vocabulary where an outcome's name is one of its words."""
    name = named.id.partition(":")[2]
    for match in lexicon.terms.find(name):
        if match.end - match.start == len(name) and not match.id.startswith(STATISTIC):
            term = term_of(named.start, named.end, match.id, lexicon.endpoints)
            return term if isinstance(term, Endpoint) else named
    return named


class _Ground:
    """Terms by the places that they cover, so that each new one looks at its own place only."""

    def __init__(self, terms: Sequence[Mention]) -> None:
        self._kept: dict[Mention, None] = {}
        self._at: dict[int, list[Mention]] = {}
        for term in terms:
            self._add(term)

    @property
    def terms(self) -> list[Mention]:
        """The terms that are left, in the order of their coming."""
        return list(self._kept)

    def under(self, term: Mention) -> list[Mention]:
        """The terms that a new one would cover, wholly or in part."""
        places = range(term.start, term.end)
        return list(dict.fromkeys(t for place in places for t in self._at.get(place, ())))

    def replace(self, old: Sequence[Mention], new: Mention) -> None:
        """Put a term in the place of some others."""
        for term in old:
            del self._kept[term]
            for place in range(term.start, term.end):
                self._at[place].remove(term)
        self._add(new)

    def _add(self, term: Mention) -> None:
        self._kept[term] = None
        for place in range(term.start, term.end):
            self._at.setdefault(place, []).append(term)


def _with_named(
    terms: list[Mention], arms: Sequence[Mention], view: str, lexicon: Lexicon
) -> list[Mention]:
    """The vocabulary's terms and, where there is none, endpoints of the abstract's own naming.

    A compound name takes the place of the words of the vocabulary that it is made of.
    """
    ground, words = _Ground(terms), lexicon.clauses
    for compound in (*find_compound(view, words), *find_lengths(view, words)):
        inside = ground.under(compound)
        whole = any(t.start <= compound.start and _is_whole(t, view) for t in inside)
        if not whole and not (compound.kind == "duration" and any(map(_is_survival, inside))):
            ground.replace(inside, compound)
    for narrowed in find_narrowed(view, words):
        inside = ground.under(narrowed)
        if not any(t.start <= narrowed.start and narrowed.end <= t.end for t in inside):
            ground.replace(inside, _of_vocabulary(narrowed, lexicon))
    places = {place for arm in arms for place in range(arm.start, arm.end)}
    for response in find_responses(view, words):
        inside = ground.under(response)
        whole = any(t.start <= response.start and response.end <= t.end for t in inside)
        if not whole and response.start not in places:
            ground.replace(inside, response)
    terms = ground.terms
    taken = bytearray(len(view))
    for term in (*terms, *arms):
        sign = _STATISTIC if isinstance(term, Statistic) else _TERM
        taken[term.start : term.end] = sign * (term.end - term.start)
    kept = list(terms)
    for named in find_named(view):
        # "the response rate of bone metastases" names a response, which the vocabulary has.
        head = view.rfind(" ", 0, max(0, named.start - 4))
        if not any(taken[named.start : named.end]) and taken[max(0, head - 1)] != _TERM[0]:
            taken[named.start : named.end] = _TERM * (named.end - named.start)
            kept.append(named)
    return kept


def _is_survival(term: Mention) -> bool:
    return isinstance(term, Endpoint) and term.kind == "survival"


def _is_whole(term: Mention, view: str) -> bool:
    """Whether a term of the vocabulary is itself a time to something or a kind of survival."""
    text = view[term.start : term.end].lower()
    return text.startswith("time") or any(word in text for word in _LENGTHS)

"""Words that narrow the patients down: `in women under 50`, `among 74 patients with renal failure`.

Words for the whole population (`in all evaluable patients`) narrow nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extraction.lexicon import ClauseWords
from extraction.numbers.numerals import WORDS
from extraction.text.sentences import Sentence
from extraction.text.signs import Signed
from extraction.tokens import Endpoint, Mention, Noise, Subgroup, Value
from extraction.word_lists import Worded

_SUBGROUP = Signed(
    r"\b(?:[Ii]n|[Aa]mong|[Ff]or|[Oo]f)\s(?:the\s)?(?:\d+\s)?(?:subgroups? of\s|"
    r"subset of\s)?(?:patients|women|those|subjects|individuals)\s"
    r"(?:(?:who (?:had|were|did|have|achieved|received)|previously|refractory|with|aged|younger|"
    r"older|under|over|whose|without|undergoing|"
    r"at|not|in whom|positive|negative|"
    r"[<>\u2264\u2265])[^,;.()\[\]:]{2,60}?)(?=\s(?:was|were|is|had|the|median|hazard|than|"
    r"compared|versus|vs|and|but|HR|OR|developed|experienced|reported|required|needed|achieved|"
    r"showed|suffered|completed|remained|died|relapsed|underwent|obtained)\b|[,;.()\[\]:]|$)"
    r"|\b(?:[Ii]n|[Aa]mong|[Ff]or)\s(?:the\s)?(?!(?:the\s)?(?:percentage|proportion|number|rate|share|"
    r"incidence|frequency|risk|odds|most|some)s?\b)(?:[\w+/-]+\s){1,3}?(?:subgroups?|subset|"
    r"subpopulation|patients|women|disease|tumou?rs|cases|population)\b"
    r"|\b(?:[Ii]n|[Ff]or)\s(?:cohort|stratum)\s[\dA-Z]\b"
    r"|\b(?:[Ii]n|[Ff]or)\sstage\s[IVX]+[A-C]?\b(?:\s(?!was|were|had|and|or|the|in)[a-z-]+){0,3}",
    (
        "patients",
        "women",
        "those",
        "subjects",
        "individuals",
        "subgroup",
        "subset",
        "subpopulation",
        "disease",
        "tumor",
        "tumour",
        "cases",
        "population",
        "cohort",
        "stratum",
        "stage",
    ),
)
# `the proportion of patients with pain` counts those patients and is not about them.
_COUNTED = re.compile(
    r"\b(?:proportions?|percentages?|numbers?|rates?|shares?|fraction|frequency|incidence)\s$"
)
# What patients had before the study is no arm of it.
_EARLIER = re.compile(r"\b(?:previous|previously|prior|refractory|earlier|history)\b")
_PLAIN = Worded(
    rf"\b(?:in|among|for)\s(?:the\s)?(?:(?:@of_all_patients|\d+|\w+-treated|{WORDS})\s)+"
    r"(?:patients|women|population|disease|cases|subjects|tumou?rs|subset)\b",
    re.IGNORECASE,
)
# Patients told by their treatment are an arm.
_GIVEN = re.compile(r"\b(?:treatment|therapy|group|arm)$")
_WHO_HAVE = re.compile(
    r"\b(?:with|without|who had|who have|who achieved)\s(?:an?\s|[a-z]+\s){0,2}$"
)
_GROUP_OF = re.compile(
    r"\s(?:patients|subjects|women|cases|participants|individuals|group|arm|ones)\b"
)
_IN_GROUP = re.compile(r"\b(?:in|for|among|of|with|than|versus|vs\.?|v)\s(?:the\s|those\s)?$")


def names_group(view: str, endpoint: Endpoint) -> bool:
    """Whether an endpoint names who a value is of (`64% in MRD-negative patients`)."""
    if not _GROUP_OF.match(view, endpoint.end):
        return False
    return _IN_GROUP.search(view, max(0, endpoint.start - 12), endpoint.start) is not None


def find_subgroups(
    view: str, sentence: Sentence, kept: Sequence[Mention], words: ClauseWords
) -> Iterable[Subgroup]:
    """The subgroups of a sentence that stand on no other mention."""
    for match in _SUBGROUP.finditer(view, sentence.start, sentence.end):
        of = match.group()[:2].lower() == "of"
        before = max(sentence.start, match.start() - 14)
        if of and _COUNTED.search(view, before, match.start()):
            continue
        if _PLAIN.of(words).fullmatch(view, match.start(), match.end()) or _GIVEN.search(
            match.group()
        ):
            continue
        text = " ".join(match.group().split()[1:])
        group = Subgroup(start=match.start(), end=match.end(), text=text)
        opens = match.start() - sentence.start < 2 or view[match.start() - 2] == ";"
        inside = [m for m in kept if m.start < group.end and group.start < m.end]
        if _EARLIER.search(text) or all(_may_narrow(m, view, group, opens) for m in inside):
            yield group


def _may_narrow(mention: Mention, view: str, group: Subgroup, opens: bool) -> bool:
    """Whether a mention may stand within a subgroup (`among 74 patients with renal failure`)."""
    if isinstance(mention, Endpoint):
        told = opens and _WHO_HAVE.search(view, group.start, mention.start)
        return mention.id.startswith("AE:") or bool(told)
    return isinstance(mention, Noise) or (isinstance(mention, Value) and mention.unit == "count")

"""Shares that are no result by what stands beside them: an amount of a name or of a definition.

`a 5% decrease`, `loss of at least 5%`, `0.1% cream`, `ejection fraction of 61%`, `varied from 3%`.
"""

from __future__ import annotations

import re

from extraction.clauses.closed_words import AGAINST, ARTICLES, BE, PREPOSITIONS
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention, Endpoint, Value
from extraction.word_lists import Worded
from vocabulary.match import fold

_SMALL = (
    PREPOSITIONS
    | BE
    | AGAINST
    | ARTICLES
    | {"about", "only", "least", "most", "nearly", "almost", "approximately", "had", "and", "or"}
    | {"patients", "women", "subjects", "participants", "group", "groups", "arm", "arms", "had"}
    | {"placebo", "control", "controls", "respectively", "which", "while", "whereas", "another"}
)

# Heterogeneity between studies.
_NO_SHARE_OF = re.compile(
    r"\b(?:CI|confidence interval)\s?$|\bI\s?(?:2|\(2\)|\u00b2|\^2)\s?(?:=|of|was)\s?$"
)
# `31% > 75 years old`: an age that so many had.
_AGED = re.compile(r"\s?[<>\u2264\u2265]=?\s?\d+\s?(?:years|yrs|y)\b")
_AT_LEAST = frozenset([">", ">=", "\u2265"])
_ARTICLE = re.compile(r"\b[Aa]n?\s$")
_OR_MORE = re.compile(r"\s(?:or|and) (?:more|greater|higher|less|above|over|better)\b")
# `Restenosis (50% diameter stenosis or more)`.
_NOUN_OR_MORE = re.compile(
    r"\s(?!(?:v|vs|versus|compared|and|or|in|with)\b)(?:[a-z-]+\s){1,3}or "
    r"(?:more|greater|less|above|over)\b"
)
# `patients with a risk of nodal involvement of 15%`, `a limit of 25% was used`.
_WHOSE = re.compile(
    r"\b(?:patients|women|those|men|people|cases|subjects|tumou?rs|lesions) (?:with|at|having) an? "
    r"(?:(?!had\b|was\b|were\b|have\b|showed\b|achieved\b|reached\b)[\w-]+ ){1,6}"
    r"(?:of|above|over|below|under|exceeding) (?:about |at least )?$"
    r"|\b(?:limits?|thresholds?|cut-?offs?|cut-off (?:point|value)s?|cutpoints?|criterion)"
    r" (?:of|at|was|were) $"
)
# `30% savings in costs`, `22% fewer visits`, `71% concordance`.
_AMOUNT_NEXT = re.compile(
    r"\s(?:savings?\b|(?:relative |absolute )?(?:fewer|less|more|lower|higher|greater|longer|"
    r"shorter)\s(?!often|frequent|than half|patients|women|of|in|with|for|and|or)[a-z]|"
    r"(?:inter-?\w+ )?(?:concordance|agreement|accuracy|power|confidence|identity|coverage|"
    r"efficacy|effectiveness|predictive value)\b)"
)
_BROUGHT = re.compile(
    r"\b(?:result(?:ed|ing) in|led to|leading to|brought|produced|gave|yielded|caused|conferred)"
    r" (?:an? )?(?:about |nearly |almost )?$"
)
_NOUN_NEXT = Worded(r"\s(?:\w+\s)?@differences\b")
# How strong a drug is: `0.1% oral paste`, `hydrogel cream 1% with`.
_BEHIND_PRODUCT = re.compile(r"\s(?:at\s)?")
_FORM = Worded(r"\s(?:@ways_of_giving\s){0,2}")
# A drug beside a small percentage that the text prints with it again (`A 0.2%`, `2% B`).
_WORD_BEFORE = re.compile(r"(?<![\w%-])(?P<word>(?:\d-)?[A-Za-z][\w-]{1,30})\s$")
_WORD_AFTER = re.compile(r"\s(?P<word>[A-Za-z][\w-]{4,30})(?![\w-])")
_STRONGEST = 10
_TOLD_TWICE = 2
#: No abstract is longer: what is farther off is of another text.
_ONE_TEXT = 10_000
# The time by which so many had something; who the patients were.
_RANGED = re.compile(r"\b(?:varied|varying|ranged|ranging|varies|ranges) (?:from|between) $")
_SPAN = re.compile(r"\b(?:ranged from|ranging from|varied from|between) $")
_LEVEL_AFTER = re.compile(
    r"\s(?:(?:posterior|Bayesian|highest|two-sided|one-sided|upper|lower)\s){0,2}"
    r"(?:credible|credibility|prediction|posterior density|CrI|HDI|confidence)\b"
)
_BY_WHEN = re.compile(
    r"\b(?:i\.e\.|ie|e\.g\.|eg),?\s$|\b(?:at|by|after) which (?:about |only )?$"
    r"|\btime (?:for|until) $"
)
# Between what is measured in per cent by itself and its value; with a limit it is no value of it
# (`an HbA1c below 7% was reached by 26%`).
_OF_MEASURE = re.compile(
    r"(?!(?:\s(?:levels?|values?|of))*\s?(?:below|under|above|over|less than|lower than|more than|"
    r"greater than|at least|at or (?:below|above)|[<>\u2264\u2265])\s?=?\s?\d[\d.]*\s?%\s)"
    r"(?:[^;.()]{0,90}\s(?:was|were|of|is|to|from|and|at)|[\s(:=,]*)\s?(?:only |about )?\(?",
    re.IGNORECASE,
)
_WHO_THEY_WERE = Worded(
    r"\s(?:of (?:them |whom )?)?(?:were\s)?@who_they_were\s?[;,)]", re.IGNORECASE
)


def is_amount(line: Line, series: Series) -> bool:
    """Whether a share is part of a name or of a definition (`a 5% decrease`, `loss of >= 5%`)."""
    if series.is_ratio:
        start = max(line.sentence.start, series.items[0].value.start - 24)
        return _SPAN.search(line.view, start, series.items[0].value.start) is not None
    if series.unit != "%":
        return False
    if all(line.view[item.value.start - 1] == "+" for item in series.items):
        return True
    near = max(line.sentence.start, series.start - 24)
    if _RANGED.search(line.view, near, series.start):
        return True
    far = max(line.sentence.start, series.start - 130)
    measured = _is_behind(line.words.measures, _OF_MEASURE, line, far, series.start)
    if series.items[0].value.events is None and measured:
        return True
    if len(series.items) > 1:
        return False
    value = series.items[0].value
    near = max(line.sentence.start, series.start - 16)
    if _NO_SHARE_OF.search(line.view, near, series.start):
        return True
    if _BY_WHEN.search(line.view, near, series.start):
        return True
    if _LEVEL_AFTER.match(line.view, value.end):
        return True
    if value.events is None and series.items[0].interval is None and _is_strength(line, value):
        return True
    if line.view[series.start - 1] == "(" and _WHO_THEY_WERE.of(line.words).match(
        line.view, value.end
    ):
        return True
    if value.operator in _AT_LEAST and value.events is None:
        return True
    if value.events is None and _AGED.match(line.view, value.end):
        return True
    if _OR_MORE.match(line.view, value.end) or _NOUN_OR_MORE.match(line.view, value.end):
        return True
    if value.events is None and _WHOSE.search(
        line.view, max(line.sentence.start, series.start - 110), series.start
    ):
        return True
    if value.events is None and _AMOUNT_NEXT.match(line.view, value.end):
        return True
    near = max(line.sentence.start, series.start - 24)
    # `brought 30% reduction in`, but `75% reduction in the index was achieved by`.
    if _BROUGHT.search(line.view, near, series.start) and _NOUN_NEXT.of(line.words).match(
        line.view, value.end
    ):
        return True
    return bool(
        _ARTICLE.search(line.view, max(line.sentence.start, series.start - 12), series.start)
        and _NOUN_NEXT.of(line.words).match(line.view, value.end)
    )


def _is_strength(line: Line, value: Value) -> bool:
    """Whether a share tells how strong a drug is, or is part of a name (`80%LT`)."""
    before, form = (
        max(line.sentence.start, value.start - 24),
        _FORM.of(line.words).match(line.view, value.end),
    )
    products = line.words.products
    # `(17%A, 19%B)` are values with the letters of their arms.
    glued = line.view[value.end : value.end + 1].isalpha()
    return (
        (glued and line.view[value.start - 1] not in "([")
        or _is_printed_again(line, value)
        or bool(form and products.match(line.view, form.end()))
        or _is_behind(products, _BEHIND_PRODUCT, line, before, value.start)
    )


def _is_behind(
    words: re.Pattern[str], between: re.Pattern[str], line: Line, start: int, end: int
) -> bool:
    """Whether one of some words stands in `view[start:end]`, with what may follow it behind it."""
    found = words.finditer(line.view, start, end)
    return any(between.fullmatch(line.view, match.end(), end) for match in found)


def _is_printed_again(line: Line, value: Value) -> bool:
    """Whether a small percentage stands beside the same drug elsewhere, as its strength does."""
    if not 0 < (value.number or 0) <= _STRONGEST:
        return False
    named = line.of(Endpoint)
    before = _WORD_BEFORE.search(line.view, max(0, value.start - 34), value.start)
    after = _WORD_AFTER.match(line.view, value.end)
    if after and not any(m.start == after.start("word") for m in line.of(ArmMention)):
        after = None
    for match in (before, after):
        if match is None or fold(match["word"]) in _SMALL:
            continue
        start, end = match.span("word")
        if any(m.start < end and start < m.end for m in named):
            continue
        printed = line.view[min(start, value.start) : max(end, value.end)]
        far = max(0, value.start - _ONE_TEXT), value.end + _ONE_TEXT
        if line.view.count(printed, *far) >= _TOLD_TWICE:
            return True
    return False

"""Percentages that are no shares of patients: changes, amounts, shares of something else."""

from __future__ import annotations

import re

from extraction.clauses.wording import Wording
from extraction.lexicon import ClauseWords
from extraction.mentions.definitions import without_definitions
from extraction.series.series import Series
from extraction.word_lists import Worded

# A sign of its own, no dash behind a word (`in both groups-10% v 12%`).
_SIGNED = re.compile(r"\+$|(?<![A-Za-z)])-$")
_CLOSED = re.compile(r"\([^()]*\)")
_ARTICLE = re.compile(r"\ban?\s(?:[\w-]+\s)?$")
#: What is changed by so much, in words that are also said of patients (`depressed`).
CHANGED_BY_SO_MUCH = (
    r"(?:depressed|attenuated|blunted|enhanced|elevated|ameliorated|potentiated|stimulated|slowed|"
    r"accelerated|augmented|weakened|alleviated|aggravated)(?= by )"
)
# What is told in per cent of something else than patients.
_AMOUNT = Worded(
    r"\bexceeding (?:about )?$|\b(?:defined|annuali[sz]ed|posterior|mean|median|averaged?|averages|"
    r"percent(?:age)? (?:change|reduction|increase|decrease|loss|gain|improvement|decline)s?)\b"
    r"|\b(?:[PN]PV|AUC|Ss|Sp|CVs?|coefficients? of variation|variability)\b[^;.]{0,40}$"
    r"|\b(?:sensitivity|specificity|accuracy|predictive values?|concordance)\b[^;,()]{0,60}"
    r"\b(?:was|were|of) (?:about |only )?$"
    # `rose 6% and 5%` as well as `had fallen by 12%`.
    r"|\b(?:@changed_by(?<=ed|ll|se)|gained|grew|shrank|sank|went (?:up|down)|climbed) "
    r"(?:(?:about|only|nearly|approximately|almost|roughly|up to) )?$"
    rf"|\b(?:@changed_by|{CHANGED_BY_SO_MUCH}|loss\w*|lost)\b[^;,()]*\bby "
    r"(?:(?:about|only|up to|more than|nearly|an average of|a (?:total|mean|median|maximum) of)"
    r" )?$",
    re.IGNORECASE,
)
_OF_OTHERS = Worded(
    r"\s?of (?:all |the |planned |their |prescribed |scheduled |working |study |treatment )*"
    r"@parts_of\b"
    r"|\s?(?:levels?|concentrations?|solutions?|doses?|strengths?)\b"
    r"|\s?(?:of )?(?:VO2|HR|heart rate|sensitivity|specificity|relative humidity)"
)

# By how much something changed in each arm (`Reductions in pain were similar (46% and 43%)`).
_CHANGES_OF = re.compile(
    r"\b(?:reductions|decreases|increases|improvements|declines|changes|gains|losses|drops|rises)"
    r" (?:in|of|from) [A-Za-z][^;.%]*$",
    re.IGNORECASE,
)

# `a reduction in density in A (29%) and B (32%)`: each has its own.
_CHANGE_OF = re.compile(
    r"\b(?:reduction|decrease|increase|improvement|decline|change|gain|loss|drop|rise|fall)"
    r" (?:in|of) [A-Za-z][^;.%]*$",
    re.IGNORECASE,
)
# `the reduction in flushes was 43% and 27%`.
_CHANGE_WAS = re.compile(
    # `75% reduction in the index was seen in 65%` opens behind its number.
    r"(?<=[A-Za-z,;] )(?:reduction|decrease|increase|improvement|decline|change|drop|rise|fall)s?"
    r" (?:in|of) [A-Za-z][^;.%,:()]{2,70} (?:was|were|amounted to|averaged|reached|being|came to)"
    r" (?:only |about |almost |nearly )?$",
    re.IGNORECASE,
)
# `increases in titre were detected in 50%` counts those who had one.
_SEEN_IN = re.compile(r"\b([a-z]+) in (?:only |about |just )?$")
# `The difference in the resection rate was 6.5%`: of a rate too, where it stands alone.
_DIFFERENCE_WAS = Worded(
    r"\b(?:[Tt]he|an?|[Aa]bsolute|[Rr]elative|[Pp]ercent(?:age)?|[Rr]isk)\s(?:[\w-]+\s)?@differences"
    r"\s(?:in|of|between)\s[^;.%:()]{2,90}\s(?:was|were|amounted to|averaged|reached|being|of|"
    r"came to) (?:only |about |almost |nearly )?$"
)
# By how much each changed (`it fell in A (34%) and B (35%)`, `A and B lowered it (24% and 31%)`).
_CHANGED_EACH = Worded(
    r"\b(?:@changed_by(?<=ed)|fell|rose|shrank|grew|sank|dropped|went (?:up|down))\b"
    r"[^;.:]*$(?<!\bin )"
)
# `after a mean follow-up of 3.2 years`: what is a mean there is told already.
_OWN_LENGTH = re.compile(
    r"\b(?:[Mm]ean|[Mm]edian|[Aa]veraged?)\s+(?:(?!at\b|after\b|within\b|during\b|over\b|by\b|"
    r"in\b|for\b|from\b|age\b)[a-z-]+\s+){0,5}\d[\d.]*(?:\s?(?:to|and|-)\s?\d[\d.]*)?[\s-]+"
    r"(?:years?|months?|weeks?|days?|hours?|min(?:utes?)?|yr?s?|mo|h|d)\b"
)
_NEAR, _FAR = 160, 360
# `The percentage of calories from fat fell from 30% to 20%` is no share of patients.
_SHARE_OF_OTHERS = Worded(
    r"\b(?:percentages?|proportions?|fractions?|shares?) of (?:all |the |their |daily |weekly )*"
    r"@parts_of(?= (?:from|was|were|is|fell|rose|spent|missed|attended|taken|given|received|"
    r"completed|delivered|kept|used)\b)[^;.]*$"
    r"|\b(?:percentages?|proportions?|fractions?) of (?:the )?total (?!numbers?\b|@people\b)"
    r"[^;.]*$",
    re.IGNORECASE,
)
#: How often one person has something, too.
_MEASURED = frozenset(["frequency", "frequencies", "number", "numbers"])


def is_no_share(wording: Wording, series: Series, start: int) -> bool:
    """Whether percentages are changes, amounts or shares of something else than patients.

    `start` is where the words before the series begin to be its own.
    """
    first, last = series.items[0].value, series.items[-1].value
    near = wording.line.view[max(start, first.start - _FAR) : first.start]
    near = _CLOSED.sub("", without_definitions(near, wording.words)[-_NEAR:])
    near = _OWN_LENGTH.sub("", near)
    if _SIGNED.search(near) or _ARTICLE.search(near) or _is_amount(near, wording.words):
        return True
    if first.events is None and _SHARE_OF_OTHERS.of(wording.words).search(near):
        return True
    if any(item.value.number is not None and item.value.number < 0 for item in series.items):
        return True
    if first.events is None and _CHANGE_WAS.search(near) and not _has_share(near, wording.words):
        return True
    alone = len(series.items) == 1 and first.events is None
    if alone and _DIFFERENCE_WAS.of(wording.words).search(near):
        return True
    listed = len(series.items) > 1 and "vs" not in series.joints and first.events is None
    changed = listed and _CHANGED_EACH.of(wording.words).search(near)
    if changed and not _has_share(near, wording.words):
        return True
    own = "vs" not in series.joints and all(i.arms_after or i.arms_before for i in series.items)
    each = len(series.items) > 1 and own and bool(_CHANGE_OF.search(near))
    came = wording.words.seen | wording.words.happened | wording.words.befell
    each = each and came.isdisjoint(near.split())
    if first.events is None and each and not _has_share(near, wording.words):
        return True
    seen = _SEEN_IN.search(near)
    found = seen is not None and seen[1] in wording.words.seen | wording.words.happened
    changes = not found and _CHANGES_OF.search(near) is not None
    if first.events is None and changes and not _has_share(near, wording.words):
        return True
    view = wording.line.view
    of_others = _OF_OTHERS.of(wording.words)
    after = last.end + (view[last.end : last.end + 1] == " ")
    told = any(of_others.match(view, item.value.end) for item in series.items)
    return bool(told or wording.words.products.match(view, after))


def _is_amount(before: str, words: ClauseWords) -> bool:
    """Whether what follows is in per cent of something else than patients."""
    match = _AMOUNT.of(words).search(before)
    if match is None:
        return False
    # "was achieved by 30%" tells who, "was reduced by 30%" how much.
    led = before[: match.end()].split()
    return not (led[-1:] == ["by"] and len(led) > 1 and led[-2] in words.seen)


def _has_share(before: str, words: ClauseWords) -> bool:
    """Whether a word for a share stands before (`reductions in the rate of pain`)."""
    return not (words.shares - _MEASURED).isdisjoint(before.lower().split())

"""Series that answer others, without a word of what they are: the other side, or the same again.

`44% had a response and 34% no disease, compared with 29% and 15% in B` gives one value for each
told before; `in B these figures were 78% and 44%` gives those of the last series once more;
`62% of A were alive and 59% of B` leaves out what was told behind the first, `whereas 59% of B did`
says no more than that it was so.
"""

from __future__ import annotations

import re

from extraction.claims.carried import speaks_of_several
from extraction.claims.other_sides import names_another, without_verb
from extraction.claims.place import Claim, Place, mention_behind, shape_between
from extraction.tokens import ArmMention, Endpoint

_LONGEST = 150
_BRACKETS = re.compile(r"\s?\([^()]{0,120}\)")
_PEOPLE = (
    r"(?:[\s\u00a7,]|\b(?:only|with|to|for|in|of|on|by|the|those|patients|women|receiving|given|"
    r"treated|assigned|allocated|groups?|arms?|rates|who|received|were|figures|and)\b)*"
)
_AGAINST = re.compile(
    r"[\s\u00a7,)\w/+-]{0,60}?(?:\b(?:as\s)?compared (?:with|to)|\bas against|\bas opposed to|"
    rf"\bversus|\bvs\.?|\bv\.?|\bagainst)\s{_PEOPLE}"
)
_AND_OTHER = re.compile(r"[,;]?\s(?:and|but|versus|vs\.?|v|compared with)\s(?:only\s|in\s)?")
# Whose the first value is, behind the verb: `were found in A and`.
_OF_FIRST = re.compile(
    r"^\s(?:in|among|with|on|for|by|of)\s(?:the\s|those\s|patients\s|in\s|given\s|receiving\s)*"
    r"\u00a7(?:\s(?:groups?|arms?|patients|women))?"
)
_OF_WHOM = re.compile(
    r"\s(?:of\s)?(?:the\s|those\s|patients\s)*(?:in|on|with|for|of|from|given|receiving|"
    r"treated with|(?:assigned|allocated|randomi[sz]ed) to)\s(?:the\s)?$"
)

_LISTED_OF = re.compile(
    r",?\srespectively,?\s(?:in|on|with|for|of|among|under)\s(?:the\s|those\s|patients\s)*"
    r"(?:in\s|on\s|given\s|receiving\s|"
    r"(?:assigned|allocated|randomi[sz]ed) to\s|treated with\s)?(?:the\s)?"
)
#: What parts two clauses of which the second says of others that it was so.
_CONTRAST = re.compile(
    r"[,;]?\s(?:whereas|while|whilst|but|and|(?:as\s)?compared (?:with|to)|versus|vs\.?|"
    r"(?:as\s)?against)\s(?:only\s|just\s|about\s)?$"
)
_SO = re.compile(
    r"[^.;%\d]{0,70}?\s(?:also\s)?(?:did(?: so| too| this)?(?=[\s.,;()]|$)(?!\snot\b)|"
    r"(?:had|required|needed|received|showed|developed|experienced|reported|achieved|underwent)\s"
    r"(?:(?:such|this|the same)(?:\s(?:an?\s)?[a-z]+)?|it|one|them|so)"
    r"(?=\s?[.,;(]|$|\sat\b|\sin\b))"
)


def answer(place: Place) -> Claim | None:
    """A claim of a series that answers those before it."""
    if place.series.is_ratio or not place.claims:
        return None
    return _sides_of_several(place) or _the_same(place) or _left_out(place) or _did_so(place)


def _sides_of_several(place: Place) -> Claim | None:
    """Values for the outcomes of as many single values before them, of another arm."""
    series, count = place.series, len(place.series.items)
    last = place.claims[-count:]
    if count < 2 or len(last) < count or "vs" in series.joints:
        return None
    beside = place.all_series[place.number - count : place.number]
    told = all(c.series is s and len(s.items) == 1 for c, s in zip(last, beside, strict=True))
    if not told or any(c.series.unit != series.unit or c.series.is_ratio for c in last):
        return None
    if len({c.endpoint.id for c in last}) < count:
        return None
    start = max(place.value_end, last[-1].endpoint.end)
    between = _BRACKETS.sub("", shape_between(place.line, start, series.start))
    if not _AGAINST.fullmatch(between):
        return None
    arm = _arm_behind(place)
    if arm is not None:
        series.items[-1].arms_after = [arm]
    elif not any(item.arms_after or item.arms_before for item in series.items):
        return None
    endpoints = tuple(claim.endpoint for claim in last)
    return Claim(series, endpoints[-1], last[-1].statistic, "other sides", endpoints)


def _arm_behind(place: Place) -> ArmMention | None:
    """The arm of all values, behind the word that lists them (`..., respectively, with B`)."""
    end = place.series.items[-1].value.end
    arm = mention_behind(place.line, end)
    if not isinstance(arm, ArmMention) or len(arm.labels) != 1:
        return None
    return arm if _LISTED_OF.fullmatch(place.line.view, end, arm.start) else None


def _the_same(place: Place) -> Claim | None:
    """As many values as the last series has, of what it is of (`the corresponding rates were`)."""
    last = place.last_amount
    series = place.series
    if last is None or last.series.unit != series.unit or not speaks_of_several(place):
        return None
    if len(last.series.items) != len(series.items) or len(series.items) < 2:
        return None
    if names_another(place, last.endpoint):
        return None
    return Claim(series, last.endpoint, last.statistic, "answer", last.endpoints)


def _left_out(place: Place) -> Claim | None:
    """A value of the next arm, right behind what the one before it is of."""
    last, series = place.claims[-1], place.series
    single = len(series.items) == 1 and len(last.series.items) == 1
    if not single or last.series is not place.previous or last.series.unit != series.unit:
        return None
    if not last.rule.endswith("after") or not place.value_end <= last.endpoint.start < series.start:
        return None
    text = shape_between(place.line, last.endpoint.end, series.start)
    text = _OF_FIRST.sub("", without_verb(text, place.wording.words), count=1)
    if not _AND_OTHER.fullmatch(text):
        return None
    end = series.items[0].value.end
    arm = mention_behind(place.line, end)
    if not isinstance(arm, ArmMention) or not _OF_WHOM.fullmatch(place.line.view, end, arm.start):
        return None
    return Claim(series, last.endpoint, last.statistic, last.rule)


def _did_so(place: Place) -> Claim | None:
    """Values of others who did the same (`48% of A required rescue, whereas 10% of B did so`)."""
    last, series = place.last, place.series
    if last is None or last.series.unit != series.unit or last.statistic == "difference":
        return None
    if last.endpoints or len(last.series.items) > 1 or names_another(place, last.endpoint):
        return None
    if not _CONTRAST.search(place.before) or len(place.before) > _LONGEST:
        return None
    end = series.items[-1].value.end
    told = _SO.match(place.line.view, end, place.stop)
    if told is None or any(isinstance(m, Endpoint) for m in place.line.within(end, told.end())):
        return None
    return Claim(series, last.endpoint, last.statistic, "other sides")

"""The two sides of a comparison that are told one by one: `30% of A relapsed, compared with 20%`.

Where nothing but the comparison, the arms and the patients stands between two series, what is said
of one is said of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extraction.claims.named_after import named_tightly_after
from extraction.claims.named_by_for import is_rate_of_one
from extraction.claims.place import Claim, Context, Place, shape_between
from extraction.clauses.wording import Wording, word_set
from extraction.lexicon import ClauseWords
from extraction.series.joints import WHO_HAD
from extraction.series.series import Series
from extraction.tokens import Endpoint

# A comparison up to its other side: `, compared with 27 patients (`, ` than controls (`.
_PEOPLE = (
    r"(?:only\s|an?\s|with\s|to\s|the\s|in\s|for\s|of\s|on\s|those\s|patients\s|women\s|given\s|"
    r"receiving\s|who\s|received\s|were\s|was\s|treated\s|assigned\s|allocated\s|randomi[sz]ed\s|"
    r"undergoing\s|taking\s|after\s|following\s|among\s|when\s|participants\s|infants\s|"
    r"subjects\s|group\s|arm\s|that\s)*"
)
_OTHER_SIDE = re.compile(
    r"(?P<first>(?:[\s()\[\]]+(?:[\w/+-]+|\u00a7+))*?)[\s)\]\u00a7,]*"
    r"\b(?:(?P<against>(?:as\s)?compared (?:with|to)|versus|vs\.?|v|as opposed to|than|"
    r"(?:as\s)?against|in (?:comparison|contrast) (?:with|to)|relative to|"
    r"as (?:did|had|were|was))|"
    r"and)\s"
    r"(?:\u00a7\s(?:patients\s|women\s)?(?=(?:in|on|with|given|receiving|after|for)\s))?"
    rf"{_PEOPLE}(?:\u00a7[\s)]*(?:groups?|arms?|patients|women)?\s?)?(?P<second>(?:[a-z-]+\s){{0,3}})"
    r"(?P<bracket>[(\[]\s?(?:\u00a7(?:\sevents?|\spatients)?[,;]\s)?)?"
)
# A list in brackets, each value behind its arm: `18 (30%) patients (A: 20%; B: 42%) developed`.
_OPENED_BY_ARM = re.compile(
    r"(?:[\s,)\]]*(?:of\s)?(?:patients|women|participants|subjects|cases)\s?[(\[]|[;,]\s)(?:in\s)?"
    r"\u00a7(?:\s(?:groups?|arms?))?\s?[:=,]?\s?"
)
# `were found in A, five (17%) in B`.
_COMMA = re.compile(
    r"\s(?:in|among|with|on|for|after|under)\s(?:the\s)?\u00a7(?:\s(?:groups?|arms?|patients))?,\s"
)
_ITS_VERB = re.compile(
    r"[\s)\]]*(?:(?:has |have |had )?(?:was |were |been )*)(?P<verb>[a-z]+)\s"
    r"(?=(?:only |also )?(?:in|among|with|on|for|by|at)\s)"
)
_SIDE_IN_BRACKETS = re.compile(r"[(\[][A-Za-z][\w-]*[)\]]")
# `68% and 57%, respectively, in A and 40% and 29% in B`.
_IN_ORDER = re.compile(r"^,?\srespectively,?(?=\s)")
_AGAINST = re.compile(
    r"\b(?:compared|versus|vs|v|opposed|than|against|contrast|comparison|relative|"
    r"as (?:did|had|were|was))\b"
)
_IN_BRACKETS = re.compile(r"\s?\([^()]{0,240}\)")
# `while 12% of those in B did so`: what was said of the side before.
_DID_SO = re.compile(
    r"(?:\s?[(\[]n\s?=\s?\d+[)\]])?[\s)\]]*(?:(?:of|in|with|on|given)\s[^,;:()%\d]{3,60}?\s)?"
    r"(?:did|(?:had|were|was)\s(?:so|likewise|too))(?:\s(?:so|too|likewise|also|the same))?"
    r"(?=\s?[,.;()]|\s(?:in|with|on|after|for|among|of|at|when|under)\b)"
)
# Words that only say which patients are counted.
_OF_PATIENTS = word_set("received receiving have having used using")
_COMPARED_AT_END = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|as opposed to|than|(?:as )?against|"
    r"in (?:comparison|contrast) (?:with|to)|"
    r"relative to|as (?:did|had|were|was))\s(?:only\s|with\s|to\s)?"
    r"(?:(?:the\s|those\s|patients\s|given\s|receiving\s|in\s)*\u00a7\s(?:groups?\s|arms?\s|"
    r"patients\s|women\s)?[(\[]|\u00a7\s(?:out\s)?of\s(?:the\s)?\u00a7\s(?:[a-z]+\s)?[(\[])?$"
)
_AT_SIDE = frozenset(["after", "in", "for", "with", "on", "among", "of", "at", "\u00a7"])
#: A verb of its own: another matter.
A_VERB = re.compile(r"(?<!\bas )\b(?:had|was|were|did|experienced|developed|who|received)\b")


def other_side(place: Place) -> Claim | None:
    """A claim of what the side before is compared with (`30% of A relapsed, compared with 20%`)."""
    series, last = place.series, place.last
    if last is None or is_rate_of_one(place):
        return None
    last = _outside_bracket(place, last)
    if last is None:
        return None
    if series.is_ratio or series.unit != last.series.unit or last.statistic == "difference":
        return None
    if _DID_SO.match(place.line.view, series.items[-1].value.end, place.stop):
        alone = len(series.items) == 1 and not names_another(place, last.endpoint)
        return Claim(series, last.endpoint, last.statistic, last.rule) if alone else None
    shape = _SIDE_IN_BRACKETS.sub(
        "\u00a7", shape_between(place.line, place.value_end, series.start)
    )
    shape = _IN_BRACKETS.sub("", shape)
    in_order = last.statistic == "rate_at" or last.endpoints
    if in_order and len(series.items) == len(last.series.items) > 1:
        shape = _IN_ORDER.sub("", shape)
    if names_another(place, last.endpoint):
        return None
    if next(named_tightly_after(place), last.endpoint).id != last.endpoint.id:
        return None
    if not _AGAINST.search(shape) and opens_own_clause(place, last):
        return None
    if not _AGAINST.search(shape) and place.value_end <= last.endpoint.start < series.start:
        return None
    told_before = last.endpoint.start < place.value_end
    if told_before:
        shape = without_verb(shape, place.wording.words)
        if series.items[0].arms_after and _COMMA.fullmatch(shape):
            return Claim(series, last.endpoint, last.statistic, last.rule, last.endpoints)
    if not _is_other_side(shape, place.wording.words):
        behind = last.rule.endswith("after") and _COMPARED_AT_END.search(shape)
        text = shape.lstrip(" )]")
        if not behind or ";" in text or text.count(")") > text.count("("):
            return None
    return Claim(series, last.endpoint, last.statistic, last.rule, last.endpoints)


def opens_own_clause(place: Place, last: Claim) -> bool:
    """Whether values told before are followed by a clause (`A in 9%, and 5% needed B`)."""
    told_before = last.endpoint.start < last.series.start
    return told_before and bool(
        WHO_HAD.of(place.line.words).match(place.line.view, place.series.items[-1].value.end)
    )


def with_first_sides(
    wording: Wording, all_series: Sequence[Series], claims: list[Claim], context: Context
) -> list[Claim]:
    """The claims with those of first sides, of which more is only said behind the second.

    `12 (30%) of 40 patients in A and 5 (13%) of 39 in B became pregnant`.
    """
    known = {id(claim.series): claim for claim in claims}
    for number in range(len(all_series) - 1, 0, -1):
        series, first = all_series[number], all_series[number - 1]
        second = known.get(id(series))
        told = second is not None and second.rule.endswith("after") and second.statistic
        if not told or second is None or id(first) in known or first.unit != series.unit:
            continue
        if first.is_ratio or len(first.items) > 1:
            continue
        place = Place(wording, all_series, number, (), context)
        shape = shape_between(wording.line, place.value_end, series.start)
        shape = _IN_BRACKETS.sub("", _SIDE_IN_BRACKETS.sub("\u00a7", shape))
        beside = _OPENED_BY_ARM.fullmatch(shape) or _is_other_side(shape, wording.words)
        if beside and not names_another(place, second.endpoint):
            known[id(first)] = replace(second, series=first)
    return [known[id(series)] for series in all_series if id(series) in known]


def _outside_bracket(place: Place, last: Claim) -> Claim | None:
    """The claim that a bracket with a list of others interrupts (`in 9% (A 5%, B 4%) and 11%`)."""
    view, end = place.line.view, place.value_end
    text = view[end : place.series.start]
    if text.count(")") <= text.count("("):
        return last
    opened = view.rfind("(", place.line.sentence.start, end)
    within = [c for c in place.claims if c.series.start > opened]
    if len(within) < 2 and last.rule != "another grade":
        return last
    outside = [c for c in place.claims if c.series.start < opened]
    return outside[-1] if outside else None


def without_verb(shape: str, words: ClauseWords) -> str:
    """The text behind a value without the verb by which its subject was seen or came.

    `Three (10%) wound infections occurred in A and one (3%) in B` leaves it out the second time.
    """
    verb = _ITS_VERB.match(shape)
    known = verb is not None and verb["verb"] in words.happened | words.seen
    return f" {shape[verb.end() :]}" if verb is not None and known else shape


def _is_other_side(shape: str, words: ClauseWords) -> bool:
    """Whether a stretch does no more than name who is on either side of a comparison."""
    match = _OTHER_SIDE.fullmatch(shape)
    if match is None or A_VERB.search(shape) or len(match["first"].split()) > 9:
        return False
    told = words.experienced | words.acted | words.happened | words.changed
    if (told - _OF_PATIENTS) & set(match["first"].split()):
        return False
    if match["second"] and not (match["against"] and match["bracket"]):
        return False
    first = [word for word in match["first"].split() if word.strip("()[]\u00a7")]
    # Words that open no phrase of place or of patients would be another outcome.
    opening = _AT_SIDE | words.people | words.taking_part
    opens = not opening.isdisjoint(word.strip("()[]") for word in first[:2])
    return not first or opens or (len(first) < 4 and bool(match["against"]))


def names_another(place: Place, known: Endpoint) -> bool:
    """Whether an endpoint of its own stands between a series and the one before it."""
    start = place.previous.end if place.previous else place.line.sentence.start
    return any(
        start <= m.start
        and m.end <= place.series.start
        and not m.start < known.end
        and not _in_closed_bracket(place.line.view[m.end : place.series.start])
        for m in place.line.of(Endpoint)
    )


def _in_closed_bracket(after: str) -> bool:
    """Whether what stands before a text is in a bracket that closes in it."""
    return after.count(")") > after.count("(")

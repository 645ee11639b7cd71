"""Endpoints that a series takes over: from the claim before it in its sentence, or from the
sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.exposure import speaks_of_factors
from extraction.claims.measures import TIMES
from extraction.claims.other_sides import A_VERB, names_another, opens_own_clause
from extraction.claims.place import ONLY_SIGNS, Claim, Place, has_time_between, shape_between
from extraction.claims.words_between import names_unknown
from extraction.clauses.subjects import verb_behind
from extraction.tokens import Endpoint, PValue, Statistic

_REMAINED = re.compile(r"\bremained\b")
_GOES_ON = re.compile(
    r"\s*(?:This|It|These|The (?:difference|effect|benefit|same|(?:corresponding )?rates?|"
    r"(?:\d+|\w+)-(?:year|month|week) rates?|overall rates?)|"
    r"(?:The )?(?:\d+-year )?[Cc]umulative incidences?|Corresponding|Similar)\b"
)
_THE_RATE = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]hese|[Tt]hose|[Tt]heir)\s|(?:[Tt]he\s)?(?:[Cc]orresponding|[Rr]espective)\s"
    r"(?:[\w-]+\s){0,3})(?:rates?|figures?|proportions?|percentages?|values?|"
    r"shares?|fractions?|estimates?|numbers|incidences?|frequency|frequencies)\s(?:was|were)\s(?:\w+\s)?$"
)
_SAME_RATE = re.compile(
    r"\b(?:incidences?|rates?|frequency|proportions?) (?:was|were|of|in|at|with|compared|per)\b"
)
_GRADE_WORDS = re.compile(
    r"\b(?:CTC |WHO |NCI )?[Gg]rades?\s[\dIV/-]+(?:\s(?:or|to|and)\s[\dIV]+)?"
)
# Two sides that the text tells at length: `1% in those given A with B and 4% in those given A`.
_IN = re.compile(r"\)?\s(?:of (?:the\s)?(?:patients|women)\s)?(?:in|for|with|on|among|of)\s")
_SIDE_BY_SIDE = re.compile(
    r"\)?\s(?:of (?:the\s)?(?:patients|women)\s)?(?:in|for|with|on|among|of)\s[^,;:()%\d]{3,90}?"
    r"(?:,?\s(?:and|versus|vs\.?|v|compared (?:with|to)|as compared (?:with|to)|but only|than))\s"
    r"(?:only\s|to\s|with\s)?[^,;:()%\d]{0,12}"
)
_IT_WAS = re.compile(
    r"\b(?:(?:it|this|that|these|those|they) (?:was|were|is|being)|"
    r"(?:that|those) (?:in|for|of|among|with)\b[^;:]{3,60} (?:was|were))\s"
    r"(?:only\s)?$"
)
_BEHIND_RATIO = re.compile(r"[;,]\s(?:with\s|at\s[^;()]{2,20},?\s)?")
_IT = re.compile(r"\b(?:it|this|that|which)\s$")
# The same outcome by another measure in the same bracket: `; Miller criteria: `.
_BY_ANOTHER = re.compile(
    r"[\s\u00a7,;]*[A-Z][\w\s-]{0,30}\b(?:classification|criteria|method|system|definition|assessment|"
    r"review|investigators?)[\s:,=]*",
    re.IGNORECASE,
)
# The same outcome in other patients of whom a trial counts all (`and per-protocol analysis (`).
_ANALYSIS = (
    r"(?:the\s)?(?:modified\s)?(?:intent(?:ion)?[- ]to[- ]treat|m?ITT|per[- ]protocol|PP|"
    r"as[- ]treated|evaluable|on[- ]treatment|full[- ]analysis|available[- ]case|completers?|"
    r"observed[- ]cases?|last[- ]observation[- ]carried[- ]forward|LOCF)\b"
    r"(?:\s(?:patients|participants|subjects|analys[ei]s|population|set|basis|approach|cohort|"
    r"sample|rates?|figures?|values?))*"
)
_AROUND_ANALYSIS = (
    r"(?:[\s)(\[\]\u00a7,;:]|\b(?:by|in|on|for|with|of|after|the|and|but|while|whereas|both|versus|"
    r"groups?|arms?|patients|using|at|to|according|those|these|they|it|also|given|receiving|"
    r"corresponding|rates?|figures?|values?|proportions?|percentages?|was|were)\b)*"
)
_BY_ANALYSIS = re.compile(
    rf"{_AROUND_ANALYSIS}(?:{_ANALYSIS}{_AROUND_ANALYSIS})?{_ANALYSIS}{_AROUND_ANALYSIS}"
)
# The same outcome at the next time: `79% v 42%) and 8 weeks (`, `; at 6 months, `.
_AT_NEXT_TIME = re.compile(
    r"(?:[\s)\],;]|\b(?:and|but|with|in|for|on|the|groups?|arms?|respectively|v|vs\.?|versus)\b|"
    r"\u00a7)*[\s,;)](?:(?:at|after|by|on|in|within)\s)?(?:the\s)?(?:(?:day|week|month|year)s?\s)?"
    r"\u00a7\s?(?:hours?|days?|weeks?|months?|years?)?,?[\s(\[:]*"
)
# One place after the other, each with its values: `12% v 9% in Study 1 and `.
_PLACE = re.compile(
    r"\s(?:in|for|at|during|with|among|on)\s(?:[\w/+-]+\s|\u00a7\s?){1,9}?"
    r"(?:[(\[]?\u00a7[)\]]?)?[\s)]*(?:,|and|;|, and|but|while|whilst|whereas)\s"
)
# The next of several groups of patients: `... and the heavier subgroup (`.
_GROUP_NEXT = re.compile(
    r"[)\]].{3,90}\b(?:sub)?(?:groups?|cohorts?|strat(?:um|a)|patients|women)\s[(\[]$"
)
# The next of several groups: `(pretreated: 8 v 5 months; HR 0.6) (untreated: `.
_NEXT_BRACKET = re.compile(
    r"[)\]][\s,;]*(?:(?:and|but)\s)?(?:(?:in|for|among)\s)?"
    r"(?:[(\[][A-Za-z][\w\s/+-]{2,40}[:,]\s|(?!(?:was|were|had)\b)[A-Za-z][\w\s/+-]{2,40}\s[(\[])"
)
_PLACE_NEXT = re.compile(r"[\s)]*(?:in|for|at|during|with|among|on)\s")
_WORD_OF_RATES = re.compile(
    r"\s*(?:The )?(?:[Cc]umulative |[Cc]orresponding )?(?:incidences?|rates?)\b"
)
# `The cumulative incidence at 4 years reached 5.6%`: of what the sentence before has counted.
_RATE_OF_IT = re.compile(
    r"\s*(?:(?:[Tt]he|[Ii]ts|[Tt]heir)\s)?(?:\w+-year\s)?(?:[Cc]umulative (?:incidences?|rates?|"
    r"risks?)|[Cc]orresponding (?:cumulative\s)?(?:rates?|incidences?|risks?))"
    r"(?:\s(?:at|after|by|over|within)\s[\w-]+\s(?:years?|months?))?\s"
    r"(?:was|were|reached|amounted to|came to|stood at)\s"
)
_NEAR_VERB = 80
_ANAPHOR = re.compile(
    r"\b(?:these|corresponding|those) (?:rates|figures|values|proportions|percentages|numbers)\b"
)


def speaks_of_several(place: Place) -> bool:
    """Whether the values answer those before one by one (`the corresponding rates were`)."""
    told = _ANAPHOR.search(place.line.view, place.start, place.series.start)
    return told is not None and not any(
        told.end() <= m.start and m.end <= place.series.start for m in place.line.of(Endpoint)
    )


def from_clause_of_ratio(place: Place) -> Iterator[Endpoint]:
    """The last endpoint of a sentence that names none before this ratio."""
    if place.series.is_ratio and place.claims and not _named_before(place):
        yield place.claims[-1].endpoint


def after_a_statistic(place: Place) -> Iterator[Endpoint]:
    """The last endpoint where `median` alone stands in between (`...; medians, 53 v 24`)."""
    if place.previous is None or not place.claims:
        return
    between = place.line.within(place.previous.end, place.series.start)
    median = any(isinstance(m, Statistic) and m.id == "median" for m in between)
    if median and not any(isinstance(m, Endpoint) for m in between):
        yield place.claims[-1].endpoint


def going_on(place: Place) -> Iterator[Endpoint]:
    """The endpoint of the values before, with which the series goes on."""
    values = [claim for claim in place.claims if not claim.series.is_ratio]
    if place.previous is None:
        return
    if values and _continues(place, values[-1]) and not names_unknown(place, values[-1].endpoint):
        yield values[-1].endpoint
    same = place.claims and not values and not names_unknown(place, place.claims[-1].endpoint)
    if same and _SAME_RATE.search(place.line.view, place.previous.end, place.series.start):
        yield place.claims[-1].endpoint


def beside_its_ratio(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio, for the two amounts behind it (`HR 1.11, P = .38; 92% v 93%`)."""
    last, series = place.last, place.series
    if last is None or not last.series.is_ratio or series.is_ratio or len(series.items) != 2:
        return
    if set(series.joints) != {"vs"} or last.endpoint.kind not in {"survival", "event"}:
        return
    if _BEHIND_RATIO.fullmatch(place.line.view, _tests_end(place), series.start):
        yield last.endpoint


def from_sentence_before(place: Place) -> Iterator[Endpoint]:
    """The endpoint that the sentence before leaves open to one that names none."""
    line, endpoint = place.line, place.context.endpoint
    if endpoint is None or line.of(Endpoint):
        return
    text = line.view[line.sentence.start : line.sentence.end]
    if _is_of_others(place):
        return
    if place.series.is_ratio:
        if not speaks_of_factors(line) or _REMAINED.search(text):
            yield endpoint
    elif place.context.unit == place.series.unit:
        told = _THE_RATE.search(line.view, line.sentence.start, place.series.items[0].value.start)
        if told or _GOES_ON.match(line.view, line.sentence.start):
            yield endpoint
    elif place.context.unit == "ratio" and _WORD_OF_RATES.match(text):
        yield endpoint


def from_topic(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio whose sentence names none: what was last spoken of."""
    topic = place.context.topic
    if topic is not None and topic.kind == "event" and _is_rate_of_topic(place):
        yield topic
        return
    if topic is None or place.line.of(Endpoint) or place.claims or not place.series.is_ratio:
        return
    if _is_of_others(place):
        return
    if not speaks_of_factors(place.line):
        yield topic


def _is_rate_of_topic(place: Place) -> bool:
    """Whether a sentence gives the rates of what was counted (`Its incidence at 4 years was`)."""
    line, series = place.line, place.series
    if series.unit != "%" or len(series.items) < 2 or place.claims or line.of(Endpoint):
        return False
    return _RATE_OF_IT.match(line.view, line.sentence.start, series.start) is not None


def the_primary(place: Place) -> Iterator[Endpoint]:
    """The trial's primary endpoint, of which a hazard ratio is that names no other."""
    label, primary = place.series.label, place.context.primary
    if primary is None or label is None or label.id != "hazard_ratio" or _named_before(place):
        return
    if not speaks_of_factors(place.line) and not place.claims and not _is_of_others(place):
        yield primary


def _is_of_others(place: Place) -> bool:
    """Whether a ratio is that of two shares right before it, of which nothing is known."""
    previous = place.previous
    if previous is None or not place.series.is_ratio or previous.is_ratio:
        return False
    if _GOES_ON.match(place.line.view, place.line.sentence.start):
        return False
    pair = previous.unit == "%" and len(previous.items) == 2
    return pair and not any(claim.series is previous for claim in place.claims)


def _tests_end(place: Place) -> int:
    """Where the tests that follow the series before end."""
    assert place.previous is not None
    end = place.previous.end
    for mention in place.line.after(end):
        if mention.start - end >= 4:
            break
        if isinstance(mention, PValue) and mention.start >= end:
            end = mention.end
    return end


def _named_before(place: Place) -> bool:
    return any(m.end <= place.series.start for m in place.line.of(Endpoint))


def _has_own_verb(place: Place) -> bool:
    """Whether a verb behind the values tells what became of those (`; 80% in A improved`)."""
    words, end = place.wording.words, place.series.items[-1].value.end
    tokens = place.wording.tokens(end, min(place.stop, end + _NEAR_VERB))
    at = verb_behind(tokens, words)
    return at >= 0 and tokens[at].text in words.changed


def _continues(place: Place, claim: Claim) -> bool:
    """Whether a series goes on with the values of the one before.

    It opens with its own arm or time (`...; B, 35%`), speaks of the rate again (`with a lower
    incidence in A`), or nothing but signs, a grade or a p-value stands in between.
    """
    line, previous, series, text = place.line, place.previous, place.series, place.before
    if previous is None or series.is_ratio or len(text) > 130:
        return False
    if opens_own_clause(place, claim) or _has_own_verb(place):
        return False
    if _SAME_RATE.search(text) and claim.statistic != "median":
        return True
    if previous.is_ratio and claim.series.unit == series.unit:
        if _NEXT_BRACKET.fullmatch(line.view, _tests_end(place), series.start):
            return True
        shape = shape_between(line, previous.end, series.start)
        return bool(ONLY_SIGNS.fullmatch(shape) and series.items[-1].arms_after)
    if claim.series is not previous or names_another(place, claim.endpoint):
        return False
    if previous.unit == series.unit and len(previous.items) == len(series.items):
        shape = shape_between(line, place.value_end, series.start)
        time = series.items[0].time
        later = time is not None and previous.end <= time.start < series.start
        if later and _AT_NEXT_TIME.fullmatch(shape):
            return True
        if _BY_ANOTHER.fullmatch(shape) or _BY_ANALYSIS.fullmatch(shape):
            return True
        if _GROUP_NEXT.search(shape) and not A_VERB.search(shape):
            return True
        if _PLACE.fullmatch(shape) and not A_VERB.search(shape):
            return bool(_PLACE_NEXT.match(line.view, series.items[-1].value.end))
    # A ratio of the values before may stand in between (`6 v 4 months (HR 0.7), here it was`).
    told = claim.series.unit
    if (told == series.unit or TIMES.issuperset({told, series.unit})) and _IT_WAS.search(text):
        return True
    if told in TIMES and series.unit == "not reached" and _IT.search(text):
        return True
    if previous.unit == series.unit and _SIDE_BY_SIDE.fullmatch(text):
        last = series.items[-1]
        ends = [last.value.end, *([last.interval.end] if last.interval else [])]
        return any(_IN.match(line.view, end) for end in ends)
    if len(text) > 90 or previous.unit != series.unit or previous.is_ratio:
        return False
    shape = _GRADE_WORDS.sub("", shape_between(line, previous.end, series.start))
    return bool(
        series.items[0].arms_before
        or has_time_between(line, previous, series)
        or ONLY_SIGNS.fullmatch(shape)
    )

"""Which endpoint a series belongs to.

A sentence is read left to right. Each series looks for its endpoint close before it, right after
it, or in what the sentence or the one before has left open. A series that finds no endpoint it
could be a value of makes no claim.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.announced import announced, listed
from extraction.measures import CHANGED_BY, TIMES, statistic_of
from extraction.mentions import Line
from extraction.series import Series
from extraction.tokens import (
    ArmMention,
    Endpoint,
    Grade,
    Statistic,
    Subgroup,
    Time,
)
from extraction.wording import Wording

_CHANGE_AFTER = re.compile(
    r"[\s)]*(?:relative |absolute |risk |statistically |significant(?:ly)? |further |"
    r"proportional )*(?:reduction|increase|decrease|improvement|higher|"
    r"lower|longer|greater|less|more|fewer|gain|benefit|difference|decline|change|risk reduction|"
    r"power|margin|excess|of the (?:planned|dose|original))\b",
    re.IGNORECASE,
)
_HEAD_AFTER = re.compile(
    r"^[\s)\]]*(?:(?:of|in|among|for)\s)?(?:(?:the|all|both|those|these|our|evaluable|assessable|"
    r"treated|eligible|full|total|study|\d+)\s)*"
    r"(?:(?:patients?|women|subjects|cases|participants|those|\u00a7|group|arm|receiving|treated|"
    r"given|exposed|with|in|the|who|of|to|for|on|tumou?rs|analysis|set|population|cohort)[\s)(]*)*"
    r"(?:,? respectively,? )?"
    r"(?:(?:had|have|has|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"were|was|with|died|reached|suffered|"
    r"remained|who|in|for|an?|the|at least|any|of|confirmed|suspected|overall|only|new|objective|"
    r"either|discontinued|also|alive and|alive|being|did|not|from|for)\s)*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:had|have|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"reached|suffered|were|being|remained)\s(?:an? |the |any |at least |not |confirmed |new )*$"
)
_VERBAL = re.compile(
    r"(?:discontinued|withdrew|died|relapsed|recurred|progressed|responded|stopped|alive|remained|"
    r"had)\b"
)
_TIGHT_AFTER = re.compile(
    r"^[\s)\]]*(?:(?:of|in)\s(?:the\s|all\s)?(?:evaluable |treated |eligible |"
    r"assessable )?(?:patients|women|subjects|cases)\s)?(?:(?:had|achieved|attained|"
    r"experienced|developed|reported|obtained|showed|reached|were|was|a|an|any|with|"
    r"confirmed)\s){0,4}$",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(
    r"\b(?:of|among|in|for)\s(?:the\s)?(?:\w+\s){0,2}(?:patients|women|those|subjects|"
    r"participants)\s(?:who\s)?"
    r"(?:undergoing|with|had|without|receiving|achieving|achieved|experiencing|experienced|"
    r"reporting|reported|after|free of)\s(?:an?\s)?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s*(?:This|It|These|The (?:difference|effect|benefit|same|(?:corresponding )?rates?|"
    r"(?:\d+|\w+)-(?:year|month|week) rates?|overall rates?)|"
    r"Cumulative incidences?|Corresponding|Similar)\b"
)
_COMPARED_WITH = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|as opposed to|than|against)\s(?:only\s|with\s|to\s)?$"
)
_ABSOLUTE_CHANGE = re.compile(
    r"\b(?:absolute|relative|proportional|risk)\s(?:\w+\s)?(?:reduction|increase|difference|"
    r"benefit|improvement)s?\s(?:in|of)\b[^;,(]{0,90}\b(?:was|of|were)\s$"
)
_THE_RATE = re.compile(r", the (?:corresponding )?(?:rates?|incidence|figures?) (?:was|were)\b")
_SAME_RATE = re.compile(
    r"\b(?:incidences?|rates?|frequency|proportions?) (?:was|were|of|in|at|with|compared)\b"
)
_OTHER_FACTOR = re.compile(
    r"[^A-Za-z]*(?:and\s|but\s|or\s|(?!and\b|but\b|or\b))(?!(?:not|in|among|for|with|when|at|during|"
    r"after|vs|versus|compared|respectively|as|while|the)\b)"
    r"[A-Za-z][\w\s/-]{3,60}[(\[]"
)
_GRADE_WORDS = re.compile(
    r"\b(?:CTC |WHO |NCI )?[Gg]rades?\s[\dIV/-]+(?:\s(?:or|to|and)\s[\dIV]+)?"
)
ONLY_SIGNS = re.compile(r"[\s\u00a7,;:()\[\]]*(?:and|or)?[\s\u00a7,;:()\[\]]*")
_BY = re.compile(
    r"\b(?:cut|reduc|increas|improv|decreas|declin|prolong|extend|lower|rais|short|"
    r"lengthen)\w*\b[^;,.(]{0,80}\bby\s(?:about\s|a median of\s|only\s)?$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"[^.;]{0,40}\b(?:was|were|being)\s(?:by far )?(?:the )?(?:only |main |most |commonest )"
)
# Two sides that the text tells at length: `1% in those given A with B and 4% in those given A`.
_IN = re.compile(r"\)?\s(?:of (?:the\s)?(?:patients|women)\s)?(?:in|for|with|on|among|of)\s")
_SIDE_BY_SIDE = re.compile(
    r"\)?\s(?:of (?:the\s)?(?:patients|women)\s)?(?:in|for|with|on|among|of)\s[^,;:()%\d]{3,90}?"
    r"(?:,?\s(?:and|versus|vs\.?|v|compared (?:with|to)|as compared (?:with|to)|but only|than))\s"
    r"(?:only\s|to\s|with\s)?[^,;:()%\d]{0,12}"
)
_ANAPHOR = re.compile(
    r"\b(?:these|corresponding|those) (?:rates|figures|values|proportions|percentages|numbers)\b"
)
_FOR = re.compile(r"[\s)\],]*(?:for|in)\s(?:the\s)?")
EXPOSURE = re.compile(
    r"\b(?:prognos|predict|multivaria|univaria|risk factor|carrier|interaction|per unit|"
    r"correlat)\w*"
    r"|\b(?:patients|women|those) (?:who|with) [^.;()]{3,60} had (?:longer|shorter|better|worse|"
    r"higher|lower|improved|poorer)\b",
    re.IGNORECASE,
)
_LAB = re.compile(
    r"\b(?:expression|levels?|density|concentration|score|scores|dose intensity|adherence|"
    r"mg(?!\s(?:groups?|arms?|daily|of)\b|/)|compliance|specificity|sensitivity)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Context:
    """What the sentence before leaves open."""

    endpoint: Endpoint | None = None
    statistic: str = ""
    unit: str = ""
    time: Time | None = None
    arms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A series with the endpoint and statistic found for it."""

    series: Series
    endpoint: Endpoint
    statistic: str
    rule: str
    endpoints: tuple[Endpoint, ...] = ()
    flags: tuple[str, ...] = ()


def _parallel(line: Line, all_series: Sequence[Series]) -> dict[int, tuple[Endpoint, ...]]:
    """Endpoints of series that answer a list in its order (`TTP and OS: 7 v 5; 20 v 18`)."""
    for first, series in enumerate(all_series):
        before = _endpoints_before(line, series)
        if not before:
            continue
        group = _endpoint_list(line, before[-1])
        run = all_series[first : first + len(group)]
        joined = all(
            ONLY_SIGNS.fullmatch(_shape_between(line, left.end, right.start))
            for left, right in itertools.pairwise(run)
        )
        several = len(series.items) > 1 or len(group) > 2
        if len(group) > 1 and len(run) == len(group) and joined and several:
            return {first + at: (endpoint,) for at, endpoint in enumerate(group)}
        mixed = _mixed(line, all_series[first : first + len(group)], group)
        if mixed:
            return {first + at: its for at, its in enumerate(mixed)}
    return {}


def _mixed(
    line: Line, run: Sequence[Series], group: Sequence[Endpoint]
) -> list[tuple[Endpoint, ...]]:
    """Endpoints with one value each in series of several units (`ORR and PFS: 40%, 6 months`)."""
    shares: list[tuple[Endpoint, ...]] = []
    used = 0
    for at, series in enumerate(run):
        if at and not ONLY_SIGNS.fullmatch(_shape_between(line, run[at - 1].end, series.start)):
            return []
        if series.is_ratio or "vs" in series.joints:
            return []
        shares.append(tuple(group[used : used + len(series.items)]))
        used += len(series.items)
        if used >= len(group):
            break
    return shares if used == len(group) > 2 and len(shares) > 1 else []


def _remember(line: Line, claims: Sequence[Claim], context: Context) -> None:
    if claims:
        context.endpoint = claims[-1].endpoint
        context.statistic = claims[-1].statistic
        context.unit = claims[-1].series.unit
        context.time = next((m for m in reversed(line.mentions) if isinstance(m, Time)), None)
    else:
        context.endpoint = None
        context.statistic = ""


def _claim(
    wording: Wording,
    all_series: Sequence[Series],
    number: int,
    context: Context,
    claims: Sequence[Claim],
) -> Claim | None:
    line, series = wording.line, all_series[number]
    if _is_change(line, series):
        return _difference(line, series)
    other_side = _other_side(line, all_series, number, claims)
    if other_side is not None:
        return other_side
    before = _endpoints_before(line, series)
    for endpoint, rule in _candidates(line, series, all_series, number, before, context, claims):
        if rule == "sentence before" or (series.is_ratio and rule == "clause"):
            own = _announced(wording, all_series, number)
            if own is not None:
                return own
        statistic = statistic_of(line, series, endpoint, rule)
        if endpoint.umbrella and rule == "before":
            single = listed(wording, series, endpoint.end)
            if single is not None:
                endpoint = replace(single, id=single.id.replace("other:", "AE:", 1))
                statistic = statistic_of(line, series, endpoint, rule)
        if statistic:
            group = _endpoint_list(line, endpoint) if rule == "before" else (endpoint,)
            if _ANAPHOR.search(
                line.view,
                all_series[number - 1].end if number else line.sentence.start,
                series.start,
            ):
                group = tuple(c.endpoint for c in claims[-len(series.items) :])
                if len(group) != len(series.items) or rule != "clause":
                    return None
            return Claim(series, endpoint, statistic, rule, group)
    own = _listed(wording, all_series, number, claims) or _announced(wording, all_series, number)
    if own is None and series.is_ratio:
        outcome = wording.predicted
        statistic = statistic_of(line, series, outcome, "before") if outcome else ""
        own = Claim(series, outcome, statistic, "predicted") if outcome and statistic else None
    return own


def _other_side(
    line: Line, all_series: Sequence[Series], number: int, claims: Sequence[Claim]
) -> Claim | None:
    """A claim of what the side before is compared with (`30% of A relapsed, compared with 20%`)."""
    series, last = all_series[number], claims[-1] if claims else None
    if not number or last is None or last.series is not all_series[number - 1]:
        return None
    if not last.rule.endswith("after") or series.unit != last.series.unit:
        return None
    text = line.view[last.series.end : series.start]
    if text.count(")") > text.count("("):
        return None
    if ";" in text or not _COMPARED_WITH.search(text):
        return None
    return Claim(series, last.endpoint, last.statistic, last.rule, last.endpoints)


def _listed(
    wording: Wording, all_series: Sequence[Series], number: int, claims: Sequence[Claim]
) -> Claim | None:
    """A claim of one more event of a list whose events before it are known."""
    series = all_series[number]
    previous = claims[-1] if claims else None
    if not number or previous is None or previous.series is not all_series[number - 1]:
        return None
    if series.unit != "%" or previous.series.unit != "%" or previous.endpoint.kind != "event":
        return None
    adverse = previous.endpoint.id.startswith("AE:")
    if len(series.items) != len(previous.series.items):
        return None
    beside = previous.rule == "listed" or previous.series.start - previous.endpoint.end < 4
    if len(series.items) == 1 and not (adverse and beside):
        return None
    endpoint = listed(wording, series, previous.series.end)
    if endpoint is None:
        return None
    if adverse:
        endpoint = replace(endpoint, id=endpoint.id.replace("other:", "AE:", 1))
    return Claim(series, endpoint, previous.statistic, "listed")


def _announced(wording: Wording, all_series: Sequence[Series], number: int) -> Claim | None:
    """A claim of an outcome that the clause itself names, where no known endpoint is near."""
    line, series = wording.line, all_series[number]
    start = all_series[number - 1].end if number else line.sentence.start
    last = number + 1 == len(all_series)
    stop = line.sentence.end if last else all_series[number + 1].start
    found = announced(wording, series, start, stop)
    if found is None:
        return None
    endpoint, rule = found
    statistic = statistic_of(line, series, endpoint, "before")
    if statistic == "rate_at" and rule == "after":
        statistic = "proportion"
    return Claim(series, endpoint, statistic, f"announced {rule}") if statistic else None


def _difference(line: Line, series: Series) -> Claim | None:
    """A change in time or percentage points is a difference; in per cent it is none."""
    value = series.items[0].value
    points = "point" in line.view[value.start : value.end]
    before = _endpoints_before(line, series)
    if not before or len(series.items) > 1 or not (points or series.unit in TIMES):
        return None
    near = len(line.view[before[-1].end : series.start]) < 60
    return Claim(series, before[-1], "difference", "change") if near else None


def _is_change(line: Line, series: Series) -> bool:
    """Whether the value is a change or a difference (`reduced by 49%`, `8 months longer`)."""
    if series.is_ratio:
        return False
    left = line.view[max(line.sentence.start, series.start - 70) : series.start]
    value = series.items[-1].value
    if _ABSOLUTE_CHANGE.search(
        line.view, max(line.sentence.start, series.start - 130), series.start
    ):
        return True
    if _BY.search(left) and not series.items[0].arms_before:
        return True
    if (
        len(series.items) == 1
        and re.search(
            r"\b(?:by|of|difference|benefit|gain|increase|reduction)\b[^;,(]{0,20}$", left
        )
        and CHANGED_BY.search(left)
    ):
        return True
    return bool(_CHANGE_AFTER.match(line.view, value.end)) and not series.items[-1].arms_after


def _endpoints_before(line: Line, series: Series) -> list[Endpoint]:
    return [m for m in line.mentions if isinstance(m, Endpoint) and m.end <= series.start]


def _candidates(
    line: Line,
    series: Series,
    all_series: Sequence[Series],
    number: int,
    before: Sequence[Endpoint],
    context: Context,
    claims: Sequence[Claim],
) -> list[tuple[Endpoint, str]]:
    """Endpoints that the series may belong to, the best first."""
    found: list[tuple[Endpoint, str]] = []
    after = _endpoint_after(line, series, all_series, number)
    if after is not None and after[1]:
        found.append((after[0], "after"))
    previous_end = all_series[number - 1].end if number else line.sentence.start
    if series.label is not None and line.view[series.label.end - 1] == "s":
        after_each = [m for m in line.mentions if isinstance(m, Endpoint) and m.start >= series.end]
        if after_each and _FOR.fullmatch(line.view[series.end : after_each[0].start]):
            return [(after_each[0], "after")]
    if series.is_ratio and number and _is_other_factor(line, all_series[number - 1], series):
        return found
    told = {c.endpoint for c in claims if c.rule == "after" and c.series is not series}
    for endpoint in _specific(line, before):
        if endpoint in told and not series.is_ratio:
            continue
        if series.is_ratio or (endpoint.end > previous_end and _leads(line, endpoint, series)):
            found.append((endpoint, "before"))
    if series.is_ratio and not before and claims:
        found.append((claims[-1].endpoint, "clause"))
    if after is not None and not after[1]:
        found.append((after[0], "after"))
    if number and claims and _only_statistic_between(line, all_series[number - 1], series):
        found.append((claims[-1].endpoint, "clause"))
    values = [claim for claim in claims if not claim.series.is_ratio]
    if number and values and _continues(line, all_series[number - 1], series, values[-1]):
        found.append((values[-1].endpoint, "clause"))
    if (
        number
        and claims
        and not values
        and _SAME_RATE.search(line.view, all_series[number - 1].end, series.start)
    ):
        found.append((claims[-1].endpoint, "clause"))
    rates = [claim for claim in claims if claim.statistic == "rate_at"]
    if rates and not series.is_ratio and _has_time_between(line, all_series[number - 1], series):
        found.append((rates[-1].endpoint, "clause"))
    text = line.view[line.sentence.start : line.sentence.end]
    named_after = [m for m in line.mentions if isinstance(m, Endpoint) and m.start >= series.end]
    if series.is_ratio and not found and named_after and _is_for(line, series, named_after[0]):
        found.append((named_after[0], "after"))
    open_end = not found and not any(isinstance(m, Endpoint) for m in line.mentions)
    if open_end and context.endpoint is not None and series.is_ratio and not EXPOSURE.search(text):
        found.append((context.endpoint, "sentence before"))
    goes_on = context.unit == series.unit and (
        _GOES_ON.match(line.view, line.sentence.start) or _THE_RATE.search(text)
    )
    if open_end and context.endpoint is not None and not series.is_ratio and goes_on:
        found.append((context.endpoint, "sentence before"))
    return found


def _is_for(line: Line, series: Series, endpoint: Endpoint) -> bool:
    return _FOR.fullmatch(line.view[series.end : endpoint.start]) is not None


def _only_statistic_between(line: Line, previous: Series, series: Series) -> bool:
    """Whether `median` but no endpoint stands between two series (`...; medians, 53 v 24`)."""
    between = [m for m in line.mentions if previous.end <= m.start and m.end <= series.start]
    return any(isinstance(m, Statistic) and m.id == "median" for m in between) and not any(
        isinstance(m, Endpoint) for m in between
    )


def _is_other_factor(line: Line, previous: Series, series: Series) -> bool:
    """Whether a list of ratios goes on with what is no endpoint (`..., node status (HR`)."""
    assert series.label is not None
    named = any(
        previous.end <= m.start and m.end <= series.start and isinstance(m, Endpoint | ArmMention)
        for m in line.mentions
    )
    text = line.view[previous.end : series.label.start]
    return previous.is_ratio and not named and bool(_OTHER_FACTOR.fullmatch(text))


def _specific(line: Line, before: Sequence[Endpoint]) -> list[Endpoint]:
    """Endpoints from the nearest back; `nausea was the most common toxicity` speaks of nausea."""
    order = list(reversed(before))
    if len(order) < 2 or not order[0].umbrella or order[1].umbrella:
        return order
    most = _MOST.match(line.view[order[1].end : order[0].start])
    return order[1:] if most else order


def _continues(line: Line, previous: Series, series: Series, claim: Claim) -> bool:
    """Whether a series goes on with the values of the one before.

    It opens with its own arm or time (`...; B, 35%`), speaks of the rate again (`with a lower
    incidence in A`), or nothing but signs, a grade or a p-value stands in between.
    """
    text = line.view[previous.end : series.start]
    if series.is_ratio or len(text) > 130:
        return False
    if _SAME_RATE.search(text) and claim.statistic != "median":
        return True
    if previous.is_ratio and claim.series.unit == series.unit:
        shape = _shape_between(line, previous.end, series.start)
        return bool(ONLY_SIGNS.fullmatch(shape) and series.items[-1].arms_after)
    if claim.series is not previous:
        return False
    if previous.unit == series.unit and _SIDE_BY_SIDE.fullmatch(text):
        return bool(_IN.match(line.view, series.items[-1].value.end))
    if len(text) > 90 or previous.unit != series.unit or previous.is_ratio:
        return False
    shape = _GRADE_WORDS.sub("", _shape_between(line, previous.end, series.start))
    return bool(
        series.items[0].arms_before
        or _has_time_between(line, previous, series)
        or ONLY_SIGNS.fullmatch(shape)
    )


def _has_time_between(line: Line, left: Series, right: Series) -> bool:
    return any(
        isinstance(m, Time) and left.end <= m.start and m.end <= right.start for m in line.mentions
    )


def _shape_between(line: Line, start: int, end: int) -> str:
    """The text of a stretch with every arm, interval, count, time and p as one sign."""
    parts, at = [], start
    for mention in line.mentions:
        if (
            mention.start >= start
            and mention.end <= end
            and not isinstance(mention, Endpoint | Statistic | Grade | Subgroup)
        ):
            parts.append(line.view[at : mention.start])
            parts.append("\u00a7")
            at = mention.end
    parts.append(line.view[at:end])
    return "".join(parts)


def _leads(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether the words between an endpoint and a series let the one be a value of the other."""
    text = line.view[endpoint.end : series.start]
    if len(text) > 220 or _LAB.search(text):
        return False
    return not _DENOMINATOR.search(line.view, line.sentence.start, endpoint.start)


def _endpoint_after(
    line: Line, series: Series, all_series: Sequence[Series], number: int
) -> tuple[Endpoint, bool] | None:
    """The endpoint named right after a series, and whether it stands tightly."""
    if series.is_ratio:
        return None
    limit = all_series[number + 1].start if number + 1 < len(all_series) else line.sentence.end
    for first in (series.items[-1].value.end, series.end):
        for mention in line.mentions:
            if mention.start < first:
                continue
            if mention.start >= limit:
                break
            if isinstance(mention, Endpoint):
                start = mention.start
                shape = _shape_between(line, first, start)
                grade = re.sub(r"\b(?:CTC |WHO |NCI )?[Gg]rades?\b.*$|\b[Ss]evere\b.*$", "", shape)
                if len(shape) < 120 and (_HEAD_AFTER.match(shape) or _HEAD_AFTER.match(grade)):
                    verb = _VERB.search(grade) or _VERBAL.match(line.view, mention.start)
                    return mention, bool(
                        verb or _TIGHT_AFTER.match(shape) or _TIGHT_AFTER.match(grade)
                    )
                break
    return None


def _endpoint_list(line: Line, last: Endpoint) -> tuple[Endpoint, ...]:
    """Endpoints named as a list that ends with this one (`TTP, PFS, and OS`)."""
    group = [last]
    for mention in reversed(
        [m for m in line.mentions if isinstance(m, Endpoint) and m.end <= last.start]
    ):
        gap = line.view[mention.end : group[0].start]
        gap = re.sub(r"\([^()\d]*\)", "", gap)
        if (
            not re.fullmatch(
                r"[\s,)]*(?:\band\b|\bor\b|/)?\s*(?:\([A-Za-z]+\))?\s*(?:the\s|median\s)*", gap
            )
            or mention.id == group[0].id
        ):
            if mention.id == group[0].id and len(gap) < 4:
                group[0] = mention
                continue
            break
        group.insert(0, mention)
    return tuple(group)


def find_claims(line: Line, all_series: Sequence[Series], context: Context) -> list[Claim]:
    """The series of a sentence that belong to an endpoint; `context` is brought up to date."""
    parallel = _parallel(line, all_series)
    wording = Wording(line)
    claims: list[Claim] = []
    for number, series in enumerate(all_series):
        if number in parallel:
            its = parallel[number]
            statistic = statistic_of(line, series, its[0], "before")
            claim = Claim(series, its[0], statistic, "list", its) if statistic else None
        else:
            claim = _claim(wording, all_series, number, context, claims)
        if claim is not None:
            claims.append(claim)
    _remember(line, claims, context)
    return claims

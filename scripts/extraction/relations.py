"""Which number belongs to which endpoint, arm and time: from the series of a sentence to findings.

A sentence is read left to right. Each series looks for its endpoint (close before it, right after
it, or carried over from the sentence before), for its time, for one arm per value, and says what
statistic it is. A series that finds no endpoint it could be a value of is left out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.arms import Arms
from extraction.layout import Cell, lay_out
from extraction.mentions import Line
from extraction.numbers import months
from extraction.series import Series, find_series
from extraction.tokens import (
    ArmMention,
    Endpoint,
    Grade,
    Interval,
    Level,
    PValue,
    Statistic,
    Subgroup,
    Time,
    Value,
)

TIMES = frozenset({"months", "years", "weeks", "days", "not reached"})

_CHANGED_BY = re.compile(
    r"\b(?:reduc|increas|improv|decreas|declin|prolong|gain|longer|higher|lower|rose|fell|short|"
    r"difference|benefit)\w*\b"
    r"[^;,.(]{0,40}\b(?:by|of|was|were)?\s*(?:a |about |approximately |only )?$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"[\s)]*(?:relative |absolute |risk |statistically |significant(?:ly)? |further |"
    r"proportional )*(?:reduction|increase|decrease|improvement|higher|"
    r"lower|longer|greater|less|more|fewer|gain|benefit|difference|decline|change|risk reduction|"
    r"power|margin|excess|of the (?:planned|dose|original))\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\b(?:was|were|of|is|in|at|for|rates?|occurred|reached|observed|reported|being|to|by|than|"
    r"had|time|median|developed|with|respectively)\b|[:,(\[=;\u2013-])[\s(\[:,]*$"
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
    r"[\w-]+ rates?)|Cumulative incidences?|Corresponding|Similar)\b"
)
_SAME_RATE = re.compile(
    r"\b(?:incidences?|rates?|frequency|proportions?) (?:was|were|of|in|at|with|compared)\b"
)
_RATE_WORD = re.compile(
    r"\s(?:(?:actuarial|estimated|cumulative|crude|overall)\s)?(?:rates?|incidences?|risks?|"
    r"probabilit)\w*\b"
)
_OTHER_FACTOR = re.compile(
    r"[^A-Za-z]*(?:and\s|but\s|or\s|(?!and\b|but\b|or\b))(?!(?:in|among|for|with|when|at|during|"
    r"after|vs|versus|compared|respectively|as|while|the)\b)"
    r"[A-Za-z][\w\s/-]{3,60}[(\[]"
)
_GRADE_WORDS = re.compile(
    r"\b(?:CTC |WHO |NCI )?[Gg]rades?\s[\dIV/-]+(?:\s(?:or|to|and)\s[\dIV]+)?"
)
_ONLY_SIGNS = re.compile(r"[\s\u00a7,;:()\[\]]*(?:and|or)?[\s\u00a7,;:()\[\]]*")
_BY = re.compile(
    r"\b(?:cut|reduc|increas|improv|decreas|declin|prolong|extend|lower|rais|short|"
    r"lengthen)\w*\b[^;,.(]{0,80}\bby\s(?:about\s|a median of\s|only\s)?$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"[^.;]{0,40}\b(?:was|were|being)\s(?:by far )?(?:the )?(?:only |main |most |commonest )"
)
_ANAPHOR = re.compile(
    r"\b(?:these|corresponding|those) (?:rates|figures|values|proportions|percentages|numbers)\b"
)
_FOR = re.compile(r"[\s)\],]*(?:for|in)\s(?:the\s)?")
_GAIN = re.compile(
    r"\b(?:gain|difference|improvement|prolongation|increase|benefit|advantage|"
    r"extension)s?\s(?:in|of|for)\s(?:the\s|median\s|mean\s|overall\s)*$",
    re.IGNORECASE,
)
_RISK_OF = re.compile(r"\b(?:risks?|hazards?) (?:of|for)\b|\b(?:that|those) of\b|\bor\b|\bdied\b")
_OF = re.compile(r"\s*(?:in \w+ )?(?:\(?was|of|:|,|=|\()\s*")
_EXPOSURE = re.compile(
    r"\b(?:prognos|predict|multivaria|univaria|risk factor|carrier|interaction|per unit|"
    r"correlat)\w*"
    r"|\b(?:patients|women|those) (?:who|with) [^.;()]{3,60} had (?:longer|shorter|better|worse|"
    r"higher|lower|improved|poorer)\b",
    re.IGNORECASE,
)
_LAB = re.compile(
    r"\b(?:expression|levels?|density|concentration|score|scores|dose intensity|mg|adherence|"
    r"compliance|specificity|sensitivity)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: a value with all that belongs to it. Offsets are into the whole text."""

    endpoint: str
    statistic: str
    value: Value
    unit: str
    start: int
    end: int
    rule: str
    arm: str = ""
    comparator: str = ""
    interval: Interval | None = None
    p: tuple[str, float] | None = None
    one_sided: bool = False
    months: float | None = None
    subgroup: str = ""
    label: str = ""
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Context:
    """What the sentence before leaves open."""

    endpoint: Endpoint | None = None
    statistic: str = ""
    unit: str = ""
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    """A series with the endpoint and statistic found for it."""

    series: Series
    endpoint: Endpoint
    statistic: str
    rule: str
    endpoints: tuple[Endpoint, ...] = ()
    flags: tuple[str, ...] = ()


def find_results(line: Line, arms: Arms, context: Context) -> list[Finding]:
    """The results of one sentence. `context` is read and brought up to date."""
    all_series = find_series(line)
    parallel = _parallel(line, all_series)
    claims: list[_Claim] = []
    for number, series in enumerate(all_series):
        if number in parallel:
            statistic = _statistic(line, series, parallel[number], context, "before")
            claim = _Claim(series, parallel[number], statistic, "list") if statistic else None
        else:
            claim = _claim(line, all_series, number, context, claims)
        if claim is not None:
            claims.append(claim)
    found: list[Finding] = []
    for claim in claims:
        found += _findings(line, claim, arms)
    _remember(line, claims, context)
    return _give_p_to_ratios(found, claims)


def _parallel(line: Line, all_series: Sequence[Series]) -> dict[int, Endpoint]:
    """Endpoints of series that answer a list one to one (`TTP, PFS and OS: 7 v 5; 6 v 4; 20 v 18`)."""
    for first, series in enumerate(all_series):
        before = _endpoints_before(line, series)
        if not before:
            continue
        group = _endpoint_list(line, before[-1])
        run = all_series[first : first + len(group)]
        joined = all(
            _ONLY_SIGNS.fullmatch(_shape_between(line, left.end, right.start))
            for left, right in itertools.pairwise(run)
        )
        if len(group) > 1 and len(run) == len(group) and joined and len(series.items) > 1:
            return dict(zip(range(first, first + len(group)), group, strict=True))
    return {}


def _remember(line: Line, claims: Sequence[_Claim], context: Context) -> None:
    if claims:
        context.endpoint = claims[-1].endpoint
        context.statistic = claims[-1].statistic
        context.unit = claims[-1].series.unit
        context.time = next((m for m in reversed(line.mentions) if isinstance(m, Time)), None)
    else:
        context.endpoint = None
        context.statistic = ""


def _claim(
    line: Line,
    all_series: Sequence[Series],
    number: int,
    context: Context,
    claims: Sequence[_Claim],
) -> _Claim | None:
    series = all_series[number]
    if _is_change(line, series):
        return _difference(line, series)
    before = _endpoints_before(line, series)
    for endpoint, rule in _candidates(line, series, all_series, number, before, context, claims):
        statistic = _statistic(line, series, endpoint, context, rule)
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
            return _Claim(series, endpoint, statistic, rule, group)
    return None


def _difference(line: Line, series: Series) -> _Claim | None:
    """A change in time or percentage points between arms is a difference; in per cent it is none."""
    value = series.items[0].value
    points = "point" in line.view[value.start : value.end]
    before = _endpoints_before(line, series)
    if not before or len(series.items) > 1 or not (points or series.unit in TIMES):
        return None
    near = len(line.view[before[-1].end : series.start]) < 60
    return _Claim(series, before[-1], "difference", "change") if near else None


def _is_change(line: Line, series: Series) -> bool:
    """Whether the value is a change or a difference (`reduced by 49%`, `8 months longer`)."""
    if series.is_ratio:
        return False
    left = line.view[max(line.sentence.start, series.start - 70) : series.start]
    value = series.items[-1].value
    if _BY.search(left) and not series.items[0].arms_before:
        return True
    if (
        len(series.items) == 1
        and re.search(
            r"\b(?:by|of|difference|benefit|gain|increase|reduction)\b[^;,(]{0,20}$", left
        )
        and _CHANGED_BY.search(left)
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
    claims: Sequence[_Claim],
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
    for endpoint in _specific(line, before):
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
    if series.is_ratio and not found and named_after:
        if _FOR.fullmatch(line.view[series.end : named_after[0].start]):
            found.append((named_after[0], "after"))
    open_end = not found and not any(isinstance(m, Endpoint) for m in line.mentions)
    if open_end and context.endpoint is not None and series.is_ratio and not _EXPOSURE.search(text):
        found.append((context.endpoint, "sentence before"))
    if open_end and context.endpoint is not None and not series.is_ratio:
        if _GOES_ON.match(line.view, line.sentence.start) and context.unit == series.unit:
            found.append((context.endpoint, "sentence before"))
    return found


def _only_statistic_between(line: Line, previous: Series, series: Series) -> bool:
    """Whether `median` but no endpoint stands between two series (`...; medians, 53 v 24 months`)."""
    between = [m for m in line.mentions if previous.end <= m.start and m.end <= series.start]
    return any(isinstance(m, Statistic) and m.id == "median" for m in between) and not any(
        isinstance(m, Endpoint) for m in between
    )


def _is_other_factor(line: Line, previous: Series, series: Series) -> bool:
    """Whether a list of ratios goes on with something that is no endpoint (`..., node status (HR`)."""
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
    if len(order) > 1 and order[0].umbrella and not order[1].umbrella:
        if _MOST.match(line.view[order[1].end : order[0].start]):
            return order[1:]
    return order


def _continues(line: Line, previous: Series, series: Series, claim: _Claim) -> bool:
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
        return bool(_ONLY_SIGNS.fullmatch(shape) and series.items[-1].arms_after)
    if claim.series is not previous:
        return False
    if len(text) > 90 or previous.unit != series.unit or previous.is_ratio:
        return False
    shape = _GRADE_WORDS.sub("", _shape_between(line, previous.end, series.start))
    return bool(
        series.items[0].arms_before
        or _has_time_between(line, previous, series)
        or _ONLY_SIGNS.fullmatch(shape)
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


def _statistic(line: Line, series: Series, endpoint: Endpoint, context: Context, rule: str) -> str:
    """The statistic of a series of this endpoint's values, '' where it can be none."""
    if series.label is not None:
        is_hazard = series.label.id == "hazard_ratio"
        if endpoint.kind == "duration" or (is_hazard and endpoint.kind == "response"):
            return ""
        return series.label.id if all(i.value.number for i in series.items) else ""
    if endpoint.umbrella and not _grade_of(line, endpoint, series) and series.unit != "%":
        return ""
    words = [
        m
        for m in line.mentions
        if isinstance(m, Statistic) and m.end <= series.items[0].value.start
    ]
    nearest = words[-1].id if words else ""
    if nearest == "difference" and len(series.items) == 1:
        if _OF.fullmatch(line.view[words[-1].end : series.start]):
            return "difference"
    if series.unit.startswith("per "):
        return "incidence_rate"
    if series.unit == "patients":
        return "count" if endpoint.kind in {"event", "response"} else ""
    if series.unit in TIMES:
        return _time_statistic(line, series, endpoint, words, rule)
    if series.unit != "%":
        return ""
    if nearest == "mean":
        return ""
    if endpoint.id.startswith("AE:") and any(item.value.operator for item in series.items):
        return ""
    if endpoint.kind == "survival":
        return "rate_at" if _time_of(line, series, endpoint) is not None or rule != "after" else ""
    if endpoint.kind == "duration":
        return ""
    if endpoint.kind == "event" and _is_estimated(line, series, endpoint):
        return "rate_at"
    return "proportion"


def _time_statistic(
    line: Line, series: Series, endpoint: Endpoint, words: Sequence[Statistic], rule: str
) -> str:
    gain = _GAIN.search(line.view, line.sentence.start, endpoint.start)
    if gain and len(series.items) == 1:
        return "difference" if rule == "before" else ""
    if endpoint.kind not in {"survival", "duration"} or (
        rule == "after" and series.unit != "not reached"
    ):
        return ""
    if any(item.value.operator for item in series.items):
        return ""
    telling = [word.id for word in words if word.id in {"median", "mean"}]
    if telling:
        return "median" if telling[-1] == "median" else ""
    text = line.view[endpoint.end : series.start]
    if endpoint.kind != "survival" or _CHANGED_BY.search(text):
        return ""
    paired = "vs" in series.joints and text.rstrip().endswith(("(", ":", ";", ","))
    named = len(text) < 40 and _LEADS.search(text)
    return "median" if paired or named or series.unit == "not reached" else ""


def _is_estimated(line: Line, series: Series, endpoint: Endpoint) -> bool:
    """Whether a share of patients is one at a time: cumulative, or `10-year recurrence`."""
    time = _time_of(line, series, endpoint)
    if time is None:
        return False
    if any(
        isinstance(m, Statistic) and m.id == "cumulative" and m.start < series.end
        for m in line.mentions
    ):
        return True
    if _RATE_WORD.match(line.view, time.end):
        return True
    if endpoint.id.startswith("AE:"):
        return False
    near = 0 <= endpoint.start - time.end < 25 or 0 <= time.start - endpoint.end < 25
    return near and not endpoint.id.startswith("discontinuation")


def _time_of(line: Line, series: Series, endpoint: Endpoint) -> Time | None:
    """The time point of a series: beside its values, or the nearest before it, or right after."""
    for item in series.items:
        if item.time is not None:
            return item.time
    times = [m for m in line.mentions if isinstance(m, Time)]
    before = [t for t in times if t.end <= series.start]
    if before:
        return before[-1]
    last = series.items[-1].value.end
    after = [t for t in times if t.start >= last]
    text = line.view[last : after[0].start] if after else ""
    return after[0] if after and len(text) < 60 and not re.search(r"[;%]", text) else None


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


def _findings(line: Line, claim: _Claim, arms: Arms) -> list[Finding]:
    series = claim.series
    time = (
        _time_of(line, series, claim.endpoint)
        if claim.statistic in {"rate_at", "proportion"}
        else None
    )
    cells = lay_out(line, series, claim.endpoints, time, arms)
    subgroup = _subgroup(line, series)
    found = []
    for cell in cells:
        found += _rows_of(line, claim, cell, arms, subgroup, time)
    return found


def _rows_of(
    line: Line, claim: _Claim, cell: Cell, arms: Arms, subgroup: str, time: Time | None
) -> list[Finding]:
    series, item = claim.series, cell.item
    endpoint = cell.endpoint or claim.endpoint
    p = item.p or series.p or _late_p(line, claim)
    at = cell.months if claim.statistic in {"rate_at", "proportion"} else None
    start, end = _span(line, series, item)
    value = item.value
    if item.count is not None and value.unit == "%" and value.total is None:
        if re.fullmatch(r"\s?[(\[]", line.view[value.end : item.count.start]):
            value = replace(value, total=item.count.number)
    base = Finding(
        endpoint=_endpoint_id(line, endpoint, series, claim.statistic),
        statistic=claim.statistic,
        value=value,
        unit="" if item.value.not_reached else series.unit,
        start=start,
        end=end,
        rule=f"{claim.statistic}:{claim.rule}",
        interval=_fitting(item.interval, item.value, series, line),
        p=_p_of(p, cell),
        one_sided=p.one_sided if p else False,
        months=at,
        subgroup=subgroup,
        label=line.sentence.label,
        flags=claim.flags,
    )
    if series.is_ratio or claim.statistic == "difference":
        return [_compared(line, base, claim, cell, arms)]
    if len(cell.arms) > 2:
        return [base]
    if len(cell.arms) > 1:
        return [replace(base, arm=arm, flags=(*base.flags, "all_arms")) for arm in cell.arms]
    return [replace(base, arm=cell.arms[0] if cell.arms else _sole_arm(series, arms))]


def _late_p(line: Line, claim: _Claim) -> PValue | None:
    """A p-value further on in the clause, or right before a ratio, with nothing else to belong to."""
    series = claim.series
    for mention in line.mentions:
        if mention.start < series.end:
            continue
        if isinstance(mention, PValue):
            text = line.view[series.end : mention.start]
            return mention if len(text) < 150 and ";" not in text else None
        if isinstance(mention, Value | Statistic | Interval | Subgroup):
            break
        if isinstance(mention, Endpoint) and mention != claim.endpoint:
            break
    if series.label is not None:
        before = [m for m in line.mentions if m.end <= series.label.start]
        if (
            before
            and isinstance(before[-1], PValue)
            and _ONLY_SIGNS.fullmatch(
                line.view[before[-1].end : series.label.start].replace(",", "x")
            )
        ):
            return before[-1]
    return None


def _sole_arm(series: Series, arms: Arms) -> str:
    """The one arm of a study that compares nothing."""
    if len(arms) != 1 or len(series.items) != 1 or arms.compared:
        return ""
    return arms.labels[0]


def _span(line: Line, series: Series, item: object) -> tuple[int, int]:
    """The words that carry one value: from it to what belongs to it."""
    value, interval = item.value, item.interval  # type: ignore[attr-defined]
    start, end = value.start, value.end
    if series.label is not None and series.items[0].value is value:
        start = series.label.start
    if interval is not None and interval.start > start:
        end = max(end, interval.end)
    for arm in item.arms_after:  # type: ignore[attr-defined]
        if arm.start - end < 40:
            end = max(end, arm.end)
    for arm in item.arms_before:  # type: ignore[attr-defined]
        if start - arm.end < 40 and "(" not in line.view[arm.end : start]:
            start = min(start, arm.start)
    if end - start > 260:
        start, end = value.start, value.end
    return start, end


def _fitting(
    interval: Interval | None, value: Value, series: Series, line: Line
) -> Interval | None:
    """The interval, unless it cannot be one of this value.

    A bare pair of numbers must hold the value; so must an interval after the last of several
    shares, which may be that of their difference.
    """
    if interval is None:
        return None
    inside = (
        value.number is not None
        and interval.lower is not None
        and interval.lower <= value.number
        and (interval.upper is None or value.number <= interval.upper)
    )
    if interval.labelled:
        own = inside or series.is_ratio or len(series.items) == 1 or interval.lower is None
        return interval if own else None
    if not inside:
        return None
    levels = [m.level for m in line.mentions if isinstance(m, Interval | Level) and m.level]
    if levels:
        return replace(interval, level=levels[0])
    return interval if series.is_ratio else None


def _p_of(p: PValue | None, cell: Cell) -> tuple[str, float] | None:
    if p is None:
        return None
    return p.values[cell.p_index] if cell.p_index < len(p.values) else p.values[0]


def _endpoint_id(line: Line, endpoint: Endpoint, series: Series, statistic: str) -> str:
    if statistic == "hazard_ratio" and endpoint.hazard_of and _is_hazard_of(line, endpoint, series):
        return endpoint.hazard_of
    if not endpoint.id.startswith("AE:"):
        return endpoint.id
    grade = _grade_of(line, endpoint, series)
    return f"{endpoint.id} {grade.text}" if grade else endpoint.id


def _is_hazard_of(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether a ratio is one for this very event (`hazard ratio for death`, `risk of death (HR`)."""
    if series.label is None or endpoint.start >= series.label.start:
        return True
    text = line.view[max(line.sentence.start, endpoint.start - 14) : endpoint.end]
    return bool(_RISK_OF.search(text)) and " cancer" not in text


def _grade_of(line: Line, endpoint: Endpoint, series: Series) -> Grade | None:
    """The grade of an adverse event: at its value, right beside it, or at the head of its list."""
    grades = [m for m in line.mentions if isinstance(m, Grade)]
    inside = [g for g in grades if endpoint.end <= g.start and g.end <= series.start]
    if inside and series.start - inside[-1].end < 40:
        return inside[-1]
    after = [g for g in grades if g.start >= endpoint.end]
    if after and re.fullmatch(r"\s*[(,]?\s*(?:of\s)?", line.view[endpoint.end : after[0].start]):
        return after[0]
    before = [g for g in grades if g.end <= endpoint.start]
    if before and "." not in line.view[before[-1].end : endpoint.start].replace("vs.", ""):
        return before[-1]
    return None


def _subgroup(line: Line, series: Series) -> str:
    groups = [m for m in line.mentions if isinstance(m, Subgroup)]
    near = [g for g in groups if g.end <= series.start or 0 <= g.start - series.end < 30]
    return near[-1].text if near else ""


def _compared(line: Line, base: Finding, claim: _Claim, cell: Cell, arms: Arms) -> Finding:
    """A ratio or difference with its two sides, or none where a factor and not an arm is compared."""
    text = line.view[line.sentence.start : line.sentence.end]
    if _EXPOSURE.search(text) and not _between_arms(line, claim.series):
        return replace(base, flags=(*base.flags, "exposure"))
    pair = cell.arms if len(cell.arms) == 2 else ()
    if pair:
        return replace(base, arm=pair[0], comparator=pair[1])
    if len(arms) == 2:
        second = arms.comparator() or arms.labels[1]
        return replace(
            base,
            arm=arms.other(second),
            comparator=second,
            flags=(*base.flags, "direction_assumed"),
        )
    return base


def _between_arms(line: Line, series: Series) -> bool:
    """Whether two arms are compared in the clause of a ratio itself."""
    near = [
        m.labels
        for m in line.mentions
        if isinstance(m, ArmMention) and 0 <= series.start - m.end < 80 and len(m.labels) == 1
    ]
    return len(set(near)) == 2


def _give_p_to_ratios(found: list[Finding], claims: Sequence[_Claim]) -> list[Finding]:
    """Where a ratio of the same endpoint stands in the sentence, p belongs to it alone."""
    ratios = {f.endpoint: f for f in found if f.statistic.endswith("_ratio")}
    given: list[Finding] = []
    for finding in found:
        ratio = ratios.get(finding.endpoint)
        if ratio is None or finding.subgroup != ratio.subgroup:
            given.append(finding)
        elif finding.statistic.endswith("_ratio"):
            source = next((f for f in found if f.endpoint == finding.endpoint and f.p), None)
            if finding.p is None and source is not None and finding is ratio:
                finding = replace(finding, p=source.p, one_sided=source.one_sided)
            given.append(finding)
        else:
            given.append(replace(finding, p=None, one_sided=False))
    return given


def value_months(value: float | None, unit: str) -> float | None:
    """A length of time in months, None where the unit is no time."""
    if value is None or unit not in TIMES:
        return None
    return round(months(value, unit), 2)

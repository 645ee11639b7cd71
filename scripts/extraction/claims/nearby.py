"""Endpoints that a sentence names near a series: before it, right after it, or behind a `for`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims.place import Place, endpoints_before, is_depth, shape_between
from extraction.mentions.lines import Line
from extraction.mentions.subgroups import names_group
from extraction.series.find import Series
from extraction.tokens import ArmMention, Endpoint

_HEAD_AFTER = re.compile(
    r"^[\s)\]]*(?:(?:of|in|among|for)\s)?(?:(?:the|all|both|those|these|our|evaluable|assessable|"
    r"treated|eligible|full|total|study|\d+)\s)*"
    r"(?:(?:patients?|women|subjects|cases|participants|those|\u00a7|group|arm|receiving|treated|"
    r"given|exposed|with|in|the|who|of|to|for|on|tumou?rs|analysis|set|population|cohort)[\s)(]*)*"
    r"(?:,? respectively,? )?"
    r"(?:(?:had|have|has|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"were|was|with|died|reached|suffered|"
    r"remained|who|both|in|for|an?|the|at least|any|of|confirmed|suspected|overall|only|new|"
    r"objective|"
    r"either|discontinued|also|alive and|alive|being|did|not|from|for)\s)*$",
    re.IGNORECASE,
)
# `62% of patients with metastases were recruited` counts those patients.
_IS_DENOMINATOR = re.compile(r"\s(?:were|was|had|received|underwent|who|showed|developed)\b")
_WHOSE = ("with ", "with a ", "with an ", "without ")
_VERB = re.compile(
    r"\b(?:had|have|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"reached|suffered|were|being|remained)\s"
    r"(?:an? |the |any |at least |not |confirmed |new |both |in )*$"
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
_GRADED = re.compile(
    r"\b(?:CTC |WHO |NCI )?[Gg]rades?\b[^,;.]{0,30}$"
    r"|\b(?:[Ss]evere|major|minor|serious|fatal|symptomatic|late|early|acute|possible|"
    r"(?:treatment|drug)-related|clinically (?:relevant|significant))\b[^,;.]{0,12}$"
)
_DENOMINATOR = re.compile(
    r"\b(?:of|among|in|for)\s(?:the\s)?(?:\w+\s){0,2}(?:patients|women|those|subjects|"
    r"participants)\s(?:who\s)?"
    r"(?:undergoing|with|had|without|receiving|achieving|achieved|experiencing|experienced|"
    r"reporting|reported|after|free of)\s(?:an?\s)?$",
    re.IGNORECASE,
)
# `no difference in survival among patients with grade 3 rash (HR 0.9)`.
_WHOSE_RATIO = re.compile(
    r"\b(?:of|among|in|for)\s(?:[\w<>\u2264\u2265-]+\s){0,3}(?:patients|women|those|subjects|"
    r"participants)\s(?:[<>\u2264\u2265]\s?\d+\s?(?:y|years)\s)?(?:who\s)?(?:with|having|had|"
    r"experiencing|experienced|developing|developed)\s(?:[^\s,;:()]+\s+){0,5}$",
    re.IGNORECASE,
)
_OTHER_FACTOR = re.compile(
    r"[^A-Za-z]*(?:and\s|but\s|or\s|(?!and\b|but\b|or\b))(?!(?:not|in|among|for|with|when|at|during|"
    r"after|vs|versus|compared|respectively|as|while|the)\b)"
    r"[A-Za-z][\w\s/-]{3,60}[(\[](?:[^()\[\]]{0,30}[:,]\s)?"
)
_OWN_RULES = frozenset(["told", "list", "predicted", "announced before"])
_MOST = re.compile(
    r"[^.;]{0,40}\b(?:was|were|being)\s(?:by far )?(?:the )?(?:only |main |most |commonest )"
)
_FOR = re.compile(r"[\s)\],]*(?:for|in)\s(?:(?:the|any|all|new|an?|risk of)\s)*")
# With these the endpoint is only part of what is told (`hot flushes disappeared in`).
_STATE_NEXT = re.compile(
    r"\s(?:(?:had|were|was|have|has|been|completely|fully)\s)*(?:disappeared|resolved|relieved|"
    r"subsided|unchanged|ceased|abated|complete|partial|controlled|prevented|improved)\b"
    r"|\shad (?:an?|no) (?:\w+ )?(?:impact|effect|influence)\b"
)
_CLOSES = re.compile(r"[^()]{0,60}\)")
_SEVERAL = re.compile(r"[^;:]{4,},\s|\sor\s")
_IS = re.compile(
    r"\s(?:rates?\s)?(?:was|were|of|is)\s(?:(?:seen|observed|found|noted|reported|achieved|"
    r"recorded|detected)\s(?:in|by)\s)?(?:only\s)?"
)
_BEHIND_NAME = re.compile(r"[)\]]?(?:\s?\([A-Za-z-]+\))?\s?[(\[]")
_CLOSED = re.compile(r"[)\]]")
_WHEN_OR_WHY = re.compile(
    r"\b(?:related to|caused by|after|following|prior to|since)\s(?:the\s|any\s|an?\s)?$"
)
_RATE_OF = re.compile(
    r"\b(?:rates?|incidences?|frequency|prevalence|occurrence|probability) of\s"
    r"(?P<lead>[^,;.()]{2,60}\s)$",
    re.IGNORECASE,
)
_INNER = re.compile(r"\b(?:as|of|for|after|to|with|in|during)\s")
_PEOPLE = re.compile(r"\b(?:patients|women|subjects|participants|any|those|cases|time)\b")
_EXAMPLE = re.compile(r"\((?:e\.g\.|i\.e\.|eg|ie|such as|for example),?\s[^()]*$")
_ALLOWED_FOR = re.compile(
    r"\b(?:such as|adjust(?:ed|ing|ment) for|controll(?:ed|ing) for|risk factors)\b[^;.()]{0,80}$"
)
# `the sensitivity of MRI for relapse`.
_OF_A_TEST = re.compile(
    r"\b(?:sensitivity|specificity|accuracy|predictive values?|agreement|concordance|[NP]PV|AUC)\b"
    r"(?:\s[\w/-]+){0,7}\s(?:for|of|in|to)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_FOR_WHAT = re.compile(r"\sfor\s")
_NEAR = 20
_LAB = re.compile(
    r"\b(?:defined|exceeding|annuali[sz]ed|posterior|"
    r"composed|comprised|comprising|"
    r"consisting|expression|levels?|density|concentration|score|scores|dose intensity|"
    r"adherence|mg(?!\s(?:groups?|arms?|daily|of)\b|/)|compliance|specificity|sensitivity)\b",
    re.IGNORECASE,
)


def named_tightly_after(place: Place) -> Iterator[Endpoint]:
    """`in 12% of patients`, `8% had a response`: nothing but the patients stands in between."""
    after = _after(place)
    if after is not None and after[1]:
        before = endpoints_before(place.line, place.series)
        told = before[-1] if before and before[-1].end > place.start else None
        view, series = place.line.view, place.series
        between = view[told.end : series.start] if told else ""
        # What stands in brackets behind a name is its own.
        behind = _BEHIND_NAME.fullmatch(between) and _CLOSED.search(
            view, series.items[-1].value.end, after[0].start
        )
        if told is None or not (behind or _IS.fullmatch(between)):
            yield after[0]


def named_loosely_after(place: Place) -> Iterator[Endpoint]:
    """An endpoint after the values, which one before them goes before."""
    after = _after(place)
    if after is not None:
        yield after[0]


def named_before(place: Place) -> Iterator[Endpoint]:
    """The endpoints before the values, from the nearest back."""
    line, series = place.line, place.series
    told = {c.endpoint for c in place.claims if c.rule == "after" and c.series is not series}
    order = _specific(line, endpoints_before(line, series))
    # What stands in a bracket that is closed speaks of what is in it.
    if series.is_ratio:
        order = [e for e in order if not _is_explained(line, e, series)]
    else:
        order = [endpoint for endpoint in order if not _is_tail(line, endpoint)]
        order.sort(key=lambda endpoint: _is_aside(line, endpoint, series))
    for endpoint in order:
        if (endpoint in told and not series.is_ratio) or _is_example(line, endpoint):
            continue
        if series.is_ratio:
            if not _is_of_whom(line, endpoint):
                yield endpoint
        elif endpoint.end > place.start and _leads(line, endpoint, series):
            yield endpoint


def is_rate_of_one(place: Place) -> bool:
    """Whether a rate says itself what it is of (`rates were 15.2 for fracture, 0.9 for stroke`)."""
    end = place.series.items[-1].value.end
    if not place.series.unit.startswith("per ") or not _FOR_WHAT.match(place.line.view, end):
        return False
    following = next((m for m in place.line.mentions if m.start >= end), None)
    return not isinstance(following, ArmMention) or following.start - end > _NEAR


def named_by_for(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio that follows it (`a hazard ratio of 0.7 for relapse`)."""
    if place.series.is_ratio or place.series.unit.startswith("per "):
        for end in (place.series.items[-1].value.end, place.series.end):
            named = _next_endpoint(place, end)
            if named and _FOR.fullmatch(place.line.view[end : named.start]):
                yield named
                return


def of_several_ratios(place: Place) -> Iterator[Endpoint]:
    """The first of the endpoints that follow their ratios (`ratios 0.7 for PFS, 0.8 for`)."""
    label = place.series.label
    following = place.all_series[place.number + 1 :][:1]
    several = place.series.is_carried or any(series.is_carried for series in following)
    if label is not None and (several or place.line.view[label.end - 1] == "s"):
        yield from named_by_for(place)


def of_carried_ratio(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio that goes on with the one before: a new one, else the same."""
    new = [m for m in endpoints_before(place.line, place.series) if m.start >= place.start]
    if new:
        yield new[-1]
    elif place.claims and place.claims[-1].series is place.previous:
        yield place.claims[-1].endpoint


def of_ratio_before(place: Place) -> Iterator[Endpoint]:
    """The outcome that the words at the ratio before told (`..., matched HR 1.9`)."""
    last = place.claims[-1] if place.claims else None
    if last is None or not place.series.is_ratio or last.series is not place.previous:
        return
    new = any(m.start >= place.start for m in endpoints_before(place.line, place.series))
    if last.series.is_ratio and last.rule in _OWN_RULES and not new:
        yield last.endpoint


def is_other_factor(place: Place) -> bool:
    """Whether a list of ratios goes on with what is no endpoint (`..., node status (HR`)."""
    line, previous, label = place.line, place.previous, place.series.label
    if previous is None or label is None or not previous.is_ratio or place.series.is_carried:
        return False
    named = any(
        previous.end <= m.start
        and m.end <= place.series.start
        and isinstance(m, Endpoint | ArmMention)
        for m in line.mentions
    )
    return not named and bool(_OTHER_FACTOR.fullmatch(line.view[previous.end : label.start]))


def _next_endpoint(place: Place, end: int) -> Endpoint | None:
    for mention in place.line.mentions:
        if isinstance(mention, Endpoint) and mention.start >= end:
            return mention
    return None


def _specific(line: Line, before: Sequence[Endpoint]) -> list[Endpoint]:
    """Endpoints from the nearest back; `nausea was the most common toxicity` speaks of nausea."""
    order = list(reversed(before))
    if len(order) < 2 or not order[0].umbrella or order[1].umbrella:
        return order
    most = _MOST.match(line.view[order[1].end : order[0].start])
    return order[1:] if most else order


def _leads(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether the words between an endpoint and a series let the one be a value of the other."""
    text = line.view[endpoint.end : series.start]
    if len(text) > 220 or _LAB.search(text) or names_group(line.view, endpoint):
        return False
    if endpoint.kind != "survival" and _STATE_NEXT.match(text):
        return False
    if _EXAMPLE.search(line.view, line.sentence.start, endpoint.start):
        return False
    near = max(line.sentence.start, endpoint.start - 70)
    if _OF_A_TEST.search(line.view, near, endpoint.start):
        return False
    return not _DENOMINATOR.search(line.view, line.sentence.start, endpoint.start)


def _is_example(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint is only an example or what was allowed for (`adjusted for stroke`)."""
    return bool(_ALLOWED_FOR.search(line.view, line.sentence.start, endpoint.start))


def _is_of_whom(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint only tells whose ratio is given (`among patients with a rash`)."""
    start = max(line.sentence.start, endpoint.start - 90)
    if _DENOMINATOR.search(line.view, line.sentence.start, endpoint.start):
        return True
    adverse = endpoint.id.startswith("AE:")
    return adverse and _WHOSE_RATIO.search(line.view, start, endpoint.start) is not None


def _is_aside(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether an endpoint stands in a bracket that is closed, or only says when or why."""
    text = line.view[endpoint.end : series.start]
    if text.count(")") > text.count("("):
        return True
    start = max(line.sentence.start, endpoint.start - 24)
    return bool(_WHEN_OR_WHY.search(line.view, start, endpoint.start))


def _is_explained(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether an endpoint is one of several in a bracket that is closed before a ratio."""
    assert series.label is not None
    closed = _CLOSES.match(line.view, endpoint.end, max(endpoint.end, series.label.start))
    opened = line.view.rfind("(", line.sentence.start, endpoint.start)
    if not closed or opened < 0:
        return False
    return bool(_SEVERAL.search(line.view, opened, closed.end()))


def _is_tail(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint only ends the name of another (`metastases as first site of relapse`)."""
    start = max(line.sentence.start, endpoint.start - 90)
    led = _RATE_OF.search(line.view, start, endpoint.start)
    return bool(led and _INNER.search(led["lead"]) and not _PEOPLE.search(led["lead"]))


def _after(place: Place) -> tuple[Endpoint, bool] | None:
    """The endpoint named right after a series, and whether it stands tightly."""
    line, series = place.line, place.series
    if series.is_ratio:
        return None
    for first in (series.items[-1].value.end, series.end):
        for mention in line.mentions:
            if mention.start < first:
                continue
            if mention.start >= place.stop:
                break
            if isinstance(mention, Endpoint):
                if _IS_DENOMINATOR.match(line.view, mention.end) and line.view.endswith(
                    _WHOSE, first, mention.start
                ):
                    break
                shape = shape_between(line, first, mention.start)
                ungraded = _GRADED.sub("", shape)
                if shape.count("(") > shape.count(")"):
                    break
                if len(shape) < 120 and (_HEAD_AFTER.match(shape) or _HEAD_AFTER.match(ungraded)):
                    verb = _VERB.search(ungraded) or _VERBAL.match(line.view, mention.start)
                    tight = _TIGHT_AFTER.match(shape) or _TIGHT_AFTER.match(ungraded)
                    depth = shape == " in " and is_depth(line, mention)
                    return mention, bool(verb or tight or depth)
                break
    return None

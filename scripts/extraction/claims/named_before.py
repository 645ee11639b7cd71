"""Which endpoint before some values is theirs: the nearest, unless its words bar it.

An endpoint may stand there as an example, as what was adjusted for, as what the patients had, or
as the end of another name; then the one before it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.claims.place import Place, allowed_for_until, endpoints_before
from extraction.claims.words_between import is_of_a_kind, told_of_another
from extraction.mentions.lines import Line, once
from extraction.mentions.subgroups import names_group
from extraction.series.series import Series
from extraction.tokens import Endpoint
from extraction.word_lists import Worded

_DENOMINATOR = re.compile(
    r"\b(?=[oaif])(?<!proportion )(?<!proportions )(?<!percentage )(?<!percentages )(?<!number )"
    r"(?<!rate )(?<!rates )(?<!fraction )(?<!incidence )(?<!likelihood )"
    r"(?:of|among|in|for)\s(?:the\s)?(?:(?!(?:number|proportion|percentage|rate|incidence|"
    r"fraction|frequency|share)s?\b)\w+\s){0,2}(?:patients|women|those|subjects|"
    r"participants)\s(?:who\s)?"
    r"(?:undergoing|with|had|without|receiving|achieving|achieved|experiencing|experienced|"
    r"reporting|reported|after|free of)\s(?:an?\s)?"
    r"(?:(?:prior|previous|critical|severe|mild|moderate|major|minor|early|late|any|no|initial|"
    r"persistent|pre-existing|preexisting|grade \d|[\w-]+(?:al|ic|ive|ous|ar|ent|ant))\s)?$",
    re.IGNORECASE,
)
# `no difference in survival among patients with grade 3 rash (HR 0.9)`.
_WHOSE_RATIO = re.compile(
    r"\b(?:of|among|in|for)\s(?:[\w<>\u2264\u2265-]+\s){0,3}(?:patients|women|those|subjects|"
    r"participants)\s(?:[<>\u2264\u2265]\s?\d+\s?(?:y|years)\s)?(?:who\s)?(?:with|having|had|"
    r"experiencing|experienced|developing|developed)\s(?:[^\s,;:()]+\s+){0,5}$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"[^.;]{0,40}\b(?:was|were|being)\s(?:by far )?(?:the )?"
    r"(?:only |main |most |commonest |best |worst |major |principal |predominant |leading |first )"
)
# With these the endpoint is only part of what is told (`hot flushes disappeared in`).
_STATE_NEXT = re.compile(
    r"\s(?:(?:had|were|was|have|has|been|completely|fully)\s)*(?:disappeared|resolved|relieved|"
    r"subsided|unchanged|ceased|abated|complete|partial|controlled|prevented|improved)\b"
    r"|\shad (?:an?|no) (?:\w+ )?(?:impact|effect|influence)\b"
)
_CLOSES = re.compile(r"[^()]{0,120}\)")
_SEVERAL = re.compile(r"[^;:]{4,},\s|\sor\s")
_WHEN_OR_WHY = re.compile(
    r"\b(?:related to|caused by|[Aa]fter|[Ff]ollowing|prior to|[Ss]ince)\s(?:the\s|any\s|an?\s)?$"
)
_AMONG = re.compile(r"\b(?:[Aa]mong|[Ii]n|[Ff]or|[Ww]ith) (?:the |all |our |\w+ )?$")
# `survival from relapse (7% v 9%)`, `those with a history of depression (30% v 19%)`.
_SINCE_WHEN = re.compile(
    r"\b(?:posterior |conditional )?probability that (?:the |a )?(?:\w+ ){0,2}$"
    r"|\b(?:survival|time|interval|days|weeks|months|years) (?:from|after|since|following)"
    r" (?:the |first )?$"
    r"|\b(?:(?:those|patients|women|subjects|participants) with|without) (?:an? |no )?"
    r"(?:\w+ ){0,2}history of (?:\w+ ){0,2}$"
)
# `Reductions in fatigue were similar (23% and 35%)` are no shares of patients.
_CHANGES_OF = re.compile(
    r"\b(?:reductions|decreases|increases|improvements|declines|changes) (?:in|of|from)"
    r" (?:the |overall |mean |self-reported )*$",
    re.IGNORECASE,
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
#: No words that lead from an endpoint to its value are longer, nor those that bar one before it.
_FAR = 220
_CLOSED_BRACKETS = re.compile(r"\([^()]*\)")
# A bracket closes behind it and the sentence goes on with others (`(one of a fall) and 2 (1%)`).
_LEFT_BEHIND = re.compile(
    r"[^()]{0,80}\)\s?(?:[,;]\s(?:and\s|while\s|but\s)?|and\s|while\s|but\s)$"
)
# `Of 120 recurrences, 45% were local` counts recurrences.
_OF_THESE = re.compile(
    r"(?:^|[.;,]\s)(?:[Oo]f|[Aa]mong) (?:the |these |those |all |our |\d+ )*"
    r"(?!which |whom )(?:\w+ ){0,2}$"
)
_NEXT_CLAUSE = re.compile(r"\s?[,;]\s(?:and|but|while|whereas)\s")
_OF_WHOM_NEXT = re.compile(
    r"[\s)\]]*(?:$|[.,;(]|(?:in|with|on|of|for|among|at|by|after|vs|versus|compared|given|receiving|"
    r"and|patients|women|participants|subjects)\b)"
)
_LAB = Worded(
    r"\bexceeding [\d<>]|\b(?:@measured_before|mg(?!\s(?:groups?|arms?|daily|of)\b|/))\b",
    re.IGNORECASE,
)


def named_before(place: Place) -> Iterator[Endpoint]:
    """The endpoints before the values, from the nearest back."""
    line, series = place.line, place.series
    told = {c.endpoint for c in place.claims if c.rule == "after" and c.series is not series}
    order = _specific(line, endpoints_before(line, series))
    # What stands in a bracket that is closed speaks of what is in it.
    if not series.is_ratio:
        # What `_leads` takes to be too far off need not be looked at.
        near = [e for e in order if series.start - e.end <= _FAR]
        order = [e for e in near if not (e in _tails(line) or _defines(line, e, series, order))]
        order.sort(key=lambda endpoint: _is_aside(line, endpoint, series))
    for endpoint in order:
        if (endpoint in told and not series.is_ratio) or _is_example(line, endpoint):
            continue
        if series.is_ratio:
            if not _is_explained(line, endpoint, series) and not _is_of_whom(line, endpoint):
                yield endpoint
        elif endpoint.end <= place.start or not _leads(line, endpoint, series):
            continue
        elif not told_of_another(place, endpoint) and not is_of_a_kind(place, endpoint):
            yield endpoint


def _specific(line: Line, before: Sequence[Endpoint]) -> list[Endpoint]:
    """Endpoints from the nearest back; `nausea was the most common toxicity` speaks of nausea."""
    order = list(reversed(before))
    if len(order) < 2 or order[1].umbrella:
        return order
    most = _MOST.match(line.view[order[1].end : order[0].start])
    return order[1:] if most else order


def _leads(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether the words between an endpoint and a series let the one be a value of the other."""
    text = line.view[endpoint.end : series.start]
    if (
        len(text) > _FAR
        or _LEFT_BEHIND.match(text)
        or _opens_anew(line, text, series)
        or _LAB.of(line.words).search(_CLOSED_BRACKETS.sub("", text))
        or names_group(line.view, endpoint)
    ):
        return False
    if endpoint.kind != "survival" and _STATE_NEXT.match(text):
        return False
    if _EXAMPLE.search(line.view, line.sentence.start, endpoint.start):
        return False
    near = max(line.sentence.start, endpoint.start - 70)
    if text.startswith(",") and _OF_THESE.search(line.view[line.sentence.start : endpoint.start]):
        return False
    if _SINCE_WHEN.search(line.view, near, endpoint.start):
        return False
    if endpoint.id.startswith("AE:") and _CHANGES_OF.search(line.view, near, endpoint.start):
        return series.items[0].value.events is not None
    if _WHEN_OR_WHY.search(line.view, near, endpoint.start) or _among(line, endpoint):
        return False
    if _OF_A_TEST.search(line.view, near, endpoint.start):
        return False
    return not _is_counted(line, endpoint)


def _is_counted(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint is what those have who are counted (`among women with nausea (N)`)."""
    first = endpoint
    for mention in line.of(Endpoint):
        if mention.id == endpoint.id and line.view[mention.end : endpoint.start] in {" (", " ["}:
            first = mention  # its short form stands behind it
    start = max(line.sentence.start, first.start - _FAR)
    return _DENOMINATOR.search(line.view, start, first.start) is not None


def _among(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint names those who are counted (`control among complete responders`)."""
    who = line.view.endswith("responders", endpoint.start, endpoint.end)
    start = max(line.sentence.start, endpoint.start - 30)
    return who and _AMONG.search(line.view, start, endpoint.start) is not None


def _opens_anew(line: Line, text: str, series: Series) -> bool:
    """Whether a lone share opens a clause that says more of it (`died, and 5 (4%) went home`)."""
    if len(series.items) > 1 or not _NEXT_CLAUSE.fullmatch(_CLOSED_BRACKETS.sub("", text)):
        return False
    return _OF_WHOM_NEXT.match(line.view, series.end) is None


def _is_example(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint is only an example or what was allowed for (`adjusted for stroke`)."""
    until = allowed_for_until(line)
    if endpoint.start < until:
        return True
    start = max(until, endpoint.start - _FAR)
    return bool(_ALLOWED_FOR.search(line.view, start, endpoint.start))


def _is_of_whom(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint only tells whose ratio is given (`among patients with a rash`)."""
    start = max(line.sentence.start, endpoint.start - 90)
    if _is_counted(line, endpoint):
        return True
    adverse = endpoint.id.startswith("AE:")
    return adverse and _WHOSE_RATIO.search(line.view, start, endpoint.start) is not None


def _is_aside(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether an endpoint stands in a bracket that is closed, or only says when or why."""
    if _CLOSES.match(line.view, endpoint.end, series.start):
        return True
    start = max(line.sentence.start, endpoint.start - 24)
    return bool(_WHEN_OR_WHY.search(line.view, start, endpoint.start))


def _defines(line: Line, endpoint: Endpoint, series: Series, others: Sequence[Endpoint]) -> bool:
    """Whether an endpoint in a closed bracket tells what a word before it means.

    `Success (hair loss of 50% or less) was seen in 51%` is no hair loss; a short form is one.
    """
    text = line.view[endpoint.end : series.start]
    if text.count(")") <= text.count("("):
        return False
    return not any(e.id == endpoint.id and e.end < endpoint.start for e in others)


def _is_explained(line: Line, endpoint: Endpoint, series: Series) -> bool:
    """Whether an endpoint is one of several in a bracket that is closed before a ratio."""
    assert series.label is not None
    closed = _CLOSES.match(line.view, endpoint.end, max(endpoint.end, series.label.start))
    opened = line.view.rfind("(", line.sentence.start, endpoint.start)
    if not closed or opened < 0:
        return False
    return bool(_SEVERAL.search(line.view, opened, closed.end()))


@once
def _tails(line: Line) -> frozenset[Endpoint]:
    """The endpoints of a sentence that only end the name of another."""
    return frozenset(endpoint for endpoint in line.of(Endpoint) if _is_tail(line, endpoint))


def _is_tail(line: Line, endpoint: Endpoint) -> bool:
    """Whether an endpoint only ends the name of another (`metastases as first site of relapse`)."""
    start = max(line.sentence.start, endpoint.start - 90)
    led = _RATE_OF.search(line.view, start, endpoint.start)
    return bool(led and _INNER.search(led["lead"]) and not _PEOPLE.search(led["lead"]))

"""Which endpoint a series belongs to.

A sentence is read left to right. Each series asks readers in order: for an endpoint close before
it, right after it, in what the sentence or the one before has left open, and at last in the
clause's own words. A series that finds no endpoint it could be a value of makes no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extraction.claims import carried
from extraction.claims.answers import answer
from extraction.claims.changes import (
    difference,
    is_amount,
    is_change,
    labelled_difference,
    sides_of_difference,
)
from extraction.claims.clause_words import announced_by_clause, predicted_by_clause, told
from extraction.claims.endpoint_lists import (
    answers_unknown,
    in_parallel,
    list_ending_with,
    same_list,
)
from extraction.claims.event_lists import is_of_list_alone, of_event_list, of_kind
from extraction.claims.following_ratios import is_other_factor, of_carried_ratio, of_ratio_before
from extraction.claims.labelled_outcomes import in_own_words, is_of_shares, names_its_own
from extraction.claims.measures import statistic_of
from extraction.claims.named_after import named_loosely_after, named_tightly_after
from extraction.claims.named_before import named_before
from extraction.claims.named_by_for import is_rate_of_one, named_by_for, of_several_ratios
from extraction.claims.named_lists import of_named_list
from extraction.claims.other_grades import of_another_grade
from extraction.claims.other_sides import other_side, with_first_sides
from extraction.claims.place import Claim, Context, Place
from extraction.claims.ratio_lists import of_factor, of_list, of_own_name
from extraction.claims.ratio_outcomes import the_one_behind, told_behind
from extraction.clauses.listing import another_state, last_named, listed
from extraction.clauses.wording import Wording
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import Endpoint, Time

_Reader = Callable[[Place], Iterator[Endpoint]]
#: Readers of the endpoint of a series, the most telling first, each with the rule that rows print.
_READERS: tuple[tuple[str, _Reader], ...] = (
    ("after", named_tightly_after),
    ("before", named_before),
    ("clause", carried.from_clause_of_ratio),
    ("behind", told_behind),
    ("after", named_loosely_after),
    ("clause", carried.after_a_statistic),
    ("clause", carried.going_on),
    ("clause", carried.at_another_time),
)
#: Asked only where those find nothing.
_LAST_READERS: tuple[tuple[str, _Reader], ...] = (
    ("after", named_by_for),
    ("behind", the_one_behind),
    ("sentence before", carried.from_sentence_before),
    ("topic", carried.from_topic),
    ("primary", carried.the_primary),
)

_FROM_ELSEWHERE = frozenset(["sentence before", "topic", "primary"])
# The grade before the name of an event is no part of it.
_GRADED = re.compile(r"^other:grades?\s[\d\s,/>=\u2265+-]+(?:or\s\d\s|and\s\d\s)?")
# What made patients stop is no outcome of its name (`reasons for stopping were progression (48%)`).
_REASONS = re.compile(
    r"\b[Rr]easons?\s(?:for|of|why|to)\b[^;.()%]*\b(?:was|were|included|includes?|being|are|is)\b|"
    r"\b[Rr]easons?\s(?:for|of)\b[^;.%]{0,60}:"
)
# `94% had progressed on two lines at baseline`.
_NAMED_SO = re.compile(r"\W{0,3}(?:(?:rates?|incidences?|frequency)\W{1,3})?")
_AT_BASELINE = re.compile(
    r"[^.;,()%]{0,80}\bat (?:baseline|(?:study )?entry|enrolment|enrollment)\b"
)


def find_claims(line: Line, all_series: Sequence[Series], context: Context) -> list[Claim]:
    """The series of a sentence that belong to an endpoint; `context` is brought up to date."""
    all_series = [series for series in all_series if not is_amount(line, series)]
    parallel = in_parallel(line, all_series)
    wording = Wording(line)
    claims: list[Claim] = []
    for number, series in enumerate(all_series):
        if number in parallel:
            its = parallel[number]
            statistic = statistic_of(line, series, its[0], "before") if its else ""
            claim = Claim(series, its[0], statistic, "list", its) if statistic else None
        else:
            claim = _claim(Place(wording, all_series, number, claims, context))
        if claim is not None:
            claims.append(claim)
    claims = with_first_sides(wording, all_series, claims, context)
    _remember(line, claims, context)
    return claims


def _remember(line: Line, claims: Sequence[Claim], context: Context) -> None:
    if claims:
        context.endpoint = claims[-1].endpoint
        context.statistic = claims[-1].statistic
        context.unit = claims[-1].series.unit
        context.time = next((m for m in reversed(line.mentions) if isinstance(m, Time)), None)
        context.topic = claims[-1].endpoint
    else:
        context.endpoint = None
        context.statistic = ""
        if line.topics:
            one = len({endpoint.id for endpoint in line.topics}) == 1
            context.topic = line.topics[0] if one else None


def _claim(place: Place) -> Claim | None:
    line, series = place.line, place.series
    if series.unit in {"%", "patients"} and _AT_BASELINE.match(line.view, series.end):
        return None
    if series.unit == "%" and _REASONS.search(
        line.view, max(line.sentence.start, series.start - 250), series.start
    ):
        return None
    labelled = labelled_difference(place) or sides_of_difference(place)
    if labelled is not None:
        return labelled
    if is_change(line, series):
        return difference(line, series)
    side = of_another_grade(place) or of_named_list(place) or same_list(place) or answer(place)
    if side is None and not is_rate_of_one(place):
        side = other_side(place)
    if side is not None:
        return side
    own = in_own_words(place) or of_factor(place) or of_list(place)
    own = own or of_own_name(place) or told(place)
    if own is not None:
        return own
    for endpoint, rule in _candidates(place):
        carried_on = series.is_ratio and rule == "clause" and not series.is_carried
        if rule in _FROM_ELSEWHERE or carried_on:
            own = announced_by_clause(place)
            if own is not None:
                return own
        if rule in _FROM_ELSEWHERE and (names_its_own(place) or is_of_shares(place)):
            break
        statistic = statistic_of(line, series, endpoint, rule)
        if endpoint.umbrella and rule == "before":
            single = _single_event(place, endpoint)
            if single is None:
                continue
            nearer = announced_by_clause(place) if single.umbrella else None
            if nearer is not None and nearer.endpoint.start >= single.end:
                graded = _GRADED.sub("other:", nearer.endpoint.id)
                if "grade" not in graded and graded != "other:":
                    name = graded.replace("other:", "AE:", 1)
                    return replace(nearer, endpoint=replace(nearer.endpoint, id=name))
            endpoint, statistic = single, statistic_of(line, series, single, rule)
        topic = place.context.topic
        if statistic == "hazard_ratio" and topic and topic.id in endpoint.hazard_after:
            endpoint = topic
        if statistic:
            group = _group(place, endpoint, rule)
            return Claim(series, endpoint, statistic, rule, group) if group else None
    if series.is_carried:
        return None
    event = of_event_list(place)
    if event is not None and (statistic := statistic_of(line, series, event, "before")):
        return Claim(series, event, statistic, "listed")
    return (
        _state_listed(place)
        or _listed(place)
        or announced_by_clause(place)
        or predicted_by_clause(place)
    )


def _single_event(place: Place, endpoint: Endpoint) -> Endpoint | None:
    """The event of a list or kind that is told by a word for all of them, or all of them.

    None where that word only opens a list of which the name is not known.
    """
    single = (
        of_event_list(place)
        or listed(place.wording, place.series, endpoint.end)
        or last_named(place.wording, place.series, endpoint.end)
    )
    if single is not None:
        return replace(single, id=single.id.replace("other:", "AE:", 1))
    return None if is_of_list_alone(place) else of_kind(place, endpoint)


def _candidates(place: Place) -> Iterator[tuple[Endpoint, str]]:
    """Endpoints that the series may belong to, the best first."""
    several = [*of_several_ratios(place)]
    if several:
        yield several[0], "after"
        return
    if place.series.is_carried:
        for endpoint in of_carried_ratio(place):
            yield endpoint, "clause"
        return
    if is_other_factor(place):
        return
    if is_rate_of_one(place):
        for endpoint in named_by_for(place):
            yield endpoint, "after"
        return
    for endpoint in of_ratio_before(place):
        yield endpoint, "predicted" if place.claims[-1].rule == "predicted" else "clause"
    found = False
    for readers in (_READERS, _LAST_READERS):
        if not found:
            for rule, read in readers:
                for endpoint in read(place):
                    found = True
                    yield endpoint, rule


def _group(place: Place, endpoint: Endpoint, rule: str) -> tuple[Endpoint, ...]:
    """The endpoints of the values one by one; none where they answer values that are not known."""
    if carried.speaks_of_several(place) and rule not in {"sentence before", "before"}:
        group = tuple(c.endpoint for c in place.claims[-len(place.series.items) :])
        fits = len(group) == len(place.series.items) and rule == "clause"
        return group if fits else ()
    group = list_ending_with(place.line, endpoint) if rule == "before" else (endpoint,)
    return () if answers_unknown(place.line, place.series, group) and rule == "before" else group


def _listed(place: Place) -> Claim | None:
    """A claim of one more event of a list whose events before it are known."""
    series = place.series
    previous = _last_share(place)
    if previous is None:
        return None
    if series.unit != "%" or previous.series.unit != "%" or previous.endpoint.kind == "survival":
        return None
    adverse = previous.endpoint.id.startswith("AE:")
    if len(series.items) != len(previous.series.items):
        return None
    between = place.line.view[previous.endpoint.end : previous.series.start]
    named_so = _NAMED_SO.fullmatch(between) is not None
    opened = all(place.line.view.endswith(": ", 0, one.start) for one in (previous.series, series))
    if opened and not named_so:
        # `(boys: 4% v 5%; girls: 2% v 3%)` goes on with whom, not with what.
        return Claim(series, previous.endpoint, previous.statistic, "clause")
    beside = previous.rule == "listed" or previous.series.start - previous.endpoint.end < 4
    alike = all(place.line.view.endswith(" in ", 0, one.start) for one in (previous.series, series))
    if len(series.items) == 1 and not (adverse and beside) and not alike:
        return None
    endpoint = listed(place.wording, series, place.start)
    if endpoint is None:
        return None
    if adverse:
        endpoint = replace(endpoint, id=endpoint.id.replace("other:", "AE:", 1))
    return Claim(series, endpoint, previous.statistic, "listed")


def _last_share(place: Place) -> Claim | None:
    """The claim of the series before, or of the shares whose ratio that series is."""
    claims = place.claims
    if not claims or claims[-1].series is not place.previous:
        return None
    last = claims[-1]
    if last.series.is_ratio and len(claims) > 1 and claims[-2].endpoint == last.endpoint:
        return claims[-2]
    return last


def _state_listed(place: Place) -> Claim | None:
    """A claim of one more state of the subject before (`relieved in 14 and unchanged in 9`)."""
    previous = place.claims[-1] if place.claims else None
    if previous is None or previous.series is not place.previous:
        return None
    if place.series.unit != previous.series.unit:
        return None
    endpoint = another_state(place.wording, place.series, place.value_end, previous.endpoint)
    return Claim(place.series, endpoint, previous.statistic, "listed") if endpoint else None

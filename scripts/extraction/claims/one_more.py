"""One more member of a list whose member before is claimed: an event or a state of its subject."""

from __future__ import annotations

import re

from extraction.claims.place import Claim, Place
from extraction.clauses.listing import another_state, listed, named_behind
from extraction.clauses.outcomes import as_adverse

_NAMED_SO = re.compile(r"\W{0,3}(?:(?:rates?|incidences?|frequency)\W{1,3})?")


def one_more_listed(place: Place) -> Claim | None:
    """A claim of one more event of a list whose events before it are known."""
    series = place.series
    previous = _last_share(place)
    if previous is None:
        return None
    if series.unit != "%" or previous.series.unit != "%" or previous.endpoint.kind == "survival":
        return None
    adverse = previous.endpoint.id.startswith("AE:")
    if previous.rule.endswith(("after", "listed")):
        behind = named_behind(place.wording, previous.endpoint, series, place.stop)
        if behind is not None:
            behind = as_adverse(behind) if adverse else behind
            return Claim(series, behind, previous.statistic, "listed")
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
    endpoint = as_adverse(endpoint) if adverse else endpoint
    return Claim(series, endpoint, previous.statistic, "listed")


def _last_share(place: Place) -> Claim | None:
    """The claim of the series before, or of the shares whose ratio that series is."""
    last, claims = place.last, place.claims
    if last and last.series.is_ratio and len(claims) > 1 and claims[-2].endpoint == last.endpoint:
        return claims[-2]
    return last


def one_more_state(place: Place) -> Claim | None:
    """A claim of one more state of the subject before (`relieved in 14 and unchanged in 9`)."""
    previous = place.last
    if previous is None or place.series.unit != previous.series.unit:
        return None
    endpoint = another_state(place.wording, place.series, place.value_end, previous.endpoint)
    return Claim(place.series, endpoint, previous.statistic, "listed") if endpoint else None

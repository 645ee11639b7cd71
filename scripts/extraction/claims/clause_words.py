"""Claims of what a clause names itself, in words that no vocabulary needs to have."""

from __future__ import annotations

import re

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.claims.ratio_outcomes import told_by_clause
from extraction.claims.time_points import is_cumulative, time_of
from extraction.clauses.announced import announced
from extraction.clauses.factors import lists_factors, predicted
from extraction.tokens import ArmMention, Endpoint

# What is said of a ratio in general is no outcome: `a more pronounced effect was seen (HR 0.6)`.
_NO_OUTCOME = re.compile(
    r"\b(?:effect|benefit|advantage|association|interaction|result|finding|trend|difference|"
    r"improvement|reduction|increase|superiority|efficacy|estimate|inferior|superior|"
    r"correlation|disadvantage)s?$|\bprognosis\b"
    r"|\b(?:poor|poorer|worse|better|inferior|favou?rable|unfavou?rable|adverse) outcomes?$"
)


def told(place: Place) -> Claim | None:
    """A claim of a ratio whose clause says what it is the odds or the risk of."""
    endpoint = None if place.series.is_carried else told_by_clause(place)
    statistic = statistic_of(place.line, place.series, endpoint, "before") if endpoint else ""
    return Claim(place.series, endpoint, statistic, "told") if endpoint and statistic else None


def announced_by_clause(place: Place) -> Claim | None:
    """A claim of an outcome that the clause itself names, where no known endpoint is near."""
    start = place.start
    last = place.claims[-1] if place.claims else None
    if last is not None and last.rule.endswith("after"):
        start = max(start, last.endpoint.end)
    goes_on = last is not None and last is place.last
    label = place.series.label
    if label is not None and lists_factors(place.wording, label.start):
        return None
    found = announced(place.wording, place.series, start, place.stop, goes_on=goes_on)
    if found is None:
        return None
    endpoint, rule = found
    if place.series.is_ratio and (_NO_OUTCOME.search(endpoint.id) or _is_arm(place, endpoint)):
        return None
    statistic = statistic_of(place.line, place.series, endpoint, "before")
    if statistic == "rate_at":
        time = time_of(place.line, place.series, endpoint)
        estimated = rule == "before" and time and is_cumulative(place.line, place.series, time)
        statistic = statistic if estimated else "proportion"
    return Claim(place.series, endpoint, statistic, f"announced {rule}") if statistic else None


def _is_arm(place: Place, endpoint: Endpoint) -> bool:
    """Whether a name is but that of an arm (`19% of those given A alone (RR 0.5)`)."""
    return any(m.start < endpoint.end and endpoint.start < m.end for m in place.line.of(ArmMention))


def predicted_by_clause(place: Place) -> Claim | None:
    """A claim of the outcome of a list of factors, where the series is one of their ratios."""
    outcome = predicted(place.wording, place.series.end) if place.series.is_ratio else None
    statistic = statistic_of(place.line, place.series, outcome, "before") if outcome else ""
    return Claim(place.series, outcome, statistic, "predicted") if outcome and statistic else None

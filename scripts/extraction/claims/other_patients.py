"""The same outcome in other patients: `with one to three nodes, 67% v 65%`, `..., if absent 1.02`.

Where nothing but some of the patients stands between two pairs of values, or between two ratios,
the second are of what the first are of. Patients are told by what they have, in the words of the
vocabulary, or as a subgroup.
"""

from __future__ import annotations

from extraction.claims.measures import statistic_of
from extraction.claims.place import Claim, Place
from extraction.claims.words_between import names_unknown
from extraction.mentions.lines import Line
from extraction.mentions.patients import answers, whom_between
from extraction.series.series import Series
from extraction.tokens import Endpoint, PValue, Subgroup


def in_other_patients(place: Place) -> Claim | None:
    """A claim of values as many as those before, of other patients."""
    series = place.series
    if series.is_ratio or len(series.items) < 2:
        return None
    last = place.last_amount
    if last is None:
        return _of_sentence_before(place)
    if last.series.unit != series.unit or len(last.series.items) != len(series.items):
        return None
    if last.statistic == "difference" or len(last.endpoints) > 1:
        return None
    start = _tests_end(place.line, place.previous, series)
    # What is said behind the values before (`in favour of A (P = .1); for 1-3 nodes, 77% and`).
    clause = place.line.view.rfind(";", start, series.start)
    whom = whom_between(place.line, max(start, clause), series.start)
    if not whom or _names_own(place, last.endpoint):
        return None
    return Claim(series, last.endpoint, last.statistic, "other patients", subgroup=whom)


def _of_sentence_before(place: Place) -> Claim | None:
    """The same where the values before stand in the sentence before this one."""
    context, series = place.context, place.series
    endpoint = context.endpoint
    if endpoint is None or context.unit != series.unit or place.previous is not None:
        return None
    if context.statistic not in {"median", "rate_at", "proportion"}:
        return None
    whom = whom_between(place.line, place.line.sentence.start, series.start)
    if not whom or _names_own(place, endpoint):
        return None
    statistic = statistic_of(place.line, series, endpoint, "before")
    if not statistic:
        return None
    return Claim(series, endpoint, statistic, "other patients", subgroup=whom)


def _names_own(place: Place, known: Endpoint) -> bool:
    """Whether an outcome is named between the values before and these."""
    line, previous = place.line, place.previous
    start = previous.end if previous else line.sentence.start
    named = [m for m in line.of(Endpoint) if start <= m.start < place.series.start]
    if any(m.kind != "event" or m.id == known.id for m in named):
        return True
    if named and not line.of(Subgroup):
        return True
    answered = answers(line, start, place.series.start)
    return not answered and names_unknown(place, known)


def _tests_end(line: Line, before: Series | None, series: Series) -> int:
    """Where the tests that follow the values before end."""
    end = before.end if before else line.sentence.start
    for mention in line.of(PValue):
        if end <= mention.start < series.start and mention.start - end < 4:
            end = mention.end
    return end

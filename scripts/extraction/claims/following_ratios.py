"""What a ratio is of that follows another: the same outcome, a new one, or a factor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.place import NOTHING, Place, Verdict, endpoints_before
from extraction.tokens import ArmMention, Endpoint, Noise, PValue

_OTHER_FACTOR = re.compile(
    r"[^A-Za-z]*(?:and\s|but\s|or\s|(?!and\b|but\b|or\b))(?!(?:not|in|among|for|with|without|when|if|where|at|"
    r"during|below|above|under|over|than|after|vs|versus|compared|respectively|as|while|the)\b)"
    r"[A-Za-z](?:(?!\s(?:was|were|is|are|had|has|did|not)\b)[\w\s/-]){3,60}[(\[](?:[^()\[\]]{0,30}[:,]\s)?"
)
_SIGNS = re.compile(r"[\s,;]*")
_OWN_RULES = frozenset(["told", "list", "announced before"])
_OF_FACTORS = frozenset(["predicted"])


def of_carried_ratio(place: Place) -> Iterator[Endpoint]:
    """The endpoint of a ratio that goes on with the one before: a new one, else the same."""
    new = [m for m in endpoints_before(place.line, place.series) if m.start >= place.start]
    if new:
        # `OS was worse in those who had a rash (1.30, 1.05-1.61)`.
        times = [m for m in new if m.kind == "survival"]
        yield times[-1] if times and new[-1].kind == "event" else new[-1]
    elif place.last is not None:
        yield place.last.endpoint


def carried_alone(place: Place) -> Verdict:
    """NOTHING of a ratio without a label of its own that goes on with none that is known."""
    return NOTHING if place.series.is_carried else None


def of_ratio_before(place: Place) -> Iterator[Endpoint]:
    """The outcome that the words at the ratio before told (`..., matched HR 1.9`)."""
    yield from _of_last(place, _OWN_RULES)


def of_factors_before(place: Place) -> Iterator[Endpoint]:
    """The outcome of the factor whose ratio stands before."""
    yield from _of_last(place, _OF_FACTORS)


def _of_last(place: Place, rules: frozenset[str]) -> Iterator[Endpoint]:
    """What the ratio before is of, if such a rule told it and nothing new is named since."""
    last = place.last
    if last is None or not place.series.is_ratio or not last.series.is_ratio:
        return
    new = any(m.start >= place.start for m in endpoints_before(place.line, place.series))
    if last.rule in rules and not new:
        yield last.endpoint


def is_other_factor(place: Place) -> bool:
    """Whether a list of ratios goes on with what is no endpoint (`..., node status (HR`)."""
    line, previous, label = place.line, place.previous, place.series.label
    if previous is None or label is None or not previous.is_ratio or place.series.is_carried:
        return False
    named = any(
        isinstance(m, Endpoint | ArmMention) for m in line.within(previous.end, place.series.start)
    )
    return not named and bool(_OTHER_FACTOR.fullmatch(line.view, _test_end(place), label.start))


def _test_end(place: Place) -> int:
    """Where the series before ends with the tests that stand in its bracket."""
    assert place.previous is not None
    end = place.previous.end
    for mention in place.line.after(end):
        test = isinstance(mention, PValue | Noise)
        if not test or not _SIGNS.fullmatch(place.line.view, end, mention.start):
            break
        end = mention.end
    return end

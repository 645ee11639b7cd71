"""Which event a frame of counts speaks of: that at one of its signs, or before its bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.claims import count_frames as frames
from extraction.claims.place import Claim
from extraction.clauses.announced import announced
from extraction.clauses.shape import ENDPOINT, Shape
from extraction.clauses.wording import Wording
from extraction.series.series import Series
from extraction.tokens import Endpoint

#: Adverse events of whatever kind.
ADVERSE = frozenset(["AE:adverse event", "AE:serious adverse event"])
# What adverse events are told to be (`the commonest were ascites (`).
_OTHERS = re.compile(r"\b(?:was|were|included|including|are|as)\s[a-z]|:\s[A-Za-z]")
# Who is in the bracket (`evaluable for response, the per-protocol population (`).
_WHO_IS = re.compile(
    r"\b(?:populations?|analys[ei]s|analy[sz]ed|evaluable|assessable|cohorts?|randomi[sz]ed|assigned|"
    r"sample|enrolled|eligible|included|subset|subgroup)\b"
)
#: How far before a bracket, and after its opening, what it counts is named.
_BEFORE, _AFTER = 120, 90


def counted(series: Series | None, endpoint: Endpoint | None, rule: str) -> Iterator[Claim]:
    """The claim of some counts of an event, where both are known."""
    if series and endpoint:
        yield Claim(series, endpoint, "count", rule)


def names_another(shape: Shape, match: re.Match[str]) -> bool:
    """Whether one of the numbers is of another event (`10 infarctions and one bleed in A`)."""
    own = event_at(shape, match.start("event"))
    beside = shape.signs(match.start("sides"), match.end("sides"))
    return any(isinstance(what, Endpoint) and (not own or what.id != own.id) for _, what in beside)


def announced_counts(wording: Wording, series: Series | None, rule: str) -> Iterator[Claim]:
    """Counts of patients with what the words before them announce."""
    if series is None or wording.about_patients:
        return
    told = announced(wording, series, wording.start, series.start)
    yield from counted(series, told[0] if told else None, rule)


def event_before_bracket(shape: Shape, index: int, claims: Sequence[Claim]) -> Endpoint | None:
    """The event that a bracket after it, or after its number, counts arm by arm."""
    if frames.WHO_HAVE.of(shape.line.words).search(shape.text, max(0, index - _BEFORE), index):
        return None
    start = shape.place(index)
    signs = [what for _, what in shape.signs(max(0, index - _BEFORE), index)]
    named = [what for what in signs if isinstance(what, Endpoint)]
    if named and named[-1].kind in {"event", "response", "survival"}:
        others = _OTHERS.search(shape.text, shape.text.rindex(ENDPOINT, 0, index), index)
        who = _WHO_IS.search(shape.text, shape.text.rindex(ENDPOINT, 0, index), index)
        return None if who or (named[-1].id in ADVERSE and others) else named[-1]
    before = [c for c in claims if 0 <= start - c.series.start < _BEFORE]
    after = [c for c in claims if c.series.is_ratio and 0 <= c.series.start - start < _AFTER]
    nearest = [*before[-1:], *after[:1]]
    return nearest[0].endpoint if nearest else None


def event_at(shape: Shape, index: int) -> Endpoint | None:
    """The event at a sign; a time to an event counts only as `DFS events`."""
    endpoint = shape.at.get(index)
    if not isinstance(endpoint, Endpoint):
        return None
    if endpoint.kind == "survival":
        return endpoint if frames.SURVIVAL_EVENTS.match(shape.text, index + 1) else None
    if endpoint.kind not in {"event", "response"}:
        return None
    return endpoint


def told_event_at(shape: Shape, index: int) -> Endpoint | None:
    """The event at a sign with the words that make it another one (`12 early deaths`)."""
    endpoint = event_at(shape, index)
    before = frames.NAME_BEFORE.search(shape.text, max(0, index - 40), index)
    own = [w for w in before["words"].split() if w not in frames.NEUTRAL] if before else []
    if endpoint is None or not own or endpoint.kind == "survival":
        return endpoint
    if endpoint.umbrella:
        return endpoint
    words = shape.line.view[endpoint.start : endpoint.end].lower()
    family = "AE" if endpoint.id.startswith("AE:") else "other"
    return replace(endpoint, id=f"{family}:{' '.join([*own, words])}")


def verb_at(shape: Shape, index: int) -> Endpoint | None:
    """The event at a sign that is a verb (`died`, `relapsed`)."""
    endpoint = shape.at.get(index)
    if not isinstance(endpoint, Endpoint) or frames.OTHER_VERB.match(shape.line.view, endpoint.end):
        return None
    words = shape.line.view[endpoint.start : endpoint.end]
    if words == "alive":  # so many were, and no time to an event
        return replace(endpoint, id="other:alive", kind="event")
    return endpoint if frames.RELAPSED.search(words) or words.endswith("ed") else None

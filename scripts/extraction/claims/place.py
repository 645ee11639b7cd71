"""Where a series stands: what comes before it in its sentence, and what is already known there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final

from extraction.claims.measures import TIMES
from extraction.clauses.wording import Wording
from extraction.mentions.lines import Line, once
from extraction.series.series import Series
from extraction.tokens import Endpoint, Grade, Mention, Statistic, Subgroup, Time

_ADJUSTED = re.compile(
    r"\b(?:adjust|control|correct|stratif|account|allow|censor)(?:ed|ing|ied|ying|led|ling) "
    r"(?:for|by|at) (?:[\w-]+ ){0,3}$"
)
_ITEM = r"(?:(?!\b(?:was|were|had|has|is|are|did|occurred|developed|the|there)\b)[^,;.%\d]){2,70}"
# `After adjustment for age, sex and stage, ...`: what a sentence opens with and closes by a comma.
_ALLOWED_FOR_FIRST = re.compile(
    r"(?:[A-Z][\w-]*,\s)?(?:[Ee]ven\s)?(?:[Aa]fter|[Ww]hen|[Uu]pon|[Ff]ollowing|[Ww]ith|[Ii]n|[Bb]y|"
    r"Adjust\w+|Controlling|Correcting|Accounting|Allowing)\b(?:[^.;:,]{0,60}?\b"
    r"(?:adjust|control|correct|account|stratif|allow)[a-z]*)?\s(?:for|by)\s"
    rf"(?:{_ITEM}(?:,\s{_ITEM})*?,?\s(?:and|or)\s{_ITEM}|[^,;.%]{{2,70}}),\s"
)
#: Signs and joining words alone: nothing that could be another matter.
ONLY_SIGNS = re.compile(r"[\s\u00a7,;:()\[\]]*(?:and|or)?[\s\u00a7,;:()\[\]]*")


@dataclass(frozen=True, slots=True)
class Block:
    """What a sentence tells of one arm: endpoints with statistic and unit, and its end."""

    arm: tuple[str, ...]
    end: int
    told: tuple[tuple[Endpoint, str, str], ...]


@dataclass(slots=True)
class Context:
    """What the sentences before leave open.

    `topic` is the one endpoint that the last of them that named any named, `primary` the endpoint
    that the trial was about, `adverse` the one adverse event that was last spoken of, `ratios` the
    kinds of ratio that have been named. `arms` is the order
    of the last comparison, `orders` those of all that compared three or more, `sides` the arms that
    ratios were between, `last_sides` those of the last ratio, `block` what the sentence before has
    told of one arm.
    """

    endpoint: Endpoint | None = None
    statistic: str = ""
    unit: str = ""
    time: Time | None = None
    arms: tuple[str, ...] = ()
    orders: list[tuple[str, ...]] = field(default_factory=list)
    topic: Endpoint | None = None
    primary: Endpoint | None = None
    adverse: Endpoint | None = None
    ratios: frozenset[str] = frozenset()
    sides: set[frozenset[str]] = field(default_factory=set)
    last_sides: tuple[str, ...] = ()
    block: Block | None = None

    @property
    def ratio(self) -> str:
        """The one kind of ratio that has been named, '' where there are several or none."""
        return next(iter(self.ratios)) if len(self.ratios) == 1 else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A series with the endpoint and statistic found for it."""

    series: Series
    endpoint: Endpoint
    statistic: str
    rule: str
    endpoints: tuple[Endpoint, ...] = ()
    flags: tuple[str, ...] = ()
    subgroup: str = ""


class Nothing(Enum):
    """What a reader says of a series that belongs to no outcome, whatever later readers know."""

    NOTHING = "nothing"


NOTHING: Final = Nothing.NOTHING
#: What a reader says of a series: its claim, that it has none, or None to leave it to the next.
Verdict = Claim | Nothing | None


@dataclass(frozen=True)
class Place:
    """One series of a sentence, the series beside it, and the claims made before it."""

    wording: Wording
    all_series: Sequence[Series]
    number: int
    claims: Sequence[Claim]
    context: Context

    @property
    def line(self) -> Line:
        """The sentence."""
        return self.wording.line

    @property
    def series(self) -> Series:
        """The series itself."""
        return self.all_series[self.number]

    @property
    def previous(self) -> Series | None:
        """The series before it, whether or not it was claimed."""
        return self.all_series[self.number - 1] if self.number else None

    @property
    def last(self) -> Claim | None:
        """The claim of the series right before; None where that has none."""
        last = self.claims[-1] if self.claims else None
        return last if last is not None and last.series is self.previous else None

    @property
    def last_amount(self) -> Claim | None:
        """The last claim of what is no ratio, wherever it stands."""
        return next((c for c in reversed(self.claims) if not c.series.is_ratio), None)

    @cached_property
    def start(self) -> int:
        """From where the words before the series are its own.

        A length of time on the way that is no value of anything does not part them.
        """
        claimed = {id(claim.series) for claim in self.claims}
        for number in range(self.number - 1, -1, -1):
            series = self.all_series[number]
            passing = series.unit in TIMES and len(series.items) == 1 and id(series) not in claimed
            if not passing:
                return series.end
        return self.line.sentence.start

    @property
    def value_end(self) -> int:
        """The end of the last value of the series before: its arms may stand behind it."""
        last = self.previous
        return last.items[-1].value.end if last else self.line.sentence.start

    @property
    def stop(self) -> int:
        """Up to where the words after the series may be its own."""
        last = self.number + 1 == len(self.all_series)
        return self.line.sentence.end if last else self.all_series[self.number + 1].start

    @property
    def before(self) -> str:
        """The text between the series before, or the sentence's start, and the series."""
        start = self.previous.end if self.previous else self.line.sentence.start
        return self.line.view[start : self.series.start]


def endpoints_before(line: Line, series: Series) -> list[Endpoint]:
    """The endpoints that a sentence names before a series, but what it was adjusted for."""
    endpoints, ends = _not_adjusted_for(line)
    return endpoints[: bisect_right(ends, series.start)]


@once
def allowed_for_until(line: Line) -> int:
    """Where the list of what was allowed for ends that a sentence opens with, else its start."""
    opening = _ALLOWED_FOR_FIRST.match(line.view, line.sentence.start, line.sentence.end)
    return opening.end() if opening is not None else line.sentence.start


@once
def _not_adjusted_for(line: Line) -> tuple[list[Endpoint], list[int]]:
    """The endpoints of a sentence but what it was adjusted for, and where each ends."""
    endpoints = [
        m
        for m in line.of(Endpoint)
        if not _ADJUSTED.search(line.view, max(line.sentence.start, m.start - 50), m.start)
    ]
    return endpoints, [m.end for m in endpoints]


def mention_behind(line: Line, end: int) -> Mention | None:
    """The first mention at or behind a place."""
    return next(iter(line.after(end)), None)


def endpoint_behind(line: Line, end: int) -> Endpoint | None:
    """The first endpoint at or behind a place."""
    return next((m for m in line.of(Endpoint) if m.start >= end), None)


def shape_between(line: Line, start: int, end: int) -> str:
    """The text of a stretch with every arm, interval, count, time and p as one sign."""
    parts, at = [], start
    for mention in line.within(start, end):
        if not isinstance(mention, Endpoint | Statistic | Grade | Subgroup):
            parts.append(line.view[at : mention.start])
            parts.append("\u00a7")
            at = mention.end
    parts.append(line.view[at:end])
    return "".join(parts)


def has_time_between(line: Line, left: Series, right: Series) -> bool:
    """Whether a time point stands between two series."""
    return any(left.end <= m.start and m.end <= right.start for m in line.of(Time))


def is_depth(line: Line, endpoint: Endpoint) -> bool:
    """Whether a response is one that patients are in, no rate (`40% in complete response`)."""
    named = line.view[endpoint.start : endpoint.end]
    deep = endpoint.kind == "response" and endpoint.id != "ORR"
    return deep and not named.endswith(("rate", "rates", "responders"))

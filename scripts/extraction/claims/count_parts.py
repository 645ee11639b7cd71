"""The parts of a count that was told before: `31 deaths (19 with A and 12 with B)`.

That they add up to the whole shows that they are its parts, whatever stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.claims.count_series import count_series, side_by_side
from extraction.claims.count_sides import HEAD, IN, PAIR, PEOPLE
from extraction.claims.place import Claim
from extraction.clauses.shape import Shape
from extraction.text.abbreviations import spelled_out
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import Worded

_PARTS = Worded(rf"(?<![\w#/-]){PAIR}")
# `two each in A and B`, `seven in each group`.
_EACH = Worded(
    rf"#(?:\s{PEOPLE})?\s(?:each\s(?:{IN})\s(?:the\s)?\u00a7{HEAD}\s(?:and|or)\s(?:the\s)?\u00a7|{IN}\s\u00a7)"
)
_REACH = 160
_DEATHS = re.compile(r"^OS$|^other:(?:death|mortality)$|\bdeaths?$")


def parts_of_counts(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Counts of several arms that make up a count or a share's events without an arm."""
    wholes = [claim for claim in claims if _is_whole(claim)]
    for match in _PARTS.of(shape.line.words).finditer(shape.text) if wholes else ():
        series = side_by_side(shape, match.start(), match.end(), "patients")
        if series is None:
            continue
        total = sum(item.value.events or 0 for item in series.items)
        near = [
            claim
            for claim in wholes
            if claim.series.items[0].value.events == total
            and 0 <= series.start - claim.series.items[0].value.end < _REACH
        ]
        if near:
            yield Claim(series, near[-1].endpoint, "count", "counted parts")
    for match in _EACH.of(shape.line.words).finditer(shape.text) if wholes else ():
        yield from _each(shape, match, wholes)


def _each(shape: Shape, match: re.Match[str], wholes: Sequence[Claim]) -> Iterator[Claim]:
    """The same count of several arms, which together make up the whole."""
    series = count_series(shape, match.start(), match.start() + 1, "patients", counted=True)
    arms = [m for _, m in shape.signs(match.start(), match.end()) if isinstance(m, ArmMention)]
    labels = tuple(dict.fromkeys(label for arm in arms for label in arm.labels))
    if series is None or len(labels) < 2:
        return
    total = (series.items[0].value.events or 0) * len(labels)
    for claim in wholes:
        value = claim.series.items[0].value
        if value.events == total and 0 <= series.start - value.end < _REACH:
            series.items[0].arms_after = [replace(arms[0], labels=labels)]
            yield Claim(series, claim.endpoint, "count", "counted parts")
            return


# `102 from breast cancer`, `nine of other causes`.
_OF_CAUSE = re.compile(
    r"(?<![\w#/-])#(?:\s(?:deaths?|patients?|women|were|was))*\s"
    r"(?:from|of|due to|because of|owing to|"
    r"caused by|attributed to|attributable to)\s(?:the\s|an?\s)?"
    r"(?P<cause>(?!(?:them|whom|these|those|which|all|our)\b)[^#;,.()\u00a7~]{3,50}?)"
    r"(?=\s?[;,.)]|\s(?:and|but|while|in|with|during)\b)"
)


def deaths_by_cause(shape: Shape, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The causes of the deaths told before (`256 deaths (102 from breast cancer, ...)`)."""
    wholes = [c for c in claims if len(c.series.items) == 1 and _DEATHS.search(c.endpoint.id)]
    if not wholes:
        return
    last = wholes[0].series.items[0].value
    left = last.events or 0
    for match in _OF_CAUSE.finditer(shape.text):
        series = count_series(shape, match.start(), match.start() + 1, "patients")
        number = series.items[0].value.events or 0 if series else 0
        if series is None or series.start <= last.end or number > left:
            continue
        left -= number
        start, end = shape.place(match.start("cause")), shape.end(match.end("cause"))
        cause = spelled_out(shape.line.view, shape.line.view[start:end])
        name = f"other:death from {cause}"
        yield Claim(
            series, Endpoint(start=start, end=end, id=name, kind="event"), "count", "counted parts"
        )


def _is_whole(claim: Claim) -> bool:
    item = claim.series.items[0]
    lone = len(claim.series.items) == 1 and not (item.arms_before or item.arms_after)
    return lone and (item.value.events or 0) > 1

"""A record as the grammar reads it: each sentence with its mentions, and what was made of them.

Made for the person who improves the grammar: where a result is missing or wrong, the mentions tell
which step went astray.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from extraction.finding import Finding
from extraction.mentions.lines import Line
from extraction.reader import Reading
from extraction.repeats import Kept
from extraction.stance import reports_results
from extraction.tokens import Mention

_PLACES = frozenset({"start", "end", "at"})


def show(title: str, reading: Reading, kept: Iterable[Kept]) -> str:
    """The whole record as text."""
    parts = [title, "", "Arms"]
    for arm in reading.arms.arms:
        size = f", n = {arm.n}" if arm.n else ""
        drugs = arm.regimen or "+".join(arm.drugs) or "no known drug"
        parts.append(f"  {' = '.join(arm.names)}{size} ({drugs})")
    if not reading.arms.arms:
        parts.append("  none told")
    findings = list(kept)
    for line, counts in zip(reading.lines, reports_results(reading.lines), strict=True):
        parts += ["", *_line(reading, line, counts, findings)]
    return "\n".join(parts) + "\n"


def _line(reading: Reading, line: Line, counts: bool, kept: Iterable[Kept]) -> Iterable[str]:
    sentence = line.sentence
    label = f"[{sentence.label}] " if sentence.label else ""
    yield f"{label}{_marked(reading.text, line)}"
    cues = ", ".join(f"{cue.id} ({reading.text[cue.start : cue.end]})" for cue in line.cues)
    if cues:
        yield f"  cues: {cues}"
    if line.mentions and not counts:
        yield "  not read: background, methods or design"
    for mention in line.mentions:
        yield f"  {mention.start:>6}-{mention.end:<6} {_told(mention)}"
    for one in kept:
        if sentence.start <= one.finding.start < sentence.end:
            yield f"  => {_result(one.finding)}"


def _marked(text: str, line: Line) -> str:
    """The sentence with each mention in double angle brackets."""
    parts, at = [], line.sentence.start
    for mention in line.mentions:
        if mention.start >= at:
            parts += [text[at : mention.start], "<<", text[mention.start : mention.end], ">>"]
            at = mention.end
    parts.append(text[at : line.sentence.end])
    return "".join(parts).replace("\n", " ")


def _told(mention: Mention) -> str:
    fields = {
        field.name: getattr(mention, field.name)
        for field in dataclasses.fields(mention)
        if field.name not in _PLACES
    }
    told = ", ".join(
        f"{name}={value!r}" for name, value in fields.items() if value not in ("", None)
    )
    return f"{type(mention).__name__}: {told}"


def _result(finding: Finding) -> str:
    value = "not reached" if finding.value.not_reached else f"{finding.value.number:g}"
    parts = [
        f"{finding.endpoint} {finding.statistic} {finding.value.operator}{value} {finding.unit}"
    ]
    if finding.arm:
        parts.append(
            f"arm {finding.arm}" + (f" over {finding.comparator}" if finding.comparator else "")
        )
    if finding.months is not None:
        parts.append(f"at {finding.months:g} months")
    if finding.interval:
        parts.append(f"interval {finding.interval.lower} to {finding.interval.upper}")
    if finding.p:
        parts.append(f"p {finding.p[0]} {finding.p[1]:g}")
    if finding.subgroup:
        parts.append(f"in {finding.subgroup}")
    if finding.flags:
        parts.append(f"flags {' '.join(finding.flags)}")
    return "; ".join([*parts, f"rule {finding.rule}"])

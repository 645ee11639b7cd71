"""Judge one record: a verdict with its quote for every criterion, a decision, and themes."""

from __future__ import annotations

from dataclasses import dataclass

from review.errors import ReviewError
from review.records import Record
from screening.criteria import Criteria, Criterion
from screening.reading import Reading, Span

NOTHING_FOUND = "nothing found in title, abstract, MeSH"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one record stands to one criterion; `span` is None where nothing was found."""

    criterion: str
    verdict: str
    because: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules make of one record, before any human has a say.

    `reason` is the first failing criterion, '' unless the decision is exclude. `themes` holds
    each theme's id with the quotes that tag the record with it.
    """

    pmid: str
    decision: str
    reason: str
    verdicts: tuple[Verdict, ...]
    secondary: bool
    themes: tuple[tuple[str, tuple[Span, ...]], ...]

    @property
    def failed(self) -> list[str]:
        """Ids of the criteria the record fails, in the stated order."""
        return [v.criterion for v in self.verdicts if v.verdict == "failed"]

    @property
    def unclear(self) -> list[str]:
        """Ids of the criteria left unclear, in the stated order."""
        return [v.criterion for v in self.verdicts if v.verdict == "unclear"]


def judge(record: Record, criteria: Criteria) -> Judgement:
    """Apply the criteria to one record.

    Raises ReviewError should a quote not be the record's own words at its offsets.
    """
    reading = Reading(record, criteria.lexicon)
    verdicts = tuple(_verdict(reading, criterion) for criterion in criteria.criteria)
    failed = [verdict.criterion for verdict in verdicts if verdict.verdict == "failed"]
    if failed:
        decision = "exclude"
    elif any(verdict.verdict == "unclear" for verdict in verdicts):
        decision = "unclear"
    else:
        decision = "include"
    judgement = Judgement(
        pmid=record.pmid,
        decision=decision,
        reason=failed[0] if failed else "",
        verdicts=verdicts,
        secondary=any(rule.check(reading) is not None for rule in criteria.secondary),
        themes=tuple(_themes(reading, criteria)),
    )
    for span in (verdict.span for verdict in verdicts):
        _assert_verbatim(record, span)
    for _, spans in judgement.themes:
        for span in spans:
            _assert_verbatim(record, span)
    return judgement


def _verdict(reading: Reading, criterion: Criterion) -> Verdict:
    present = reading.present
    for rule in criterion.rules:
        for need in rule.needs:
            if need.isdisjoint(present):  # most rules, most of the time
                break
        else:
            evidence = rule.when.check(reading)
            if evidence is not None:
                span = evidence[0] if evidence else None
                return Verdict(criterion.id, rule.verdict, rule.because, span)
    return Verdict(criterion.id, criterion.otherwise.verdict, criterion.otherwise.because, None)


def _themes(reading: Reading, criteria: Criteria) -> list[tuple[str, tuple[Span, ...]]]:
    if criteria.theme_scope and criteria.theme_scope.check(reading) is None:
        return []
    reading.read_closely()
    tagged = []
    for theme in criteria.themes:
        spans: list[Span] = []
        for condition in theme.rules:
            for span in condition.check(reading) or ():
                if span not in spans:
                    spans.append(span)
        if spans:
            tagged.append((theme.id, tuple(spans)))
    return tagged


def _assert_verbatim(record: Record, span: Span | None) -> None:
    if span is None:
        return
    if span.field in ("title", "abstract"):
        holds = getattr(record, span.field)[span.start : span.end] == span.quote
    elif span.field == "sections":
        holds = any(span.quote in (part.label, part.category) for part in record.sections)
    elif span.field == "mesh":
        holds = any(heading.heading == span.quote for heading in record.mesh)
    else:
        value = getattr(record, span.field)
        holds = span.quote in (value if isinstance(value, str) else " | ".join(value))
    if not holds:
        raise ReviewError(
            f"the quote is not in the record's {span.field} at {span.start}",
            where=f"PMID {record.pmid}",
            value=span.quote,
        )

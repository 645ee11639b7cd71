"""Judgements as rows of the screening tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from screening.humans import Standing
from screening.reading import Span
from screening.verdicts import NOTHING_FOUND, Judgement

Row = dict[str, Any]


def decision_row(judgement: Judgement, text_sha256: str, human: Standing | None) -> Row:
    """The row of decisions.csv: what stands, and what the rules said where a human overrode it."""
    return {
        "pmid": judgement.pmid,
        "decision": human.decision if human else judgement.decision,
        "reason": human.reason if human else judgement.reason,
        "decided_by": "human" if human else "rules",
        "theme": [theme for theme, _ in judgement.themes],
        "text_sha256": text_sha256,
        "secondary": judgement.secondary,
        "failed": judgement.failed,
        "unclear": judgement.unclear,
        "rules_decision": judgement.decision,
        "rules_reason": judgement.reason,
        "reviewers": list(human.reviewers) if human else [],
        "human_state": human.state if human else None,
        "note": human.note if human else None,
    }


def evidence_rows(judgement: Judgement) -> Iterator[Row]:
    """The rows of evidence.csv for one record: one per criterion."""
    for verdict in judgement.verdicts:
        row = {
            "pmid": judgement.pmid,
            "criterion": verdict.criterion,
            "verdict": verdict.verdict,
            "because": verdict.because,
        }
        if verdict.span is None:
            yield {**row, "quote": NOTHING_FOUND}
        else:
            yield {**row, **_quoted(verdict.span)}


def theme_rows(judgement: Judgement) -> Iterator[Row]:
    """The rows of themes.csv for one record: one per theme and quote."""
    for theme, spans in judgement.themes:
        for span in spans:
            yield {"pmid": judgement.pmid, "theme": theme, **_quoted(span)}


def _quoted(span: Span) -> Row:
    return {"field": span.field, "start": span.start, "end": span.end, "quote": span.quote}

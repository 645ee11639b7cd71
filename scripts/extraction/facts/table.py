"""Facts as rows of characteristics.csv; every quote is checked against its text."""

from __future__ import annotations

from typing import Any

from extraction.facts.fact import Fact
from review.errors import ReviewError
from review.records import Record


def fact_row(record: Record, study_id: str, fact: Fact) -> dict[str, Any]:
    """A row of characteristics.csv.

    Raises ReviewError where a fact's place is not in its text: a fault of the program.
    """
    placed = fact.field in ("title", "abstract")
    text = {"title": record.title, "abstract": record.abstract}.get(fact.field, "")
    if placed and not 0 <= fact.start < fact.end <= len(text):
        raise ReviewError(
            "a fact points outside its text",
            where=f"record {record.pmid}",
            value=f"{fact.characteristic} at {fact.start}-{fact.end}",
        )
    return {
        "pmid": record.pmid,
        "study_id": study_id,
        "characteristic": fact.characteristic,
        "value": fact.value,
        "unit": fact.unit,
        "arm": fact.arm,
        "field": fact.field,
        "quote": text[fact.start : fact.end] if placed else fact.quote,
        "start": fact.start if placed else None,
        "end": fact.end if placed else None,
        "rule": fact.rule,
    }

"""Tables as the workflow writes them, made from a short description of invented trials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from review.records import Record
from review.tables import columns
from synthesis.comparisons import Comparison, Rules, load_comparisons
from synthesis.evidence import Evidence, gather
from synthesis.results import Result, compare

FIXTURES = Path(__file__).parents[2] / "fixtures" / "synthesis"


@dataclass
class Review:
    rules: Rules
    comparisons: list[Comparison]
    outcomes: list[dict[str, Any]]
    evidence: Evidence
    results: dict[tuple[str, str], Result]


def outcome_row(pmid: str, study: str, given: dict[str, Any]) -> dict[str, Any]:
    lower, upper, level = given.get("interval", (None, None, None))
    sign, p = given.get("p", (None, None))
    events, total = given.get("events", (None, None))
    percent = given["statistic"] in ("proportion", "rate_at")
    units = {"median": "months", "incidence_rate": "per 100 patient-years"}
    unit = "%" if percent else units.get(given["statistic"], "ratio")
    row: dict[str, Any] = dict.fromkeys(columns("outcomes"))
    row |= {
        "outcome_id": given["id"],
        "pmid": pmid,
        "study_id": study,
        "unit": given.get("unit", unit),
        "ci_lower": lower,
        "ci_upper": upper,
        "ci_level": level,
        "p_operator": sign,
        "p_value": p,
        "events": events,
        "total": total,
        "flags": given.get("flags", []),
        "value_months": given.get("value") if given["statistic"] == "median" else None,
    }
    names = ("endpoint", "statistic", "arm", "comparator", "value", "subgroup",
             "timepoint_months", "start", "end")  # fmt: skip
    return row | {name: given[name] for name in names if name in given}


@pytest.fixture
def reports() -> list[dict[str, Any]]:
    text = (FIXTURES / "invented-trials.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["reports"]
    return found


@pytest.fixture
def review_of() -> Callable[..., Review]:
    def build(reports: list[dict[str, Any]], **rules: Any) -> Review:
        loaded, comparisons = load_comparisons(FIXTURES / "invented-comparisons.yaml")
        loaded = Rules(**{**{n: getattr(loaded, n) for n in loaded.__slots__}, **rules})
        outcomes = [
            outcome_row(r["pmid"], r["study"], row) for r in reports for row in r["outcomes"]
        ]
        evidence = gather(
            [
                Record(
                    pmid=r["pmid"],
                    year=r["year"],
                    pub_date=str(r["year"]),
                    authors=("Author A",),
                    status=r.get("status", "current"),
                    abstract=r.get("abstract", ""),
                )
                for r in reports
            ],
            [
                {
                    "study_id": r["study"],
                    "pmid": r["pmid"],
                    "registry_ids": [],
                    "trial_name": r.get("trial"),
                }
                for r in reports
            ],
            [
                {
                    "pmid": r["pmid"],
                    "decision": r.get("decision", "include"),
                    "secondary": r.get("secondary", False),
                    "unclear": [],
                }
                for r in reports
            ],
            [
                {"pmid": r["pmid"], "characteristic": name, "value": value}
                for r in reports
                for name, values in r["facts"].items()
                for value in values
            ],
            [{"pmid": r["pmid"], "n": None, "regimen": None, **arm}
             for r in reports for arm in r["arms"]],
            loaded.not_drugs,
        )  # fmt: skip
        results = compare(comparisons, outcomes, evidence, loaded)
        by_key = {(x.comparison.id, x.endpoint.id): x for x in results}
        return Review(loaded, comparisons, outcomes, evidence, by_key)

    return build

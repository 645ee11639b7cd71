"""The claims file: what the seed review says, and the tests that can decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.errors import ReviewError
from review.schema import nearest
from synthesis.comparisons import Comparison, Endpoint, load_list
from synthesis.effects import RATIOS, NoEffect, on_pooling_scale


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the seed review with its tests as the claims file gives them."""

    id: str
    statement: str
    place: str
    theme: str
    tests: tuple[Mapping[str, Any], ...]


def load_claims(
    path: str | Path | None, comparisons: Sequence[Comparison]
) -> tuple[int | None, list[Claim]]:
    """Read a claims file; without one there are no claims.

    Raises ReviewError for a file that holds no claim, an id used twice, and a test that the
    ``comparisons`` cannot decide: of one that is not among them, of an endpoint it does not
    have, or with a threshold its statistic cannot take.
    """
    if path is None:
        return None, []
    document = load_list(path, "claims")
    known = {comparison.id: comparison for comparison in comparisons}
    claims = [
        Claim(
            entry["id"],
            entry["statement"],
            entry["place"],
            entry.get("theme", ""),
            tuple(entry["tests"]),
        )
        for entry in document["claims"]
    ]
    ids = [claim.id for claim in claims]
    for claim in claims:
        if ids.count(claim.id) > 1:
            raise ReviewError(
                "two claims have the same id", where=str(path), value=claim.id,
                fix="Give each claim an id of its own.",
            )  # fmt: skip
        for test in claim.tests:
            _check(test, known, f"{path}, claim '{claim.id}'")
    return document.get("year"), claims


def _check(test: Mapping[str, Any], known: Mapping[str, Comparison], where: str) -> None:
    if test["kind"] == "not_testable":
        return
    comparison = known.get(test["comparison"])
    if comparison is None:
        raise ReviewError(
            "tests a comparison that is not in the comparisons file",
            where=where,
            value=test["comparison"],
            fix=nearest(test["comparison"], known),
        )
    if test["kind"] == "medians":
        if comparison.control is None:
            raise ReviewError(
                "compares the medians of a comparison that has no control",
                where=where,
                value=comparison.id,
                fix="Name a comparison of two sides.",
            )
        return
    endpoints = {endpoint.id: endpoint for endpoint in comparison.endpoints}
    if test["endpoint"] not in endpoints:
        raise ReviewError(
            f"tests an endpoint that comparison '{comparison.id}' does not have",
            where=where,
            value=test["endpoint"],
            fix=nearest(test["endpoint"], endpoints),
        )
    _check_threshold(test, endpoints[test["endpoint"]], where)


def _check_threshold(test: Mapping[str, Any], endpoint: Endpoint, where: str) -> None:
    single = endpoint.statistic not in RATIOS
    if single and test["kind"] == "open_question":
        raise ReviewError(
            f"asks whether a {endpoint.statistic} is open, which has no side of no effect",
            where=where,
            value=endpoint.id,
            fix="Test an endpoint with a ratio, or use the kind estimate with a threshold.",
        )
    if single and "threshold" not in test:
        raise ReviewError(
            f"gives no threshold for a {endpoint.statistic}",
            where=where,
            value=endpoint.id,
            fix="Add threshold: a share between 0 and 1, or a rate above 0.",
        )
    try:
        on_pooling_scale(test.get("threshold", 1.0), endpoint.statistic)
    except NoEffect as error:
        raise ReviewError(
            f"has a threshold that no {endpoint.statistic} can be held against: {error}",
            where=where,
            value=test["threshold"],
            fix="Ratios and rates take a number above 0, proportions one between 0 and 1.",
        ) from error

"""The numerics agree with R's metafor: see tests/fixtures/synthesis/metafor/reference.R."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from synthesis.effects import (
    Effect,
    NoEffect,
    from_interval,
    from_person_time,
    from_proportion,
    from_table,
    ratio_of,
)
from synthesis.model import pool, small_study_p

FOLDER = Path(__file__).parents[2] / "fixtures" / "synthesis" / "metafor"


def rows_of(name: str) -> list[dict[str, str]]:
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def effects_of(name: str, kind: str) -> list[Effect]:
    effects = []
    for row in rows_of(name):
        cell = {key: float(value) for key, value in row.items()}
        try:
            if kind in ("odds_ratio", "risk_ratio"):
                found = from_table(cell["e1"], cell["n1"], cell["e0"], cell["n0"], kind)
            elif kind == "proportion":
                found = from_proportion(cell["e"], cell["n"])
            elif kind == "incidence_rate":
                found = from_person_time(cell["e"], cell["t"])
            elif kind == "rate_ratio":
                found = ratio_of(
                    from_person_time(cell["e1"], cell["t1"]),
                    from_person_time(cell["e0"], cell["t0"]),
                )
            else:
                found = from_interval(
                    cell["value"], cell["lower"], cell["upper"], cell["level"], "hazard_ratio"
                )
        except NoEffect:
            continue
        effects.append(found)
    return effects


EXPECTED = {row["name"]: row for row in rows_of("expected")}
DATASETS = rows_of("datasets")


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda row: row["name"])
def test_every_figure_agrees_to_five_digits(dataset: dict[str, str]) -> None:
    expected = EXPECTED[dataset["name"]]
    effects = effects_of(dataset["name"], dataset["kind"])
    yi, se = [e.yi for e in effects], [e.se for e in effects]
    result = pool(yi, se, level=float(dataset["level"]), prediction_from=2)
    assert result.k == int(expected["k"])
    assert yi[0] == pytest.approx(float(expected["first_yi"]), rel=1e-12)
    assert se[-1] ** 2 == pytest.approx(float(expected["last_vi"]), rel=1e-12)
    for name in expected:
        if name in ("name", "k", "first_yi", "last_vi", "small_study_p"):
            continue
        got = getattr(result, name)
        # metafor's own root-finding leaves tau2 within 1e-12 of the optimum, not at zero.
        assert got == pytest.approx(float(expected[name]), rel=1e-5, abs=1e-10), name
    if expected["small_study_p"] != "NA":
        assert small_study_p(yi, se) == pytest.approx(float(expected["small_study_p"]), rel=1e-5)


def test_leaving_out_each_study_in_turn_agrees_too() -> None:
    rows = rows_of("leave-one-out")
    assert len(rows) > 150
    for dataset in DATASETS:
        effects = effects_of(dataset["name"], dataset["kind"])
        for row in (row for row in rows if row["name"] == dataset["name"]):
            rest = [e for i, e in enumerate(effects, start=1) if i != int(row["left"])]
            result = pool([e.yi for e in rest], [e.se for e in rest], level=float(dataset["level"]))
            for name in ("estimate", "ci_lower", "ci_upper", "tau2", "i2"):
                expected = pytest.approx(float(row[name]), rel=1e-5, abs=1e-8)
                assert getattr(result, name) == expected, (row["name"], row["left"], name)


def test_at_least_twelve_data_sets_and_the_edge_cases_are_covered() -> None:
    assert len(DATASETS) >= 12
    assert any(float(row["tau2"]) == 0 for row in EXPECTED.values())
    two = [row for row in EXPECTED.values() if int(row["k"]) == 2]
    assert {float(row["tau2"]) > 0 for row in two} == {True, False}
    assert any(float(row["i2"]) > 99 for row in EXPECTED.values())
    assert {row["kind"] for row in DATASETS} >= {"proportion", "incidence_rate", "rate_ratio"}
    assert all(math.isfinite(float(row["estimate"])) for row in EXPECTED.values())

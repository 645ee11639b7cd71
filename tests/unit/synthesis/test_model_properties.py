"""What must hold of a meta-analysis whatever the studies."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthesis.effects import NoEffect, from_interval, from_table
from synthesis.model import pool

STUDIES = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.02, 2)), min_size=2, max_size=12)
CLOSE = {"rel": 1e-6, "abs": 1e-8}


@settings(max_examples=60, deadline=None)
@given(STUDIES)
def test_turning_every_study_round_turns_the_result_round(studies) -> None:
    one = pool([y for y, _ in studies], [se for _, se in studies])
    other = pool([-y for y, _ in studies], [se for _, se in studies])
    assert other.estimate == pytest.approx(-one.estimate, **CLOSE)
    assert other.ci_lower == pytest.approx(-one.ci_upper, **CLOSE)
    assert other.tau2 == pytest.approx(one.tau2, **CLOSE)


@settings(max_examples=60, deadline=None)
@given(STUDIES)
def test_the_order_of_the_studies_does_not_matter(studies) -> None:
    one = pool([y for y, _ in studies], [se for _, se in studies])
    other = pool([y for y, _ in studies[::-1]], [se for _, se in studies[::-1]])
    assert other.estimate == pytest.approx(one.estimate, **CLOSE)
    assert other.weights == pytest.approx(one.weights[::-1], rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(STUDIES)
def test_intervals_hold_the_estimate_and_are_never_narrower_than_the_ordinary_one(studies) -> None:
    y, se = [y for y, _ in studies], [se for _, se in studies]
    result = pool(y, se, prediction_from=2)
    assert min(y) - 1e-9 <= result.estimate <= max(y) + 1e-9
    assert result.ci_lower < result.estimate < result.ci_upper
    ordinary = 1.959964 / math.sqrt(sum(1 / (error**2 + result.tau2) for error in se))
    assert result.ci_upper - result.estimate >= ordinary * (1 - 1e-9)
    assert result.prediction_lower is not None and result.prediction_upper is not None
    assert result.prediction_lower <= result.ci_lower + 1e-9
    assert result.prediction_upper >= result.ci_upper - 1e-9
    assert sum(result.weights) == pytest.approx(100)
    assert 0 <= result.i2 <= 100 and result.tau2 >= 0


COUNTS = st.integers(0, 60)


@given(COUNTS, st.integers(1, 60), COUNTS, st.integers(1, 60), st.sampled_from(["odds_ratio"]))
def test_the_odds_of_not_having_the_event_are_the_odds_turned_round(e1, n1, e0, n0, kind) -> None:
    if e1 > n1 or e0 > n0 or (e1 == e0 == 0) or (e1 == n1 and e0 == n0):
        with pytest.raises(NoEffect):
            from_table(e1, n1, e0, n0, kind)
        return
    had = from_table(e1, n1, e0, n0, kind)
    had_not = from_table(n1 - e1, n1, n0 - e0, n0, kind)
    assert had_not.yi == pytest.approx(-had.yi)
    assert had_not.se == pytest.approx(had.se)
    swapped = from_table(e0, n0, e1, n1, kind)
    assert swapped.yi == pytest.approx(-had.yi)


@given(st.floats(0.1, 10), st.floats(1.01, 8), st.sampled_from([80.0, 90.0, 95.0, 99.0]))
def test_a_ratio_and_its_inverse_are_one_effect(value, spread, level) -> None:
    printed = from_interval(value, value / spread, value * spread, level, "hazard_ratio")
    inverse = from_interval(1 / value, 1 / (value * spread), spread / value, level, "hazard_ratio")
    assert inverse.flipped().yi == pytest.approx(printed.yi, abs=1e-9)
    assert inverse.se == pytest.approx(printed.se)

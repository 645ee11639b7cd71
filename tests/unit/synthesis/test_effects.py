from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.effects import (
    NoEffect,
    from_interval,
    from_p,
    from_person_time,
    from_proportion,
    from_table,
    interval,
    on_natural_scale,
    on_pooling_scale,
)
from synthesis.model import pool

ratios = st.floats(0.05, 20)
widths = st.floats(1.02, 8)
levels = st.sampled_from([80.0, 90.0, 95.0, 95.4, 98.5, 99.0])


@given(ratios, widths, levels)
def test_an_interval_at_its_own_level_comes_back(value: float, width: float, level: float) -> None:
    effect = from_interval(value, value / width, value * width, level, "hazard_ratio")
    lower, upper = interval(effect, "hazard_ratio", level)
    assert lower == pytest.approx(value / width)
    assert upper == pytest.approx(value * width)


@given(ratios, widths, levels)
def test_turning_a_ratio_twice_changes_nothing(value: float, width: float, level: float) -> None:
    effect = from_interval(value, value / width, value * width, level, "hazard_ratio")
    turned = from_interval(1 / value, 1 / value / width, 1 / value * width, level, "hazard_ratio")
    assert effect.flipped().yi == pytest.approx(turned.yi)
    assert effect.se == pytest.approx(turned.se)
    assert effect.flipped().flipped() == effect


@given(st.floats(0.001, 0.999))
def test_proportions_survive_the_logit(value: float) -> None:
    assert on_natural_scale(on_pooling_scale(value, "proportion"), "proportion") == pytest.approx(
        value
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: from_interval(0.9, 0.2, 0.8, 95, "hazard_ratio"), "not lie inside"),
        (lambda: from_interval(0.5, 0.8, 0.2, 95, "hazard_ratio"), "not lie inside"),
        (lambda: from_interval(0.05, 0.0, 0.4, 95, "hazard_ratio"), "no logarithm"),
        (lambda: from_interval(0.5, 0.4, 0.6, 100, "hazard_ratio"), "level"),
        (lambda: from_interval(1.0, 0.5, 1.0, 95, "proportion"), "no logit"),
        (lambda: from_p(1.0, 0.5, "hazard_ratio"), "p-value"),
        (lambda: from_p(0.7, 0.0, "hazard_ratio"), "p-value"),
        (lambda: from_table(0, 20, 0, 20, "odds_ratio"), "neither arm"),
        (lambda: from_table(20, 20, 30, 30, "risk_ratio"), "everyone"),
        (lambda: from_table(21, 20, 1, 30, "risk_ratio"), "not a count"),
        (lambda: from_proportion(5, 0), "not a count"),
        (lambda: from_person_time(3, 0), "person-time"),
    ],
)
def test_figures_that_give_no_effect_say_why(make, said: str) -> None:
    with pytest.raises(NoEffect) as caught:
        make()
    assert said in str(caught.value)


def test_one_sided_p_is_doubled_in_effect() -> None:
    one, two = from_p(0.7, 0.01, "hazard_ratio", one_sided=True), from_p(0.7, 0.02, "hazard_ratio")
    assert one.se == pytest.approx(two.se)


studies = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=12)


@given(studies, st.floats(-2, 2))
def test_pooling_shifts_with_its_studies(given_studies, shift: float) -> None:
    y, se = [s[0] for s in given_studies], [s[1] for s in given_studies]
    here, there = pool(y, se), pool([v + shift for v in y], se)
    assert there.estimate == pytest.approx(here.estimate + shift, abs=1e-6)
    assert there.tau2 == pytest.approx(here.tau2, abs=1e-6)


@given(studies)
def test_pooled_results_keep_their_bounds(given_studies) -> None:
    y, se = [s[0] for s in given_studies], [s[1] for s in given_studies]
    result = pool(y, se, prediction_from=2)
    assert min(y) - 1e-9 <= result.estimate <= max(y) + 1e-9
    assert result.ci_lower <= result.estimate <= result.ci_upper
    assert result.prediction_lower <= result.ci_lower + 1e-12
    assert result.tau2 >= 0 and 0 <= result.i2 <= 100
    assert sum(result.weights) == pytest.approx(100)
    # The guard: never narrower than the ordinary random-effects standard error.
    ordinary = math.sqrt(1 / sum(1 / (s**2 + result.tau2) for s in se))
    assert result.se >= ordinary * (1 - 1e-9)


@pytest.mark.parametrize(
    ("y", "se"),
    [([0.1], [0.2]), ([0.1, 0.2], [0.2]), ([0.1, math.nan], [0.2, 0.2]), ([1, 2], [0, 1])],
)
def test_what_cannot_be_pooled_is_refused(y: list[float], se: list[float]) -> None:
    with pytest.raises(ValueError, match="effects"):
        pool(y, se)

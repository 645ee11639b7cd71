"""Figures are deterministic, accessible SVG with text as text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from reporting.figures import (
    evidence_map,
    follow_up_timeline,
    forest_description,
    forest_plot,
    median_plot,
)
from reporting.figures.overview import _stacked
from reporting.figures.scale import ticks
from synthesis.tables import estimate_rows, pooled_row

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[3]

POINTS = [
    {"theme": "Maintenance <after> transplantation", "year": 2012, "patients": 460, "label": "A"},
    {"theme": "Maintenance <after> transplantation", "year": 2012, "patients": None, "label": "B"},
    {"theme": "Relapsed disease", "year": 2007, "patients": 351, "label": "C"},
]
FOLLOW_UP = [
    {"label": "A", "year": 2012, "follow_up_months": 34.0},
    {"label": "A", "year": 2017, "follow_up_months": 91.0},
    {"label": "B", "year": 2010, "follow_up_months": None},
    {"label": "C", "year": 2009, "follow_up_months": 48.0},
]
MEDIANS = [
    {"label": "A", "arm": "Rd", "group": "relapsed", "median_months": 11.3, "n": 176},
    {"label": "A", "arm": "dex", "group": "relapsed", "median_months": 4.7, "n": None},
    {"label": "B", "arm": "Rd", "group": "new", "median_months": 25.5, "n": 535},
]


def parsed(svg: bytes) -> Any:
    return etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))


def all_figures(forest: tuple[Any, Any]) -> list[bytes]:
    return [
        forest_plot(*forest),
        evidence_map(POINTS),
        follow_up_timeline(FOLLOW_UP),
        median_plot(MEDIANS, "PFS"),
    ]


@pytest.fixture
def forest(review_of, reports) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    result = review_of(reports).results["adding_alpha", "OS"]
    return estimate_rows(result), pooled_row(result)


def test_each_figure_has_a_title_a_description_and_ids_of_its_own(forest) -> None:
    seen: set[str] = set()
    for svg in all_figures(forest):
        root = parsed(svg)
        assert root.get("role") == "img"
        names = root.get("aria-labelledby").split()
        assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == names
        assert all(root.find(f"{SVG}{tag}").text.strip() for tag in ("title", "desc"))
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert not seen & set(ids)
        seen |= set(ids)
        links = [v[1:] for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
        assert set(links) <= set(ids)


def test_text_stays_text_and_nothing_points_outside(forest) -> None:
    for svg in all_figures(forest):
        text = svg.decode("utf-8")
        assert "<text" in text
        assert "http" not in text.replace("http://www.w3.org/", "")
        assert "<script" not in text and "<metadata" not in text and "Date" not in text
        assert "currentColor" in text


def test_a_forest_plot_shows_every_study_and_the_pooled_result(forest) -> None:
    estimates, pooled = forest
    words = " ".join(parsed(forest_plot(estimates, pooled)).itertext())
    for row in estimates:
        assert row["study_label"] in words
    shown = f"{pooled['estimate']:.2f} ({pooled['ci_lower']:.2f} to {pooled['ci_upper']:.2f})"
    assert shown in words
    assert shown in forest_description(estimates, pooled)
    assert "Prediction interval" in words and "I² =" in words


def test_studies_side_by_side_are_drawn_without_a_pooled_result(review_of, reports) -> None:
    result = review_of(reports, pool_from=9).results["adding_alpha", "OS"]
    words = " ".join(parsed(forest_plot(estimate_rows(result), pooled_row(result))).itertext())
    assert "Random effects" not in words
    assert "Not pooled" in words


def test_single_arms_are_drawn_in_per_cent(review_of, reports) -> None:
    result = review_of(reports).results["response_to_alpha", "ORR"]
    words = " ".join(parsed(forest_plot(estimate_rows(result), pooled_row(result))).itertext())
    assert "Per cent" in words and "favours" not in words


def test_hostile_labels_are_escaped(forest) -> None:
    estimates, pooled = forest
    estimates[0]["study_label"] = "<script>x</script>$\\frac{1}{2}$"
    svg = forest_plot(estimates, pooled)
    assert b"<script" not in svg
    assert any("<script>" in (element.text or "") for element in parsed(svg).iter())


@pytest.mark.parametrize(
    "draw", [evidence_map, follow_up_timeline, lambda rows: median_plot(rows, "PFS")]
)
def test_nothing_to_draw_is_refused(draw) -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        draw([])


def test_a_forest_of_no_study_is_refused(forest) -> None:
    with pytest.raises(ValueError, match="at least one"):
        forest_plot([], forest[1])


def test_the_same_rows_give_the_same_bytes_anywhere() -> None:
    program = (
        "import sys, hashlib; from reporting.figures import evidence_map;"
        f"print(hashlib.sha256(evidence_map({POINTS!r})).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT / "scripts",
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("low", "high"), [(0.9, 1.1), (0.1, 9.0), (0.02, 200.0), (0.5, 3.0), (0.13, 7.2)]
)
def test_an_axis_of_any_width_has_some_ticks_and_not_too_many(low: float, high: float) -> None:
    found = ticks(low, high)
    assert any(tick == pytest.approx(1) for tick in found)
    assert 3 <= len(found) <= 7
    assert all(low <= tick <= high for tick in found)


def test_marks_of_one_theme_and_year_keep_to_their_lane() -> None:
    rows = [
        {"theme": "A", "year": 2012, "patients": size, "label": str(size)}
        for size in (None, None, 5000, 3000, 1000, 800, 200, 40)
    ]
    marks = _stacked(rows, ["A", "B"], 5000)
    assert len(marks) == len(rows)
    assert all(0.5 < y < 1.5 for _, y, _ in marks)
    assert len({y for _, y, _ in marks}) == len(rows)

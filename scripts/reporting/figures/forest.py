"""Forest plots: each study's estimate and interval, the pooled result, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reporting.figures.scale import limits, ticks
from reporting.figures.svg import BLUE, INK, ORANGE, draw, shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = Mapping[str, Any]

MEASURES = {
    "hazard_ratio": "Hazard ratio",
    "odds_ratio": "Odds ratio",
    "risk_ratio": "Risk ratio",
    "rate_ratio": "Rate ratio",
    "proportion": "Per cent",
    "incidence_rate": "Per 100 person-years",
}
_LOGARITHMIC = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio", "incidence_rate")
# Inches; columns are placed in inches from the left. On a printed page of two margins the figure
# is shrunk by a fifth, which leaves its smallest words at seven points.
_WIDTH = 8.4
_STUDY, _PATIENTS, _PLOT, _PLOT_END, _VALUE, _WEIGHT = 0.05, 2.95, 3.1, 5.95, 7.65, 8.35
_ROW = 0.27
_FROM_P = " †"


def forest_plot(estimates: Sequence[Row], pooled: Row) -> bytes:
    """Return the forest plot of one comparison and endpoint as SVG bytes.

    ``estimates`` are its rows of estimates.csv and ``pooled`` its row of pooled.csv. Where
    nothing was pooled the studies stand alone. Raises ValueError without estimates.
    """
    if not estimates:
        raise ValueError("a forest plot needs at least one estimate")
    own = [row for row in estimates if row["role"] != "context"]
    context = [row for row in estimates if row["role"] == "context"]
    lines = len(own) + (len(context) + 1 if context else 0)
    lines += 2 if pooled["status"] == "pooled" else 0
    lines += 1 if pooled.get("prediction_lower") is not None else 0
    height = _ROW * (lines + 1) + 0.92
    title = f"{pooled['label']}: {pooled['endpoint_label']}"

    def paint(figure: Figure) -> None:
        _paint(figure, own, context, pooled, lines, height)
        if any(row["source"] == "p_value" for row in estimates):
            note = "† standard error worked out from the p-value"
            figure.text(_STUDY / _WIDTH, 0.08 / height, note, fontsize=8.5)

    name = f"forest-{pooled['comparison']}-{pooled['endpoint']}-{pooled['statistic']}"
    return draw(name, title, forest_description(estimates, pooled), (_WIDTH, height), paint)


def forest_description(estimates: Sequence[Row], pooled: Row) -> str:
    """Return the plot in words, for readers who do not see it."""
    statistic = pooled["statistic"]
    measure = MEASURES[statistic].lower()
    level = _level(pooled)
    parts = [f"Forest plot, {measure} with {level} intervals."]
    for row in estimates:
        beside = " (context, not pooled)" if row["role"] == "context" else ""
        parts.append(f"{row['study_label']}{beside}: {_figures(row, statistic)}.")
    if pooled["status"] == "pooled":
        parts.append(
            f"Random effects, {pooled['studies']} studies: {_figures(pooled, statistic)};"
            f" I² {pooled['i2']:.0f} %."
        )
    elif pooled.get("why"):
        parts.append(f"Not pooled: {pooled['why']}.")
    return " ".join(parts)


def _paint(
    figure: Figure,
    own: Sequence[Row],
    context: Sequence[Row],
    pooled: Row,
    lines: int,
    height: float,
) -> None:
    statistic = pooled["statistic"]
    bottom = 0.85
    box = (0, bottom / height, 1, (lines + 1) * _ROW / height)
    text = figure.add_axes(box)
    text.set_axis_off()
    text.set_xlim(0, _WIDTH)
    text.set_ylim(0, lines + 1)
    plot = figure.add_axes(
        (_PLOT / _WIDTH, box[1], (_PLOT_END - _PLOT) / _WIDTH, box[3] * lines / (lines + 1))
    )
    plot.set_ylim(0, lines)
    plot.spines["left"].set_visible(False)
    plot.set_yticks([])
    reach = limits([*own, *context], pooled)
    _axis(plot, reach, statistic)
    _headings(text, lines + 0.5, pooled)

    y = lines - 0.5
    for row in own:
        _study_line(text, plot, y, row, pooled, reach)
        y -= 1
    if pooled["status"] == "pooled":
        y = _pooled_lines(text, plot, y, pooled, reach)
    if context:
        text.text(_STUDY, y, "Beside them, not pooled:", va="center", style="italic", fontsize=8.5)
        y -= 1
        for row in context:
            _study_line(text, plot, y, row, pooled, reach)
            y -= 1
    _foot(figure, height, pooled)


def _axis(plot: Axes, reach: tuple[float, float], statistic: str) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    if statistic in _LOGARITHMIC:
        plot.set_xscale("log")
        plot.xaxis.set_major_locator(FixedLocator(ticks(*reach)))
        plot.xaxis.set_minor_locator(NullLocator())
        plot.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    else:
        plot.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    plot.set_xlim(*reach)
    plot.tick_params(axis="x", labelsize=8.5, length=3)
    if statistic in _LOGARITHMIC and statistic != "incidence_rate":
        plot.axvline(1, color=INK, linewidth=0.8)


def _headings(text: Axes, y: float, pooled: Row) -> None:
    style: dict[str, Any] = {"va": "center", "weight": "bold", "fontsize": 9}
    single = pooled["statistic"] in ("proportion", "incidence_rate")
    text.text(_STUDY, y, "Study", **style)
    text.text(_PATIENTS, y, "Patients" if single else "Patients, each arm", ha="right", **style)
    measure = f"{MEASURES[pooled['statistic']]} ({_level(pooled)} CI)"
    text.text(_VALUE, y, measure, ha="right", **style)
    if pooled["status"] == "pooled":
        text.text(_WEIGHT, y, "Weight", ha="right", **style)
    text.axhline(y - 0.5, color=INK, linewidth=0.6)


def _study_line(
    text: Axes, plot: Axes, y: float, row: Row, pooled: Row, reach: tuple[float, float]
) -> None:
    context = row["role"] == "context"
    label = shorten(row["study_label"], 26)
    year = f", {row['year']}" if row["year"] and str(row["year"]) not in label else ""
    mark = _FROM_P if row["source"] == "p_value" else ""
    text.text(_STUDY, y, f"{label}{year}{mark}", va="center")
    text.text(_PATIENTS, y, _patients(row), va="center", ha="right", fontsize=8.5)
    text.text(_VALUE, y, _figures(row, pooled["statistic"]), va="center", ha="right")
    if row.get("weight") is not None:
        text.text(_WEIGHT, y, f"{row['weight']:.1f} %", va="center", ha="right", fontsize=8.5)
    left, right = reach
    low, high = max(row["ci_lower"], left), min(row["ci_upper"], right)
    plot.plot([low, high], [y, y], color=INK, linewidth=1.1, solid_capstyle="butt")
    if row["ci_lower"] < left:
        plot.plot([left], [y], marker="<", color=INK, markersize=5, clip_on=False)
    if row["ci_upper"] > right:
        plot.plot([right], [y], marker=">", color=INK, markersize=5, clip_on=False)
    if left <= row["estimate"] <= right:
        size = 4 + math.sqrt(row["weight"]) * 0.75 if row.get("weight") is not None else 6
        plot.plot(
            [row["estimate"]],
            [y],
            marker="o" if context else "s",
            markersize=size,
            markerfacecolor="none" if context else BLUE,
            markeredgecolor=ORANGE if context else BLUE,
            markeredgewidth=1.4,
        )


def _pooled_lines(
    text: Axes, plot: Axes, y: float, pooled: Row, reach: tuple[float, float]
) -> float:
    statistic = pooled["statistic"]
    text.text(_STUDY, y, "Random effects (REML, HKSJ)", va="center", weight="bold")
    if pooled.get("patients") is not None and pooled["patients_known_in"] == pooled["studies"]:
        text.text(_PATIENTS, y, f"{pooled['patients']:,}", va="center", ha="right", weight="bold")
    text.text(_VALUE, y, _figures(pooled, statistic), va="center", ha="right", weight="bold")
    ends = (pooled["ci_lower"], pooled["estimate"], pooled["ci_upper"])
    _diamond(plot, y, ends, reach, filled=True)
    y -= 1
    if pooled.get("prediction_lower") is not None:
        lower, upper = pooled["prediction_lower"], pooled["prediction_upper"]
        text.text(_STUDY, y, "Prediction interval", va="center")
        value = f"{_number(lower, statistic)} to {_number(upper, statistic)}"
        text.text(_VALUE, y, value, va="center", ha="right")
        low, high = max(lower, reach[0]), min(upper, reach[1])
        plot.plot([low, high], [y, y], color=ORANGE, linewidth=2.2, solid_capstyle="butt")
        y -= 1
    text.text(_STUDY, y, "Fixed effect", va="center")
    ends = (pooled["fixed_lower"], pooled["fixed_estimate"], pooled["fixed_upper"])
    value = _interval(pooled["fixed_estimate"], ends[0], ends[2], statistic)
    text.text(_VALUE, y, value, va="center", ha="right")
    _diamond(plot, y, ends, reach, filled=False)
    return y - 1


def _diamond(
    plot: Axes,
    y: float,
    ends: tuple[float, float, float],
    reach: tuple[float, float],
    *,
    filled: bool,
) -> None:
    low, mid, high = (min(max(end, reach[0]), reach[1]) for end in ends)
    for end, drawn, marker in ((ends[0], low, "<"), (ends[2], high, ">")):
        if end != drawn:
            plot.plot([drawn], [y], marker=marker, color=BLUE, markersize=5, clip_on=False)
    plot.fill(
        [low, mid, high, mid],
        [y, y + 0.32, y, y - 0.32],
        facecolor=BLUE if filled else "none",
        edgecolor=BLUE,
        linewidth=1.2,
    )


def _foot(figure: Figure, height: float, pooled: Row) -> None:
    middle = (_PLOT + _PLOT_END) / 2 / _WIDTH
    if pooled.get("control"):
        left, right = pooled["experimental"], pooled["control"]
        if pooled["better"] == "higher":
            left, right = right, left
        for x, side, words in (
            (_PLOT, "left", f"← favours {shorten(left, 44)}"),
            (_PLOT_END, "right", f"favours {shorten(right, 44)} →"),
        ):
            # Two lines, so that long names of the sides never run into each other.
            y = (0.45 if side == "left" else 0.29) / height
            figure.text(x / _WIDTH, y, words, ha=side, fontsize=8.5)
    if pooled["status"] == "pooled":
        words = (
            f"τ² = {pooled['tau2']:.3f}, I² = {pooled['i2']:.0f} %,"
            f" Q = {pooled['q']:.1f} with {pooled['q_df']} df (p {_p(pooled['q_p'])})"
        )
    else:
        words = (
            f"Not pooled: {pooled['why']}" if pooled.get("why") else "One study: nothing to pool"
        )
    y = 0.08 if pooled.get("control") else 0.3
    figure.text(middle, y / height, words, ha="center", fontsize=8.5)


def _figures(row: Row, statistic: str) -> str:
    return _interval(row["estimate"], row["ci_lower"], row["ci_upper"], statistic)


def _interval(estimate: float, lower: float, upper: float, statistic: str) -> str:
    numbers = (_number(value, statistic) for value in (estimate, lower, upper))
    return "{} ({} to {})".format(*numbers)


def _number(value: float, statistic: str) -> str:
    if statistic == "proportion":
        return f"{100 * value:.1f}"
    if value > 10_000:
        return ">10,000"
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _level(pooled: Row) -> str:
    level = pooled.get("ci_level")
    return f"{95 if level is None else level:g} %"


def _patients(row: Row) -> str:
    numbers = [row.get("n_experimental"), row.get("n_control")]
    known = [f"{number:,}" for number in numbers if number is not None]
    return " / ".join(known) if len(known) == 2 or row.get("n_control") is None else ""

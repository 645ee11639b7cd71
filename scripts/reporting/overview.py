"""Figures over all studies: themes by year, follow-up, medians by arm; each with its data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from reporting.drawings import drawing
from reporting.escaping import html, raw_html
from reporting.evidence import Evidence, Row, items, number
from reporting.quotes import Opened
from reporting.studies import is_secondary, study_label
from reporting.tables import caption
from reporting.wording import words_of

MEDIAN_OF = "PFS"
LEAST_ARMS = 3


def evidence_map(evidence: Evidence) -> str:
    """Return the map of themes by year, a mark per report, its size by patients."""
    from reporting.figures import evidence_map as draw

    points = []
    for theme_id, theme in evidence.themes.items():
        for pmid in evidence.included:
            if theme_id in items(evidence.decisions[pmid]["theme"]):
                record = evidence.records[pmid]
                points.append(
                    {
                        "theme": theme.label,
                        "year": record.year,
                        "patients": _patients(evidence, pmid),
                        "label": f"PMID {pmid}",
                    }
                )
    points = [point for point in points if point["year"] is not None]
    columns = {"theme": "Theme", "year": "Year", "patients": "Patients", "label": "Report"}
    words = "Reports by theme and year; the area of a mark is the number of patients."
    return _figure("fig-map", words, draw, points, columns)


def follow_up(evidence: Evidence) -> str:
    """Return the stated median follow-up of each report, by study and year."""
    from reporting.figures import follow_up_timeline as draw

    points = []
    for study, pmids in evidence.studies.items():
        for pmid in pmids:
            if is_secondary(evidence, pmid):
                continue
            row = _characteristic(evidence, pmid, "follow_up_months")
            if row and number(row["value"]) is not None and evidence.records[pmid].year:
                points.append(
                    {
                        "label": study_label(evidence, study),
                        "year": evidence.records[pmid].year,
                        "follow_up_months": number(row["value"]),
                    }
                )
    columns = {"label": "Study", "year": "Year", "follow_up_months": "Median follow-up, months"}
    words = "Median follow-up as each report states it, by study and year of the report."
    return _figure("fig-follow-up", words, draw, points, columns)


def medians(evidence: Evidence, opened: Opened) -> str:
    """Return the medians of progression-free survival by arm, settings told apart.

    Of each study the latest report that prints any counts, so that no arm stands twice.
    """
    from reporting.figures import median_plot

    points = []
    reports: list[tuple[int, int]] = []
    latest: dict[str, tuple[int, int]] = {}
    for row in evidence.outcomes:
        is_main = row["endpoint"] == MEDIAN_OF and row["statistic"] == "median"
        if not is_main or row["subgroup"] or not row["value_months"] or not row["arm"]:
            continue
        if is_secondary(evidence, row["pmid"]):
            continue
        setting = _characteristic(evidence, row["pmid"], "setting")
        label = study_label(evidence, evidence.study_of[row["pmid"]])
        points.append(
            {
                "label": label,
                "arm": row["arm"],
                "group": words_of(setting["value"]) if setting else "setting not stated",
                "median_months": number(row["value_months"]),
                "n": number(row["total"]) or _patients_of_arm(evidence, row),
                "outcome_id": row["outcome_id"],
            }
        )
        report = (evidence.records[row["pmid"]].year or 0, int(row["pmid"]))
        reports.append(report)
        latest[label] = max(report, latest.get(label, report))
    points = [
        point
        for point, report in zip(points, reports, strict=True)
        if report == latest[str(point["label"])]
    ]
    columns = {
        "label": "Study",
        "arm": "Arm",
        "group": "Setting",
        "median_months": "Median, months",
        "n": "Patients",
    }
    if len(points) < LEAST_ARMS:
        return ""
    words = (
        f"Median {MEDIAN_OF} by arm and setting, from the latest report of each study. "
        "Arms of different studies differ in more than their treatment."
    )

    def draw(rows: Sequence[dict[str, Any]]) -> bytes:
        return median_plot(rows, MEDIAN_OF)

    return _figure("fig-medians", words, draw, points, columns, opened)


def _figure(
    label: str,
    words: str,
    draw: Callable[[Sequence[dict[str, Any]]], bytes],
    points: list[dict[str, Any]],
    columns: dict[str, str],
    opened: Opened | None = None,
) -> str:
    """Return a numbered figure with its data in a disclosure; nothing without points."""
    if not points:
        return ""
    svg = draw(points)
    return "\n".join(
        [
            "",
            f"::::: {{#{label}}}",
            drawing(svg, words),
            caption(words),
            "\n:::::\n",
            raw_html(data_of_figure(columns, points, opened)),
        ]
    )


def data_of_figure(
    columns: dict[str, str], points: Sequence[dict[str, Any]], opened: Opened | None = None
) -> Markup:
    """Return a figure's data as a closed disclosure; numbers read from text open their words."""
    head = Markup("").join(
        Markup("<th scope=col>{}</th>").format(html(label)) for label in columns.values()
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td>{}</td>").format(_shown(point, key, opened)) for key in columns
            )
        )
        for point in points
    )
    return Markup(
        '<details class="data-of-figure"><summary>Data of this figure</summary>'
        '<div class="table-frame" tabindex="0" role="region" aria-label="Data of this figure">'
        '<table class="data"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>'
    ).format(head, body)


def _shown(point: dict[str, Any], key: str, opened: Opened | None) -> Markup:
    value = point[key]
    words = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if key == "median_months" and opened is not None:
        return opened.number(point["outcome_id"], words)
    return html(words)


def _characteristic(evidence: Evidence, pmid: str, name: str) -> Row | None:
    rows = evidence.characteristics.get(pmid, [])
    return next((row for row in rows if row["characteristic"] == name), None)


def _patients_of_arm(evidence: Evidence, row: Row) -> float | None:
    for arm in evidence.arms.get(row["pmid"], []):
        if row["arm"] in {arm["arm"], *items(arm["aliases"])}:
            return number(arm["n"])
    return None


def _patients(evidence: Evidence, pmid: str) -> float | None:
    for name in ("n_randomised", "n_patients"):
        row = _characteristic(evidence, pmid, name)
        if row and number(row["value"]) is not None:
            return number(row["value"])
    return None

"""The results theme by theme: what the seed review said, what the records show, and the gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from markupsafe import Markup

from reporting.answer import MATTERS, forest_label
from reporting.bibliography import short_name
from reporting.escaping import html, markdown
from reporting.evidence import Evidence, Row, Theme, items, number
from reporting.quotes import STATISTICS, Opened, interval_words, p_words, value_words
from reporting.results import is_plotted, plain_result
from reporting.studies import study_anchor
from reporting.tables import Cell, Column, Table, pubmed_link
from reporting.wording import and_list, count, words_of

NO_THEME = ""


def themes_with_outcomes(evidence: Evidence) -> list[tuple[str, list[Row]]]:
    """Return the themes in order, each with the outcomes of the records tagged with it.

    Outcomes of records without a theme come last under ``""``.
    """
    tagged: dict[str, list[Row]] = {theme: [] for theme in evidence.themes}
    for row in evidence.outcomes:
        themes = items(evidence.decisions[row["pmid"]].get("theme", "")) or [NO_THEME]
        for theme in themes:
            tagged.setdefault(theme, []).append(row)
    return [(theme, rows) for theme, rows in tagged.items() if rows]


def theme_sections(evidence: Evidence, opened: Opened) -> str:
    """Return a section per theme: what the seed review says, what the records report."""
    if not evidence.outcomes:
        return "\nNo result could be read from the abstracts of the included reports.\n"
    pieces = []
    claims = evidence.typed("synthesis/claims")
    pooled = evidence.typed("synthesis/pooled")
    rest = Theme("Reports on none of these themes" if evidence.themes else "All results")
    for theme, rows in themes_with_outcomes(evidence):
        known = evidence.themes.get(theme, rest)
        label = known.label
        pieces.append(f"\n## {markdown(label)} {{#sec-theme-{_slug(theme) or 'none'}}}\n")
        if known.summary:
            pieces.append(f"*The seed review:* {markdown(known.summary)}\n")
        said = [row for row in claims if row["theme"] == theme]
        pieces += [f"- {markdown(row['statement'])} {_verdict(row)}\n" for row in said]
        pieces.append(_synthesis_of(theme, pooled))
        reports = len({row["pmid"] for row in rows})
        pieces.append(
            f"{count(len(rows), 'result')} from {count(reports, 'report')}: "
            f"@{outcome_label(theme)}.\n"
        )
        own = {row["endpoint"] for row in pooled if row["theme"] == theme}
        pieces.append(outcome_table(evidence, opened, theme, label, _told_first(rows, own)))
    return "\n".join(pieces)


def _synthesis_of(theme: str, pooled: Sequence[dict[str, Any]]) -> str:
    """Say what the comparisons of a theme came to, and for which nothing was found."""
    told: list[str] = []
    gaps: dict[str, list[str]] = {}
    for row in pooled:
        if row["theme"] != theme:
            continue
        if is_plotted(row):
            words = markdown(f"{row['label']}: {row['endpoint_label']}")
            told.append(f"- [{words}](#{forest_label(row)}). {markdown(plain_result(row))}")
        elif row["status"] == "none":
            gaps.setdefault(row["label"], []).append(row["endpoint_label"])
    lines = ["", "*The records now:*", "", *told, ""] if told else [""]
    if gaps:
        named = [f"{label} ({and_list(endpoints)})" for label, endpoints in gaps.items()]
        lines += [
            f"*Gaps,* where no study gives a usable estimate: {markdown('; '.join(named))}.",
            "",
        ]
    return "\n".join(lines)


def _verdict(row: dict[str, Any]) -> str:
    verdict, sentence = row["verdict"], row["sentence"] or ""
    if sentence.lower().startswith(verdict):
        rest = sentence[len(verdict) :]
        space = " " if rest.startswith(" ") else ""
        return f"**{markdown(sentence[: len(verdict)])}**{space}{markdown(rest)}"
    return f"**{markdown(verdict.capitalize())}.** {markdown(sentence)}"


def outcome_label(theme: str) -> str:
    """Return the label of a theme's outcome table."""
    return f"tbl-outcomes-{_slug(theme) or 'none'}"


def outcome_table(
    evidence: Evidence, opened: Opened, theme: str, label: str, rows: Sequence[Row]
) -> str:
    """Return the outcomes as a table in which every number opens its sentence."""
    columns = [
        Column("Report"),
        Column("Endpoint"),
        Column("Arm", wide=True),
        Column("Measure"),
        Column("Value", numeric=True),
        Column("Confidence interval"),
        Column("p", numeric=True),
        Column("Events / total", numeric=True),
        Column("At month", numeric=True),
        Column("Subgroup", hidden=True),
        Column("Flags", hidden=True),
    ]
    cells = []
    for row in rows:
        record = evidence.records[row["pmid"]]
        study = evidence.study_of.get(row["pmid"], "")
        report = Markup('<a class="name" href="#{}">{}</a> {}').format(
            html(study_anchor(study)), html(short_name(record)), pubmed_link(row["pmid"])
        )
        counts = [row[part].removesuffix(".0") for part in ("events", "total")]
        total = "/".join(part or "–" for part in counts) if any(counts) else ""
        arm = row["arm"] + (f" against {row['comparator']}" if row["comparator"] else "")
        cells.append(
            [
                Cell(
                    f"{short_name(record)} PMID {row['pmid']}", report, short_name(record).lower()
                ),
                Cell(endpoint_words(row["endpoint"])),
                Cell(arm),
                Cell(STATISTICS.get(row["statistic"], row["statistic"])),
                Cell(value_words(row), opened.number(row["outcome_id"]), number(row["value"])),
                Cell(interval_words(row)),
                Cell(p_words(row).removeprefix("=\u202f"), sort=number(row["p_value"])),
                Cell(total, sort=number(row["events"])),
                Cell(
                    row["timepoint_months"].removesuffix(".0"), sort=number(row["timepoint_months"])
                ),
                Cell(row["subgroup"]),
                Cell(", ".join(words_of(flag) for flag in items(row["flags"]))),
            ]
        )
    words = (
        f"{markdown(label)}: results as reported, the endpoints of its comparisons first, "
        "comparisons before single arms."
    )
    return Table(
        outcome_label(theme), words, columns, cells, elsewhere="outcomes/outcomes.csv"
    ).markdown()


def _told_first(rows: Sequence[Row], own: Collection[str]) -> list[Row]:
    """Order rows: a theme's own endpoints, then comparisons, then by how much endpoints matter."""

    def place(row: Row) -> tuple[bool, bool, int]:
        endpoint = row["endpoint"]
        weight = MATTERS.index(endpoint) if endpoint in MATTERS else len(MATTERS)
        return endpoint not in own, not row["comparator"], weight

    return sorted(rows, key=place)


def endpoint_words(endpoint: str) -> str:
    """Return an endpoint id in a reader's words."""
    kind, _, words = endpoint.partition(":")
    if kind == "AE":
        return f"adverse event: {words}"
    return words if kind == "other" else words_of(endpoint)


def _slug(words: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in words.lower()).strip("-")

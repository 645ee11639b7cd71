"""What the synthesis came to: pooled estimates, forest plots, findings, sensitivity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from reporting.answer import forest_label
from reporting.drawings import drawing
from reporting.escaping import html, markdown, raw_html
from reporting.evidence import Evidence
from reporting.quotes import SHORT, Opened
from reporting.studies import study_label
from reporting.tables import Cell, Column, Table, caption, pubmed_link
from reporting.wording import count, words_of


def pooled_table(evidence: Evidence) -> str:
    """List every comparison and endpoint with its estimate, or why there is none."""
    columns = [
        Column("Comparison", wide=True),
        Column("Endpoint"),
        Column("Studies", numeric=True),
        Column("Patients", numeric=True),
        Column("Estimate", numeric=True),
        Column("Confidence interval"),
        Column("Prediction interval", hidden=True),
        Column("I², %", numeric=True),
        Column("tau²", numeric=True, hidden=True),
        Column("Why not pooled", wide=True),
    ]
    told = [row for row in evidence.typed("synthesis/pooled") if row["studies"]]
    order = {"pooled": 0, "side_by_side": 1}
    told.sort(key=lambda row: order.get(row["status"], 2))
    rows = [_pooled_row(row) for row in told]
    return Table(
        "tbl-pooled",
        "Comparisons: random-effects estimates (REML, Hartung-Knapp-Sidik-Jonkman interval), or "
        "why nothing was pooled.",
        columns,
        rows,
        empty="No study reports an estimate for any of the comparisons.",
        elsewhere="synthesis/pooled.csv",
    ).markdown()


def is_plotted(pooled: dict[str, Any]) -> bool:
    """Return whether a comparison and endpoint has a forest plot: one study makes none."""
    return bool(pooled["studies"] > 1)


def forest_plots(evidence: Evidence, opened: Opened) -> str:
    """Return a forest plot with its data for each comparison that has two studies or more."""
    from reporting.figures import forest_plot

    estimates = evidence.typed("synthesis/estimates")
    pieces = []
    for pooled in evidence.typed("synthesis/pooled"):
        key = [pooled[part] for part in ("comparison", "endpoint", "statistic")]
        rows = [
            row
            for row in estimates
            if [row[k] for k in ("comparison", "endpoint", "statistic")] == key
        ]
        if not is_plotted(pooled):
            continue
        svg = forest_plot(rows, pooled)
        label = f"{pooled['label']}: {pooled['endpoint_label']}"
        pieces += [
            raw_html(Markup('<h4 class="forest-title">{}</h4>').format(html(label))),
            f"::::: {{#{forest_label(pooled)}}}",
            drawing(svg, f"Forest plot: {label}"),
            caption(f"Forest plot. {markdown(label)}. {markdown(plain_result(pooled))}"),
            "\n:::::\n",
            raw_html(_contributions(opened, rows)),
        ]
    if not pieces:
        return (
            "\nNo comparison has estimates from two or more studies, so there is no forest plot.\n"
        )
    return "\n".join(pieces)


def sensitivity_table(evidence: Evidence) -> str:
    """List the sensitivity analyses of each pooled estimate."""
    labels = {
        (row["comparison"], row["endpoint"], row["statistic"]): row
        for row in evidence.typed("synthesis/pooled")
    }
    rows = []
    for row in evidence.typed("synthesis/sensitivity"):
        pooled = labels[row["comparison"], row["endpoint"], row["statistic"]]
        has_estimate = row["estimate"] is not None
        interval = f"{_figure(row['ci_lower'])} to {_figure(row['ci_upper'])}"
        rows.append(
            [
                Cell(f"{pooled['label']}: {pooled['endpoint_label']}"),
                Cell(words_of(row["analysis"])),
                Cell(", ".join(_names(evidence, row["left_out"]))),
                Cell(str(row["studies"]), sort=row["studies"]),
                Cell(_figure(row["estimate"]), sort=row["estimate"]),
                Cell(interval if has_estimate else ""),
                Cell("" if row["i2"] is None else f"{row['i2']:.0f}", sort=row["i2"]),
                Cell(words_of(row["changes"] or "")),
            ]
        )
    columns = [
        Column("Comparison and endpoint", wide=True),
        Column("Analysis"),
        Column("Left out"),
        Column("Studies", numeric=True),
        Column("Estimate", numeric=True),
        Column("Confidence interval"),
        Column("I², %", numeric=True),
        Column("What changes"),
    ]
    return Table(
        "tbl-sensitivity",
        "Sensitivity analyses of the pooled estimates.",
        columns,
        rows,
        empty="Nothing was pooled, so there is nothing to vary.",
        elsewhere="synthesis/sensitivity.csv",
    ).markdown()


def findings_table(evidence: Evidence) -> str:
    """Return the summary of findings; the certainty of each is left to a human."""
    rows = []
    for row in evidence.typed("synthesis/summary_of_findings"):
        if not row["studies"]:
            continue
        rows.append(
            [
                Cell(row["label"]),
                Cell(row["endpoint_label"]),
                Cell(str(row["studies"]), sort=row["studies"]),
                Cell(f"{row['patients']:,}" if row["patients"] else "", sort=row["patients"]),
                _relative_effect(row),
                _per_1000(row["control_per_1000"]),
                _per_1000(row["experimental_per_1000"]),
                Cell(row["absolute_effect"] or "", sort=row["difference_per_1000"]),
                Cell(row["control_risk_source"] or ""),
                Cell(_facts(row)),
                Cell((row["certainty"] or "").partition(":")[0]),
            ]
        )
    columns = [
        Column("Comparison", wide=True),
        Column("Endpoint"),
        Column("Studies", numeric=True),
        Column("Patients", numeric=True),
        Column("Relative effect (95\u202f% CI)", wide=True),
        Column("Per 1,000, control", numeric=True),
        Column("Per 1,000, experimental", numeric=True),
        Column("Absolute effect", wide=True),
        Column("Control risk from", hidden=True),
        Column("Facts that bear on certainty", wide=True, hidden=True),
        Column("Certainty", wide=True),
    ]
    return Table(
        "tbl-findings",
        "Summary of findings. The domains of certainty are left open: risk of bias, inconsistency, "
        "indirectness, imprecision and publication bias must be judged by a human; facts that "
        "bear on them stand beside.",
        columns,
        rows,
        empty="No study reports an estimate for any of the comparisons.",
        elsewhere="synthesis/summary_of_findings.csv",
        whole_on_paper=True,
    ).markdown()


def _relative_effect(row: dict[str, Any]) -> Cell:
    if row["estimate"] is None or row["statistic"] not in SHORT:
        return Cell((row["relative_effect"] or "").replace("95 % CI ", ""))
    interval = f"{_figure(row['ci_lower'])} to {_figure(row['ci_upper'])}"
    words = f"{SHORT[row['statistic']]} {_figure(row['estimate'])} ({interval})"
    return Cell(words, sort=row["estimate"])


def _facts(row: dict[str, Any]) -> str:
    kinds = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
    facts = [(kind, row[f"facts_{kind}"]) for kind in kinds]
    return "; ".join(f"{words_of(kind)}: {fact}" for kind, fact in facts if fact)


def _per_1000(value: float | None) -> Cell:
    return Cell("" if value is None else f"{value:.0f}", sort=value)


def _names(evidence: Evidence, study_ids: list[str]) -> list[str]:
    return [
        study_label(evidence, study) if study in evidence.studies else study
        for study in study_ids or []
    ]


def _contributions(opened: Opened, rows: Sequence[dict[str, Any]]) -> Markup:
    """Return the studies of a forest plot as a table of numbers that open their sentences."""
    lines = []
    for row in rows:
        interval = f"{_figure(row['ci_lower'])} to {_figure(row['ci_upper'])}"
        weight = "" if row["weight"] is None else f"{row['weight']:.1f}\u202f%"
        turned = " (turned round)" if row["flipped"] else ""
        lines.append(
            Markup(
                "<tr><th scope=row>{} {}</th><td class=number>{}</td><td>{}</td>"
                "<td class=number>{}</td><td>{}</td></tr>"
            ).format(
                html(row["study_label"]),
                pubmed_link(row["pmid"]),
                opened.numbers(row["outcome_ids"], _figure(row["estimate"])),
                html(interval),
                html(weight),
                html(f"{row['printed'] or ''}{turned}"),
            )
        )
    return Markup(
        '<details class="data-of-figure"><summary>Data of this figure</summary>'
        '<div class="table-frame" tabindex="0" role="region" aria-label="Data of this figure">'
        '<table class="data"><thead><tr><th scope=col>Study</th>'
        "<th scope=col class=number>Estimate</th>"
        "<th scope=col>Interval</th><th scope=col class=number>Weight</th><th scope=col>As printed"
        "</th></tr></thead><tbody>{}</tbody></table></div></details>"
    ).format(Markup("").join(lines))


def _pooled_row(row: dict[str, Any]) -> list[Cell]:
    words = f"{row['label']}"
    shown = html(words)
    if is_plotted(row):
        shown = Markup('<a href="#{}">{}</a>').format(html(forest_label(row)), shown)
    has_estimate = row["estimate"] is not None
    return [
        Cell(words, shown, words.lower()),
        Cell(row["endpoint_label"]),
        Cell(str(row["studies"]), sort=row["studies"]),
        Cell(f"{row['patients']:,}" if row["patients"] else "", sort=row["patients"]),
        Cell(_figure(row["estimate"]) if has_estimate else "–", sort=row["estimate"]),
        Cell(f"{_figure(row['ci_lower'])} to {_figure(row['ci_upper'])}" if has_estimate else ""),
        Cell(
            f"{_figure(row['prediction_lower'])} to {_figure(row['prediction_upper'])}"
            if row["prediction_lower"] is not None
            else ""
        ),
        Cell("" if row["i2"] is None else f"{row['i2']:.0f}", sort=row["i2"]),
        Cell("" if row["tau2"] is None else f"{row['tau2']:.3f}", sort=row["tau2"]),
        Cell(row["why"] or "" if row["status"] != "pooled" else ""),
    ]


def plain_result(row: dict[str, Any]) -> str:
    """Return a pooled result in words, or why nothing was pooled."""
    if row["status"] != "pooled":
        return f"Not pooled: {row['why']}" if row["why"] else "Not pooled."
    estimate, low, high = (
        _per_cent(row[part]) if row["statistic"] == "proportion" else _figure(row[part])
        for part in ("estimate", "ci_lower", "ci_upper")
    )
    return (
        f"Random effects over {count(row['studies'], 'study')}: {estimate} "
        f"({row['ci_level'] or 95:g}\u202f% CI {low} to {high}; I² {row['i2']:.0f}\u202f%)."
    )


def _per_cent(share: float) -> str:
    return f"{share * 100:.1f}\u202f%"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"

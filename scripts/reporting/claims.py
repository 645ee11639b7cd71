"""The seed review's statements, each with the verdict that the numbers give by rule."""

from __future__ import annotations

from markupsafe import Markup

from reporting.escaping import html
from reporting.evidence import Evidence
from reporting.studies import study_anchor, study_label
from reporting.tables import Cell, Column, Table

VERDICT_CLASSES = {"supported": "for", "contradicted": "against", "mixed": "mixed"}


def claims_table(evidence: Evidence) -> str:
    """Return the claims with verdict, the sentence that explains it, and the studies."""
    columns = [
        Column("Statement of the seed review", wide=True),
        Column("Where"),
        Column("Verdict"),
        Column("Why", wide=True),
        Column("For"),
        Column("Against"),
        Column("Reported since", wide=True, hidden=True),
    ]
    rows = []
    for row in evidence.typed("synthesis/claims"):
        mark = Markup('<span class="verdict {}">{}</span>').format(
            html(VERDICT_CLASSES.get(row["verdict"], "open")), html(row["verdict"])
        )
        rows.append(
            [
                Cell(row["statement"]),
                Cell(row["place"]),
                Cell(row["verdict"], mark),
                _why(row["sentence"], row["evidence"] or []),
                _studies(evidence, row["studies_for"]),
                _studies(evidence, row["studies_against"]),
                Cell(row["after_sentence"] or ""),
            ]
        )
    return Table(
        "tbl-claims",
        "Statements of the seed review, in our own words, against the evidence found.",
        columns,
        rows,
        empty="No claims file was given, so no statement of a seed review was tested.",
        elsewhere="synthesis/claims.csv",
        whole_on_paper=True,
    ).markdown()


def _why(sentence: str, evidence: list[str]) -> Cell:
    """Return the verdict's sentence; what each test found opens under it, and prints whole."""
    tests = Markup("").join(Markup("<li>{}</li>").format(html(words)) for words in evidence)
    shown = Markup("{}<details open><summary>What the tests found</summary><ul>{}</ul></details>")
    return Cell(" ".join([sentence, *evidence]), shown.format(html(sentence), tests))


def _studies(evidence: Evidence, study_ids: list[str]) -> Cell:
    known = [study for study in study_ids or [] if study in evidence.studies]
    links = [
        Markup('<a href="#{}">{}</a>').format(
            html(study_anchor(study)), html(study_label(evidence, study))
        )
        for study in known
    ]
    text = "; ".join(study_label(evidence, study) for study in known)
    return Cell(text, Markup(", ").join(links), len(known))

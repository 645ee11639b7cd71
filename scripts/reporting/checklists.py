"""Reporting checklists, filled where the workflow knows, and left to the authors elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from reporting.escaping import html, markdown
from reporting.evidence import Evidence
from reporting.tables import Cell, Column, Table
from review.schema import load_yaml

OPEN = "for the authors"


def checklist(path: Path, label: str, sections: Mapping[str, str]) -> str:
    """Return the table of a checklist file; ``label`` is its label for references.

    ``sections`` are the titles of the report's sections by their label.
    Raises ReviewError for a file that does not fit its schema.
    """
    guideline = load_yaml(path, "checklist")
    rows = [
        [
            Cell(item["number"], sort=_order(item["number"])),
            Cell(item["topic"]),
            Cell(item["asks"]),
            _where(item.get("where"), sections),
            Cell(item.get("says", "")),
        ]
        for item in guideline["items"]
    ]
    columns = [
        Column("Item"),
        Column("Topic"),
        Column("What is asked", wide=True),
        Column("In this report"),
        Column("Remark", wide=True),
    ]
    answered = sum("where" in item for item in guideline["items"])
    caption = (
        f"{markdown(guideline['title'])} ({markdown(guideline['source'])}): {answered} of "
        f"{len(rows)} items answered in this report, the others open for the authors."
    )
    return Table(label, caption, columns, rows, whole_on_paper=True).markdown()


def search_checklist(evidence: Evidence) -> str:
    """Return PRISMA-S as the search filled it from its ledger."""
    rows = [
        [
            Cell(row["item"], sort=int(row["item"])),
            Cell(row["name"]),
            Cell(row["reported"]),
            Cell(row["stated_by"]),
        ]
        for row in evidence.table("search/prisma_s")
    ]
    columns = [Column("Item"), Column("Name"), Column("Reported", wide=True), Column("From")]
    return Table(
        "tbl-prisma-s",
        "PRISMA-S, the extension for searches (Rethlefsen et al., Syst Rev 2021;10:39).",
        columns,
        rows,
        empty="The search left no PRISMA-S checklist.",
        elsewhere="search/prisma_s.csv",
        whole_on_paper=True,
    ).markdown()


def _where(section: str | None, sections: Mapping[str, str]) -> Cell:
    if section is None:
        return Cell(OPEN, Markup("<em>{}</em>").format(OPEN))
    link = Markup('<a href="#{}">{}</a>').format(html(section), html(sections[section]))
    return Cell(sections[section], link)


def _order(number: str) -> float:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    letter = number[len(digits) :]
    return int(digits) + (ord(letter) - ord("a") + 1) / 100 if letter else float(digits)

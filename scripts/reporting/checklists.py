"""Reporting checklists, filled where the workflow knows, and left to the authors elsewhere."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from reporting.escaping import html, markdown
from reporting.tables import Cell, Column, Table
from review.schema import load_yaml

OPEN = "for the authors"


def checklist(path: Path, label: str) -> str:
    """Return the table of a checklist file; ``label`` is its label for references.

    Raises ReviewError for a file that does not fit its schema.
    """
    guideline = load_yaml(path, "checklist")
    rows = []
    for item in guideline["items"]:
        where = item.get("where", "")
        link = Markup('<a href="#{}">{}</a>').format(html(where), "see there") if where else None
        rows.append(
            [
                Cell(item["number"], sort=_order(item["number"])),
                Cell(item["topic"]),
                Cell(item["asks"]),
                Cell("see there" if where else OPEN, link or Markup(f"<em>{OPEN}</em>")),
                Cell(item.get("says", "")),
            ]
        )
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
    return Table(label, caption, columns, rows).markdown()


def _order(number: str) -> float:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    letter = number[len(digits) :]
    return int(digits) + (ord(letter) - ord("a") + 1) / 100 if letter else float(digits)

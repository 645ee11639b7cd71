"""Tables of the report: semantic HTML that works without a script, and Markdown for print formats.

On paper, where nothing can be sorted or opened, a long table shows its first rows and says where
the whole lies. A table of more than PAGED rows is put into the page as data and laid out by the
page's script, a page of rows at a time; without a script its first rows are shown, and the reader
is told where the whole table lies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from reporting.escaping import fill, html, markdown, raw_html, script_data

PAGED = 400
SHOWN_WITHOUT_SCRIPT = 100
PAPER_ROWS = 12
WORDS = 30
SHORT_CELL = 14


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether its cells are numbers, and whether it starts hidden."""

    label: str
    numeric: bool = False
    hidden: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: plain text, the HTML to show in its place, and what it is sorted by."""

    text: str
    html: Markup | None = None
    sort: float | str | None = None

    @property
    def shown(self) -> Markup:
        """The cell's HTML."""
        return html(self.text) if self.html is None else self.html


@dataclass(frozen=True)
class Table:
    """A table with a label for cross-references (``tbl-...``), a caption and rows of cells.

    ``elsewhere`` says where the complete table lies as a file. ``ids`` are the HTML ids of the
    rows, if any. ``empty`` is what stands in place of a table without rows. ``whole_on_paper``
    keeps every row in print, Word and PDF.
    """

    label: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: str = "There are none."
    elsewhere: str = ""
    ids: Sequence[str] = field(default_factory=tuple)
    whole_on_paper: bool = False

    def markdown(self) -> str:
        """Return the table as Quarto Markdown: a numbered float, HTML and fallback."""
        if not self.rows:
            return f"\n{markdown(self.empty)}\n"
        return "\n".join(
            [
                "",
                f"::::: {{#{self.label}}}",
                raw_html(self._html()),
                '\n:::: {.content-visible unless-format="html"}\n',
                self._pipe_table(),
                "\n::::\n",
                caption(self.caption),
                "",
                ":::::",
                "",
            ]
        )

    def is_hidden(self, at: int) -> bool:
        """Say whether a column starts hidden: by choice, or as none of its cells says a thing."""
        return self.columns[at].hidden or not any(row[at].text for row in self.rows)

    @property
    def paper_rows(self) -> Sequence[Sequence[Cell]]:
        """The rows that print, Word and PDF show. One or two rows more are not worth a note."""
        short = len(self.rows) <= PAPER_ROWS + 2
        return self.rows if self.whole_on_paper or short else self.rows[:PAPER_ROWS]

    @property
    def left_off_paper(self) -> str:
        """Say how many rows paper does not show and where they are, '' when it shows all."""
        left = len(self.rows) - len(self.paper_rows)
        where = f"{self.elsewhere} and the HTML report" if self.elsewhere else "the HTML report"
        return f"{left:,} more rows are in {where}." if left else ""

    def _html(self) -> str:
        paged = len(self.rows) > PAGED
        return fill(
            "table.html.j2",
            table=self,
            rows=self.rows[:SHOWN_WITHOUT_SCRIPT] if paged else self.rows,
            ids=self.ids,
            hidden=[self.is_hidden(at) for at in range(len(self.columns))],
            data=self._data() if paged else "",
        )

    def _data(self) -> Markup:
        return script_data(
            [[[str(cell.shown), cell.sort, cell.text] for cell in row] for row in self.rows]
        )

    def _rule(self, at: int) -> str:
        """Return the dashes under a heading, whose number sets the column's share of the width."""
        lengths = sorted(len(row[at].text) for row in self.paper_rows)
        # A short cell that does not fit breaks in an ugly place, a long one anywhere.
        usual = lengths[-1] if lengths[-1] <= SHORT_CELL else lengths[len(lengths) * 3 // 4]
        longest_word = max(map(len, self.columns[at].label.split())) + 2
        # Long texts get more room than short ones, though not in proportion.
        room = usual if usual <= WORDS else WORDS + round(4 * math.sqrt(usual - WORDS))
        dashes = "-" * max(room, longest_word, 5)
        return f"{dashes}:" if self.columns[at].numeric else f":{dashes}"

    def _pipe_table(self) -> str:
        # What the head of a long table leaves empty takes no room on paper.
        columns = [
            at
            for at in range(len(self.columns))
            if not self.is_hidden(at) and any(row[at].text for row in self.paper_rows)
        ]
        lines = [
            " | ".join(["", *(markdown(self.columns[at].label) for at in columns), ""]).strip(),
            "|" + "|".join(self._rule(at) for at in columns) + "|",
        ]
        for row in self.paper_rows:
            lines.append("| " + " | ".join(markdown(row[at].text) for at in columns) + " |")
        if self.left_off_paper:
            lines += ["", f"*{markdown(self.left_off_paper)}*"]
        return "\n".join(lines)


def caption(words: str) -> str:
    """Mark the words of a caption, so that a style can tell them from the number before them."""
    return f"[{words}]{{.caption}}"


def pubmed_link(pmid: str, words: str = "") -> Markup:
    """Return a link to a record in PubMed; ``words`` default to the PMID."""
    return Markup('<a class="pmid" href="https://pubmed.ncbi.nlm.nih.gov/{}/">{}</a>').format(
        html(pmid), html(words or pmid)
    )

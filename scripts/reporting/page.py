"""What reports/review.qmd calls: one function per part, each printing Quarto Markdown.

The document stays readable as prose; this is where its cells find their content.
"""

from __future__ import annotations

import re
from pathlib import Path

from reporting import (
    changed,
    claims,
    front,
    methods,
    overview,
    results,
    screening,
    searching,
    studies,
    themes,
)
from reporting.checklists import checklist, search_checklist
from reporting.drawings import drawing
from reporting.escaping import raw_html
from reporting.evidence import Evidence, from_environment
from reporting.flow import flow_diagram
from reporting.quotes import Opened

_HEADING = re.compile(r"^#+ (.+?) \{#(sec-[a-z0-9-]+)", re.MULTILINE)


class Page:
    """The parts of the report for one run; ``folder`` is the document's own."""

    def __init__(self, folder: str | Path = ".") -> None:
        self.evidence: Evidence = from_environment(Path(folder).resolve())
        self._checklists = Path(folder).resolve().parent / "references" / "checklists"
        headings = _HEADING.findall((Path(folder) / "review.qmd").read_text(encoding="utf-8"))
        self._sections = {"sec-glance": "First screen", **{key: title for title, key in headings}}
        self._opened = Opened(self.evidence)

    def banner(self) -> None:
        """Print where the records come from."""
        print(front.banner(self.evidence))

    def at_a_glance(self) -> None:
        """Print the question and the answer by rule."""
        print(front.at_a_glance(self.evidence, self._opened))

    def flow(self) -> None:
        """Print the PRISMA 2020 flow diagram."""
        print(drawing(str(flow_diagram(self.evidence.prisma)), "PRISMA 2020 flow diagram"))

    def search(self) -> None:
        """Print the search strategy."""
        print(searching.strategy(self.evidence))

    def windows(self) -> None:
        """Print the search windows."""
        print(searching.windows_table(self.evidence))

    def related(self) -> None:
        """Print the links followed from seed records, and what could not be retrieved."""
        print(searching.related_table(self.evidence))
        print(screening.missing_table(self.evidence))

    def known(self) -> None:
        """Print the papers that the search had to find."""
        print(searching.known_table(self.evidence))

    def criteria(self) -> None:
        """Print the criteria."""
        print(screening.criteria_table(self.evidence))

    def excluded(self) -> None:
        """Print the excluded records."""
        print(screening.excluded_table(self.evidence))

    def unclear(self) -> None:
        """Print the records that await a human."""
        print(screening.unclear_table(self.evidence))

    def studies(self) -> None:
        """Print the included studies."""
        print(studies.study_table(self.evidence))
        print(studies.standing_table(self.evidence))

    def overview(self) -> None:
        """Print the figures over all studies."""
        print(overview.evidence_map(self.evidence))
        print(overview.follow_up(self.evidence))
        print(overview.medians(self.evidence, self._opened))

    def changes(self) -> None:
        """Print what has changed since an earlier run."""
        print(changed.changes_table(self.evidence))

    def pooled(self) -> None:
        """Print the pooled estimates and their forest plots."""
        print(results.pooled_table(self.evidence))
        print(results.forest_plots(self.evidence, self._opened))

    def findings(self) -> None:
        """Print the summary of findings."""
        print(results.findings_table(self.evidence))

    def sensitivity(self) -> None:
        """Print the sensitivity analyses."""
        print(results.sensitivity_table(self.evidence))

    def themes(self) -> None:
        """Print the results, theme by theme."""
        print(themes.theme_sections(self.evidence, self._opened))

    def claims(self) -> None:
        """Print the seed review's statements against the evidence."""
        print(claims.claims_table(self.evidence))

    def automation(self) -> None:
        """Print what was done without a human."""
        print(methods.automation(self.evidence))
        print(methods.flags_table(self.evidence))

    def limits(self) -> None:
        """Print what the source cannot hold."""
        print(methods.limits(self.evidence))

    def checks(self) -> None:
        """Print the sums that hold."""
        print(searching.checks_table(self.evidence))

    def checklists(self) -> None:
        """Print the PRISMA checklists."""
        print(checklist(self._checklists / "prisma_2020.yaml", "tbl-prisma-2020", self._sections))
        print(search_checklist(self.evidence))

    def sentences(self) -> None:
        """Put the sentences that numbers open into the page."""
        print(raw_html(self._opened.panels()))

    def made_with(self) -> None:
        """Print the programs that made the report."""
        print(methods.made_with())

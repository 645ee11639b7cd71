"""Screening as the reader checks it: criteria, reasons, and every record that was not let in."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from reporting.bibliography import short_name
from reporting.escaping import html
from reporting.evidence import Evidence, Row
from reporting.tables import Cell, Column, Table, pubmed_link
from reporting.wording import words_of

VERDICTS = ("met", "failed", "unclear")


def criteria_table(evidence: Evidence) -> str:
    """List the criteria with the number of records by verdict."""
    verdicts: Counter[tuple[str, str]] = Counter(
        (row["criterion"], row["verdict"]) for row in evidence.table("screening/evidence")
    )
    rows = [
        [
            Cell(criterion.label),
            Cell(words_of(criterion.dimension)),
            *(_counted(verdicts[criterion.id, verdict]) for verdict in VERDICTS),
            _counted(evidence.prisma["reasons"].get(criterion.id, {}).get("count", 0)),
        ]
        for criterion in evidence.criteria.values()
    ]
    columns = [
        Column("Criterion", wide=True),
        Column("Dimension"),
        Column("Met", numeric=True),
        Column("Failed", numeric=True),
        Column("Unclear", numeric=True),
        Column("Excluded for it", numeric=True),
    ]
    caption = (
        "Eligibility criteria in the order in which they are asked, with the number of records "
        "by verdict. The reason for an exclusion is the first criterion that failed."
    )
    return Table(
        "tbl-criteria",
        caption,
        columns,
        rows,
        empty="The criteria file is not at hand.",
        whole_on_paper=True,
    ).markdown()


def excluded_table(evidence: Evidence) -> str:
    """List every excluded record with its reason and the words that gave it."""
    excluded = [row for row in evidence.decisions.values() if row["decision"] == "exclude"]
    return _decision_table(
        evidence,
        "tbl-excluded",
        "Records excluded, each with the reason and the words it rests on.",
        excluded,
        "No record was excluded.",
    )


def unclear_table(evidence: Evidence) -> str:
    """List the records that await a human, in the order of the queue."""
    order = {row["pmid"]: at for at, row in enumerate(evidence.table("screening/queue"))}
    unclear = [row for row in evidence.decisions.values() if row["decision"] == "unclear"]
    unclear.sort(key=lambda row: order.get(row["pmid"], len(order)))
    return _decision_table(
        evidence,
        "tbl-unclear",
        "Records that the rules leave to a human, in the order in which to read them.",
        unclear,
        "No record awaits a human decision.",
    )


def missing_table(evidence: Evidence) -> str:
    """List the records that could not be retrieved, and why."""
    rows = [
        [Cell(row["pmid"], pubmed_link(row["pmid"]), int(row["pmid"])), Cell(row.get("why", ""))]
        for row in evidence.table("records/missing")
    ]
    columns = [Column("PMID", numeric=True), Column("Why", wide=True)]
    return Table(
        "tbl-missing",
        "Records named by the search that could not be retrieved.",
        columns,
        rows,
        empty="Every record that the search named was retrieved.",
    ).markdown()


def _decision_table(
    evidence: Evidence, label: str, caption: str, decisions: list[Row], empty: str
) -> str:
    quotes: dict[tuple[str, str], Row] = {}
    for row in evidence.table("screening/evidence"):
        quotes.setdefault((row["pmid"], row["criterion"]), row)
    columns = [
        Column("Report"),
        Column("Title", wide=True),
        Column("Reason"),
        Column("Words it rests on", wide=True),
        Column("Decided by"),
    ]
    rows = []
    for row in decisions:
        record = evidence.records[row["pmid"]]
        criterion = evidence.criteria.get(row["reason"])
        quote = quotes.get((row["pmid"], row["reason"]), {})
        rows.append(
            [
                Cell(short_name(record), pubmed_link(record.pmid, short_name(record))),
                Cell(record.title),
                Cell(criterion.reason if criterion else words_of(row["reason"] or "")),
                _quote(quote),
                Cell("human" if row["decided_by"] == "human" else "rules"),
            ]
        )
    elsewhere = "screening/decisions.csv"
    return Table(label, caption, columns, rows, empty=empty, elsewhere=elsewhere).markdown()


def _quote(row: Row) -> Cell:
    if not row.get("quote"):
        return Cell("nothing found" if row else "")
    shown = Markup('<q>{}</q> <span class="where">{}</span>').format(
        html(row["quote"]), html(words_of(row["field"]))
    )
    return Cell(row["quote"], shown)


def _counted(number: int) -> Cell:
    return Cell(f"{number:,}", sort=number)

"""The included studies: one row each, with the words that each characteristic came from."""

from __future__ import annotations

from markupsafe import Markup

from reporting.bibliography import citation_key, short_name
from reporting.escaping import fill, html
from reporting.evidence import Evidence, Row, items
from reporting.quotes import marked, opener
from reporting.tables import Cell, Column, Table, pubmed_link
from reporting.wording import words_of


def study_table(evidence: Evidence) -> str:
    """Return one row per study: reports, design, setting, patients, arms, follow-up."""
    columns = [
        Column("Study"),
        Column("Reports"),
        Column("Design"),
        Column("Setting"),
        Column("Patients", numeric=True),
        Column("Arms", wide=True),
        Column("Follow-up, months", numeric=True),
        Column("Themes", wide=True, hidden=True),
    ]
    rows = [_study(evidence, study, pmids) for study, pmids in evidence.studies.items()]
    return Table(
        "tbl-studies",
        "Included studies. Reports that share a registry number are one study.",
        columns,
        rows,
        empty="No study is included.",
        elsewhere="studies/characteristics.csv",
        ids=[study_anchor(study) for study in evidence.studies],
        whole_on_paper=True,
    ).markdown()


def standing_table(evidence: Evidence) -> str:
    """List the included reports that are retracted, corrected or doubted, with the date.

    Says nothing for a run whose parsing left no such table.
    """
    if not (evidence.results / "records" / "standing.csv").exists():
        return ""
    included = set(evidence.included)
    rows = []
    for row in evidence.table("records/standing"):
        if row["pmid"] in included:
            name = short_name(evidence.records[row["pmid"]])
            notice = pubmed_link(row["notice_pmid"]) if row["notice_pmid"] else None
            rows.append(
                [
                    Cell(name, pubmed_link(row["pmid"], name), name.lower()),
                    Cell(words_of(row["state"])),
                    Cell(row["since"]),
                    Cell(row["notice_pmid"], notice),
                    Cell(row["notice"]),
                ]
            )
    columns = [
        Column("Report"),
        Column("State"),
        Column("Since"),
        Column("Notice"),
        Column("Citation", wide=True),
    ]
    return Table(
        "tbl-standing",
        "Included reports with a notice on them: retraction, concern, correction.",
        columns,
        rows,
        empty="PubMed links no retraction, concern or correction to an included report.",
        elsewhere="records/standing.csv",
    ).markdown()


def study_anchor(study_id: str) -> str:
    """Return the HTML id of a study's row."""
    return "study-" + "".join(sign if sign.isalnum() else "-" for sign in study_id)


def study_label(evidence: Evidence, study_id: str) -> str:
    """Return a study's trial name, else first author and year of its first report.

    Secondary research names the trials it pools, and a report may name its predecessors: only
    a single name that the study's own reports give is the study's.
    """
    pmids = evidence.studies[study_id]
    for row in evidence.table("studies/studies"):
        if row["study_id"] == study_id and row.get("trial_name"):
            return row["trial_name"]
    names: dict[str, str] = {}
    for pmid in pmids:
        if not is_secondary(evidence, pmid):
            for row in evidence.characteristics.get(pmid, []):
                if row["characteristic"] == "trial_name" and row["value"]:
                    key = "".join(sign for sign in row["value"].casefold() if sign.isalnum())
                    names.setdefault(key, row["value"])
    return next(iter(names.values())) if len(names) == 1 else short_name(evidence.records[pmids[0]])


def is_secondary(evidence: Evidence, pmid: str) -> bool:
    """Return whether a report pools the patients of other reports."""
    return any(
        row["characteristic"] == "design" and row["value"] in ("meta_analysis", "pooled_analysis")
        for row in evidence.characteristics.get(pmid, [])
    )


def _study(evidence: Evidence, study: str, pmids: list[str]) -> list[Cell]:
    found: dict[str, Row] = {}
    arms: list[Row] = []
    for pmid in pmids:
        for row in evidence.characteristics.get(pmid, []):
            found.setdefault(row["characteristic"], row)
        arms = arms or evidence.arms.get(pmid, [])
    registered = "" if study.startswith("PMID") else study
    name = study_label(evidence, study)
    label = Markup('<b class="name">{}</b>{}').format(
        html(name),
        Markup('<br><span class="where">{}</span>').format(html(registered)) if registered else "",
    )
    themes = {theme for p in pmids for theme in items(evidence.decisions[p].get("theme", ""))}
    patients = found.get("n_randomised") or found.get("n_patients")
    return [
        Cell(f"{name} {registered}".strip(), label, name.lower()),
        _reports(evidence, pmids),
        _joined(evidence, [found.get(key) for key in ("design", "timing", "allocation", "phase")]),
        _joined(evidence, [found.get(key) for key in ("setting", "transplant")]),
        _opened(evidence, patients),
        Cell("; ".join(arm["arm"] for arm in arms)),
        _opened(evidence, found.get("follow_up_months")),
        Cell("; ".join(theme.label for key, theme in evidence.themes.items() if key in themes)),
    ]


def _reports(evidence: Evidence, pmids: list[str]) -> Cell:
    links = []
    for pmid in pmids:
        name = short_name(evidence.records[pmid])
        status = evidence.records[pmid].status
        links.append(
            Markup('{} <a class="reference" href="#ref-{}" aria-label="{}">ref</a>{}').format(
                pubmed_link(pmid, name),
                citation_key(pmid),
                html(f"Reference of {name}"),
                Markup(' <strong class="flag">{}</strong>').format(html(words_of(status)))
                if status != "current"
                else "",
            )
        )
    text = "; ".join(f"{short_name(evidence.records[p])} (PMID {p})" for p in pmids)
    return Cell(text, Markup("<br>").join(links), len(pmids))


def _joined(evidence: Evidence, rows: list[Row | None]) -> Cell:
    cells = [_opened(evidence, row) for row in rows if row]
    shown = Markup(", ").join(cell.shown for cell in cells)
    return Cell(", ".join(cell.text for cell in cells), shown)


def _opened(evidence: Evidence, row: Row | None) -> Cell:
    """Return a characteristic as a button that opens the words it was read from."""
    if row is None:
        return Cell("")
    value = row["value"].removesuffix(".0")
    words = f"phase {value}" if row["characteristic"] == "phase" else words_of(value)
    sort: float | str = float(value) if value.replace(".", "", 1).isdigit() else words
    record = evidence.records[row["pmid"]]
    text = record.title if row["field"] == "title" else record.abstract
    if not row["quote"] or row["field"] not in {"title", "abstract"}:
        return Cell(words, sort=sort)
    name = f"c-{row['pmid']}-{row['characteristic']}"
    panel = fill(
        "characteristic.html.j2",
        id=name,
        words=words,
        characteristic=words_of(row["characteristic"]),
        sentence=marked(text, int(row["start"]), int(row["end"])),
        field=row["field"],
        pmid=record.pmid,
        study=short_name(record),
        rule=row["rule"],
    )
    return Cell(words, opener(name, words) + panel, sort)

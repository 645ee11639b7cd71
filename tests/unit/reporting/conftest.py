from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from reporting.evidence import Evidence, load_evidence
from reporting.prisma import Flow, reconcile
from review.records import Record, write_records
from review.tables import columns

HOSTILE = (
    "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{< meta title >}} {{ 7*7 }} "
    "``` ${x} \\LaTeX [link](javascript:alert(3)) @fig-none <svg onload=alert(4)> \u202egnp.exe"
)
HELPED = (
    "Forty-two patients took part. Median progression-free survival was 14.1 months with the drug "
    "and 9.2 months without (hazard ratio, 0.61; 95% CI, 0.40 to 0.93). Rash was seen in 3 of 20."
)
CRITERIA = """\
themes: themes.yaml
criteria:
  is_disease: {label: Patients with the disease, reason: Not the disease, dimension: population}
  is_clinical: {label: A clinical study, reason: Not a clinical study, dimension: study_design}
"""
THEMES = """\
seed: {citation: "A Reviewer. J Invent Rev 2009;1:1-9"}
themes:
  efficacy: {label: Efficacy, summary: The drug was said to help.}
  safety: {label: Harms, summary: It was said to harm few.}
"""
CONFIG = """\
review: small
source: {endpoint: local, corpus: [references/corpus]}
search: {query: "drug[tiab]", until: "2026-11-22"}
screening: {criteria: criteria.yaml}
report: {title: A drug for a disease, question: "Does the drug help patients with the disease?"}
"""


def write_csv(path: Path, rows: list[dict[str, object]]) -> None:
    """Write a table with the columns of its schema; cells that a row leaves out stay empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns(path.stem), restval="")
        writer.writeheader()
        writer.writerows(rows)


def record(number: int, title: str, abstract: str = "", **fields: object) -> Record:
    pmid = str(99000000 + number)
    text = f"{title}\n{abstract}"
    return Record(
        pmid=pmid,
        title=title,
        abstract=abstract,
        journal="Journal of Invented Trials",
        journal_abbrev="J Invent Trials",
        year=2010 + number,
        pub_date=f"{2010 + number}-03",
        authors=("Núñez JM", "van der Berg A", "The Invented Study Group"),
        volume="12",
        issue="3",
        pages="101-9",
        doi=f"10.9999/invented.{number}",
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        **fields,  # type: ignore[arg-type]
    )


RECORDS = [
    record(1, "The drug against nothing: a randomised trial", HELPED),
    record(2, f"A title that attacks {HOSTILE}", f"{HOSTILE} The response rate was 45%."),
    record(3, "A narrative review of the drug", "Nothing was measured."),
    record(4, "A report without an abstract"),
]


def outcome(number: int, pmid: str, quote: str, **fields: object) -> dict[str, object]:
    abstract = next(each.abstract for each in RECORDS if each.pmid == pmid)
    start = abstract.index(quote)
    return {
        "outcome_id": f"{pmid}-{number}",
        "pmid": pmid,
        "study_id": "NCT99000001" if pmid == "99000001" else f"PMID{pmid}",
        "section": "RESULTS",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "rule": "pair",
        **fields,
    }


OUTCOMES = [
    outcome(
        1, "99000001", "hazard ratio, 0.61; 95% CI, 0.40 to 0.93", endpoint="PFS",
        statistic="hazard_ratio", arm="the drug", comparator="nothing", value="0.61",
        unit="ratio", ci_lower="0.40", ci_upper="0.93", ci_level="95",
    ),
    outcome(
        2, "99000001", "14.1 months", endpoint="PFS", statistic="median", arm="=SUM(A1)",
        value="14.1", unit="months", flags="arm_guessed",
    ),
    outcome(
        1, "99000002", "45%", endpoint="ORR", statistic="proportion", arm=HOSTILE, value="45",
        unit="%",
    ),
]  # fmt: skip


def build(folder: Path, *, decided: dict[str, tuple[str, str]] | None = None) -> Evidence:
    """Write a small finished run into ``folder``; ``decided`` maps PMIDs to decision, reason."""
    decided = decided or {
        "99000001": ("include", ""),
        "99000002": ("include", ""),
        "99000003": ("exclude", "is_clinical"),
        "99000004": ("unclear", ""),
    }
    included = {pmid for pmid, (decision, _) in decided.items() if decision == "include"}
    results = folder / "results" / "small"
    write_records(results / "records" / "records.parquet", RECORDS)
    pmids = [each.pmid for each in RECORDS]
    found = [{"pmid": pmid, "via": "search", "seed_pmid": ""} for pmid in pmids]
    found.append({"pmid": pmids[0], "via": "similar", "seed_pmid": pmids[1]})
    write_csv(results / "search" / "found.csv", found)
    (results / "search" / "pmids.txt").write_text("\n".join(pmids) + "\n")
    window = {
        "term": "drug[tiab] `{{< x >}}`",
        "query_translation": '"drug"[Title/Abstract]',
        "count": 4,
        "listed": 4,
        "asked_at": "2026-11-22T10:00:00Z",
        "error_list": [],
        "warning_list": [],
    }
    ledger = {
        "endpoint": "local",
        "tools": {"biopython": "1.88"},
        "query": "drug[tiab]",
        "until": "2026-11-22",
        "whole": window,
        "windows": [window],
        "related": [],
        "totals": {"count": 4},
    }
    (results / "search" / "ledger.json").write_text(json.dumps(ledger))
    write_csv(results / "records" / "missing.csv", [])
    studies = [
        {"study_id": "NCT99000001" if p == "99000001" else f"PMID{p}", "pmid": p, "primary": "true"}
        for p in pmids
    ]
    write_csv(results / "studies" / "studies.csv", studies)
    decisions = [
        {
            "pmid": pmid,
            "decision": decision,
            "reason": reason,
            "decided_by": "human" if pmid == "99000003" else "rules",
            "theme": "efficacy" if decision == "include" else "",
        }
        for pmid, (decision, reason) in decided.items()
    ]
    write_csv(results / "screening" / "decisions.csv", decisions)
    write_csv(
        results / "screening" / "evidence.csv",
        [
            {
                "pmid": "99000003", "criterion": "is_clinical", "verdict": "failed",
                "field": "title", "start": 2, "end": 18, "quote": "narrative review",
            }
        ],
    )  # fmt: skip
    outcomes = [row for row in OUTCOMES if row["pmid"] in included]
    write_csv(results / "outcomes" / "outcomes.csv", outcomes)
    (folder / "criteria.yaml").write_text(CRITERIA)
    (folder / "themes.yaml").write_text(THEMES)
    config = folder / "config.yaml"
    config.write_text(CONFIG)
    flow = Flow(
        found=found,  # type: ignore[arg-type]
        listed=pmids,
        count=4,
        records=pmids,
        missing={},
        decisions=decisions,
        studies={row["pmid"]: row["study_id"] for row in studies},
        with_outcomes={str(row["pmid"]) for row in outcomes},
        criteria={"is_disease": "Not the disease", "is_clinical": "Not a clinical study"},
    )
    (results / "prisma.json").write_text(json.dumps(reconcile(flow)))
    return load_evidence(results, config, folder)


@pytest.fixture
def small_review(tmp_path: Path) -> Evidence:
    return build(tmp_path)


@pytest.fixture
def empty_review(tmp_path: Path) -> Evidence:
    return build(tmp_path, decided={str(each.pmid): ("exclude", "is_clinical") for each in RECORDS})

"""Count every box, write the report, and hand the review on.

INPUTS:  everything above, reports/review.qmd and its style
OUTPUTS: config.yaml (as resolved), prisma.json, reports/<review>/index.html, exports/
"""

TABLES = {
    "ledger": f"{RESULTS}/search/ledger.json",
    "pmids": f"{RESULTS}/search/pmids.txt",
    "found": f"{RESULTS}/search/found.csv",
    "missing": f"{RESULTS}/records/missing.csv",
    "records": f"{RESULTS}/records/records.parquet",
    "studies": f"{RESULTS}/studies/studies.csv",
    "decisions": f"{RESULTS}/screening/decisions.csv",
    "outcomes": f"{RESULTS}/outcomes/outcomes.csv",
}


rule resolve:
    output:
        f"{RESULTS}/config.yaml",
    log:
        f"{LOGS}/resolve.log",
    threads: 1
    resources:
        mem_mb=200,
        runtime=5,
    params:
        knowledge=knowledge("resolve", "review"),
        settings=json.dumps(CONFIG),
    shell:
        "verb resolve --settings {params.settings:q} --out {output:q} 2>&1" " | tee {log:q}"


rule reconcile:
    input:
        **TABLES,
        criteria=CONFIG["screening"]["criteria"],
    output:
        f"{RESULTS}/prisma.json",
    log:
        f"{LOGS}/reconcile.log",
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        knowledge=knowledge("reconcile", "reporting", "review"),
        tables=shlex.join(word for name, path in TABLES.items() for word in (f"--{name}", path)),
    shell:
        "verb reconcile {params.tables} --criteria {input.criteria:q}"
        " --out {output:q} 2>&1 | tee {log:q}"


# What the report and the exports read beside the tables that the diagram counts.
EVIDENCE = [
    f"{RESULTS}/config.yaml",
    f"{RESULTS}/prisma.json",
    f"{RESULTS}/records/manifest.json",
    f"{RESULTS}/records/standing.csv",
    *(f"{RESULTS}/search/{name}" for name in ("known.csv", "prisma_s.csv", "strategy.txt")),
    *CHANGES,
    *(f"{RESULTS}/screening/{name}.csv" for name in SCREENING_TABLES),
    *(f"{RESULTS}/studies/{name}.csv" for name in ("characteristics", "arms", "suggested")),
    *(f"{RESULTS}/synthesis/{name}.csv" for name in SYNTHESIS_TABLES),
]


rule report:
    input:
        EVIDENCE,
        **TABLES,
        qmd=str(HOME / "reports/review.qmd"),
        criteria=[CONFIG["screening"]["criteria"], *named_by_criteria("themes")],
        style=sorted(str(path) for path in (HOME / "reports/style").rglob("*.*")),
    output:
        OTHER_FORMATS,
        html=REPORT,
        screening=SCREENING_PAGE,
    log:
        f"{LOGS}/report.log",
    threads: 1
    resources:
        mem_mb=3000,
        runtime=30,
    params:
        knowledge=knowledge(
            *("report", "reporting", "review"),
            files=["references/checklists/prisma_2020.yaml"],
        ),
        renderer=CONFIG["report"]["renderer"],
        formats=CONFIG["report"]["formats"],
        results=subpath(input.ledger, ancestor=2),
    shell:
        "verb report --qmd {input.qmd:q} --results {params.results:q}"
        " --renderer {params.renderer:q} --formats {params.formats:q}"
        " --screening {output.screening:q} --out {output.html:q} 2>&1 | tee {log:q}"


rule export:
    input:
        EVIDENCE,
        **TABLES,
    output:
        directory(EXPORTS),
    log:
        f"{LOGS}/export.log",
    threads: 1
    resources:
        mem_mb=1500,
        runtime=20,
    params:
        knowledge=knowledge("export", "reporting", "exporting", "review"),
        results=subpath(output[0], parent=True),
    shell:
        "verb export --results {params.results:q} --out-dir {output:q} 2>&1" " | tee {log:q}"

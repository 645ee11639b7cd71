"""Keep what a run found, and say what changed since an earlier one.

INPUTS:  the tables of a finished run; report.compare_to
OUTPUTS: inputs.json, results/<review>.runs/ (kept runs, never removed by a later one), changes.csv and
         changes.txt where report.compare_to names an earlier run
"""

COMPARED = [
    f"{RESULTS}/search/ledger.json",
    f"{RESULTS}/search/found.csv",
    f"{RESULTS}/records/records.parquet",
    f"{RESULTS}/records/missing.csv",
    f"{RESULTS}/studies/studies.csv",
    f"{RESULTS}/screening/decisions.csv",
    f"{RESULTS}/synthesis/pooled.csv",
    f"{RESULTS}/synthesis/estimates.csv",
    f"{RESULTS}/synthesis/claims.csv",
    f"{RESULTS}/inputs.json",
]
MADE_FROM = [
    (purpose, path)
    for purpose, paths in {
        "criteria": [CONFIG["screening"]["criteria"], *named_by_criteria("themes")],
        "vocabulary": [CONFIG["extraction"]["vocabulary"]],
        "comparisons": [CONFIG["synthesis"]["comparisons"]],
        "claims": [CONFIG["synthesis"]["claims"]],
        "decisions": CONFIG["screening"]["decisions"],
        "corrections": [CONFIG["extraction"]["corrections"]],
    }.items()
    for path in paths
    if path
]


rule remember:
    input:
        [str(file) for _, path in MADE_FROM for file in files_at(path)],
    output:
        f"{RESULTS}/inputs.json",
    log:
        f"{LOGS}/remember.log",
    threads: 1
    resources:
        mem_mb=500,
        runtime=5,
    params:
        program=knowledge(
            *("remember", "changes", "pubmed", "review"),
            *("screening", "extraction", "synthesis", "vocabulary"),
        ),
        named=shlex.join(word for pair in MADE_FROM for word in ("--input", *pair)),
    shell:
        "verb remember {params.named} --program {params.program:q} --out {output:q} 2>&1"
        " | tee {log:q}"


rule keep:
    input:
        COMPARED,
        ledger=f"{RESULTS}/search/ledger.json",
    output:
        f"{RUNS}/runs.csv",
    log:
        f"{LOGS}/keep.log",
    threads: 1
    resources:
        mem_mb=500,
        runtime=10,
    params:
        results=subpath(input.ledger, ancestor=2),
        runs=subpath(output[0], parent=True),
    shell:
        "verb keep --results {params.results:q} --runs {params.runs:q} --list {output:q} 2>&1"
        " | tee {log:q}"


rule compare:
    input:
        COMPARED,
        ledger=f"{RESULTS}/search/ledger.json",
    output:
        table=f"{RESULTS}/changes.csv",
        text=f"{RESULTS}/changes.txt",
    log:
        f"{LOGS}/compare.log",
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        knowledge=knowledge("compare", "changes", "review", tables=["changes"]),
        before=CONFIG["report"]["compare_to"],
        after=subpath(input.ledger, ancestor=2),
    shell:
        "verb compare --before {params.before:q} --after {params.after:q}"
        " --out {output.table:q} --text {output.text:q} 2>&1 | tee {log:q}"

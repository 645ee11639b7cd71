"""Pool what may be pooled, and put the seed review's claims to the test.

INPUTS:  outcomes/outcomes.csv, studies/*.csv, screening/decisions.csv, records/records.parquet,
         synthesis.comparisons, synthesis.claims, extraction.vocabulary
OUTPUTS: synthesis/*.csv
"""

OPTIONAL = {
    key: CONFIG["synthesis"][key] for key in ("comparisons", "claims") if CONFIG["synthesis"][key]
}
SYNTHESIS_TABLES = [
    "pooled",
    "estimates",
    "left_out",
    "claims",
    "claim_tests",
    "sensitivity",
    "summary_of_findings",
]


rule pool:
    input:
        list(OPTIONAL.values()),
        vocabulary=VOCABULARY,
        outcomes=f"{RESULTS}/outcomes/outcomes.csv",
        characteristics=f"{RESULTS}/studies/characteristics.csv",
        arms=f"{RESULTS}/studies/arms.csv",
        studies=f"{RESULTS}/studies/studies.csv",
        decisions=f"{RESULTS}/screening/decisions.csv",
        records=f"{RESULTS}/records/records.parquet",
    output:
        expand(f"{RESULTS}/synthesis/{{table}}.csv", table=SYNTHESIS_TABLES),
    log:
        f"{LOGS}/pool.log",
    threads: 1
    resources:
        mem_mb=1000,
        runtime=20,
    params:
        knowledge=knowledge("pool", "synthesis", "vocabulary", "review", tables=SYNTHESIS_TABLES),
        optional=shlex.join(word for key, path in OPTIONAL.items() for word in (f"--{key}", path)),
        vocabulary=lambda wildcards, input: str(Path(input.vocabulary[0]).parent),
        folder=subpath(output[0], parent=True),
    shell:
        "verb pool --outcomes {input.outcomes:q}"
        " --characteristics {input.characteristics:q} --arms {input.arms:q}"
        " --studies {input.studies:q} --decisions {input.decisions:q}"
        " --records {input.records:q} {params.optional}"
        " --vocabulary {params.vocabulary:q} --out-dir {params.folder:q} 2>&1"
        " | tee {log:q}"

"""Turn bytes into records, and reports into studies.

INPUTS:  records/raw/, records/manifest.json, search/pmids.txt
OUTPUTS: records/records.parquet, records/missing.csv, records/standing.csv, studies/studies.csv
"""


rule parse:
    input:
        pmids=f"{RESULTS}/search/pmids.txt",
        raw=f"{RESULTS}/records/raw",
        manifest=f"{RESULTS}/records/manifest.json",
    output:
        records=f"{RESULTS}/records/records.parquet",
        missing=f"{RESULTS}/records/missing.csv",
        standing=f"{RESULTS}/records/standing.csv",
    log:
        f"{LOGS}/parse.log",
    threads: 1
    resources:
        mem_mb=2000,
        runtime=30,
    params:
        knowledge=knowledge("parse", "pubmed", "review", tables=["missing", "standing"]),
    shell:
        "verb parse --pmids {input.pmids:q} --raw {input.raw:q}"
        " --manifest {input.manifest:q} --records {output.records:q}"
        " --missing {output.missing:q} --standing {output.standing:q} 2>&1 | tee {log:q}"


rule link:
    input:
        records=f"{RESULTS}/records/records.parquet",
    output:
        f"{RESULTS}/studies/studies.csv",
    log:
        f"{LOGS}/link.log",
    threads: 1
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        knowledge=knowledge("link", "pubmed", "review", tables=["studies"]),
    shell:
        "verb link --records {input.records:q} --out {output:q} 2>&1" " | tee {log:q}"

"""Turn bytes into records, and reports into studies.

INPUTS:  records/raw/, records/manifest.json, search/pmids.txt
OUTPUTS: records/records.parquet, records/missing.csv, studies/studies.csv
"""


rule parse:
    input:
        pmids=f"{RESULTS}/search/pmids.txt",
        raw=f"{RESULTS}/records/raw",
        manifest=f"{RESULTS}/records/manifest.json",
        code=sources("parse", "pubmed", "review"),
        schemas=table_schemas("missing"),
    output:
        records=f"{RESULTS}/records/records.parquet",
        missing=f"{RESULTS}/records/missing.csv",
    log:
        f"{LOGS}/parse.log",
    shell:
        "{PYTHON:q} {SCRIPTS:q}/parse.py --pmids {input.pmids:q} --raw {input.raw:q}"
        " --manifest {input.manifest:q} --records {output.records:q}"
        " --missing {output.missing:q} 2>&1 | tee {log:q}"


rule link:
    input:
        records=f"{RESULTS}/records/records.parquet",
        code=sources("link", "pubmed", "review"),
        schemas=table_schemas("studies"),
    output:
        f"{RESULTS}/studies/studies.csv",
    log:
        f"{LOGS}/link.log",
    shell:
        "{PYTHON:q} {SCRIPTS:q}/link.py --records {input.records:q} --out {output:q} 2>&1"
        " | tee {log:q}"

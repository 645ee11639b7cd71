"""Decide, on stated evidence, which records are let in.

INPUTS:  records/records.parquet, screening.criteria and what it names, screening.decisions
OUTPUTS: screening/decisions.csv, evidence.csv, themes.csv, queue.csv, agreement.csv
"""

VOCABULARY = CONFIG["extraction"]["vocabulary"]
VOCABULARY_FILES = sorted(map(str, Path(VOCABULARY).glob("*.yaml")))
SCREENING_TABLES = ["decisions", "evidence", "themes", "queue", "agreement"]


rule screen:
    input:
        VOCABULARY_FILES,
        records=f"{RESULTS}/records/records.parquet",
        criteria=CONFIG["screening"]["criteria"],
        human=CONFIG["screening"]["decisions"],
        code=sources("screen", "screening", "vocabulary", "review"),
        schemas=table_schemas(*SCREENING_TABLES),
    output:
        decisions=f"{RESULTS}/screening/decisions.csv",
        evidence=f"{RESULTS}/screening/evidence.csv",
        themes=f"{RESULTS}/screening/themes.csv",
        queue=f"{RESULTS}/screening/queue.csv",
        agreement=f"{RESULTS}/screening/agreement.csv",
    log:
        f"{LOGS}/screen.log",
    shell:
        "{PYTHON:q} {SCRIPTS:q}/screen.py --records {input.records:q}"
        " --criteria {input.criteria:q} --vocabulary {VOCABULARY:q} --decisions {input.human:q}"
        " --out-decisions {output.decisions:q} --out-evidence {output.evidence:q}"
        " --out-themes {output.themes:q} --out-queue {output.queue:q}"
        " --out-agreement {output.agreement:q} 2>&1 | tee {log:q}"

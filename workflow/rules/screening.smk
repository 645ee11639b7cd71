"""Decide, on stated evidence, which records are let in.

INPUTS:  records/records.parquet, screening.criteria and what it names, screening.decisions
OUTPUTS: screening/decisions.csv, evidence.csv, themes.csv, queue.csv, agreement.csv
"""

VOCABULARY = sorted(map(str, Path(CONFIG["extraction"]["vocabulary"]).glob("*.yaml")))
SCREENING_TABLES = ["decisions", "evidence", "themes", "queue", "agreement"]


rule screen:
    input:
        named_by_criteria("themes"),
        vocabulary=VOCABULARY,
        records=f"{RESULTS}/records/records.parquet",
        criteria=CONFIG["screening"]["criteria"],
        human=CONFIG["screening"]["decisions"],
    output:
        decisions=f"{RESULTS}/screening/decisions.csv",
        evidence=f"{RESULTS}/screening/evidence.csv",
        themes=f"{RESULTS}/screening/themes.csv",
        queue=f"{RESULTS}/screening/queue.csv",
        agreement=f"{RESULTS}/screening/agreement.csv",
    log:
        f"{LOGS}/screen.log",
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        target=CONFIG["screening"].get("target_recall", 0.95),
        vocabulary=lambda wildcards, input: str(Path(input.vocabulary[0]).parent),
        knowledge=knowledge("screen", "screening", "vocabulary", "review", tables=SCREENING_TABLES),
    shell:
        "verb screen --records {input.records:q}"
        " --criteria {input.criteria:q} --vocabulary {params.vocabulary:q} --decisions {input.human:q}"
        " --target-recall {params.target}"
        " --out-decisions {output.decisions:q} --out-evidence {output.evidence:q}"
        " --out-themes {output.themes:q} --out-queue {output.queue:q}"
        " --out-agreement {output.agreement:q} 2>&1 | tee {log:q}"

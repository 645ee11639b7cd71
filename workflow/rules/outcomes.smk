"""Read the numbers that the included records report, each with the words it came from.

INPUTS:  records/records.parquet, screening/decisions.csv, studies/studies.csv,
         extraction.vocabulary, extraction.corrections
OUTPUTS: outcomes/outcomes.csv, studies/characteristics.csv, studies/arms.csv,
         studies/suggested.csv
"""

CORRECTIONS = [CONFIG["extraction"]["corrections"]] if CONFIG["extraction"]["corrections"] else []


rule extract:
    input:
        VOCABULARY_FILES,
        records=f"{RESULTS}/records/records.parquet",
        decisions=f"{RESULTS}/screening/decisions.csv",
        studies=f"{RESULTS}/studies/studies.csv",
        corrections=CORRECTIONS,
        code=sources("extract", "extraction", "vocabulary", "review"),
        schemas=table_schemas("outcomes", "characteristics", "arms"),
    output:
        outcomes=f"{RESULTS}/outcomes/outcomes.csv",
        characteristics=f"{RESULTS}/studies/characteristics.csv",
        arms=f"{RESULTS}/studies/arms.csv",
        suggested=f"{RESULTS}/studies/suggested.csv",
    log:
        f"{LOGS}/extract.log",
    params:
        corrections=shlex.join(["--corrections", *CORRECTIONS] if CORRECTIONS else []),
    shell:
        "{PYTHON:q} {SCRIPTS:q}/extract.py --records {input.records:q}"
        " --decisions {input.decisions:q} --studies {input.studies:q}"
        " --vocabulary {VOCABULARY:q} {params.corrections}"
        " --out-outcomes {output.outcomes:q} --out-characteristics {output.characteristics:q}"
        " --out-arms {output.arms:q} --out-suggested {output.suggested:q} 2>&1 | tee {log:q}"

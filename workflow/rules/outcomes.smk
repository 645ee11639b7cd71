"""Read the numbers that the included records report, each with the words it came from.

INPUTS:  records/records.parquet, screening/decisions.csv, studies/studies.csv,
         extraction.vocabulary, extraction.corrections
OUTPUTS: outcomes/outcomes.csv, studies/characteristics.csv, studies/arms.csv,
         studies/suggested.csv
"""

CORRECTIONS = [CONFIG["extraction"]["corrections"]] if CONFIG["extraction"]["corrections"] else []


rule extract:
    input:
        vocabulary=VOCABULARY,
        records=f"{RESULTS}/records/records.parquet",
        decisions=f"{RESULTS}/screening/decisions.csv",
        studies=f"{RESULTS}/studies/studies.csv",
        corrections=CORRECTIONS,
    output:
        outcomes=f"{RESULTS}/outcomes/outcomes.csv",
        characteristics=f"{RESULTS}/studies/characteristics.csv",
        arms=f"{RESULTS}/studies/arms.csv",
        suggested=f"{RESULTS}/studies/suggested.csv",
    log:
        f"{LOGS}/extract.log",
    threads: 1
    resources:
        mem_mb=2000,
        runtime=60,
    params:
        vocabulary=lambda wildcards, input: str(Path(input.vocabulary[0]).parent),
        knowledge=knowledge(
            *("extract", "extraction", "vocabulary", "review"),
            tables=["outcomes", "characteristics", "arms", "suggested"],
            # Files about language that serve where the review's vocabulary has none of its own.
            files=[
                f"references/vocabulary/{name}.yaml"
                for name in ("adverse_events", "arms", "clauses", "cues", "facts", "statistics")
            ],
        ),
        corrections=shlex.join(["--corrections", *CORRECTIONS] if CORRECTIONS else []),
    shell:
        "verb extract --records {input.records:q}"
        " --decisions {input.decisions:q} --studies {input.studies:q}"
        " --vocabulary {params.vocabulary:q} {params.corrections}"
        " --out-outcomes {output.outcomes:q} --out-characteristics {output.characteristics:q}"
        " --out-arms {output.arms:q} --out-suggested {output.suggested:q} 2>&1 | tee {log:q}"

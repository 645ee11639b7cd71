"""Living Review: search > fetch > parse > link > screen > extract > pool > report, export."""

import sys
from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

min_version("9.13")
sys.path.insert(0, f"{workflow.basedir}/scripts")
from review.config import refuse_bad_yaml, validated
from review.program import in_one_line

with in_one_line():
    refuse_bad_yaml("config/config.yaml")


configfile: "config/config.yaml"


container: "docker://python:3.13-slim"  # used with --software-deployment-method apptainer only


with in_one_line():
    CONFIG = validated(config, workflow.configfiles)


include: "workflow/rules/verbs.smk"
include: "workflow/rules/search.smk"
include: "workflow/rules/records.smk"
include: "workflow/rules/screening.smk"
include: "workflow/rules/outcomes.smk"
include: "workflow/rules/synthesis.smk"
include: "workflow/rules/living.smk"
include: "workflow/rules/report.smk"


rule all:
    default_target: True
    input:
        REPORT,
        EXPORTS,
        f"{RUNS}/runs.csv",

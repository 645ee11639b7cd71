"""How rules call the verbs, and where a review lives.

A verb is a program in scripts/, run by the interpreter that runs Snakemake, so that neither an
activated environment nor PATH matters. Its noun's modules are inputs of the rule: a stage runs
again when its knowledge changes.
"""

import json
import shlex
from pathlib import Path

HOME = Path(workflow.basedir)
RESULTS = f"results/{CONFIG['review']}"
REPORT = f"reports/{CONFIG['review']}/index.html"
EXPORTS = f"{RESULTS}/exports"
LOGS = f"logs/{CONFIG['review']}"
PYTHON = sys.executable
SCRIPTS = HOME / "scripts"


def sources(verb, *nouns):
    """List the modules that make a verb what it is."""
    modules = [path for noun in nouns for path in SCRIPTS.glob(f"{noun}/**/*.py")]
    return sorted(map(str, [SCRIPTS / f"{verb}.py", *modules]))


def table_schemas(*names):
    """List the schemas of the tables that a verb writes."""
    return [str(HOME / f"workflow/schemas/tables/{name}.schema.yaml") for name in names]

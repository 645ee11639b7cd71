"""How rules call the verbs, and where a review lives.

A verb is a program in scripts/, run by the interpreter that runs Snakemake where that one has the
locked packages, else by .venv: neither an activated environment nor PATH matters.
"""

import hashlib
import importlib.util
import json
import shlex
import time
from pathlib import Path

from reporting.summary import summary
from review.config import question

HOME = Path(workflow.basedir)
SCRIPTS = HOME / "scripts"
RESULTS = f"results/{CONFIG['review']}"
REPORT = f"reports/{CONFIG['review']}/index.html"
SCREENING_PAGE = f"reports/{CONFIG['review']}/screening.html"
OTHER_FORMATS = [
    f"reports/{CONFIG['review']}/report.{kind}"
    for kind in CONFIG["report"]["formats"]
    if kind != "html"
]
EXPORTS = f"{RESULTS}/exports"
RUNS = f"{RESULTS}.runs"
CHANGES = [f"{RESULTS}/changes.csv"] if CONFIG["report"]["compare_to"] else []
LOGS = f"logs/{CONFIG['review']}"
IS_LOCAL = CONFIG["source"]["endpoint"] == "local"
STARTED = time.time()  # tells this run's logs from those of earlier ones; written nowhere


def interpreter():
    """Name the Python that runs the verbs: ours, or the one in .venv where ours lacks packages."""
    if all(importlib.util.find_spec(name) for name in ("Bio", "lxml", "pyarrow", "nbclient")):
        return sys.executable
    if (HOME / ".venv/bin/python").exists():
        return str(HOME / ".venv/bin/python")
    raise WorkflowError(f"{sys.executable} lacks the packages of this workflow. Run: make install")


# `verb screen ...` in a rule runs scripts/screen.py; a pipe fails when any part of it fails.
shell.prefix(
    "set -euo pipefail; "
    f'verb() {{{{ {shlex.quote(interpreter())} {shlex.quote(str(SCRIPTS))}/$1.py "${{{{@:2}}}}"; }}}}; '
)


def knowledge(verb, *nouns, tables=(), files=()):
    """Fingerprint what a verb knows (modules, schemas of tables, files), as a rule's parameter.

    Snakemake runs a stage again when its parameters change, so new code makes new results.
    """
    schemas = [HOME / f"workflow/schemas/tables/{table}.schema.yaml" for table in tables]
    modules = [path for noun in nouns for path in SCRIPTS.glob(f"{noun}/**/*.*")]
    parts = sorted({SCRIPTS / f"{verb}.py", *modules, *schemas, *(HOME / name for name in files)})
    kept = [path for path in parts if "__pycache__" not in path.parts]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in kept)).hexdigest()


def corpus_files():
    """List the XML files that the local endpoint serves, so that a changed one is noticed."""
    files = []
    for place in map(Path, CONFIG["source"]["corpus"] if IS_LOCAL else []):
        found = [place] if place.is_file() else place.rglob("*.xml*")
        files += [str(path) for path in found]
    return sorted(files)


def files_at(place):
    """List the files at a path: itself, or all that the folder holds."""
    files = sorted(Path(place).rglob("*")) if Path(place).is_dir() else [Path(place)]
    return [path for path in files if path.is_file()]


def named_by_criteria(key):
    """List the file that the criteria name under a key, if any; it stands beside them."""
    criteria = Path(CONFIG["screening"]["criteria"])
    name = question(criteria).get(key)
    return [str(criteria.parent / name)] if name else []


onerror:
    # Snakemake's own account of a failure is long: end with what went wrong, in one line.
    for stage in sorted(Path(LOGS).glob("*.log")):
        if stage.stat().st_mtime < STARTED:
            continue
        lines = stage.read_text(encoding="utf-8", errors="replace").splitlines()
        told = [line for line in lines if line.startswith("error: ")]
        if not told and "Traceback (most recent call last):" in lines:
            told = [f"{lines[-1]}\nThat is a fault of this program. All of it: {stage}"]
        for line in told:
            print(f"\nThe review stopped at '{stage.stem}'.\n{line}", file=sys.stderr)


onsuccess:
    # After a run of one stage the report is an earlier one, or none: say nothing of it.
    made = Path(REPORT).stat().st_mtime if Path(REPORT).exists() else 0
    read = [Path(path) for path in (*EVIDENCE, *TABLES.values())]
    if all(path.exists() and path.stat().st_mtime <= made for path in read):
        print("", *summary(Path(RESULTS), Path(REPORT)), sep="\n", file=sys.stderr)

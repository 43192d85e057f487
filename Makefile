# Two commands do everything: `make report` and `make test`. Each makes .venv if it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORT := $(VENV)/.report-installed
PAPER := $(VENV)/.paper-installed
SITE := $(VENV)/.site-installed
DEV := $(VENV)/.dev-installed
REPORT_LOCK := requirements/report.lock.txt
DEV_LOCK := requirements/dev.lock.txt
SPARK := .venv-spark
RESOLVE = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
# Two workers on two cores: threads of the linear algebra beside them wait for one another.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
FAST := not nightly and not slow and not spark and not chinese
# Jupyter refuses root unless told; in a container there is often nobody else.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# Notebooks whose numbers another Python, or other versions, must give again.
SMALL := 06

.DEFAULT_GOAL := help
.PHONY: help report paper check test test-python test-lowest test-wheel elsewhere lint types unit lab bench test-spark test-zh trust mutants coverage-tables nightly lock docs site readme tidy clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

report: $(REPORT) ## execute all notebooks and write reports/index.html
	@$(BIN)/labour report

paper: $(PAPER) ## the same report as one PDF, reports/labelling-labour.pdf
	@$(BIN)/labour report --to pdf

test: lint types unit ## check style and types, run all tests and all notebooks

check: $(DEV) ## the quick loop: style, imports, types and the fast tests, with the time they took
	@start=$$(date +%s); $(MAKE) --no-print-directory lint types \
	  && $(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 -m '$(FAST)' tests \
	  && echo "checked in $$(( $$(date +%s) - start )) s"

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

types: $(DEV)
	@$(BIN)/mypy

unit: $(DEV)
	@$(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 --dist loadgroup

lab: $(DEV) ## open JupyterLab on the notebooks, with data and docs beside them: make lab LAB_ARGS=--no-browser
	@$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks $(AS_ROOT) $(LAB_ARGS)

bench: $(DEV) ## print the benchmarks: ratios to named competitors
	@$(BIN)/python -m benchmarks

test-spark: $(SPARK)/.installed ## test the engine for clusters on a real one of three processes; needs Java 17
	@command -v java >/dev/null || { echo "test-spark needs Java 17: java is not installed"; exit 1; }
	@$(ONE_THREAD) $(SPARK)/bin/python -m pytest -q -m spark tests/tasklogs/spark

test-python: ## test another Python in an environment of its own: make test-python PYTHON=python3.12
	@$(MAKE) --no-print-directory VENV=.venv-$(notdir $(PYTHON)) elsewhere

test-lowest: ## test the lowest versions that pyproject.toml allows
	@$(MAKE) --no-print-directory VENV=.venv-lowest REPORT_LOCK=requirements/lowest.lock.txt \
	  DEV_LOCK=requirements/lowest.lock.txt elsewhere

test-wheel: $(DEV) ## build wheel and sdist, install the wheel outside the checkout and use it
	@$(BIN)/python -m tests.wheel.outside

# The fast tests, those of the extras, and a report of one notebook, whose numbers are held against
# results.lock.
elsewhere: $(DEV)
	@$(BIN)/python --version
	@$(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 -m '$(FAST)' tests
	@$(ONE_THREAD) $(BIN)/python -m pytest -q -n 2 tests/tables/test_export.py
	@$(BIN)/labour report --only $(SMALL) --fresh --out $(VENV)/report

test-zh: $(DEV) ## build the report in Chinese and look through it; needs a font with Chinese letters
	@$(ONE_THREAD) $(BIN)/python -m pytest -q -m chinese tests/report/test_chinese.py

trust: $(DEV) ## try to break tables, cache, report and command some thousand times; print what failed
	@$(ONE_THREAD) $(BIN)/python -m tests.trust $(TRUST_ARGS)

mutants: $(DEV) ## change the numerical code a little, a sample of changes; list those that no test notices
	@$(ONE_THREAD) $(BIN)/python -m tests.trust.mutants $(MUTANTS_ARGS)

coverage-tables: $(DEV) ## make all tables of coverage anew, most of an hour; print what differs from the committed
	@$(ONE_THREAD) $(BIN)/python -m benchmarks.coverage_renewal $(COVERAGE_ARGS)

nightly: $(DEV) ## run the long Monte-Carlo checks
	@$(BIN)/python -m pytest -q -m nightly

docs: ## write the pages made from the definitions, and the site of documentation in site/
	@$(MAKE) --no-print-directory VENV=.venv-docs site

site: $(SITE)
	@$(BIN)/labour data docs
	@$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --fresh-env --write-all -d .cache/docs -b html docs site
	@echo "documentation: site/index.html"

readme: report ## write the figure and the lists of the README from the report
	@$(BIN)/python -m analysis.report.pages.readme

tidy: $(DEV) ## format code, strip notebooks
	@$(BIN)/labour tidy
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

lock: $(DEV) ## resolve the dependencies anew, keeping versions that still fit
	@$(RESOLVE) --group build --extra chinese --extra logs -o requirements/report.lock.txt pyproject.toml
	@$(RESOLVE) -c requirements/report.lock.txt --group build --group dev --extra chinese --extra export --extra lab --extra logs --extra papers --extra pdf \
	  -o requirements/dev.lock.txt pyproject.toml
	@echo typst | $(RESOLVE) -c requirements/dev.lock.txt -o requirements/paper.lock.txt -
	@$(RESOLVE) -c requirements/dev.lock.txt --group build --group cluster --extra spark -o requirements/spark.lock.txt pyproject.toml
	@$(RESOLVE) -c requirements/dev.lock.txt --group docs -o requirements/docs.lock.txt
	@$(RESOLVE) --resolution lowest-direct --group build --group dev --extra chinese --extra export --extra logs --extra papers --extra pdf \
	  -o requirements/lowest.lock.txt pyproject.toml

clean: ## remove the environment, the report and all caches
	rm -rf $(VENV) $(SPARK) reports reports-zh .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/uv: requirements/uv.lock.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "Python 3.11 to 3.13 is needed, found %d.%d: make PYTHON=python3.12 ..." % v)'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock.txt
	@touch $(BIN)/uv

$(REPORT): $(BIN)/uv $(REPORT_LOCK) pyproject.toml
	@echo "installing what the report needs"
	@$(call install,$(REPORT_LOCK))
	@touch $@

$(PAPER): $(REPORT) requirements/paper.lock.txt
	@echo "installing what the paper needs"
	@$(call install,requirements/paper.lock.txt)
	@touch $@

$(SITE): $(REPORT) requirements/docs.lock.txt
	@echo "installing what the documentation needs"
	@$(call install,requirements/docs.lock.txt)
	@touch $@

$(DEV): $(REPORT) $(DEV_LOCK)
	@echo "installing what the tests need"
	@$(call install,$(DEV_LOCK))
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

# Two commands do everything: `make run` and `make test`. Each makes its own set-up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Bytecode is compiled once after installing; without it every run imports three times as long.
export PYTHONDONTWRITEBYTECODE :=
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run pdf test lint bench bench-surveys bench-methods bench-site ui serve lock test-duckdb2 clean

run: $(VENV)/.run            ## make a release from the embedded sample and say which page to open
	$(BIN)/thriving run

pdf: $(VENV)/.dev            ## the same with PDFs; of real files: make pdf INBOX=DIR (needs Chromium, Chrome or Edge)
	$(BIN)/thriving run --pdf $(if $(INBOX),--inbox "$(INBOX)")

test: $(VENV)/.dev           ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev node_modules  ## style, types, who imports whom, Dagster's own check, the site's scripts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	npm run --silent types
	npm run --silent format
	PATH="$(CURDIR)/$(BIN):$$PATH" VIRTUAL_ENV="$(CURDIR)/$(VENV)" DAGSTER_DISABLE_TELEMETRY=1 $(BIN)/dg check defs

bench: $(VENV)/.dev          ## measure the runs as ratios to the import time of the libraries
	$(BIN)/python tests/benchmarks/runs.py

bench-surveys: $(VENV)/.dev  ## the same for a survey of 300,000 respondents
	$(BIN)/python tests/benchmarks/surveys.py

bench-methods: $(VENV)/.dev  ## every method over a city of 640 areas, ten years, 60 indicators
	$(BIN)/python tests/benchmarks/methods.py

bench-site: $(VENV)/.dev  ## bytes, time to ready, reactions, building and Lighthouse of the site against its budgets
	$(BIN)/python tests/benchmarks/site.py

ui: $(VENV)/.run             ## Dagster on this machine only
	$(BIN)/thriving ui

serve: $(VENV)/.run          ## the current release's pages on this machine only
	$(BIN)/thriving serve

test-duckdb2: $(VENV)/.dev   ## the tests of the methods on DuckDB 2, in an environment of its own
	$(PYTHON) -m venv $(VENV)-duckdb2
	$(VENV)-duckdb2/bin/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(VENV)-duckdb2/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(VENV)-duckdb2/bin/python -m pip install --quiet "duckdb==2.0.*"
	$(VENV)-duckdb2/bin/python -m pytest tests/unit

lock:                        ## after changing pyproject.toml: pin every version again, with hashes (needs uv)
	uv pip compile pyproject.toml -o requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
	uv pip compile pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock --universal \
	  --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

# $(1): lock file. uv installs in a few seconds where it is present; pip does the same in a minute.
define install
	@if command -v uv >/dev/null 2>&1; then \
	  echo "Installing with uv ..." && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r $(1); \
	else \
	  echo "Installing with pip (about a minute) ..." && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); \
	fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q pipelines dashboards || true
endef

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.12, for example."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: $(BIN)/python requirements-dev.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.run

node_modules: package.json package-lock.json  ## what checks the scripts; needs Node.js, which making a release does not
	npm ci --silent
	@touch $@

clean:                       ## remove what runs wrote; reference data stays
	rm -rf $(VENV) $(VENV)-duckdb2 node_modules data/landed data/warehouse data/releases data/sample_inbox data/.dagster data/.lock

# The index of this repository: `make help` lists it.
# Environments are made from hash-locked files and made again only when a lock changes.

PYTHON ?= python3
VENV   ?= .venv
UV     ?= uv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# one place for every run that make starts; `trunkline` itself sets the same when it is imported
export DO_NOT_TRACK = 1
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
export GX_ANALYTICS_ENABLED = false
export PIP_NO_INPUT = 1
# pip leaves compiling to the first start (--no-compile): that start must be allowed to keep it
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo dashboards check test conformance lint docs lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/base.stamp ## make the environment that the demo needs

demo: setup ## from nothing to a published, checked operator; prints where to look
	@$(BIN)/trunkline demo

dashboards: setup ## serve the pages of the published snapshot on this machine
	@$(BIN)/trunkline dashboards

check: $(VENV)/test.stamp ## the fast loop: lint, quick tests, one dbt build on an empty lake (< 3 min)
	@BIN=$(BIN) LINT_SQL=changed .ci/lint
	@$(BIN)/python -m tests.parse_once
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder \
	  -m "not slow and not browser and not spark and not faults" tests

test: $(VENV)/test.stamp $(VENV)/spark.stamp ## everything: lint, all tests, real data, browser, Spark
	@.ci/install-system-packages
	@BIN=$(BIN) .ci/lint
	@BIN=$(BIN) .ci/tests

conformance: setup ## other billing systems' cases through the real models (CASES=FILE, STAGE=invoicing, WHY=1)
	@$(BIN)/python -m tests.conformance $(CASES) $(if $(STAGE),--stage $(STAGE)) $(if $(WHY),--verbose)

lint: $(VENV)/test.stamp ## ruff, mypy, sqlfluff, import-linter
	@BIN=$(BIN) .ci/lint

docs: setup ## write the contract page anew and build dbt's documentation with lineage
	@$(BIN)/python docs/write_reference.py
	@$(BIN)/dbt docs generate --quiet

lock: ## write requirements/*.txt anew (needs uv: python3 -m pip install uv)
	@UV="$(UV)" .ci/lock

clean: ## remove the environment and tool caches; never data/
	@rm -rf $(VENV) target logs dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -not -path './data/*' -exec rm -rf {} +

$(VENV)/base.stamp: requirements/base.txt pyproject.toml
	@PYTHON="$(PYTHON)" .ci/create-environment $(VENV)
	@$(PIP) --require-hashes --only-binary :all: -r requirements/base.txt
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/base.stamp requirements/test.txt
	@echo "Installing the test tools ..."
	@$(PIP) --require-hashes --only-binary :all: -r requirements/test.txt
	@touch $@

$(VENV)/spark.stamp: $(VENV)/test.stamp requirements/spark.txt
	@echo "Installing Spark ..."
	@$(PIP) --require-hashes --only-binary :all: --no-binary pyspark --no-build-isolation -r requirements/spark.txt
	@touch $@

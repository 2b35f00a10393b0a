# Every command of the project; it needs make, bash and a Python of at least 3.11 with venv and pip, nothing else.
# `make run` starts a demonstration, `make test` runs every test, `make check` is all that CI runs.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

BIN := .venv/bin
PORT ?= 8000
WORKERS ?= 2
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/messages.po)
STYLES := $(shell find consult/static/css consult/static/js consult/static/icons -type f 2>/dev/null)
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

.PHONY: help setup run test bench soak lint format i18n i18n-check check lock clean

help:  ## list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- Setting up: each step leaves a stamp, so that what did not change is not done twice. ---

setup: .venv/stamp-dev .venv/stamp-assets .venv/stamp-words .venv/stamp-checkers  ## install all that working on it needs

.venv/stamp-venv: requirements-install.txt
	@bash tools/make_venv.sh
	@touch $@

.venv/stamp-run: requirements.txt .venv/stamp-venv
	@bash tools/install.sh requirements.txt
	@touch $@

.venv/stamp-dev: requirements-dev.txt .venv/stamp-venv
	@bash tools/install.sh requirements-dev.txt
	@touch .venv/stamp-run .venv/stamp-build $@

# What could not be fetched leaves no stamp: the site works without it, and the next make tries again.

.venv/stamp-build: requirements-build.txt .venv/stamp-venv
	@if bash tools/install_build.sh; then touch $@; fi

.venv/stamp-typeface: package.json package-lock.json .venv/stamp-run
	@if bash tools/fetch_typeface.sh; then touch $@; fi

.venv/stamp-checkers: package.json package-lock.json requirements-java.txt .venv/stamp-typeface
	@if bash tools/fetch_checkers.sh; then touch $@; fi

.venv/stamp-assets: tools/build_assets.py $(STYLES) .venv/stamp-typeface .venv/stamp-build
	@$(BIN)/python tools/build_assets.py $@

.venv/stamp-words: $(CATALOGUES) .venv/stamp-run
	@if [ -n "$(CATALOGUES)" ]; then $(BIN)/pybabel --quiet compile --directory translations; fi
	@touch $@

# --- Working ---

run: .venv/stamp-run .venv/stamp-assets .venv/stamp-words  ## start a demonstration on http://127.0.0.1:$PORT, with its data under var/
	@PORT=$(PORT) WORKERS=$(WORKERS) bash tools/serve.sh

test: setup  ## run every test, on SQLite, on PostgreSQL and in a browser; ARGS="-k word" narrows it
	$(BIN)/pytest $(ARGS)

bench: setup  ## how fast pages are at 100 to 100,000 voices, 10 and 1,000 consultations; ARGS="--report", "--million", "--only home"
	$(BIN)/python -m tools.bench $(ARGS)

soak: setup  ## what takes hours and a quiet machine: thousands of lives of a consultation, timing, mutants
	$(BIN)/pytest -n0 -s tests/soak/*.py
	nice -n 19 $(BIN)/python -m tools.mutants

lint: setup  ## style, types, templates and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports

format: setup  ## put style right where a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

i18n: setup  ## bring the catalogues up to date with the code
	$(BIN)/python tools/catalogues.py update
	$(BIN)/pybabel --quiet compile --directory translations

i18n-check: setup  ## catalogues hold every message, none empty, none doubtful, the same placeholders
	$(BIN)/python tools/catalogues.py check

check: lint i18n-check test  ## all that CI runs

lock: .venv/stamp-venv  ## resolve the requirements anew, with hashes
	for name in install node java; do $(LOCK) requirements-$$name.in --output-file requirements-$$name.txt; done
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) requirements-build.in --output-file requirements-build.txt
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt

clean:  ## remove what was installed and built; the data under var/ stays
	rm -rf .venv node_modules consult/static/dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

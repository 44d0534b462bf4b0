# Each target sets up what it needs. A fresh machine needs CPython 3.11 or 3.12, pip, venv, gcc and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE := fixtures/west-mercia-2023-25

.PHONY: help demo test lint check bench schemas docs clean

help:  ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(VENV)/.stamp-run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.stamp-dev: $(VENV)/.stamp-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/.stamp-run  ## Grade West Mercia from its evidence, beside the grades awarded
	@$(BIN)/peelgrade grade $(CASE) --awarded $(CASE)/awarded.csv

test: $(VENV)/.stamp-dev  ## Run the tests
	$(BIN)/python -m pytest -q -n auto

lint: $(VENV)/.stamp-dev  ## Check style and types
	$(BIN)/ruff check engine tests benchmarks
	$(BIN)/ruff format --check engine tests benchmarks
	$(BIN)/mypy

check: $(VENV)/.stamp-run  ## Prove and test the shipped rules
	@$(BIN)/peelgrade rules check
	@$(BIN)/peelgrade rules test --coverage
	@$(BIN)/peelgrade rules mutate --at-least 95

bench: $(VENV)/.stamp-dev  ## Print the benchmarks, side by side in one run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks

schemas: $(VENV)/.stamp-run  ## Write the schemas by which editors complete and check YAML files
	$(BIN)/peelgrade schema all --any-framework --out docs/schema
	$(BIN)/peelgrade schema all --out docs/schema/peel-2023-25

docs: $(VENV)/.stamp-dev  ## Build the documentation into site/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/mkdocs build --strict --quiet --config-file .mkdocs.yml

clean:  ## Remove everything that was made here
	rm -rf $(VENV) site build dist

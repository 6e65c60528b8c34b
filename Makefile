# Targets need only Python 3.11 and make; the first one sets up .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench faults hooks golden clean

help:    ## List the targets
	@sed -n 's/^\([a-z]*\):[^#]*## */  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

setup: $(STAMP)  ## Install the program and its tools into .venv

demo: $(STAMP)   ## Build the shipped study in ./demo and say where its reports are
	@if [ -e "$(DEMO)" ]; then \
		echo "$(DEMO) is there already; its reports are in $(DEMO)/exports ('make clean' removes ./demo)"; \
	else $(BIN)/ethnocode demo "$(DEMO)"; fi

test: $(STAMP)   ## Run every test, on all cores
	$(BIN)/python -m pytest -n auto -m "not benchmark"

check: $(STAMP)  ## Format, lint, types, layers, sizes, and the shipped codebooks
	$(BIN)/ruff format --check ethnocode tests
	$(BIN)/ruff check ethnocode tests
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/house
	$(BIN)/ethnocode codebook lint codebooks/*.yaml --strict

bench: $(STAMP)  ## Print how long the slow things take
	$(BIN)/python -m pytest -m benchmark -s -q tests/benchmarks tests/services

faults: $(STAMP) ## Kill, cut off and crowd every command that writes, at every point
	$(BIN)/python -m tests.faults.long
	FAULTS=long $(BIN)/python -m pytest -q tests/faults/test_together.py

hooks: $(STAMP)  ## Try pre-commit and the workflows with the program installed anew; needs an index
	PRE_COMMIT=full $(BIN)/python -m pytest -q tests/test_pre_commit.py

fuzz: $(STAMP)   ## Feed 200,000 damaged and invented codebooks to the reader and the rules
	$(BIN)/python -m tests.fuzz.long

golden: $(STAMP) ## Rewrite the golden files; read the diff afterwards
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q -m "not benchmark" tests
	git diff --stat

clean:   ## Remove what the targets made
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

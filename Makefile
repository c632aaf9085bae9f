# make ingest | test | eval | compare | clean: all but the last set up .venv on their first use, and again when the pinned versions change.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared
ERRORS ?= 0

export PYTHONUTF8 := 1
export PREFECT_HOME ?= $(CURDIR)/.prefect

.PHONY: ingest test eval compare clean
.DEFAULT_GOAL := ingest

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	$(BIN)/python -m pip check
	$(BIN)/python -m flows.server --prepare
	touch $@

ingest: $(READY)
	$(BIN)/report-metrics ingest seeds --output output --timings

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

# The hand-made answers are not part of the project; make eval ERRORS=20 prints the first 20 wrong or missing claims too.
eval: $(READY)
	@test -d $(SHARED)/eval/gold || { echo "make eval: skipped, there is no $(SHARED)/eval/gold here"; exit 0; }; \
	set -euo pipefail; \
	output=$$(mktemp -d); trap 'rm -rf "$$output"' EXIT; \
	$(BIN)/report-metrics ingest $(SHARED)/seeds --output "$$output" --timings; \
	$(BIN)/python $(SHARED)/eval/score.py --claims "$$output/tables/claims/**/*.parquet" \
	  --source $(SHARED)/seeds/*.txt --gold $(SHARED)/eval/gold/r*.jsonl --errors $(ERRORS)

# This project beside its peers, each in an environment of its own under .venv-peers; writes docs/comparison.md.
# make compare WILD_TEXTS=folder adds the government work reports, where their texts were rebuilt into that folder.
compare: $(READY)
	$(BIN)/python -m tests.peers.compare --shared $(SHARED) $(if $(WILD_TEXTS),--wild-texts $(WILD_TEXTS))

clean:
	rm -rf .venv .venv-peers .prefect build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf output/tables output/quality output/.stage-* output/.commit-*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

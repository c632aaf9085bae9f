# make ingest | test | test-all | eval | calibrate | compare | formats | clean: all but the last set up .venv on their first use, and again when the pinned versions change.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared
WILD_TEXTS ?= $(WILD)

export PYTHONUTF8 := 1
export PREFECT_HOME ?= $(CURDIR)/.prefect

.PHONY: ingest test test-all eval calibrate compare formats duplicates-bench adverts clean
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

# The slow tests too.
test-all: test
	$(BIN)/pytest -m slow

# One report in every format and encoding, and files that are meant to hurt; writes docs/formats.md.
formats: $(READY)
	$(BIN)/python -m tests.formats.compare

# The hand-made answers are kept beside the project, in SHARED; without them only the sample batch is evaluated.
# make eval WILD=folder      adds the government work reports, whose texts $(SHARED)/eval/wild/texts.py puts into that folder
#           ERRORS=20        prints at most 20 errors of each class; README=1 rewrites the README's quality section
# make calibrate             fits extractors/data/confidence.toml to the answers, and writes docs/evaluation.md's table
#           EXTRA=folder     in either: more annotated texts, texts/<name>.txt and gold/<name>-<first line>.jsonl
ANSWERS = --shared $(SHARED) $(if $(WILD),--wild $(WILD)) $(if $(EXTRA),--extra $(EXTRA))

eval: $(READY)
	$(BIN)/python -m tests.evaluation.evaluate $(ANSWERS) $(if $(ERRORS),--errors $(ERRORS)) $(if $(README),--readme)

calibrate: $(READY)
	$(BIN)/python -m tests.evaluation.calibrate $(ANSWERS)

# This project beside its peers, each in an environment of its own under .venv-peers; writes docs/comparison.md.
# make compare WILD=folder adds the government work reports, where their texts were rebuilt into that folder.
compare: $(READY)
	$(BIN)/python -m tests.peers.compare --shared $(SHARED) $(if $(WILD_TEXTS),--wild-texts $(WILD_TEXTS))

# Copies of reports: precision, recall and time on generated reports; writes docs/duplicates.md.
duplicates-bench: $(READY)
	$(BIN)/python -m tests.duplicates.bench

# Adverts: how much of each seller's is removed, and how much of the reports; writes docs/adverts.md.
adverts: $(READY)
	$(BIN)/python -m tests.adverts.measure --write

clean:
	rm -rf .venv .venv-peers .prefect build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf output/tables output/quality output/.stage-* output/.commit-*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# make ingest | serve | dashboard | test | test-all | eval | calibrate | compare | suites | formats | tables | docs | clean: all but the last set up .venv on their first use, and again when the pinned versions change.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= ../shared
WILD_TEXTS ?= $(WILD)

export PYTHONUTF8 := 1
export PREFECT_HOME ?= $(CURDIR)/.prefect

.PHONY: screenshots kinds areas ingest serve dashboard test test-all eval calibrate compare suites formats tables messages sizing duplicates-bench adverts fit-adverts docs docs-site bench kill-test storage-bench superset clean
.DEFAULT_GOAL := ingest

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	$(BIN)/python -m pip check
	$(BIN)/python -m flows.scheduling.server --prepare
	touch $@

ingest: $(READY)
	$(BIN)/report-metrics ingest seeds --output output --timings

# make serve INBOX=folder OUTPUT=folder CRON="0 2 * * *": reads what is new in the inbox whenever the schedule says so, until Ctrl-C.
INBOX ?= inbox
OUTPUT ?= output
CRON ?= 0 2 * * *

serve: $(READY)
	$(BIN)/report-metrics serve '$(INBOX)' --output '$(OUTPUT)' --cron '$(CRON)'

# make dashboard OUTPUT=folder PORT=8501
PORT ?= 8501

dashboard: $(READY)
	$(BIN)/report-metrics dashboard --output '$(OUTPUT)' --port $(PORT)

# The tests of runs wait for processes and disks: so many at a time as there are processors, each file's in one process.
RUNS := tests/flows tests/test_end_to_end.py
test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest $(RUNS:%=--ignore=%)
	$(BIN)/pytest -n auto --maxprocesses=4 --dist=loadfile $(RUNS)

# The slow tests too, or those in the files and folders of SLOW.
SLOW ?= tests
test-all: test
	$(BIN)/pytest -m slow $(SLOW)

# One report in every format and encoding, and files that are meant to hurt; writes docs/formats.md.
formats: $(READY)
	$(BIN)/python -m tests.formats.compare

# Tables of every kind in every format, and how many of their figures are read right; writes docs/tables.md.
tables: $(READY)
	$(BIN)/python -m tests.extractors.tables.measure --write

# What is read of the kinds of context that went wrong once; writes docs/context.md.
kinds: $(READY)
	$(BIN)/python -m tests.extractors.context.kinds

# The hand-made answers are kept beside the project, in SHARED; without them only the sample batch is evaluated.
# make eval WILD=folder      adds the government work reports, whose texts $(SHARED)/eval/wild/texts.py puts into that folder
#           ERRORS=20        prints at most 20 errors of each class; README=1 rewrites the README's quality section
# make calibrate             fits extractors/data/confidence.toml to the answers, and writes docs/evaluation.md's table
#           EXTRA=folder     in either: more annotated texts, texts/<name>.txt and gold/<name>-<first line>.jsonl
#           REVIEWS=folder   in either: reports of which people have judged every claim (report-metrics reviews export --answers folder)
ANSWERS = --shared $(SHARED) $(if $(WILD),--wild $(WILD)) $(if $(EXTRA),--extra $(EXTRA)) $(if $(REVIEWS),--reviews $(REVIEWS))

eval: $(READY)
	$(BIN)/python -m tests.evaluation.evaluate $(ANSWERS) $(if $(ERRORS),--errors $(ERRORS)) $(if $(README),--readme)

calibrate: $(READY)
	$(BIN)/python -m tests.evaluation.calibrate $(ANSWERS)

# This project beside its peers, each in an environment of its own under .venv-peers; writes docs/comparison.md.
# make compare WILD=folder adds the government work reports, where their texts were rebuilt into that folder.
compare: $(READY)
	$(BIN)/python -m tests.peers.compare --shared $(SHARED) $(if $(WILD_TEXTS),--wild-texts $(WILD_TEXTS))

# This project on its peers' own test suites, whose files the folder holds as owner+name/…; nothing of them is kept here.
# make suites SUITES=folder ERRORS=20 prints what is wrong; WRITE=1 puts the tables into docs/comparison.md.
suites: $(READY)
	$(BIN)/python -m tests.peers.suites.run '$(or $(SUITES),suites)' $(if $(ERRORS),--errors $(ERRORS)) $(if $(WRITE),--write)

# What 100 million reports would take: arithmetic on docs/bench.json and the assumptions of tests/bench/sizing.toml.
sizing: $(READY)
	$(BIN)/python -m tests.bench.sizing

# Copies of reports: precision, recall and time on generated reports; writes docs/duplicates.md.
duplicates-bench: $(READY)
	$(BIN)/python -m tests.duplicates.bench

# Adverts: how much of each seller's is removed, and how much of the reports; writes docs/adverts.md. Fits a model for each unseen seller,
# which takes some minutes once; REPORTS=folder holds public reports as .txt files, MESSAGES=folder public adverts, one a line, that the models learn from, as in:
# make fit-adverts REPORTS=folder MESSAGES=folder     fits extractors/data/advert_model.toml
adverts: $(READY)
	$(BIN)/python -m tests.adverts.measure --write $(if $(REPORTS),--reports $(REPORTS)) $(if $(MESSAGES),--messages $(MESSAGES))

fit-adverts: $(READY)
	$(BIN)/python -m tests.adverts.fit $(if $(REPORTS),--reports $(REPORTS)) $(if $(MESSAGES),--messages $(MESSAGES))

# The same tables as plain Parquet, Delta Lake and Iceberg; puts the figures into docs/crashes.md.
storage-bench: ingest
	$(PYTHON) -m venv .venv-storage
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["storage"])' \
	  | xargs .venv-storage/bin/python -m pip install --quiet
	.venv-storage/bin/python tests/crash/storage.py output docs/crashes.md

# Apache Superset, in an environment of its own, told an address at s3:// once: does it show the figures of each later run? And does its SQL
# Lab give the answers that the files of three batches of difficult names hold?
superset: $(READY)
	$(PYTHON) -m venv .venv-superset
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["superset"], sep="\n")' \
	  | xargs -d '\n' .venv-superset/bin/python -m pip install --quiet
	$(BIN)/python -m tests.flows.publishing.superset .venv-superset/bin

# Codes of places, out of the lists of two packages; writes extractors/data/areas.csv.
areas: $(READY)
	$(BIN)/python -m tests.extractors.indicators.make_areas

# docs/ as a site in build/site.
docs-site: $(READY)
	$(BIN)/python contrib/docs_site.py build/pages
	$(BIN)/zensical build --config-file mkdocs.yml

# The messages of the code that have no Chinese yet, into expectations/messages/zh.po; those that nobody says any more go.
messages: $(READY)
	$(BIN)/python -m tests.expectations.messages.collect

# A picture of every page and screen, in both languages, wide and narrow, light and dark, to be looked at; of the output in OUTPUT, into
# TO. ONLY=trend-zh: those whose names hold it.
TO ?= build/screens
screenshots: $(READY)
	$(BIN)/python -m tests.docs.screens --output '$(OUTPUT)' --to '$(TO)' $(if $(ONLY),--only $(ONLY))

# What README.md and docs/ show of the sample batch.
docs: $(READY)
	$(BIN)/python -m tests.docs.write

# Speed and memory, from the extractor alone to 10,000 files through the whole flow; writes docs/bench.md and bench.json.
# FILES="1 100 10000 100000" takes a quarter of an hour and 10 GB of disk more. BEFORE=folder, a clone of an earlier state: each figure
# of both, taken in turns, and their ratio.
FILES ?= 1 100 10000
bench: $(READY)
	$(BIN)/python -m tests.bench.bench --shared $(SHARED) --files $(FILES) $(if $(BEFORE),--before $(BEFORE))

# Runs, `serve`, and a deployment's server and worker, killed at random moments and read from all the while; writes docs/crashes.md.
# KILLS=20 SERVE_KILLS=3 SERVE_ENDS=2 DEPLOYMENT_KILLS=1 takes minutes and not hours.
KILLS ?= 200
SERVE_KILLS ?= 100
SERVE_ENDS ?= 50
DEPLOYMENT_KILLS ?= 10
kill-test: $(READY)
	$(BIN)/python -m tests.crash.kill --kills $(KILLS) --write
	$(BIN)/python -m tests.crash.nights --kills $(SERVE_KILLS) --ends $(SERVE_ENDS) --deployments $(DEPLOYMENT_KILLS) --write

clean:
	rm -rf .venv .venv-peers .venv-storage .venv-superset .prefect build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf output/tables output/quality output/site output/preview output/.current output/.snapshots output/.lock output/.running output/.stage-* output/.link-*
	rm -f output/metrics.duckdb output/datapackage.json output/dictionary.html output/index.html output/observations.csv
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

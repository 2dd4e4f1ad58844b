# Every target sets up what it needs first; nothing asks a question.

BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup tour test test-all test-fast bench lint clean

help:
	@echo "make tour       set everything up and open the course; to a pipe, print its tables"
	@echo "make test       check and test everything; needs a Docker engine or root on Debian"
	@echo "make test-all   the same, and every known answer of every exercise"
	@echo "make test-fast  check and test all that needs no engine"
	@echo "make bench      measure walkthrough against the usual ways"
	@echo "make lint       ruff, mypy, import contracts, lesson packs"
	@echo "make clean      remove the virtual environment, caches and packages"

setup:
	@scripts/setup.sh

tour: setup
	@$(BIN)/walkthrough tour

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/walkthrough lint

test-fast: lint
	$(BIN)/pytest --ignore=tests/engine --ignore=tests/daemon --numprocesses=auto --dist=worksteal

test: setup
	@$(BIN)/python -m tests

test-all: setup
	@WALKTHROUGH_ALL_ANSWERS=1 $(BIN)/python -m tests

bench: setup
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

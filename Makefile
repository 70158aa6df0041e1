# The commands of README.md and CONTRIBUTING.md. `make` alone lists them.

PYTHON ?= python3
WORKERS ?= 3
CONFIG ?= config.yaml
UV ?= uv

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable
PYTEST := $(PY) -m pytest
# What is installed is stamped, so that the second time takes no time. The tools for developers come with `make setup`
# and the targets that need them; `make demo`, `run` and `chat` do without.
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help setup demo chat run test test-all check format score bench screenshots train train-encoder train-promises lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: $(DEVELOPMENT)  ## make .venv and install everything, tools for developers included
	@echo "$(VENV) is ready."

demo: $(RUNTIME)  ## see Anxin at work in a simulated group; needs no account
	@$(PY) -m bot demo

chat: $(RUNTIME)  ## talk to the bot in this terminal
	@$(PY) -m bot chat

run: $(RUNTIME)  ## run with config.yaml (or CONFIG=another.yaml)
	@$(PY) -m bot run --config $(CONFIG)

test: $(DEVELOPMENT)  ## run the tests that need Python only, a real PostgreSQL included (ARGS="-k name" narrows)
	@$(PYTEST) -n $(WORKERS) -m "not needs_node and not needs_chromium" $(ARGS)

test-all: $(DEVELOPMENT)  ## run every test; needs Node.js and Chromium on the machine
	@sh scripts/require_tools.sh
	@$(PYTEST) -n $(WORKERS) $(ARGS)

check: $(DEVELOPMENT)  ## lint, formatting, types, and the direction of imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

format: $(DEVELOPMENT)  ## put the code into its form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

score: $(RUNTIME)  ## score the detector and the replay: make score DATA=folder
	@test -n "$(DATA)" || { echo "make score: name the folder with the data: make score DATA=folder" >&2; exit 1; }
	@$(PY) scripts/score.py "$(DATA)"

bench: $(RUNTIME)  ## how fast it is, as ratios against snownlp and against bare database inserts
	@$(PY) -m scripts.bench

screenshots: $(DEVELOPMENT)  ## take the README's pictures of the console; needs Chromium and a Chinese font
	@$(PY) -m scripts.screenshots

train: $(RUNTIME)  ## rebuild the detector's model: make train DATA=folder of permitted chat
	@test -n "$(DATA)" || { echo "make train: name the folder with the data: make train DATA=folder" >&2; exit 1; }
	@OMP_NUM_THREADS=1 $(PY) -m scripts.training.train "$(DATA)" $(if $(AGAINST),--against "$(AGAINST)")

train-encoder: $(RUNTIME)  ## fine-tune the second stage (some hours): make train-encoder DATA=folder WORK=folder
	@test -n "$(DATA)" -a -n "$(WORK)" || { \
	    echo "make train-encoder: name the data and a folder to work in: make train-encoder DATA=folder WORK=folder" >&2; \
	    exit 1; }
	@$(PIP_INSTALL) ".[train]"
	@OMP_NUM_THREADS=1 $(PY) -m scripts.training.encoder "$(DATA)" --work "$(WORK)" \
	    $(if $(AGAINST),--against "$(AGAINST)")
	@$(MAKE) train DATA="$(DATA)" AGAINST="$(AGAINST)"

train-promises: $(RUNTIME)  ## fine-tune the network that reads promises (forty minutes of a core)
	@$(PIP_INSTALL) ".[train]"
	@OMP_NUM_THREADS=1 $(PY) -m scripts.training.promises

lock:  ## rewrite constraints.txt after a change of dependencies (UPGRADE=--upgrade takes newer releases); needs uv
	@sh scripts/lock.sh $(UV) $(UPGRADE)

clean:  ## remove .venv and what the tools leave behind; no data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml constraints.txt
	@sh scripts/make_venv.sh $(PYTHON) $(VENV)
	@echo "Installing Anxin into $(VENV) (less than a minute) ..."
	@$(PIP_INSTALL) .
	@touch $@

$(DEVELOPMENT): pyproject.toml constraints.txt
	@sh scripts/make_venv.sh $(PYTHON) $(VENV)
	@echo "Installing Anxin and the tools for developers into $(VENV) (about a minute) ..."
	@$(PIP_INSTALL) ".[dev]"
	@touch $(RUNTIME) $@

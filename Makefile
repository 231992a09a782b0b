# Everything an engineer runs. `make check` is what the continuous integration runs.
PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test check lint types imports words cards faults bench clean

demo: $(VENV)/.ready
	$(BIN)/karep demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n auto

check: lint types imports words cards test

lint: $(VENV)/.dev
	$(BIN)/ruff check karep scripts tests
	$(BIN)/ruff format --check karep scripts tests

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

words: $(VENV)/.dev
	$(BIN)/python scripts/words.py check

cards: $(VENV)/.dev
	$(BIN)/python scripts/cards.py check

# Makes saves fail, kills the program while it saves and while somebody types, spoils files. Minutes; needs strace.
faults: $(VENV)/.dev
	$(BIN)/python tests/faults/save_faults.py
	$(BIN)/python tests/faults/save_faults.py --control --sample 45
	$(BIN)/python tests/faults/corruption.py
	$(BIN)/python tests/faults/type_kills.py
	$(BIN)/python tests/faults/type_kills.py --into line

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/run.py

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[dev]"
	touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) build dist *.egg-info

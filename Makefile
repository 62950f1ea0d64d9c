# Two verbs for a machine with git and Python 3.11: `make run` answers the shipped question, `make test` checks the house.
# The virtual environment .venv is made once; the stamp files in it say what has been installed.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: run test

run: $(VENV)/installed-run
	@$(BIN)/monazite run india-japan --out runs/india-japan

test: $(VENV)/installed-test
	@$(BIN)/python -m pytest -n 2 -q

$(VENV)/installed-run: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/installed-run

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "monazite needs Python 3.11 or later: set PYTHON=")'
	@$(PYTHON) -m venv $(VENV)

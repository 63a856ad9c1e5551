# Everything a newcomer needs; each target sets up what it needs by itself.
# Needs Python >= 3.11 (PYTHON=... to choose one) and make.

PYTHON   ?= python3
ARTICLES ?= seeds data/articles
SITE     ?= site
VENV     := .venv
BIN      := $(VENV)/bin
READY    := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup report test fuzz check lab notebook notebooks bench measure fit lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(READY) ## make the environment in .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "readout needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." \
	       "Install a newer one, or name it: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY) ## run the notebooks on ARTICLES=... and write SITE=.../index.html
	$(BIN)/readout report $(ARTICLES) --out $(SITE)

test: check ## all checks: lint, types, unit tests, notebooks
	$(BIN)/pytest --numprocesses 2 --dist loadfile --nbval --nbval-current-env tests notebooks

fuzz: $(READY) ## try 20,000 made-up inputs, others on every run
	$(BIN)/pytest --hypothesis-profile=fuzz --hypothesis-show-statistics tests/test_properties.py

check: $(READY) ## lint and types alone
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab --ip 127.0.0.1 notebooks

notebook: ## begin a notebook of your own: make notebook NAME=09-mine
	@case "$(NAME)" in ''|*[!a-z0-9-]*) \
	  echo "Name it in small letters, digits and hyphens, not '$(NAME)': make notebook NAME=09-mine" >&2; exit 2;; esac
	@test ! -e notebooks/$(NAME).ipynb || { echo "notebooks/$(NAME).ipynb is there already." >&2; exit 2; }
	cp notebooks/_template.ipynb notebooks/$(NAME).ipynb

notebooks: $(READY) ## run the stored notebooks again and keep their new outputs
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace \
	  --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

bench: $(READY) ## time readout beside plain spaCy (FULL=1: an hour, with 10,000 articles)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/speed.py $(if $(FULL),--full) $(ARTICLES)
	$(BIN)/python benchmarks/stages.py $(ARTICLES)
	$(BIN)/python benchmarks/across_speed.py

measure: $(READY) ## score on annotated corpora: make measure GOLD=folder
	$(BIN)/python benchmarks/quality.py $(GOLD)

fit: $(READY) ## fit the networks for attributions again: make fit GOLD=folder
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/fit_attribution.py $(GOLD)

lock: $(READY) ## pin every version again after a change in pyproject.toml
	$(BIN)/uv pip compile --universal --generate-hashes --quiet --python-version 3.11 \
	  --extra model --group dev --no-emit-index-url pyproject.toml -o requirements.lock

clean: ## remove the environment and everything made
	rm -rf $(VENV) build site

# `make run` and `make test` install what is missing first, and say what they do.
.DEFAULT_GOAL := help
.PHONY: help run test check bench shots lock clean
PYTHON_TREES := app connectors resources tests ui
venv := .venv/bin
ARGS ?=

help: ## What can be made here
	@awk -F ' *##' '/^[a-z]+:.*##/ { sub(/:.*/, "", $$1); printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the app with sample contacts; without a screen it runs offscreen and saves pictures
	@packaging/set_up.sh run
	$(venv)/python -m ui --tour $(ARGS)

test: ## All tests; ARGS="-k words" chooses
	@packaging/set_up.sh test
	@packaging/set_up.sh core
	@echo "The core, without Qt and with every debug check of Python and asyncio:"
	PYTHONASYNCIODEBUG=1 .venv-core/bin/python -X dev -m pytest -c core-pytest.ini --rootdir . $(ARGS) tests/app tests/connectors
	@echo "Everything:"
	$(venv)/python -m pytest --numprocesses 2 --dist loadgroup $(ARGS)

check: ## Format, lint, types, layers
	@packaging/set_up.sh check
	$(venv)/ruff format --check $(PYTHON_TREES)
	$(venv)/ruff check $(PYTHON_TREES)
	$(venv)/mypy
	$(venv)/lint-imports

bench: ## Figures as a table and in build/bench.json
	@packaging/set_up.sh test
	$(venv)/python -m compileall -q app connectors resources ui
	$(venv)/python tests/bench/run.py $(ARGS)

shots: ## Pictures of the app under build/
	@packaging/set_up.sh test
	$(venv)/python -m tests.shots $(ARGS)

lock: ## Write the lock files anew; ARGS=--upgrade moves every pin
	packaging/lock.sh $(ARGS)

clean: ## Remove what was built, the environments too
	rm -rf build .venv .venv-core .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(PYTHON_TREES) -name __pycache__ -type d -prune -exec rm -rf {} +

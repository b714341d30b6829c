# Everything a newcomer or CI does. `make run` and `make test` get what they need themselves.
.DEFAULT_GOAL := help
.PHONY: help run test check eval bench install uv format clean

# uv, whichever way it can be reached: pyenv's shim refuses a uv of another Python, the module does not.
UV = $(shell if uv --version >/dev/null 2>&1; then echo uv; \
	elif python3 -m uv --version >/dev/null 2>&1; then echo python3 -m uv; \
	else echo .tools/bin/uv; fi)

help:  ## What can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

uv:
	@uv --version >/dev/null 2>&1 || python3 -m uv --version >/dev/null 2>&1 || test -x .tools/bin/uv \
		|| python3 -m pip install --quiet uv 2>/dev/null \
		|| { python3 -m venv .tools && .tools/bin/pip install --quiet uv; }

install: uv
	$(UV) sync --frozen
	$(UV) sync --frozen --project bot

run: install  ## Installs, trains, loads and starts the assistant; Ctrl-C stops it
	@exec $(UV) run --frozen endorinn run

test: install  ## Runs every test
	$(UV) run --frozen --directory bot python -m pytest
	$(UV) run --frozen pytest

check: install  ## Format, lint, types, import order, content, training data: what a pull request must pass
	$(UV) run --frozen ruff format --check .
	$(UV) run --frozen ruff check .
	$(UV) run --frozen mypy
	$(UV) run --frozen lint-imports
	$(UV) run --frozen endorinn knowledge check
	$(UV) run --frozen endorinn validate

eval: install  ## Measures understanding and answers on the project's own test questions
	$(UV) run --frozen endorinn evaluate

bench: install  ## Measures how fast the library loads and answers, and whether a long conversation stays quick
	$(UV) run --frozen python -m benchmarks.library
	$(UV) run --frozen python -m benchmarks.talk

format: install  ## Mends what can be mended by itself
	$(UV) run --frozen ruff format .
	$(UV) run --frozen ruff check --fix .

clean:  ## Removes models, logs and reports; the database, and what people have written in it, stays
	rm -rf var/models var/names var/log reports

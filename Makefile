# Everything a newcomer or CI does. `make run` and `make test` get what they need themselves.
.DEFAULT_GOAL := help
.PHONY: help run model test test-path test-gateway test-pages test-house test-bot test-web fuzz check audit vulnerabilities sbom-house sbom-annex secrets eval bench pictures install web uv format clean

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

install: uv web
	$(UV) sync --frozen
	$(UV) sync --frozen --project bot

# Installed and built anew only where something has changed.
WEB_SOURCES = $(shell find web/src web/texts -type f ! -name schema.d.ts) web/vite.config.ts web/vite.widget.config.ts \
	web/vite.desk.config.ts web/vite.lookup.config.ts knowledge/answer.schema.json

web: web/dist/.vite/manifest.json

web/node_modules/.package-lock.json: web/package-lock.json
	@command -v npm >/dev/null || { echo "The pages are built with Node 20.19 or newer, and npm is not here. Install it: https://nodejs.org" >&2; exit 1; }
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.vite/manifest.json: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build

run: install  ## Installs, trains, loads and starts the assistant; Ctrl-C stops it
	@exec $(UV) run --frozen endorinn run

model: install  ## Trains what understands messages, if anything it is made from has changed
	@$(UV) run --frozen endorinn train

# Two at a time, the longest first: one waits for the assistant or a browser while the other works. What one says is
# shown when it has ended; one that fails fails the whole, and stops no other.
test: install  ## Runs every test
	@echo "The tests run two by two; each part is shown when it has ended. Alone: make test-web, and so on."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going \
		test-path test-house test-gateway test-pages test-bot test-web

# With the whole assistant: the only ones that need the model, which is trained where there is none.
test-path:
	$(UV) run --frozen pytest tests/path

test-gateway:
	$(UV) run --frozen pytest tests/gateway

test-pages:
	$(UV) run --frozen pytest tests/web

# All the rest, whatever folders there are.
test-house:
	$(UV) run --frozen pytest --ignore=tests/path --ignore=tests/gateway --ignore=tests/web

test-bot:
	$(UV) run --frozen --directory bot python -m pytest

test-web:
	cd web && npm run --silent test

fuzz: install  ## Tries what holds for any text and any request on ten thousand cases each, others every time
	$(UV) run --frozen pytest -m hypothesis --hypothesis-profile=fuzz --hypothesis-show-statistics

check: install  ## Format, lint, types, import order, content, training data: what a pull request must pass
	$(UV) run --frozen ruff format --check .
	$(UV) run --frozen ruff check .
	$(UV) run --frozen mypy
	$(UV) run --frozen lint-imports
	$(UV) run --frozen endorinn knowledge check
	$(UV) run --frozen endorinn validate
	cd web && npm run --silent check

audit: install  ## Known vulnerabilities, what is installed (CycloneDX), secrets; does what it can without the internet
	$(MAKE) --jobs=2 vulnerabilities sbom-house sbom-annex secrets

vulnerabilities:
	$(UV) run --frozen python -m audit.vulnerabilities

# What is installed, with licences; checked against CycloneDX's schema before it is written.
sbom-house sbom-annex: ENVIRONMENT = $(if $(filter %annex,$@),bot,.)
sbom-house sbom-annex:
	@mkdir -p reports
	$(UV) run --frozen cyclonedx-py environment --pyproject $(ENVIRONMENT)/pyproject.toml \
		--output-file reports/$@.cdx.json $(ENVIRONMENT)/.venv

# Not what is Norwegian text and has a check of its own: it takes two thirds of the time, and "password" is a word there.
# `password` stands in the example addresses, `hemmelig` in those of tests; `Passord` is what a field is called. Nothing is sent anywhere to be tried out.
secrets:
	git ls-files -z -- ':!data' ':!knowledge/content' | xargs -0 -n 400 -P 2 \
		$(UV) run --frozen detect-secrets-hook --no-verify --exclude-secrets '^([Pp]assword|[Pp]assord|hemmelig)$$'

eval: install  ## Measures understanding and answers on the project's own test questions
	$(UV) run --frozen endorinn evaluate

# All parts, also after one that missed a target; ends with 1 then.
bench: install  ## Measures the load beside stock Rasa, the library, long talks, many talks, and the pages' budgets
	@missed=0; for part in load library talk growth face; do \
		echo "benchmarks.$$part"; $(UV) run --frozen python -m benchmarks.$$part || missed=1; \
	done; exit $$missed

pictures: install  ## Takes the pictures of the README anew
	$(UV) run --frozen python -m tests.pictures

format: install  ## Mends what can be mended by itself
	$(UV) run --frozen ruff format .
	$(UV) run --frozen ruff check --fix .
	cd web && npm run --silent format

clean:  ## Removes models, logs and reports; the database, and what people have written in it, stays
	rm -rf var/models var/names var/log reports web/dist

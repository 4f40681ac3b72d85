# make demo           builds, then sends every operation through legacy and PDS FHIR and prints both answers
# make check          a loop of minutes: format, tables, units, fixtures and one end-to-end suite for each area
# make test           everything that has to hold before a commit; what CI runs
# make nightly        the rest: 10,000 people, more mistakes, reloads, kills, console, sanitizers, fuzz (docs/testing.md)
# make test-console   drives the console in a headless Chromium, which it installs when it is missing
# make pictures       the same, and writes docs/pictures/ again
# make bench          what a failing backend costs the callers of another site, on a release build (docs/bench.md)
# make sanitize       the tests under the thread and the address sanitizer (docs/sanitizers.md has figures)
# make fuzz           the fuzzers of the XML and JSON readers and of the decompressor, a minute each
# make build          builds the program
# make lint           checks the form of the sources
# make format         formats the sources in place
# make docs           writes the generated pages of docs/ again
# make deb            builds the Debian package and its debug symbols in .build-deb/out
# make test-deb       builds the package and uses it: install, conform, restart and upgrade under load, remove, purge
# make image          builds an OCI image of the package, without a daemon, in .build-deb/image
# make test-image     builds the image and runs it as its user on a read-only root
# make sbom           writes the bill of materials, CycloneDX JSON, to .build/sbom.json (SBOM=PATH for another place)
# make clean          removes every build folder

SHELL := /bin/bash
SWIFT_SOURCES := Package.swift Sources Tests Fuzz
BIN := .build/debug/smsp-bridge

# The suites of Tests/EndToEndTests that `make check` runs, one for each folder, the quickest that goes the whole way.
SMOKE_SUITES := AdminTests AuditVerbTests SearchServeTests ShadowTests HostileConnectionTests SiteVerbTests \
	CallerIdentityTests SimulateLegacyTests ExplainTests
empty :=
space := $(empty) $(empty)

# Test targets by their need: tests of the listener's timeouts and tests that start programs run few at a time.
SERVER_TESTS := ^BridgeServerTests\.
PROGRAM_TESTS := ^EndToEndTests\.
NIGHTLY_TESTS := ^EndToEndTests\.NightlyTests
SMOKE_TESTS := $(PROGRAM_TESTS)($(subst $(space),|,$(strip $(SMOKE_SUITES))))/
at-once = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(1)

.PHONY: demo check test nightly test-console pictures bench build build-tests units lint format sanitize fuzz docs deb test-deb image test-image sbom clean \
	libraries

demo: libraries
	swift build --product smsp-bridge
	$(BIN) demo

check: units
	@for suite in $(SMOKE_SUITES); do \
		grep -rqE "struct $$suite\b" Tests/EndToEndTests || { echo "Makefile: no end-to-end suite is named $$suite"; exit 1; } \
	done
	$(call at-once,3) swift test --skip-build --filter '$(SMOKE_TESTS)'

test: units
	$(call at-once,3) swift test --skip-build --filter '$(PROGRAM_TESTS)' --skip '$(NIGHTLY_TESTS)'

nightly: libraries
	Scripts/nightly.sh

# What `make check` and `make test` have in common.
units: lint build-tests
	Scripts/fixtures-check.sh
	$(BIN) mappings check
	Scripts/fuzz.sh --check
	$(call at-once,4) swift test --skip-build --skip '$(SERVER_TESTS)|$(PROGRAM_TESTS)'
	$(call at-once,2) swift test --skip-build --filter '$(SERVER_TESTS)'

build-tests: libraries
	swift build --build-tests --explicit-target-dependency-import-check error

test-console: libraries
	Scripts/test-console.sh

pictures: libraries
	Scripts/test-console.sh --pictures

bench: libraries
	swift build -c release --product smsp-bridge
	swift build -c release --product bench
	.build/release/bench

build: libraries
	swift build

libraries:
	@Scripts/system-libraries.sh

lint:
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

format:
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

sanitize: libraries
	Scripts/sanitize.sh

fuzz: libraries
	Scripts/fuzz.sh

docs: build
	Scripts/docs.sh

deb: libraries
	Scripts/deb.sh

test-deb: libraries
	Scripts/test-deb.sh

image: libraries
	Scripts/image.sh

test-image: libraries
	Scripts/test-image.sh

sbom: libraries
	Scripts/sbom.sh $(SBOM)

clean:
	rm -rf .build .build-*

# make demo           builds, then sends every operation through legacy and PDS FHIR and prints both answers
# make test           everything that has to hold: format, tables, fixtures, unit and end-to-end tests
# make test-console   drives the console in a headless Chromium, which it installs when it is missing
# make pictures       the same, and writes docs/pictures/ anew
# make bench          what an unwell backend costs the callers of another site, on a release build (docs/bench.md)
# make soak           what make test repeats a few times, for long: 1,000 reloads under load, 100 times kill -9
# make agreement      asks both backends about 10,000 generated people, every operation (AGREEMENT_SEED draws others)
# make format         formats the sources in place
# make sanitize       the tests under the thread and the address sanitizer (docs/sanitizers.md has figures)
# make fuzz           the fuzzers of the XML and JSON readers, a minute each
# make docs           writes the generated pages of docs/ anew
# make clean          removes every build folder

SHELL := /bin/bash
SWIFT_SOURCES := Package.swift Sources Tests Fuzz
BIN := .build/debug/smsp-bridge
# The tests of timeouts, and those of whole houses of programs, run with fewer beside them.
SERVER_TESTS := ^BridgeServerTests\.
HOUSE_TESTS := ^EndToEndTests\.
at-once = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(1)
SOAK_TESTS := ReloadUnderLoadTests|KillTests|StoreOutageTests

.PHONY: demo test test-console pictures soak bench agreement build lint format sanitize fuzz docs clean libraries

demo: libraries
	swift build --product smsp-bridge
	$(BIN) demo

test: libraries lint
	Scripts/fixtures-check.sh
	swift build --build-tests --explicit-target-dependency-import-check error
	$(BIN) mappings check
	$(call at-once,4) swift test --skip-build --skip '$(SERVER_TESTS)|$(HOUSE_TESTS)'
	$(call at-once,2) swift test --skip-build --filter '$(SERVER_TESTS)'
	$(call at-once,3) swift test --skip-build --filter '$(HOUSE_TESTS)'

test-console: libraries
	Scripts/test-console.sh

pictures: libraries
	Scripts/test-console.sh --pictures

bench: libraries
	swift build -c release --product smsp-bridge
	swift build -c release --product bench
	.build/release/bench

soak: libraries
	swift build --build-tests
	BRIDGE_SOAK=1 swift test --skip-build --filter '$(SOAK_TESTS)'

agreement: libraries
	swift build --build-tests
	AGREEMENT_PEOPLE=$${AGREEMENT_PEOPLE:-10000} swift test --skip-build --filter '^EndToEndTests\.AgreementTests'

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

clean:
	rm -rf .build .build-*

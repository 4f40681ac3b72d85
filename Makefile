# make demo           builds, then sends both operations through the bridge to the PDS simulator and prints the answers
# make test           everything that has to hold: format, tables, fixtures, unit and end-to-end tests
# make format         formats the sources in place
# make sanitize       the tests under the thread and the address sanitizer (about 40 minutes; docs/sanitizers.md)
# make docs           writes the generated pages of docs/ anew
# make clean          removes every build folder

SHELL := /bin/bash
SWIFT_SOURCES := Package.swift Sources Tests
BIN := .build/debug/smsp-bridge

.PHONY: demo test build lint format sanitize docs clean libraries

demo: libraries
	swift build --product smsp-bridge
	$(BIN) demo

test: libraries lint
	Scripts/fixtures-check.sh
	swift build --build-tests --explicit-target-dependency-import-check error
	$(BIN) mappings check
	swift test --skip-build --parallel

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

docs: build
	Scripts/docs.sh

clean:
	rm -rf .build .build-*

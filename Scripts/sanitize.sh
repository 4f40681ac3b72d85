#!/usr/bin/env bash
# Runs the tests under the thread sanitizer, then under the address sanitizer, each in a build folder of its own.
# --disable-xctest: the XCTest runner itself leaks, which would fail every address run.
set -euo pipefail
cd "$(dirname "$0")/.."
export TSAN_OPTIONS="suppressions=$PWD/Scripts/tsan-suppressions.txt"
for sanitizer in thread address; do
    echo "== $sanitizer sanitizer"
    swift test --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" --disable-xctest "$@"
done

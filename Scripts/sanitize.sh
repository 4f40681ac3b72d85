#!/usr/bin/env bash
# Runs the tests under the thread and the address sanitizer, each in a build folder of its own.
#
#     Scripts/sanitize.sh [thread|address] [arguments of swift test…]
#
# --disable-xctest: the XCTest runner itself leaks, which would fail every address run.
set -euo pipefail
cd "$(dirname "$0")/.."
export TSAN_OPTIONS="suppressions=$PWD/Scripts/tsan-suppressions.txt"
sanitizers=(thread address)
case "${1:-}" in
thread | address) sanitizers=("$1") && shift ;;
esac
for sanitizer in "${sanitizers[@]}"; do
    echo "== $sanitizer sanitizer"
    swift test --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" --disable-xctest \
        --skip '^EndToEndTests\.NightlyTests' "$@"
done
